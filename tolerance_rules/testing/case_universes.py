"""Case universes: the cases that rules are observed on: those listed, or every case there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tolerance_rules.executors.all_cases import CaseSet, CaseSets
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.space import domains
from tolerance_rules.reachability import READING
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.verdict import Facts
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known, Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary


class ListedCases:
    """Some cases, such as those of the rule tests; a set of them is an int, with a bit for each."""

    def __init__(
        self, cases: Sequence[tuple[Facts, Mapping[str, str]]], vocabulary: Vocabulary
    ) -> None:
        self.every = (1 << len(cases)) - 1
        self.none = 0
        self._possible: dict[tuple[str, Value], int] = {}
        self._named: dict[tuple[str, str], int] = {}
        self._naming: dict[str, int] = {}
        for place, (facts, readings) in enumerate(cases):
            bit = 1 << place
            for name, known in facts.items():
                for value in vocabulary[name].possible(known):
                    self._possible[name, value] = self._possible.get((name, value), 0) | bit
            for reading, option in readings.items():
                self._named[reading, option] = self._named.get((reading, option), 0) | bit
                self._naming[reading] = self._naming.get(reading, 0) | bit

    def possible(self, fact: str, value: Value) -> int:
        """Return the cases in which a value of a fact is still possible."""
        return self._possible.get((fact, value), 0)

    def names(self, reading: str, option: str | None) -> int:
        """Return the cases that name an option of a reading; or None of them."""
        if option is None:
            return self.every & ~self._naming.get(reading, 0)
        return self._named.get((reading, option), 0)


_POSSIBLE, _READING = 50, 1000
"""What makes a case longer to tell: each value still possible, a reading that is named."""
UNNAMED = ""
"""Stands for the option of a reading of which none is named."""


class AllCases:
    """Every case there is, facts not established and unnamed readings included, as diagrams.

    A variable for each value of a fact says whether it is still possible; a recorded finding, which
    is never unknown, has one variable.
    """

    def __init__(self, rules: Ruleset, *others: Ruleset) -> None:
        """Take every case of a ruleset, or of those facts that it shares with the others."""
        self.rules = rules
        self.specs = [spec for spec in rules.vocabulary.values() if _is_shared(spec, others)]
        self._variables: dict[tuple[str, Value], str] = {}
        variables: dict[str, tuple[Value, ...]] = {}
        shared = {spec.name: spec for spec in self.specs}
        for name, values in domains([*others, rules]).items():
            if name.startswith(READING):
                variables[name] = (*values, UNNAMED)
            elif name in shared:
                for value in values[:1] if shared[name].finding else values:
                    variable = self._variables[name, value] = f"{name}={value}"
                    variables[variable] = (True, False)
        self.sets = CaseSets(variables)
        self.none: CaseSet = self.sets.none
        self.every: CaseSet = self.sets.every
        for spec in self.specs:
            some = self.none
            for value in spec.values:
                some |= self.possible(spec.name, value)
            self.every &= some

    def possible(self, fact: str, value: Value) -> CaseSet:
        """Return the cases in which a value of a fact is still possible."""
        variable = self._variables.get((fact, value))
        if variable is not None:
            return self.sets.is_(variable, True)
        first = self.rules.vocabulary[fact].values[0]
        return ~self.sets.is_(self._variables[fact, first], True)

    def held(self, facts: Mapping[str, Value]) -> HeldCases:
        """Return the same cases as rules see them for which facts that are not shared are held."""
        return HeldCases(self, facts)

    def names(self, reading: str, option: str | None) -> CaseSet:
        """Return the cases that name an option of a reading; or None of them."""
        return self.sets.is_(READING + reading, UNNAMED if option is None else option)

    def smallest(self, cases: CaseSet) -> tuple[Facts, Mapping[str, str]]:
        """Return the facts, and the readings named, of the case in a set that is quickest told.

        The fewest facts that are not as presumed; those not established, and readings, only if they
        must be.
        """
        # INVARIANT: what a path leaves out costs nothing: a value that is not possible, no option.
        prices: dict[str, tuple[int, ...]] = {
            name: (*(_READING for _ in values[1:]), 0) for name, values in self.sets.domains.items()
        }
        for (name, value), variable in self._variables.items():
            prices[variable] = (_price(self.rules.vocabulary[name], value), 0)
        diagram = self.sets.membership(cases)
        ordered = [prices[name] for name in diagram.order]
        cheapest = diagram.cheapest(ordered, [diagram.terminals.index("inside")])
        assert cheapest is not None
        taken = {
            name: self.sets.domains[name][cheapest[1][place]]
            for place, name in enumerate(diagram.order)
            if place in cheapest[1]
        }
        facts = {spec.name: self._known(spec, taken) for spec in self.specs}
        readings = {
            name.removeprefix(READING): str(option)
            for name, option in taken.items()
            if name.startswith(READING) and option != UNNAMED
        }
        return FrozenDict(facts), FrozenDict(readings)

    def _known(self, spec: FactSpec, taken: Mapping[str, Value]) -> Known:
        if spec.finding:
            first, other = spec.values
            return first if taken.get(self._variables[spec.name, first]) else other
        variables = ((value, self._variables[spec.name, value]) for value in spec.values)
        return spec.known([value for value, variable in variables if taken.get(variable)])


class HeldCases:
    """The cases of a universe, with facts that stand outside it held at one value each."""

    def __init__(self, universe: AllCases, held: Mapping[str, Value]) -> None:
        self._universe, self._held = universe, held
        self.every, self.none = universe.every, universe.none

    def possible(self, fact: str, value: Value) -> CaseSet:
        """Return the cases in which a value of a fact is still possible."""
        if fact in self._held:
            return self.every if self._held[fact] == value else self.none
        return self._universe.possible(fact, value)

    def names(self, reading: str, option: str | None) -> CaseSet:
        """Return the cases that name an option of a reading; or None of them."""
        return self._universe.names(reading, option)


def _is_shared(spec: FactSpec, others: Iterable[Ruleset]) -> bool:
    """Tell whether other rulesets have a fact with the same values, recorded in the same way."""
    found = [rules.vocabulary.get(spec.name) for rules in others]
    return all(
        other is not None
        and set(other.values) == set(spec.values)
        and other.finding == spec.finding
        for other in found
    )


def _price(spec: FactSpec, value: Value) -> int:
    """Return what it takes to tell that a value of a fact is possible: less if it is presumed."""
    if spec.finding:
        return 1
    return _POSSIBLE - 1 if value == spec.presumed else _POSSIBLE
