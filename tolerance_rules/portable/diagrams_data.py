"""Diagrams data: which outcome, and which row, every case has, as two diagrams of one order.

Both ask for facts and for readings alike, so that any choice of readings is a walk. `outcomes` ends
at outcomes, under the policy that the bundle holds; `rows` ends at the rows of the outcome table,
whatever the policy: from it, and the rows of another policy, the outcomes under that follow.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from tolerance_rules.executors.all_cases import domains_of, of_list
from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.portable.rule_data import Data
from tolerance_rules.reachability import IMPOSSIBLE, READING, decision_list
from tolerance_rules.rules import Ruleset
from tolerance_rules.vocabulary.fact_spec import Value

ROW = "row:"
"""What the name of a row begins with where it stands among outcomes."""


@dataclass(frozen=True)
class BothDiagrams:
    """Which outcome and which row every case has; both ask for facts and readings in one order."""

    outcomes: Diagram
    rows: Diagram


def both_diagrams(rules: Ruleset) -> BothDiagrams:
    """Return the diagrams of a ruleset, under its policy, for every choice of readings."""
    table = decision_list(rules, free=True)
    met = dict(domains_of(table, rules))
    # A policy of one's own may ask for any fact: those that no row asks for come last.
    domains = met | {name: spec.values for name, spec in rules.vocabulary.items()}
    by_row = dataclasses.replace(
        rules,
        outcomes=tuple(dataclasses.replace(row, outcome=ROW + row.row) for row in rules.outcomes),
    )
    return BothDiagrams(of_list(table, domains), of_list(decision_list(by_row, free=True), domains))


def diagrams_data(rules: Ruleset) -> Data:
    """Return the variables in their order, and both diagrams over them."""
    both = both_diagrams(rules)
    return {
        "variables": [_variable(name, values) for name, values in both.outcomes.domains.items()],
        "outcomes": _diagram(both.outcomes, "outcome"),
        "rows": _diagram(both.rows, "row"),
    }


def _variable(name: str, values: tuple[Value, ...]) -> Mapping[str, object]:
    if name.startswith(READING):
        return {"reading": name.removeprefix(READING), "values": list(values)}
    return {"fact": name, "values": list(values)}


def _diagram(diagram: Diagram, kind: str) -> Data:
    """Return a diagram: terminals first, then of each node its variable and its children."""
    nodes: list[int] = []
    for place, below in zip(diagram.facts, diagram.children, strict=True):
        if below:
            nodes += [place, *below]
    return {
        "terminals": [
            {"impossible": True} if name == IMPOSSIBLE else {kind: name.removeprefix(ROW)}
            for name in diagram.terminals
        ],
        "root": diagram.root,
        "nodes": nodes,
    }
