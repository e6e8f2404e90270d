"""Report overview: the findings of an audit by kind, in words, as plain data for a screen."""

from __future__ import annotations

from typing import Any

from tolerance_rules.audit.findings import AuditReport, Kind
from tolerance_rules.audit.report.html import MOST_ROWS
from tolerance_rules.audit.report.labels import Labels
from tolerance_rules.audit.report.tables import COLUMNS, PAIRS, ReportColumn, rows
from tolerance_rules.language import Lang
from tolerance_rules.rules import Ruleset

_OF_PAIRS = frozenset({"differing", "remark"})
"""Columns that paper has no room for and that say what is found of decisions compared."""


def to_overview(report: AuditReport, rules: Ruleset, lang: Lang = "zh") -> dict[str, Any]:
    """Return the kinds of finding in their order, the gravest first, each with its decisions.

    Of each kind, and of the rows that were not audited, the first are listed and all are counted.
    """
    labels = Labels(report, rules, lang)
    return {
        "register": report.register,
        "rows": report.rows,
        "rejected": report.rejected,
        "not_compared": report.not_compared,
        "read": list(labels.read(report)),
        "readings": [labels.reading(*each) for each in report.ruleset.readings.items()],
        "policy": labels.policy(report),
        "outcomes": [
            {"name": labels.outcome(code), "count": count}
            for code, count in report.outcomes.items()
        ],
        "kinds": [_kind(report, kind, labels) for kind in report.kinds],
        "refused": [
            {"row": each.row, "reason": labels.reason(each)} for each in report.refused[:MOST_ROWS]
        ],
    }


def _kind(report: AuditReport, kind: Kind, labels: Labels) -> dict[str, Any]:
    found = report.of(kind)
    columns = [each for each in COLUMNS[kind] if _is_shown(each, kind)]
    listed = list(rows(found[:MOST_ROWS], columns, labels))[:MOST_ROWS]
    used = [at for at in range(len(columns)) if any(cells[at] != "" for _, cells in listed)]
    return {
        "kind": kind.value,
        "name": labels.kind(kind),
        "meaning": labels.meaning(kind),
        "action": labels.action(kind),
        "findings": len(found),
        "decisions": len({each.row for finding in found for each in finding.decisions}),
        "heads": [labels.word(columns[at].head) for at in used],
        # Which finding a row is of tells those that are compared with each other.
        "all_lines": sum(len(finding.decisions) for finding in found),
        "lines": [
            {"finding": number, "cells": [str(cells[at]) for at in used]}
            for number, cells in listed
        ],
    }


def _is_shown(column: ReportColumn, kind: Kind) -> bool:
    return column.paper or (kind in PAIRS and column.head in _OF_PAIRS)
