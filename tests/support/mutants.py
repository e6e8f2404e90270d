"""Mutants: all of each ruleset, and what comes of them, worked out once."""

from __future__ import annotations

from functools import lru_cache

from support.rulesets import SHIPPED
from tolerance_rules.testing import mutation

RULES = SHIPPED


@lru_cache(maxsize=8)
def mutants(rules=RULES):
    return tuple(mutation.mutants(rules))


@lru_cache(maxsize=8)
def whole(rules=RULES):
    """Return what comes of every mutant of a ruleset."""
    return mutation.run_mutants(rules)


MUTANTS = mutants()
