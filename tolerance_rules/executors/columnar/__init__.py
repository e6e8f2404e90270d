"""Columnar: the ruleset as boolean terms over columns, for every executor of many cases."""
