"""Condition mutants: every single edit of one condition."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tolerance_rules.facts import vocabulary
from tolerance_rules.proof.edits import Spot, at, put, spots
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
from tolerance_rules.testing.mutants import group, quoted


class Slip(NamedTuple):
    """An edit of a condition: its kind, where, what it does, and the condition it makes."""

    kind: str
    path: tuple[int, ...]
    zh: str
    en: str
    made: Node


def slips(rules: Ruleset, holder: str) -> Iterator[Slip]:
    """Yield every single edit of a holder's condition, each making a condition of its own."""
    seen = {next(spots(rules, holder)).node}
    under = {spot.path: spot.under for spot in spots(rules, holder)}
    for slip in _slips(rules, holder):
        if slip.made not in seen:
            seen.add(slip.made)
            options = [f"{name}={option}" for name, option in under[slip.path].items()]
            zh, en = (f"释义 {each} 之下，" for each in options), (f"{each}: " for each in options)
            yield slip._replace(zh="".join((*zh, slip.zh)), en="".join((*en, slip.en)))


def _slips(rules: Ruleset, holder: str) -> Iterator[Slip]:
    found = list(spots(rules, holder))
    root = found[0].node
    near = [leaf.name for leaf in leaves(root)]
    for spot in found:
        path, node = spot.path, spot.node
        if node in (NEVER, OTHERWISE):
            continue
        zh, en = quoted(condition_label(node, rules)), condition_label(node, rules, "en")
        for kind, said_zh, said_en, new in _rewritten(spot, rules, near):
            yield Slip(kind, path, said_zh, said_en, put(root, path, new))
        parent = group(spot.parent)
        if parent is not None and len(parent.items) > 1:
            rest = _without(parent, path[-1])
            yield Slip("drop", path, f"去掉了{zh}", f'"{en}" left out', put(root, path[:-1], rest))
            yield from _moved(root, spot, rules)


def _rewritten(spot: Spot, rules: Ruleset, near: list[str]) -> Iterator[tuple[str, str, str, Node]]:
    """Yield what may be written in the place of a node."""
    node = spot.node
    zh, en = quoted(condition_label(node, rules)), condition_label(node, rules, "en")
    if isinstance(node, Not):
        yield "negate", f"{zh}少写了“不是”", f'"not" left out of "{en}"', node.item
    elif not isinstance(spot.parent, Not):
        yield "negate", f"{zh}多写了“不是”", f'"not" put before "{en}"', Not(node)
    if (items := group(node)) is not None and len(items.items) > 1:
        if isinstance(node, All):
            yield (
                "any_all",
                f"{zh}的“且”写成了“或”",
                f'all written any in "{en}"',
                Any(node.items),
            )
        else:
            yield (
                "any_all",
                f"{zh}的“或”写成了“且”",
                f'any written all in "{en}"',
                All(items.items),
            )
        yield from _longer(items)
    if isinstance(spot.parent, Reading):
        yield "always", f"{zh}写成了永不成立", f'"{en}" written never', NEVER
    if isinstance(node, Fact):
        yield from values(node)
        yield from facts(node, near)
    elif isinstance(node, ClauseRef):
        yield from _clauses(node, rules)
    elif isinstance(node, Reading):
        yield from _branches(node)


def values(leaf: Fact) -> Iterator[tuple[str, str, str, Fact]]:
    """Yield a leaf of an enumerated fact with a value left out, added, or written as another."""
    spec = vocabulary()[leaf.name]
    if spec.boolean:
        return
    others = [value for value in spec.values if value not in leaf.values]

    def edited(zh: str, en: str, made: tuple[object, ...]) -> tuple[str, str, str, Fact]:
        kept = tuple(value for value in spec.values if value in made)
        said = f"{spec.label}的取值{zh}", f"{spec.label_en}: {en}"
        return "value", *said, dataclasses.replace(leaf, values=kept)

    def names(value: object) -> tuple[str, str]:
        assert isinstance(value, (bool, str))
        return quoted(spec.label_of(value)), spec.label_of(value, "en")

    for value in leaf.values:
        zh, en = names(value)
        rest = tuple(each for each in leaf.values if each != value)
        if rest:
            yield edited(f"少了{zh}", f'"{en}" left out', rest)
        for other in others:
            other_zh, other_en = names(other)
            said = f"{zh}写成了{other_zh}", f'"{en}" written "{other_en}"'
            yield edited(*said, (*rest, other))
    for other in others if len(others) > 1 else ():
        zh, en = names(other)
        yield edited(f"多了{zh}", f'"{en}" added', (*leaf.values, other))


