"""Fault: one thing wrong in what was given: where, what, and what to write instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tolerance_rules.characters import visible, without_passwords
from tolerance_rules.errors.shown_text import reasons_of
from tolerance_rules.language import Lang, Pair, say

LISTED = 100
"""How many faults a message lists; an error carries them all."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file or in given facts: where, what, and what to write instead."""

    code: str
    message: str
    remedy: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    subject: str = ""
    english: str = field(default="", compare=False)
    """The message and the remedy in English."""
    near: str = field(default="", compare=False)
    """The nearest name that could have been meant, where one is near."""

    @classmethod
    def of(
        cls,
        code: str,
        message: Pair,
        remedy: Pair = ("", ""),
        file: str = "",
        line: int = 0,
        *,
        column: int = 0,
        subject: str = "",
        near: str = "",
    ) -> Fault:
        """Return a fault by what is wrong and what to do, each in Chinese and in English."""
        english = "; ".join(filter(None, (message[1], remedy[1])))
        return cls(code, message[0], remedy[0], file, line, column, subject, english, near)

    def __str__(self) -> str:
        return self.told()

    def told(self, lang: Lang = "zh") -> str:
        """Return the place, the code, what is wrong and what to write instead."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        stop = "" if self.message.endswith(("？", "。")) else "。"
        text = f"{self.message}{stop}{self.remedy}" if self.remedy else self.message
        if lang == "en" and self.english:
            text = self.english
        told = f"{place}: {self.code} {text}" if place else f"{self.code} {text}"
        return visible(without_passwords(told))


def unreadable(code: str, error: OSError, file: str) -> Fault:
    """Return the fault of a file that cannot be read."""
    zh, en = reasons_of(error)
    message = (f"文件读不出来：{zh}", f"the file cannot be read: {en}")
    return Fault.of(code, message, ("请检查路径和权限", "check path and permissions"), file)


def listed(faults: Sequence[Fault], lang: Lang = "zh") -> list[str]:
    """Return so many of the faults as anybody reads, and how many more there are."""
    lines = [fault.told(lang) for fault in faults[:LISTED]]
    more = ("……另有 {} 处，没有列出", "… and {} more, not listed")
    return [*lines, say(lang, more, len(faults) - LISTED)] if len(faults) > LISTED else lines
