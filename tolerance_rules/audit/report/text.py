"""Report as text: a table of the kinds of finding, each with its count and its first rows."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.audit.findings import AuditReport, Kind
from tolerance_rules.audit.relevance import ENOUGH
from tolerance_rules.audit.report.kinds import KINDS
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.document import Table

TITLE: Pair = (
    "{}：共 {} 行，未予审计 {} 行，发现 {} 处",
    "{}: rows {}, refused {}, findings {}",
)
NOT_COMPARED: Pair = (
    "已查明的相关事实不足 {0:.0%}、没有同其他决定比较的：{1} 件",
    "Decisions compared with no other, for less than {0:.0%} of their relevant facts are "
    "established: {1}",
)
HEADINGS: tuple[Pair, ...] = (("问题", "Finding"), ("处数", "Count"), ("行", "Rows"))
LISTED = 20
"""How many findings of a kind are listed; the other formats have them all."""
ROWS_OF_ONE = 3
"""How many rows of one finding are listed."""


def notes(report: AuditReport, lang: Lang) -> Iterator[str]:
    """Yield what is to be known of the table: how many decisions could not be compared."""
    if report.not_compared:
        yield pick(lang, NOT_COMPARED).format(float(ENOUGH), report.not_compared)


def to_table(report: AuditReport, lang: Lang, name: str) -> Table:
    """Return the report on a register of that name as a table."""
    rows = []
    for kind in Kind:
        found = report.of(kind)
        if found:
            places = [
                "/".join(str(decision.row) for decision in finding.decisions[:ROWS_OF_ONE])
                for finding in found[:LISTED]
            ]
            more = " …" if len(found) > LISTED else ""
            rows.append((pick(lang, KINDS[kind].name), str(len(found)), " ".join(places) + more))
    title = pick(lang, TITLE).format(name, report.rows, report.rejected, len(report.findings))
    return Table(tuple(pick(lang, heading) for heading in HEADINGS), tuple(rows), title)
