"""Source: a table that has been opened: its headers as written, its cells, its rows' numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tolerance_rules.errors import Fault, TableError, shorten
from tolerance_rules.language import Pair
from tolerance_rules.tables.cell_values import SERIAL_EPOCH
from tolerance_rules.tables.column_letters import column_of, letters_of
from tolerance_rules.tables.polars_import import pl

ROW = "~row"
"""The column of row numbers: those of Excel, where there are such, else counted from 1."""
LONGEST = 32_767
"""The characters that a cell of Excel holds; a longer one is no cell of a register."""


@dataclass(frozen=True)
class Source:
    """An open table; blank rows of a file that people write are not in it."""

    name: str
    """Its name in messages."""
    frame: pl.LazyFrame
    headers: tuple[str, ...]
    columns: tuple[str, ...]
    """The names that the frame has for the columns of `headers`."""
    faults: Mapping[int, tuple[Fault, ...]] = field(default_factory=dict)
    """Rows whose shape is wrong, though they are in the frame; a subject is a column's name."""
    header_row: int = 1
    epoch: date = SERIAL_EPOCH
    notes: tuple[Pair, ...] = ()
    """What the user should know of what has not been read."""
    cells: bool = False
    """Whether this is a file that people write: headers may be missing, cells too long."""
    read: Pair = ("", "")
    """Which rows have been read, and of which sheet, for people."""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    """All that the workbook has, in order."""
    letters: tuple[str, ...] = ()
    """What Excel calls the columns of a sheet."""
    tidy: frozenset[str] = frozenset()
    """Columns known to have no cell that is empty, or starts or ends with white space."""

    @property
    def told(self) -> tuple[Pair, ...]:
        """Return what the screen says of what has been read: of a workbook, which sheet, too."""
        return (self.read, *self.notes) if self.sheet else self.notes

    def places_of(self, columns: Sequence[str], row: int) -> str:
        """Return what Excel calls cells of a row, such as 登记簿!D7:F7; "" in other tables."""
        if not self.letters:
            return ""
        runs: list[tuple[int, int]] = []
        for column in sorted(
            column_of(self.letters[self.columns.index(each)].encode()) for each in columns
        ):
            if runs and runs[-1][1] == column - 1:
                runs[-1] = runs[-1][0], column
            else:
                runs.append((column, column))
        cells = (
            ":".join(f"{letters_of(each)}{row}" for each in dict.fromkeys(run)) for run in runs
        )
        return "、".join(f"{quoted_sheet(self.sheet)}!{each}" for each in cells)

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return int(self.frame.select(pl.len()).collect(engine="streaming").item())


def quoted_sheet(name: str) -> str:
    """Return the name of a sheet as Excel has it before the `!` of a cell."""
    bare = shorten(name)
    return bare if re.fullmatch(r"[^\W\d]\w*", bare) else "'" + bare.replace("'", "''") + "'"


def refusal(code: str, message: Pair, remedy: Pair, file: object, row: int = 0) -> TableError:
    """Return the error that refuses a whole file for one fault."""
    return TableError([Fault.of(code, message, remedy, str(file), row)])
