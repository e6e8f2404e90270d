"""Deadlines: dates in, findings out."""

import pytest

from support.audit_report_sample import PART, past
from tolerance_rules import CaseError, loader
from tolerance_rules.audit.findings import AuditFinding, Kind

pytest.importorskip("chinese_calendar", reason="the extra `audit` is not installed")

from tolerance_rules.audit import deadlines
from tolerance_rules.obligations.working_days import official_calendar

LIMITS = loader.shipped(loader.DEFAULT).deadlines


def found(recorded: str = "exempt", limits=LIMITS, **dates: str) -> list[AuditFinding]:
    return list(deadlines.findings([past(2, recorded, "exempt", PART, dates=dates)], limits))


# Decided, notified, working days counted or None for in time, and why.
NOTICES = [
    ("2024-05-20", "2024-05-20", None, "on the day itself"),
    ("2024-05-20", "2024-05-29", None, "the seventh working day after"),
    ("2024-05-20", "2024-05-30", "8", "the eighth"),
    ("2024-05-18", "2024-05-28", None, "decided on a Saturday: the Monday is the first"),
    ("2024-05-18", "2024-05-29", "8", "and the next Wednesday one too many"),
    # National Day 2024: rest 10-01 to 10-07; made up on Sunday 09-29 and Saturday 10-12.
    ("2024-09-26", "2024-10-11", None, "27, 29, 30 September, 8 to 11 October"),
    ("2024-09-26", "2024-10-12", "8", "the make-up Saturday is the eighth"),
    ("2024-09-27", "2024-10-11", None, "a make-up Sunday counts: the sixth"),
    ("2024-09-29", "2024-10-12", None, "a make-up Saturday counts: the sixth"),
    # Spring Festival 2025: rest 01-28 to 02-04; made up on Sunday 01-26 and Saturday 02-08.
    ("2025-01-24", "2025-02-08", None, "26, 27 January, 5 to 8 February: the sixth"),
    ("2025-01-24", "2025-02-11", "8", "and the eighth"),
    # After the last day come days of rest: late, though no more working days are counted.
    ("2026-02-05", "2026-02-14", None, "a make-up Saturday is the seventh"),
    ("2026-02-05", "2026-02-15", "7", "Spring Festival begins"),
    ("2026-02-05", "2026-02-23", "7", "and ends"),
    ("2024-09-18", "2024-09-27", None, "a Friday is the seventh"),
    ("2024-09-18", "2024-09-28", "7", "the Saturday after it"),
    ("2024-09-18", "2024-09-29", "8", "and a make-up Sunday"),
    ("2024-05-22", "2024-06-01", "7", "a Saturday"),
    ("2024-05-22", "2024-06-02", "7", "a Sunday"),
    ("2024-12-27", "2025-01-08", None, "New Year's Day is none"),
    ("2024-12-27", "2025-01-09", "8", ""),
]


@pytest.mark.parametrize(("decided", "notified", "days", "why"), NOTICES)
def test_notice_is_due_within_seven_working_days_after(decided, notified, days, why):
    results = found(decided_on=decided, notified_on=notified)
    assert [(each.kind, each.details["working_days"]) for each in results] == (
        [(Kind.LATE_NOTICE, days)] if days else []
    ), why


def test_a_late_notice_says_its_dates():
    (late,) = found(decided_on="2024-05-20", notified_on="2024-06-03")
    assert late.clauses == ("7.6",)
    assert late.details == {
        "decided": "2024-05-20",
        "actual": "2024-06-03",
        "deadline": "2024-05-29",
        "working_days": "10",
    }


def test_a_notice_on_a_day_of_rest_after_the_last_day_says_why_it_is_late():
    (late,) = found(decided_on="2024-09-18", notified_on="2024-09-28")
    assert late.details["deadline"] == "2024-09-27"
    assert late.details["rested_since"] == "yes"
    (late,) = found(decided_on="2024-09-18", notified_on="2024-09-29")
    assert "rested_since" not in late.details


# By reading: decided, filed, and the due date of what is late.
FILINGS = [
    ("inclusive", "2024-05-20", "2024-05-25", None),
    ("inclusive", "2024-05-20", "2024-05-26", "2024-05-25"),
    ("inclusive", "2024-05-24", "2024-05-25", None),
    ("inclusive", "2024-05-25", "2024-05-25", None),
    ("inclusive", "2024-05-25", "2024-06-25", "2024-05-25"),
    ("inclusive", "2024-05-26", "2024-06-25", None),
    ("inclusive", "2024-12-26", "2025-01-25", None),
    ("inclusive", "2024-12-26", "2025-01-26", "2025-01-25"),
    ("inclusive", "2024-01-31", "2024-02-26", "2024-02-25"),
    ("exclusive", "2024-05-20", "2024-05-24", None),
    ("exclusive", "2024-05-20", "2024-05-25", "2024-05-24"),
    ("exclusive", "2024-05-24", "2024-05-25", "2024-05-24"),
    ("exclusive", "2024-05-25", "2024-06-24", None),
    ("exclusive", "2024-05-25", "2024-06-25", "2024-06-24"),
    ("exclusive", "2024-05-26", "2024-06-24", None),
]


