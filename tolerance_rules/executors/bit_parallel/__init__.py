"""Bit-parallel: many cases at once, each a bit of Python's integers; no library, no table."""
