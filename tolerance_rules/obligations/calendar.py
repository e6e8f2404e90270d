"""Calendar: the one door to working days, official years and those of a user's file.

A file is named where it is needed, or by the environment variable TOLERANCE_RULES_CALENDAR for
whatever counts working days.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from tolerance_rules.errors import CaseError, ExecutorError, Fault
from tolerance_rules.formats.calendar_file import CalendarYear, read_calendar
from tolerance_rules.language import Pair
from tolerance_rules.obligations.working_days import NO_CALENDAR, WorkingDays, official_calendar

VARIABLE = "TOLERANCE_RULES_CALENDAR"


def working_days(file: str | Path | None = None, *, insist: bool = False) -> WorkingDays:
    """Return the working days as far as they are known.

    `file` has years that the calendar library lacks; by default the one that the environment
    names, if any. Without the library only those years are known; ExecutorError says how to install
    it where one must `insist`. CaseError lists every fault of the file.
    """
    if file is not None:
        named = str(file)
    else:  # mostly there is none, and to get what is not there takes four times as long
        named = os.environ[VARIABLE] if VARIABLE in os.environ else ""  # noqa: SIM401
    base = _official(insist=insist)
    if not named:
        return base
    try:
        changed = os.stat(named).st_mtime_ns
    except (OSError, ValueError):
        changed = -1  # Reading it says what is wrong.
    return _with_file(named, changed, base.days != ())


def _official(*, insist: bool) -> WorkingDays:
    try:
        return official_calendar()
    except ExecutorError:
        if insist:
            raise
        return NO_CALENDAR


@lru_cache(maxsize=4)
def _with_file(file: str, _changed: int, official: bool) -> WorkingDays:
    found = official_calendar() if official else NO_CALENDAR
    years = read_calendar(file)
    for year in sorted(years, key=lambda each: (each.year, each.amends)):
        if year.amends and not _known(year, found):
            message = (
                f"{year.year} 年还没有公布的安排可以改动",
                f"there is no arrangement of {year.year} yet that could be amended",
            )
            raise _refused(file, "W010", message, ("请删去 amends", "delete amends"))
        try:
            found = found.with_year(year)
        except ValueError:
            last = found.years[1]
            if year.year <= last:
                message = (
                    f"{year.year} 年的安排已经知道（知道到 {last} 年）",
                    f"the arrangement of {year.year} is known (known are the years to {last})",
                )
                remedy = (
                    "后来又有通知改动的，写 amends: true，只写改动的日子；没有的，请删去",
                    "of a later change say amends: true, and give the days changed; or delete it",
                )
            else:
                message = (
                    f"缺 {last + 1} 年的安排",
                    f"the arrangement of {last + 1} is missing",
                )
                remedy = (
                    f"{year.year} 年以前的也要写上",
                    f"give the years before {year.year} too",
                )
            raise _refused(file, "W011", message, remedy) from None
    return found


def _known(year: CalendarYear, calendar: WorkingDays) -> bool:
    days = [day.toordinal() for day in (*year.rest, *year.work)]
    return all(calendar.first <= day <= calendar.last for day in days)


def _refused(file: str, code: str, message: Pair, remedy: Pair) -> CaseError:
    return CaseError([Fault.of(code, message, remedy, file)])
