"""CSV file: a CSV file -> a source; rows are counted as Excel counts them.

Where no record spans lines, Polars counts separators line by line and reads the file; only lines
with quotes are looked at one by one. A file with records of several lines goes through Python's
own reader.
"""

from __future__ import annotations

import csv
import mmap
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tolerance_rules.errors import Fault
from tolerance_rules.formats.human_values import BLANK
from tolerance_rules.language import Pair
from tolerance_rules.tables.csv_headers import (
    find_header_row,
    from_headers,
    has,
    headers_of,
    meant,
)
from tolerance_rules.tables.csv_text import utf8
from tolerance_rules.tables.header_rows import Facts, above
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import ROW, Source, refusal

BATCH = 20_000
IN_MEMORY = 1 << 25
"""Files above this many bytes are kept on disk as Parquet while they are worked on."""
_INK = re.compile(rf"[^{re.escape(BLANK)}]")
_ODD_LINE_END = re.compile(rb"\r(?!\n)")
QUOTES: Pair = (
    "请检查引号，或者另存为 .xlsx",
    "check the quotation marks, or save it as .xlsx",
)
UNREADABLE = Fault.of(
    "G039",
    (
        "这一行的引号不配对，或者有一格过长",
        "The quotation marks of this row do not pair, or a cell is too long",
    ),
    QUOTES,
)
MORE = Fault.of(
    "G030",
    ("这一行的格数比表头多", "This row has more cells than there are headers"),
    ("请检查逗号和引号", "check commas and quotation marks"),
)
FEWER = Fault.of(
    "G030",
    ("这一行的格数比表头少", "This row has fewer cells than there are headers"),
    ("请检查逗号和引号，或者另存为 .xlsx", "check commas and quotation marks, or save it as .xlsx"),
)

_CSV_FAULTS = {
    "unexpected end of data": "有引号没有合上",
    "field larger than field limit (131072)": "有一格太长",
}
"""What Python's reader says, in Chinese."""


def open_csv(
    file: Path, scratch: Path, facts: Facts, header_row: int = 0, separator: str = ""
) -> Source:
    """Return the table of a CSV file in UTF-8, UTF-16 with its mark, or GBK.

    `scratch` is a folder for copies; the source lasts as long as it. TableError names the row of
    what makes the whole file unreadable.
    """
    text = utf8(file, scratch)
    header_row = find_header_row(text, header_row, separator, facts)
    text = from_headers(text, header_row, scratch)
    headers, separator = headers_of(text, header_row, separator, file)
    needed = max(place for place, header in enumerate(headers, 1) if header)
    form = _Form(separator, header_row, len(headers), needed)
    shape, frame = _by_lines(text, form), None
    if shape is not None:
        unreadable = {row for row, fault in shape.faults.items() if fault is UNREADABLE}
        readable = _without(text, unreadable, form, scratch) if unreadable else text
        frame = _stored(_scanned(readable, form), readable, scratch)
        if frame.select(pl.len()).collect().item() != shape.rows:
            frame = None  # Polars sees other records than lines: neither is to be trusted
    if shape is None or frame is None:
        shape = _by_records(text, form, scratch, file)
        frame = pl.scan_parquet(sorted(scratch.glob("part-*.parquet")))
    frame = frame.filter(pl.col(ROW) > header_row)
    columns = tuple(map(str, range(len(headers))))
    if shape.blank:
        inked = [(pl.col(name).str.strip_chars(BLANK) != "") for name in columns]
        some = pl.any_horizontal(inked).fill_null(value=False)
        frame = frame.filter(some | pl.col(ROW).is_in(list(shape.faults)))
    if has(text, b'="'):
        frame = frame.with_columns(map(meant, columns))
    last = header_row + max(shape.rows - 1, 0)
    return Source(
        file.name,
        frame,
        tuple(headers),
        columns,
        {row: (fault,) for row, fault in shape.faults.items()},
        header_row,
        notes=above(header_row),
        read=(
            f"表头第 {header_row} 行，读到第 {last} 行",
            f"headers in row {header_row}, read as far as row {last}",
        ),
        cells=True,
    )


@dataclass(frozen=True)
class _Form:
    """How the cells of a file stand: what separates them, and how many there are to a row."""

    separator: str
    header_row: int
    width: int
    needed: int
    """The cells of a row up to the last that has a header."""


@dataclass
class _Shape:
    """What is known of the rows before their cells are read."""

    form: _Form
    rows: int = 0
    blank: bool = False
    """Whether some rows have nothing in them: there may be millions, and none is listed."""
    faults: dict[int, Fault] = field(default_factory=dict)

    def add(self, row: int, cells: Sequence[str]) -> None:
        if not any(map(_INK.search, cells)):
            self.blank = True
        elif len(cells) < self.form.needed:
            self.faults[row] = FEWER
        elif any(map(_INK.search, cells[self.form.width :])):
            self.faults[row] = MORE


