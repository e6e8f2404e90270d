"""Condition mutants: every single mutation of one condition."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from tolerance_rules.language import Pair
from tolerance_rules.proof.condition_edits import Occurrence, at, occurrences, put
from tolerance_rules.rendering.condition_words import condition_label
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
from tolerance_rules.testing.leaf_mutants import other_facts, other_values
from tolerance_rules.testing.mutants import group, quoted
from tolerance_rules.vocabulary.vocabulary import Vocabulary


class ConditionMutation(NamedTuple):
    """A mutation of a condition: its operator, where, in words, and the condition it makes."""

    operator: str
    path: tuple[int, ...]
    zh: str
    en: str
    made: Node


Replacement = tuple[str, str, str, Node]
"""What may be written in the place of a node: the operator, what it does, in words, the node."""


def condition_mutations(rules: Ruleset, holder: str) -> Iterator[ConditionMutation]:
    """Yield every single mutation of a holder's condition that makes a condition of its own."""
    seen = {next(occurrences(rules, holder)).node}
    under = {each.path: each.under for each in occurrences(rules, holder)}
    for mutation in _mutations(rules, holder):
        if mutation.made not in seen:
            seen.add(mutation.made)
            options = [f"{name}={option}" for name, option in under[mutation.path].items()]
            zh, en = (f"读法 {each} 之下，" for each in options), (f"{each}: " for each in options)
            yield mutation._replace(zh="".join((*zh, mutation.zh)), en="".join((*en, mutation.en)))


def _mutations(rules: Ruleset, holder: str) -> Iterator[ConditionMutation]:
    found = list(occurrences(rules, holder))
    root = found[0].node
    near = [leaf.name for leaf in leaves(root)]
    for each in found:
        if each.node in (NEVER, OTHERWISE):
            continue
        for operator, zh, en, new in _replacements(each, rules, near):
            yield ConditionMutation(operator, each.path, zh, en, put(root, each.path, new))
        parent = group(each.parent)
        if parent is not None and len(parent.items) > 1:
            zh, en = _labels(each.node, rules)
            made = put(root, each.path[:-1], _without(parent, each.path[-1]))
            yield ConditionMutation("drop", each.path, f"去掉了{zh}", f"{en} left out", made)
            yield from _moved(root, each, rules)


def _labels(node: Node, rules: Ruleset) -> Pair:
    return quoted(condition_label(node, rules)), f'"{condition_label(node, rules, "en")}"'


def _replacements(
    place: Occurrence, rules: Ruleset, near: Collection[str]
) -> Iterator[Replacement]:
    """Yield what may be written in the place of a node."""
    node = place.node
    zh, en = _labels(node, rules)
    if isinstance(node, Not):
        yield "negate", f"{zh}少写了“不是”", f'"not" left out of {en}', node.item
    elif not isinstance(place.parent, Not):
        yield "negate", f"{zh}多写了“不是”", f'"not" put before {en}', Not(node)
    items = group(node)
    if items is not None and len(items.items) > 1:
        if isinstance(items, All):
            said = f"{zh}的“且”写成了“或”", f"all written any in {en}"
            yield "any_all", *said, Any(items.items)
        else:
            said = f"{zh}的“或”写成了“且”", f"any written all in {en}"
            yield "any_all", *said, All(items.items)
        yield from _longer(items, rules.vocabulary)
    if isinstance(place.parent, Reading):
        yield "always", f"{zh}写成了永不成立", f"{en} written never", NEVER
    if isinstance(node, Fact):
        yield from other_values(node, rules.vocabulary)
        yield from other_facts(node, near, rules.vocabulary)
    elif isinstance(node, ClauseRef):
        yield from _clauses(node, rules)
    elif isinstance(node, Reading):
        yield from _branches(node)


def _longer(node: All | Any, vocabulary: Vocabulary) -> Iterator[Replacement]:
    """Yield a group with one fact more, from the groups of facts that its own facts are of."""
    own = [leaf.name for item in node.items for leaf in leaves(item)]
    groups = {vocabulary[name].group for name in own}
    for name, spec in vocabulary.items():
        if spec.boolean and spec.group in groups and name not in own:
            made = type(node)((*node.items, Fact(name)))
            joined: Pair = ("且", "and") if isinstance(node, All) else ("或", "or")
            zh = f"多写了{quoted(joined[0] + spec.label)}"
            yield "insert", zh, f'"{joined[1]} {spec.label_en}" added', made


def _clauses(ref: ClauseRef, rules: Ruleset) -> Iterator[Replacement]:
    """Yield a reference to each other article, or to each other clause of the same article."""
    zh, en = _labels(ref, rules)
    for name in _alike(ref.clause, rules):
        other_zh, other_en = _labels(ClauseRef(name), rules)
        yield "clause", f"{zh}写成了{other_zh}", f"{en} written {other_en}", ClauseRef(name)


def _alike(clause: str, rules: Ruleset) -> tuple[str, ...]:
    inside = {inner for article in rules.articles.values() for inner in article.clauses}
    for article in rules.articles.values():
        if clause in article.clauses:
            return tuple(name for name in article.clauses if name != clause)
    whole = [*(name for name in rules.clauses if name not in inside), *rules.articles]
    return tuple(name for name in whole if name != clause)


def _branches(node: Reading) -> Iterator[Replacement]:
    """Yield a reading with one branch in the place of another, and with two exchanged."""
    options = dict(node.options)

    def made(changed: Mapping[str, Node]) -> Node:
        return Reading(node.name, tuple((options | dict(changed)).items()))

    for (one, ones), (other, others) in itertools.permutations(options.items(), 2):
        zh = f"读法 {node.name} 的 {one} 写成了与 {other} 相同"
        en = f"reading {node.name}: {one} written the same as {other}"
        yield "branch", zh, en, made({one: others})
        if one < other:
            zh = f"读法 {node.name} 的 {one} 与 {other} 写颠倒了"
            en = f"reading {node.name}: {one} and {other} exchanged"
            yield "branch", zh, en, made({one: others, other: ones})


def _moved(root: Node, place: Occurrence, rules: Ruleset) -> Iterator[ConditionMutation]:
    """Yield the condition with an item moved out of its group, or into a group next to it."""
    above, index = place.path[:-1], place.path[-1]
    own = group(place.parent)
    assert own is not None
    zh, en = _labels(place.node, rules)
    outer = group(at(root, above[:-1])) if above else None
    if outer is not None:
        items = list(outer.items)
        items[above[-1]] = _without(own, index)
        items.insert(above[-1] + 1, place.node)
        made = put(root, above[:-1], type(outer)(tuple(items)))
        said = f"{zh}移到了外面一层", f"{en} moved out a level"
        yield ConditionMutation("level", place.path, *said, made)
    for neighbour in (index - 1, index + 1):
        inner = group(own.items[neighbour]) if 0 <= neighbour < len(own.items) else None
        if inner is None:
            continue
        within = (*inner.items, place.node) if neighbour < index else (place.node, *inner.items)
        items = list(own.items)
        items[neighbour] = type(inner)(within)
        del items[index]
        made = put(root, above, type(own)(tuple(items)))
        inner_zh, inner_en = _labels(inner, rules)
        said = f"{zh}移进了{inner_zh}之中", f"{en} moved into {inner_en}"
        yield ConditionMutation("level", place.path, *said, made)


def _without(node: All | Any, place: int) -> Node:
    """Return a group without an item; a group of one is that one."""
    items = (*node.items[:place], *node.items[place + 1 :])
    return items[0] if len(items) == 1 else type(node)(items)
