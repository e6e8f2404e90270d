"""Due dates: many decisions and days against counting one day after the other."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product

import pytest

pytest.importorskip("chinese_calendar", reason="the extra `audit` is not installed")

from tolerance_rules import Engine
from tolerance_rules.obligations.due_dates import due_date
from tolerance_rules.obligations.working_days import WorkingDays, official_calendar
from tolerance_rules.rules import Deadline

DAY = timedelta(days=1)


def limit(number: int, unit: str = "working_days", **more: bool) -> Deadline:
    return Deadline("7.6", "", unit, number, **more)


def counted(decided: date, number: int, works) -> date:
    """Return the due date, day by day."""
    day = decided
    while number:
        day += DAY
        number -= works(day)
    return day


def test_late_is_what_is_after_the_due_date_on_every_day_of_many_years():
    from chinese_calendar import is_workday

    calendar, rng = official_calendar(), random.Random(1)
    days = (date(2026, 10, 1) - date(2005, 1, 1)).days
    for _ in range(1500):
        decided = date(2005, 1, 1) + DAY * rng.randrange(days)
        number = rng.choice((1, 3, 7, 7, 7, 15, 30))
        due = counted(decided, number, is_workday)
        found = due_date(limit(number), decided, calendar)
        assert found.known == due
        for after in range(-3, 12):
            assert found.is_late(due + DAY * after) is (after > 0)


def test_where_days_are_not_known_it_is_what_every_calendar_says():
    """Every calendar that agrees with the days known is tried."""
    base, rng = date(2030, 1, 1), random.Random(2)
    for _ in range(400):
        span = rng.randint(4, 12)
        known = sorted(rng.sample(range(span), 2))
        inside = range(known[0], known[1] + 1)
        work = {day: rng.random() < 0.6 for day in inside}
        ordinal = base.toordinal()
        calendar = WorkingDays(
            ordinal + known[0],
            ordinal + known[1],
            tuple(ordinal + day for day, works in work.items() if works),
        )
        start, number = rng.randrange(-1, span - 1), rng.randint(1, 4)
        found = due_date(limit(number), base + DAY * start, calendar)
        open_days = [day for day in range(span) if day not in work]
        dues: set[date | None] = set()
        for chosen in product((False, True), repeat=len(open_days)):
            whole = {**work, **dict(zip(open_days, chosen, strict=True))}
            # Beyond the span every day may be either: the due date may be as late as one likes.
            ahead = [base + DAY * d for d in range(start + 1, span) if whole[d]]
            dues.add(ahead[number - 1] if len(ahead) >= number else None)
        for after in range(start + 1, span):
            day = base + DAY * after
            late = {due is not None and day > due for due in dues}
            assert found.is_late(day) is (late.pop() if len(late) == 1 else None)


@pytest.mark.parametrize("number", [1, 25, 28])
@pytest.mark.parametrize("included", [True, False])
def test_by_a_day_of_the_month_the_last_day_in_time_is_found_day_by_day(number, included):
    calendar = official_calendar()
    deadline = limit(number, "day_of_month", day_included=included)
    for start in range(date(2024, 1, 1).toordinal(), date(2026, 1, 1).toordinal()):
        decided = date.fromordinal(start)
        named = decided if included else decided + DAY
        while named.day != number:
            named += DAY
        due = named if included else named - DAY
        found = due_date(deadline, decided, calendar)
        assert found.known == due
        assert due >= decided
        assert [found.is_late(due + DAY * n) for n in (-1, 0, 1, 9)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("option", "decided", "due"),
    [
        ("inclusive", date(2024, 5, 24), date(2024, 5, 25)),
        ("inclusive", date(2024, 5, 25), date(2024, 5, 25)),
        ("inclusive", date(2024, 5, 26), date(2024, 6, 25)),
        ("inclusive", date(2024, 12, 26), date(2025, 1, 25)),
        ("exclusive", date(2024, 5, 24), date(2024, 5, 24)),
        ("exclusive", date(2024, 5, 25), date(2024, 6, 24)),
        ("exclusive", date(2024, 5, 26), date(2024, 6, 24)),
        ("exclusive", date(2024, 12, 25), date(2025, 1, 24)),
    ],
)
def test_whether_the_25th_is_in_time_a_reading_says(option, decided, due):
    rules = Engine.load(readings={"filing_day": option}).rules
    assert due_date(rules.deadlines["filing"], decided, official_calendar()).known == due


def test_at_the_ends_of_time_nothing_breaks():
    calendar = official_calendar()
    assert due_date(limit(7), date.max, calendar).is_late(date.max) is False
    assert due_date(limit(7), date.min, calendar).is_late(date.max) is True
    for included in (True, False):
        by_the_25th = limit(25, "day_of_month", day_included=included)
        assert due_date(by_the_25th, date.max, calendar).is_late(date.max) is False
