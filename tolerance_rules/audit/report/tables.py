"""Report tables: which columns each kind of finding has, on paper and in a sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from tolerance_rules.audit.findings import AuditFinding, Kind, PastDecision
from tolerance_rules.audit.report.labels import Labels
from tolerance_rules.verdict.outcome import Outcome

Cell: TypeAlias = str | int
PAIRS = frozenset({Kind.UNLIKE_TREATMENT, Kind.INVERSION})
"""The kinds whose findings compare decisions with each other."""

MOST_MISSING = 8
"""How many facts not established a page lists of a case: a sparse register lacks dozens."""


@dataclass(frozen=True)
class ReportColumn:
    """A column: the name of its heading, its width in Latin characters, what a cell says."""

    head: str
    width: int
    cell: Callable[[AuditFinding, PastDecision, Labels], Cell]
    paper: bool = True
    """Whether the column is shown in the report on paper."""
    sheet: bool = True
    """Whether the column is shown in the workbook."""
    printed: bool = True
    """Whether the workbook prints it; what it does not stands on the right, to be looked up."""


def _dated(name: str) -> Callable[[AuditFinding, PastDecision, Labels], Cell]:
    return lambda _found, decision, _labels: decision.dates.get(name, "")


def _detail(name: str) -> Callable[[AuditFinding, PastDecision, Labels], Cell]:
    return lambda found, _decision, _labels: found.details.get(name, "")


def remark(found: AuditFinding, labels: Labels) -> str:
    """Return what the details of a finding add, in words."""
    details = found.details
    plain = ("before_decision", "rest_day", "rested_since")
    said = [labels.word(name) for name in plain if details.get(name)]
    if "years" in details:
        said.append(labels.word("years", details["years"]))
    if "lawful_under" in details:
        said.append(labels.word("lawful_under", labels.options(details["lawful_under"])))
    if "compared" in details:
        said.append(labels.word("compared", details["compared"]))
    if "open" in details:
        names = details["open"].split(",")
        said.append(labels.word("open", labels.facts(names), len(names)))
    if "within" in details:
        said.append(labels.word(f"within_{details['within']}"))
    if "departing" in details:
        said.append(labels.word(f"departing_{details['departing']}", details["pairs"]))
    return labels.word("then").join(said)


def deciding(found: AuditFinding, decision: PastDecision, labels: Labels) -> str:
    """Return the facts that decide a case; where it is none in particular, that none stands."""
    return labels.fact_list(decision, found.facts) or labels.word("none_stands")


def first_missing(found: AuditFinding, _decision: PastDecision, labels: Labels) -> str:
    """Return the facts still to be established that decide most, and how many there are."""
    first, names = labels.facts(found.facts[:MOST_MISSING]), found.facts
    return labels.word("some_missing", first, len(names)) if names[MOST_MISSING:] else first


def role(found: AuditFinding, decision: PastDecision, labels: Labels) -> str:
    """Return which side of an inversion a decision is on; empty for other findings."""
    if found.kind is not Kind.INVERSION:
        return ""
    return labels.word("better" if decision is found.decisions[0] else "worse")


_ROW = ReportColumn("row", 8, lambda _f, decision, _l: decision.row)
_ID = ReportColumn("id", 15, lambda _f, decision, _l: decision.id, paper=False)
_TITLE = ReportColumn("case_title", 22, lambda _f, decision, _l: decision.title, paper=False)
_NAME = ReportColumn(
    "case", 30, lambda _f, d, _l: "\n".join(filter(None, (d.id, d.title))), sheet=False
)
_AUTHORITY = ReportColumn("authority", 18, lambda _f, decision, _l: decision.authority)
_PERIOD = ReportColumn("period", 12, lambda _f, decision, _l: decision.period)
_RECORDED = ReportColumn("recorded", 17, lambda _f, d, labels: labels.outcome(d.recorded))
_NAMED = ReportColumn("named", 17, lambda _f, d, labels: labels.named(d))
_PERMITTED = ReportColumn("permitted", 20, lambda _f, d, labels: labels.outcomes(d.permitted))
_REACHABLE = ReportColumn("reachable", 24, lambda _f, d, labels: labels.outcomes(d.reachable))
_CLAUSES = ReportColumn("clauses", 20, lambda found, _d, labels: labels.clauses(found.clauses))
_FORBIDDING = ReportColumn("forbidding", 20, _CLAUSES.cell)
_DECIDING = ReportColumn("deciding", 32, deciding)
_MISSING = ReportColumn(
    "missing", 40, lambda found, _d, labels: labels.facts(found.facts), paper=False
)
_MISSING_FIRST = ReportColumn("missing", 40, first_missing, sheet=False)
_UNWEIGHED = ReportColumn(
    "unweighed", 24, lambda _f, d, labels: labels.fact_list(d, d.unweighed), paper=False
)
_OCCURRED = ReportColumn("occurred", 16, _dated("occurred_on"))
_DECIDED = ReportColumn("decided", 16, _dated("decided_on"))
_NOTIFIED = ReportColumn("notified", 16, _dated("notified_on"))
_FILED = ReportColumn("filed", 16, _dated("filed_on"))
_DEADLINE = ReportColumn("deadline", 16, _detail("deadline"))
_WORKING_DAYS = ReportColumn("working_days", 14, _detail("working_days"))
_REMARK = ReportColumn("remark", 24, lambda found, _d, labels: remark(found, labels))
_ROLE = ReportColumn("role", 24, role)
_DIFFERING = ReportColumn(
    "differing", 40, lambda found, d, labels: labels.fact_list(d, differing(found)), paper=False
)
_ALL_FACTS = ReportColumn(
    "all_facts",
    70,
    lambda _f, decision, labels: labels.fact_list(decision, decision.facts),
    paper=False,
    printed=False,
)
_TEXT = ReportColumn(
    "clause_text",
    40,
    lambda found, _d, labels: "\n".join(filter(None, map(labels.clause_text, found.clauses))),
    paper=False,
)
_CASE = (_ROW, _ID, _TITLE, _NAME, _AUTHORITY)
_PAIR_REMARK = replace(_REMARK, paper=False)
_LAWFUL = (*_CASE, _PERIOD, _RECORDED, _NAMED, _PERMITTED, _CLAUSES, _TEXT, _UNWEIGHED, _ALL_FACTS)
_PAIRED = (
    *(_ROLE, *_CASE, _PERIOD, _RECORDED, _NAMED, _PERMITTED),
    *(_DIFFERING, _PAIR_REMARK, _ALL_FACTS),
)

COLUMNS: Mapping[Kind, tuple[ReportColumn, ...]] = {
    Kind.ERROR_OF_LAW: (
        *(*_CASE, _PERIOD, _RECORDED, _PERMITTED, _FORBIDDING, _DECIDING, _REMARK),
        *(_TEXT, _UNWEIGHED, _ALL_FACTS),
    ),
    Kind.DEPARTURE: _LAWFUL,
    Kind.TOLERANCE_WITHHELD: _LAWFUL,
    Kind.UNSETTLED: (
        *(*_CASE, _PERIOD, _RECORDED, _REACHABLE),
        *(_MISSING, _MISSING_FIRST, _ALL_FACTS),
    ),
    Kind.EARLIER_CONDUCT: (*_CASE, _OCCURRED, _DECIDED, _RECORDED, _NAMED),
    Kind.DATE_TO_COME: (*_CASE, _OCCURRED, _DECIDED, _RECORDED, _NAMED),
    Kind.UNLIKE_TREATMENT: tuple(column for column in _PAIRED if column is not _ROLE),
    Kind.INVERSION: _PAIRED,
    Kind.LATE_NOTICE: (*_CASE, _DECIDED, _DEADLINE, _NOTIFIED, _WORKING_DAYS, _REMARK),
    Kind.LATE_FILING: (*_CASE, _DECIDED, _DEADLINE, _FILED, _REMARK),
    Kind.CALENDAR_UNKNOWN: (*_CASE, _DECIDED, _NOTIFIED, _REMARK),
}


def differing(found: AuditFinding) -> tuple[str, ...]:
    """Return the facts in which the decisions of a finding differ: those it names, first."""
    # Decisions on one pattern of facts share one mapping: each is looked at once.
    cases = list({id(each.facts): each.facts for each in found.decisions}.values())
    names = dict.fromkeys(name for facts in cases for name in facts)
    apart = (name for name in names if len({facts.get(name) for facts in cases}) > 1)
    return tuple(dict.fromkeys((*found.facts, *apart)))


def shared(found: AuditFinding) -> tuple[str, ...]:
    """Return the facts that every decision of a finding has, with the same value."""
    apart = set(differing(found))
    return tuple(name for name in found.decisions[0].facts if name not in apart)


def rows(
    found: Iterable[AuditFinding], columns: Iterable[ReportColumn], labels: Labels
) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the cells of each decision of each finding, with the number of the finding."""
    chosen = tuple(columns)
    for number, finding in enumerate(found, start=1):
        for decision in finding.decisions:
            yield number, [column.cell(finding, decision, labels) for column in chosen]


def in_law(clauses: Iterable[str]) -> list[str]:
    """Return clauses, each once, in the order of the regulation; other names last."""

    def place(clause: str) -> tuple[bool, list[int], str]:
        numbers = clause.split(".")
        legal = all(number.isdecimal() for number in numbers)
        return not legal, [int(number) for number in numbers] if legal else [], clause

    return sorted(dict.fromkeys(clauses), key=place)


def in_order(counts: Iterable[Mapping[str, int]]) -> list[str]:
    """Return the outcomes that occur, the six in their order first."""
    used = dict.fromkeys(code for each in counts for code, count in each.items() if count)
    known = [outcome.value for outcome in Outcome if outcome.value in used]
    return [*known, *(code for code in used if code not in known)]
