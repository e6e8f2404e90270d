"""Report comparisons: decisions side by side, line by line, as a committee reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tolerance_rules.audit.findings import AuditFinding, Kind, PastDecision
from tolerance_rules.audit.report.labels import Labels
from tolerance_rules.audit.report.tables import differing, remark, shared
from tolerance_rules.language import pick

MOST_CASES = 8
"""Cases named on one side of a comparison."""


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
class SideBySide:
    """Decisions side by side."""

    number: int
    sides: tuple[Side, ...]
    lines: tuple[Line, ...]
    same: str
    remark: str


def comparison(number: int, found: AuditFinding, labels: Labels) -> SideBySide:
    """Return the decisions of a finding side by side."""
    sides = _sides(found, labels)
    firsts = [side.cases[0] for side in sides]
    apart = differing(found)
    lines = [
        _line(labels.word("recorded"), [labels.outcome(case.recorded) for case in firsts]),
        _line(labels.word("named"), [labels.named(case) for case in firsts]),
        _line(labels.word("permitted"), [labels.outcomes(case.permitted) for case in firsts]),
        *(_fact_line(name, firsts, labels) for name in apart),
    ]
    return SideBySide(number, sides, tuple(lines), _same(found, labels), remark(found, labels))


def _sides(found: AuditFinding, labels: Labels) -> tuple[Side, ...]:
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
    spec = labels.rules.vocabulary.get(name)
    values = [case.facts.get(name) for case in cases]
    order = spec.order if spec and spec.direction != "neutral" else ()
    # A value outside the order, or unknown, is neither better nor worse than another.
    ranks = [order.index(value) if value in order else -1 for value in values]
    ranked = -1 not in ranks and min(ranks) < max(ranks)
    favours = tuple(ranked and rank == max(ranks) for rank in ranks)
    written = tuple(labels.value(name, value) for value in values)
    return Line(labels.fact(name), written, len(set(values)) > 1, favours)


def _same(found: AuditFinding, labels: Labels) -> str:
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
        labels.word("colon").join((pick(labels.lang, yes_no[value]), labels.join(names)))
        for value, names in grouped.items()
        if names
    ]
    return labels.word("then").join([*said, *rest])
