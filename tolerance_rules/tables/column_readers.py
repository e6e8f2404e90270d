"""Column readers: how each column of a table is read, made from the distinct words in it.

A column of a million cells has a handful of distinct words: each word is read once, in plain
Python, and the column is then translated as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tolerance_rules.errors import CaseError, Fault
from tolerance_rules.facts import vocabulary
from tolerance_rules.formats.human_values import BLANK, Words, folded
from tolerance_rules.tables.cell_values import day_of, word_fault, words_of
from tolerance_rules.tables.fields import DATES, RECORDED
from tolerance_rules.tables.headers import Field
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import LONGEST, Source

LONG = Fault("G036", "这一格过长", f"请缩短到 {LONGEST} 字以内")
DAY_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
_PLAIN = (pl.String, pl.Boolean, pl.Categorical, pl.Enum, pl.Null, pl.Date)


@dataclass(frozen=True)
class ColumnReader:
    """How a column is read: the expression for its values, and that for cells it cannot read."""

    field: Field
    value: pl.Expr
    bad: pl.Expr | None = None
    has_values: bool = True
    """Whether its words mean values; a text is bad only by its length."""


def column_readers(
    source: Source,
    fields: Sequence[Field],
    own: Mapping[str, Words],
    *,
    recorded: bool,
) -> list[ColumnReader]:
    """Return how each column is read; `own` are a mapping's words, by fact.

    CaseError names columns of a type that nothing can be read from.
    """
    schema = source.frame.collect_schema()
    valued = [field for field in fields if _has_values(field, recorded=recorded)]
    texts = {field.column: _text_of(field.column, schema[field.column]) for field in fields}
    asked = [field for field in valued if not _is_ready(field, schema[field.column])]
    _require_readable([*valued, *_texts(source, fields, valued)], schema, source)
    distinct = _distinct(source.frame, asked, texts)
    readers = []
    for field in fields:
        if field in asked:
            text, words = texts[field.column], own.get(field.name)
            readers.append(_reader(field, text, distinct[field.column], words, source.epoch))
        elif field in valued or not source.cells:
            readers.append(ColumnReader(field, pl.col(field.column)))
        else:
            text = texts[field.column].str.strip_chars(BLANK)
            readers.append(ColumnReader(field, text, _long(source, field), has_values=False))
    return readers


def fault_of(reader: ColumnReader, text: str) -> Fault:
    """Return what is wrong with a cell that a column cannot hold."""
    if reader.has_values:
        return word_fault(reader.field.name, text.strip(BLANK))
    return replace(LONG, subject=reader.field.name)


def _has_values(field: Field, *, recorded: bool) -> bool:
    if field.kept:
        return False
    if field.name == RECORDED:
        return recorded
    return field.name in vocabulary() or field.name in DATES


def _is_ready(field: Field, dtype: pl.DataType) -> bool:
    """Tell whether a column has nothing but values already."""
    if dtype == pl.Null:
        return field.name != RECORDED
    if field.name in DATES:
        return dtype == pl.Date
    spec = vocabulary().get(field.name)
    if spec is None:
        return False
    if spec.boolean:
        return dtype == pl.Boolean
    return isinstance(dtype, pl.Enum) and set(dtype.categories) <= set(spec.values)


def _text_of(column: str, dtype: pl.DataType) -> pl.Expr:
    found = pl.col(column)
    if isinstance(dtype, pl.Datetime):
        return found.dt.date().cast(pl.String)
    return found if dtype == pl.String else found.cast(pl.String)


def shown(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column as a list of rejects shows it."""
    if not _is_readable(dtype):
        return pl.lit(f"（{dtype}）")
    text = _text_of(column, dtype)
    if dtype != pl.String:
        return text
    too_long = text.str.len_bytes() > LONGEST
    return pl.when(too_long).then(text.str.head(LONGEST - 1) + "…").otherwise(text)


def _is_readable(dtype: pl.DataType) -> bool:
    return isinstance(dtype, (*_PLAIN, pl.Datetime)) or dtype.is_numeric()


def _texts(source: Source, fields: Sequence[Field], valued: Sequence[Field]) -> list[Field]:
    return [field for field in fields if source.cells and field not in valued]


