"""Deadlines: notice within seven working days, and filing by the 25th, where dates are recorded.

Notice. 第七条第（六）项：
责任追究部门作出容错结论后，应当在7个工作日内告知责任追究对象及其所在党组织。
The day of the conclusion is not counted; notice on the seventh working day after it is in time.
Working days are those of the official calendar, make-up workdays (调休) included. It applies to
every conclusion, 不予容错 too (应当……说明原因).

Where the official calendar is not known, a day may be a working day or not: notice is late when it
is late on every calendar, in time when it is in time on every calendar, and otherwise not judged
(CALENDAR_UNKNOWN). Nothing is estimated. The holiday of a New Year may move working days of the
last week of December, so that week of the last known year counts as not known.

Filing. 第七条第（八）项：……每月25日前分别报纪委办公室、组织人事处备案。 Due is the first 25th after
the day of the decision, that day included (以前 includes it). What is decided on a 25th belongs to
the next month's filing: that day's batch closes as it is decided. The text has no extension
(顺延) for a 25th that is a day of rest, so there is none here; the finding says when it was one.
What is filed are the decisions by which tolerance was given (《容错免责决定书》,
因容错……从轻、减轻或免于处理的处理决定), so only these are judged.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from tolerance_rules.audit.findings import Finding, Kind, PastDecision
from tolerance_rules.errors import CaseError, ExecutorError, Fault

NOTICE_DAYS = 7
NOTICE_CLAUSE = "7.6"
FILING_DAY = 25
FILING_CLAUSE = "7.8"
TOLERANT = frozenset({"not_pursued", "exempt", "mitigated", "lighter"})
"""The outcomes by which tolerance is given; only these are filed."""
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

    def rests_on(self, day: date) -> bool:
        """Tell whether `day` is known to be a day of rest."""
        ordinal = day.toordinal()
        known = self.first <= ordinal <= self.last
        index = bisect_right(self.days, ordinal) - 1
        return known and (index < 0 or self.days[index] != ordinal)


def findings(decisions: Iterable[PastDecision]) -> Iterator[Finding]:
    """Yield late notices, late filings, and notices the calendar does not reach to judge.

    A missing date is no finding; a notice or a filing before its decision is one. The details
    are `decided`, `actual`, and where known `deadline` and `working_days`; `before_decision`,
    `rest_day` and `years` say "yes", or which years are known. CaseError names the row of a date
    that is none, ExecutorError what to install for the calendar.
    """
    calendar = _calendar()
    for decision in decisions:
        decided = _date(decision, "decided_on")
        if decided is None:
            continue
        notified, filed = _date(decision, "notified_on"), _date(decision, "filed_on")
        notice = notified and _notice(decision, decided, notified, calendar)
        filing = filed and _filing(decision, decided, filed, calendar)
        yield from (found for found in (notice, filing) if found)


def calendar_years() -> tuple[int, int]:
    """Return the first and the last year whose official calendar is known."""
    calendar = _calendar()
    return date.fromordinal(calendar.first).year, date.fromordinal(calendar.last).year


def _notice(
    decision: PastDecision, decided: date, actual: date, calendar: WorkingDays
) -> Finding | None:
    details = {"decided": decided.isoformat(), "actual": actual.isoformat()}
    deadline = calendar.after(decided, NOTICE_DAYS)
    if deadline is not None:
        details["deadline"] = deadline.isoformat()
    if actual < decided:
        details["before_decision"] = "yes"
        return Finding(Kind.LATE_NOTICE, (decision,), (NOTICE_CLAUSE,), details=details)
    fewest, most = calendar.between(decided, actual)
    if most <= NOTICE_DAYS:
        return None
    details["working_days"] = str(most) if fewest == most else f"{fewest}-{most}"
    if fewest > NOTICE_DAYS:
        return Finding(Kind.LATE_NOTICE, (decision,), (NOTICE_CLAUSE,), details=details)
    details["years"] = "-".join(map(str, calendar_years()))
    return Finding(Kind.CALENDAR_UNKNOWN, (decision,), (NOTICE_CLAUSE,), details=details)


def _filing(
    decision: PastDecision, decided: date, actual: date, calendar: WorkingDays
) -> Finding | None:
    if decision.recorded not in TOLERANT:
        return None
    deadline = filing_due(decided)
    if decided <= actual <= deadline:
        return None
    details = {
        "decided": decided.isoformat(),
        "actual": actual.isoformat(),
        "deadline": deadline.isoformat(),
    }
    if actual < decided:
        details["before_decision"] = "yes"
    elif calendar.rests_on(deadline):
        details["rest_day"] = "yes"
    return Finding(Kind.LATE_FILING, (decision,), (FILING_CLAUSE,), details=details)


def filing_due(decided: date) -> date:
    """Return the 25th by which a decision is to be filed: the first one after it."""
    if decided.day < FILING_DAY:
        return decided.replace(day=FILING_DAY)
    if (decided.year, decided.month) == (date.max.year, date.max.month):
        return date.max  # Some registers write 9999-12-31 for a date that is not there.
    next_month = decided.replace(day=1) + timedelta(days=31)
    return next_month.replace(day=FILING_DAY)


def _date(decision: PastDecision, name: str) -> date | None:
    text = decision.dates.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CaseError(
            [
                Fault(
                    "A020",
                    f"第 {decision.row} 行的日期 {name} 不能识别：{text[:60]!r}",
                    "请写成 2024-05-31 的形式",
                    subject=name,
                )
            ]
        ) from None


@lru_cache(maxsize=1)
def _calendar() -> WorkingDays:
    try:
        from chinese_calendar import get_workdays
        from chinese_calendar.constants import holidays
    except ImportError as error:
        raise ExecutorError(
            "没有安装工作日历，不能计算告知期限。请运行：pip install 'tolerance-rules[audit]'"
        ) from error
    first, last = min(holidays).year, max(holidays).year
    start, end = date(first, 1, 1), date(last, 12, _NEW_YEAR_WEEK - 1)
    days = tuple(day.toordinal() for day in get_workdays(start, end))
    return WorkingDays(start.toordinal(), end.toordinal(), days)
