"""Text width: text measured in columns of Latin characters, of which a 汉字 takes two."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
