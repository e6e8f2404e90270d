"""Rendering: decisions, clauses, rules and facts in words."""
