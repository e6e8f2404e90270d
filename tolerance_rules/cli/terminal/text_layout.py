"""Text layout: text measured and wrapped in terminal columns, where a 汉字 takes two."""

from __future__ import annotations

from collections.abc import Sequence

from tolerance_rules.rendering.text_width import width


def wrapped(text: str, columns: int) -> list[str]:
    """Return a text in lines of at most so many columns, broken at spaces or between 汉字."""
    lines = [""]
    for word in _words(text):
        if lines[-1] and width(lines[-1] + word.rstrip()) > columns:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += word
    return lines


def _words(text: str) -> list[str]:
    words = [""]
    for character in text:
        if width(character) > 1 and character not in "，。；：、？）”":
            words.append(character)
        else:
            words[-1] += character
        if character == " ":
            words.append("")
    return [word for word in words if word]


def columns(rows: Sequence[tuple[str, str]], total: int) -> list[str]:
    """Return rows of a name and its explanation, set in two columns."""
    first = min(max((width(name) for name, _ in rows), default=0), 32)
    room = max(total - first - 4, 24)
    lines = []
    for name, text in rows:
        head = f"  {name}{' ' * (first - width(name))}"
        if width(name) > first:
            lines.append(head.rstrip())
            head = " " * (first + 2)
        for line in wrapped(text, room) or [""]:
            lines.append(f"{head}  {line}".rstrip())
            head = " " * (first + 2)
    return lines
