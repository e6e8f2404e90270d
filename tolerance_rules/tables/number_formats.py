"""Number formats: what Excel shows of a number, where its format says more than the number does.

`"枣职容"000` shows 1 as 枣职容001, `0.00` shows 2024.1 as 2024.10, and `0%` shows 1 as 100%.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

BUILT_IN = {1: "0", 2: "0.00", 9: "0%", 10: "0.00%"}
"""The formats that a workbook need not write out and that show more than the number."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|(?P<plain>General|@)|(?P<digit>[0#?.])'
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]"
    r"|\[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?\d+|[黑蓝青绿洋红白黄]+色?)\]"
    r"|(?P<literal>[-+() :<>=!&~{}^'%]|[^\x00-\x7f])",
    re.IGNORECASE,
)
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;"\\])*')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_LONGEST = 255


def shown(code: str, value: str) -> str | None:
    """Return what Excel shows of a number in a format; None where the number itself will do.

    It will do where the format groups digits, or makes a fraction or a date of it.
    """
    if len(code) > _LONGEST:
        return None
    try:
        number = Decimal(value)
        section, signed = _chosen(list(_sections(code)), number)
        tokens = list(_tokens(section))
        # Each bare per cent sign is one hundred times the number; a quoted one is but a text.
        number *= 100 ** len([found for found in _TOKEN.finditer(section) if found[0] == "%"])
        return _written(tokens, number if signed else abs(number))
    except (ArithmeticError, ValueError):
        return None


def tells_more(code: str) -> bool:
    """Tell whether a format may show more than the number."""
    return any(shown(code, each) not in (None, each) for each in ("1", "0", "-1", "1.25"))


def _sections(code: str) -> Iterator[str]:
    at = 0
    while at <= len(code):
        found = _SECTION.match(code, at)
        assert found is not None
        yield found[0]
        at = found.end() + 1


def _chosen(sections: Sequence[str], number: Decimal) -> tuple[str, bool]:
    """Return the section for a number, and whether its sign is still to be written."""
    if any(map(_CONDITION.search, sections)):
        for section in sections:
            found = _CONDITION.search(section)
            if found is None or _holds(number, found[1], Decimal(found[2])):
                return _CONDITION.sub("", section), True
        raise ValueError(number)
    if number < 0 and len(sections) > 1:
        return sections[1], False
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _holds(number: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": number < bound,
        ">": number > bound,
        "=": number == bound,
        "<=": number <= bound,
        ">=": number >= bound,
        "<>": number != bound,
    }[sign]


def _tokens(section: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a section: digits and literals; ValueError where it is of another kind."""
    at = 0
    while at < len(section):
        found = _TOKEN.match(section, at)
        if found is None:
            raise ValueError(section)
        at = found.end()
        kind = found.lastgroup or ""
        if kind in ("digit", "plain"):
            yield kind, found[0]
        elif kind:
            yield "literal", found[kind]


def _written(tokens: Sequence[tuple[str, str]], number: Decimal) -> str:
    digits = [text for kind, text in tokens if kind == "digit"]
    places = len(digits) - digits.index(".") - 1 if "." in digits else 0
    rounded = abs(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    left = len([each for each in digits if each != "."]) - places
    whole = "" if whole == "0" else whole
    found: list[str] = []
    after = False
    for kind, text in tokens:
        if kind == "plain":
            found.append(f"{abs(number).normalize():f}")
        elif kind == "literal":
            found.append(text)
        elif text == ".":
            after = True
            found.append(text)
        elif after:
            found.append(_decimal(text, fraction))
            fraction = fraction[1:]
        else:
            # The first place takes all the digits that have no place of their own.
            taken, whole = (
                whole[: max(len(whole) - left + 1, 0)],
                whole[max(len(whole) - left + 1, 0) :],
            )
            found.append(taken or ("0" if text == "0" else ""))
            left -= 1
    written = "".join(found)
    return f"-{written}" if number < 0 and rounded else written


def _decimal(place: str, fraction: str) -> str:
    """Return the digit of a place behind the point: noughts at the end stand only where asked."""
    if place != "0" and not fraction.strip("0"):
        return ""
    return fraction[:1]
