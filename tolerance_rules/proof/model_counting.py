"""Model counting: how many cases are in a set, exactly, and which of them is smallest."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from tolerance_rules.executors.all_cases import CaseSet
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.examples import Example, presumed
from tolerance_rules.proof.space import Space
from tolerance_rules.reachability import READING
from tolerance_rules.vocabulary.fact_spec import Known, Value

_READING = 1000
"""The price of a reading that is not the one in force: more than that of any number of facts."""


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
    usual: dict[str, Value] = {**presumed(space.rules.vocabulary)}
    usual |= {READING + name: option for name, option in space.rules.chosen.items()}
    domains = space.sets.domains
    prices = [
        [0 if value == usual.get(name) else _price(name) for value in values]
        for name, values in domains.items()
    ]
    diagram = space.sets.membership(cases)
    cheapest = diagram.cheapest(prices, [diagram.terminals.index("inside")])
    assert cheapest is not None
    path = {diagram.order[place]: index for place, index in cheapest[1].items()}
    taken = {name: domains[name][index] for name, index in path.items()}
    facts: dict[str, Known] = {
        name: taken[name]
        for name, value in usual.items()
        if not name.startswith(READING) and taken.get(name, value) != value
    }
    facts |= dict.fromkeys(unknown)
    options = {
        name: str(taken.get(READING + name, option)) for name, option in space.rules.chosen.items()
    }
    return Example(FrozenDict(facts), FrozenDict(options), FrozenDict(change or {}))


def _price(name: str) -> int:
    return _READING if name.startswith(READING) else 1


def count(space: Space, cases: CaseSet) -> int:
    """Return exactly how many cases are in a set, each choice of free readings by itself."""
    sets = space.sets
    sizes = [len(values) for values in sets.domains.values()]
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
