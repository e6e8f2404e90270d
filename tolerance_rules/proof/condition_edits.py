"""Condition edits: a node of a condition where it stands, and the rules with that node changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.language import Pair
from tolerance_rules.rendering.condition_words import condition_code, condition_label
from tolerance_rules.rules import (
    NEVER,
    OTHERWISE,
    POLICY,
    All,
    Any,
    Fact,
    Node,
    Not,
    PolicyRow,
    Reading,
    Ruleset,
    children,
)

OUTCOMES = "outcomes"
"""What the holder of a row of the outcome table begins with: `outcomes#4`."""
GATE = "provided"
"""What the holder of the gate of an article begins with: `provided#5`."""


@dataclass(frozen=True)
class Occurrence:
    """A node of a condition: whose it is, the way down to it, and the readings that lead there."""

    holder: str
    """A clause ("5.3"), the gate of an article ("provided#5"), a row of the outcome table
    ("outcomes#4") or of the policy ("policy#P1")."""
    path: tuple[int, ...]
    node: Node
    parent: Node | None = None
    under: Mapping[str, str] = field(default_factory=FrozenDict)

    @property
    def name(self) -> str:
        """Return a name that reads like the rule files and is the same after other edits."""
        options = "".join(f"[{name}={option}]" for name, option in self.under.items())
        return f"{self.holder}{options}: {condition_code(self.node)}"

    def labels(self, rules: Ruleset) -> Pair:
        """Return what people call it: its holder, and the labels of its facts."""
        zh, en = holder_labels(rules, self.holder)
        return (
            f"{zh}：{condition_label(self.node, rules)}",
            f"{en}: {condition_label(self.node, rules, 'en')}",
        )


@dataclass(frozen=True)
class ConditionEdit:
    """A node put always or never true, or one value of a leaf left out."""

    holder: str
    path: tuple[int, ...] = ()
    to: str = "never"
    """`always`, `never`, or `without` for a leaf that loses `value`."""
    value: str = ""

    def __call__(self, rules: Ruleset) -> Ruleset:
        """Return the ruleset so edited."""
        condition = condition_of(rules, self.holder)
        new: Node = OTHERWISE if self.to == "always" else NEVER
        if self.to == "without":
            leaf = at(condition, self.path)
            assert isinstance(leaf, Fact)
            left = tuple(value for value in leaf.values if value != self.value)
            new = dataclasses.replace(leaf, values=left)
        return with_condition(rules, self.holder, put(condition, self.path, new))


def holders(rules: Ruleset) -> tuple[str, ...]:
    """Return whatever has a condition: clauses, gates, the rows of the tables."""
    gated = (article for article in rules.articles.values() if article.provided is not None)
    return (
        *rules.clauses,
        *(f"{GATE}#{article.id}" for article in gated),
        *(f"{OUTCOMES}#{row.row}" for row in rules.outcomes),
        *(f"{POLICY}#{row.row}" for row in rules.policy_rows),
    )


def condition_of(rules: Ruleset, holder: str) -> Node:
    """Return the condition of a holder."""
    kind, _, name = holder.partition("#")
    if kind == OUTCOMES:
        return next(each.when for each in rules.outcomes if each.row == name)
    if kind == POLICY:
        return next(each.when for each in rules.policy_rows if each.row == name)
    if kind == GATE:
        return rules.articles[name].provided or OTHERWISE
    return rules.clauses[holder].when


def with_condition(rules: Ruleset, holder: str, when: Node) -> Ruleset:
    """Return the ruleset in which a holder has another condition."""
    kind, _, name = holder.partition("#")
    if kind == OUTCOMES:
        outcomes = tuple(
            dataclasses.replace(each, when=when) if each.row == name else each
            for each in rules.outcomes
        )
        return dataclasses.replace(rules, outcomes=outcomes)
    if kind == POLICY:
        picks = tuple(
            dataclasses.replace(each, when=when) if each.row == name else each
            for each in rules.policy_rows
        )
        return with_policy_rows(rules, picks)
    if kind == GATE:
        gate = None if when == OTHERWISE else when
        article = dataclasses.replace(rules.articles[name], provided=gate)
        return dataclasses.replace(rules, articles={**rules.articles, name: article})
    card = dataclasses.replace(rules.clauses[holder], when=when)
    return dataclasses.replace(rules, clauses={**rules.clauses, holder: card})


def with_policy_rows(rules: Ruleset, rows: Sequence[PolicyRow]) -> Ruleset:
    """Return the ruleset with other rows in its policy, which it must have."""
    assert rules.policy is not None
    return rules.with_policy(dataclasses.replace(rules.policy, rows=tuple(rows)))


def occurrences(rules: Ruleset, holder: str) -> Iterator[Occurrence]:
    """Yield every node of a holder's condition, from the top, in reading order."""
    yield from _below(Occurrence(holder, (), condition_of(rules, holder)))


def _below(found: Occurrence) -> Iterator[Occurrence]:
    yield found
    for index, child in enumerate(children(found.node)):
        under = found.under
        if isinstance(found.node, Reading):
            under = FrozenDict({**under, found.node.name: found.node.options[index][0]})
        path = (*found.path, index)
        yield from _below(Occurrence(found.holder, path, child, found.node, under))


def at(node: Node, path: tuple[int, ...]) -> Node:
    """Return the node at the end of a path."""
    for index in path:
        node = children(node)[index]
    return node


def put(node: Node, path: tuple[int, ...], new: Node) -> Node:
    """Return the condition with another node at the end of a path."""
    if not path:
        return new
    index, rest = path[0], path[1:]
    items = list(children(node))
    items[index] = put(items[index], rest, new)
    if isinstance(node, Reading):
        names = [name for name, _ in node.options]
        return Reading(node.name, tuple(zip(names, items, strict=True)))
    if isinstance(node, Not):
        return Not(items[0])
    assert isinstance(node, (All, Any))
    return type(node)(tuple(items))


def holder_labels(rules: Ruleset, holder: str) -> Pair:
    """Return how a holder is called by people."""
    kind, _, name = holder.partition("#")
    if kind == OUTCOMES:
        return f"结论表第 {name} 行", f"outcome row {name}"
    if kind == POLICY:
        return f"裁量惯例第 {name} 行", f"policy row {name}"
    if kind == GATE:
        return f"{rules.articles[name].citation}的前提", f"Article {name}, the gate"
    return rules.clauses[holder].citation, f"Article {holder}"