def facts(leaf: Fact, near: list[str]) -> Iterator[tuple[str, str, str, Fact]]:
    """Yield a leaf with another fact of its dimension, or of its condition, in the place of it."""
    spec = vocabulary()[leaf.name]
    for name, other in vocabulary().items():
        close = other.group == spec.group or name in near
        fits = other.boolean == spec.boolean and set(leaf.values) < set(other.values)
        if name != leaf.name and close and fits:
            zh = f"{quoted(spec.label)}写成了{quoted(other.label)}"
            en = f'"{spec.label_en}" written "{other.label_en}"'
            yield "fact", zh, en, dataclasses.replace(leaf, name=name)


def _longer(node: All | Any) -> Iterator[tuple[str, str, str, Node]]:
    """Yield a group with one fact more: of the dimensions that its own facts are of."""
    own = [leaf.name for item in node.items for leaf in leaves(item)]
    groups = {vocabulary()[name].group for name in own}
    for name, spec in vocabulary().items():
        if spec.boolean and spec.group in groups and name not in own:
            made = type(node)((*node.items, Fact(name)))
            joined = ("且", "and") if isinstance(node, All) else ("或", "or")
            zh = f"多写了{quoted(joined[0] + spec.label)}"
            yield "insert", zh, f'"{joined[1]} {spec.label_en}" added', made


def _clauses(ref: ClauseRef, rules: Ruleset) -> Iterator[tuple[str, str, str, Node]]:
    """Yield a reference to each other article, or to each other clause of the same article."""
    for name in _alike(ref.clause, rules):
        other = ClauseRef(name)
        zh = f"{quoted(condition_label(ref, rules))}写成了{quoted(condition_label(other, rules))}"
        en = (
            f'"{condition_label(ref, rules, "en")}" written "{condition_label(other, rules, "en")}"'
        )
        yield "clause", zh, en, other


def _alike(clause: str, rules: Ruleset) -> tuple[str, ...]:
    inside = {inner for article in rules.articles.values() for inner in article.clauses}
    for article in rules.articles.values():
        if clause in article.clauses:
            return tuple(name for name in article.clauses if name != clause)
    whole = [*(name for name in rules.clauses if name not in inside), *rules.articles]
    return tuple(name for name in whole if name != clause)


def _branches(node: Reading) -> Iterator[tuple[str, str, str, Node]]:
    """Yield a reading with one branch in the place of another, and with two exchanged."""
    options = dict(node.options)

    def made(changed: Mapping[str, Node]) -> Node:
        return Reading(node.name, tuple((options | dict(changed)).items()))

    for (one, ones), (other, others) in itertools.permutations(options.items(), 2):
        zh = f"释义 {node.name} 的 {one} 写成了与 {other} 相同"
        en = f"reading {node.name}: {one} written the same as {other}"
        yield "branch", zh, en, made({one: others})
        if one < other:
            zh = f"释义 {node.name} 的 {one} 与 {other} 写颠倒了"
            en = f"reading {node.name}: {one} and {other} exchanged"
            yield "branch", zh, en, made({one: others, other: ones})


def _moved(root: Node, spot: Spot, rules: Ruleset) -> Iterator[Slip]:
    """Yield the condition with an item moved out of its group, or into the group beside it."""
    above, place = spot.path[:-1], spot.path[-1]
    own = group(spot.parent)
    assert own is not None
    zh, en = quoted(condition_label(spot.node, rules)), condition_label(spot.node, rules, "en")
    outer = group(at(root, above[:-1])) if above else None
    if outer is not None:
        items = list(outer.items)
        items[above[-1]] = _without(own, place)
        items.insert(above[-1] + 1, spot.node)
        made = put(root, above[:-1], type(outer)(tuple(items)))
        yield Slip("level", spot.path, f"{zh}移到了外面一层", f'"{en}" moved out a level', made)
    for beside in (place - 1, place + 1):
        inner = group(own.items[beside]) if 0 <= beside < len(own.items) else None
        if inner is None:
            continue
        within = (*inner.items, spot.node) if beside < place else (spot.node, *inner.items)
        items = list(own.items)
        items[beside] = type(inner)(within)
        del items[place]
        made = put(root, above, type(own)(tuple(items)))
        into_zh, into_en = (
            quoted(condition_label(inner, rules)),
            condition_label(inner, rules, "en"),
        )
        yield Slip(
            "level",
            spot.path,
            f"{zh}移进了{into_zh}之中",
            f'"{en}" moved into "{into_en}"',
            made,
        )


def _without(node: All | Any, place: int) -> Node:
    """Return a group without an item; a group of one is that one."""
    items = (*node.items[:place], *node.items[place + 1 :])
    return items[0] if len(items) == 1 else type(node)(items)
