"""Completion: what the impossible combinations imply and refuse, over sets of cases at once.

The same chaining forward as `semantics.complete`, step for step: one implication at a time, in the
order of the combinations, and a case is refused as soon as its facts clash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any as Anything

from tolerance_rules.facts import vocabulary
from tolerance_rules.rules import Combination, Fact
from tolerance_rules.vocabulary.fact_spec import Value


class Completion:
    """The facts of every case as they are known once implied findings are added."""

    def __init__(
        self,
        impossible: Sequence[Combination],
        every: Anything,
        none: Anything,
        written: Callable[[str, object], Anything],
    ) -> None:
        self._every, self._none, self._written = every, none, written
        self._known: dict[tuple[str, Value], Anything] = {}
        self.refused: dict[str, Anything] = {}
        """The cases that each combination refuses."""
        self.implied: dict[tuple[str, Value], Anything] = {}
        """The cases in which each finding is implied."""
        self.possible = every
        while self._refuse(impossible) and self._imply(impossible):
            pass
        # What was implied in a case that then turned out to clash is no finding.
        self.implied = {name: cases & self.possible for name, cases in self.implied.items()}

    def known(self, name: str, values: Sequence[Value]) -> Anything:
        """Return the cases in which a fact is known to have one of some values."""
        found = self._none
        for value in values:
            found |= self._value(name, value)
        return found

    def unknown(self, name: str) -> Anything:
        """Return the cases in which a fact is unknown."""
        return self._every & ~self.known(name, vocabulary()[name].values)

    def _value(self, name: str, value: Value) -> Anything:
        if (name, value) not in self._known:
            self._known[name, value] = self._written(name, value)
        return self._known[name, value]

    def _refuse(self, impossible: Sequence[Combination]) -> bool:
        clashing = self._none
        for combination in impossible:
            cases = self.possible & self._all(combination.literals)
            before = self.refused.get(combination.id, self._none)
            self.refused[combination.id] = before | cases
            clashing |= cases
        self.possible &= ~clashing
        return True

    def _imply(self, impossible: Sequence[Combination]) -> bool:
        """Add to each case the first finding that is implied; tell whether there was any."""
        moved = self._none
        steps = []
        for literal, value, others in _implications(impossible):
            cases = self.possible & self._all(others) & self.unknown(literal.name) & ~moved
            moved |= cases
            steps.append((literal.name, value, cases))
        for name, value, cases in steps:
            key = (name, value)
            self._known[key] = self._value(*key) | cases
            self.implied[key] = self.implied.get(key, self._none) | cases
        return bool(moved != self._none)

    def _all(self, literals: Sequence[Fact]) -> Anything:
        found = self._every
        for literal in literals:
            found &= self.known(literal.name, literal.values)
        return found


def _implications(
    impossible: Sequence[Combination],
) -> Iterator[tuple[Fact, Value, tuple[Fact, ...]]]:
    """Yield each literal that leaves one value, with that value and the literals beside it."""
    for combination in impossible:
        for literal in combination.literals:
            values = vocabulary()[literal.name].values
            left = [value for value in values if value not in literal.values]
            if len(left) == 1:
                others = tuple(each for each in combination.literals if each is not literal)
                yield literal, left[0], others
