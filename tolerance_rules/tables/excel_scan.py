"""Excel scan: what the XML of a sheet says that the reader of cells does not, in one pass.

How far its cells reach, before anybody makes room for them; which hold an error, or a formula
that was never calculated; which show something else than what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, TypeAlias

from tolerance_rules.language import Pair
from tolerance_rules.tables.column_letters import column_of
from tolerance_rules.tables.excel_styles import STRUCK, Styles, picture_font, struck_out
from tolerance_rules.tables.number_formats import shown

Place: TypeAlias = tuple[int, int]
"""The row and the column of a cell, from 1."""

CHUNK = 1 << 22
OVERLAP = 1 << 16
_START = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
_UNUSUAL = (
    b"='",
    b" =",
    b"= ",
    *(a + b + b"=" for a in (b"\n", b"\r", b"\t") for b in (b"r", b"s", b"t")),
)
_ATTRIBUTE = re.compile(rb"\s(r|s|t)\s*=\s*[\"']([^\"'<>]*)[\"']")
# Below, patterns begin with what they look for: so they are many times faster.
_ERROR = re.compile(rb'<(?:\w+:)?c\b([^>]* t="e"[^>]*)>')
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)(?<!/)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
"""A cell in which something may stand."""
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>\s*([^<]*?)\s*<")
_INK = re.compile(rb"<(?:\w+:)?(?:v|t|f)\b[^>]*>?")
_KIND = re.compile(rb' t="(\w+)"')
_STYLE = re.compile(rb' s="(\d+)"')
_LONG_NUMBER = re.compile(
    rb">\s*-?(?:\d{16,}(?:\.\d*)?|\d(?:\.\d+)?[eE]\+?(?:1[5-9]|[2-9]\d|\d{3}))\s*</(?:\w+:)?v>"
)
_OPENING = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
REFERENCE = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb'row (?:[^<>]*? )?r="(\d{1,9})"')
_MERGE = re.compile(
    rb"mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"
)
_FAR = re.compile(rb' r="(?:[A-Z]{3}|[D-Z][A-Z])\d')
_WIDTHS = [
    (width, re.compile(rb' r="' + letters + rb"\d"))
    for width, letters in (
        (104, rb"C[N-Z]"),
        (91, rb"C[A-M]"),
        (78, rb"B[N-Z]"),
        (65, rb"B[A-M]"),
        (52, rb"A[N-Z]"),
        (39, rb"A[A-M]"),
        (26, rb"[N-Z]"),
        (13, rb"[A-M]"),
    )
]


ERROR: Pair = ("错误值", "an error value")
NO_RESULT: Pair = ("没有算出值的公式", "a formula without its result")
TOO_LONG: Pair = (
    "16 位以上的数，Excel 只存得下前 15 位，后面的已经不对；要写这样长的编号，先把格式设为文本",
    "a number of more than 15 digits, of which Excel keeps no more: the rest is wrong; a number "
    "as long as that is to be written as text",
)


@dataclass
class Scan:
    """What a pass over the XML of a sheet has found."""

    last_row: int = 0
    rows: int = 0
    """How many rows are written out."""
    width: int = 0
    """About how many columns there are; not to be relied on where some are `far`."""
    far: bool = False
    """Whether some cell stands beyond column CZ, or below the last row that is written out."""
    without_value: dict[Place, Pair] = field(default_factory=dict)
    """Cells without the value they should have, and why: an error, a formula, too many digits."""
    pictures: dict[Place, str] = field(default_factory=dict)
    """Cells whose letters are pictures, and their font."""
    formatted: dict[Place, str] = field(default_factory=dict)
    """Numbers whose format shows more than the number, and what it shows."""
    struck: dict[Place, Pair] = field(default_factory=dict)
    """Cells that are struck out, and whether it is all or a part of their text."""
    merged: list[tuple[Place, Place]] = field(default_factory=list)

    @property
    def scattered(self) -> bool:
        """Tell whether there is far more room between the cells than there are cells."""
        return self.far or self.last_row > 4 * self.rows + 10_000


def scanned(stream: IO[bytes], styles: Styles) -> Scan:
    """Return what the XML of a sheet says; ValueError where it is not written as XML is."""
    scan = Scan()
    numbers = sorted({*styles.fonts, *styles.formats, *styles.struck})
    patterns = [
        re.compile(rb' s="(?:' + "|".join(map(str, some)).encode() + rb')"')
        for some in (numbers[at : at + 50] for at in range(0, len(numbers), 50))
    ]
    for chunk in chunks(stream):
        _measure(chunk, scan)
        if b' t="e"' in chunk:
            found = {place_of(match[1]): ERROR for match in _ERROR.finditer(chunk)}
            scan.without_value |= found
        if b"<f" in chunk or b":f" in chunk:
            for match in _FORMULA.finditer(chunk):
                if b' t="str"' not in match[1]:  # a formula may well give an empty text
                    scan.without_value[place_of(match[1])] = NO_RESULT
        for match in _LONG_NUMBER.finditer(chunk):
            before = chunk[max(match.start() - OVERLAP, 0) : match.start() + 1]
            opening = list(_OPENING.finditer(before))[-1:]
            for each in opening:
                kind = _KIND.search(each[1])
                if kind is None or kind[1] == b"n":
                    scan.without_value[place_of(each[1])] = TOO_LONG
        for match in _telling(chunk, styles, patterns):
            _look(match[1], match[2], styles, scan)
        if b"mergeCell" in chunk:
            scan.merged += (
                ((int(m[2]), column_of(m[1])), (int(m[4]), column_of(m[3])))
                for m in _MERGE.finditer(chunk)
            )
    return scan


def _telling(
    chunk: bytes, styles: Styles, patterns: Sequence[re.Pattern[bytes]]
) -> Iterator[re.Match[bytes]]:
    """Yield the cells that may show something else than they hold."""
    if styles.strings or styles.struck_strings or b"rFont" in chunk or b"strike" in chunk:
        yield from CELL.finditer(chunk)
        return
    for pattern in patterns:
        for found in pattern.finditer(chunk):
            cell = CELL.match(chunk, chunk.rfind(b"<", 0, found.start()))
            if cell:
                yield cell


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield a part in pieces that end where a cell or a row begins; the last has what follows."""
    rest = b""
    while piece := stream.read(CHUNK):
        data = rest + piece
        if len(data) > 64 * CHUNK or b"\0" in piece:
            raise ValueError("no XML of a sheet")
        starts = [m.start() for m in _START.finditer(data, max(len(data) - OVERLAP, 0))]
        if not starts:
            rest = data
            continue
        yield _usual(data[: starts[-1]])
        rest = data[starts[-1] :]
    yield _usual(rest)


