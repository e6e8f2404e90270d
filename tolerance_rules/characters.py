"""Characters: which ones no text may hold, and how any of them is shown.

What ends a line in one program and not in another hides words, what turns the direction of
writing shows them in another order, and a control code is obeyed by a terminal. None of them is
anything that a rule, a case or a name has to say.
"""

from __future__ import annotations

import re
import unicodedata

from tolerance_rules.language import Pair

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
"""The control codes, but for the tab and the usual line ends."""
_SEPARATORS = "\u2028\u2029"
DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""What Unicode calls Bidi_Control, all of it."""
_HALVES = "\ud800-\udfff"
NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)
)
"""Codes that Unicode sets aside for no character."""

_KINDS: tuple[tuple[str, Pair], ...] = (
    (_CONTROLS, ("控制字符", "control character")),
    (_SEPARATORS, ("行分隔符", "line separator")),
    (DIRECTIONS, ("文字方向控制符", "control of the direction of writing")),
    (_HALVES, ("残缺的代理字符", "half of a surrogate pair")),
    (NO_CHARACTERS, ("非字符", "noncharacter")),
    ("\n\r", ("换行符", "line end")),
)
_EVERY = _CONTROLS + _SEPARATORS + DIRECTIONS + _HALVES + NO_CHARACTERS

_URL = r"(?i:\bpostgres\w*)(?:\+\w+)?:/{0,2}"
_PASSWORD = (
    # user:password@, after a scheme, two strokes, or nothing; a path has lost a stroke of two.
    r"((?:\b[A-Za-z][\w+]*:/{1,2}|(?<![\w/.:])//|(?i:\bpostgres\w*|\bsqlite)[\w+]*\s*:?/{0,2})"
    r"[^\s/@:…]*:)[^\n]*(?=@)"
    r"|((?<![\w/:.])[^\s/@:…：]+:)[^\s/@]+(?=@)"
    # The same without the host: what is a number may be a port.
    rf"|({_URL}[^\s/@:…]+:)(?!\d{{1,5}}(?:[/?,\s：:]|$))[^\s/@:：…]+"
    # What is asked of the driver.
    rf"|({_URL}[^\s?]*\?)[^\s：]+"
    r"|((?i:\b(?:ssl)?(?:password|passwd|pwd))\s*=\s*)(?:'[^'\n]*'?|[^\s&]+)"
)
"""What stands for a password in a connection string, as far as it can be told from other words."""

EXAMPLES: Pair = ("postgresql://用户@主机/", "postgresql://user@host/")
"""How messages show what a connection string looks like; nothing in it is a secret."""

# INVARIANT: no escape sequence, reordering mark or lone surrogate reaches a terminal.
_NOT_SHOWN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def refused_in(text: str, *, lines: bool = True) -> str:
    """Return the first character of a text that none may have, or nothing.

    Without `lines`, a line end is one.
    """
    if text.isprintable():  # none of them is, and this takes no time
        return ""
    found = re.search(f"[{_EVERY}]" if lines else f"[{_EVERY}\n\r]", text)
    return found[0] if found else ""


def name_of(character: str) -> Pair:
    """Return what a refused character is, with its code."""
    zh, en = next(words for kind, words in _KINDS if re.match(f"[{kind}]", character))
    code = f"U+{ord(character):04X}"
    return f"{zh} {code}", f"{en} {code}"


def visible(text: str) -> str:
    """Return a text of any number of lines in which nothing is left that a terminal obeys."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(map(_visible, text))


def without_passwords(text: str) -> str:
    """Return a message without what looks like a password in what it repeats, as a file's name.

    For messages only: a result says what the case says, to the letter.
    """
    if ":" not in text and "=" not in text:
        return text
    parts = re.split(f"({'|'.join(EXAMPLES)})", text)
    return "".join(part if part in EXAMPLES else _hidden(part) for part in parts)


def _hidden(text: str) -> str:
    return re.sub(_PASSWORD, lambda found: "".join(filter(None, found.groups())) + "…", text)


def _visible(character: str) -> str:
    if character in "\n\t" or unicodedata.category(character) not in _NOT_SHOWN:
        return character
    return escape(character)


def escape(character: str) -> str:
    """Return the code of a character as programs write it, after a backslash."""
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def prefixed(text: str, mark: str) -> list[str]:
    """Return the lines of a text as comments, each behind a mark, whatever ends a line in it."""
    return [f"{mark}{line}".rstrip() for line in text.splitlines() or [""]]


def on_one_line(text: str) -> str:
    """Return a text without line ends of any kind, as what stands behind a comment's mark."""
    return " ".join(text.splitlines())
