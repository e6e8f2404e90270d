"""Audit: past decisions against the rules, and against each other."""