@pytest.mark.parametrize(("reading", "decided", "filed", "deadline"), FILINGS)
def test_filing_is_due_by_the_first_25th_from_the_decision(reading, decided, filed, deadline):
    rules = loader.shipped(loader.DEFAULT).with_readings({"filing_day": reading})
    results = found(limits=rules.deadlines, decided_on=decided, filed_on=filed)
    assert [(each.kind, each.clauses, each.details["deadline"]) for each in results] == (
        [(Kind.LATE_FILING, ("7.8",), deadline)] if deadline else []
    )


def test_a_25th_that_is_a_day_of_rest_is_said_but_does_not_extend():
    (late,) = found(decided_on="2024-05-20", filed_on="2024-05-27")
    assert late.details["rest_day"] == "yes"
    (late,) = found(decided_on="2024-06-20", filed_on="2024-06-27")
    assert "rest_day" not in late.details


@pytest.mark.parametrize("recorded", ["no_tolerance", "ordinary_accountability"])
def test_only_what_gives_tolerance_is_filed_but_all_is_notified(recorded):
    results = found(recorded, decided_on="2024-05-20", filed_on="2025-05-20")
    assert results == []
    results = found(recorded, decided_on="2024-05-20", notified_on="2025-05-20")
    assert [each.kind for each in results] == [Kind.LATE_NOTICE]


@pytest.mark.parametrize(
    "dates",
    [
        {},
        {"decided_on": "2024-05-20"},
        {"notified_on": "2024-05-20", "filed_on": "2024-05-20"},
        {"decided_on": "2024-05-20", "notified_on": "", "filed_on": ""},
    ],
)
def test_a_missing_date_is_no_finding(dates):
    assert found(**dates) == []


def test_notice_and_filing_before_the_decision_are_found():
    results = found(decided_on="2024-05-20", notified_on="2024-05-19", filed_on="2024-04-25")
    assert [each.kind for each in results] == [Kind.LATE_NOTICE, Kind.LATE_FILING]
    assert all(each.details["before_decision"] == "yes" for each in results)


def test_beyond_its_years_the_calendar_is_unknown_and_nothing_is_guessed():
    _, last = official_calendar().years
    results = found(decided_on=f"{last + 2}-03-03", notified_on=f"{last + 2}-03-14")
    assert [each.kind for each in results] == [Kind.CALENDAR_UNKNOWN]
    assert results[0].details == {
        "decided": f"{last + 2}-03-03",
        "actual": f"{last + 2}-03-14",
        "working_days": "0-11",
        "years": "-".join(map(str, official_calendar().years)),
    }
    # In time on every calendar, so in time: within seven days there are at most seven workdays.
    assert found(decided_on=f"{last + 2}-03-03", notified_on=f"{last + 2}-03-10") == []
    # Late on every calendar: the deadline itself is known.
    results = found(decided_on=f"{last}-11-30", notified_on=f"{last + 1}-01-31")
    assert [each.kind for each in results] == [Kind.LATE_NOTICE]
    # The holiday of the next New Year may take days off the last week of December.
    results = found(decided_on=f"{last}-12-22", notified_on=f"{last + 1}-01-04")
    assert [each.kind for each in results] == [Kind.CALENDAR_UNKNOWN]
    # Filing needs no calendar.
    results = found(decided_on=f"{last + 2}-03-03", filed_on=f"{last + 2}-03-26")
    assert [each.kind for each in results] == [Kind.LATE_FILING]


def test_before_its_years_too():
    first, _ = official_calendar().years
    results = found(decided_on=f"{first - 1}-12-20", notified_on=f"{first}-01-02")
    assert [each.kind for each in results] == [Kind.CALENDAR_UNKNOWN]


def test_a_date_that_is_none_is_refused_with_its_row():
    with pytest.raises(CaseError, match=r"第 2 行.*decided_on"):
        found(decided_on="2024-13-40", notified_on="2024-05-20")


def test_a_sentinel_at_the_end_of_time_does_no_harm():
    assert found(decided_on="9999-12-31", filed_on="9999-12-31") == []
