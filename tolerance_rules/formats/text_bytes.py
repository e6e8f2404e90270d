"""Text bytes: the bytes of a file -> its text, or why they are none that can be read safely."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from pathlib import Path

from tolerance_rules.characters import DIRECTIONS, NO_CHARACTERS, name_of
from tolerance_rules.errors import Fault
from tolerance_rules.formats.byte_sources import FILE, Source

MAX_BYTES = 1 << 20
_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
"""How the files of Word, Excel and WPS begin, new and old, and those of PDF."""

_LINE_ENDS = "\u0085\u2028\u2029\x0b\x0c"
"""What ends a line for YAML, or for some editors, and not for others: a comment that ends there
hides a fact, or shows one that is none."""
_LINE_END = f"[{_LINE_ENDS}]"
_ODD_LINE_END = f"[{_LINE_ENDS}]|\r(?!\n)"
_NEVER = f"[{DIRECTIONS}{NO_CHARACTERS}]"
"""What has no place in any file: what shows words in another order, and what is no character."""
_NEVER_BYTES = (
    *(b"\xef\xb7", b"\xbf\xbe", b"\xbf\xbf", b"\xd8\x9c"),
    *(b"\xe2\x80" + bytes([end]) for end in (0x8E, 0x8F, *range(0xAA, 0xAF))),
    *(b"\xe2\x81" + bytes([end]) for end in range(0xA6, 0xAA)),
)
"""In UTF-8 each of them has one of these; to look for bytes first is many times faster."""


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, at most one more than it may have; OSError if there are none.

    That one more tells that it has too many. A pipe may never answer and a device never end:
    either is refused before it is opened, but for what is the standard input already.
    """
    require_file(path)
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def require_file(path: Path) -> None:
    """Raise OSError unless a path leads to a file, or to a folder, which says so when read."""
    try:
        kind = path.stat()
    except ValueError as error:  # a path with a NUL in it
        raise FileNotFoundError(errno.ENOENT, str(error), str(path)) from None
    if not (stat.S_ISREG(kind.st_mode) or stat.S_ISDIR(kind.st_mode) or _is_stdin(kind)):
        raise OSError(errno.ENOTSUP, "no regular file", str(path))


def _is_stdin(kind: os.stat_result) -> bool:
    try:
        return os.path.samestat(kind, os.fstat(0))
    except OSError:  # it is closed
        return False


def text_of(
    data: bytes, file: str, *, strict_lines: bool = True, source: Source = FILE
) -> str | Fault:
    """Return the text of the bytes of a file, or of another source, or what is wrong with it.

    With `strict_lines`, whatever could end a line besides the usual line ends is refused.
    """
    if len(data) > MAX_BYTES:
        return Fault(
            "Y001",
            f"{source.what[0]}超过上限 {MAX_BYTES:,} 字节",
            source.too_long[0],
            file,
            english=f"{source.what[1]} has more than {MAX_BYTES:,} bytes; {source.too_long[1]}",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _undecodable(data, error.start, file, source)
    found = None
    if may_hide(data):
        found = re.search(_NEVER, text)
    if strict_lines and any(each in text for each in (*_LINE_ENDS, "\r")):
        # The line ends of an old Mac, all alike, hide nothing.
        found = found or re.search(_ODD_LINE_END if "\n" in text else _LINE_END, text)
    return text if found is None else _hidden(text, found.start(), file)


def may_hide(data: bytes) -> bool:
    """Tell whether there may be in UTF-8 what has no place in any file."""
    return not data.isascii() and any(map(data.__contains__, _NEVER_BYTES))


def _hidden(text: str, place: int, file: str) -> Fault:
    before, character = text[:place], text[place]
    line, column = before.count("\n") + 1, place - before.rfind("\n")
    zh, en = name_of(character)
    why, why_en = "", ""
    if not re.match(_NEVER, character):
        why = "，各种编辑器对它是不是换行看法不同"
        why_en = ", at which some editors end a line and some do not"
    mended = text[place - column + 1 :].split("\n", maxsplit=1)[0].replace(character, " ").rstrip()
    return Fault(
        "Y004",
        f"第 {line} 行有看不见的{zh}{why}",
        f"请删去，这一行应为：{mended}",
        file,
        line,
        column,
        english=f"Line {line} has an invisible {en}{why_en}; delete it. "
        f"The line should be: {mended}",
    )


def _undecodable(data: bytes, start: int, file: str, source: Source) -> Fault:
    """Return why bytes are no UTF-8: one character is broken, or the whole is of another kind."""
    what, it = source.what
    if data.startswith(_DOCUMENTS):
        return Fault.of("Y002", source.document, source.copy, file)
    line = data.count(b"\n", 0, start) + 1
    raw = data.split(b"\n")[line - 1]
    broken = raw.decode("utf-8", "replace").strip()[:60]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        said = (f"{what}是 UTF-16 编码，不是 UTF-8 编码", f"{it} is UTF-16, not UTF-8")
        line = 0
    elif is_broken_utf8(data):
        shown = data[start : start + 4].hex(" ").upper()
        return Fault(
            "Y002",
            f"第 {line} 行有一个残缺的 UTF-8 字（字节 {shown}）：{broken}",
            source.rewrite[0],
            file,
            line,
            english=f"Line {line} has a broken UTF-8 character (bytes {shown}): {broken}. "
            f"{source.rewrite[1]}",
        )
    elif (readable := gbk(raw)) is not None and gbk(data) is not None:
        shown = readable.strip()[:60]
        said = (
            f"{what}不是 UTF-8 编码，而是 GBK（记事本的 ANSI）编码，第 {line} 行是：{shown}",
            f"{it} is GBK (ANSI in Notepad), not UTF-8; line {line} is: {shown}",
        )
    else:
        said = (f"{what}不是 UTF-8 编码", f"{it} is not UTF-8")
    return Fault.of("Y002", said, source.encode, file, line)


def gbk(data: bytes) -> str | None:
    """Return bytes as text in GBK, or None if they are not."""
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return None


def is_broken_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8 of which a few are broken, rather than of another encoding."""
    whole, broken = utf8_signs(data.decode("utf-8", "surrogateescape"))
    return whole > 0 and (whole >= broken or gbk(data) is None)


def utf8_signs(text: str) -> tuple[int, int]:
    """Return how many characters of three bytes are whole, and how many bytes belong to none.

    `text` was decoded with `surrogateescape`. Text in GBK hardly ever has three bytes in a row
    that UTF-8 takes for a character.
    """
    broken = len(re.findall("[\udc80-\udcff]", text))
    return len(re.findall("[\u0800-\uffff]", text)) - broken, broken
