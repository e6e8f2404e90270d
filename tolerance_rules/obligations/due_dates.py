"""Due dates: the last day on which an obligation is kept in time. Late is what is after it.

So many working days: the day of the decision is not counted, and the last of them is in time. What
comes after that day is late, were every day between a day of rest. Where the official calendar is
not known a day may be a working day or not, so the due date is one of several: late is what is
after the last of them, in time what is not after the first, and of the rest nothing is known.

By a day of the month (每月25日前): whether the day is itself in time, a reading of the regulation
says. If it is, due is the first such day from that of the decision on: what is decided on the day
is due on it. If it is not, due is the day before, and what is decided on the day belongs to the
next month. A day of rest does not move the due date, for the limit says nothing of 顺延.
"""

from __future__ import annotations

from datetime import date, timedelta

from tolerance_rules.obligations.working_days import WorkingDays
from tolerance_rules.rules import Deadline
from tolerance_rules.verdict.obligation import DueDate


def due_date(deadline: Deadline, decided: date, calendar: WorkingDays) -> DueDate:
    """Return when a time limit ends that begins on a day, as that of the decision."""
    if deadline.unit == "working_days":
        return DueDate(*calendar.bounds_after(decided, deadline.number))
    if deadline.unit == "same_day":
        return DueDate(decided, decided)
    day = _by_day_of_month(decided, deadline.number, included=deadline.day_included)
    return DueDate(day, day)


def _by_day_of_month(decided: date, number: int, *, included: bool) -> date:
    """Return the last day in time before the first such day of a month that leaves time."""
    month = decided.replace(day=1)
    if decided.day > number or (decided.day == number and not included):
        if (decided.year, decided.month) == (date.max.year, date.max.month):
            return date.max  # Some registers write 9999-12-31 for a date that is not there.
        month = (month + timedelta(days=31)).replace(day=1)
    day = month.replace(day=number)
    return day if included else day - timedelta(days=1)
