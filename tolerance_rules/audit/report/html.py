"""Report as HTML: one file that reads and prints anywhere, with no request.

Its one script, for search, is named by its hash: the browser runs no other.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from tolerance_rules.audit.findings import AuditFinding, AuditReport, Distribution, Kind
from tolerance_rules.audit.relevance import ENOUGH
from tolerance_rules.audit.report.comparisons import SideBySide, comparison
from tolerance_rules.audit.report.labels import Labels
from tolerance_rules.audit.report.tables import (
    COLUMNS,
    PAIRS,
    Cell,
    ReportColumn,
    in_law,
    in_order,
    rows,
)
from tolerance_rules.errors import ExecutorError
from tolerance_rules.language import Lang
from tolerance_rules.rules import Ruleset

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
MOST_ROWS = 200
"""Findings shown in the table of one kind; the rest are counted and left to the workbook."""
MOST_PAIRS = 30
MOST_VALUES = 60
"""Rows of a table of distribution."""


@dataclass(frozen=True)
class KindSection:
    """The findings of one kind as they are shown."""

    kind: Kind
    total: int
    shown: int
    concerned: int
    heads: tuple[tuple[str, float], ...]
    """Headings of the table, each with its share of the width, in hundredths."""
    table: tuple[list[Cell], ...]
    comparisons: tuple[SideBySide, ...]
    clauses: tuple[str, ...]
    """The clauses named in the table."""
    note: str = ""


@dataclass(frozen=True)
class DistributionGroup:
    """The decisions of one permitted set: for each value of the dimension, counts by outcome."""

    permitted: str
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    total: int


@dataclass(frozen=True)
class DistributionTable:
    """What distributions by one dimension, the permitted sets one below the other."""

    caption: str
    dimension: str
    heads: tuple[str, ...]
    groups: tuple[DistributionGroup, ...]


def to_html(report: AuditReport, rules: Ruleset, lang: Lang = "zh") -> str:
    """Return the report as one self-contained HTML file; ExecutorError says what to install.

    `rules` are those that the report was made by.
    """
    environment = _environment()
    # Imported here: the charts need what comes with the template library.
    from markupsafe import Markup

    from tolerance_rules.audit.report.charts import charts

    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    labels = Labels(report, rules, lang)
    sections = [_section(kind, report.of(kind), labels) for kind in report.kinds]
    cited = [clause for section in sections for clause in section.clauses]
    law = [clause for each in sections if each.kind is Kind.ERROR_OF_LAW for clause in each.clauses]
    return environment.get_template("report.html.j2").render(
        report=report,
        script=Markup(script),
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
        labels=labels,
        word=labels.word,
        lang="zh-CN" if lang == "zh" else "en",
        law=Kind.ERROR_OF_LAW,
        enough=labels.word("enough", float(ENOUGH)),
        refused=report.refused[:MOST_ROWS],
        sections=sections,
        law_texts=_texts(law, labels),
        texts=_texts([clause for clause in cited if clause not in law], labels),
        charts=charts(report, labels),
        distributions=_distribution_tables(report.distributions, labels),
    )


def _section(kind: Kind, found: Sequence[AuditFinding], labels: Labels) -> KindSection:
    shown = found[: MOST_PAIRS if kind in PAIRS else MOST_ROWS]
    columns, table = _filled(shown, [column for column in COLUMNS[kind] if column.paper], labels)
    width = sum(column.width for column in columns) / 100
    named = dict.fromkeys(clause for finding in shown for clause in finding.clauses)
    pairs = [found[0].details["all_pairs"]] if found and "all_pairs" in found[0].details else []
    return KindSection(
        kind=kind,
        total=len(found),
        shown=len(shown),
        concerned=len({decision.row for finding in found for decision in finding.decisions}),
        heads=tuple((labels.word(each.head), round(each.width / width, 2)) for each in columns),
        table=() if kind in PAIRS else table,
        comparisons=tuple(
            comparison(number, finding, labels) for number, finding in enumerate(shown, 1)
        )
        if kind in PAIRS
        else (),
        clauses=tuple(named),
        note="".join(labels.word("all_pairs", number) for number in pairs),
    )


def _filled(
    found: Sequence[AuditFinding], columns: Sequence[ReportColumn], labels: Labels
) -> tuple[Sequence[ReportColumn], tuple[list[Cell], ...]]:
    """Return the columns in which something stands, and their cells: paper is narrow."""
    cells = [row for _, row in rows(found, columns, labels)]
    used = [index for index in range(len(columns)) if any(row[index] != "" for row in cells)]
    return [columns[index] for index in used], tuple([row[i] for i in used] for row in cells)


def _texts(clauses: Iterable[str], labels: Labels) -> list[tuple[str, str]]:
    """Return citation and verbatim text of clauses, each once, in the order of the regulation."""
    found = [(labels.clause(clause), labels.clause_text(clause)) for clause in in_law(clauses)]
    return [(citation, text) for citation, text in found if text]


def _distribution_tables(
    distributions: Sequence[Distribution], labels: Labels
) -> list[DistributionTable]:
    """Return a table for each dimension."""
    tables = []
    for dimension in dict.fromkeys(distribution.dimension for distribution in distributions):
        alike = [
            distribution for distribution in distributions if distribution.dimension == dimension
        ]
        codes = in_order(
            counts for distribution in alike for counts in distribution.counts.values()
        )
        tables.append(
            DistributionTable(
                caption=labels.distribution_caption(dimension),
                dimension=labels.dimension(dimension),
                heads=tuple(labels.outcome(code) for code in codes),
                groups=tuple(
                    _distribution_group(distribution, codes, labels) for distribution in alike
                ),
            )
        )
    return tables


def _distribution_group(
    distribution: Distribution, codes: Sequence[str], labels: Labels
) -> DistributionGroup:
    counted = tuple(
        (labels.dimension_value(distribution.dimension, value), _counts(counts, codes))
        for value, counts in distribution.counts.items()
    )
    permitted = labels.word("distribution_group", labels.outcomes(distribution.permitted))
    return DistributionGroup(permitted, counted[:MOST_VALUES], len(counted))


def _counts(counts: Mapping[str, int], codes: Sequence[str]) -> tuple[int, ...]:
    return (*(counts.get(code, 0) for code in codes), sum(counts.values()))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError as error:
        raise ExecutorError(
            '没有安装 Jinja2，不能生成 HTML 报告。请运行：pip install "tolerance-rules[audit]"',
            english="The HTML report needs Jinja2, which is not installed: "
            'pip install "tolerance-rules[audit]"',
        ) from error
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
