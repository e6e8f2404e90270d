"""Deadlines: notice and filing in time, where the regulation sets a time limit and dates are given.

When each is due, and what is late, says `obligations.due_dates`. Where the calendar does not reach
to judge, only that is said (CALENDAR_UNKNOWN).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tolerance_rules.audit.findings import AuditFinding, Kind, PastDecision
from tolerance_rules.errors import CaseError, Fault
from tolerance_rules.frozen_dict import cached_property
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
REMEMBERED = 1 << 16
"""How many days, and pairs of days, are remembered at most."""


def is_looked_for(kind: Kind, deadlines: Mapping[str, Deadline]) -> bool:
    """Tell whether findings of a kind are possible under these time limits."""
    if kind is Kind.CALENDAR_UNKNOWN:
        return any(deadline.unit == "working_days" for deadline in deadlines.values())
    needed = {late: name for name, (_, late) in CHECKED.items()}
    return needed.get(kind) in (None, *deadlines)


class Late(NamedTuple):
    """What is found of a date; `details` as in `findings`."""

    kind: Kind
    clause: str
    details: Mapping[str, str]


class Limits:
    """Holds dates to the time limits of a regulation; what it found of a date it remembers."""

    def __init__(self, deadlines: Mapping[str, Deadline]) -> None:
        self._deadlines = deadlines
        # The same days come again and again.
        self._late = lru_cache(REMEMBERED)(self._found)
        self._day = lru_cache(REMEMBERED)(date.fromisoformat)

    @cached_property
    def _calendar(self) -> WorkingDays:
        return working_days(insist=True)

    def exceeded(self, row: int, recorded: str, dates: Mapping[str, str]) -> Iterator[Late]:
        """Yield what is late in a row, by its recorded outcome and its dates."""
        decided = self._read(row, "decided_on", dates)
        if decided is None:
            return
        for name, deadline in self._deadlines.items():
            actual = self._read(row, CHECKED[name][0], dates)
            if actual and recorded in (deadline.outcomes or (recorded,)):
                late = self._late(name, decided, actual)
                if late is not None:
                    yield late

    def _found(self, name: str, decided: date, actual: date) -> Late | None:
        deadline, calendar = self._deadlines[name], self._calendar
        due = due_date(deadline, decided, calendar)
        found = _held_to(deadline, due, decided, actual, calendar)
        if not found:
            return None
        kind = Kind.CALENDAR_UNKNOWN if "years" in found else CHECKED[name][1]
        return Late(kind, deadline.clause, found)

    def _read(self, row: int, name: str, dates: Mapping[str, str]) -> date | None:
        text = dates.get(name)
        if not text:
            return None
        try:
            return self._day(text)
        except ValueError:
            raise CaseError(
                [
                    Fault.of(
                        "A020",
                        (
                            f"第 {row} 行的日期 {name} 不能识别：{text[:60]!r}",
                            f"Row {row}: {text[:60]!r} is no date ({name})",
                        ),
                        ("请写成 2024-05-31 的形式", "write it as 2024-05-31"),
                        subject=name,
                    )
                ]
            ) from None


def findings(
    decisions: Iterable[PastDecision], deadlines: Mapping[str, Deadline]
) -> Iterator[AuditFinding]:
    """Yield what is late, and what the calendar does not reach to judge.

    A missing date is no finding; a notice or a filing before its decision is one. The details
    are `decided`, `actual`, and where known `deadline` and `working_days`; `before_decision`,
    `rest_day` and `rested_since` say "yes", `years` says which years are known. CaseError names
    the row of a date that is none, ExecutorError what to install for the calendar.
    """
    limits = Limits(deadlines)
    for decision in decisions:
        for late in limits.exceeded(decision.row, decision.recorded, decision.dates):
            yield AuditFinding(late.kind, (decision,), (late.clause,), details=late.details)


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
