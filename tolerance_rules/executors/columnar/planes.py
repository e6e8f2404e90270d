"""Planes: of each fact, the rows in which it is known to be each of its values.

Two planes for a fact that is true or false: known true, known false. What is in neither is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from tolerance_rules.executors.columnar.circuit import FALSE, TRUE, Circuit, Term
from tolerance_rules.facts import vocabulary
from tolerance_rules.rules import All, ClauseRef, Combination, Fact, Node, Not, Reading, Ruleset
from tolerance_rules.vocabulary.fact_spec import Value


@dataclass(frozen=True)
class Planes:
    """For each fact, the rows in which it is known to be each value, and those without it."""

    known: Mapping[str, Mapping[Value, Term]]
    unknown: Mapping[str, Term]


def given_planes(circuit: Circuit, absent: Set[str]) -> Planes:
    """Return the planes of the columns of a table; `absent` facts are unknown in every row."""
    known, unknown = {}, {}
    for name, spec in vocabulary().items():
        here = name not in absent
        known[name] = {v: circuit.known(name, v) if here else FALSE for v in spec.values}
        unknown[name] = circuit.unknown(name) if here else TRUE
    return Planes(known, unknown)


def complete_planes(circuit: Circuit) -> Planes:
    """Return the planes of the columns of a table in which no fact is unknown."""
    known = {
        name: {value: circuit.known(name, value) for value in spec.values}
        for name, spec in vocabulary().items()
    }
    return _without_unknown(circuit, known)


def with_implied(circuit: Circuit, given: Planes, rules: Ruleset) -> Planes:
    """Chain forward: every round adds what the combinations imply, until a round adds nothing."""
    planes = given
    # No chain is longer than the facts it can go through.
    for _ in {literal.name for found in rules.impossible for literal in found.literals}:
        known = {name: dict(values) for name, values in given.known.items()}
        unknown = dict(given.unknown)
        for name, value, others in _implications(rules.impossible):
            premises = [leaf_of(circuit, other, planes) for other in others]
            implied = circuit.both([given.unknown[name], *premises])
            known[name][value] = circuit.either([known[name][value], implied])
            unknown[name] = circuit.both([unknown[name], circuit.inverse(implied)])
        found = Planes(known, unknown)
        if found == planes:
            break
        planes = found
    return planes


def _implications(
    impossible: tuple[Combination, ...],
) -> Iterator[tuple[str, Value, tuple[Fact, ...]]]:
    """Yield each fact and the value that the other literals of a combination leave it."""
    for combination in impossible:
        for literal in combination.literals:
            left = [v for v in vocabulary()[literal.name].values if v not in literal.values]
            if len(left) == 1:
                others = tuple(other for other in combination.literals if other is not literal)
                yield literal.name, left[0], others


def leaf_of(circuit: Circuit, leaf: Fact, planes: Planes) -> Term:
    """Return the rows in which a leaf is established."""
    return circuit.either(planes.known[leaf.name][value] for value in leaf.values)


def presumed(circuit: Circuit, planes: Planes) -> Planes:
    """Return the planes once every unknown fact has taken its presumed value."""
    known = {name: dict(values) for name, values in planes.known.items()}
    for name, spec in vocabulary().items():
        term = circuit.either([known[name][spec.presumed], planes.unknown[name]])
        known[name][spec.presumed] = term
    return _without_unknown(circuit, known)


def _without_unknown(circuit: Circuit, known: dict[str, dict[Value, Term]]) -> Planes:
    for name, spec in vocabulary().items():
        if spec.boolean:
            # Of a boolean that is never unknown the two planes are each other's inverse.
            known[name][not spec.presumed] = circuit.inverse(known[name][spec.presumed])
    return Planes(known, dict.fromkeys(known, FALSE))


def possible_values(circuit: Circuit, given: Planes) -> Mapping[str, tuple[Term, ...]]:
    """Return, for each fact, the rows in which it can be each of its values."""
    possible: dict[str, tuple[Term, ...]] = {}
    for name, values in given.known.items():
        if vocabulary()[name].boolean:
            possible[name] = (circuit.inverse(values[False]), circuit.inverse(values[True]))
        else:
            unknown = given.unknown[name]
            possible[name] = tuple(circuit.either([term, unknown]) for term in values.values())
    return possible


class Statuses:
    """Says of conditions in which rows they are established, and in which refuted."""

    def __init__(self, circuit: Circuit, rules: Ruleset, planes: Planes) -> None:
        self.circuit, self.rules, self.planes = circuit, rules, planes
        self._clauses: dict[str, tuple[Term, Term]] = {}

    def of(self, node: Node) -> tuple[Term, Term]:
        """Return the terms of a condition: established, refuted. Where neither holds, open."""
        circuit = self.circuit
        if isinstance(node, Fact):
            values = self.planes.known[node.name]
            yes = circuit.either(values[value] for value in node.values)
            if vocabulary()[node.name].boolean:
                return yes, circuit.either(values[v] for v in values if v not in node.values)
            return yes, circuit.inverse(circuit.either([yes, self.planes.unknown[node.name]]))
        if isinstance(node, ClauseRef):
            if node.clause not in self._clauses:
                self._clauses[node.clause] = self.of(self.rules.condition(node.clause))
            return self._clauses[node.clause]
        if isinstance(node, Reading):
            return self.of(self.rules.option(node))
        if isinstance(node, Not):
            yes, no = self.of(node.item)
            return no, yes
        pairs = [self.of(item) for item in node.items]
        ayes, noes = [yes for yes, _ in pairs], [no for _, no in pairs]
        yes = circuit.both(ayes) if isinstance(node, All) else circuit.either(ayes)
        if all(no == circuit.inverse(aye) for aye, no in pairs):
            # No item is ever open: one term says both, and nothing is worked out twice.
            return yes, circuit.inverse(yes)
        return yes, circuit.either(noes) if isinstance(node, All) else circuit.both(noes)
