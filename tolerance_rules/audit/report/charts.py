"""Report charts: which charts an audit report has, and the colours they are drawn in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from tolerance_rules.audit.findings import AuditReport, Distribution, Kind
from tolerance_rules.audit.report.bars import Bar, Part, bars, stacked
from tolerance_rules.audit.report.labels import Labels
from tolerance_rules.audit.report.tables import in_order

# From lenient (blue) to strict (red), then grey: told apart by readers who confuse red and green.
COLOURS: Mapping[str, tuple[str, str]] = {
    "not_pursued": ("#1f5fa8", "#ffffff"),
    "exempt": ("#6aaed6", "#10243a"),
    "mitigated": ("#cfe3f2", "#10243a"),
    "lighter": ("#f6d5b0", "#3a2410"),
    "no_tolerance": ("#a8322b", "#ffffff"),
    "ordinary_accountability": ("#6b6b6b", "#ffffff"),
}
"""The colour of each outcome, and of the count written on it."""
_OTHER = ("#dddddd", "#222222")
_LAW, _EXPLAIN, _DATES = "#a8322b", "#35618e", "#8a6a1f"
_OF_KIND = {
    Kind.ERROR_OF_LAW: _LAW,
    Kind.DATE_TO_COME: _DATES,
    Kind.LATE_NOTICE: _DATES,
    Kind.LATE_FILING: _DATES,
    Kind.CALENDAR_UNKNOWN: "#6b6b6b",
}
MOST_AUTHORITIES = 20
"""Authorities in one chart, those with the most decisions; the table below it has the others."""


@dataclass(frozen=True)
class Chart:
    """A chart and its caption; `left_out` rows are in the table only."""

    title: str
    drawing: Markup
    shown: int
    total: int


def charts(report: AuditReport, labels: Labels) -> list[Chart]:
    """Return the charts: recorded outcomes, findings by kind, distribution by authority."""
    drawn = [_outcomes(report, labels), _kinds(report, labels)]
    by_authority = [
        distribution
        for distribution in report.distributions
        if distribution.dimension == "authority"
    ]
    return drawn + [
        _distribution(distribution, f"chart-distribution-{number}", labels)
        for number, distribution in enumerate(by_authority, 1)
        # Where one outcome only is permitted there is nothing to compare.
        if len(distribution.permitted) > 1 and distribution.counts
    ]


def _outcomes(report: AuditReport, labels: Labels) -> Chart:
    counts = report.outcomes
    drawn = [
        Bar(labels.outcome(code), counts[code], COLOURS.get(code, _OTHER)[0])
        for code in in_order([counts])
    ]
    title = labels.word("chart_outcomes")
    return Chart(title, bars(drawn, **_words("chart-outcomes", title, drawn, labels)), 0, 0)


def _kinds(report: AuditReport, labels: Labels) -> Chart:
    drawn = [
        Bar(labels.kind(kind), len(report.of(kind)), _OF_KIND.get(kind, _EXPLAIN))
        for kind in report.kinds
    ]
    title = labels.word("chart_kinds")
    return Chart(title, bars(drawn, **_words("chart-kinds", title, drawn, labels)), 0, 0)


def _words(key: str, title: str, drawn: Iterable[Bar], labels: Labels) -> dict[str, str]:
    said = [labels.word("is", bar.label, bar.value) for bar in drawn]
    description = labels.word("then").join(said) or labels.word("no_data")
    return {"key": key, "title": title, "description": description}


def _distribution(distribution: Distribution, key: str, labels: Labels) -> Chart:
    most = sorted(distribution.counts.items(), key=lambda item: -sum(item[1].values()))
    shown = {
        labels.dimension_value(distribution.dimension, value): counts
        for value, counts in most[:MOST_AUTHORITIES]
    }
    parts = [
        Part(code, labels.outcome(code), *COLOURS.get(code, _OTHER))
        for code in in_order(distribution.counts.values())
    ]
    title = labels.word("chart_distribution", labels.outcomes(distribution.permitted))
    described = labels.word("then").join(
        label
        + labels.word("colon")
        + labels.join(
            labels.word("is", part.label, counts[part.code])
            for part in parts
            if counts.get(part.code)
        )
        for label, counts in shown.items()
    )
    drawing = stacked(shown, parts, key=key, title=title, description=described)
    return Chart(title, drawing, len(shown), len(most))
