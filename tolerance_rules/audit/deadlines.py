"""Deadlines: notice and filing in time, where the regulation sets a time limit and dates are given.

When each is due, and what is late, says `obligations.due_dates`. Where the calendar does not reach
to judge, only that is said (CALENDAR_UNKNOWN).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from tolerance_rules.audit.findings import AuditFinding, Kind, PastDecision
from tolerance_rules.errors import CaseError, Fault
from tolerance_rules.obligations.calendar import working_days
from tolerance_rules.obligations.due_dates import due_date
from tolerance_rules.obligations.working_days import WorkingDays
from tolerance_rules.rules import Deadline
from tolerance_rules.verdict.obligation import DueDate

CHECKED: Mapping[str, tuple[str, Kind]] = {
    "notice": ("notified_on", Kind.LATE_NOTICE),
    "filing": ("filed_on", Kind.LATE_FILING),
}
"""What a time limit may be set for, the date that is held to it, and what it is found to be."""


def is_looked_for(kind: Kind, deadlines: Mapping[str, Deadline]) -> bool:
    """Tell whether findings of a kind are possible under these time limits."""
    if kind is Kind.CALENDAR_UNKNOWN:
        return any(deadline.unit == "working_days" for deadline in deadlines.values())
    needed = {late: name for name, (_, late) in CHECKED.items()}
    return needed.get(kind) in (None, *deadlines)


def findings(
    decisions: Iterable[PastDecision], deadlines: Mapping[str, Deadline]
) -> Iterator[AuditFinding]:
    """Yield what is late, and what the calendar does not reach to judge.

    A missing date is no finding; a notice or a filing before its decision is one. The details
    are `decided`, `actual`, and where known `deadline` and `working_days`; `before_decision`,
    `rest_day` and `rested_since` say "yes", `years` says which years are known. CaseError names
    the row of a date that is none, ExecutorError what to install for the calendar.
    """
    due: dict[tuple[str, date], DueDate] = {}
    for decision in decisions:
        decided = _date(decision, "decided_on")
        if decided is None:
            continue
        for name, deadline in deadlines.items():
            dated, late = CHECKED[name]
            actual = _date(decision, dated)
            if actual and decision.recorded in (deadline.outcomes or (decision.recorded,)):
                calendar = working_days(insist=True)
                if (name, decided) not in due:
                    due[name, decided] = due_date(deadline, decided, calendar)
                found = _held_to(deadline, due[name, decided], decided, actual, calendar)
                if found:
                    unknown = "years" in found
                    kind = Kind.CALENDAR_UNKNOWN if unknown else late
                    yield AuditFinding(kind, (decision,), (deadline.clause,), details=found)


def _held_to(
    deadline: Deadline, due: DueDate, decided: date, actual: date, calendar: WorkingDays
) -> dict[str, str]:
    """Return the details of what is late or cannot be judged; nothing if it is in time."""
    details = {"decided": decided.isoformat(), "actual": actual.isoformat()}
    if due.known:
        details["deadline"] = due.known.isoformat()
    if actual < decided:
        return {**details, "before_decision": "yes"}
    late = due.is_late(actual)
    if late is False:
        return {}
    if deadline.unit != "working_days":
        return {**details, **({"rest_day": "yes"} if calendar.rests_on(due.first) else {})}
    fewest, most = calendar.between(decided, actual)
    details["working_days"] = str(most) if fewest == most else f"{fewest}-{most}"
    if late is None:
        details["years"] = "-".join(map(str, calendar.years))
    elif most <= deadline.number:
        details["rested_since"] = "yes"
    return details


def _date(decision: PastDecision, name: str) -> date | None:
    text = decision.dates.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CaseError(
            [
                Fault.of(
                    "A020",
                    (
                        f"第 {decision.row} 行的日期 {name} 不能识别：{text[:60]!r}",
                        f"Row {decision.row}: {text[:60]!r} is no date ({name})",
                    ),
                    ("请写成 2024-05-31 的形式", "write it as 2024-05-31"),
                    subject=name,
                )
            ]
        ) from None
