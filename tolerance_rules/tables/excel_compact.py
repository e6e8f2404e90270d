"""Excel compact: a copy of a workbook in which cells that stand far apart stand close together.

A reader of cells makes room for every cell up to the last; a stray one in the last row and column
of a sheet would take more memory than there is. Which row and column was which is kept.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from tolerance_rules.tables.column_letters import column_of, letters_of
from tolerance_rules.tables.excel_scan import CELL, chunks, has_ink, place_of

MOST = 30_000_000
"""The cells of a sheet, blank ones between them included, for which room is made."""
_REFERENCE = re.compile(
    rb"(<(?:\w+:)?(?:row|c)\b[^>]*?\br\s*=\s*[\"'])([A-Z]{0,3})(\d{1,9})(?=[\"'])"
)


@dataclass(frozen=True)
class Lines:
    """The rows and the columns of a sheet in which something stands, in order, from 1."""

    rows: Sequence[int]
    columns: Sequence[int]

    @property
    def cells(self) -> int:
        """Return for how many cells room is made."""
        return len(self.rows) * len(self.columns)


def inhabited(stream: IO[bytes]) -> Lines:
    """Return in which rows and columns of a sheet something stands; nothing where it is too much.

    A cell that does not say where it stands is nowhere: there is no telling.
    """
    rows: set[int] = set()
    columns: set[int] = set()
    for chunk in chunks(stream):
        for match in CELL.finditer(chunk):
            if has_ink(match[2]):
                row, column = place_of(match[1])
                rows.add(row)
                columns.add(column)
    return Lines(sorted(rows), sorted(columns))


def compacted(file: Path, sheets: Mapping[str, Lines], into: Path) -> Path:
    """Write a copy of a workbook with the sheets, by their parts, put close together."""
    with ZipFile(file) as package, ZipFile(into, "w", ZIP_DEFLATED, compresslevel=1) as copy:
        for info in package.infolist():
            with package.open(info) as part, copy.open(info.filename, "w", force_zip64=True) as out:
                if info.filename in sheets:
                    _compact(part, out, sheets[info.filename])
                else:
                    while data := part.read(1 << 22):
                        out.write(data)
    return into


def _compact(part: IO[bytes], out: IO[bytes], lines: Lines) -> None:
    def moved(match: re.Match[bytes]) -> bytes:
        row = bisect_right(lines.rows, int(match[3]))
        if not match[2]:
            return match[1] + b"%d" % max(row, 1)
        place = bisect_right(lines.columns, column_of(match[2]))
        return match[1] + letters_of(max(place, 1)).encode() + b"%d" % max(row, 1)

    for chunk in chunks(part):
        out.write(_REFERENCE.sub(moved, chunk))
