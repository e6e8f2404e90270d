"""Template: a workbook or a CSV to fill in, a column for each fact, and its mapping."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tolerance_rules.formats.atomic_file import creating, write_new
from tolerance_rules.formats.human_values import SEVERAL
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.fields import (
    COLUMNS,
    DATES,
    EXPLAINING,
    HEADERS,
    HEADERS_EN,
    RECORDED,
)
from tolerance_rules.tables.workbook import LAST_ROW, new_workbook
from tolerance_rules.vocabulary.fact_spec import FactSpec

if TYPE_CHECKING:
    from xlsxwriter import Workbook

REGISTER = ("登记簿", "register")
ABOUT: Mapping[str, Pair] = {
    "id": ("决定或者案件的编号", "number of the decision or the case"),
    "authority": ("作出决定的部门", "the authority that decided"),
    "title": ("一句话说明是什么事", "what it is about, in a sentence"),
    "occurred_on": ("行为发生的日期", "date of the conduct"),
    "decided_on": ("作出结论的日期", "date of the decision"),
    "notified_on": ("告知当事人的日期", "date of notice to the person concerned"),
    "filed_on": ("报送备案的日期", "date of filing"),
    RECORDED: ("已经作出的结论；还没有的空着", "the outcome recorded; blank if none yet"),
}
HEADS = (
    ("表头", "名称", "分组", "问题", "可填的值", "空着时推定"),
    ("header", "name", "group", "question", "values", "presumed when blank"),
)
WIDTHS = (24, 36, 14, 80, 50, 14)
DAY: Pair = ("日期，如 2024-05-01", "a date, such as 2024-05-01")
SEVERAL_VALUES: Pair = (
    f"仍有几种可能的，用 {SEVERAL} 隔开，如 {{}}",
    f"several that are still possible are joined by {SEVERAL}: {{}}",
)
NOT_MADE: Pair = ("{}（没有作出认定）", "{} (the finding was not made)")
MAPPING_HEAD: Pair = (
    "# 左边照抄表头，右边是事实或者登记项目的名称；不要的列写 ignore，原样保留的写 keep。\n"
    "# 表里另有说法的，可以再写一节 values，例如\n"
    "# values:\n"
    "#   {}: {{属于: true, 不属于: false, 待定: null}}\n",
    "# Headers on the left, names of facts or of the register's items on the right; ignore\n"
    "# leaves a column out, keep hands it on. Words of the table's own go in another section:\n"
    "# values:\n"
    "#   {}: {{applies: true, does not: false, pending: null}}\n",
)
_MESSAGE = 255
"""The characters that Excel shows beside a cell."""
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class Column:
    """A column of the template: its header, what it is for, and what may stand in it."""

    name: str
    header: str
    group: str
    question: str
    options: tuple[str, ...] = ()
    presumed: str = ""
    several: str = ""
    """How several values that are still possible are written; blank where that cannot be."""


def columns(rules: Ruleset, lang: Lang = "zh") -> list[Column]:
    """Return the columns of the template in order."""
    register = HEADERS if lang == "zh" else HEADERS_EN
    headers = {name: header for header, name in reversed(register.items())}
    outcomes = tuple(rules.label(code, lang) for code in rules.labels)
    found = [
        Column(
            name,
            headers[name],
            pick(lang, REGISTER),
            pick(lang, ABOUT[name]),
            outcomes if name == RECORDED else (),
        )
        for name in COLUMNS
    ]
    groups = {name: group.title(lang) for name, group in rules.vocabulary.groups.items()}
    return found + [_fact(spec, groups, lang) for spec in rules.vocabulary.values()]


def _fact(spec: FactSpec, groups: Mapping[str, str], lang: Lang) -> Column:
    labels = [spec.label_of(value, lang) for value in spec.values]
    presumed = spec.label_of(spec.presumed, lang)
    options = labels if spec.finding else [*labels, spec.label_of(None, lang)]
    several = SEVERAL.join(labels[:2]) if len(labels) > 2 else ""
    return Column(
        spec.name,
        spec.name_of(lang),
        groups[spec.group],
        spec.question_of(lang),
        tuple(options),
        say(lang, NOT_MADE, presumed) if spec.finding else presumed,
        say(lang, SEVERAL_VALUES, several) if several else "",
    )


def mapping_yaml(rules: Ruleset, lang: Lang = "zh") -> str:
    """Return the mapping of the template's headers."""
    facts = rules.vocabulary.values()
    example = next((spec.name for spec in facts if spec.boolean and not spec.finding), "")
    # JSON strings are YAML, whatever stands in them.
    lines = [
        f"  {json.dumps(each.header, ensure_ascii=False)}: {each.name}"
        for each in columns(rules, lang)
    ]
    return "\n".join([say(lang, MAPPING_HEAD, example) + "columns:", *lines]) + "\n"


