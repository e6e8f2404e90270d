"""Witnesses: a set of cases, each of which would show something of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.vocabulary.fact_spec import Value

if TYPE_CHECKING:
    from tolerance_rules.executors.all_cases import CaseSet


@dataclass(frozen=True)
class Witnesses:
    """A set of cases; `change` makes a pair of each, `unknown` leaves facts not established."""

    cases: CaseSet
    change: Mapping[str, Value] = field(default_factory=FrozenDict)
    unknown: tuple[str, ...] = ()


def symmetric_difference(one: CaseSet, other: CaseSet) -> CaseSet:
    """Return the cases that are in one of two sets and not in the other."""
    return (one & ~other) | (other & ~one)
