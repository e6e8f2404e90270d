"""Column types: which types of column can be read, and any of them as text."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tolerance_rules.errors import Fault, TableError
from tolerance_rules.formats.human_values import SEVERAL
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import LONGEST, Source

TIME_ZONE = "Asia/Shanghai"
"""Where an instant is a day: midnight in Beijing is still the day before in UTC."""
NO_VALUE = "[]"
"""The text of a list without a value, and of a null in a list; no fact has it as a word."""
_PLAIN = (pl.String, pl.Boolean, pl.Categorical, pl.Enum, pl.Null, pl.Date)


def require_readable(source: Source, headers: Mapping[str, str], facts: Collection[str]) -> None:
    """Raise TableError for columns of a type that nothing can be read from.

    `headers` are those of the columns that are read; of `facts`, a list says what is possible.
    """
    schema = source.frame.collect_schema()
    faults = [
        Fault.of(
            "G033",
            (
                f"{header} 一列的类型 {schema[column]} 不能读",
                f"Column {header} is of type {schema[column]}, which is not read",
            ),
            (
                "请先转换为文字、布尔、数字或者日期",
                "convert it to texts, booleans, numbers or dates first",
            ),
            source.name,
        )
        for column, header in headers.items()
        if not _is_plain(schema[column]) and not (column in facts and _is_list(schema[column]))
    ]
    if faults:
        raise TableError(faults)


def text_of(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column as text; a list, as its values joined."""
    found = pl.col(column)
    if isinstance(dtype, pl.Array):
        found, dtype = found.arr.to_list(), pl.List(dtype.inner)
    if isinstance(dtype, pl.List):
        texts = pl.element().cast(pl.String).fill_null(NO_VALUE)
        joined = found.list.eval(texts).list.join(SEVERAL)
        return pl.when(found.list.len() == 0).then(pl.lit(NO_VALUE)).otherwise(joined)
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone:
            found = found.dt.convert_time_zone(TIME_ZONE)
        return found.dt.date().cast(pl.String)
    if isinstance(dtype, pl.Decimal):
        # 1.0000000000 is how a database keeps 1 in a column with a scale.
        return found.cast(pl.String).str.replace(r"\.0+$|(\.\d*?[1-9])0+$", "$1")
    return found if dtype == pl.String else found.cast(pl.String)


def shown(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column as a list of rejects shows it."""
    if not _is_plain(dtype) and not _is_list(dtype):
        return pl.lit(f"（{dtype}）")
    text = text_of(column, dtype)
    if dtype != pl.String:
        return text
    too_long = text.str.len_bytes() > LONGEST
    return pl.when(too_long).then(text.str.head(LONGEST - 1) + "…").otherwise(text)


def _is_plain(dtype: pl.DataType) -> bool:
    return isinstance(dtype, (*_PLAIN, pl.Datetime)) or dtype.is_numeric()


def _is_list(dtype: pl.DataType) -> bool:
    return isinstance(dtype, (pl.List, pl.Array)) and isinstance(dtype.inner, _PLAIN)
