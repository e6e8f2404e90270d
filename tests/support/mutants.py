"""Mutants: all of the shipped rules, and what comes of them, worked out once."""

from __future__ import annotations

from functools import lru_cache

from tolerance_rules import Engine
from tolerance_rules.testing import mutation

RULES = Engine.load().rules
MUTANTS = tuple(mutation.mutants(RULES))


@lru_cache(maxsize=1)
def whole():
    """Return what comes of every mutant of the shipped rules."""
    return mutation.run_mutants(RULES)
