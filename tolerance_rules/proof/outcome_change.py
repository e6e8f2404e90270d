"""Outcome change: the cases that go from one outcome to another, counted, with the smallest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from tolerance_rules.proof.examples import Example
from tolerance_rules.vocabulary.fact_spec import Value

REFUSED = "refused"
"""Stands for the outcome of a case that one of the two rulesets refuses as contradictory."""


class CitedClause(NamedTuple):
    """A clause that a case is decided on: because it holds, or because it does not."""

    clause: str
    holds: bool


@dataclass(frozen=True)
class OutcomeChange:
    """Every case that goes from one outcome to another, and the smallest of them."""

    before: str
    after: str
    cases: int
    clauses: Mapping[str, int]
    """The clauses whose status differs in some of the cases, each with how many."""
    example: Example
    responsible: tuple[str, ...]
    """The clauses whose status differs in the example."""
    rows: tuple[str, str]
    """The rows that decide the example before and after, with that of the policy; or `refused`."""
    cites: tuple[tuple[CitedClause, ...], tuple[CitedClause, ...]]
    """The clauses on which the example is decided before and after."""
    totals: tuple[Mapping[str, Value], Mapping[str, Value]]
    """Every fact of the example before and after: those that are not shared as they are held."""


@dataclass(frozen=True)
class SetApart:
    """The cases that one side refuses only for facts held that are not shared: not compared.

    That side has cases of the same shared facts, with other values of those held.
    """

    cases: int
    facts: tuple[str, ...]
    """The facts held that clash with shared ones."""
