"""Table check: the outcome table, enumerated over the statuses of the clauses it rests on.

Clauses are taken as free: each may hold or not, whatever the facts behind it. What holds of the
table for every combination of statuses holds for every case.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping

from tolerance_rules.proof import coverage
from tolerance_rules.proof.outcome_order import BARRED, TOLERANT
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import (
    NEVER,
    OTHERWISE,
    Any,
    Article,
    ClauseRef,
    Fact,
    Node,
    Ruleset,
    leaves,
    walk,
)
from tolerance_rules.semantics import status
from tolerance_rules.verdict.verdict import Status
from tolerance_rules.vocabulary.fact_spec import Value


def table_faults(rules: Ruleset) -> Iterator[str]:
    """Yield each way in which some combination of statuses breaks the table, once."""
    table, free = _over_statuses(rules)
    rows = [(row, inlined(row.when, table)) for row in table.outcomes]
    picks = [(pick, inlined(pick.when, table)) for pick in table.policy.rows]
    bars = coverage.cited_as(rules, "bar")
    barred = inlined(Any(tuple(map(ClauseRef, bars))), table)
    inside = [inlined(ClauseRef(clause), table) for clause in coverage.scope_clauses(rules)]
    unused = {row.row for row, when in rows if when != NEVER}
    unused |= {f"policy {pick.row}" for pick, _ in picks}
    faults: dict[str, None] = {}
    for values in itertools.product(*free.values()):
        facts: dict[str, Value | None] = dict(zip(free, values, strict=True))

        def stands(node: Node, facts: Mapping[str, Value | None] = facts) -> bool:
            return status(node, facts, table) is Status.ESTABLISHED

        row = next((row for row, when in rows if stands(when)), None)
        pick = next((pick for pick, when in picks if stands(when)), None)
        if row is None or (row.by_policy and pick is None):
            faults["结论表：有的组合没有一行适用"] = None
            continue
        outcome = pick.outcome if row.by_policy and pick else row.outcome
        unused -= {row.row, f"policy {pick.row}" if row.by_policy and pick else row.row}
        if outcome not in row.permitted:
            faults[f"结论表第 {row.row} 行：{outcome} 不在准许的范围之内"] = None
        if stands(barred) and outcome in TOLERANT:
            faults[f"结论表第 {row.row} 行：有第六条情形而结论是 {outcome}"] = None
        if stands(barred) and all(map(stands, inside)) and outcome != BARRED:
            faults[f"结论表第 {row.row} 行：有第六条情形，属于适用范围，而结论是 {outcome}"] = None
    yield from faults
    yield from (f"结论表：{row} 没有组合适用" for row in sorted(unused))


def _over_statuses(rules: Ruleset) -> tuple[Ruleset, Mapping[str, tuple[Value, ...]]]:
    """Return the ruleset with its clauses freed, and everything the table then rests on.

    The clauses of an article that the table never names stand or fall as one.
    """
    nodes = [row.when for row in rules.outcomes] + [row.when for row in rules.policy.rows]
    nodes = [inlined(node, rules, follow=False) for node in nodes]
    named = {each.clause for node in nodes for each in walk(node) if isinstance(each, ClauseRef)}
    free: dict[str, tuple[Value, ...]] = {}
    cards = dict(rules.clauses)
    for article in rules.articles.values():
        unnamed = [clause for clause in article.clauses if clause not in named]
        for clause in article.clauses:
            when: Node = Fact(clause)
            if clause in unnamed[1:]:
                when = _idle(article)
            else:
                free[clause] = (True, False)
            cards[clause] = dataclasses.replace(cards[clause], when=when)
    for clause in rules.clauses:
        if clause in named and clause not in free:
            free[clause] = (True, False)
            cards[clause] = dataclasses.replace(cards[clause], when=Fact(clause))
    for node in nodes:
        for leaf in leaves(node):
            free[leaf.name] = _told_apart(leaf.name, nodes)
    return dataclasses.replace(rules, clauses=cards), free


def _idle(article: Article) -> Node:
    return NEVER if article.holds == "any" else OTHERWISE


def _told_apart(name: str, nodes: list[Node]) -> tuple[Value, ...]:
    """Return one value of a fact for each way in which the leaves of the table can take it."""
    from tolerance_rules.facts import vocabulary

    found: dict[tuple[bool, ...], Value] = {}
    for value in vocabulary()[name].values:
        ways = tuple(
            value in leaf.values for node in nodes for leaf in leaves(node) if leaf.name == name
        )
        found.setdefault(ways, value)
    return tuple(found.values())
