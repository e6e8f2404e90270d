"""Portable: a ruleset as one document, for programs in any language."""
