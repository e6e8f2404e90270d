"""Ruleset checks: what no single file shows, once every file is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeAlias

from tolerance_rules.formats.conditions import copy_out, squash
from tolerance_rules.formats.strict_yaml import Tree
from tolerance_rules.formats.tree_reader import Card, Faults
from tolerance_rules.language import Pair
from tolerance_rules.rules import (
    Article,
    Clause,
    ClauseRef,
    Fact,
    Node,
    Reading,
    Ruleset,
    leaves,
    walk,
)

CHECK_CLAUSE: Pair = ("请核对 clause", "check clause")

SHORTER: Pair = ("请少引用几层", "refer through fewer steps")
MOST_CONDITIONS = 100_000
"""How often one condition may ask for facts; the longest of the shipped rules: some hundred."""
SHOWN = 5
"""How many names of a long ring are shown at either end."""

Placed: TypeAlias = tuple[Faults, Tree]
"""Where something stands: the faults of its file, and its place there."""


def cross_check(rules: Ruleset, places: Mapping[str, Placed], outcomes: Card) -> None:
    """Note faults between files; `places` are those of clauses, readings and facts by name."""
    _readings(rules, places)
    if not _rings(rules, places):
        _expansions(rules, places, outcomes)
    _policy(rules, outcomes)
    _facts(rules, places)


def _conditions(rules: Ruleset) -> Iterator[Node]:
    """Yield every condition of the rules, those of combinations aside."""
    yield from (clause.when for clause in rules.clauses.values())
    yield from (article.provided for article in rules.articles.values() if article.provided)
    yield from (row.when for row in rules.outcomes)
    yield from (row.when for row in rules.policy_rows)


def _readings(rules: Ruleset, places: Mapping[str, Placed]) -> None:
    used = {
        node.name
        for condition in _conditions(rules)
        for node in walk(condition)
        if isinstance(node, Reading)
    }
    duties = rules.obligations.duties.values()
    limits = {duty.limit.reading: duty.limit for duty in duties if duty.limit is not None}
    for name, reading in rules.readings.items():
        faults, tree = places[f"reading {name}"]
        if name in limits:  # its phrase is looked for where the time limit is read
            if name in used:
                words = (
                    f"读法 {name} 既关系期限，又有条款使用",
                    f"reading {name} is used both for a time limit and by a clause",
                )
                faults.add("R128", words, ("请分作两处读法", "make two readings of it"), tree)
            if reading.clause != limits[name].clause:
                words = (
                    f"读法 {name} 的 clause 与使用它的期限不同",
                    f"reading {name}: clause is not that of the time limit that uses it",
                )
                own = limits[name].clause
                faults.add("R059", words, (f'请写 "{own}"', f'write "{own}"'), tree)
            continue
        clause = rules.clauses.get(reading.clause)
        if clause is None:
            words = (
                f"读法 {name} 所属的条款 {reading.clause} 不存在",
                f"reading {name}: there is no clause {reading.clause}",
            )
            faults.add("R059", words, CHECK_CLAUSE, tree)
        elif squash(reading.phrase) not in squash(clause.text):
            words = (
                f"读法 {name} 的 phrase 不在 {reading.clause} 的原文中",
                f"reading {name}: phrase is not in the words of {reading.clause}",
            )
            faults.add("R060", words, copy_out(clause.text), tree)
        if name not in used:
            words = (f"读法 {name} 没有条款使用", f"reading {name}: no clause uses it")
            remedy = (
                "请删去，或在条件、期限中使用",
                "delete it, or use it in a condition or for a time limit",
            )
            faults.add("R061", words, remedy, tree)


def _rings(rules: Ruleset, places: Mapping[str, Placed]) -> bool:
    """Tell each clause that refers to itself through others; return whether any does."""
    found = False
    named = {**rules.clauses, **{a.id: a for a in rules.articles.values() if a.provided}}
    known: dict[str, Clause | Article] = {**rules.clauses, **rules.articles}
    graph = {name: _references(each.when) & set(known) for name, each in known.items()}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            # Each of the ring refers to the one before it.
            ring = list(reversed(error.args[1][1:]))
        else:
            return found
        found = True
        for place, name in enumerate(ring):
            if name in named and name in places:
                faults, tree = places[name]
                way = " → ".join(_shortened([*ring[place:], *ring[:place], name]))
                words = (
                    f"条款互相引用成环：{way}",
                    f"clauses refer to each other in a circle: {way}",
                )
                remedy = ("请删去其中一处引用", "delete one of the references")
                faults.add("R062", words, remedy, tree, name)
        for name in ring:
            graph[name] = set()


def _expansions(rules: Ruleset, places: Mapping[str, Placed], outcomes: Card) -> None:
    """Tell the first clause, or row, that with every reference written out is too long to decide.

    References to references, each twice, double at every step: thirty steps are a thousand million.
    """
    known: dict[str, Clause | Article] = {**rules.clauses, **rules.articles}
    graph = {name: _references(each.when) & set(known) for name, each in known.items()}
    sizes: dict[str, int] = {}
    for name in TopologicalSorter(graph).static_order():
        sizes[name] = _expanded(known[name].when, sizes)
        if sizes[name] > MOST_CONDITIONS:
            words = _too_long(f"条款 {name}", f"clause {name}", sizes[name])
            if name in places:
                faults, tree = places[name]
                faults.add("R145", words, SHORTER, tree, name)
            else:
                outcomes.fault("R145", words, SHORTER)
            return
    for row in rules.outcomes:
        if (size := _expanded(row.when, sizes)) > MOST_CONDITIONS:
            words = _too_long(f"结论表第 {row.row} 行", f"row {row.row} of the outcomes", size)
            outcomes.fault("R145", words, SHORTER)
            return


def _expanded(when: Node, sizes: Mapping[str, int]) -> int:
    """Return how many conditions on facts a condition has once its references are written out."""
    return sum(
        sizes.get(inner.clause, 1) if isinstance(inner, ClauseRef) else 1
        for inner in walk(when)
        if isinstance(inner, (ClauseRef, Fact))
    )


def _too_long(zh: str, en: str, size: int) -> Pair:
    shown = f"{size:,}" if size < 10**15 else f"10^{len(str(size)) - 1}"
    return (
        f"{zh} 的引用层层展开以后有 {shown} 处事实，最多 {MOST_CONDITIONS:,}",
        f"{en}: with its references written out it asks for facts {shown} times, "
        f"at most {MOST_CONDITIONS:,}",
    )


def _references(when: Node) -> set[str]:
    return {inner.clause for inner in walk(when) if isinstance(inner, ClauseRef)}


def _shortened(ring: list[str]) -> list[str]:
    """Return the names of a ring, without the middle of a long one."""
    return ring if len(ring) <= 2 * SHOWN + 1 else [*ring[:SHOWN], "…", *ring[-SHOWN:]]


def _policy(rules: Ruleset, outcomes: Card) -> None:
    left = [row.row for row in rules.outcomes if row.by_policy]
    if left and rules.policy is None:
        words = (
            f"第 {'、'.join(left)} 行把结论留给裁量惯例，但没有 policy.yaml",
            f"row {', '.join(left)} leaves the outcome to the policy, but there is no policy.yaml",
        )
        remedy = (
            "请补上 policy.yaml，或在该行直接写明结论",
            "add policy.yaml, or write the outcome in the row",
        )
        outcomes.fault("R115", words, remedy)


def _facts(rules: Ruleset, places: Mapping[str, Placed]) -> None:
    """Note facts that no rule uses: nobody should have to establish them."""
    used = {leaf.name for condition in _conditions(rules) for leaf in leaves(condition)}
    used |= {each.name for each in (rules.by_reference,) if each is not None}
    for combination in (*rules.impossible, *rules.explain):
        used |= {literal.name for literal in combination.literals}
    for name in rules.vocabulary:
        if name not in used:
            faults, tree = places[f"fact {name}"]
            words = (f"事实 {name} 没有条款使用", f"fact {name}: no clause uses it")
            remedy = (
                "请在条件中使用，或从 facts.yaml 删去",
                "use it in a condition, or delete it from facts.yaml",
            )
            faults.add("R109", words, remedy, tree, name)