def _usual(chunk: bytes) -> bytes:
    """Return a piece of XML with the attributes that matter written as Excel writes them."""
    if any(each in chunk for each in _UNUSUAL):
        return _ATTRIBUTE.sub(rb' \1="\2"', chunk)
    return chunk


def place_of(attributes: bytes) -> Place:
    """Return the row and the column that a cell says it has; (0, 0) where it does not say."""
    found = REFERENCE.search(attributes)
    return (int(found[2]), column_of(found[1])) if found else (0, 0)


def has_ink(cell: bytes) -> bool:
    """Tell whether something stands in a cell, by what is written in it."""
    return _INK.search(cell) is not None


def _measure(chunk: bytes, scan: Scan) -> None:
    rows = [int(row) for row in _ROW.findall(chunk)]
    if rows:
        scan.rows += len(rows)
        scan.last_row = max(scan.last_row, *rows)
    for width, pattern in _WIDTHS:
        if width <= scan.width:
            break
        if pattern.search(chunk):
            scan.width = width
            break
    if not scan.far:
        deeper = len(str(scan.last_row)) + 1
        below = rb' r="[A-Z]{1,3}\d{%d}' % deeper
        scan.far = bool(_FAR.search(chunk) or re.search(below, chunk))


def _look(attributes: bytes, cell: bytes, styles: Styles, scan: Scan) -> None:
    """Note a cell that shows something else than what it holds."""
    found, kind = _STYLE.search(attributes), _KIND.search(attributes)
    style, kind_of = int(found[1]) if found else 0, kind[1] if kind else b"n"
    font = styles.fonts.get(style, "")
    if crossed := _crossed(style, kind_of, cell, styles):
        scan.struck[place_of(attributes)] = crossed
    if not font and kind_of == b"s" and styles.strings:
        value = _VALUE.search(cell)
        if value and value[1].isdigit():
            font = styles.strings.get(int(value[1]), "")
    elif not font and kind_of == b"inlineStr" and b"rFont" in cell:
        font = picture_font(cell)
    if font:
        scan.pictures[place_of(attributes)] = font
    elif kind_of == b"n" and style in styles.formats:
        value = _VALUE.search(cell)
        said = shown(styles.formats[style], value[1].decode()) if value else None
        if value and said is not None and said != value[1].decode():
            scan.formatted[place_of(attributes)] = said


def _crossed(style: int, kind: bytes, cell: bytes, styles: Styles) -> Pair | None:
    """Return whether a cell is struck out, by its style or by the parts of its text."""
    if style in styles.struck:
        return STRUCK
    if kind == b"inlineStr":
        return struck_out(cell)
    value = _VALUE.search(cell) if kind == b"s" and styles.struck_strings else None
    return styles.struck_strings.get(int(value[1])) if value and value[1].isdigit() else None
