"""Consistency of one case: facts that cannot be together, and facts that need an explanation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from tolerance_rules.executors.one_case_stages import (
    Answer,
    Fired,
    Layout,
    Pattern,
    RuleTable,
    both,
    memoise,
)
from tolerance_rules.rules import Combination
from tolerance_rules.verdict.verdict import CaseWarning, Implied, Status


@dataclass(frozen=True, slots=True)
class Consistency:
    """The answer on impossible combinations: those that are established, and what is implied."""

    clashes: tuple[Combination, ...]
    implied: Implied | None


class ConsistencyTable(RuleTable[Consistency]):
    """Combinations of facts that cannot be: that they are, or what they strike from one fact."""

    def __init__(self, combinations: Sequence[Combination], layout: Layout) -> None:
        self.combinations = tuple(combinations)
        super().__init__("impossible", _named(combinations), layout)
        self.implications: dict[str, tuple[Combination, int]] = {}
        for index, combination in enumerate(combinations):
            self.rules[f"clash{index}"] = _together(combination, self)
            for place, literal in enumerate(combination.literals):
                others = [other for other in combination.literals if other is not literal]
                patterns = [self.leaf(other, Status.ESTABLISHED) for other in others]
                name = f"imply{index}_{place}"
                self.rules[name] = both([self.leaf(literal, Status.OPEN), *patterns])
                self.implications[name] = combination, place

    def decide(self, fired: Fired, packed: int) -> Consistency:
        """Return the combinations that fired, and the first implication that did."""
        clashes = tuple(c for i, c in enumerate(self.combinations) if f"clash{i}" in fired)
        name = next((name for name in self.implications if name in fired), None)
        return Consistency(clashes, self._implied(name, packed) if name else None)

    def _implied(self, name: str, packed: int) -> Implied:
        combination, place = self.implications[name]
        literal, vocabulary = combination.literals[place], self.layout.vocabulary
        possible = vocabulary.unpack(literal.name, packed)
        left = (value for value in possible if value not in literal.values)
        by = tuple(other.name for other in combination.literals if other is not literal)
        value = vocabulary[literal.name].known(left)
        return Implied(literal.name, value, by, combination.id)


class WarningTable(RuleTable[bool]):
    """A combination of facts that needs an explanation: whether it is established."""

    def __init__(self, kind: str, combination: Combination, layout: Layout) -> None:
        super().__init__(kind, _named([combination]), layout)
        self.warning = CaseWarning.of(combination)
        self.rules["explain"] = _together(combination, self)

    def decide(self, fired: Fired, packed: int) -> bool:
        """Tell whether the combination fired."""
        return "explain" in fired


class Warnings:
    """All such combinations, each a table: the patterns of their facts together are thousands."""

    def __init__(self, combinations: Sequence[Combination], layout: Layout) -> None:
        self.tables = [
            WarningTable(f"explain{index}", combination, layout)
            for index, combination in enumerate(combinations)
        ]
        self.mask = reduce(or_, (table.mask for table in self.tables), 0)
        self.answers: dict[int, tuple[CaseWarning, ...]] = {}

    def query(self, packed: int) -> tuple[CaseWarning, ...]:
        """Return the warnings of a packed case, memoised or from the tables."""
        answer = self.answers.get(packed & self.mask)
        if answer is None:
            answer = tuple(table.warning for table in self.tables if table.query(packed))
            memoise(self.answers, packed & self.mask, answer)
        return answer


def _named(combinations: Sequence[Combination]) -> list[str]:
    return [literal.name for combination in combinations for literal in combination.literals]


def _together(combination: Combination, table: RuleTable[Answer]) -> Pattern:
    return both([table.leaf(literal, Status.ESTABLISHED) for literal in combination.literals])
