"""Verification: in what a stored decision differs from what the rules find today."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from tolerance_rules.verdict.decision_data import DecisionData, RulesetRef
from tolerance_rules.verdict.obligation import DueDate, Obligation
from tolerance_rules.verdict.time_in_force import DATE_TO_COME
from tolerance_rules.verdict.verdict import CaseWarning


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of the result document, with what is stored and what is found today."""

    field: str
    stored: object
    found: object


@dataclass(frozen=True, slots=True)
class Verification:
    """The decision found today, and where the stored one differs from it; true if nowhere."""

    found: DecisionData
    differences: tuple[Difference, ...]

    @staticmethod
    def of(stored: DecisionData, found: DecisionData) -> Verification:
        """Compare two decisions, field by field."""
        return Verification(found, tuple(_differences("", stored, found)))

    def __bool__(self) -> bool:
        return not self.differences


def _differences(
    above: str, stored: DecisionData | RulesetRef, found: DecisionData | RulesetRef
) -> Iterator[Difference]:
    for field in dataclasses.fields(stored):
        if field.name == "facts" and _same_facts(stored, found):
            continue
        one, other = getattr(stored, field.name), getattr(found, field.name)
        if one == other:
            continue
        if field.name == "warnings":
            one, other = _lasting(one), _lasting(other)
        if field.name == "obligations" and _as_far_as_known(one, other):
            continue
        if isinstance(one, RulesetRef):
            yield from _differences(f"{field.name}.", one, other)
        elif one != other:
            yield Difference(above + field.name, one, other)


def _same_facts(stored: DecisionData | RulesetRef, found: DecisionData | RulesetRef) -> bool:
    """Tell whether facts are plainly the same, without their models."""
    if not isinstance(stored, DecisionData) or not isinstance(found, DecisionData):
        return False
    return dict(stored.plain_facts.flat) == dict(found.plain_facts.flat)


def _as_far_as_known(stored: tuple[Obligation, ...], found: tuple[Obligation, ...]) -> bool:
    """Tell whether obligations are the same but for what is known of the calendar by now."""
    return len(stored) == len(found) and all(
        dataclasses.replace(one, limits=()) == dataclasses.replace(other, limits=())
        and len(one.limits) == len(other.limits)
        and all(map(DueDate.overlaps, one.limits, other.limits))
        for one, other in zip(stored, found, strict=True)
    )


def _lasting(warnings: tuple[CaseWarning, ...]) -> tuple[CaseWarning, ...]:
    """Return the warnings that time alone does not change: a day to come has come, by and by."""
    return tuple(each for each in warnings if each.id != DATE_TO_COME)
