"""Legal numbers: coordinates such as "5.3" <-> 第五条第（三）项, and the items of an article."""

from __future__ import annotations

import re

_NUMBER = re.compile("[1-9][0-9]?")
_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """Return a number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def citation_of(clause: str) -> str:
    """Return the citation of a clause or an article by its coordinates; empty if they are none."""
    parts = clause.split(".")
    forms = ("第{}条", "第（{}）项", "第{}种情形")
    if len(parts) > len(forms) or not all(map(_NUMBER.fullmatch, parts)):
        return ""
    return "".join(
        form.format(chinese(int(part))) for form, part in zip(forms, parts, strict=False)
    )


def article_words(regulation: str, article: str) -> str:
    """Return the words of a whole article after its number; empty if it is not in the text."""
    number = f"第{chinese(int(article))}条" if _NUMBER.fullmatch(article) else ""
    found = re.search(
        rf"^{number}[ \u3000](.*?)(?=^第[一二三四五六七八九十]+[条章]|\Z)",
        regulation,
        flags=re.MULTILINE | re.DOTALL,
    )
    return found[1] if number and found else ""


def items(words: str) -> list[str]:
    """Return what comes before the items of an article, then each item.

    A whole article numbers its items （一）、（二）… at the start of a line; words without such
    numbers set them in quotation marks.
    """
    numbered = re.split(r"^（[一二三四五六七八九十]+）", words, flags=re.MULTILINE)
    if len(numbered) > 1:
        return numbered
    return [words, *re.findall("“(.*?)”", words, flags=re.DOTALL)]
