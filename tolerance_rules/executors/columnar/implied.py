"""Implied: what impossible combinations exclude, as a fixed point of forward chaining."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_rules.executors.columnar.circuit import Circuit, Term
from tolerance_rules.executors.columnar.literals import Cells, Literals
from tolerance_rules.rules import Combination, Fact, Ruleset
from tolerance_rules.vocabulary.fact_spec import Value


def with_implied(
    circuit: Circuit, given: Mapping[str, Cells], rules: Ruleset
) -> Mapping[str, Literals]:
    """Return the literals of all facts with implied findings.

    Where every other literal of a combination is established, the values of the remaining one are
    excluded.
    """
    implications = [
        (literal, tuple(other for other in found.literals if other is not literal))
        for found in rules.impossible
        for literal in found.literals
    ]
    literals: Mapping[str, Literals] = given
    # No chain fires more implications than there are.
    for _ in implications:
        strikes: dict[str, list[tuple[tuple[Value, ...], Term]]] = {}
        for literal, others in implications:
            premise = circuit.both(established(other, literals) for other in others)
            strikes.setdefault(literal.name, []).append((literal.values, premise))
        # INVARIANT: from what was given, not from the last round, so that a round that adds
        # nothing gives equal terms.
        narrowed = {name: given[name].without(found) for name, found in strikes.items()}
        if all(literals[name] == found for name, found in narrowed.items()):
            break
        literals = {**given, **narrowed}
    return literals


def established(leaf: Fact, literals: Mapping[str, Literals]) -> Term:
    """Return that a leaf is established."""
    return literals[leaf.name].established(leaf.values)


def contradicted(circuit: Circuit, found: Combination, literals: Mapping[str, Literals]) -> Term:
    """Return that every literal of an impossible combination is established."""
    return circuit.both(established(literal, literals) for literal in found.literals)