def write_template(file: Path, rules: Ruleset, lang: Lang = "zh") -> None:
    """Write a workbook, or a CSV with the headers, as a new file; FileExistsError if it is there.

    ExecutorError says what to install.
    """
    if file.suffix.lower() == ".csv":
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(each.header for each in columns(rules, lang))
        # The mark tells Excel that this is UTF-8.
        write_new(file, f"\ufeff{line.getvalue()}")
        return
    with creating(file) as part, new_workbook(part, constant_memory=False) as book:
        _fill(book, columns(rules, lang), lang)


def _fill(book: Workbook, given: Sequence[Column], lang: Lang) -> None:
    register = book.add_worksheet(pick(lang, REGISTER))
    explained, listed = (book.add_worksheet(pick(lang, names)) for names in EXPLAINING)
    wrap = {"text_wrap": True, "valign": "top"}
    head = book.add_format({**wrap, "bold": True, "bg_color": "#E8EDF3", "bottom": 1})
    dated = book.add_format({"num_format": "yyyy-mm-dd"})
    # As text, so that Excel does not make a number or a date of what is typed.
    plain = book.add_format({"num_format": "@"})
    lists = _lists(listed, given)
    for at, column in enumerate(given):
        register.write_string(0, at, column.header, head)
        register.set_column(at, at, 16, dated if column.name in DATES else plain)
        validation = _validation(column, lists)
        if validation:
            register.data_validation(1, at, LAST_ROW, at, validation)
    register.set_row(0, 48)
    register.freeze_panes(1, 1)
    wrapped = book.add_format(wrap)
    heads = HEADS[0 if lang == "zh" else 1]
    for at, (title, width) in enumerate(zip(heads, WIDTHS, strict=True)):
        explained.write_string(0, at, title, head)
        explained.set_column(at, at, width)
    for row, column in enumerate(given, 1):
        for at, text in enumerate(_explained(column, lang)):
            explained.write_string(row, at, text, wrapped)
    explained.freeze_panes(1, 1)


def _lists(sheet: Any, given: Sequence[Column]) -> dict[tuple[str, ...], str]:
    """Write each list of values into a column of its own, and return where the lists stand."""
    from xlsxwriter.utility import xl_range_abs

    found: dict[tuple[str, ...], str] = {}
    for column in given:
        if column.options and column.options not in found:
            at = len(found)
            sheet.write_column(0, at, column.options)
            sheet.set_column(at, at, 28)
            cells = xl_range_abs(0, at, len(column.options) - 1, at)
            found[column.options] = f"='{sheet.get_name()}'!{cells}"
    return found


def _validation(column: Column, lists: dict[tuple[str, ...], str]) -> dict[str, Any]:
    about = {"input_title": column.header[:32], "input_message": column.question[:_MESSAGE]}
    if column.several:
        # Excel knows no list of which several may be written: it asks, and lets it stand.
        about |= {"error_type": "information", "error_message": column.several[:_MESSAGE]}
    if column.options:
        return {"validate": "list", "source": lists[column.options], **about}
    if column.name in DATES:
        days = {"minimum": _FIRST_DAY, "maximum": _LAST_DAY}
        return {"validate": "date", "criteria": "between", **days, **about}
    return {}


def _explained(column: Column, lang: Lang) -> Iterator[str]:
    options = pick(lang, ("、", "; ")).join(column.options)
    several = pick(lang, ("；", ". ")) + column.several if column.several else ""
    yield column.header
    yield column.name
    yield column.group
    yield column.question
    yield pick(lang, DAY) if column.name in DATES else options + several
    yield column.presumed
