"""Mutants: a ruleset with one mistake in it, such as an editor could make.

Each is a ruleset that would load. What would not, such as a row outside the permitted set, needs
no test to find it: `check` refuses it as it reads.
"""

from __future__ import annotations

from dataclasses import dataclass

from tolerance_rules.language import Pair
from tolerance_rules.rules import All, Any, Node, Not, Reading, Ruleset, children

Steps = tuple["str | int", ...]
"""The way from a card to a place in it, by keys and numbers: ("when", "all", 1)."""


@dataclass(frozen=True)
class Place:
    """Where in the files a mutation is: the card (5.3, outcomes#4) and the way into it."""

    holder: str
    steps: Steps = ()


@dataclass(frozen=True)
class Mutation:
    """One mistake: the operator that makes it, where, and what it does, in words."""

    operator: str
    place: Place
    zh: str
    en: str


@dataclass(frozen=True)
class Mutant:
    """A ruleset with one mutation in it."""

    mutation: Mutation
    rules: Ruleset


OPERATORS: dict[str, Pair] = {
    "drop": ("去掉一个条件", "a condition dropped"),
    "insert": ("多写一个条件", "a condition too many"),
    "any_all": ("“或”“且”颠倒", "any and all swapped"),
    "negate": ("“是”“不是”颠倒", "a condition negated"),
    "value": ("取值多一个、少一个、换一个", "a value added, left out, changed"),
    "fact": ("写成了别的事实", "another fact written"),
    "clause": ("写成了别的条款", "another clause written"),
    "level": ("条件移了一层", "a condition moved a level"),
    "always": ("条件写成其余情形、永不成立", "a condition written otherwise or never"),
    "branch": ("一处读法的分支写错", "the branches of a reading confused"),
    "default": ("默认读法换了", "another default of a reading"),
    "row": ("结论表、惯例的行去掉、对调", "rows dropped or swapped"),
    "outcome": ("一行的结论写错", "another outcome of a row"),
    "weight": ("“可以”“应当”颠倒", "may and shall swapped"),
    "permitted": ("准许的结论多一个、少一个", "an outcome permitted, or no longer"),
    "cite": ("引用少一处、多一处、写错", "a citation dropped, added or changed"),
    "disposition": ("处理所依据的原文写错", "another disposing sentence"),
    "presumed": ("推定的先后颠倒", "the order of a presumption swapped"),
    "combination": ("矛盾、说明少一条、写错", "a combination of facts dropped or changed"),
}
"""The mutation operators, and how people call them."""


def way(node: Node, path: tuple[int, ...]) -> Steps:
    """Return the way through the file to the node at the end of a path."""
    steps: Steps = ()
    for index in path:
        if isinstance(node, Reading):
            steps += (node.options[index][0],)
        elif isinstance(node, Not):
            steps += ("not",)
        else:
            steps += ("all" if isinstance(node, All) else "any", index)
        node = children(node)[index]
    return steps


def group(node: Node | None) -> All | Any | None:
    """Return a node that has several items, or may have; None if it is no such node."""
    return node if isinstance(node, (All, Any)) and node.items else None


def quoted(text: str) -> str:
    """Return Chinese words in quotation marks, those within it in single ones."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"
