"""Reachability: exactly the outcomes that what is unknown of a case could still give.

The definition: it splits on unknown facts until none matters. The executors walk the decision
diagram instead, and must agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tolerance_rules.rules import (
    NEVER,
    OTHERWISE,
    All,
    Any,
    ClauseRef,
    Fact,
    Node,
    Not,
    Reading,
    Ruleset,
    leaves,
)
from tolerance_rules.verdict.verdict import Facts
from tolerance_rules.vocabulary.fact_spec import Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary


def reachable(facts: Facts, rules: Ruleset) -> frozenset[str]:
    """Return exactly the outcomes of the consistent completions of what is not established.

    Supervaluation: split on a fact that the topmost undecided row still asks for, once for each
    of its values still possible, and unite. Lists met before are remembered, which is all that
    keeps this from the cost of enumerating every completion.
    """
    established = {n: known for n, known in facts.items() if not isinstance(known, tuple)}
    left = _given(decision_list(rules), established)
    asked = {leaf.name for condition, _ in left for leaf in leaves(condition)}
    partly = frozenset(
        (name, known) for name, known in facts.items() if isinstance(known, tuple) and name in asked
    )
    return _outcomes(left, partly, rules.vocabulary) - {IMPOSSIBLE}


DecisionList = tuple[tuple[Node, str], ...]
IMPOSSIBLE = "impossible"
"""The outcome, in a decision list, of the combinations of facts that cannot be."""


READING = "reading:"
"""What the name of a reading begins with where it stands among the facts."""


@lru_cache(maxsize=64)
def decision_list(rules: Ruleset, *, free: bool = False) -> DecisionList:
    """Return the outcome table over facts alone: impossible cases first, the policy in its row.

    Readings are those in force; if `free`, their choice stands among the facts.
    """
    table: list[tuple[Node, str]] = [(All(c.literals), IMPOSSIBLE) for c in rules.impossible]
    for row in rules.outcomes:
        if row.by_policy:
            picks = ((All((row.when, pick.when)), pick.outcome) for pick in rules.policy_rows)
            table.extend(picks)
        else:
            table.append((row.when, row.outcome))
    return tuple((inlined(node, rules, free=free), outcome) for node, outcome in table)


def inlined(node: Node, rules: Ruleset, *, follow: bool = True, free: bool = False) -> Node:
    """Return the condition with readings, and if `follow` clauses, put in, without constants.

    If `free`, a reading is not the option in force, but each option where it is chosen.
    """

    def inner(node: Node) -> Node:
        return inlined(node, rules, follow=follow, free=free)

    if isinstance(node, Fact):
        return node
    if isinstance(node, ClauseRef):
        return inner(rules.condition(node.clause)) if follow else node
    if isinstance(node, Reading) and not free:
        return inner(rules.option(node))
    if isinstance(node, Reading):
        name = READING + node.name
        options = (_simple(All((Fact(name, (o,)), inner(branch)))) for o, branch in node.options)
        return _simple(Any(tuple(options)))
    if isinstance(node, Not):
        return _simple(Not(inner(node.item)))
    return _simple(type(node)(tuple(map(inner, node.items))))


def _simple(node: Node) -> Node:
    """Return the condition without items already decided."""
    if isinstance(node, Not):
        opposite: dict[Node, Node] = {OTHERWISE: NEVER, NEVER: OTHERWISE}
        return opposite.get(node.item, node)
    if not isinstance(node, (All, Any)):
        return node
    idle, final = (OTHERWISE, NEVER) if isinstance(node, All) else (NEVER, OTHERWISE)
    items = tuple(item for item in node.items if item != idle)
    return final if final in items else type(node)(items)


def _with(node: Node, established: Facts) -> Node:
    """Return what a condition still asks for once some facts are established."""
    if isinstance(node, Fact):
        value = established.get(node.name)
        if value is None:
            return node
        return OTHERWISE if value in node.values else NEVER
    if isinstance(node, Not):
        return _simple(Not(_with(node.item, established)))
    assert isinstance(node, (All, Any))
    return _simple(type(node)(tuple(_with(item, established) for item in node.items)))


@lru_cache(maxsize=1 << 17)
def _with_one(node: Node, name: str, value: Value) -> Node:
    return _with(node, {name: value})


def _given(table: DecisionList, known: Facts) -> DecisionList:
    """Return the rows that may still decide once some facts are known."""
    return _up_to_the_first_that_must((_with(node, known), outcome) for node, outcome in table)


@lru_cache(maxsize=1 << 17)
def _given_one(table: DecisionList, name: str, value: Value) -> DecisionList:
    return _up_to_the_first_that_must(
        (_with_one(node, name, value), outcome) for node, outcome in table
    )


def _up_to_the_first_that_must(table: Iterable[tuple[Node, str]]) -> DecisionList:
    rows: list[tuple[Node, str]] = []
    for node, outcome in table:
        if node != NEVER:
            rows.append((node, outcome))
        if node == OTHERWISE:
            break
    return tuple(rows)


@lru_cache(maxsize=1 << 17)
def _outcomes(
    left: DecisionList, partly: frozenset[tuple[str, tuple[Value, ...]]], vocabulary: Vocabulary
) -> frozenset[str]:
    """Return the outcomes of the completions; `partly` narrows the values of some facts."""
    condition, outcome = left[0]
    name = next((leaf.name for leaf in leaves(condition)), None)
    if name is None:
        return frozenset({outcome})
    values = dict(partly).get(name, vocabulary[name].values)
    rest = frozenset(item for item in partly if item[0] != name)
    lists = {_given_one(left, name, value) for value in values}
    return frozenset().union(*(_outcomes(each, rest, vocabulary) for each in lists))
