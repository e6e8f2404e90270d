"""Column readers: how each column of a table is read, made from the distinct words in it.

A column of a million cells has a handful of distinct words: each word is read once, in plain
Python, and the column is then translated as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from tolerance_rules.errors import Fault
from tolerance_rules.formats.human_values import BLANK, Words
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.cell_values import CellReader, cell_fault, cell_of, cell_reader
from tolerance_rules.tables.column_types import require_readable, text_of
from tolerance_rules.tables.fields import DATES, RECORDED
from tolerance_rules.tables.headers import Field
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import LONGEST, Source
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known

LONG = Fault.of(
    "G036",
    ("这一格过长", "This cell is too long"),
    (f"请缩短到 {LONGEST} 字以内", f"it may have {LONGEST} characters"),
)
DAY_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
_Words: TypeAlias = "list[str | None]"
"""The distinct words of a column; None is the empty cell."""


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
    rules: Ruleset,
    *,
    recorded: bool,
) -> list[ColumnReader]:
    """Return how each column is read; `own` are a mapping's words, by fact.

    With `recorded`, the recorded outcome is read as one. TableError names columns of a type that
    nothing can be read from.
    """
    schema = source.frame.collect_schema()
    names = {*rules.vocabulary, *DATES, *([RECORDED] if recorded else ())}
    valued = [field for field in fields if field.name in names and not field.kept]
    facts = {field.column for field in valued if field.name in rules.vocabulary}
    # What is neither read nor written by people is handed on as it is.
    for_reading = [field for field in fields if field in valued or source.cells]
    require_readable(source, {field.column: field.header for field in for_reading}, facts)
    texts = {field.column: text_of(field.column, schema[field.column]) for field in fields}
    asked = [field for field in valued if not _is_ready(field, schema[field.column], rules)]
    distinct = _distinct(source.frame, asked, texts)
    readers = []
    for field in fields:
        text = texts[field.column]
        if field in asked:
            read = cell_reader(field.name, rules, own.get(field.name), source.epoch)
            readers.append(_reader(field, text, distinct[field.column], read, rules))
        elif field in valued:
            readers.append(ColumnReader(field, _ready(field, rules)))
        elif not source.cells:
            bad = None
            if not field.kept and schema[field.column] == pl.String:
                bad = (pl.col(field.column).str.len_chars() > LONGEST).fill_null(value=False)
            readers.append(ColumnReader(field, pl.col(field.column), bad, has_values=False))
        else:
            text = text.str.strip_chars(BLANK)
            readers.append(ColumnReader(field, text, _long(source, field), has_values=False))
    return readers


def fault_of(reader: ColumnReader, text: str, rules: Ruleset) -> Fault:
    """Return what is wrong with a cell that a column cannot hold."""
    if reader.has_values:
        return cell_fault(reader.field.name, text.strip(BLANK), rules)
    return replace(LONG, subject=reader.field.name)


def _is_ready(field: Field, dtype: pl.DataType, rules: Ruleset) -> bool:
    """Tell whether a column has nothing but values already."""
    if dtype == pl.Null:
        return field.name != RECORDED
    if field.name in DATES:
        return dtype == pl.Date
    spec = rules.vocabulary.get(field.name)
    if spec is None:
        return False
    if spec.boolean:
        return dtype == pl.Boolean
    return isinstance(dtype, pl.Enum) and set(dtype.categories) <= set(spec.values)


def _ready(field: Field, rules: Ruleset) -> pl.Expr:
    column = pl.col(field.column)
    spec = rules.vocabulary.get(field.name)
    # A finding that nobody has recorded has not been made.
    return column.cast(pl.Boolean).fill_null(value=False) if spec and spec.finding else column


def _distinct(
    frame: pl.LazyFrame, fields: Sequence[Field], texts: Mapping[str, pl.Expr]
) -> dict[str, _Words]:
    queries = [frame.select(texts[field.column].alias(field.column)).unique() for field in fields]
    found = pl.collect_all(queries, engine="streaming") if queries else []
    return {each.columns[0]: each.to_series().to_list() for each in found}


def _reader(
    field: Field, text: pl.Expr, words: _Words, read: CellReader, rules: Ruleset
) -> ColumnReader:
    known, bad = _read(words, read)
    unknown = known.pop(None, [])
    if field.name == RECORDED:
        bad += unknown
    if field.name in DATES:
        value = _days(text, known)
    else:
        value = _chosen(text, known, rules.vocabulary.get(field.name))
    return ColumnReader(field, value, _is_one(text, bad).fill_null(value=False) if bad else None)


def _read(words: _Words, read: CellReader) -> tuple[dict[Any, _Words], _Words]:
    """Return the words for each value, and the words that say none."""
    known: dict[Any, _Words] = {}
    bad: _Words = []
    for word in words:
        try:
            if word is not None and len(word) > LONGEST:
                bad.append(word)
            else:
                known.setdefault(read(word or ""), []).append(word)
        except ValueError:
            bad.append(word)
    return known, bad


def _is_one(text: pl.Expr, words: _Words) -> pl.Expr:
    """Return whether a text is one of some words, at least one; None is the empty cell."""
    written = [word for word in words if word is not None]
    if not written:
        return text.is_null()
    found = text == written[0] if len(written) == 1 else text.is_in(written)
    return found | text.is_null() if None in words else found


def _chosen(text: pl.Expr, known: Mapping[Known, _Words], spec: FactSpec | None) -> pl.Expr:
    """Return the values of a column of a fact, or of recorded outcomes."""
    dtype = pl.String() if spec is None else dtype_of(spec, known)
    value_of = pl.lit(None, dtype=dtype)
    for value, words in known.items():
        cell = pl.lit(cell_of(value), dtype=dtype)
        value_of = pl.when(_is_one(text, words)).then(cell).otherwise(value_of)
    return value_of


def _days(text: pl.Expr, known: Mapping[date, _Words]) -> pl.Expr:
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


def dtype_of(spec: FactSpec, known: Iterable[Known] = ()) -> pl.DataType:
    """Return the type of a column of a fact in which this is known, besides single values."""
    if spec.boolean:
        return pl.Boolean()
    partly = sorted(str(cell_of(each)) for each in known if isinstance(each, tuple))
    return pl.Enum([*map(str, spec.values), *partly])


def _long(source: Source, field: Field) -> pl.Expr | None:
    size = pl.col(field.column).str.len_bytes()
    # Bytes first: they are known; only a column with a suspect is counted in characters.
    longest = source.frame.select(size.max()).collect(engine="streaming").item()
    if longest is None or longest <= LONGEST:
        return None
    return (pl.col(field.column).str.len_chars() > LONGEST).fill_null(value=False)
