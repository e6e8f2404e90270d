"""Parts: what a ruleset is made of that should be there for something, and the edit without it.

Nothing here needs a decision diagram: the checker asks for the same parts as the prover.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from tolerance_rules.proof.edits import Edit, Spot, spots
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import NEVER, All, Any, Fact, Node, Not, Reading, Ruleset

CIRCUMSTANCES, BARS, CONDITIONS = "5", "6", "7.5"
"""The articles of what may be tolerated, of what bars it, of what liability is dropped on."""
SCOPE = "scope"


def scope_clauses(rules: Ruleset) -> tuple[str, ...]:
    """Return the clauses that say to whom and to what the regulation applies."""
    cites = [cite for row in rules.outcomes for cite in row.cites]
    return tuple(dict.fromkeys(cite.clause for cite in cites if cite.role == SCOPE))


def branches(rules: Ruleset, holder: str) -> Iterator[tuple[Spot, Edit]]:
    """Yield each item of an `any`, and each value of `is`, with the edit that takes it out."""
    for spot in spots(rules, holder):
        if isinstance(spot.parent, Any):
            yield spot, Edit(holder, spot.path, "never")
        if isinstance(spot.node, Fact) and len(spot.node.values) > 1:
            for value in spot.node.values:
                leaf = Fact(spot.node.name, (value,))
                edit = Edit(holder, spot.path, "without", str(value))
                yield dataclasses.replace(spot, node=leaf), edit


def requirements(rules: Ruleset, holder: str) -> Iterator[tuple[Spot, Edit]]:
    """Yield each item of an `all`, with the edit that takes it out."""
    for spot in spots(rules, holder):
        if isinstance(spot.parent, All):
            yield spot, Edit(holder, spot.path, "always")


def listed(rules: Ruleset, holder: str) -> Iterator[Spot]:
    """Yield each thing that a clause lists: a fact, or that it is not so."""
    for spot in spots(rules, holder):
        negated = isinstance(spot.node, Not) and isinstance(spot.node.item, Fact)
        if negated or (isinstance(spot.node, Fact) and not isinstance(spot.parent, Not)):
            yield spot


def in_force(node: Node, rules: Ruleset) -> Iterator[Mapping[str, str]]:
    """Yield the options under which a row that is one reading is not `never`; else no options."""
    if isinstance(node, Reading):
        options = [option for option, branch in node.options if branch != NEVER]
        yield from ({node.name: option} for option in options)
    elif inlined(node, rules, follow=False) != NEVER:
        yield {}
