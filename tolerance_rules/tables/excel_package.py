"""Excel package: what the zip archive of a workbook says that its cells do not.

That it is a workbook, and no decompression bomb; from which day it counts; which cells hold an
error, or a formula that was never calculated: the library that reads cells gives both as blank.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile, ZipInfo

from tolerance_rules.tables.cell_values import SERIAL_EPOCH
from tolerance_rules.tables.source import refusal

LARGEST = 4 << 30
LARGEST_RATIO = 250
"""How many times its packed size a part above `SMALL` may have; Excel's own reach 30."""
SMALL = 64 << 20
CHUNK = 1 << 22
OVERLAP = 1 << 16
SAVE_AS = "请用 Excel 打开，另存为 .xlsx"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ERROR = re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>')
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


class Package:
    """The parts of a workbook file; TableError where it is none, or a decompression bomb."""

    def __init__(self, file: Path) -> None:
        self.file = file
        with file.open("rb") as stream:
            head = stream.read(4096)
            _require_workbook(head, file)
            try:
                with ZipFile(stream) as package:
                    self._infos = {info.filename: info for info in package.infolist()}
                    _require_bounded(list(self._infos.values()), stream, file)
                    self._workbook = self._tree(package, "xl/workbook.xml")
                    self._relations = self._tree(package, "xl/_rels/workbook.xml.rels")
            except (BadZipFile, KeyError, ElementTree.ParseError, NotImplementedError, zlib.error):
                message = "文件不是 Excel 工作簿，或已损坏、加密"
                raise refusal("G021", message, SAVE_AS, file) from None

    @staticmethod
    def _tree(package: ZipFile, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(package.read(name))

    @property
    def epoch(self) -> date:
        """Return the day from which the workbook counts."""
        for space in (_MAIN, _STRICT):
            found = self._workbook.find(f"{space}workbookPr")
            if found is not None and found.get("date1904") in ("1", "true", "on"):
                return date(1904, 1, 1)
        return SERIAL_EPOCH

    def without_value(self, sheet: str) -> dict[tuple[int, int], str]:
        """Return the cells of a sheet that have no value, row and column from 1: error or formula.

        The words say which of the two it is.
        """
        part = self._part(sheet)
        found: dict[tuple[int, int], str] = {}
        if part is None:
            return found
        with ZipFile(self.file) as package, package.open(part) as stream:
            for chunk in _chunks(stream):
                if b't="e"' in chunk:
                    found |= {_place(match[1]): "错误值" for match in _ERROR.finditer(chunk)}
                if b"<f" in chunk or b":f" in chunk:
                    for match in _FORMULA.finditer(chunk):
                        if b't="str"' not in match[1]:  # a formula may well give an empty text
                            found[_place(match[1])] = "没有算出值的公式"
        return found

    def _part(self, sheet: str) -> ZipInfo | None:
        targets = {each.get("Id"): each.get("Target", "") for each in self._relations}
        for space in (_MAIN, _STRICT):
            for each in self._workbook.iterfind(f"{space}sheets/{space}sheet"):
                if each.get("name") == sheet:
                    ids = [value for key, value in each.attrib.items() if key.endswith("}id")]
                    target = targets.get(each.get(_RELATION) or (ids[0] if ids else ""), "")
                    return self._infos.get(
                        target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                    )
        return None


def _place(attributes: bytes) -> tuple[int, int]:
    found = _REFERENCE.search(attributes)
    if not found:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - ord("A") + 1
    return int(found[2]), column


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield a part in pieces that overlap, so that no cell is cut in all of them."""
    rest = b""
    while piece := stream.read(CHUNK):
        yield rest + piece
        rest = piece[-OVERLAP:]


def _require_workbook(head: bytes, file: Path) -> None:
    if head.startswith(b"PK\x03\x04"):
        return
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        message = "文件其实是旧式的 .xls，或者加了密码"
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        message = "文件其实是网页（HTML）或者 XML，不是 Excel 工作簿"
    else:
        message = "文件不是 Excel 工作簿，或已损坏、加密"
    raise refusal("G021", message, SAVE_AS, file)


def _require_bounded(infos: list[ZipInfo], stream: IO[bytes], file: Path) -> None:
    """Refuse a decompression bomb, whatever sizes it declares."""
    total = 0
    for info in infos:
        too_large = info.file_size > SMALL and info.file_size > LARGEST_RATIO * info.compress_size
        total += info.file_size
        if too_large or total > LARGEST or _understates(info, stream):
            message = "压缩内容解开后过大，可能是恶意文件"
            raise refusal("G021", message, SAVE_AS, file)


def _understates(info: ZipInfo, stream: IO[bytes]) -> bool:
    """Tell whether a part is larger than it declares."""
    stream.seek(info.header_offset)
    header = stream.read(30)
    if len(header) < 30:
        raise BadZipFile
    name, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    stream.seek(info.header_offset + 30 + name + extra)
    if info.compress_type == 0:
        return info.compress_size != info.file_size
    inflate, size, left = zlib.decompressobj(-15), 0, info.compress_size
    while left and not inflate.eof:
        data = stream.read(min(left, 1 << 16))
        if not data:
            raise BadZipFile
        left -= len(data)
        while data:
            size += len(inflate.decompress(data, 1 << 20))
            if size > info.file_size:
                return True
            data = inflate.unconsumed_tail
    return False
