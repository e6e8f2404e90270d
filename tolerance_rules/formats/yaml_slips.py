"""YAML slips: what Chinese keyboards and word processors do to a YAML file, line by line.

Each is named with its character, on its own line, with the line as it should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from unicodedata import category, name

from tolerance_rules.errors import Fault

# Patterns as text: `re` compiles each on first use and remembers it, and a sound file needs few.
# INVARIANT: none can match the same blanks in two ways, so that a hostile line takes no time.
KEYED = r"\s*(?:- +)?(?:\"[^\"]*\"|'[^']*'|[^\s\"'#{\[][^\"'#]*?):(?: |$)"
_COLON = (
    r"(\s*(?:- *)?[^\s：:\"'#](?:[^：︰∶﹕:\"'#]{0,39}[^\s：︰∶﹕:\"'#])?)\s*([：︰∶﹕])\s*(.*)"
)
_NO_SPACE = r"(\s*(?:- +)?[^\s:\"'#{\[]{1,40}):(?![ \t/\\])(.+)"
_EQUALS = r"(\s*[^\s:=＝\"'#]{1,40})\s*[=＝]\s*(.+)"
_OTHER_MARK = r"(\s*[^\s:=＝\"'#；;→—–－{\[]{1,40})\s*(；|;|→|[-=]>|[—–－]+)\s*([^\s；;→]+)\s*"
_LABEL = (
    r"(\s*)([•·●▪◆■◇□*+]|[.。]{2,}|[—–]+|[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]|[①-⑳])"
    r"\s*([^\s\d].*)"
)
_EMPHASIS = r"(\*+|_+|~+)([^*_~]+)\1"
_RULE = r"(\s*)([.…·=*_~—–-])(\2+)"
_FENCE = r"\s*(?:```|~~~)"
_DENIES = r"(?ai)[不未无非没否]|\b(?:not?|false|without)\b"
_ASKS = (
    r"(?ai)(?:是(?:\s*[/／或、])?\s*|[能可应曾有与])否(?!认(?!定)|[决定])|有(?:\s*[/／或、])?\s*无"
    r"|([\u4e00-\u9fff])[不没]\1|\bor not\b|\b(?:yes|true)\s*(?:/|or)\s*(?:no|false)\b"
)
"""A head that asks, as 是否成立, 有无, 是不是 and yes/no do, and denies nothing."""
_CLOSED = r"(?:\[[^\[\]]*\]|\{[^{}]*\})\s*[^\s#,\]}].*"
_NO_BLOCK = r"[|>](?![-+0-9\s#]).+"
_ONLY_BLANK = r"(\s*[^\s:\"'#\-]{1,40})\s+(\S+)\s*"
_BLOCK = r":\s+[|>][-+0-9]*\s*(?:#.*)?$"
VALUE = r"(\s*(?:- +)?[^\s\"'#:]+: +)(.*)"
_TRAILING = r"(.*[^\s；;，,。])\s*([；;，,。])\s*$"
_AFTER_QUOTES = r"(\"[^\"\\]*\"|'[^']*')\s*[^\s#'\"].*"
_ESCAPE = r"\\(.)"
_ESCAPED = '0abtnvfre "/\\N_LPxuU\t'
_ODD_INDENT = r"(?m)^ *(?:[^\S \r\n]|[\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff])"
_WORD_QUOTES = "[“”„‟]"
_FLOW = str.maketrans("｛｝［］，：“”", '{}[],:""')
_FLOW_MARKS = "[｛｝［］]|(?<=[A-Za-z}\\]])[，：]|，(?=\\s*[A-Za-z])"
_Found: TypeAlias = "tuple[int, str, str, str | None] | tuple[int, str, str, str, bool]"
_NAMES = {"\t": "制表符", "\u3000": "全角空格", "\xa0": "不间断空格", "：": "全角冒号"}


@dataclass(frozen=True)
class Slip:
    """A slip on a line: what it is, in Chinese and in English, and the line mended."""

    line: int
    column: int
    what: str
    what_en: str
    mended: str | None
    """The line as it should be, empty if it is to be deleted; None if that is not known."""
    breaks: bool = True
    """Whether it keeps the text from being YAML, rather than a value from being one."""

    def fault(self, file: str) -> Fault:
        """Return the slip as the fault of a file."""
        remedy, english = "请按原意改写这一行", "Write the line as it is meant"
        if self.mended is not None:
            remedy, english = "请删去这一行", "Delete the line"
        if self.mended:
            remedy = f"这一行应为：{self.mended}"
            english = f"The line should be: {self.mended}"
        return Fault(
            "Y003",
            self.what,
            remedy,
            file,
            self.line,
            self.column,
            english=f"{self.what_en}. {english}",
        )


def called(character: str) -> str:
    """Return how a character is called in a message, with its number."""
    found = _NAMES.get(character) or ("看不见的字符" if category(character)[0] in "CZ" else "")
    return f"{found or character}（U+{ord(character):04X}）"


def coded(character: str) -> str:
    """Return a character with its number."""
    return f"{character} (U+{ord(character):04X})"


def indents(text: str) -> Iterator[Slip]:
    """Yield the lines that are indented with anything but blanks."""
    if re.search(_ODD_INDENT, text) is None:
        return
    above, opens = 0, False
    for number, line in code_lines(text.split("\n")):
        body = line.lstrip()
        while body and category(body[0]) == "Cf":
            body = body[1:].lstrip()
        head = line[: len(line) - len(body)]
        odd = next((each for each in head if each != " "), None)
        if odd is None or (odd in "\t\r" and (not body or body[0] == "#")):
            if body and body[0] != "#":
                above, opens = len(head), body.rstrip().endswith(":")
            continue
        indent = len(head.replace("\u3000", "  ").replace("\t", "  "))
        if "\t" in head and (indent <= above if opens else indent > above):
            indent = above + 2 if opens else above
        what = f"行首不能用{called(odd)}，缩进只能用半角空格"
        character = name(odd, "tab").lower()
        english = f"The line is indented with a {character} (U+{ord(odd):04X}), not with blanks"
        mended = " " * indent + body.rstrip() if body else ""
        above, opens = indent, body.rstrip().endswith(":")
        yield Slip(number, head.index(odd) + 1, what, english, mended)


def slips(text: str) -> Iterator[Slip]:
    """Yield what may be the reason why a text is no YAML, or none that says what was meant."""
    above: Sequence[str] | None = None
    denied = False
    for number, line in code_lines(text.split("\n")):
        cells = _cells(line)
        if cells is None:
            denied = False
        elif above and _divides(cells):
            denied = re.search(_DENIES, re.sub(_ASKS, "", above[-1])) is not None
        above = cells
        if line.strip() and line.lstrip()[0] != "#" and (found := _slip(line.rstrip())):
            if cells and denied and found[3]:
                # Below a head like 不成立, what stands in a cell says the opposite.
                found = (*found[:3], None)
            yield Slip(number, *found)


def _slip(line: str) -> _Found | None:
    """Return the first slip of a line, without its number."""
    if (curly := re.search(_WORD_QUOTES, line)) and _half_quoted(line):
        what = f"引号{called(curly[0])}是中文的，这里要用半角的"
        english = f"The quotation mark {coded(curly[0])} is curly; straight ones are needed here"
        return curly.start() + 1, what, english, re.sub(_WORD_QUOTES, '"', line)
    if re.match(_FENCE, line):
        fence = line.strip()[:3]
        what = f"{fence} 是文档里标明代码的记号，不是内容"
        english = f"{fence} marks code in a document and is no content"
        return line.index(fence) + 1, what, english, ""
    if (found := re.fullmatch(_RULE, line)) and found[2] + found[3] != "---":
        what = "分隔用的线不是内容"
        return len(found[1]) + 1, what, "A line that divides parts is no content", ""
    if cells := _cells(line):
        what, english = "| 是文档里表格的记号，不是内容", "| marks a table in a document"
        return line.index("|") + 1, what, english, _row(cells)
    keyed = re.match(KEYED, line) is not None
    if not keyed and (found := re.match(_COLON, line)):
        code = f"U+{ord(found[2]):04X}"
        what = f"冒号是全角的（{found[2]}{code}），应当是半角冒号加一个空格"
        mended = f"{found[1]}: {found[3]}".rstrip()
        return found.end(1) + 1, what, f"The colon is full-width ({code})", mended
    if (mark := re.search(_FLOW_MARKS, line)) and ("{" in line or "[" in line or mark[0] in "｛［"):
        mended = re.sub(r",(?=\S)", ", ", re.sub(r":(?=[^\s/])", ": ", line.translate(_FLOW)))
        what = f"标点{called(mark[0])}是全角的，应当是半角的"
        return mark.start() + 1, what, f"The mark {coded(mark[0])} is full-width", mended
    found = re.fullmatch(_LABEL, line)
    if found and re.match(KEYED, found[3]):
        # A * is the mark of an alias in YAML; the others are part of the key.
        breaks = found[2] == "*"
        what = f"行首的 {found[2]} 是编号或者记号，不是内容"
        english = f"The {found[2]} at the start of the line is a label, and no content"
        indent = found[1] + (" " * len(found[2]) if found[2][0] in ".。" else "")
        if breaks and "*" in found[3]:  # emphasis, of which more stands in the line
            return len(found[1]) + 1, what, english, None
        return len(found[1]) + 1, what, english, indent + found[3], breaks
    if line.lstrip()[0] == "＃":
        mended = line.replace("＃", "# ", 1)
        return (
            line.index("＃") + 1,
            f"注释的井号{called('＃')}是全角的",
            (f"The mark {coded('＃')} of the comment is full-width"),
            mended,
        )
    if not keyed and (found := re.match(_NO_SPACE, line)):
        mended = f"{found[1]}: {found[2].lstrip().lstrip('：').lstrip()}"
        if found[2][0] == "：":
            what = f"冒号后面又有{called('：')}，应当是一个空格"
            english = f"After the colon is another, {coded('：')}, not a blank"
            return found.end(1) + 2, what, english, mended
        if found[2][0].isspace():
            what = f"冒号后面是{called(found[2][0])}，应当是半角空格"
            english = f"After the colon is U+{ord(found[2][0]):04X}, not a blank"
            return found.end(1) + 2, what, english, mended
        return found.end(1) + 1, "冒号后面缺少空格", "There is no blank after the colon", mended
    if not keyed and (found := re.match(_EQUALS, line)):
        what = "等号应当是冒号加一个空格"
        return found.end(1) + 1, what, "There is = in place of a colon", f"{found[1]}: {found[2]}"
    if not keyed and (found := re.fullmatch(_OTHER_MARK, line)):
        what = f"{called(found[2][0])}应当是冒号加一个空格"
        english = f"There is {coded(found[2][0])} in place of a colon"
        return found.start(2) + 1, what, english, f"{found[1]}: {found[3]}"
    if not keyed and "{" not in line and (found := re.fullmatch(_ONLY_BLANK, line)):
        what = "键的后面缺少冒号"
        return found.end(1) + 1, what, "There is no colon after the key", f"{found[1]}: {found[2]}"
    return _value_slip(line)


def _cells(line: str) -> Sequence[str] | None:
    """Return the cells of a row of a table; None if the line is no row."""
    cells = line.strip().split("|")
    return cells[1:-1] if len(cells) > 2 and not (cells[0] or cells[-1]) else None


def _divides(cells: Sequence[str]) -> bool:
    return not "".join(cells).strip("-: ")


def _row(cells: Sequence[str]) -> str | None:
    """Return the line for a row of a table, empty for one that divides; None if it is in doubt.

    What a tick or a number says, or a cell of several, depends on the heads of the columns.
    """
    if _divides(cells):
        return ""
    plain = len(cells) == 2 and re.search(r"[^\W\d_]", cells[1]) is not None
    return ": ".join(cell.strip() for cell in cells) if plain else None


def _value_slip(line: str) -> _Found | None:
    found = re.fullmatch(VALUE, line)
    if not found or not found[2] or found[2][0] == "#":
        return None
    head, value = found[1], found[2]
    column = len(head) + 1
    if value[0] in "{[|>":
        if re.fullmatch(_CLOSED if value[0] in "{[" else _NO_BLOCK, value) is None:
            return None
        what = f"以 {value[0]} 开头的文字要加引号"
        english = f"A text that starts with {value[0]} needs quotes"
        return column, what, english, quoted(head, value)
    if value == "-":
        what = "单独的 - 在这里是列表的记号；没有查明的写 null"
        english = "A - alone starts a list here; write null for what is not known"
        return column, what, english, f"{head}null"
    bad = [each for each in re.findall(_ESCAPE, value) if each not in _ESCAPED]
    if bad and re.fullmatch(r'"[^"]*"', value):
        what = f"双引号里不能写 \\{bad[0]}；有反斜杠的文字用单引号"
        english = f"No \\{bad[0]} may stand within double quotes; use single ones"
        return column, what, english, quoted(head, value[1:-1])
    if value[0] in "\"'":
        if (rest := re.fullmatch(_AFTER_QUOTES, value)) is None:
            return None
        what = "引号后面还有文字，整个值都要放在引号里"
        english = "Text after the closing quotation mark: put the whole value within quotes"
        return column + len(rest[1]), what, english, quoted(head, value)
    if value[0] in "*_~" and (found := re.fullmatch(_EMPHASIS, value)):
        what = f"{found[1]} 是文档里标明着重或者删除的记号，不是内容"
        english = f"{found[1]} marks emphasis or deletion in a document and is no content"
        mended = head + ("null" if found[1][0] == "~" else found[2])
        return column, what, english, mended, value[0] == "*"
    if value[0] in "@`%&*!":
        what = f"以 {value[0]} 开头的文字要加引号"
        english = f"A text that starts with {value[0]} needs quotes"
        return column, what, english, quoted(head, value)
    if value[-1] == ":" and value.count(":") == 1:
        column += len(value) - 1
        return (
            column,
            "行末多了冒号",
            "There is a colon too many at the end",
            head + value[:-1].rstrip(),
        )
    if ": " in value:
        what = "含冒号的文字要加引号"
        column += value.index(": ")
        return column, what, "A text with a colon in it needs quotes", quoted(head, value)
    if mark := re.search(r"(?<!\s)\s*＃|(?<=\S)#", value):
        what = f"注释的井号 {mark[0].strip()} 应当是半角的，前面要有空格"
        mended = f"{head}{value[: mark.start()]}  # {value[mark.end() :].lstrip()}"
        english = "A comment starts with a blank and a #"
        return column + mark.start(), what, english, mended, False
    if mark := re.fullmatch(_TRAILING, value):
        what = f"行末多了标点{called(mark[2])}"
        english = f"There is a {coded(mark[2])} too many"
        return column + mark.start(2), what, english, head + mark[1], False
    return None


def _half_quoted(line: str) -> bool:
    """Tell whether curly and straight quotation marks are mixed, or enclose what needs quotes."""
    straight = line.count('"') - line.count('\\"')
    found = re.fullmatch(VALUE, line)
    return straight % 2 == 1 or bool(found and found[2][:1] in "“”" and ": " in found[2])


def quoted(head: str, value: str) -> str:
    """Return a line with its value within quotation marks."""
    return head + "'" + value.replace("'", "''") + "'"


def code_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that are YAML rather than text: not in a block, not within quotes."""
    quoted = False
    last = max((n for n, line in enumerate(lines, 1) if line.count('"') % 2), default=0)
    for number, line in outside_blocks(lines):
        straight = line.count('"') - line.count('\\"')
        if quoted:
            quoted = straight % 2 == 0
            continue
        yield number, line
        if straight % 2 == 1 and not re.search(_WORD_QUOTES, line) and "#" not in line:
            quoted = number < last


def outside_blocks(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not of a block of text, with their numbers."""
    block: int | None = None
    for number, line in enumerate(lines, 1):
        indent = len(line) - len(line.lstrip(" "))
        if block is not None and (not line.strip() or indent > block):
            continue
        block = indent if re.search(_BLOCK, line) else None
        yield number, line
