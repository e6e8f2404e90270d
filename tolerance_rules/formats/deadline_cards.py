"""Deadline cards: the time limit of a duty, and the words of the law that set it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from tolerance_rules.errors import shorten
from tolerance_rules.formats.condition_schemas import ref
from tolerance_rules.formats.conditions import NO_READING, copy_out, squash
from tolerance_rules.formats.fact_schemas import Schema
from tolerance_rules.formats.strict_yaml import Scalar, Tree
from tolerance_rules.formats.tree_reader import Card, cannot_be
from tolerance_rules.legal_references import citation_of, clause_words
from tolerance_rules.rules import Deadline, ReadingCard

Unit: TypeAlias = Literal["working_days", "day_of_month", "same_day"]
MOST: Mapping[Unit, int] = {"working_days": 250, "day_of_month": 28}
"""How a time limit is set, and the most that it can be: every month has a 28th."""

INCLUDED = "day_included"
"""Whether the day of the month is itself in time, by a reading."""


SAME_DAY: Literal["same_day"] = "same_day"
"""A duty that is due on the day on which it begins."""


def limit_schemas() -> Mapping[str, Schema]:
    """Return the schemas of the keys of a time limit, of which a duty has one kind."""
    numbers: dict[str, Schema] = {
        key: {"type": "integer", "minimum": 1, "maximum": most} for key, most in MOST.items()
    }
    included: Schema = {
        "description": "当日算不算在期限之内，依哪一处读法而定：每种读法写 true 或 false",
        "type": "object",
        "properties": {"reading": ref("text")},
        "required": ["reading"],
        "additionalProperties": {"type": "boolean"},
        "minProperties": 3,
    }
    return {**numbers, INCLUDED: included, SAME_DAY: {"const": True}}


def read_limit(
    card: Card,
    clause: str,
    quote: str,
    *,
    words: str,
    outcomes: tuple[str, ...],
    readings: Mapping[str, ReadingCard],
) -> Deadline | None:
    """Return the time limit of a duty under the default readings, every fault noted.

    `words` are those of its clause.
    """
    given = {
        unit: _number(card, unit, tree)
        for unit in MOST
        if (tree := card.get(unit, required=False)) is not None
    }
    unit: Unit
    unit, number = next(iter(given.items()), ("working_days", 0))
    reading, including = _included(card, unit, words, readings)
    same_day = flag(card, SAME_DAY)
    if same_day:
        unit, number = SAME_DAY, 0
    if len(given) + same_day > 1:
        kinds = (*MOST, SAME_DAY)
        card.fault(
            "R124",
            ("写了几种期限", "several kinds of time limit are given"),
            (f"请在 {'、'.join(kinds)} 中写一种", f"give one of {', '.join(kinds)}"),
        )
    if not given and not same_day:
        return None
    included = not reading or readings[reading].default in including
    return Deadline(clause, quote, unit, number, outcomes, included, reading, including)


def flag(card: Card, key: str) -> bool:
    """Return whether a key is there, which may only say true."""
    tree = card.get(key, required=False)
    if tree is None:
        return False
    if not isinstance(tree, Scalar) or tree.value is not True:
        card.fault(
            "R132",
            (f"的 {key} 只能写 true", f"{key} can only be true"),
            ("不是的，请删去", "otherwise delete it"),
            tree,
        )
    return True


def _included(
    card: Card, unit: Unit, law: str, readings: Mapping[str, ReadingCard]
) -> tuple[str, tuple[str, ...]]:
    """Return the reading that says whether the day is in time, and the options by which it is."""
    inner = card.card(INCLUDED, required=False)
    if inner is None:
        return "", ()
    name = inner.text("reading")
    reading = readings.get(name)
    if reading is None:
        inner.unknown("R023", NO_READING, name, readings, inner.tree)
        list(inner.rest())
        return "", ()
    including = [each for each in reading.names if inner.choice(each, ("true", "false")) == "true"]
    inner.close()
    if unit != "day_of_month":
        words = (
            f"不是每月几日之前，却写了 {INCLUDED}",
            f"it has {INCLUDED}, and is no time limit by a day of the month",
        )
        remedy = (
            "请删去；当日算不算在内，只关系每月几日之前的期限",
            "delete it: only of a day of the month can it be said",
        )
        card.fault("R127", words, remedy)
    if law and squash(reading.phrase) not in squash(law):
        words = (
            f"读法 {name} 的 phrase 不在{card.what[0]}的那一条款原文中",
            f"reading {name}: phrase is not in the clause of {card.what[1]}",
        )
        remedy = copy_out(squash(law))
        card.faults.add("R060", words, remedy, inner.tree)
    return name, tuple(including)


def _number(card: Card, unit: Unit, tree: Tree) -> int:
    text = card.text_of(tree, unit)
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    if not 1 <= number <= MOST[unit]:
        remedy = (f"请写 1 到 {MOST[unit]} 的整数", f"write a whole number of 1 to {MOST[unit]}")
        head = cannot_be(unit)
        words = (f"{head[0]} {shorten(text)}", f"{head[1]} {shorten(text)}")
        card.fault("R125", words, remedy, tree)
    return number


def check_words(card: Card, clause: str, quote: str, regulation: str) -> None:
    """Note a coordinate that is none, and a quote that is not in the words of its clause."""
    if clause and not citation_of(clause):
        told = (
            f"的 clause {shorten(clause)} 不是条、款、项的编号",
            f"clause {shorten(clause)} is no coordinate of the law",
        )
        remedy = (
            '请写成 "7"（条）、"7.k2"（款）、"7.6"（项）',
            'write it as "7" (article), "7.k2" (paragraph) or "7.6" (item)',
        )
        card.fault("R066", told, remedy, card.entries["clause"][1])
        return
    if clause and "quote" in card.entries:
        check_quote(card, clause, quote, regulation)


def check_quote(card: Card, clause: str, quote: str, regulation: str) -> None:
    """Note a quote that is not in the words of a clause."""
    words = clause_words(regulation, clause)
    if regulation and quote and squash(quote) not in squash(words):
        said = (
            f"引的“{shorten(quote)}”不在{citation_of(clause)}原文中",
            f"the quote “{shorten(quote)}” is not in the words of clause {clause}",
        )
        nowhere = (
            "原文没有这一条款，请核对 clause",
            "the text has no such clause: check clause",
        )
        remedy = copy_out(squash(words)) if words else nowhere
        card.fault("R026", said, remedy, card.entries["quote"][1])
