"""English: what a message in English may hold of Chinese: the law, names and the user's words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tolerance_rules.errors import Fault

CHINESE = re.compile("[㐀-鿿、。，；：？！（）《》]+")
QUOTED = re.compile("“(?:[^“”]|“[^“”]*”)*”")
"""The law and names; a value of the user's stands as it was written, and is taken out by name."""


def chinese_in(text: str, own: Iterable[str] = ()) -> list[str]:
    """Return the Chinese of a text, what is quoted aside, and what is the user's own."""
    text = QUOTED.sub("", text)
    for word in sorted(filter(None, own), key=len, reverse=True):
        text = text.replace(word, "")
    return CHINESE.findall(text)


def require_english(faults: Iterable[Fault], own: str = "") -> None:
    """Demand that each fault has its English, without other Chinese than the user's words."""
    words = CHINESE.findall(own)
    for fault in faults:
        assert fault.english, fault
        assert not chinese_in(fault.english, words), fault.english
