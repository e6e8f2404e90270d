"""Report as a workbook: a summary, one sheet per kind of finding, and the distributions."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tolerance_rules.audit.findings import AuditReport, Kind
from tolerance_rules.audit.report.labels import Labels
from tolerance_rules.audit.report.tables import COLUMNS, PAIRS, Cell, in_order, rows
from tolerance_rules.errors import ToleranceRulesError
from tolerance_rules.formats.atomic_file import replacing
from tolerance_rules.language import Lang
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.workbook import LAST_ROW, LONGEST, new_workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

WIDEST = 70
"""The widest column; what asks for more is long text, left on one line so that rows stay low."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Sheet:
    """One sheet being filled from the top; every text is written as text, never as a formula."""

    def __init__(self, book: Workbook, name: str, widths: Sequence[int]) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        # The quote prefix keeps a text a text even when somebody edits the cell.
        self._looks = {
            (wrap, quoted): book.add_format(
                {"valign": "top", "text_wrap": wrap, "quote_prefix": quoted}
            )
            for wrap in (True, False)
            for quoted in (True, False)
        }
        self._head = book.add_format(
            {"valign": "top", "text_wrap": True, "bold": True, "bg_color": "#E8EDF3", "bottom": 1}
        )
        self._wraps = [width <= WIDEST for width in widths]
        self.row = 0
        for index, width in enumerate(widths):
            self.sheet.set_column(index, index, min(width, WIDEST))

    def table(self, heads: Sequence[str], body: Iterable[Sequence[Cell]], *, filter: bool) -> None:
        """Write a table below what stands; what goes beyond the last row is left out."""
        top = self.row
        self._write(heads, self._head)
        if filter:
            self.sheet.freeze_panes(self.row, 0)
        for cells in islice(body, LAST_ROW + 1 - self.row):
            self._write(cells)
        if filter:
            self.sheet.autofilter(top, 0, max(self.row - 1, top), len(heads) - 1)

    def _write(self, cells: Sequence[Cell], look: Any = None) -> None:
        for index, cell in enumerate(cells):
            wraps = self._wraps[index]
            if isinstance(cell, int):
                self.sheet.write_number(self.row, index, cell, look or self._looks[wraps, False])
            else:
                text = cell if len(cell) <= LONGEST else cell[: LONGEST - 1] + "…"
                text = text.encode("utf-8", "replace").decode("utf-8")
                style = look or self._looks[wraps, text.startswith(_FORMULA)]
                self.sheet.write_string(self.row, index, text, style)
        self.row += 1


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
    summary = Sheet(book, word("summary"), (28, 14, 14, 70, 26))
    heads = [word(name) for name in ("kind", "findings", "concerned", "meaning", "action")]
    summary.table(heads, [_summary(report, kind, labels) for kind in report.kinds], filter=False)
    summary.row += 1
    outcomes = [(labels.outcome(code), count) for code, count in report.outcomes.items()]
    summary.table((word("chart_outcomes"), word("count")), outcomes, filter=False)
    summary.row += 1
    summary.table((word("basis_item"), word("basis_value")), _basis(report, labels), filter=False)
    for kind in report.kinds:
        _kind_sheet(book, report, kind, labels)
    _distributions(book, report, labels)
    if report.refused:
        refused = Sheet(book, word("refused"), [10, 100])
        lines: Iterable[list[Cell]] = ([each.row, each.reason] for each in report.refused)
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
        *((word("read"), each) for each in report.read),
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
    widths = [column.width for column in columns]
    sheet = Sheet(book, labels.kind(kind), [8, *widths] if paired else widths)
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
