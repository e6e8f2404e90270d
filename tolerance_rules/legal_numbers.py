"""Legal numbers: coordinates such as "5.3" <-> 第五条第（三）项, and the items of an article."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """Return a number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def citation_of(clause: str) -> str:
    """Return the citation of a clause or an article by its coordinates; empty if they are none."""
    parts = clause.split(".")
    if not all(part.isdecimal() and 0 < int(part) < 100 for part in parts):
        return ""
    forms = ("第{}条", "第（{}）项", "第{}种情形")
    return "".join(
        form.format(chinese(int(part))) for form, part in zip(forms, parts, strict=False)
    )


def item_marks(regulation: str, article: str, text: str) -> list[str]:
    """Return the marks before each item of an article, from the official text.

    A whole article ("5") numbers its items （一）、（二）…; a clause of an article ("7.5") sets
    its conditions in quotation marks within its own `text`.
    """
    if "." in article:
        return ["“"] * text.count("“")
    if not article.isdecimal():
        return []
    number = int(article)
    body = regulation.partition(f"\n第{chinese(number)}条")[2]
    body = body.partition(f"\n第{chinese(number + 1)}条")[0]
    found = re.findall(r"^（([一二三四五六七八九十]+)）", body, flags=re.MULTILINE)
    return [f"（{mark}）" for mark in found]
