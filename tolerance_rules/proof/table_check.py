"""Table check: the outcome table, enumerated over the statuses of the clauses it rests on.

Clauses are taken as free: each may hold or not, whatever the facts behind it. What holds of the
table for every combination of statuses holds for every case.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping

from tolerance_rules.proof import coverage
from tolerance_rules.proof.outcome_order import TOLERANT, outcome_of_a_bar
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import (
    NEVER,
    OTHERWISE,
    Any,
    ClauseRef,
    Fact,
    Node,
    Ruleset,
    leaves,
    walk,
)
from tolerance_rules.semantics import status
from tolerance_rules.verdict.verdict import Facts, Status
from tolerance_rules.vocabulary.fact_spec import BOOLEAN, FactSpec, Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary


def table_faults(rules: Ruleset) -> Iterator[str]:
    """Yield each way in which some combination of statuses breaks the table, once."""
    table, free = _over_statuses(rules)
    rows = [(row, inlined(row.when, table)) for row in table.outcomes]
    picks = [(pick, inlined(pick.when, table)) for pick in table.policy_rows]
    barred = inlined(Any(tuple(map(ClauseRef, rules.cited_as("bar")))), table)
    inside = [inlined(ClauseRef(clause), table) for clause in coverage.scope_clauses(rules)]
    unused = {row.row for row, when in rows if when != NEVER}
    unused |= {f"policy {pick.row}" for pick, _ in picks}
    faults: dict[str, None] = {}
    for values in itertools.product(*free.values()):
        facts: dict[str, Value] = dict(zip(free, values, strict=True))

        def stands(node: Node, facts: Facts = facts) -> bool:
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
            faults[f"结论表第 {row.row} 行：有不予容错情形而结论是 {outcome}"] = None
        if stands(barred) and all(map(stands, inside)) and outcome != outcome_of_a_bar(rules):
            said = f"有不予容错情形，属于适用范围，而结论是 {outcome}"
            faults[f"结论表第 {row.row} 行：{said}"] = None
    yield from faults
    yield from (f"结论表：{row} 没有组合适用" for row in sorted(unused))


def _over_statuses(rules: Ruleset) -> tuple[Ruleset, Mapping[str, tuple[Value, ...]]]:
    """Return the ruleset with its clauses freed, and everything the table then rests on.

    A freed clause is a fact by its own name. The clauses of an article that nothing else names
    stand or fall as one.
    """
    nodes = [row.when for row in rules.outcomes] + [row.when for row in rules.policy_rows]
    nodes = [inlined(node, rules, follow=False) for node in nodes]
    gates = [each.provided for each in rules.articles.values() if each.provided is not None]
    gates = [inlined(node, rules, follow=False) for node in gates]
    named = {
        each.clause
        for node in (*nodes, *gates)
        for each in walk(node)
        if isinstance(each, ClauseRef)
    }
    free: dict[str, tuple[Value, ...]] = {}
    cards = dict(rules.clauses)
    for article in rules.articles.values():
        together = [clause for clause in article.clauses if clause not in named]
        for clause in together[1:]:
            idle = NEVER if article.holds == "any" else OTHERWISE
            cards[clause] = dataclasses.replace(cards[clause], when=idle)
        for clause in article.clauses:
            if clause not in together[1:]:
                free[clause] = BOOLEAN
    free |= {clause: BOOLEAN for clause in rules.clauses if clause in named}
    for clause in free:
        cards[clause] = dataclasses.replace(cards[clause], when=Fact(clause))
    vocabulary = _with_clauses(rules.vocabulary, free)
    for node in nodes:
        for leaf in leaves(node):
            free[leaf.name] = _told_apart(rules.vocabulary[leaf.name], nodes)
    return dataclasses.replace(rules, clauses=cards, vocabulary=vocabulary), free


def _with_clauses(vocabulary: Vocabulary, clauses: Iterable[str]) -> Vocabulary:
    """Return a vocabulary in which clauses are facts as well."""
    specs = {
        clause: FactSpec(clause, clause, clause, "", "", "neutral", "fixed", BOOLEAN)
        for clause in clauses
    }
    return Vocabulary(vocabulary.groups, {**vocabulary, **specs})


def _told_apart(spec: FactSpec, nodes: list[Node]) -> tuple[Value, ...]:
    """Return one value of a fact for each way in which the leaves of the table can take it."""
    found: dict[tuple[bool, ...], Value] = {}
    for value in spec.values:
        ways = tuple(
            value in leaf.values
            for node in nodes
            for leaf in leaves(node)
            if leaf.name == spec.name
        )
        found.setdefault(ways, value)
    return tuple(found.values())
