"""Report as a workbook: a summary, one sheet per kind of finding, and the distributions."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tolerance_rules.audit.findings import AuditReport, Kind
from tolerance_rules.audit.report.labels import Labels
from tolerance_rules.audit.report.sheet import NARROW, Sheet
from tolerance_rules.audit.report.tables import COLUMNS, PAIRS, Cell, in_order, rows
from tolerance_rules.audit.report.workbook_charts import CHART_COLUMNS, Range, draw
from tolerance_rules.errors import ToleranceRulesError
from tolerance_rules.formats.atomic_file import replacing
from tolerance_rules.language import Lang
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.workbook import LAST_ROW, new_workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SUMMARY_WIDTHS = (30, 12, 12, 78, 26)
"""The columns of the summary: as wide as a page across."""


def to_workbook(
    report: AuditReport,
    rules: Ruleset,
    path: str | os.PathLike[str],
    lang: Lang = "zh",
    *,
    inputs: Iterable[str | os.PathLike[str]] = (),
) -> None:
    """Write the report as an .xlsx workbook, whole or not at all.

    `rules` are those that the report was made by. An earlier report of that name is replaced; the
    register and the `inputs` never are: ToleranceRulesError. OSError says why the file cannot be
    written, ExecutorError what to install.
    """
    target = Path(path)
    _refuse_input(target, report, inputs)
    labels = Labels(report, rules, lang)
    with replacing(target) as part, new_workbook(part) as book:
        book.set_properties({"title": labels.word("title")})
        _fill(book, report, labels)


def _refuse_input(target: Path, report: AuditReport, inputs: Iterable[Any]) -> None:
    for given in map(Path, (report.register, *inputs)):
        # A register may be named without its folder: then a file of that name is left alone.
        same_name = len(given.parts) == 1 and given.name == target.name
        if target.exists() and (same_name or (given.exists() and target.samefile(given))):
            raise ToleranceRulesError(
                f"不能把报告写到 {target}：它是被审计的登记簿。请另给一个文件名"
            )


def _fill(book: Workbook, report: AuditReport, labels: Labels) -> None:
    word = labels.word
    summary = Sheet(book, word("summary"), SUMMARY_WIDTHS)
    heads = [word(name) for name in ("kind", "findings", "concerned", "meaning", "action")]
    summary.table(heads, [_summary(report, kind, labels) for kind in report.kinds], filter=False)
    kinds = Range(word("chart_kinds"), 1, summary.row - 1, 1)
    summary.row += 1
    first = summary.row + 1
    outcomes = [(labels.outcome(code), count) for code, count in report.outcomes.items()]
    summary.table((word("chart_outcomes"), word("count")), outcomes, filter=False)
    recorded = Range(word("chart_outcomes"), first, summary.row - 1, 1)
    summary.row += 1
    summary.wide_table((word("basis_item"), word("basis_value")), _basis(report, labels))
    charts = Sheet(book, word("charts"), [NARROW] * CHART_COLUMNS)
    charts.print_to(draw(book, summary.sheet.get_name(), charts.sheet, 0, [recorded, kinds]))
    for kind in report.kinds:
        _kind_sheet(book, report, kind, labels)
    _distributions(book, report, labels)
    if report.refused:
        refused = Sheet(book, word("refused"), [10, 100])
        lines: Iterable[list[Cell]] = ([each.row, labels.reason(each)] for each in report.refused)
        refused.table((word("row"), word("reason")), lines, filter=True)


def _summary(report: AuditReport, kind: Kind, labels: Labels) -> list[Cell]:
    found = report.of(kind)
    concerned = len({decision.row for finding in found for decision in finding.decisions})
    name, meaning, action = labels.kind(kind), labels.meaning(kind), labels.action(kind)
    return [name, len(found), concerned, meaning, action]


def _basis(report: AuditReport, labels: Labels) -> list[tuple[str, Cell]]:
    word, rules = labels.word, report.ruleset
    first, last = report.calendar_years
    calendar = word("calendar_known", first, last) if last else word("calendar_none")
    policy = f"{labels.policy(report)} {rules.policy_sha256}"
    return [
        (word("register"), report.register),
        *((word("read"), each) for each in labels.read(report)),
        (word("rows"), report.rows),
        (word("rejected"), report.rejected),
        (word("not_compared"), report.not_compared),
        (word("ruleset"), f"{rules.document_number}《{rules.title}》 ({rules.id})"),
        (word("fingerprint"), rules.sha256),
        *((word("readings"), labels.reading(*reading)) for reading in rules.readings.items()),
        *([(word("policy"), policy)] if report.policy else []),
        (word("calendar"), calendar),
    ]


def _kind_sheet(book: Workbook, report: AuditReport, kind: Kind, labels: Labels) -> None:
    columns, found = [each for each in COLUMNS[kind] if each.sheet], report.of(kind)
    paired = kind in PAIRS
    heads = [labels.word(column.head) for column in columns]
    widths = [*([8] if paired else []), *(column.width for column in columns)]
    printed = len(widths) - sum(not column.printed for column in columns)
    sheet = Sheet(book, labels.kind(kind), widths, printed=printed)
    total = sum(len(finding.decisions) for finding in found)
    if total > LAST_ROW - 1:
        sheet.table([labels.word("limited_sheet", total, LAST_ROW - 1)], (), filter=False)
    body = ([number, *cells] if paired else cells for number, cells in rows(found, columns, labels))
    sheet.table([labels.word("group"), *heads] if paired else heads, body, filter=True)


def _distributions(book: Workbook, report: AuditReport, labels: Labels) -> None:
    codes = in_order(
        [counts for distribution in report.distributions for counts in distribution.counts.values()]
    )
    heads = [
        labels.word(name) for name in ("distribution_dimension", "permitted", "distribution_value")
    ]
    heads += [*map(labels.outcome, codes), labels.word("count")]
    sheet = Sheet(book, labels.word("distributions"), [24, 44, 30, *[16] * (len(codes) + 1)])
    body: Iterable[list[Cell]] = (
        [
            labels.dimension(distribution.dimension),
            labels.outcomes(distribution.permitted),
            labels.dimension_value(distribution.dimension, value),
            *(counts.get(code, 0) for code in codes),
            sum(counts.values()),
        ]
        for distribution in report.distributions
        for value, counts in distribution.counts.items()
    )
    sheet.table(heads, body, filter=True)
