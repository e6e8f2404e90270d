"""Verdict: what is found in a case, and the data of a decision."""
