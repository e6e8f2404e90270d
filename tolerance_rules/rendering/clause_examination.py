"""Clause examination: every condition of a clause, and what a case makes of each.

Each node is judged by the facts as known, and once more by the facts as presumed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from tolerance_rules.rules import All, ClauseRef, Fact, Node, Not, Reading, Ruleset
from tolerance_rules.semantics import status
from tolerance_rules.verdict.decision_data import DecisionData
from tolerance_rules.verdict.verdict import Completed, Status
from tolerance_rules.vocabulary.fact_spec import Known, Value

Kind = Literal["all", "any", "none", "provided", "fact", "clause", "reading", "option"]
Judged = tuple[Status | None, Status | None]
"""A status by the facts as known, and by the facts as presumed; None where there is no case."""


@dataclass(frozen=True)
class Examined:
    """A condition and what a case makes of it: as known, and with unknown facts presumed.

    `name` is the fact, clause, reading or option; `values` are those that a fact must have,
    `value` is what is known of it. `provided` is the gate of an article.
    """

    kind: Kind
    status: Status | None = None
    presumed: Status | None = None
    name: str = ""
    values: tuple[Value, ...] = ()
    value: Known = None
    origin: str = ""
    quote: str = ""
    in_force: bool = True
    items: tuple[Examined, ...] = ()


def examine(clause: str, rules: Ruleset, case: Completed | None = None) -> Examined:
    """Return a clause or an article with every condition of it, judged if there is a case.

    The last of its items is its condition; before it stands the gate of the article that the
    clause is one of, if there is a gate.
    """
    examined = _clause(clause, rules, case)
    around = next((each for each in rules.articles.values() if clause in each.clauses), None)
    if around is None or around.provided is None:
        return examined
    return replace(examined, items=(_gate(around.provided, rules, case), *examined.items))


def _clause(clause: str, rules: Ruleset, case: Completed | None) -> Examined:
    node = rules.condition(clause)
    judged, presumed = _judged(node, rules, case)
    item = _examined(node, rules, case)
    article = rules.articles.get(clause)
    if article is not None and article.provided is not None:
        gate = _gate(article.provided, rules, case)
        item = replace(item, items=(gate, *item.items[1:]))
    return Examined("clause", judged, presumed, name=clause, items=(item,))


def _gate(node: Node, rules: Ruleset, case: Completed | None) -> Examined:
    judged, presumed = _judged(node, rules, case)
    return Examined("provided", judged, presumed, items=(_examined(node, rules, case),))


def _judged(node: Node, rules: Ruleset, case: Completed | None) -> Judged:
    if case is None:
        return None, None
    return status(node, case.known, rules), status(node, case.total, rules)


def _examined(node: Node, rules: Ruleset, case: Completed | None) -> Examined:
    judged, presumed = _judged(node, rules, case)
    if isinstance(node, ClauseRef):
        return _clause(node.clause, rules, case)
    if isinstance(node, Not) and isinstance(node.item, Fact):
        fact = node.item
        rest = tuple(v for v in rules.vocabulary[fact.name].values if v not in fact.values)
        return _fact(Fact(fact.name, rest, fact.quote), judged, presumed, case)
    if isinstance(node, Not):
        return Examined("none", judged, presumed, items=(_examined(node.item, rules, case),))
    if isinstance(node, Fact):
        return _fact(node, judged, presumed, case)
    if isinstance(node, Reading):
        options = tuple(_option(node, name, rules, case) for name, _ in node.options)
        return Examined("reading", judged, presumed, name=node.name, items=options)
    kind: Kind = "all" if isinstance(node, All) else "any"
    items = tuple(_examined(item, rules, case) for item in node.items)
    return Examined(kind, judged, presumed, items=items)


def _option(node: Reading, name: str, rules: Ruleset, case: Completed | None) -> Examined:
    branch = dict(node.options)[name]
    judged, presumed = _judged(branch, rules, case)
    in_force = rules.chosen[node.name] == name
    items = (_examined(branch, rules, case),)
    return Examined(
        "option", judged, presumed, name=f"{node.name}={name}", in_force=in_force, items=items
    )


def _fact(
    node: Fact, judged: Status | None, presumed: Status | None, case: Completed | None
) -> Examined:
    value = case.known[node.name] if case is not None else None
    origin = case.origin(node.name) if case is not None else ""
    return Examined(
        "fact", judged, presumed, node.name, node.values, value, origin, quote=node.quote
    )


def clauses_data(decision: DecisionData, clauses: Iterable[str], rules: Ruleset) -> dict[str, Any]:
    """Return clauses in a case as plain data: every condition, and what the case makes of it."""
    examined = (examine(clause, rules, decision.completed) for clause in clauses)
    return {
        "outcome": decision.outcome.value,
        "settled": decision.settled,
        "clauses": list(map(plain_condition, examined)),
    }


def plain_condition(examined: Examined) -> dict[str, Any]:
    """Return a condition as plain data, without what it has none of."""
    return _plain(asdict(examined))


def _plain(examined: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in examined.items() if value not in ("", ())}
    if examined["status"] is None:  # not judged: there is no case
        kept = {key: value for key, value in kept.items() if key not in ("status", "presumed")}
        kept.pop("value")
    if examined["kind"] != "fact":
        kept.pop("value", None)
    if examined["kind"] != "option":
        kept.pop("in_force")
    if "items" in kept:
        kept["items"] = [_plain(item) for item in kept["items"]]
    return kept
