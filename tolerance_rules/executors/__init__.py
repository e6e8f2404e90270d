"""Executors: one for each question people ask; each agrees with `tolerance_rules.semantics`."""
