"""Working days of years that are not published: the true day is always within the interval."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

pytest.importorskip("chinese_calendar", reason="the extra `audit` is not installed")

from tolerance_rules import CaseError, Engine
from tolerance_rules.formats.calendar_file import NEW_YEAR_WEEK
from tolerance_rules.obligations.calendar import working_days
from tolerance_rules.obligations.working_days import (
    MOST_REST,
    NO_CALENDAR,
    REST_SPAN,
    WorkingDays,
    official_calendar,
)

DAY = timedelta(days=1)
CALENDAR = official_calendar()
YEARS = range(2005, CALENDAR.years[1] + 1)


def before(year: int) -> WorkingDays:
    """Return what was known before the arrangement for a year was published."""
    last = date(year - 1, 12, NEW_YEAR_WEEK).toordinal() - 1
    return CALENDAR._replace(last=last, days=tuple(d for d in CALENDAR.days if d <= last))


@pytest.mark.parametrize("year", YEARS)
def test_the_true_day_is_within_the_interval_of_a_year_not_yet_published(year: int) -> None:
    unpublished = before(year)
    for offset in range(-30, 300, 3):
        start = date(year, 1, 1) + DAY * offset
        for count in (1, 5, 7, 15, 30):
            true = CALENDAR.after(start, count)
            if true is None:
                continue
            for known in (unpublished, NO_CALENDAR):
                first, last = known.bounds_after(start, count)
                assert last is not None
                assert first <= true <= last, (start, count)


def test_no_days_in_a_row_had_as_many_days_of_rest_as_are_assumed() -> None:
    works = set(CALENDAR.days)
    rest = [
        date.fromordinal(day).weekday() < 5 and day not in works
        for day in range(CALENDAR.first, CALENDAR.last + 1)
    ]
    most = max(sum(rest[at : at + REST_SPAN]) for at in range(len(rest)))
    assert most <= 8 < MOST_REST


# Decided, and the seventh working day after it, by the notices of the State Council.
SEVENTH = [
    ("2023-09-26", "2023-10-11", "National Day: rest 09-29 to 10-06; made up on 10-07 and 10-08"),
    ("2024-02-07", "2024-02-22", "rest 02-10 to 02-17, New Year's Eve works; made up 02-18"),
    ("2024-09-26", "2024-10-11", "a make-up Sunday on 09-29"),
    ("2025-01-22", "2025-02-07", "rest 01-28 to 02-04; made up on Sunday 01-26"),
    ("2025-09-26", "2025-10-13", "rest 10-01 to 10-08; made up on Sunday 09-28"),
    ("2026-02-10", "2026-02-26", "rest 02-15 to 02-23; made up on Saturdays 02-14 and 02-28"),
    ("2026-09-30", "2026-10-15", "rest 10-01 to 10-07; made up on Saturday 10-10"),
]


@pytest.mark.parametrize(("start", "due", "why"), SEVENTH)
def test_the_seventh_working_day_is_that_of_the_published_notices(start, due, why) -> None:
    assert CALENDAR.bounds_after(date.fromisoformat(start), 7) == (date.fromisoformat(due),) * 2, (
        why
    )


FILE = """years:
  - year: "{year}"
    notice: 通知
    rest: [{year}-01-01 至 {year}-01-03, {year}-02-05 至 {year}-02-13, {year}-05-01, {year}-10-01 至 {year}-10-07]
    work: [{saturday}]
"""  # noqa: E501
NEXT = CALENDAR.years[1] + 1
SATURDAY = next(
    date(NEXT, 2, 14) + DAY * n for n in range(7) if (date(NEXT, 2, 14) + DAY * n).weekday() == 5
)


def written(tmp_path, text: str) -> str:
    file = tmp_path / "calendar.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_year_of_a_file_is_known_and_true_to_it(tmp_path, monkeypatch) -> None:
    file = written(tmp_path, FILE.format(year=NEXT, saturday=SATURDAY))
    found = working_days(file)
    assert found.years == (CALENDAR.years[0], NEXT)
    assert found.rests_on(date(NEXT, 2, 8))
    assert not found.rests_on(SATURDAY)
    assert found.days[: len(CALENDAR.days)] == CALENDAR.days
    first, last = CALENDAR.bounds_after(date(NEXT, 1, 20), 7)
    true = found.after(date(NEXT, 1, 20), 7)
    assert first <= true <= last
    monkeypatch.setenv("TOLERANCE_RULES_CALENDAR", file)
    assert working_days() == found


def test_a_year_may_be_amended_midway(tmp_path) -> None:
    text = 'years:\n  - year: "2020"\n    notice: 通知\n    amends: true\n    rest: [2020-03-02]\n'
    found = working_days(written(tmp_path, text))
    assert found.rests_on(date(2020, 3, 2))
    assert len(found.days) == len(CALENDAR.days) - 1


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('year: "{year}"', 'year: "二〇二七"', "W003"),
        ("work: [{saturday}]", "work: [{year}-13-01]", "W005"),
        ("work: [{saturday}]", "work: [2020-02-01]", "W006"),
        ("work: [{saturday}]", "work: [{year}-02-06]", "W007"),
        ("work: [{saturday}]", "work: [{year}-06-16]", "W008"),
        ("{year}-05-01, ", "", "W009"),
        ("rest:", "rests:", "R008"),
        ('year: "{year}"', 'year: "2020"', "W006"),
        ("    notice: 通知\n", "", "R002"),
        ("    work: [{saturday}]", "    amends: yes", "R132"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_its_remedy(tmp_path, old, new, code) -> None:
    assert old in FILE
    text = FILE.replace(old, new).format(year=NEXT, saturday=SATURDAY)
    with pytest.raises(CaseError) as error:
        working_days(written(tmp_path, text))
    found = [fault for fault in error.value.faults if fault.code == code]
    assert found, error.value
    assert found[0].line
    assert found[0].remedy


@pytest.mark.parametrize(
    ("year", "more", "code"),
    [(NEXT + 1, "", "W011"), (NEXT - 1, "", "W011"), (NEXT, "    amends: true\n", "W010")],
)
def test_a_year_that_does_not_follow_is_refused(tmp_path, year, more, code) -> None:
    work = next(
        date(year, 3, 1) + DAY * n for n in range(7) if (date(year, 3, 1) + DAY * n).weekday() == 5
    )
    text = FILE.format(year=year, saturday=work).replace("    rest", f"{more}    rest")
    with pytest.raises(CaseError) as error:
        working_days(written(tmp_path, text))
    assert [fault.code for fault in error.value.faults] == [code]


def test_a_file_that_is_not_there_is_said(tmp_path) -> None:
    with pytest.raises(CaseError, match="W001"):
        working_days(tmp_path / "none.yaml")


def test_an_engine_counts_by_a_year_that_is_published_while_it_runs(tmp_path, monkeypatch) -> None:
    case = {"case": {"decided_on": f"{NEXT}-02-03"}, "facts": {}}
    engine = Engine.load()
    before_it = engine.evaluate(case).obligations
    file = written(tmp_path, FILE.format(year=NEXT, saturday=SATURDAY))
    monkeypatch.setenv("TOLERANCE_RULES_CALENDAR", file)
    after_it = engine.evaluate(case).obligations
    assert after_it != before_it
    assert after_it == Engine.load().evaluate(case).obligations
