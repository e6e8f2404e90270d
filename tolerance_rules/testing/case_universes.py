"""Case universes: the cases that rules are observed on: those listed, or every case there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tolerance_rules.executors.all_cases import CaseSet, CaseSets
from tolerance_rules.facts import vocabulary
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.space import READING, domains
from tolerance_rules.rules import Ruleset
from tolerance_rules.testing.observations import UNKNOWN
from tolerance_rules.verdict.verdict import Facts
from tolerance_rules.vocabulary.fact_spec import Value


class ListedCases:
    """Some cases, such as those of the rule tests; a set of them is an int, with a bit for each."""

    def __init__(self, cases: Sequence[tuple[Facts, Mapping[str, str]]]) -> None:
        self.every = (1 << len(cases)) - 1
        self.none = 0
        self._written: dict[tuple[str, object], int] = {}
        for place, (facts, readings) in enumerate(cases):
            options = {READING + name: option for name, option in readings.items()}
            for name, value in (*facts.items(), *options.items()):
                key = (name, UNKNOWN if value is None else value)
                self._written[key] = self._written.get(key, 0) | 1 << place

    def written(self, name: str, value: object) -> int:
        """Return the cases that give a fact, or a reading, this value; or UNKNOWN."""
        if name.startswith(READING) and value == UNKNOWN:
            named = [cases for (key, _), cases in self._written.items() if key == name]
            return self.every & ~_union(named)
        return self._written.get((name, value), 0)


def _union(sets: Sequence[int]) -> int:
    found = 0
    for each in sets:
        found |= each
    return found


class AllCases:
    """Every case there is, unknown facts and unnamed readings included, as decision diagrams."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self.sets = CaseSets(
            {name: (*values, UNKNOWN) for name, values in domains([rules]).items()}
        )
        self.every: CaseSet = self.sets.every
        self.none: CaseSet = self.sets.none

    def written(self, name: str, value: object) -> CaseSet:
        """Return the cases that give a fact, or a reading, this value; or UNKNOWN."""
        assert isinstance(value, (bool, str))
        return self.sets.is_(name, value)

    def smallest(self, cases: CaseSet) -> tuple[Facts, Mapping[str, str]]:
        """Return the facts, and the readings named, of the case in a set that is quickest told.

        The fewest facts that are not as presumed; unknown ones, and readings, only if they must.
        """
        usual: dict[str, Value] = {name: spec.presumed for name, spec in vocabulary().items()}
        domains = self.sets.domains
        prices = [
            [_price(name, value, usual) for value in values] for name, values in domains.items()
        ]
        diagram = self.sets.membership(cases)
        cheapest = diagram.cheapest(prices, [diagram.terminals.index("inside")])
        assert cheapest is not None
        path = {diagram.order[place]: index for place, index in cheapest[1].items()}
        facts: dict[str, Value | None] = dict(usual)
        readings = {}
        for name, index in path.items():
            value = domains[name][index]
            if not name.startswith(READING):
                facts[name] = None if value == UNKNOWN else value
            elif value != UNKNOWN:
                readings[name.removeprefix(READING)] = str(value)
        return FrozenDict(facts), FrozenDict(readings)


def _price(name: str, value: Value, usual: Mapping[str, Value]) -> int:
    if name.startswith(READING):
        return 0 if value == UNKNOWN else 1000
    if value == UNKNOWN:
        return 50
    return 0 if value == usual[name] else 1
