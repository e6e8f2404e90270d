"""Measures: the case of a set that departs least from what is presumed, and exact counts."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from tolerance_rules.executors.all_cases import CaseSet
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.examples import Example, presumed
from tolerance_rules.proof.space import READING, Space
from tolerance_rules.vocabulary.fact_spec import Value

_FAR = 1000
"""A reading that is not the one in force counts for more than any number of facts."""


def smallest(
    space: Space,
    cases: CaseSet,
    *,
    change: Mapping[str, Value] | None = None,
    unknown: tuple[str, ...] = (),
) -> Example:
    """Return the case of a set with the fewest facts that differ from what is presumed.

    It is one under the readings in force if there is one. The set must not be empty.
    """
    found = _cheapest(space, cases)
    usual = presumed()
    facts = {name: found[name] for name in usual if name in found and found[name] != usual[name]}
    options = {name: str(found.get(READING + name, option)) for name, option in _usual(space)}
    return Example(FrozenDict(facts), FrozenDict(options), FrozenDict(change or {}), unknown)


def _usual(space: Space) -> list[tuple[str, str]]:
    return [(name, space.rules.chosen[name]) for name in space.rules.readings]


def _cheapest(space: Space, cases: CaseSet) -> dict[str, Value]:
    """Return the values, where the set asks for them, of the cheapest case in it."""
    diagram = space.sets.membership(cases)
    usual: dict[str, Value] = {**presumed()}
    usual |= {READING + name: option for name, option in _usual(space)}
    cost: list[float] = [float("inf"), 0]
    best: list[int] = [0, 0]
    for node in range(2, len(diagram.facts)):
        name = diagram.order[diagram.facts[node]]
        values = space.sets.domains[name]
        step = _FAR if name.startswith(READING) else 1
        prices = [
            cost[child] + (0 if value == usual.get(name) else step)
            for child, value in zip(diagram.children[node], values, strict=True)
        ]
        cost.append(min(prices))
        best.append(prices.index(cost[-1]))
    found, node = {}, diagram.root
    while node >= 2:
        name = diagram.order[diagram.facts[node]]
        found[name] = space.sets.domains[name][best[node]]
        node = diagram.children[node][best[node]]
    assert node == 1
    return found


def count(space: Space, cases: CaseSet) -> int:
    """Return exactly how many cases are in a set, each choice of readings counted by itself.

    In a space with fixed readings, readings are not counted.
    """
    sets = space.sets
    sizes = [
        1 if space.fixed and name.startswith(READING) else len(values)
        for name, values in sets.domains.items()
    ]
    # The cases below each place: what a path skips multiplies.
    below = [prod(sizes[place:]) for place in range(len(sizes) + 1)]
    diagram = sets.membership(cases)
    found = [0, 1]
    for node in range(2, len(diagram.facts)):
        place = diagram.facts[node]
        found.append(
            sum(
                found[child] * below[place + 1] // below[diagram.facts[child]]
                for child in diagram.children[node]
            )
        )
    return found[diagram.root] * below[0] // below[diagram.facts[diagram.root]]
