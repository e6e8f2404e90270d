"""Report as HTML: one file that reads and prints anywhere, with no script and no request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tolerance_rules.audit.findings import AuditReport, Finding, Kind, PastDecision, Spread
from tolerance_rules.audit.report_labels import Labels
from tolerance_rules.audit.report_tables import (
    COLUMNS,
    PAIRS,
    Cell,
    differing,
    in_order,
    rows,
    shared,
)
from tolerance_rules.audit.report_words import KINDS
from tolerance_rules.decision import Lang
from tolerance_rules.errors import ExecutorError
from tolerance_rules.facts import vocabulary

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_ROWS = 200
"""Findings shown in the table of one kind; the rest are counted and left to the workbook."""
MOST_PAIRS = 30
MOST_CASES = 8
"""Cases named on one side of a comparison."""
MOST_VALUES = 60
"""Rows of a table of spread."""


@dataclass(frozen=True)
class Side:
    """One column of a comparison: its heading and the cases that stand in it."""

    heading: str
    cases: tuple[PastDecision, ...]
    more: int


@dataclass(frozen=True)
class Line:
    """One row of a comparison: a value for each side, and which sides it favours."""

    label: str
    values: tuple[str, ...]
    differs: bool
    favours: tuple[bool, ...]


@dataclass(frozen=True)
class Comparison:
    """Decisions side by side."""

    number: int
    sides: tuple[Side, ...]
    lines: tuple[Line, ...]
    same: str


@dataclass(frozen=True)
class Section:
    """The findings of one kind as they are shown."""

    kind: Kind
    total: int
    shown: int
    concerned: int
    heads: tuple[tuple[str, float], ...]
    """Headings of the table, each with its share of the width, in hundredths."""
    table: tuple[list[Cell], ...]
    comparisons: tuple[Comparison, ...]
    texts: tuple[tuple[str, str], ...]
    """Citation and verbatim text of the clauses named in the table."""


@dataclass(frozen=True)
class SpreadTable:
    """A spread as a table: for each value of the dimension, the counts by outcome."""

    dimension: str
    permitted: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    total: int


def to_html(report: AuditReport, lang: Lang = "zh") -> str:
    """Return the report as one self-contained HTML file; ExecutorError says what to install."""
    environment = _environment()
    # Imported here: the charts need what comes with the template library.
    from tolerance_rules.audit.report_charts import charts

    labels = Labels(report, lang)
    sections = [_section(kind, report.of(kind), labels) for kind in Kind]
    return environment.get_template("report.html.j2").render(
        report=report,
        labels=labels,
        word=labels.word,
        lang="zh-CN" if lang == "zh" else "en",
        kinds=KINDS,
        law=Kind.ERROR_OF_LAW,
        sections=sections,
        texts=_texts(sections),
        charts=charts(report, labels),
        spreads=[_spread_table(spread, labels) for spread in report.spreads],
    )


def _section(kind: Kind, found: Sequence[Finding], labels: Labels) -> Section:
    shown = found[: MOST_PAIRS if kind in PAIRS else MOST_ROWS]
    columns = tuple(column for column in COLUMNS[kind] if column.paper)
    width = sum(column.width for column in columns) / 100
    named = dict.fromkeys(clause for finding in shown for clause in finding.clauses)
    texts = ((labels.clause(clause), labels.clause_text(clause)) for clause in named)
    table = () if kind in PAIRS else tuple(cells for _, cells in rows(shown, columns, labels))
    return Section(
        kind=kind,
        total=len(found),
        shown=len(shown),
        concerned=len({decision.row for finding in found for decision in finding.decisions}),
        heads=tuple((labels.word(each.head), round(each.width / width, 2)) for each in columns),
        table=table,
        comparisons=tuple(
            _comparison(number, finding, labels) for number, finding in enumerate(shown, 1)
        )
        if kind in PAIRS
        else (),
        texts=tuple((citation, text) for citation, text in texts if text),
    )


def _texts(sections: Sequence[Section]) -> list[tuple[str, str]]:
    """Return the clauses that any section cites, each once."""
    return list(dict.fromkeys(pair for section in sections for pair in section.texts))


def _comparison(number: int, found: Finding, labels: Labels) -> Comparison:
    sides = _sides(found, labels)
    firsts = [side.cases[0] for side in sides]
    apart = differing(found)
    lines = [
        _line(labels.word("recorded"), [labels.outcome(case.recorded) for case in firsts]),
        _line(labels.word("named"), [labels.outcome(case.named) for case in firsts]),
        _line(labels.word("permitted"), [labels.outcomes(case.permitted) for case in firsts]),
        *(_fact_line(name, firsts, labels) for name in apart),
    ]
    return Comparison(number, sides, tuple(lines), _same(found, labels))


def _sides(found: Finding, labels: Labels) -> tuple[Side, ...]:
    """Return the two cases of an inversion, or the cases of a group by recorded outcome."""
    if found.kind is Kind.INVERSION:
        better, worse = found.decisions[0], found.decisions[1:]
        return (
            Side(labels.word("better"), (better,), 0),
            Side(labels.word("worse"), worse[:MOST_CASES], max(0, len(worse) - MOST_CASES)),
        )
    groups: dict[str, list[PastDecision]] = {}
    for decision in found.decisions:
        groups.setdefault(decision.recorded, []).append(decision)
    return tuple(
        Side(
            f"{labels.outcome(outcome)}{labels.word('colon')}{labels.word('total', len(cases))}",
            tuple(cases[:MOST_CASES]),
            max(0, len(cases) - MOST_CASES),
        )
        for outcome, cases in groups.items()
    )


def _line(label: str, values: Sequence[str]) -> Line:
    return Line(label, tuple(values), len(set(values)) > 1, (False,) * len(values))


def _fact_line(name: str, cases: Sequence[PastDecision], labels: Labels) -> Line:
    spec = vocabulary().get(name)
    values = [case.facts.get(name) for case in cases]
    order = spec.order if spec and spec.direction != "neutral" else ()
    # A value outside the order, or unknown, is neither better nor worse than another.
    ranks = [order.index(value) if value in order else -1 for value in values]
    ranked = -1 not in ranks and min(ranks) < max(ranks)
    favours = tuple(ranked and rank == max(ranks) for rank in ranks)
    written = tuple(labels.value(name, value) for value in values)
    return Line(labels.fact(name), written, len(set(values)) > 1, favours)


def _same(found: Finding, labels: Labels) -> str:
    """Return the facts the cases share in one paragraph, true ones together, then false ones."""
    facts = found.decisions[0].facts
    grouped: dict[bool, list[str]] = {True: [], False: []}
    rest: list[str] = []
    for name in shared(found):
        value = facts[name]
        if isinstance(value, bool):
            grouped[value].append(labels.fact(name))
        else:
            rest.append(labels.word("is", labels.fact(name), labels.value(name, value)))
    yes_no = {True: ("是", "yes"), False: ("否", "no")}
    said = [
        labels.word("colon").join((yes_no[value][labels.lang != "zh"], labels.join(names)))
        for value, names in grouped.items()
        if names
    ]
    return labels.word("then").join([*said, *rest])


def _spread_table(spread: Spread, labels: Labels) -> SpreadTable:
    codes = in_order(spread.counts.values())
    counted = [
        (labels.dimension_value(spread.dimension, value), _counts(counts, codes))
        for value, counts in spread.counts.items()
    ]
    return SpreadTable(
        dimension=labels.dimension(spread.dimension),
        permitted=labels.outcomes(spread.permitted),
        heads=tuple(labels.outcome(code) for code in codes),
        rows=tuple(counted[:MOST_VALUES]),
        total=len(counted),
    )


def _counts(counts: Mapping[str, int], codes: Sequence[str]) -> tuple[int, ...]:
    return (*(counts.get(code, 0) for code in codes), sum(counts.values()))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError as error:
        raise ExecutorError(
            "没有安装 Jinja2，不能生成 HTML 报告。请运行：pip install 'tolerance-rules[audit]'"
        ) from error
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