def _require_readable(fields: Iterable[Field], schema: pl.Schema, source: Source) -> None:
    faults = []
    for field in fields:
        dtype = schema[field.column]
        if not _is_readable(dtype):
            message = f"{field.header} 一列的类型 {dtype} 不能读"
            fault = Fault("G033", message, "请先转换为文字、布尔、数字或者日期", source.name)
            faults.append(replace(fault, subject=field.name))
    if faults:
        raise CaseError(faults)


def _distinct(
    frame: pl.LazyFrame, fields: Sequence[Field], texts: Mapping[str, pl.Expr]
) -> dict[str, list[str | None]]:
    queries = [frame.select(texts[field.column].alias(field.column)).unique() for field in fields]
    found = pl.collect_all(queries, engine="streaming") if queries else []
    return {each.columns[0]: each.to_series().to_list() for each in found}


def _reader(
    field: Field,
    text: pl.Expr,
    distinct: Sequence[str | None],
    own: Words | None,
    epoch: date,
) -> ColumnReader:
    known: dict[Any, list[str]] = {}
    bad: list[str] = []
    blank_is_bad = field.name == RECORDED
    words = {} if field.name in DATES else words_of(field.name, own)
    for word in distinct:
        plain = folded((word or "")[:LONGEST])
        if field.name in DATES:
            value: Any = day_of(plain, epoch)
            known_word = value is not None or not plain
        else:
            value, known_word = words.get(plain), plain in words
        if not known_word or (blank_is_bad and value is None):
            bad.append(word or "")
        elif value is not None and word is not None:
            known.setdefault(value, []).append(word)
    value_of = _days(text, known) if field.name in DATES else _chosen(text, known, field.name)
    if not bad:
        return ColumnReader(field, value_of)
    blank = text.is_null() if blank_is_bad else pl.lit(value=False)
    return ColumnReader(field, value_of, text.is_in(bad).fill_null(value=False) | blank)


def _chosen(text: pl.Expr, known: Mapping[Any, Sequence[str]], name: str) -> pl.Expr:
    dtype = dtype_of(name)
    value_of = pl.lit(None, dtype=dtype)
    for value, raws in known.items():
        same = text == raws[0] if len(raws) == 1 else text.is_in(raws)
        value_of = pl.when(same).then(pl.lit(value, dtype=dtype)).otherwise(value_of)
    return value_of


def _days(text: pl.Expr, known: Mapping[date, Sequence[str]]) -> pl.Expr:
    """Return the days of a column: there are too many to choose among one by one.

    Polars reads the common ways to write a day; what it reads otherwise than we do is looked up.
    A table to look up in is a join, and holds more of the rows in memory.
    """
    raws = [(raw, day) for day, words in known.items() for raw in words]
    frame = pl.DataFrame(raws, schema={"raw": pl.String, "day": pl.Date}, orient="row")
    ways = [way for way in DAY_FORMATS if _reads_some(frame, way)]
    read = pl.coalesce(_day(text, way) for way in ways) if ways else pl.lit(None, dtype=pl.Date)
    again = pl.coalesce(_day(pl.col("raw"), way) for way in ways) if ways else pl.lit(None)
    rest = frame.filter(~again.eq_missing(pl.col("day")))
    if rest.is_empty():
        return read
    looked_up = text.replace_strict(rest["raw"], rest["day"], default=None, return_dtype=pl.Date)
    return pl.when(text.is_in(rest["raw"].to_list())).then(looked_up).otherwise(read)


def _day(text: pl.Expr, way: str) -> pl.Expr:
    return text.str.to_date(way, strict=False)


def _reads_some(frame: pl.DataFrame, way: str) -> bool:
    return bool(frame.select(_day(pl.col("raw"), way).is_not_null().any()).item())


def dtype_of(name: str) -> Any:
    """Return the type of a column of values."""
    if name in DATES:
        return pl.Date
    if name == RECORDED:
        return pl.String
    spec = vocabulary()[name]
    return pl.Boolean if spec.boolean else pl.Enum(list(map(str, spec.values)))


def _long(source: Source, field: Field) -> pl.Expr | None:
    size = pl.col(field.column).str.len_bytes()
    # Bytes first: they are known; only a column with a suspect is counted in characters.
    longest = source.frame.select(size.max()).collect(engine="streaming").item()
    if longest is None or longest <= LONGEST:
        return None
    return (pl.col(field.column).str.len_chars() > LONGEST).fill_null(value=False)
