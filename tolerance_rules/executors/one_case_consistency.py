"""Consistency stages: facts that cannot be together, and facts that need an explanation."""

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
    Stage,
    both,
    remember,
)
from tolerance_rules.facts import vocabulary
from tolerance_rules.rules import Combination
from tolerance_rules.verdict.verdict import CaseWarning, Implied


@dataclass(frozen=True, slots=True)
class Consistency:
    """The answer on impossible combinations: those that are established, and what is implied."""

    clashes: tuple[Combination, ...]
    implied: Implied | None


class ConsistencyStage(Stage[Consistency]):
    """Combinations of facts that cannot be: that they are, or what they leave only one value."""

    def __init__(self, combinations: Sequence[Combination], layout: Layout) -> None:
        self.combinations = tuple(combinations)
        super().__init__("impossible", _named(combinations), layout)
        self.implications: list[tuple[str, Implied]] = []
        for index, combination in enumerate(combinations):
            self.rules[f"clash{index}"] = _together(combination, self)
            self._imply(index, combination)

    def _imply(self, index: int, combination: Combination) -> None:
        for place, literal in enumerate(combination.literals):
            left = [v for v in vocabulary()[literal.name].values if v not in literal.values]
            if len(left) == 1:
                others = [other for other in combination.literals if other is not literal]
                patterns = [self.literal(other.name, other.values) for other in others]
                unknown = self.literal(literal.name, [None])
                self.rules[f"imply{index}_{place}"] = both([unknown, *patterns])
                by = tuple(other.name for other in others)
                implied = Implied(literal.name, left[0], by, combination.id)
                self.implications.append((f"imply{index}_{place}", implied))

    def decide(self, fired: Fired, packed: int) -> Consistency:
        """Return the combinations that fired, and the first implication that did."""
        return Consistency(
            tuple(c for i, c in enumerate(self.combinations) if f"clash{i}" in fired),
            next((implied for name, implied in self.implications if name in fired), None),
        )


class WarningStage(Stage[bool]):
    """A combination of facts that needs an explanation: whether it is established."""

    def __init__(self, kind: str, combination: Combination, layout: Layout) -> None:
        super().__init__(kind, _named([combination]), layout)
        self.warning = CaseWarning.of(combination)
        self.rules["explain"] = _together(combination, self)

    def decide(self, fired: Fired, packed: int) -> bool:
        """Tell whether the combination fired."""
        return "explain" in fired


class Warnings:
    """All such combinations, each a stage: the patterns of their facts together are thousands."""

    def __init__(self, combinations: Sequence[Combination], layout: Layout) -> None:
        self.stages = [
            WarningStage(f"explain{index}", combination, layout)
            for index, combination in enumerate(combinations)
        ]
        self.mask = reduce(or_, (stage.mask for stage in self.stages), 0)
        self.answers: dict[int, tuple[CaseWarning, ...]] = {}

    def ask(self, packed: int) -> tuple[CaseWarning, ...]:
        """Return the warnings of a packed case, remembered or from the stages."""
        answer = self.answers.get(packed & self.mask)
        if answer is None:
            answer = tuple(stage.warning for stage in self.stages if stage.ask(packed))
            remember(self.answers, packed & self.mask, answer)
        return answer


def _named(combinations: Sequence[Combination]) -> list[str]:
    return [literal.name for combination in combinations for literal in combination.literals]


def _together(combination: Combination, stage: Stage[Answer]) -> Pattern:
    return both([stage.literal(f.name, f.values) for f in combination.literals])
