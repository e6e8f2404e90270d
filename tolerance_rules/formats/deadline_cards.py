"""Deadline cards: the `deadlines` of ruleset.yaml, the time limits that an audit holds dates to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from tolerance_rules.errors import shorten
from tolerance_rules.formats.condition_schemas import array, record, ref, said
from tolerance_rules.formats.conditions import NO_READING, copy_out, squash
from tolerance_rules.formats.fact_schemas import Schema
from tolerance_rules.formats.strict_yaml import Tree
from tolerance_rules.formats.tree_reader import Card, cannot_be
from tolerance_rules.legal_references import citation_of, clause_words
from tolerance_rules.rules import DEADLINES, Deadline, ReadingCard

Unit: TypeAlias = Literal["working_days", "day_of_month"]
MOST: Mapping[Unit, int] = {"working_days": 250, "day_of_month": 28}
"""How a time limit is set, and the most that it can be: every month has a 28th."""

INCLUDED = "day_included"
"""Whether the day of the month is itself in time, by a reading."""


def deadlines_schema() -> Schema:
    """Return the schema of the time limits."""
    numbers: Schema = {
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
    deadline = record(
        {"clause": ref("clause_id"), "quote": said("规定期限的原文")},
        {**numbers, INCLUDED: included, "outcomes": array(ref("outcome"))},
    )
    deadline["dependentRequired"] = {INCLUDED: ["day_of_month"]}
    deadline["oneOf"] = [{"required": [key]} for key in MOST]
    return record({}, dict.fromkeys(DEADLINES, deadline), "审计按登记簿里的日期核对的期限")


def read_deadlines(
    card: Card, regulation: str, outcomes: Sequence[str], readings: Mapping[str, ReadingCard]
) -> Mapping[str, Deadline]:
    """Return the time limits of a regulation by what they are set for, every fault noted.

    They are those under the default readings.
    """
    found = {}
    for name in DEADLINES:
        deadline = card.card(name, required=False)
        if deadline is not None:
            found[name] = _deadline(deadline, regulation, outcomes, readings)
    card.close()
    return found


def _deadline(
    card: Card, regulation: str, allowed: Sequence[str], readings: Mapping[str, ReadingCard]
) -> Deadline:
    clause, quote = card.quoted("clause"), card.text("quote")
    _check_words(card, clause, quote, regulation)
    given = {
        unit: _number(card, unit, tree)
        for unit in MOST
        if (tree := card.get(unit, required=False)) is not None
    }
    if len(given) != 1:
        card.fault(
            "R124",
            (f"写了 {len(given)} 种期限", f"{len(given)} kinds of time limit are given"),
            (
                f"请在 {'、'.join(MOST)} 中写一种：作出决定后几个工作日之内，或者每月几日之前",
                f"give one of {', '.join(MOST)}: so many working days after the decision, or by "
                "that day of the month",
            ),
        )
    unit, number = next(iter(given.items()), ("working_days", 0))
    reading, including = _included(card, unit, quote, readings)
    outcomes = card.choices("outcomes", allowed) if card.get("outcomes", required=False) else ()
    card.close()
    included = not reading or readings[reading].default in including
    return Deadline(clause, quote, unit, number, outcomes, included, reading, including)


def _included(
    card: Card, unit: Unit, quote: str, readings: Mapping[str, ReadingCard]
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
    if squash(reading.phrase) not in squash(quote):
        words = (
            f"读法 {name} 的 phrase 不在{card.what[0]}引的原文中",
            f"reading {name}: phrase is not in what {card.what[1]} quotes",
        )
        remedy = (f"请从这里照抄：{quote}", f"copy it from here: “{quote}”")
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


def _check_words(card: Card, clause: str, quote: str, regulation: str) -> None:
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
    words = clause_words(regulation, clause)
    if regulation and quote and clause and squash(quote) not in squash(words):
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
