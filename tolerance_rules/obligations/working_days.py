"""Working days: the official calendar as far as it is published, and dates counted by it.

Working days are those of the official calendar, make-up workdays (调休) included. Nothing is
estimated: of a day outside the published years it is not known whether it is a working day, and
every answer says so. The holiday of a New Year may move working days of the last week of December,
so that week of the last published year counts as not known.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tolerance_rules.errors import ExecutorError

_NEW_YEAR_WEEK = 25
"""From this day of December on, the calendar of the next year is needed as well."""


class WorkingDays(NamedTuple):
    """The official calendar as far as it is known; days are ordinals of `datetime.date`."""

    first: int
    """The first day that is known."""
    last: int
    """The last day that is known."""
    days: tuple[int, ...]
    """The working days among them, in order."""

    @property
    def years(self) -> tuple[int, int]:
        """Return the first and the last year that are known."""
        return date.fromordinal(self.first).year, date.fromordinal(self.last).year

    def between(self, start: date, end: date) -> tuple[int, int]:
        """Return how few and how many working days can lie after `start`, up to `end`."""
        first, last = start.toordinal() + 1, end.toordinal()
        known = bisect_right(self.days, last) - bisect_right(self.days, first - 1)
        inside = max(0, min(last, self.last) - max(first, self.first) + 1)
        return known, known + max(0, last - first + 1) - inside

    def after(self, start: date, count: int) -> date | None:
        """Return the working day that is `count` after `start`, or None when it is not known."""
        if start.toordinal() + 1 < self.first:
            return None
        index = bisect_right(self.days, start.toordinal()) + count - 1
        return date.fromordinal(self.days[index]) if index < len(self.days) else None

    def bounds_after(self, start: date, count: int) -> tuple[date, date | None]:
        """Return the first and the last day that can be the working day `count` after `start`.

        They are one where it is known. The last is None where the days known are too few.
        """
        day = start.toordinal()
        before = max(0, min(self.first - 1 - day, count))  # days before the first that is known
        index = bisect_right(self.days, day) + count - before - 1
        if before == count:
            earliest = day + count
        elif index < len(self.days):
            earliest = self.days[index]
        else:
            earliest = max(day, self.last) + index - len(self.days) + 1
        index += before
        latest = date.fromordinal(self.days[index]) if index < len(self.days) else None
        return date.fromordinal(min(earliest, date.max.toordinal())), latest

    def rests_on(self, day: date) -> bool:
        """Tell whether `day` is known to be a day of rest."""
        ordinal = day.toordinal()
        known = self.first <= ordinal <= self.last
        index = bisect_right(self.days, ordinal) - 1
        return known and (index < 0 or self.days[index] != ordinal)


@lru_cache(maxsize=1)
def official_calendar() -> WorkingDays:
    """Return the official calendar; ExecutorError says what to install."""
    try:
        from chinese_calendar import get_workdays
        from chinese_calendar.constants import holidays
    except ImportError as error:
        raise ExecutorError(
            '没有安装工作日历，不能计算期限。请运行：pip install "tolerance-rules[audit]"',
            english="Time limits need chinesecalendar, which is not installed: "
            'pip install "tolerance-rules[audit]"',
        ) from error
    first, last = min(holidays).year, max(holidays).year
    start, end = date(first, 1, 1), date(last, 12, _NEW_YEAR_WEEK - 1)
    days = tuple(day.toordinal() for day in get_workdays(start, end))
    return WorkingDays(start.toordinal(), end.toordinal(), days)


def calendar_years() -> tuple[int, int]:
    """Return the first and the last year whose official calendar is known."""
    return official_calendar().years
