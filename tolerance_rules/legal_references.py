"""Legal references: coordinates such as "5.3" <-> 第五条第（三）项, and the words they stand for.

A coordinate names 条, 款, 项, then 目 or one of several unnumbered 情形, and leaves out what there
is none of: "5", "5.k2" (第二款), "5.3", "5.k2.3", "5.3.m1" (第1目), "7.5.2" (第二种情形).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tolerance_rules.language import Pair

_COORDINATE = (
    r"(?P<article>N)(?:\.k(?P<paragraph>N))?"
    r"(?:\.(?P<item>N)(?:\.m(?P<subitem>N)|\.(?P<situation>N))?)?".replace("N", "[1-9][0-9]{0,3}")
)
FORMS: Mapping[str, Pair] = {
    "article": ("第{}条", "Article {}"),
    "paragraph": ("第{}款", ", paragraph {}"),
    "item": ("第（{}）项", "({})"),
    "subitem": ("第{}目", ", subitem {}"),
    "situation": ("第{}种情形", ", condition {}"),
}
"""The words for each part of a coordinate, from the whole to the part."""
_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_NUMERAL = "[零一二三四五六七八九十百千]+"
_DAYS = r"(?:[0-9]+|[零〇一二两三四五六七八九十百]+)(?:个?工作日|个月|[日天周]|小时)[之以]?[内前]"
_ITEM = rf"(?m)^\s*（{_NUMERAL}）"
SUBITEM = r"(?m)^\s*\d+[．.、]"


def chinese(number: int) -> str:
    """Return a number from 1 to 9999 in Chinese numerals."""
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += (_DIGITS[0] if gap and text else "") + _DIGITS[digit] + _UNITS[place]
        gap = not digit
    return text[1:] if text.startswith("一十") else text


def _parts(clause: str) -> dict[str, int]:
    found = re.fullmatch(_COORDINATE, clause)
    given = found.groupdict() if found else {}
    return {kind: int(number) for kind, number in given.items() if number}


def citation_of(clause: str) -> str:
    """Return the Chinese citation of a coordinate; empty if it is none."""
    return "".join(
        FORMS[kind][0].format(number if kind == "subitem" else chinese(number))
        for kind, number in _parts(clause).items()
    )


def citation_en(clause: str) -> str:
    """Return the English citation of a coordinate; empty if it is none."""
    return "".join(FORMS[kind][1].format(number) for kind, number in _parts(clause).items())


def legal_order(clause: str) -> tuple[int, ...]:
    """Return what sorts coordinates as the regulation has them; empty if it is none."""
    parts = _parts(clause)
    return tuple(parts.get(kind, 0) for kind in FORMS) if parts else ()


def article_words(regulation: str, clause: str) -> str:
    """Return the words of a whole 条 after its number, or of one 款 of it.

    Empty if the text has none such, and for coordinates below a 款.
    """
    parts = _parts(clause)
    if not parts.keys() <= {"article", "paragraph"} or not parts:
        return ""
    found = re.search(
        rf"^[ \u3000]*第{chinese(parts['article'])}条[ \u3000](.*?)"
        rf"(?=^[ \u3000]*第{_NUMERAL}[条章]|\Z)",
        regulation,
        flags=re.MULTILINE | re.DOTALL,
    )
    words = found[1] if found else ""
    if "paragraph" not in parts:
        return words
    paragraphs = _paragraphs(words)
    place = parts["paragraph"]
    return paragraphs[place - 1] if place <= len(paragraphs) else ""


def _paragraphs(words: str) -> list[str]:
    """Return the 款 of an article, each with its items; a line may break inside a sentence."""
    found: list[str] = []
    for line in filter(None, map(str.strip, words.splitlines())):
        goes_on = found and (
            re.match(_ITEM, line) or re.match(SUBITEM, line) or found[-1][-1] not in "。；：:;"
        )
        if goes_on:
            found[-1] += "\n" + line
        else:
            found.append(line)
    return found


def clause_words(regulation: str, clause: str) -> str:
    """Return the words of a 条, a 款 or a 项; empty if the text has none such, or below a 项."""
    parts = _parts(clause)
    if "item" not in parts:
        return article_words(regulation, clause)
    texts = items(article_words(regulation, clause.rpartition(".")[0]))
    return texts[parts["item"]].strip() if parts["item"] < len(texts) else ""


def items(words: str) -> list[str]:
    """Return what comes before the items of an article, then each item, without its 目.

    A whole article numbers its items （一）、（二）… at the start of a line; words without such
    numbers set them in quotation marks.
    """
    numbered = re.split(_ITEM, words)
    if len(numbered) > 1:
        return [re.split(SUBITEM, each)[0] for each in numbered]
    return [words, *re.findall("“(.*?)”", words, flags=re.DOTALL)]


def states_days(words: str) -> bool:
    """Tell whether words of the law set a limit in numbers: 十日内, 三个工作日内, 20日前."""
    return re.search(_DAYS, "".join(words.split())) is not None
