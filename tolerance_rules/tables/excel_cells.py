"""Excel cells: the cells of a sheet below its headers, with what is wrong with each of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tolerance_rules.errors import Fault, shorten
from tolerance_rules.formats.human_values import BLANK
from tolerance_rules.language import Pair
from tolerance_rules.tables.column_letters import letters_of
from tolerance_rules.tables.excel_compact import Lines
from tolerance_rules.tables.excel_scan import Place, Scan
from tolerance_rules.tables.header_names import one_line
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import ROW, quoted_sheet, refusal
from tolerance_rules.tables.workbook_process import CONVERT, SheetRead

MOST_MERGED = 5_000_000
"""The cells that merged ranges may cover, all together."""
MEND: Pair = (
    "请在 Excel 中改正，或者打开后重新保存",
    "mend it in Excel, or open the workbook and save it again",
)
ACROSS: Pair = ("这一格横跨几列合并", "This cell is merged across columns")
UNMERGE: Pair = ("请取消合并，分别填写", "unmerge it, and fill in each cell")
SAY_WHERE: Pair = ("请写明 sheet 和 header_row", "give sheet and header_row")
_LETTERS = re.compile("[\x21-\xff\uf000-\uf0ff ]{1,12}")
"""What a picture font shows as pictures; what is Chinese it leaves to another font."""


@dataclass
class SheetCells:
    """The rows below the headers that are not blank, all cells as text."""

    name: str
    header_row: int
    headers: tuple[str, ...]
    columns: tuple[str, ...]
    letters: tuple[str, ...]
    """What Excel calls the columns."""
    frame: pl.DataFrame
    faults: dict[int, list[Fault]] = field(default_factory=dict)
    nowhere: Pair | None = None
    """What stands in a cell that does not say where it is."""
    bad_headers: Mapping[int, Pair] = field(default_factory=dict)

    @property
    def extent(self) -> Pair:
        """Return which rows these are, for people."""
        row = self.header_row
        if self.frame.is_empty():
            return f"表头第 {row} 行，下面没有数据", f"headers in row {row}, no data below them"
        first, last = self.frame[ROW][0], self.frame[ROW][-1]
        return (
            f"表头第 {row} 行，数据第 {first}—{last} 行",
            f"headers in row {row}, data in rows {first} to {last}",
        )

    def require_headers(self, file: Path) -> None:
        """Raise TableError where the row of headers has none, or one that cannot be read."""
        sheet, row = shorten(self.name), self.header_row
        if self.nowhere:
            message = (
                f"工作表中有{self.nowhere[0]}，位置不明",
                f"The sheet has {self.nowhere[1]}, and does not say in which cell",
            )
            raise refusal("G034", message, CONVERT, file)
        for column, what in self.bad_headers.items():
            at = f"{quoted_sheet(self.name)}!{letters_of(column)}{row}"
            message = (
                f"{at}：表头的第 {column} 列是{what[0]}",
                f"{at}: the header of this column is {what[1]}",
            )
            raise refusal("G034", message, ("请改为文字", "write a text"), file, row)
        if not self.headers:
            message = (f"工作表 {sheet} 没有第 {row} 行", f"Sheet {sheet} has no row {row}")
            raise refusal("G028", message, SAY_WHERE, file)
        if not any(self.headers):
            message = (
                f"工作表 {sheet} 的第 {row} 行是空的，不是表头",
                f"Row {row} of sheet {sheet} is blank, and no headers",
            )
            raise refusal("G024", message, SAY_WHERE, file, row)


def sheet_cells(
    sheet: SheetRead, lines: Lines | None, scan: Scan | None, header_row: int, file: Path
) -> SheetCells:
    """Return the cells of a sheet, whose rows and columns are `lines` where it was put together."""
    scan = scan or Scan(
        merged=[(_from_one(first), _from_one(last)) for first, last in sheet.merged]
    )
    frame = sheet.rows()
    rows = list(lines.rows[: frame.height]) if lines else list(range(1, frame.height + 1))
    columns = list(lines.columns[: sheet.width]) if lines else list(range(1, sheet.width + 1))
    # The reader of cells stops at the last value; below may stand formulas without one.
    lacking = sorted({row for row, _ in scan.without_value} - set(rows) - {0})
    more = pl.DataFrame({name: [None] * len(lacking) for name in frame.columns}, frame.schema)
    grid = _Grid(pl.concat([frame, more]), [*rows, *lacking], columns)
    grid.write(scan.formatted)
    grid.write({place: f"（{what[0]}）" for place, what in scan.without_value.items()})
    grid.write(grid.pictured(scan.pictures))
    grid.write(grid.crossed(scan.struck))
    across = grid.fill(scan.merged, header_row, sheet.name, file)
    faults = grid.faults(scan.without_value, across, header_row)
    return SheetCells(
        sheet.name,
        header_row,
        grid.headers(header_row),
        tuple(grid.frame.columns),
        tuple(map(letters_of, columns)),
        grid.below(header_row, list(faults)),
        faults,
        next((what for (row, _), what in scan.without_value.items() if row == 0), None),
        {column: what for (row, column), what in scan.without_value.items() if row == header_row},
    )


def _from_one(place: tuple[int, int]) -> Place:
    return place[0] + 1, place[1] + 1


class _Grid:
    """The cells of a sheet, by the rows and the columns that Excel counts."""

    def __init__(self, frame: pl.DataFrame, rows: list[int], columns: list[int]) -> None:
        self.frame, self.rows = frame, rows
        self._row = {row: place for place, row in enumerate(rows)}
        self._column = {column: place for place, column in enumerate(columns)}
        self._columns = columns

    def write(self, texts: Mapping[Place, str | None]) -> None:
        """Put texts into cells; of cells that are not there, nothing becomes."""
        by_column: dict[int, dict[int, str | None]] = {}
        for (row, column), text in texts.items():
            if row in self._row and column in self._column:
                by_column.setdefault(self._column[column], {})[self._row[row]] = text
        self.frame = self.frame.with_columns(
            self.frame[str(column)].scatter(list(found), list(found.values()))
            for column, found in by_column.items()
        )

    def pictured(self, fonts: Mapping[Place, str]) -> dict[Place, str | None]:
        """Return the texts of cells in a picture font, each with the font: nobody sees letters."""
        found: dict[Place, str | None] = {}
        for (row, column), font in fonts.items():
            if row in self._row and column in self._column:
                text = self._at(row, column)
                if text and _LETTERS.fullmatch(text.strip(BLANK)):
                    found[row, column] = f"{text.strip(BLANK)}（{font} 字体的图形）"
        return found

    def crossed(self, struck: Mapping[Place, Pair]) -> dict[Place, str | None]:
        """Return the texts of cells that are struck out, each with a remark: they do not hold."""
        found: dict[Place, str | None] = {}
        for (row, column), what in struck.items():
            if row in self._row and column in self._column:
                text = (self._at(row, column) or "").strip(BLANK)
                if text:
                    found[row, column] = f"{text}（{what[0]}）"
        return found

    def _at(self, row: int, column: int) -> str | None:
        text: str | None = self.frame[str(self._column[column])][self._row[row]]
        return text

    def fill(
        self, merged: Sequence[tuple[Place, Place]], header_row: int, sheet: str, file: Path
    ) -> list[tuple[int, int]]:
        """Put the value of each merged range into all its rows; return the cells merged sideways.

        TableError where the ranges cover more cells than anybody merges.
        """
        texts: dict[Place, str | None] = {}
        across: list[tuple[int, int]] = []
        covered = 0
        for (top, left), (bottom, right) in merged:
            if top not in self._row or left not in self._column:
                continue
            value = self._at(top, left)
            rows = self.rows[self._row[top] : bisect_right(self.rows, bottom)]
            columns = self._columns[self._column[left] : bisect_right(self._columns, right)]
            covered += len(rows) * len(columns)
            if covered > MOST_MERGED:
                message = (
                    f"工作表 {shorten(sheet)} 合并的格超过 {MOST_MERGED:,} 个",
                    f"Sheet {shorten(sheet)} has more than {MOST_MERGED:,} merged cells",
                )
                remedy = ("请取消整行整列的合并", "do not merge whole rows or columns")
                raise refusal("G021", message, remedy, file)
            if value is None:
                continue
            texts |= dict.fromkeys(((row, left) for row in rows), value)
            if right > left and value.strip(BLANK):
                across += ((r, c) for r in rows if r > header_row for c in columns)
        self.write(texts)
        return across

    def faults(
        self,
        without_value: Mapping[Place, Pair],
        across: Sequence[tuple[int, int]],
        header_row: int,
    ) -> dict[int, list[Fault]]:
        """Return what is wrong with the cells of each row, by the name of their column."""
        faults: dict[int, list[Fault]] = {}
        for (row, column), what in sorted(without_value.items()):
            if row > header_row and column in self._column:
                subject = str(self._column[column])
                message = (f"这一格是{what[0]}", f"This cell has {what[1]}")
                fault = Fault.of("G034", message, MEND, subject=subject)
                faults.setdefault(row, []).append(fault)
        for row, column in across:
            subject = str(self._column[column])
            fault = Fault.of("G035", ACROSS, UNMERGE, subject=subject)
            faults.setdefault(row, []).append(fault)
        return faults

    def headers(self, header_row: int) -> tuple[str, ...]:
        """Return the headers, each on one line; none where there is no such row."""
        if header_row not in self._row:
            return ()
        return tuple(one_line(text or "") for text in self.frame.row(self._row[header_row]))

    def below(self, header_row: int, faulty: Sequence[int]) -> pl.DataFrame:
        """Return the rows below the headers in which something stands, with their numbers."""
        numbers = pl.Series(ROW, self.rows, dtype=pl.UInt32)
        ink = pl.any_horizontal(
            (pl.col(name).str.strip_chars(BLANK) != "").fill_null(value=False)
            for name in self.frame.columns
        )
        # A formula without a value is all that may stand in a row.
        wanted = (pl.col(ROW) > header_row) & (ink | pl.col(ROW).is_in(faulty))
        return self.frame.insert_column(0, numbers).filter(wanted)
