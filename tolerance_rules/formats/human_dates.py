"""Human dates: a day as people write it -> the day; what could be two days is refused."""

from __future__ import annotations

import re
from datetime import date, datetime

from tolerance_rules.formats.human_values import compared, has_odd_digits, says_nothing
from tolerance_rules.verdict.time_in_force import BEIJING

_DATE = (
    r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?"
    r"(?:[ t](?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)?"
)
_COMPACT = r"((?:19|20)\d\d)(\d\d)(\d\d)"
_DIGITS = {"零": 0, **{c: i for i, c in enumerate("〇一二三四五六七八九")}}
_HAN = "[〇零一二三四五六七八九十]"
_CHINESE = rf"({_HAN}{{4}})年({_HAN}{{1,3}})月({_HAN}{{1,3}})日"


def day_from_text(text: str) -> date | None:
    """Return the day that a text writes; None where it says nothing. ValueError if it is no day."""
    said = compared(text)
    if says_nothing(said):
        return None
    if found := re.fullmatch(_CHINESE, said):
        year, month, day = found.groups()
        digits = "".join(str(_DIGITS[each]) for each in year if each != "十")
        return date(int(digits), _number(month), _number(day))
    if has_odd_digits(text):
        raise ValueError(text)
    found = re.fullmatch(_DATE, said) or re.fullmatch(_COMPACT, said)
    if not found:
        raise ValueError(text)
    return date(*map(int, found.groups()))


def _number(han: str) -> int:
    """Return a number below a hundred that is written in Chinese."""
    tens, ten, ones = han.partition("十")
    if not ten:
        return int("".join(str(_DIGITS[each]) for each in han))
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        raise ValueError(han)
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def today() -> date:
    """Return the day that it is in Beijing."""
    return datetime.now(BEIJING).date()
