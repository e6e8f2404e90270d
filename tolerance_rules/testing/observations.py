"""Observations: everything a decision says, each as the set of cases of which it says so.

Two rulesets that agree on every observation decide every case alike. The sets are those of a
universe: the cases of the rule tests, or every case there is; `rule_observer` makes them for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any as Anything
from typing import Protocol, TypeAlias

from tolerance_rules.vocabulary.fact_spec import Value

Cases: TypeAlias = Anything
"""A set of cases of a universe: `&`, `|` combine sets, `universe.every & ~it` is all the others."""

Observation: TypeAlias = tuple[str, ...]
"""What is said: ("outcome", "exempt"), ("status", "5.3", "open"), ("because", "5.3", "a fact")."""

CITATIONS = ("cites", "role", "because")
"""The kinds of observation that are of citations."""


class CaseUniverse(Protocol):
    """The cases that sets are made of; what is known of a fact are its values still possible."""

    every: Cases
    none: Cases

    def possible(self, fact: str, value: Value) -> Cases:
        """Return the cases in which a value of a fact is still possible."""
        ...

    def names(self, reading: str, option: str | None) -> Cases:
        """Return the cases that name an option of a reading; or None of them."""
        ...


def changed_observations(
    one: Mapping[Observation, Cases], other: Mapping[Observation, Cases], universe: CaseUniverse
) -> Iterator[tuple[Observation, Cases]]:
    """Yield the observations that two rulesets do not make of the same cases, with those cases."""
    for name in dict.fromkeys([*one, *other]):
        ones, others = one.get(name, universe.none), other.get(name, universe.none)
        if ones != others:
            yield name, (ones | others) & ~(ones & others)
