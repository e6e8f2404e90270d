"""JSON slips: what people who write JSON by hand take from elsewhere, with the line mended.

Full-width punctuation, single quotation marks, commas too many or too few, words of Python and of
Chinese, comments, texts and keys without quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tolerance_rules.errors import Fault, shorten
from tolerance_rules.language import Pair

_MARKS = {"，": ",", "：": ":", "“": '"', "”": '"', "｛": "{", "｝": "}", "［": "[", "］": "]"}
"""What a Chinese keyboard writes in the place of the punctuation of JSON."""
_WORDS = {
    **dict.fromkeys(("True", "TRUE", "是"), "true"),
    **dict.fromkeys(("False", "FALSE", "否"), "false"),
    **dict.fromkeys(("None", "NONE", "Null", "NULL", "未查明"), "null"),
}
_WORD = rf"(?:{'|'.join(_WORDS)})(?=[^\S\n]*(?:[\n,，}}\]｝］#]|//|/\*|$))"
_BEGINS = r"([:,\[{]\s*)"
"""What goes before a word that is all that is said, rather than the end of 不是 or of 不 是."""
NO_VALUE = "NaN|-?Infinity"
TEXT = r"\"[^\"\\]*(?:\\.[^\"\\]*)*\""
_SINGLE = r"'([^'\"]*)'"
_BARE = "[^\\s\"',:，：{}\\[\\]]"
_BARE_KEY = rf"(^\s*|[{{,]\s*)({_BARE}+)(\s*:)"
_WITHIN = r"(\s*\"[^\"\\]*\"\s*:\s*\")([^\\]*)(\"\s*[,}\]]*\s*)"
LONGEST = 1_000
"""What is longer nobody wrote as a line: how it should be is not told."""


@dataclass(frozen=True)
class JsonSlip:
    """A slip: where it stands, what it is, in Chinese and in English, and the line mended."""

    line: int
    column: int
    what: Pair
    mended: str | None
    """The line as it should be, empty if it is to be deleted; None if that is not known."""

    def fault(self, file: str) -> Fault:
        """Return the slip as the fault of a file."""
        remedy: Pair = ("请检查引号、逗号和括号", "Check quotation marks, commas and brackets")
        if self.mended is not None:
            remedy = ("请删去这一行", "Delete the line")
        if self.mended:
            remedy = (f"这一行应为：{self.mended}", f"The line should be: {self.mended}")
        (zh, en), place = self.what, (file, self.line, self.column)
        return Fault("Y012", zh, remedy[0], *place, english=f"{en}. {remedy[1]}")


def json_slip(text: str, place: int, problem: str) -> JsonSlip | None:
    """Return the slip at a place where a text stops to be JSON, `problem` says why; or None."""
    here, before = text[place : place + 1], text[:place].rstrip()
    if here in _MARKS and here:
        code = f"U+{ord(here):04X}"
        what = (
            f"标点 {here}（{code}）是全角的，应当是半角的",
            f"The mark {here} ({code}) is full-width",
        )
        return _slip(text, place, what, as_json)
    if here == "'":
        what = (
            "引号 '（U+0027）是单引号，JSON 要用双引号",
            "The quotation mark ' (U+0027) is single; JSON has double ones",
        )
        return _slip(text, place, what, as_json)
    if word := re.match(NO_VALUE, text[place : place + 9]):
        return _no_value(text, place, word[0])
    word = re.match(_WORD, text[place : place + 20])
    if word and (not before or before[-1] in ":,[{"):
        right = _WORDS[word[0]]
        what = (f"{word[0]} 在 JSON 里写成 {right}", f"In JSON {word[0]} is {right}")
        return _slip(text, place, what, as_json)
    if slip := _comment(text, place, before):
        return slip
    if not here and "',' delimiter" in problem:
        return _end(text, len(before))
    if here and here in "}]" and "Extra data" in problem:
        return _put(text, place, (f"这里多了一个 {here}", f"There is a {here} too many"), "", 1)
    if here and here in "}],":
        return _comma(text, place, before)
    if "property name" in problem and re.match(_BARE, here):
        what = ("键应当用双引号括起来", "A key stands within double quotation marks")
        return _slip(text, place, what, as_json)
    if "control character" in problem:
        return _control_character(text, place)
    if "Unterminated" in problem:
        return _unclosed(text, place)
    if here and here in "=＝" and "':' delimiter" in problem:
        what = (f"{here} 应当是冒号", f"There is {here} in place of a colon")
        return _put(text, place, what, ":", 1)
    if "':' delimiter" in problem:
        what = ("键的后面缺少冒号", "There is no colon after the key")
        return _put(text, len(before), what, ":", 0)
    if here and here in ";；" and "',' delimiter" in problem:
        what = (f"{here} 应当是逗号", f"There is {here} in place of a comma")
        return _put(text, place, what, ",", 1)
    if here == '"' and "',' delimiter" in problem:
        what = ("这一行的末尾缺少逗号", "There is no comma at the end of the line")
        return _put(text, len(before), what, ",", 0)
    if "',' delimiter" in problem or "Expecting value" in problem:
        return _bare(text, place)
    return None


def as_json(line: str) -> str:
    """Return a line with the notation of JSON outside of its texts."""
    done, found = 0, ""
    for quoted in re.finditer(TEXT, line):
        found += _as_json(line[done : quoted.start()]) + quoted[0]
        done = quoted.end()
    return found + _as_json(line[done:])


def _as_json(part: str) -> str:
    part = re.sub(_SINGLE, r'"\1"', "".join(_MARKS.get(each, each) for each in part))
    pieces = re.split(r"(\"[^\"]*\")", part)
    for place in range(0, len(pieces), 2):
        piece = re.sub(f"{_BEGINS}({_WORD})", _right_word, pieces[place])
        pieces[place] = re.sub(_BARE_KEY, r'\1"\2"\3', piece)
    return "".join(pieces)


def _right_word(found: re.Match[str]) -> str:
    return found[1] + _WORDS[found[2]]


def _comment(text: str, place: int, before: str) -> JsonSlip | None:
    """Return the slip of a comment, or None if there is none; what is a fact is not deleted."""
    mark = "#" if text[place : place + 1] == "#" else text[place : place + 2]
    if mark not in ("#", "//", "/*"):
        return None
    valued = mark == "/*" or not before.endswith(":")
    if mark == "#" and not valued and not text[place + 1 : place + 2].isspace():
        return None  # a text: "id": #12
    at = place - text.rfind("\n", 0, place) - 1

    def without(line: str) -> str | None:
        head, comment = line[:at], line[at:]
        if mark != "/*":
            # A bracket behind the mark may close what was opened before it.
            return None if not valued or re.search(r"[}\]]", comment) else head.rstrip()
        _, closed, rest = comment.partition("*/")
        return (head + rest.lstrip()).rstrip() if closed else None

    here = mark[0]
    what = (f"{here} 后面是注释，JSON 里不能有注释", f"{here} starts a comment; JSON has none")
    return _slip(text, place, what, without)


def _no_value(text: str, place: int, word: str) -> JsonSlip:
    """Return the slip of what Python writes for a number that is none."""
    what = (
        f"JSON 里没有 {word} 这个值；没有查明的写 null",
        f"JSON has no value {word}; write null for what is not known",
    )
    return _slip(text, place, what, lambda _: None)


def _comma(text: str, place: int, before: str) -> JsonSlip | None:
    """Return the slip of a comma after the last item, or of a value that is not there."""
    comma = place if text[place] == "," else len(before) - 1
    if before.endswith(":"):
        what = (
            "冒号后面没有值；没有查明的写 null",
            "There is no value after the colon; write null for what is not known",
        )
        return _put(text, place, what, "null" if text[place - 1].isspace() else " null", 0)
    last = re.match(r",\s*[}\]]", text[comma : comma + LONGEST])
    if not last and not (text[place] == "," and before.endswith(",")):
        return None
    return _put(text, comma, ("这里多了一个逗号", "There is a comma too many"), "", 1)


def _end(text: str, place: int) -> JsonSlip:
    """Return the slip of a text that ends before all its brackets are closed."""
    missing: list[str] = []
    for bracket in re.findall(r"[{}\[\]]", re.sub(TEXT, "", text)):
        if bracket in "{[":
            missing.append("}" if bracket == "{" else "]")
        elif missing:
            missing.pop()
    closing = "".join(reversed(missing))
    what = (f"文件末尾缺少 {closing}", f"There is no {closing} at the end of the file")
    return _put(text, place, what, closing, 0)


def _control_character(text: str, place: int) -> JsonSlip:
    here = text[place]
    if here in "\r\n":
        return _unclosed(text, text.rfind('"', 0, place))
    code = f"U+{ord(here):04X}"
    what = (
        f"引号中有看不见的控制字符 {code}",
        f"Within quotation marks is {code}, which is invisible",
    )
    return _put(text, place, what, "\\t" if here == "\t" else "", 1)


def _unclosed(text: str, place: int) -> JsonSlip:
    at = place - text.rfind("\n", 0, place) - 1

    def closed(line: str) -> str | None:
        end = len(line.rstrip("\r ,}]"))
        said = line[at:end]
        if said.count("[") != said.count("]") or said.count("{") != said.count("}"):
            return None  # one of the brackets at the end may belong to the text
        return f'{line[:end]}"{line[end:]}'

    what = ('引号"（U+0022）没有成对', 'The quotation mark " (U+0022) is not closed')
    return _slip(text, place, what, closed)


def _bare(text: str, place: int) -> JsonSlip | None:
    """Return the slip of a text without quotation marks, or with some within them."""
    start = text.rfind("\n", 0, place) + 1
    line = text[start : start + LONGEST + 1].split("\n", maxsplit=1)[0]
    if text[place - 1 : place] == '"':
        found = re.fullmatch(_WITHIN, line)
        what = (
            '文字里的引号"（U+0022）前面要加反斜杠',
            'A quotation mark " (U+0022) within a text needs a backslash before it',
        )
        if found is None:
            return JsonSlip(text.count("\n", 0, place) + 1, place - start + 1, what, None)
        mended = found[1] + found[2].replace('"', '\\"') + found[3]
        return _slip(text, place, what, lambda _: mended)
    head = re.search(f"{_BARE}*$", line[: place - start])
    tail = re.match(f'{_BARE}[^,，}}\\]"]*', line[place - start :])
    if head is None or tail is None or (head[0] and not re.match("[-0-9]", head[0])):
        return None
    word = head[0] + tail[0].rstrip()
    if re.search(r"[{\[]", word):
        return None
    what = (f"文字 {shorten(word)} 要放在双引号里", f"Put {shorten(word)} within quotation marks")
    return _put(text, place - len(head[0]), what, f'"{word}"', len(word))


def _put(text: str, place: int, what: Pair, right: str, length: int) -> JsonSlip:
    """Return the slip of so much of a line, in the place of which something else belongs."""
    at = place - text.rfind("\n", 0, place) - 1
    return _slip(text, place, what, lambda line: line[:at] + right + line[at + length :])


def _slip(text: str, place: int, what: Pair, mend: Callable[[str], str | None]) -> JsonSlip:
    start = text.rfind("\n", 0, place) + 1
    line = text[start : start + LONGEST + 1].split("\n", maxsplit=1)[0]
    mended = mend(line) if len(line) <= LONGEST else None
    if mended is not None:
        mended = None if mended.rstrip() == line.rstrip() else mended.rstrip()
    return JsonSlip(text.count("\n", 0, place) + 1, place - start + 1, what, mended)
