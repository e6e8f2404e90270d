"""Deadlines of past decisions, by counting the days one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar import is_workday

from support import oracle
from support.audit_definition_case import Row

IN_FORCE = date(2023, 7, 27)
"""Article 10: from the day on which it was issued."""
DAY = timedelta(days=1)
LAST_KNOWN = date(2026, 12, 24)
"""What is off in the last week of a year is published with the year after."""
FIRST_KNOWN = date(2004, 1, 1)


def due_notice(decided: date) -> set[date]:
    """Return the days on which a notice may be due: more than one where years are not known."""
    earliest, latest = _seventh(decided, unknown=True), _seventh(decided, unknown=False)
    return {earliest, latest}


@lru_cache(maxsize=4096)
def _seventh(decided: date, *, unknown: bool) -> date:
    """Return the seventh working day after, days whose calendar is unknown all being such or none.

    Where none is, the day is as far off as one likes.
    """
    day, left = decided, 7
    while left:
        if day > date(2400, 1, 1):
            return date.max
        day += DAY
        left -= is_workday(day) if FIRST_KNOWN <= day <= LAST_KNOWN else unknown
    return day


def due_filing(decided: date, readings: Mapping[str, str]) -> date:
    """Return the last day to file: the first 25th from the decision on, or the day before one."""
    last = 24 if readings.get("filing_day") == "exclusive" else 25
    day = decided
    while day.day != last:
        day += DAY
    return day


def dated_kinds(row: Row, today: date, readings: Mapping[str, str]) -> set[str]:
    """Return what the dates of a row alone say."""
    found = set()
    occurred, decided, notified, filed = (
        date.fromisoformat(text) if text else None
        for text in (row.occurred_on, row.decided_on, row.notified_on, row.filed_on)
    )
    if occurred and occurred < IN_FORCE:
        found.add("earlier_conduct")
    if max(filter(None, (occurred, decided)), default=today) > today:
        found.add("date_to_come")
    if decided and notified:
        late = {notified > due or notified < decided for due in due_notice(decided)}
        found |= (
            {"calendar_unknown"} if len(late) > 1 else {"late_notice"} if True in late else set()
        )
    tolerated = row.recorded in oracle.FAVOURABLE
    if (
        decided
        and filed
        and tolerated
        and (filed > due_filing(decided, readings) or filed < decided)
    ):
        found.add("late_filing")
    return found
