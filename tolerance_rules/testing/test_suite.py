"""Jury: the cases beside the rules, and whether a mutant is found by them."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.executors.all_cases import Diagram, compiled
from tolerance_rules.formats.rule_test import RuleTest
from tolerance_rules.rules import Ruleset
from tolerance_rules.testing.case_universes import Beside
from tolerance_rules.testing.mutants import Mutant
from tolerance_rules.testing.observations import Observation, differing, observed
from tolerance_rules.testing.rule_tests import with_defaults

_OF_EVERY_CASE = ("refused", "outcome")
_IN_ONE_WORD = ("permitted", "modality", "basis", "disposition", "cites", "implied", "by_reference")


class Jury:
    """Judges mutants of a ruleset by the cases beside it, all of them at once.

    INVARIANT: by the ruleset itself every case is as written, so a case is not as written by a
    mutant exactly if something changes of what the case says.
    """

    def __init__(self, rules: Ruleset, tests: tuple[RuleTest, ...]) -> None:
        self._tests, self._beside = tests, Beside([(test.facts, test.readings) for test in tests])
        self._said = observed(rules, self._beside)
        self._held: dict[Observation, int] = {}

    def kills(self, mutant: Mutant) -> bool:
        """Tell whether a case is not as written by a mutant, reachable outcomes aside."""
        return next(self._killing(mutant), 0) != 0

    def killers(self, mutant: Mutant) -> tuple[RuleTest, ...]:
        """Return the cases that are not as written by a mutant, reachable outcomes aside."""
        found = 0
        for cases in self._killing(mutant):
            found |= cases
        return tuple(test for place, test in enumerate(self._tests) if found >> place & 1)

    def _killing(self, mutant: Mutant) -> Iterator[int]:
        other = observed(mutant.rules, self._beside)
        for observation, cases in differing(self._said, other, self._beside):
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
        """Return the cases that say something of an observation."""
        if observation not in self._held:
            bits = (held(test, observation) << place for place, test in enumerate(self._tests))
            self._held[observation] = sum(bits)
        return self._held[observation]


def held(test: RuleTest, observation: Observation) -> bool:
    """Tell whether a case is no longer as written once an observation of it changes."""
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
