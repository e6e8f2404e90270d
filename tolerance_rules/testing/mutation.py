"""Mutation testing: which mistakes in the rules their tests would find, and which they would not.

A mutant is killed when some rule test does not come out as written by it. One that none kills is
compared with the rules on every case there is: if nothing observed differs anywhere, it means the
same and is equivalent; if something does, it survives, and the smallest case that shows it is a
missing test.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tolerance_rules.formats.rule_test_reader import load_tests
from tolerance_rules.rules import Ruleset
from tolerance_rules.testing.combination_mutants import combination_mutants
from tolerance_rules.testing.difference_search import DifferenceSearch, MissingTest
from tolerance_rules.testing.fact_mutants import fact_mutants
from tolerance_rules.testing.mutants import Mutant, Mutation
from tolerance_rules.testing.rule_mutants import rule_mutants
from tolerance_rules.testing.table_mutants import table_mutants
from tolerance_rules.testing.test_suite import TestSuite


@dataclass(frozen=True)
class MutationReport:
    """What came of every mutant of a ruleset."""

    tests: int
    made: Mapping[str, int]
    """How many mutants there are, by operator."""
    equivalent: tuple[Mutation, ...]
    missing: tuple[MissingTest, ...]
    seconds: float

    @property
    def survivors(self) -> tuple[Mutation, ...]:
        """Return the mutations that no rule test finds."""
        return tuple(mutation for test in self.missing for mutation in test.survivors)

    @property
    def killed(self) -> int:
        """Return how many mutants some rule test finds."""
        return sum(self.made.values()) - len(self.equivalent) - len(self.survivors)


def mutants(rules: Ruleset) -> Iterator[Mutant]:
    """Yield every mutant of a ruleset with a single mutation, in the order of the files."""
    yield from rule_mutants(rules)
    yield from table_mutants(rules)
    yield from combination_mutants(rules)
    yield from fact_mutants(rules)


def run_mutants(rules: Ruleset) -> MutationReport:
    """Return which mutants of a ruleset its tests kill; the tests must come out as written."""
    started = time.perf_counter()
    tests = load_tests(rules)
    suite, search = TestSuite(rules, tests), DifferenceSearch(rules)
    made: dict[str, int] = {}
    equivalent: list[Mutation] = []
    for mutant in mutants(rules):
        operator = mutant.mutation.operator
        made[operator] = made.get(operator, 0) + 1
        if suite.kills(mutant):
            continue
        missing = search.difference(mutant)
        if missing is None:
            equivalent.append(mutant.mutation)
        elif not suite.kills_by_reach(mutant):
            search.note(mutant, missing)
    seconds = round(time.perf_counter() - started, 3)
    return MutationReport(len(tests), made, tuple(equivalent), search.missing, seconds)
