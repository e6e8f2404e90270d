"""Test suite: the rule tests of a ruleset, and whether a mutant is found by them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tolerance_rules.executors.all_cases import compiled
from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.formats.rule_test import RuleTest, with_defaults
from tolerance_rules.rules import Ruleset
from tolerance_rules.testing.case_universes import ListedCases
from tolerance_rules.testing.completion import Completion
from tolerance_rules.testing.mutants import Mutant
from tolerance_rules.testing.observations import Observation, changed_observations
from tolerance_rules.testing.rule_observer import observed

_OF_EVERY_CASE = ("refused", "outcome")
_IN_ONE_WORD = ("permitted", "modality", "basis", "disposition", "cites", "implied", "by_reference")


class TestSuite:
    """The tests of a ruleset, run on its mutants all at once.

    INVARIANT: by the ruleset itself every test comes out as written, so a test does not come out
    as written by a mutant exactly if something changes of what the test says.
    """

    __test__: ClassVar[bool] = False  # pytest: not a class of tests

    def __init__(self, rules: Ruleset, tests: tuple[RuleTest, ...]) -> None:
        self._tests = tests
        cases = [(test.facts, test.readings) for test in tests]
        self._cases = ListedCases(cases, rules.vocabulary)
        self._completion = Completion(rules, self._cases)
        self._said = observed(rules, self._cases, self._completion)
        self._held: dict[Observation, int] = {}

    def kills(self, mutant: Mutant) -> bool:
        """Tell whether some test fails by a mutant, reachable outcomes aside."""
        return next(self._killing(mutant), 0) != 0

    def killers(self, mutant: Mutant) -> tuple[RuleTest, ...]:
        """Return the tests that fail by a mutant, reachable outcomes aside."""
        found = 0
        for cases in self._killing(mutant):
            found |= cases
        return tuple(test for place, test in enumerate(self._tests) if found >> place & 1)

    def _killing(self, mutant: Mutant) -> Iterator[int]:
        other = observed(mutant.rules, self._cases, self._completion)
        for observation, cases in changed_observations(self._said, other, self._cases):
            if killing := cases & self._holding(observation):
                yield killing

    def kills_by_reach(self, mutant: Mutant) -> bool:
        """Tell whether a case can still reach other outcomes by a mutant than is written."""
        diagrams: dict[tuple[tuple[str, str], ...], Diagram] = {}
        for test in self._tests:
            if test.reachable is None and test.settled is None:
                continue
            readings = tuple(sorted(test.readings.items()))
            if readings not in diagrams:
                diagrams[readings] = compiled(with_defaults(mutant.rules, test.readings))
            found = diagrams[readings].restricted(test.facts).outcomes()
            if test.settled is not None and test.settled is not (len(found) == 1):
                return True
            if test.reachable is not None and found != set(test.reachable):
                return True
        return False

    def _holding(self, observation: Observation) -> int:
        """Return the tests that say something of an observation."""
        if observation not in self._held:
            bits = (says(test, observation) << place for place, test in enumerate(self._tests))
            self._held[observation] = sum(bits)
        return self._held[observation]


def says(test: RuleTest, observation: Observation) -> bool:
    """Tell whether a test no longer comes out as written once an observation of it changes."""
    kind, *names = observation
    if kind in _OF_EVERY_CASE:
        return True
    if kind in _IN_ONE_WORD:
        return getattr(test, kind) is not None
    if kind == "warning":
        return test.warnings is not None
    if kind == "role":
        return test.roles.get(names[0]) == names[1]
    return names[0] in (test.because if kind == "because" else test.statuses)
