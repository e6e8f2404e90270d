"""Deadline cards: the `deadlines` of ruleset.yaml, the time limits that an audit holds dates to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from tolerance_rules.errors import shorten
from tolerance_rules.formats.condition_schemas import array, record, ref, said
from tolerance_rules.formats.conditions import squash
from tolerance_rules.formats.fact_schemas import Schema
from tolerance_rules.formats.strict_yaml import Tree
from tolerance_rules.formats.tree_reader import Card
from tolerance_rules.legal_references import citation_of, clause_words
from tolerance_rules.rules import DEADLINES, Deadline

Unit: TypeAlias = Literal["working_days", "day_of_month"]
MOST: Mapping[Unit, int] = {"working_days": 250, "day_of_month": 28}
"""How a time limit is set, and the most that it can be: every month has a 28th."""


def deadlines_schema() -> Schema:
    """Return the schema of the time limits."""
    numbers: Schema = {
        key: {"type": "integer", "minimum": 1, "maximum": most} for key, most in MOST.items()
    }
    deadline = record(
        {"clause": ref("clause_id"), "quote": said("规定期限的原文")},
        {**numbers, "outcomes": array(ref("outcome"))},
    )
    deadline["oneOf"] = [{"required": [key]} for key in MOST]
    return record({}, dict.fromkeys(DEADLINES, deadline), "审计按登记簿里的日期核对的期限")


def read_deadlines(card: Card, regulation: str, outcomes: Sequence[str]) -> Mapping[str, Deadline]:
    """Return the time limits of a regulation by what they are set for, every fault noted."""
    found = {}
    for name in DEADLINES:
        deadline = card.card(name, required=False)
        if deadline is not None:
            found[name] = _deadline(deadline, regulation, outcomes)
    card.close()
    return found


def _deadline(card: Card, regulation: str, allowed: Sequence[str]) -> Deadline:
    clause, quote = card.quoted("clause"), card.text("quote")
    _check_words(card, clause, quote, regulation)
    given = {
        unit: _number(card, unit, tree)
        for unit in MOST
        if (tree := card.get(unit, required=False)) is not None
    }
    if len(given) != 1:
        card.faults.add(
            "R124",
            f"{card.what}写了 {len(given)} 种期限",
            f"请在 {'、'.join(MOST)} 中写一种：作出决定后几个工作日之内，或者每月几日之前",
            card.tree,
        )
    outcomes = card.choices("outcomes", allowed) if card.get("outcomes", required=False) else ()
    card.close()
    unit, number = next(iter(given.items()), ("working_days", 0))
    return Deadline(clause, quote, unit, number, outcomes)


def _number(card: Card, unit: Unit, tree: Tree) -> int:
    text = card.text_of(tree, unit)
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    if not 1 <= number <= MOST[unit]:
        remedy = f"请写 1 到 {MOST[unit]} 的整数"
        card.faults.add("R125", f"{card.what}的 {unit} 不能是 {shorten(text)}", remedy, tree)
    return number


def _check_words(card: Card, clause: str, quote: str, regulation: str) -> None:
    """Note a coordinate that is none, and a quote that is not in the words of its clause."""
    if clause and not citation_of(clause):
        card.faults.add(
            "R066",
            f"{card.what}的 clause {shorten(clause)} 不是条、款、项的编号",
            '请写成 "7"（条）、"7.k2"（款）、"7.6"（项）',
            card.entries["clause"][1],
        )
        return
    words = clause_words(regulation, clause)
    if regulation and quote and clause and squash(quote) not in squash(words):
        card.faults.add(
            "R026",
            f"{card.what}引的“{shorten(quote)}”不在{citation_of(clause)}原文中",
            f"请从原文照抄：{squash(words)}" if words else "原文没有这一条款，请核对 clause",
            card.entries["quote"][1],
        )
