"""Cell values: what a cell says of a fact, a day or a recorded outcome, or what is wrong with it.

In a typed table a partly known fact is a text: the values still possible, joined by `|`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from tolerance_rules.errors import Fault, shorten
from tolerance_rules.formats.human_dates import day_from_text
from tolerance_rules.formats.human_outcomes import not_clear, outcome_words, plain_outcome
from tolerance_rules.formats.human_values import (
    BLANK,
    SEVERAL,
    ValueReader,
    Words,
    ambiguity,
    folded,
    has_odd_digits,
    says_nothing,
    unquoted,
)
from tolerance_rules.language import LANGS, Lang, Pair, pick
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.fields import DATES, LABELS, RECORDED
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known, Value

CellReader: TypeAlias = Callable[[str], "Known | date"]
"""Returns what the text of a cell says; ValueError if it says nothing."""

_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")
SERIAL_EPOCH = date(1899, 12, 30)
"""The day that Excel counts as 0, in workbooks that do not count from 1904."""


def cell_reader(
    name: str, rules: Ruleset, own: Words | None = None, epoch: date = SERIAL_EPOCH
) -> CellReader:
    """Return the reader of a column: a fact, a date, or the recorded outcome.

    The words of `own`, which are a mapping's, go before the usual ones; `epoch` is the day that
    serial numbers count from.
    """
    if name in DATES:
        return lambda text: _day(text, epoch)
    if name == RECORDED:
        return _outcome_reader(rules, own or {})
    return ValueReader(rules.vocabulary[name], own).known


def _outcome_reader(rules: Ruleset, own: Words) -> CellReader:
    meant = outcome_words(rules.labels)
    words: dict[str, Known] = {word: outcome.value for word, outcome in meant.items()}
    words |= {folded(word): outcome for word, outcome in own.items()}

    def read(text: str) -> Known:
        said = folded(text)
        for each in (said, unquoted(said)):
            if each in words:
                return words[each]
        if says_nothing(said):
            return None
        if (plain := plain_outcome(text)) in words:
            return words[plain]
        raise ValueError(text)

    return read


def _day(text: str, epoch: date) -> date | None:
    """Return the day that a text writes, or that a number counts from `epoch`; None if blank."""
    serial = _SERIAL.fullmatch(folded(text))
    if serial and not has_odd_digits(text):
        if not 20_000 <= int(serial[1]) <= 80_000:
            raise ValueError(text)
        return date.fromordinal(epoch.toordinal() + int(serial[1]))
    return day_from_text(text)


def cell_of(known: Known) -> Value | None:
    """Return what a typed table has in a cell for what is known of a fact."""
    return SEVERAL.join(map(str, known)) if isinstance(known, tuple) else known


def known_of(spec: FactSpec, cell: Value | None) -> Known:
    """Return what a cell of a typed table says of a fact."""
    if isinstance(cell, str):
        return spec.known(cell.split(SEVERAL))
    return False if cell is None and spec.finding else cell


def cell_label(spec: FactSpec, lang: Lang, cell: str) -> str:
    """Return a cell of a typed table with labels in place of codes; it can be read again."""
    return SEVERAL.join(pick(lang, spec.value_labels[code]) for code in cell.split(SEVERAL))


def cell_fault(name: str, text: str, rules: Ruleset) -> Fault:
    """Return what is wrong with a cell that says nothing its column can hold."""
    if name in DATES:
        message = (
            f"{LABELS[name]}的值 {shorten(text)} 不是日期",
            f"{name.replace('_', ' ')}: {shorten(text)} is no date",
        )
        remedy = ("请写成 2024-05-01", "write it as 2024-05-01")
        return Fault.of("G031", message, remedy, subject=name)
    if name == RECORDED:
        return _outcome_fault(text, rules)
    spec = rules.vocabulary[name]
    zh, en = f"{spec.label}的值 {shorten(text)} 不能识别", f"{spec.label_en}: {shorten(text)}"
    en += " is not understood"
    if why := ambiguity(text):
        zh, en = f"{zh}：{why}", f"{en}: {ambiguity(text, 'en')}"
    return Fault.of("G032", (zh, en), _options(spec), subject=name)


def _options(spec: FactSpec) -> Pair:
    """Return what may be written of a fact."""
    zh, en = ([spec.label_of(value, lang) for value in spec.values] for lang in LANGS)
    if spec.finding:
        return (
            f"请写 {'、'.join(zh)}；没有作出认定的，写否或者空着",
            f"write {', '.join(en)}; where it has not been recorded, No or nothing",
        )
    words = (
        f"请写 {'、'.join([*zh, spec.label_of(None)])}",
        f"write {', '.join([*en, spec.label_of(None, 'en')])}",
    )
    if spec.boolean:
        return words
    return (
        f"{words[0]}；仍有几种可能的，用 {SEVERAL} 隔开，如 {SEVERAL.join(zh[:2])}",
        f"{words[1]}; where several are possible, put {SEVERAL} between, as in "
        + SEVERAL.join(en[:2]),
    )


def _outcome_fault(outcome: object, rules: Ruleset) -> Fault:
    """Return what is wrong with a recorded outcome that is none, or not there."""
    if outcome is None or not str(outcome).strip(BLANK):
        message = ("没有记录处理结果", "No outcome is recorded")
        return Fault.of("G001", message, ("请补填处理结果", "fill it in"), subject=RECORDED)
    zh, en = ([rules.label(code, lang) for code in rules.labels] for lang in LANGS)
    shown, given = shorten(outcome), str(outcome)
    message = (
        f"处理结果 {shown} 不能识别：{not_clear(given, rules.labels)}",
        f"The recorded outcome {shown} is not clear: {not_clear(given, rules.labels, 'en')}",
    )
    remedy = (f"请写 {'、'.join(zh)}", f"write {', '.join(en)}")
    return Fault.of("G002", message, remedy, subject=RECORDED)