def _by_lines(text: Path, form: _Form) -> _Shape | None:
    """Return the shape of a file whose records are its lines, or None where some are longer."""
    with (
        text.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        unused = next((c for c in "\x1f\x1e\x1d\x1c\x01" if data.find(c.encode()) < 0), None)
        if unused is None or _ODD_LINE_END.search(data):
            return None
    lines = pl.scan_csv(
        text,
        has_header=False,
        schema={"line": pl.String},
        separator=unused,
        quote_char=None,
        glob=False,
        row_index_name=ROW,
        row_index_offset=form.header_row,
    )
    line = pl.col("line")
    ink = f'[^"{re.escape(form.separator)}{re.escape(BLANK)}]'
    blank = ~line.str.contains(ink).fill_null(value=False)
    odd = (
        line.is_null()
        | line.str.contains('"', literal=True)
        | (line.str.count_matches(form.separator, literal=True) != form.width - 1)
    )
    counted = lines.select(pl.len().alias("rows"), blank.any().alias("blank"))
    rows, some_blank = counted.collect(engine="streaming").row(0)
    # A line with nothing but quotes may be the first of a record of several lines.
    quoted = line.str.contains('"', literal=True).fill_null(value=False)
    shape = _Shape(form, rows, some_blank)
    looked_at = lines.filter(odd & (quoted | ~blank)).collect(engine="streaming")
    for row, one in looked_at.iter_rows():
        if one is not None and one.count('"') % 2:
            return None
        if row == form.header_row:
            continue
        try:
            cells = next(csv.reader([one or ""], delimiter=form.separator, strict=True), [])
        except csv.Error:
            shape.faults[row] = UNREADABLE
        else:
            shape.add(row, cells)
    return shape


def _without(text: Path, rows: Collection[int], form: _Form, scratch: Path) -> Path:
    """Return a copy of a file in which each of some lines is a single cell."""
    copy = scratch / "readable.csv"
    with (
        text.open(encoding="utf-8-sig", newline="") as lines,
        copy.open("w", encoding="utf-8", newline="") as into,
    ):
        for row, line in enumerate(lines, form.header_row):
            if row in rows:
                cell = line.rstrip("\r\n").replace('"', '""')
                into.write(f'"{cell}"\n')
            else:
                into.write(line)
    return copy


def _scanned(text: Path, form: _Form) -> pl.LazyFrame:
    return pl.scan_csv(
        text,
        has_header=False,
        schema={str(place): pl.String for place in range(form.width)},
        separator=form.separator,
        truncate_ragged_lines=True,
        glob=False,
        row_index_name=ROW,
        row_index_offset=form.header_row,
    )


def _stored(frame: pl.LazyFrame, text: Path, scratch: Path) -> pl.LazyFrame:
    if text.stat().st_size <= IN_MEMORY:
        return frame.collect().lazy()
    stored = scratch / "table.parquet"
    frame.sink_parquet(stored, compression="lz4", statistics=False)
    return pl.scan_parquet(stored)


def _by_records(text: Path, form: _Form, scratch: Path, file: Path) -> _Shape:
    """Write the records of a file as Parquet in the folder `scratch`, and return their shape."""
    shape, row = _Shape(form), form.header_row
    with text.open(encoding="utf-8-sig", newline="") as lines:
        records = islice(csv.reader(lines, delimiter=form.separator, strict=True), 1, None)
        try:
            for part, batch in enumerate(_batches(records)):
                for number, cells in enumerate(batch, row + 1):
                    shape.add(number, cells)
                frame = _frame(batch, form.width, row + 1)
                frame.write_parquet(scratch / f"part-{part:06}.parquet", compression="lz4")
                row += len(batch)
        except csv.Error as error:
            why = _CSV_FAULTS.get(str(error), "引号、分隔符对不上")
            message = (
                f"第 {row + 1} 行以后不是合格的 CSV：{why}",
                f"From row {row + 1} on this is no sound CSV: {error}",
            )
            raise refusal("G021", message, QUOTES, file, row + 1) from None
    shape.rows = row - form.header_row + 1
    return shape


def _batches(records: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    records = iter(records)
    yield list(islice(records, BATCH))  # even where there are none: the table has its columns
    while batch := list(islice(records, BATCH)):
        yield batch


def _frame(batch: Sequence[Sequence[str]], width: int, first: int) -> pl.DataFrame:
    rows = [[*cells[:width], *[""] * (width - len(cells))] for cells in batch]
    columns = zip(*rows, strict=True) if rows else [()] * width
    data = {str(place): pl.Series(cells, dtype=pl.String) for place, cells in enumerate(columns)}
    return pl.DataFrame(data).select(
        pl.int_range(first, first + len(batch), dtype=pl.UInt32).alias(ROW)
        if rows
        else pl.lit(None, dtype=pl.UInt32).head(0).alias(ROW),
        pl.all().replace("", None),
    )
