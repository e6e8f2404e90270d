"""Excel package: what the zip archive of a workbook says that its cells do not.

That it is a workbook, and no decompression bomb; from which day it counts; which sheets it has,
and in which part each is.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO
from urllib.parse import unquote
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile, ZipInfo

from tolerance_rules.tables.cell_values import SERIAL_EPOCH
from tolerance_rules.tables.excel_scan import Scan, scanned
from tolerance_rules.tables.excel_styles import Styles, styles_of
from tolerance_rules.tables.source import refusal
from tolerance_rules.tables.workbook_process import CONVERT, LOCKED, NO_WORKBOOK, UNLOCK

LARGEST = 4 << 30
LARGEST_RATIO = 250
"""How many times its packed size a part above `SMALL` may have; Excel's own reach 30."""
SMALL = 64 << 20
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class SheetPart:
    """A worksheet of a workbook, and the part that has its cells."""

    name: str
    visible: bool
    part: str


class Package:
    """The parts of a workbook file; TableError where it is none, or a decompression bomb."""

    def __init__(self, file: Path, shown: Path) -> None:
        self.file, self._shown = file, shown
        with file.open("rb") as stream:
            head = stream.read(4096)
            _require_workbook(head, file, shown)
            try:
                with ZipFile(stream) as package:
                    infos = package.infolist()
                    _require_bounded(infos, stream, shown)
                    # Programs differ in how they write the names of parts; Excel does not mind.
                    self._infos = {_normal(info.filename): info for info in infos}
                    self._workbook = self._tree(package, "xl/workbook.xml")
                    self._relations = self._tree(package, "xl/_rels/workbook.xml.rels")
            except (BadZipFile, KeyError, ElementTree.ParseError, NotImplementedError, zlib.error):
                raise self._no_workbook() from None

    def _no_workbook(self) -> Exception:
        return refusal("G021", NO_WORKBOOK, CONVERT, self._shown)

    def _tree(self, package: ZipFile, name: str) -> ElementTree.Element:
        info = self._infos[_normal(name)]
        if info.file_size > SMALL:
            raise BadZipFile
        return ElementTree.fromstring(package.read(info))

    @property
    def epoch(self) -> date:
        """Return the day from which the workbook counts."""
        found = next(_named(self._workbook, "workbookPr"), None)
        if found is not None and found.get("date1904") in ("1", "true", "on"):
            return date(1904, 1, 1)
        return SERIAL_EPOCH

    @property
    def sheets(self) -> list[SheetPart]:
        """Return the worksheets, in order; TableError where the cells of one are nowhere."""
        targets = {each.get("Id"): each for each in self._relations}
        found = []
        for each in _named(self._workbook, "sheet"):
            ids = [value for key, value in each.attrib.items() if key.endswith("}id")]
            relation = targets.get(ids[0] if ids else "")
            if relation is None or not relation.get("Type", "").endswith("/worksheet"):
                continue
            part = self._part(relation.get("Target", ""))
            visible = each.get("state", "visible") == "visible"
            found.append(SheetPart(each.get("name", ""), visible, part.filename))
        return found

    def _part(self, target: str) -> ZipInfo:
        place = unquote(target).replace("\\", "/")
        info = self._infos.get(_normal(posixpath.join("/xl", place)))
        if info is None:
            raise self._no_workbook()
        return info

    def styles(self) -> Styles:
        """Return the styles of cells that show something else than they hold."""
        by_kind = {each.get("Type", "").rpartition("/")[2]: each for each in self._relations}
        with self._read() as package:
            tree, strings = None, None
            if (styles := by_kind.get("styles")) is not None:
                tree = self._tree(package, self._part(styles.get("Target", "")).filename)
            if (shared := by_kind.get("sharedStrings")) is not None:
                strings = self._part(shared.get("Target", ""))
            if strings is None:
                return styles_of(tree, None)
            with package.open(strings) as stream:
                return styles_of(tree, stream)

    def scan(self, sheet: SheetPart, styles: Styles) -> Scan:
        """Return what the XML of a sheet says of its cells."""
        with self.part(sheet.part) as stream:
            try:
                return scanned(stream, styles)
            except ValueError:
                raise self._no_workbook() from None

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        """Open a part to be read."""
        with self._read() as package, package.open(name) as stream:
            yield stream

    @contextmanager
    def _read(self) -> Iterator[ZipFile]:
        try:
            with ZipFile(self.file) as package:
                yield package
        except (
            BadZipFile,
            EOFError,
            ElementTree.ParseError,
            NotImplementedError,
            RuntimeError,  # a part under a password of its own
            zlib.error,
        ):
            raise self._no_workbook() from None


def _normal(part: str) -> str:
    """Return the name of a part as names are compared."""
    return posixpath.normpath(part.replace("\\", "/")).lstrip("/").casefold()


def _named(tree: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Yield the elements of a name, in the transitional or the strict namespace."""
    return (each for each in tree.iter() if each.tag.rpartition("}")[2] == name)


def _require_workbook(head: bytes, file: Path, shown: Path) -> None:
    if head.startswith(b"PK\x03\x04"):
        return
    message, remedy = NO_WORKBOOK, CONVERT
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        if is_encrypted(file):
            message, remedy = LOCKED, UNLOCK
        else:
            message = (
                "文件其实是旧式的 .xls，或者加了密码",
                "The file is in truth an .xls of the older kind, or has a password",
            )
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        message = (
            "文件其实是网页（HTML）或者 XML，不是 Excel 工作簿",
            "The file is in truth a web page (HTML) or XML, no Excel workbook",
        )
    raise refusal("G021", message, remedy, shown)


def is_encrypted(file: Path) -> bool:
    """Tell whether an OLE file holds a workbook of the newer kind under a password."""
    with file.open("rb") as stream:
        return _ENCRYPTED in stream.read(SMALL)


def _require_bounded(infos: list[ZipInfo], stream: IO[bytes], file: Path) -> None:
    """Refuse a decompression bomb, whatever sizes it declares."""
    total = 0
    for info in infos:
        too_large = info.file_size > SMALL and info.file_size > LARGEST_RATIO * info.compress_size
        total += info.file_size
        if too_large or total > LARGEST or _understates(info, stream):
            message = (
                "压缩内容解开后过大，可能是恶意文件",
                "Unpacked, the file is far too large: it may be meant to do harm",
            )
            raise refusal("G021", message, CONVERT, file)


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
