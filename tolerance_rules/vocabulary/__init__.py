"""Vocabulary: what a fact is, and the typed model of the facts of a case."""
