"""Working days: counted as the calendar library counts them, and never beyond its years."""

from datetime import date

import pytest

pytest.importorskip("chinese_calendar", reason="the extra `audit` is not installed")

from tolerance_rules.obligations.working_days import official_calendar


def test_the_deadline_agrees_with_counting_day_by_day():
    from chinese_calendar import is_workday

    calendar = official_calendar()
    for start in range(date(2024, 1, 1).toordinal(), date(2025, 3, 1).toordinal()):
        day, counted = start, 0
        while counted < 7:
            day += 1
            counted += is_workday(date.fromordinal(day))
        due = date.fromordinal(day)
        assert calendar.after(date.fromordinal(start), 7) == due
        assert calendar.between(date.fromordinal(start), due) == (7, 7)


def test_a_day_of_rest_is_known_only_within_the_years():
    calendar = official_calendar()
    assert calendar.rests_on(date(2024, 10, 1))
    assert not calendar.rests_on(date(2024, 10, 12))  # a make-up Saturday
    _, last = official_calendar().years
    assert not calendar.rests_on(date(last + 1, 1, 1))
    assert not calendar.rests_on(date(last, 12, 25))


def test_beyond_its_years_every_day_may_be_either():
    calendar = official_calendar()
    first, last = official_calendar().years
    assert calendar.between(date(last + 1, 1, 1), date(last + 1, 1, 11)) == (0, 10)
    assert calendar.after(date(last + 1, 1, 1), 1) is None
    assert calendar.after(date(first - 1, 12, 1), 1) is None


def test_the_calendar_covers_the_time_in_force():
    first, last = official_calendar().years
    assert first <= 2023 < last
