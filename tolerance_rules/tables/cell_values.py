"""Cell values: the words of a column, the days in it, and what is wrong with a cell."""

from __future__ import annotations

import re
from datetime import date

from tolerance_rules.errors import Fault, did_you_mean, shorten
from tolerance_rules.facts import vocabulary
from tolerance_rules.formats.human_values import (
    BLANK,
    UNKNOWN,
    Words,
    folded,
    outcome_words,
    value_words,
)
from tolerance_rules.tables.fields import DATES, RECORDED
from tolerance_rules.verdict.outcome import OUTCOME_LABELS

_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ t]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?"
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")
SERIAL_EPOCH = date(1899, 12, 30)
"""The day that Excel counts as 0, in workbooks that do not count from 1904."""


def words_of(name: str, own: Words | None = None) -> Words:
    """Return the words of a fact, or of the recorded outcome; `own` are a mapping's, and go first.

    Words are as `folded` returns them; a recorded outcome may be blank.
    """
    if name == RECORDED:
        outcomes = {word: outcome.value for word, outcome in outcome_words().items()}
        found: Words = dict.fromkeys(UNKNOWN) | outcomes
    else:
        found = value_words(vocabulary()[name])
    return {**found, **{folded(word): value for word, value in (own or {}).items()}}


def day_of(text: str, epoch: date = SERIAL_EPOCH) -> date | None:
    """Return the day that a text writes, or that a number counts from `epoch`; None if none."""
    text = folded(text)
    if serial := _SERIAL.fullmatch(text):
        days = int(serial[1])
        return date.fromordinal(epoch.toordinal() + days) if 20_000 <= days <= 80_000 else None
    found = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def word_fault(name: str, text: str) -> Fault:
    """Return what is wrong with a cell that says nothing a column can hold."""
    if name in DATES:
        message = f"{name} 的 {shorten(text)} 不是日期"
        return Fault("G031", message, "请写成 2024-05-01", subject=name)
    if name == RECORDED:
        return outcome_fault(text)
    spec = vocabulary()[name]
    options = "、".join(spec.label_of(value) for value in (*spec.values, None))
    message = f"{spec.label}（{name}）的值 {shorten(text)} 不能识别"
    return Fault("G032", message, f"请写 {options}", subject=name)


def outcome_fault(outcome: object) -> Fault:
    """Return what is wrong with a recorded outcome that is none, or not there."""
    if outcome is None or not str(outcome).strip(BLANK):
        return Fault("G001", "没有记录处理结果", "请补填处理结果", subject=RECORDED)
    names = [words[0] for words in OUTCOME_LABELS.values()]
    return Fault(
        "G002",
        f"处理结果 {shorten(outcome)} 不能识别{did_you_mean(str(outcome), names)}",
        f"请写 {'、'.join(names)}",
        subject=RECORDED,
    )
