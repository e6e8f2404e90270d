"""YAML problems: what the YAML parsers, libyaml and that in Python, say, in words for people."""

from __future__ import annotations

import re

from tolerance_rules.language import Pair

INDENT: Pair = ("缩进与上文不一致", "The indentation does not match the lines above")
NO_COLON: Pair = (
    "这里不能有冒号；含冒号的文字要加引号",
    "no colon may stand here; a text with a colon needs quotes",
)

_PROBLEMS: tuple[tuple[str, Pair], ...] = (
    ("tab character", ("用了制表符缩进", "indented with a tab")),
    (
        "cannot start any token",
        (
            "这里不能用这个字符：以 @、`、% 开头的要加引号，缩进不能用制表符",
            "this character cannot stand here; a text that starts with @, ` or % needs quotes",
        ),
    ),
    ("mapping values are not allowed", NO_COLON),
    ("expected ':'", ("键的后面缺少冒号", "there is no colon after the key")),
    (
        "end of stream",
        ("文件在这里中断，引号没有成对", "the file ends here: a quotation mark is not closed"),
    ),
    ("expected <block end>", INDENT),
    ("expected block end", INDENT),
    ("expected key", INDENT),
    ("expected '-' indicator", ("缩进与上文不一致，或缺少“- ”", "the indentation, or a “- ”")),
    (
        "expected ',' or",
        ("方括号或花括号没有成对，或缺少逗号", "a bracket is not closed, or a comma missing"),
    ),
    ("node content", ("括号没有成对，或缺少内容", "a bracket is not closed, or nothing in it")),
    (
        "escape",
        (
            "双引号中的反斜杠写法不对；请改用单引号",
            "no such backslash within double quotes; use single ones",
        ),
    ),
    (
        "document start",
        (
            "文件开头的内容不能识别，或括号没有成对",
            "the file does not start as YAML does, or a bracket is not closed",
        ),
    ),
)


def in_words(problem: str) -> Pair:
    """Return what a parser says is wrong, in Chinese and in English."""
    unknown = ("这里的写法不能识别", "this cannot be read")
    return next((words for part, words in _PROBLEMS if part in problem), unknown)


def reindented(text: str, line: int) -> str:
    """Return a line with the indentation that fits the lines above; empty if it fits already."""
    lines = text.split("\n")
    if not 0 < line <= len(lines) or not lines[line - 1].strip():
        return ""
    body = lines[line - 1].strip()
    indent, above, last = _indent(lines[line - 1]), [0], ""
    for each in lines[: line - 1]:
        if each.strip() and not each.lstrip().startswith("#"):
            above = [*(known for known in above if known < _indent(each)), _indent(each)]
            last = each
    holds = re.search(r":\s+[^\s#]", last) is not None
    if indent > above[-1] and holds:
        return " " * above[-1] + body
    if indent < above[-1] and indent not in above:
        return " " * min(above, key=lambda known: (abs(known - indent), -known)) + body
    return ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
