"""YAML structure: what keeps whole lines from their places, found in the text of a file.

A quotation that is not closed, the dash of a list where there is none, a key without its colon.
It is looked for where a text cannot be read, whatever its reader stumbled over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tolerance_rules.formats.yaml_slips import (
    KEYED,
    VALUE,
    Slip,
    called,
    code_lines,
    coded,
    outside_blocks,
    quoted,
)

_DASH = r"( *)- +(\S.*)"
_TEXT_BELOW = r":\s+[|>][-+0-9]*$"
_BARE = r"(?=.*[^\W\d_]) *[^\s:#\"'{}\[\],-][^\s:#\"'{}\[\],]{0,39}"
_QUOTED_KEY = r"(\s*(?:- +)?)([\"'])([^\"':]{1,40})(: .*|:)"
_HOLDS = r":\s+[^\s#]"
_NO_COMMA = r"(:\s+[^\s,{}\[\]:\"']+)\s+(?=[^\s,{}\[\]:\"']+:\s)"
_IN_FLOW = "[,}\\]]"
MOST_UNCLOSED = 100
"""How many quotations that are not closed are named: nobody reads more."""


def misplaced(text: str) -> Iterator[Slip]:
    """Yield the slips that keep a text from being YAML: those in quotations go before others."""
    found = list(islice(_unclosed(text), MOST_UNCLOSED))
    found = found or list(_brackets(text))
    yield from found or _structure(text)


def _unclosed(text: str) -> Iterator[Slip]:
    """Yield the lines that open a quotation which neither they nor the next lines close."""
    lines = text.split("\n")
    closes = 0
    for number, line in outside_blocks(lines):
        opened = _opened(line.rstrip()) if number > closes else None
        if opened is None:
            continue
        mark, column, mended = opened
        closes = _closing(lines, number, mark)
        if not closes:
            english = f"The quotation mark {coded(mark)} is not closed"
            yield Slip(number, column, f"引号{called(mark)}没有成对", english, mended)


def _opened(line: str) -> tuple[str, int, str] | None:
    """Return the mark of a quotation that a line does not close, its column, the line mended."""
    if (found := re.fullmatch(_QUOTED_KEY, line)) is not None:
        return found[2], len(found[1]) + 1, "".join(found.group(1, 2, 3, 2, 4))
    found = re.fullmatch(VALUE, line) or re.fullmatch(r"(\s*- +)(.*)", line)
    if found is None:
        return None
    head, value = found[1], found[2]
    mark = value[:1]
    if mark in ("{", "["):
        place = value.rfind('"')
        if not _odd(value, '"'):
            return None
        end = re.search(_IN_FLOW, value[place:])
        stop = place + end.start() if end else len(value)
        return '"', len(head) + place + 1, f'{head}{value[:stop]}"{value[stop:]}'
    if mark not in ('"', "'") or not mark or not _odd(value, mark):
        return None
    comment = value.find(" #", max(value.rfind('"'), value.rfind("'")))
    stop = len(value) if comment < 0 else len(value[:comment].rstrip())
    return mark, len(head) + 1, f"{head}{value[:stop]}{mark}{value[stop:]}"


def _brackets(text: str) -> Iterator[Slip]:
    """Yield the lines with a bracket too many or too few, or without a comma between two facts."""
    code = [each for each in code_lines(text.split("\n")) if each[1].strip()]
    depth = 0
    for place, (number, line) in enumerate(code):
        before = line.partition(" #")[0].rstrip()
        missing, more = _missing(before)
        after = code[place + 1][1] if place + 1 < len(code) else ""
        ends = not after or (_indent(after) <= _indent(line) and re.match(KEYED, after) is not None)
        found = None
        if depth == 0 and re.search(r"(?:^|:|- )\s*[{\[]", before):
            found = _bracket(number, line, before, missing if ends else "", more)
            found = found or (_swallowed(number, line) if missing else None)
        depth = max(depth + len(missing) - more, 0)
        if found is not None:
            depth = 0
            yield found


def _missing(line: str) -> tuple[str, int]:
    """Return the brackets that would close those open on a line, and how many are too many."""
    stack: list[str] = []
    more = 0
    for bracket in re.findall(r"[{}\[\]]", re.sub(r"\"[^\"]*\"|'[^']*'", "", line)):
        if bracket in "{[":
            stack.append("}" if bracket == "{" else "]")
        elif stack:
            stack.pop()
        else:
            more += 1
    return "".join(reversed(stack)), more


def _bracket(number: int, line: str, before: str, missing: str, more: int) -> Slip | None:
    rest = line[len(before) :]
    if missing and not re.search(_IN_FLOW, rest):
        what = f"括号没有成对，缺少 {missing}"
        english = f"A bracket is not closed: {missing} is missing"
        return Slip(number, len(before) + 1, what, english, before + missing + rest)
    if more == 1 and before[-1] in "}]":
        what, english = f"多了一个 {before[-1]}", f"There is a {before[-1]} too many"
        return Slip(number, len(before), what, english, before[:-1].rstrip() + rest)
    if (found := re.search(_NO_COMMA, before)) is not None:
        mended = re.sub(_NO_COMMA, r"\1, ", before) + rest
        what, english = "两项之间缺少逗号", "There is no comma between two items"
        return Slip(number, found.end(1) + 1, what, english, mended)
    return None


def _swallowed(number: int, line: str) -> Slip | None:
    """Return the slip of a bracket that is not closed before a comment, which has the rest."""
    before, mark, _ = line.partition(" #")
    start = max(before.rfind(each) for each in ":,[{") + 1
    end = re.search(_IN_FLOW, line[len(before) :])
    value = before[start:].strip()
    if not mark or end is None or not value or value[0] in "\"'":
        return None
    stop = len(before) + end.start()
    head = line[:start] + (" " if line[start - 1] in ":," else "")
    what = "# 后面是注释，括号没有成对；含 # 的文字要加引号"
    english = "What follows # is a comment: no bracket closes; a text with a # needs quotes"
    mended = quoted(head, line[start:stop].strip()) + line[stop:].rstrip()
    return Slip(number, len(before) + 2, what, english, mended)


def _odd(value: str, mark: str) -> bool:
    return (value.count(mark) - (value.count('\\"') if mark == '"' else 0)) % 2 == 1


def _closing(lines: list[str], number: int, mark: str) -> int:
    """Return the line that closes a quotation opened on a line, or 0: the next key is none."""
    indent = _indent(lines[number - 1])
    for place in range(number, len(lines)):
        line = lines[place]
        if mark in line:
            return 0 if re.match(KEYED, line) or _indent(line) <= indent else place + 1
    return 0


@dataclass
class _Level:
    """What stands at one indentation: the keys of a mapping, or the dashes of a list."""

    indent: int
    dashes: list[Slip] | None = None
    """The dashes of a list that stand before keys; None in a mapping."""
    listed: bool = False
    """Whether the last key of a mapping has a list below it that stands no further in."""


def _structure(text: str) -> Iterator[Slip]:
    """Yield the dashes that start no item, and the keys that have no colon."""
    code = [each for each in code_lines(text.split("\n")) if not re.match(r"\s*(?:#|$)", each[1])]
    levels: list[_Level] = []
    before = ""
    for place, (number, given) in enumerate(code):
        line, indent = given.rstrip(), _indent(given)
        while levels and levels[-1].indent > indent:
            levels.pop()
        if place and not levels and indent < _indent(code[0][1]) and re.match(KEYED, line):
            yield _too_far(*code[0], indent)
            return
        level = levels[-1] if levels and levels[-1].indent == indent else None
        if re.fullmatch(_DASH, line) or line.strip() == "-":
            yield from _dashes(number, line, before, levels)
        elif re.match(KEYED, line):
            if level is None:
                levels.append(_Level(indent))
            else:
                yield from level.dashes or ()
                level.dashes, level.listed = None, False
        elif re.fullmatch(_BARE, line):
            after = code[place + 1][1] if place + 1 < len(code) else ""
            inside = re.search(_HOLDS, before) is not None and _indent(before) < indent
            opens = not inside and _indent(after) > indent and re.match(KEYED, after) is not None
            if opens or (level is not None and level.dashes is None):
                what = "这一行没有冒号：是键的要加冒号，是上一行的文字要多缩进，是说明的行首要加 #"
                english = (
                    "The line has no colon: a key needs one, what belongs to the text above "
                    "stands further in, and a remark has a # before it"
                )
                mended = f"{line}:" if opens or indent else f"# {line}"
                if re.search(_TEXT_BELOW, before):
                    mended = " " * (_indent(before) + 2) + line.lstrip()
                yield Slip(number, len(line) + 1, what, english, mended)
        before = line


def _too_far(number: int, line: str, indent: int) -> Slip:
    """Return the slip of a first line that stands further in than one that follows."""
    what = "第一行缩进比后面的多"
    english = "The first line stands further in than one that follows"
    mended = " " * indent + line.strip()
    return Slip(number, indent + 1, what, english, mended)


def _dashes(number: int, line: str, before: str, levels: list[_Level]) -> Iterator[Slip]:
    """Yield what is wrong with the dash of a line, which is noted in the levels."""
    dash = re.fullmatch(_DASH, line)
    keyed = dash if dash and re.match(KEYED, dash[2]) else None
    indent, above = _indent(line), _indent(before)
    slip = _slip(number, line, indent) if keyed else None
    level = levels[-1] if levels and levels[-1].indent == indent else None
    if slip and above < indent and re.search(_HOLDS, before) and re.match(KEYED, before):
        yield _slip(number, line, above)
    elif level is None:
        levels.append(_Level(indent, [slip] if slip else []))
    elif level.dashes is not None:
        level.dashes += [slip] if slip else []
    elif level.listed or (before.endswith(":") and above == indent):
        level.listed = True
    elif slip:
        yield slip
    if keyed:
        levels.append(_Level(len(line) - len(keyed[2])))


def _slip(number: int, line: str, indent: int) -> Slip:
    """Return the slip of a dash, and its line without it, so far in."""
    what = "行首的 - 是列表的记号，这里不是列表"
    english = "The - starts an item of a list, and here is none"
    mended = " " * indent + line.lstrip()[1:].lstrip()
    return Slip(number, _indent(line) + 1, what, english, mended)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
