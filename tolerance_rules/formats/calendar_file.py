"""Calendar file: the holidays and make-up workdays of years that the calendar library lacks.

The arrangement for a year is published late in the year before; a later notice may change it. A
user writes down what was published, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tolerance_rules.errors import CaseError, in_english, shorten, unreadable
from tolerance_rules.formats.deadline_cards import flag
from tolerance_rules.formats.human_dates import day_from_text
from tolerance_rules.formats.strict_yaml import Tree, YamlFault, parse
from tolerance_rules.formats.text_bytes import read_bytes
from tolerance_rules.formats.tree_reader import Card, Faults

NEW_YEAR_WEEK = 25
"""From this day of December on, the notice for the next year is needed as well."""

ALWAYS_REST = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
"""Days that are public holidays every year: where one is missing, the list is not whole."""

LONGEST = 20
"""The longest run of days off, in days, that is taken for one."""


@dataclass(frozen=True)
class CalendarYear:
    """What was published for a year: days of rest and make-up workdays.

    Days of rest may include weekends, as the notices have it; a day in neither list is as the week
    has it. `amends` changes a year that is known already.
    """

    year: int
    notice: str
    amends: bool
    rest: tuple[date, ...]
    work: tuple[date, ...]


def read_calendar(path: str | Path) -> tuple[CalendarYear, ...]:
    """Return the years of a YAML file; CaseError lists every fault with its line."""
    faults = Faults(str(path))
    try:
        tree, found = parse(read_bytes(Path(path)), str(path))
    except OSError as error:
        raise CaseError([unreadable("W001", error, shorten(str(path)))]) from None
    except YamlFault as error:
        raise CaseError(error.faults) from None
    faults.found.extend(found)
    card = Card(tree, ("日历", "the calendar"), faults)
    years = [_year(item, faults) for item in card.items("years")]
    card.close()
    for year in {each.year for each in years}:
        if sum(each.year == year and not each.amends for each in years) > 1:
            card.fault(
                "W002",
                (f"把 {year} 年写了两次", f"{year} stands there twice"),
                (
                    "请合在一处；后来改动的写 amends: true",
                    "make one of them; of what was changed later say amends: true",
                ),
            )
    if faults.found:
        raise CaseError(sorted(faults.found, key=lambda fault: fault.line))
    return tuple(years)


def _year(tree: Tree, faults: Faults) -> CalendarYear:
    card = Card(tree, ("日历的一年", "a year of the calendar"), faults)
    text = card.text("year")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else 0
    if text and not 2000 <= year <= 9000:
        words = (f"的 {shorten(text)} 不是年份", f"{in_english(shorten(text))} is no year")
        card.fault("W003", words, ("请写成 2027", "write it as 2027"), card.entries["year"][1])
        year = 0
    card.what = (f"{shorten(text)} 年的日历", f"the calendar of {in_english(shorten(text))}")
    notice = card.text("notice")
    amends = flag(card, "amends")
    rest = tuple(_days(card, "rest", year, required=not amends))
    work = tuple(_days(card, "work", year, required=False))
    card.close(ordered=True)
    if year:
        _check(card, year, rest, work, whole=not amends)
    return CalendarYear(year, notice, amends, rest, work)


def _days(card: Card, key: str, year: int, *, required: bool) -> Iterator[date]:
    """Yield the days of a list, each written as a day or as a run of days."""
    if key not in card.entries:
        card.get(key, required=required)
        return
    for item in card.items(key):
        text = card.text_of(item, key)
        first, mark, last = text.replace(" to ", "至").partition("至")
        try:
            start = day_from_text(first)
            end = day_from_text(last) if mark else start
        except ValueError:
            start = end = None
        if start is None or end is None or not start <= end < start + timedelta(days=LONGEST):
            shown = shorten(text)
            card.fault(
                "W005",
                (
                    f"的 {key} 中 {shown} 不是日期，也不是一段日期",
                    f"{key} has {in_english(shown)}, which is no day and no run of days",
                ),
                (
                    "请写成 2027-01-01，或者 2027-02-05 至 2027-02-13",
                    "write it as 2027-01-01 or as 2027-02-05 to 2027-02-13",
                ),
                item,
            )
            continue
        if year and not date(year - 1, 12, NEW_YEAR_WEEK) <= start <= end <= date(year, 12, 31):
            first_day = f"{year - 1}-12-{NEW_YEAR_WEEK}"
            card.fault(
                "W006",
                (
                    f"的 {key} 中 {shorten(text)} 不在这一年",
                    f"{key} has {start}, which is not of this year",
                ),
                (
                    f"请核对；{year} 年的安排可以从 {first_day} 写起",
                    f"check it; the arrangement of {year} may begin with {first_day}",
                ),
                item,
            )
            continue
        yield from (start + timedelta(days=n) for n in range((end - start).days + 1))


def _check(
    card: Card, year: int, rest: tuple[date, ...], work: tuple[date, ...], *, whole: bool
) -> None:
    """Note days that are both, workdays that need no making up, and holidays left out."""
    both = sorted({*rest} & {*work})
    weekdays = [day for day in work if day.weekday() < 5] if whole else []
    missing = [date(year, *day) for day in ALWAYS_REST if whole and date(year, *day) not in rest]
    for code, days, message, remedy in (
        (
            "W007",
            both,
            ("既写作休息，又写作上班", "are both rest and work"),
            ("请核对公布的安排，只留一处", "check what was published, and keep one"),
        ),
        (
            "W008",
            weekdays,
            ("不是周末，本来就上班", "are no weekend, and workdays anyway"),
            (
                "work 只写调休上班的周六、周日；请核对",
                "work is for Saturdays and Sundays that are made up; check it",
            ),
        ),
        (
            "W009",
            missing,
            ("是法定节假日，rest 中没有", "are public holidays, and not in rest"),
            ("请照公布的安排把放假的日子写全", "write down all days off that were published"),
        ),
    ):
        if days:
            zh, en = "、".join(map(str, days)), ", ".join(map(str, days))
            card.fault(code, (f"：{zh} {message[0]}", f"{en} {message[1]}"), remedy)
