"""Literals: what is known of each fact, in dual-rail encoding.

A fact that is true or false has two terms: known true, and known false; where neither holds it is
unknown. An enumerated fact has one term for each of its values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from tolerance_rules.executors.columnar.circuit import FALSE, TRUE, Circuit, Term
from tolerance_rules.facts import vocabulary
from tolerance_rules.rules import All, ClauseRef, Combination, Fact, Node, Not, Reading, Ruleset
from tolerance_rules.vocabulary.fact_spec import Value


@dataclass(frozen=True)
class Literals:
    """For each fact, a term for each value it can be known to have, and one that it is unknown."""

    known: Mapping[str, Mapping[Value, Term]]
    unknown: Mapping[str, Term]


def given_literals(circuit: Circuit, absent: Set[str]) -> Literals:
    """Return the literals of the cells of a table; `absent` facts are unknown in every row."""
    known, unknown = {}, {}
    for name, spec in vocabulary().items():
        here = name not in absent
        known[name] = {v: circuit.is_(name, v) if here else FALSE for v in spec.values}
        unknown[name] = circuit.is_null(name) if here else TRUE
    return Literals(known, unknown)


def complete_literals(circuit: Circuit) -> Literals:
    """Return the literals of the cells of a table in which no fact is unknown."""
    known = {
        name: {value: circuit.is_(name, value) for value in spec.values}
        for name, spec in vocabulary().items()
    }
    return _without_unknown(circuit, known)


def with_implied(circuit: Circuit, given: Literals, rules: Ruleset) -> Literals:
    """Return the literals with implied findings: a fixed point of forward chaining."""
    literals = given
    # No chain is longer than the facts it can go through.
    for _ in {literal.name for found in rules.impossible for literal in found.literals}:
        known = {name: dict(values) for name, values in given.known.items()}
        unknown = dict(given.unknown)
        for name, value, others in _implications(rules.impossible):
            premises = [leaf_of(circuit, other, literals) for other in others]
            implied = circuit.both([given.unknown[name], *premises])
            known[name][value] = circuit.either([known[name][value], implied])
            unknown[name] = circuit.both([unknown[name], circuit.inverse(implied)])
        found = Literals(known, unknown)
        if found == literals:
            break
        literals = found
    return literals


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


def leaf_of(circuit: Circuit, leaf: Fact, literals: Literals) -> Term:
    """Return that a leaf is established."""
    return circuit.either(literals.known[leaf.name][value] for value in leaf.values)


def presumed(circuit: Circuit, literals: Literals) -> Literals:
    """Return the literals once every unknown fact has taken its presumed value."""
    known = {name: dict(values) for name, values in literals.known.items()}
    for name, spec in vocabulary().items():
        term = circuit.either([known[name][spec.presumed], literals.unknown[name]])
        known[name][spec.presumed] = term
    return _without_unknown(circuit, known)


def _without_unknown(circuit: Circuit, known: dict[str, dict[Value, Term]]) -> Literals:
    for name, spec in vocabulary().items():
        if spec.boolean:
            # A boolean that is never unknown needs one term: the other is its inverse.
            known[name][not spec.presumed] = circuit.inverse(known[name][spec.presumed])
    return Literals(known, dict.fromkeys(known, FALSE))


def possible_values(circuit: Circuit, given: Literals) -> Mapping[str, tuple[Term, ...]]:
    """Return, for each fact, a term for each of its values: that it can have the value."""
    possible: dict[str, tuple[Term, ...]] = {}
    for name, values in given.known.items():
        if vocabulary()[name].boolean:
            possible[name] = (circuit.inverse(values[False]), circuit.inverse(values[True]))
        else:
            unknown = given.unknown[name]
            possible[name] = tuple(circuit.either([term, unknown]) for term in values.values())
    return possible


class Statuses:
    """Translates conditions into two terms each: established, and refuted."""

    def __init__(self, circuit: Circuit, rules: Ruleset, literals: Literals) -> None:
        self.circuit, self.rules, self.literals = circuit, rules, literals
        self._clauses: dict[str, tuple[Term, Term]] = {}

    def of(self, node: Node) -> tuple[Term, Term]:
        """Return that a condition is established, and that it is refuted; open if neither."""
        circuit = self.circuit
        if isinstance(node, Fact):
            values = self.literals.known[node.name]
            yes = circuit.either(values[value] for value in node.values)
            if vocabulary()[node.name].boolean:
                return yes, circuit.either(values[v] for v in values if v not in node.values)
            return yes, circuit.inverse(circuit.either([yes, self.literals.unknown[node.name]]))
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
            # No item is ever open, so the inverse of one term is the other.
            return yes, circuit.inverse(yes)
        return yes, circuit.either(noes) if isinstance(node, All) else circuit.both(noes)
