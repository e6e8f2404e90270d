"""Coverage: the parts of a ruleset that something must be shown of, and the edit without each.

What is particular to a regulation, its scope, bars, circumstances and conditions, is told by the
roles in which its outcome table cites its clauses. Nothing here needs a decision diagram: the
checker asks for the same parts as the prover.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

from tolerance_rules.proof.condition_edits import GATE, ConditionEdit, Occurrence, occurrences
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import (
    NEVER,
    All,
    Any,
    ClauseRef,
    Fact,
    Node,
    Not,
    OutcomeRow,
    Reading,
    Ruleset,
)
from tolerance_rules.verdict.verdict import Status


def scope_clauses(rules: Ruleset) -> tuple[str, ...]:
    """Return the clauses that say to whom and to what the regulation applies."""
    return _clauses(rules, rules.cited_as("scope"))


def bars(rules: Ruleset) -> tuple[str, ...]:
    """Return the clauses that each bar tolerance."""
    return _clauses(rules, rules.cited_as("bar"))


def circumstances(rules: Ruleset) -> tuple[str, ...]:
    """Return the clauses that each open tolerance."""
    return _clauses(rules, rules.cited_as("circumstance"))


def conditions(rules: Ruleset) -> tuple[str, ...]:
    """Return the clauses that must all be met: of articles of which each is cited if unmet."""
    cites = [cite for row in rules.outcomes for cite in row.cites]
    unmet = {cite.clause for cite in cites if cite.role == "condition_unmet" and not cite.whole}
    met = rules.cited_as("condition_met")
    return _clauses(rules, (name for name in met if name in unmet and name in rules.articles))


def _clauses(rules: Ruleset, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(clause for name in names for clause in rules.clauses_of(name))


def in_effect(rules: Ruleset, clause: str) -> Node:
    """Return the condition that a clause holds, and with it what its article is provided."""
    gates = (
        article.provided
        for article in rules.articles.values()
        if clause in article.clauses and article.provided is not None
    )
    return All((*gates, ClauseRef(clause)))


def branches(rules: Ruleset, holder: str) -> Iterator[tuple[Occurrence, ConditionEdit]]:
    """Yield each item of an `any`, and each value of `is`, with the edit that takes it out."""
    for found in occurrences(rules, holder):
        if isinstance(found.parent, Any):
            yield found, ConditionEdit(holder, found.path, "never")
        if isinstance(found.node, Fact) and len(found.node.values) > 1:
            for value in found.node.values:
                leaf = Fact(found.node.name, (value,))
                edit = ConditionEdit(holder, found.path, "without", str(value))
                yield dataclasses.replace(found, node=leaf), edit


def requirements(rules: Ruleset, holder: str) -> Iterator[tuple[Occurrence, ConditionEdit]]:
    """Yield each item of an `all`, and each gate, with the edit that takes it out."""
    for found in occurrences(rules, holder):
        gate = not found.path and holder.startswith(f"{GATE}#")
        if gate or isinstance(found.parent, All):
            yield found, ConditionEdit(holder, found.path, "always")


def listed(rules: Ruleset, holder: str) -> Iterator[tuple[Occurrence, Node]]:
    """Yield each thing that a clause lists, and the condition that it stands without an exception.

    A thing is a fact, or that it is not so; an exception (甲，但乙的除外) is what an `all` denies
    beside what it asks for, and is no such thing.
    """
    found = list(occurrences(rules, holder))
    excepted = [
        each
        for each in found
        if isinstance(each.node, Not)
        and isinstance(each.parent, All)
        and any(not isinstance(item, Not) for item in each.parent.items)
    ]
    for each in found:
        if any(each.path[: len(other.path)] == other.path for other in excepted):
            continue
        negated = isinstance(each.node, Not) and isinstance(each.node.item, Fact)
        if negated or (isinstance(each.node, Fact) and not isinstance(each.parent, Not)):
            here = (other.node for other in excepted if other.under.items() <= each.under.items())
            yield each, All((each.node, *here))


def cited_as_held(row: OutcomeRow, rules: Ruleset) -> Iterator[tuple[str, ...]]:
    """Yield, for each role, the clauses that a row cites by themselves as holding; no articles.

    Of several that a row cites in one role only those that hold are cited in a case.
    """
    of_role: dict[str, list[str]] = {}
    for cite in row.cites:
        if cite.clause in rules.clauses and cite.status == Status.ESTABLISHED.value:
            of_role.setdefault(cite.role, []).append(cite.clause)
    yield from (tuple(dict.fromkeys(clauses)) for clauses in of_role.values())


def in_force(node: Node, rules: Ruleset) -> Iterator[Mapping[str, str]]:
    """Yield the options under which a row that is one reading is not `never`; else no options."""
    if isinstance(node, Reading):
        options = [option for option, branch in node.options if branch != NEVER]
        yield from ({node.name: option} for option in options)
    elif inlined(node, rules, follow=False) != NEVER:
        yield {}
