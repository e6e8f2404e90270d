"""Template: a workbook to fill in, a column for each fact, and the mapping that goes with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tolerance_rules.facts import FactSpec, groups, vocabulary
from tolerance_rules.formats.atomic_file import creating
from tolerance_rules.language import Lang
from tolerance_rules.tables.fields import COLUMNS, DATES, EXPLAINING, HEADERS, RECORDED
from tolerance_rules.tables.workbook import LAST_ROW, new_workbook
from tolerance_rules.verdict.outcome import OUTCOME_LABELS

if TYPE_CHECKING:
    from xlsxwriter import Workbook

REGISTER = ("登记簿", "register")
ABOUT: dict[str, tuple[str, str]] = {
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
_ENGLISH = {
    "id": "number",
    "authority": "authority",
    "title": "title",
    "occurred_on": "occurred on",
    "decided_on": "decided on",
    "notified_on": "notified on",
    "filed_on": "filed on",
    RECORDED: "recorded outcome",
}
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


def columns(lang: Lang = "zh") -> list[Column]:
    """Return the columns of the template in order."""
    place = 0 if lang == "zh" else 1
    chinese = {name: header for header, name in reversed(HEADERS.items())}
    outcomes = tuple(words[place] for words in OUTCOME_LABELS.values())
    found = [
        Column(
            name,
            chinese[name] if lang == "zh" else _ENGLISH[name],
            REGISTER[place],
            ABOUT[name][place],
            outcomes if name == RECORDED else (),
        )
        for name in COLUMNS
    ]
    return [*found, *(_fact(spec, lang) for spec in vocabulary().values())]


def _fact(spec: FactSpec, lang: Lang) -> Column:
    chinese, _, english = groups()[spec.group].partition(" ")
    return Column(
        spec.name,
        spec.label if lang == "zh" else spec.label_en,
        chinese if lang == "zh" else english,
        spec.question,
        tuple(spec.label_of(value, lang) for value in (*spec.values, None)),
        spec.label_of(spec.presumed, lang),
    )


def mapping_yaml(lang: Lang = "zh") -> str:
    """Return the mapping of the template's headers."""
    head = (
        "# 左边照抄表头，右边是事实或者登记项目的名称；不要的列写 ignore，原样保留的写 keep。\n"
        "# 表里另有说法的，可以再写一节 values，例如\n"
        "# values:\n"
        "#   work.pilot: {属于: true, 不属于: false}\n",
        "# Headers on the left, names of facts or of the register's items on the right; ignore\n"
        "# leaves a column out, keep hands it on. Words of the table's own go in another section:\n"
        "# values:\n"
        "#   work.pilot: {applies: true, does not: false}\n",
    )
    # JSON strings are YAML, whatever stands in them.
    lines = [
        f"  {json.dumps(each.header, ensure_ascii=False)}: {each.name}" for each in columns(lang)
    ]
    return "\n".join([f"{head[0 if lang == 'zh' else 1]}columns:", *lines]) + "\n"


def write_template(file: Path, lang: Lang = "zh") -> None:
    """Write the workbook as a new file; FileExistsError if there is one of that name.

    ExecutorError says what to install.
    """
    with creating(file) as part, new_workbook(part, constant_memory=False) as book:
        _fill(book, columns(lang), lang)


def _fill(book: Workbook, given: Sequence[Column], lang: Lang) -> None:
    place = 0 if lang == "zh" else 1
    register = book.add_worksheet(REGISTER[place])
    explained, listed = (book.add_worksheet(names[place]) for names in EXPLAINING)
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
    for at, (title, width) in enumerate(zip(HEADS[place], (24, 36, 14, 80, 50, 14), strict=True)):
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
    if column.options:
        return {"validate": "list", "source": lists[column.options], **about}
    if column.name in DATES:
        days = {"minimum": _FIRST_DAY, "maximum": _LAST_DAY}
        return {"validate": "date", "criteria": "between", **days, **about}
    return {}


def _explained(column: Column, lang: Lang) -> Iterator[str]:
    mark = "、" if lang == "zh" else "; "
    day = ("日期，如 2024-05-01", "a date, such as 2024-05-01")[0 if lang == "zh" else 1]
    yield column.header
    yield column.name
    yield column.group
    yield column.question
    yield day if column.name in DATES else mark.join(column.options)
    yield column.presumed
