"""Words: what a cell says -> the value it stands for; what is not among them is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeAlias

from tolerance_rules.errors import Fault, did_you_mean, shorten
from tolerance_rules.facts import vocabulary
from tolerance_rules.tables.fields import DATES, RECORDED
from tolerance_rules.verdict.outcome import OUTCOME_LABELS, Outcome
from tolerance_rules.vocabulary.fact_spec import Value

Words: TypeAlias = Mapping[str, "Value | None"]

_UNKNOWN = ("", "未查明", "未知", "不详", "null", "not established")
_TRUE = ("是", "有", "对", "true", "t", "yes", "y", "1", "1.0", "√", "✓", "✔", "☑")
_FALSE = ("否", "无", "没有", "错", "false", "f", "no", "n", "0", "0.0", "×", "✗", "✘", "☒")
_BOOLEAN: Words = {
    **dict.fromkeys(_TRUE, True),
    **dict.fromkeys(_FALSE, False),
    **dict.fromkeys(_UNKNOWN),
}
_OUTCOMES = {
    "不予追究": "not_pursued",
    "免予处理": "exempt",
    "免于处分": "exempt",
    "免予处分": "exempt",
    "减轻": "mitigated",
    "从轻": "lighter",
    "不容错": "no_tolerance",
    "不适用容错": "ordinary_accountability",
    "按照有关规定处理": "ordinary_accountability",
    "按有关规定处理": "ordinary_accountability",
}
BLANK = " \t\r\n\f\v\u00a0\u3000\u200b\ufeff"
"""What is no ink at the ends of a cell: Excel and input methods leave it there unseen."""
# Full-width letters, digits and signs, which Chinese input methods write.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ t]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?"
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")
SERIAL_EPOCH = date(1899, 12, 30)
"""The day that Excel counts as 0, in workbooks that do not count from 1904."""


def normal(text: str) -> str:
    """Return a word as it is compared: without blanks around it, narrow, in lower case."""
    return text.translate(_NARROW).strip(BLANK).lower()


def words_of(name: str, own: Words | None = None) -> Words:
    """Return the words of a fact, or of the recorded outcome; `own` are a mapping's, and go first.

    Those of an enumerated fact are its codes and its labels in both languages.
    """
    found = dict(_BOOLEAN)
    if name == RECORDED or not vocabulary()[name].boolean:
        pairs = list(_outcomes() if name == RECORDED else _values(name))
        found = dict.fromkeys(_UNKNOWN)
        found |= {normal(word): value for word, value in pairs}
    return found | {normal(word): value for word, value in (own or {}).items()}


def _outcomes() -> Iterator[tuple[str, Value]]:
    yield from _OUTCOMES.items()
    for outcome in Outcome:
        yield outcome.value, outcome.value
        yield from ((label, outcome.value) for label in OUTCOME_LABELS[outcome])


def _values(name: str) -> Iterator[tuple[str, Value]]:
    spec = vocabulary()[name]
    for lang in ("en", "zh"):
        yield from ((spec.label_of(value, lang), value) for value in spec.values)
    yield from ((str(value), value) for value in spec.values)


def day_of(text: str, epoch: date = SERIAL_EPOCH) -> date | None:
    """Return the day that a text writes, or that a number counts from `epoch`; None if none."""
    text = normal(text)
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
