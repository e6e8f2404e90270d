"""Statuses: conditions in Kleene's three-valued logic, as two terms each."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_rules.executors.columnar.circuit import Circuit, Term
from tolerance_rules.executors.columnar.literals import Literals
from tolerance_rules.rules import All, ClauseRef, Fact, Node, Not, Reading, Ruleset


class Statuses:
    """Translates conditions into two terms each: established, and refuted."""

    def __init__(self, circuit: Circuit, rules: Ruleset, literals: Mapping[str, Literals]) -> None:
        self.circuit, self.rules, self.literals = circuit, rules, literals
        self._clauses: dict[str, tuple[Term, Term]] = {}

    def of(self, node: Node) -> tuple[Term, Term]:
        """Return that a condition is established, and that it is refuted; open if neither."""
        circuit = self.circuit
        if isinstance(node, Fact):
            literals = self.literals[node.name]
            return literals.established(node.values), literals.refuted(node.values)
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
