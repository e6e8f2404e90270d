"""Completions: how a case could still be disposed of, depending on its unknown facts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from tolerance_rules.executors.all_cases import compiled
from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.executors.reach import Reach
from tolerance_rules.frozen_dict import cached_property
from tolerance_rules.rules import All, OutcomeRow, Ruleset
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Facts

ORDINARY = Outcome.ORDINARY_ACCOUNTABILITY.value


@dataclass(frozen=True, slots=True)
class Disposal:
    """The row of the outcome table that decides, and the outcome it, or the policy, names."""

    row: str
    outcome: str
    permitted: tuple[str, ...]
    discretionary: bool
    """Whether the row says may: tolerance can then also be withheld."""

    @staticmethod
    def of(row: OutcomeRow, outcome: str) -> Disposal:
        """Return the disposal by a row, and the outcome that it or the policy names."""
        return Disposal(row.row, outcome, row.permitted, discretionary=row.modality == "may")

    def allows(self, recorded: str) -> bool:
        """Tell whether an outcome is lawful: permitted, or tolerance withheld where it may be."""
        return recorded in self.permitted or (self.discretionary and recorded == ORDINARY)


class Completions:
    """Finds the disposals of cases under one ruleset: exactly, by a decision diagram over them."""

    def __init__(self, rules: Ruleset) -> None:
        self._rules = rules
        self._of = {
            _name(row, outcome): Disposal.of(row, outcome)
            for row in rules.outcomes
            for outcome in _outcomes(row, rules)
        }

    def decided(self, row: str, outcome: str) -> Disposal:
        """Return the disposal of a case without unknown facts."""
        return self._of[f"{row}|{outcome}"]

    def of(self, known: Facts) -> tuple[Disposal, ...]:
        """Return each disposal that some consistent completion of the known facts leads to."""
        found = self._reach.outcomes(self._rules.vocabulary.pack(known))
        return tuple(self._of[name] for name in sorted(found))

    @cached_property
    def _reach(self) -> Reach:
        return Reach(self.diagram, self._rules.vocabulary)

    def named(self, name: str) -> Disposal:
        """Return the disposal that a terminal of the diagram stands for."""
        return self._of[name]

    @cached_property
    def diagram(self) -> Diagram:
        """Return the decision diagram whose outcomes are disposals."""
        # The outcome table in which every row, and every pick of the policy, is an outcome.
        rows = tuple(_split(self._rules))
        return compiled(dataclasses.replace(self._rules, outcomes=rows))


def _outcomes(row: OutcomeRow, rules: Ruleset) -> tuple[str, ...]:
    if row.by_policy:
        return tuple(dict.fromkeys(pick.outcome for pick in rules.policy_rows))
    return (row.outcome,)


def _name(row: OutcomeRow, outcome: str) -> str:
    return f"{row.row}|{outcome}"


def _split(rules: Ruleset) -> Iterator[OutcomeRow]:
    for row in rules.outcomes:
        if not row.by_policy:
            yield dataclasses.replace(row, outcome=_name(row, row.outcome))
        else:
            for pick in rules.policy_rows:
                yield dataclasses.replace(
                    row, outcome=_name(row, pick.outcome), when=All((row.when, pick.when))
                )
