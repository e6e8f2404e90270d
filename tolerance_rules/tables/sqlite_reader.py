"""SQLite reader: the rows of a query, which can do nothing but read, and not for ever."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tolerance_rules.tables.polars_import import pl

BATCH = 50_000
_STEPS = 10_000
"""After how many steps of its machine SQLite looks whether its time is over."""
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, 33}
"""What a query may do; 33 is a common table expression that refers to itself."""


def read_sqlite(file: Path, query: str, seconds: float) -> tuple[list[str], pl.DataFrame]:
    """Return the names of the columns, and the rows, whose columns are numbered.

    sqlite3.Error where it is more than one statement, does more than read, or takes too long.
    """
    until = time.monotonic() + seconds
    with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as connection:
        connection.set_authorizer(_may)
        connection.set_progress_handler(lambda: int(time.monotonic() > until), _STEPS)
        try:
            cursor = connection.execute(query)
        except sqlite3.Warning as error:  # before Python 3.12, of several statements
            raise sqlite3.ProgrammingError(str(error)) from None
        names = [each[0] for each in cursor.description or ()]
        parts = [[_column(values) for values in zip(*rows, strict=True)] for rows in _rows(cursor)]
    columns = [_joined([part[place] for part in parts]) for place in range(len(names))]
    return names, pl.DataFrame({str(place): each for place, each in enumerate(columns)})


def _may(action: int, _first: Any, second: Any, _database: Any, _trigger: Any) -> int:
    harmless = action in _READING and second != "load_extension"
    return sqlite3.SQLITE_OK if harmless else sqlite3.SQLITE_DENY


def _rows(cursor: sqlite3.Cursor) -> Iterator[list[tuple[Any, ...]]]:
    while rows := cursor.fetchmany(BATCH):
        yield rows


def _column(values: Sequence[Any]) -> pl.Series:
    """Return cells of any kinds as a column of one: a column of SQLite holds anything."""
    kinds = {type(value) for value in values} - {type(None)}
    if kinds == {int, float}:
        values, kinds = [None if each is None else float(each) for each in values], {float}
    if len(kinds) > 1:
        values = [None if value is None else _text(value) for value in values]
    return pl.Series(values) if kinds else pl.Series(values, dtype=pl.Null)


def _joined(parts: Sequence[pl.Series]) -> pl.Series:
    """Return the pieces of a column as one, in the kind that holds them all."""
    kinds = {part.dtype for part in parts} - {pl.Null()}
    wanted: Any = next(iter(kinds), pl.Null())
    if len(kinds) > 1:
        wanted = pl.Float64() if all(each.is_numeric() for each in kinds) else pl.String()
    if not parts:
        return pl.Series([], dtype=pl.Null)
    return pl.concat([part.cast(wanted) for part in parts])


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
