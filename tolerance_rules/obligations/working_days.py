"""Working days: the official calendar as far as it is published, and dates counted by it.

Working days are those of the official calendar, make-up workdays (调休) included. Nothing is
estimated: of a day outside the published years it is not known whether it is a working day, and
every answer says so, by the first and the last day that it can be. The holiday of a New Year may
move working days of the last week of December, so that week of the last published year counts as
not known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tolerance_rules.errors import ExecutorError
from tolerance_rules.formats.calendar_file import NEW_YEAR_WEEK, CalendarYear

MOST_REST, REST_SPAN = 15, 60
"""Of each 60 days that are not published, how many besides weekends could be days of rest.

From 2004 to 2026, the year of the long holiday for an epidemic included, no 60 days in a row had
more than 8. `tests/obligations/test_unpublished_years.py` tries every year as if unpublished, and
counts.
"""


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

        They are one where it is known. The last is None only at the end of time.
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
        first = date.fromordinal(min(earliest, date.max.toordinal()))
        return first, self._latest(day, count)

    def _latest(self, day: int, count: int) -> date | None:
        """Return the last day that can be the working day `count` after a day.

        Of the days that are not known, every weekend is taken for rest, and so are the first
        `MOST_REST` other days of each `REST_SPAN`.
        """
        unknown = rested = 0
        while count:
            day += 1
            if day > date.max.toordinal():
                return None
            if self.first <= day <= self.last:
                count -= self._works(day)
                continue
            if unknown % REST_SPAN == 0:
                rested = 0
            unknown += 1
            if date.fromordinal(day).weekday() < 5:
                rested += 1
                count -= rested > MOST_REST
        return date.fromordinal(day)

    def _works(self, day: int) -> bool:
        index = bisect_right(self.days, day) - 1
        return index >= 0 and self.days[index] == day

    def rests_on(self, day: date) -> bool:
        """Tell whether `day` is known to be a day of rest."""
        ordinal = day.toordinal()
        return self.first <= ordinal <= self.last and not self._works(ordinal)

    def with_year(self, year: CalendarYear) -> WorkingDays:
        """Return the calendar with a year added at its end, or amended; ValueError if it cannot.

        What is published of a year covers it from the last week of the December before it to the
        last of its own.
        """
        if year.amends:
            days = {*self.days} - _ordinals(year.rest) | _ordinals(year.work)
            return self._replace(days=tuple(sorted(days)))
        start, end = _span(year.year)
        if self.days and start != self.last + 1:
            raise ValueError(year.year)
        works = {day for day in range(start, end + 1) if date.fromordinal(day).weekday() < 5}
        works = works - _ordinals(year.rest) | _ordinals(year.work)
        first = self.first if self.days else start
        return WorkingDays(first, end, (*self.days, *sorted(works)))


NO_CALENDAR = WorkingDays(date.max.toordinal() + 1, 0, ())
"""The calendar of which nothing is known."""


def _ordinals(days: Iterable[date]) -> set[int]:
    return {day.toordinal() for day in days}


def _span(year: int) -> tuple[int, int]:
    """Return the first and the last day of which the notice for a year leaves no doubt."""
    end = date(year, 12, NEW_YEAR_WEEK).toordinal() - 1
    return date(year - 1, 12, NEW_YEAR_WEEK).toordinal(), end


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
    start, end = date(first, 1, 1), date(last, 12, NEW_YEAR_WEEK - 1)
    days = tuple(day.toordinal() for day in get_workdays(start, end))
    return WorkingDays(start.toordinal(), end.toordinal(), days)
