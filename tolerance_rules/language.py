"""Language: Chinese or English, and the same words in both."""

from __future__ import annotations

from typing import Literal, TypeAlias

Lang: TypeAlias = Literal["zh", "en"]
Pair: TypeAlias = tuple[str, str]
"""The Chinese and the English of the same words."""

LANGS: tuple[Lang, ...] = ("zh", "en")


def pick(lang: Lang, pair: Pair) -> str:
    """Return the words of a pair in a language."""
    return pair[0 if lang == "zh" else 1]


def say(lang: Lang, words: Pair, *values: object, **named: object) -> str:
    """Return the words of a pair in a language, with values put in as by `str.format`."""
    return pick(lang, words).format(*values, **named)
