"""Excel scan: what the XML of a sheet says that the reader of cells does not, in one pass.

How far its cells reach, before anybody makes room for them; which hold an error, or a formula
that was never calculated; which show something else than what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, TypeAlias

from tolerance_rules.tables.excel_styles import Styles, picture_font
from tolerance_rules.tables.number_formats import shown

Place: TypeAlias = tuple[int, int]
"""The row and the column of a cell, from 1."""

CHUNK = 1 << 22
OVERLAP = 1 << 16
_Q = rb"[\"']"
_START = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
_ERROR = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt\s*=\s*" + _Q + rb"e" + _Q + rb"[^>]*)>")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)(?<!/)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
"""A cell in which something may stand."""
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>\s*([^<]*?)\s*<")
_INK = re.compile(rb"<(?:\w+:)?(?:v|t|f)\b[^>]*>?")
_TEXT = re.compile(rb"\bt\s*=\s*" + _Q + rb"str" + _Q)
_KIND = re.compile(rb"\bt\s*=\s*" + _Q + rb"(\w+)" + _Q)
_STYLE = re.compile(rb"\bs\s*=\s*" + _Q + rb"(\d+)" + _Q)
REFERENCE = re.compile(rb"\br\s*=\s*" + _Q + rb"([A-Z]{1,3})(\d{1,7})" + _Q)
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*" + _Q + rb"(\d{1,9})")
_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*"
    rb"[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"
)
_FAR = re.compile(rb"\br\s*=\s*" + _Q + rb"(?:[A-Z]{3}|[D-Z][A-Z])\d")
_WIDTHS = [
    (width, re.compile(rb"\br\s*=\s*" + _Q + letters + rb"\d"))
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
    without_value: dict[Place, str] = field(default_factory=dict)
    """Cells without a value, and which of the two they are: an error, or a formula."""
    pictures: dict[Place, str] = field(default_factory=dict)
    """Cells whose letters are pictures, and their font."""
    formatted: dict[Place, str] = field(default_factory=dict)
    """Numbers whose format shows more than the number, and what it shows."""
    merged: list[tuple[Place, Place]] = field(default_factory=list)

    @property
    def scattered(self) -> bool:
        """Tell whether there is far more room between the cells than there are cells."""
        return self.far or self.last_row > 4 * self.rows + 10_000


def scanned(stream: IO[bytes], styles: Styles) -> Scan:
    """Return what the XML of a sheet says; ValueError where it is not written as XML is."""
    scan = Scan()
    telling = {**styles.fonts, **styles.formats}
    for chunk in chunks(stream):
        _measure(chunk, scan)
        if b"e" in chunk and _ERROR.search(chunk):
            found = {place_of(match[1]): "错误值" for match in _ERROR.finditer(chunk)}
            scan.without_value |= found
        if b"<f" in chunk or b":f" in chunk:
            for match in _FORMULA.finditer(chunk):
                if not _TEXT.search(match[1]):  # a formula may well give an empty text
                    scan.without_value[place_of(match[1])] = "没有算出值的公式"
        if telling or styles.strings or b"rFont" in chunk:
            for match in CELL.finditer(chunk):
                _look(match[1], match[2], styles, scan)
        if b"mergeCell" in chunk:
            scan.merged += (
                ((int(m[2]), column_of(m[1])), (int(m[4]), column_of(m[3])))
                for m in _MERGE.finditer(chunk)
            )
    return scan


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
        yield data[: starts[-1]]
        rest = data[starts[-1] :]
    yield rest


def place_of(attributes: bytes) -> Place:
    """Return the row and the column that a cell says it has; (0, 0) where it does not say."""
    found = REFERENCE.search(attributes)
    return (int(found[2]), column_of(found[1])) if found else (0, 0)


def column_of(letters: bytes) -> int:
    """Return the number of a column, from 1."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - ord("A") + 1
    return column


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
        below = rb"\br\s*=\s*" + _Q + rb"[A-Z]{1,3}\d{%d}" % deeper
        scan.far = bool(_FAR.search(chunk) or re.search(below, chunk))


def _look(attributes: bytes, cell: bytes, styles: Styles, scan: Scan) -> None:
    """Note a cell that shows something else than what it holds."""
    found, kind = _STYLE.search(attributes), _KIND.search(attributes)
    style, kind_of = int(found[1]) if found else 0, kind[1] if kind else b"n"
    font = styles.fonts.get(style, "")
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
