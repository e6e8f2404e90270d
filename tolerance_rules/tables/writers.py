"""Writers: judged rows -> a file of the kind its name says, whole or not at all.

What a spreadsheet would take for a formula is written as text, in every CSV and every sheet.
"""

from __future__ import annotations

import re
import shutil
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tolerance_rules.errors import Fault, TableError, shorten
from tolerance_rules.language import Lang, pick
from tolerance_rules.tables.csv_quotes import FORMULA, NUMBER
from tolerance_rules.tables.fields import REJECTS_EN, REJECTS_ZH
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.rejects import Reject
from tolerance_rules.tables.workbook import LAST_ROW, LONGEST, new_workbook
from tolerance_rules.verdict.time_in_force import BEIJING

FORMATS = (".parquet", ".csv", ".xlsx", ".arrow", ".feather")
SLICE = 20_000
REJECTS = 2_000
"""How many rejects are written at once."""
_FORMULA = re.compile(FORMULA)
_WIDE, _NARROW = 28, 12


def write_table(frame: pl.LazyFrame, file: Path, kind: str, on_rows: Callable[[int], None]) -> None:
    """Write a frame as a file of a kind in FORMATS; `on_rows` is told of rows as they are done.

    TableError where the kind cannot hold it, ExecutorError says what to install.
    """
    try:
        with plainly_named(file) as path:
            if kind == ".parquet":
                frame.sink_parquet(path)
            elif kind == ".csv":
                _require_texts(frame.collect_schema())
                safe = frame.select(_csv_safe(*item) for item in frame.collect_schema().items())
                safe.sink_csv(path, include_bom=True)
            elif kind == ".xlsx":
                _write_excel(frame, path, on_rows)
            else:
                frame.sink_ipc(path, compression="zstd")
    except TableError:
        raise
    except (pl.exceptions.PolarsError, ValueError, OverflowError) as error:  # a year -4712
        why = shorten(str(error).partition("\n")[0])
        message = (f"写不成 {kind}：{why}", f"Cannot be written as {kind}: {why}")
        remedy = ("请换一种格式，或者少保留几列", "take another format, or keep fewer columns")
        raise TableError([Fault.of("G043", message, remedy)]) from None


@contextmanager
def plainly_named(file: Path) -> Iterator[Path]:
    """Give a path to write to that is a text, for a file whose own path is not UTF-8."""
    try:
        str(file).encode()
    except UnicodeEncodeError:
        with TemporaryDirectory(prefix="tolerance-rules-") as folder:
            yield Path(folder) / "table"
            shutil.copyfile(Path(folder) / "table", file)
    else:
        yield file


def write_rejects(
    rejects: Iterable[Reject], headers: Sequence[str], file: Path, lang: Lang = "zh"
) -> None:
    """Write the rows that were refused as CSV for Excel: number, columns, reason, the row itself.

    Mended there, the file can be read in its turn: the columns put before it are ignored. Of the
    rows only some are held at once.
    """
    width, rejects = len(headers), iter(rejects)
    first = REJECTS_ZH if lang == "zh" else REJECTS_EN
    batch = [[*first, *headers]]
    with plainly_named(file) as path, path.open("wb") as stream:
        stream.write(BOM_UTF8)
        while batch:
            # Headers may be missing or alike: the columns have numbers, the names are a row.
            columns = {
                str(place): pl.Series(cells, dtype=pl.String)
                for place, cells in enumerate(zip(*batch, strict=True))
            }
            frame = pl.DataFrame(columns).select(_guarded(pl.col(n)).alias(n) for n in columns)
            frame.write_csv(stream, include_header=False)
            batch = [_cells(reject, width, lang) for reject in islice(rejects, REJECTS)]


def _cells(reject: Reject, width: int, lang: Lang) -> list[str]:
    about = pick(lang, ("、", ", ")).join(dict.fromkeys(filter(None, reject.headers)))
    rest = [""] * (width - len(reject.cells))
    return [str(reject.row), about, reject.told(lang), *reject.cells, *rest]


def _csv_safe(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    header = f"'{name}" if _FORMULA.match(name) else name
    if isinstance(dtype, (pl.Categorical, pl.Enum)):
        column = column.cast(pl.String)
    elif dtype != pl.String:
        return column.alias(header)
    return _guarded(column).alias(header)


def _require_texts(schema: Mapping[str, pl.DataType]) -> None:
    """Refuse columns of types that CSV cannot hold, by their names."""
    wrong = [
        name
        for name, dtype in schema.items()
        if dtype.is_nested() or isinstance(dtype, (pl.Duration, pl.Binary, pl.Object))
    ]
    if wrong:
        listed = [shorten(name) for name in wrong]
        message = (
            f"列 {'、'.join(listed)} 是 CSV 写不下的类型",
            f"Columns of a type that CSV cannot hold: {', '.join(listed)}",
        )
        remedy = ("请不要保留，或者写成 .parquet", "do not keep them, or write .parquet")
        raise TableError([Fault.of("G043", message, remedy)])


def _guarded(text: pl.Expr) -> pl.Expr:
    """Return a text that no spreadsheet takes for a formula: one that might be has a `'` first."""
    risky = text.str.contains(FORMULA) & ~text.str.contains(NUMBER)
    return pl.when(risky).then(pl.lit("'") + text).otherwise(text)


def _write_excel(frame: pl.LazyFrame, file: Path, on_rows: Callable[[int], None]) -> None:
    height = frame.select(pl.len()).collect(engine="streaming").item()
    if height > LAST_ROW:
        message = (
            f"共 {height:,} 行，一张工作表最多 {LAST_ROW:,} 行",
            f"There are {height:,} rows, and a sheet has at most {LAST_ROW:,}",
        )
        remedy = ("请写成 .parquet 或者 .csv", "write .parquet or .csv")
        raise TableError([Fault.of("G043", message, remedy)])
    schema = frame.collect_schema()
    with new_workbook(file) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bg_color": "#E8EDF3", "bottom": 1})
        # The quote prefix keeps a text a text even when somebody edits the cell.
        looks = (book.add_format({"quote_prefix": True}), book.add_format({"num_format": 14}))
        for place, (name, dtype) in enumerate(schema.items()):
            sheet.write_string(0, place, name, bold)
            sheet.set_column(place, place, _WIDE if dtype == pl.String else _NARROW)
        for first in range(0, height, SLICE):
            rows = frame.slice(first, SLICE).collect()
            for number, row in enumerate(rows.iter_rows(), first + 1):
                for place, cell in enumerate(row):
                    _write_cell(sheet, number, place, cell, looks)
            on_rows(rows.height)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(height, 1), max(len(schema) - 1, 0))


def _write_cell(sheet: Any, row: int, column: int, cell: object, looks: tuple[Any, Any]) -> None:
    quoted, dated = looks
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)) and isfinite(cell):  # Excel has no infinity
        sheet.write_number(row, column, cell)
    elif isinstance(cell, date):
        if isinstance(cell, datetime) and cell.tzinfo:  # Excel knows no zones
            cell = cell.astimezone(BEIJING).replace(tzinfo=None)
        sheet.write_datetime(row, column, cell, dated)
    else:
        text = str(cell)
        text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        sheet.write_string(row, column, text, quoted if _FORMULA.match(text) else None)
