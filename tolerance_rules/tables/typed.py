"""Typed: a source's cells -> facts, days and texts; what says nothing is marked, never guessed.

A column of a million cells has a handful of different words: each word is understood once, in
plain Python, and the column is then translated as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from tolerance_rules.errors import CaseError, Fault
from tolerance_rules.facts import vocabulary
from tolerance_rules.rules import Value
from tolerance_rules.tables.fields import DATES, RECORDED
from tolerance_rules.tables.headers import Field, nameless
from tolerance_rules.tables.library import pl
from tolerance_rules.tables.mapping import TableMapping
from tolerance_rules.tables.rejects import Reject
from tolerance_rules.tables.source import LONGEST, ROW, Source
from tolerance_rules.tables.words import BLANK, Words, day_of, normal, word_fault, words_of

MORE = Fault("G030", "这一行的格数比表头多", "请检查逗号和引号，或者给这一列加上表头")
LONG = Fault("G036", "这一格过长", f"请缩短到 {LONGEST} 字以内")
VALUE = "value:"
"""What stands before a column in the reason that its value is none the column can have."""
UNREADABLE = "G039"
"""The code of a row whose cells cannot be told apart: nothing more is said of them."""
SHAPE = "row"
"""The reason that the shape of a row is wrong."""
_PLAIN = (pl.String, pl.Boolean, pl.Categorical, pl.Enum, pl.Null, pl.Date)


@dataclass(frozen=True)
class Reading:
    """How a column is read: the expression for its values, and that for cells it cannot read."""

    field: Field
    value: pl.Expr
    bad: pl.Expr | None = None
    understood: bool = True
    """Whether its words have meanings; a text is bad only by its length."""


@dataclass(frozen=True)
class Typed:
    """A source with its columns understood."""

    source: Source
    fields: Sequence[Field]
    readings: Sequence[Reading]
    unnamed: Sequence[tuple[int, str]]
    """Columns without a header in which something stands, by place."""
    always: Mapping[str, Value]
    """Facts that have no column, and the value they have in every row."""

    @property
    def facts(self) -> list[pl.Expr]:
        """Return the values of the facts by name, expressions over the source's frame."""
        found = [
            reading.value.alias(reading.field.name)
            for reading in self.readings
            if reading.field.name in vocabulary() and not reading.field.kept
        ]
        return found + [
            pl.lit(value, dtype=_dtype(name)).alias(name) for name, value in self.always.items()
        ]

    @property
    def frame(self) -> pl.LazyFrame:
        """Return the rows with the values of every field by name, and their numbers."""
        return self.source.frame.select(
            ROW,
            *(
                reading.value.alias(reading.field.name)
                for reading in self.readings
                if reading.field.kept or reading.field.name not in vocabulary()
            ),
            *self.facts,
        )

    @property
    def bad(self) -> pl.Expr | None:
        """Return why a row is refused, an expression over the source's frame; None if none is."""
        reasons = [
            pl.when(reading.bad).then(pl.lit(VALUE + reading.field.name))
            for reading in self.readings
            if reading.bad is not None
        ]
        used = [row for row, faults in self.source.faults.items() if any(map(self._used, faults))]
        if used:
            reasons.insert(0, pl.when(pl.col(ROW).is_in(used)).then(pl.lit(SHAPE)))
        if self.unnamed:
            inked = reduce(or_, (_inked(column) for _, column in self.unnamed))
            reasons.append(pl.when(inked).then(pl.lit(SHAPE)))
        return pl.coalesce(reasons) if reasons else None

    def good(self) -> pl.LazyFrame:
        """Return the frame without the rows that are refused."""
        bad = self.bad
        kept = self.source.frame if bad is None else self.source.frame.filter(bad.is_null())
        return replace(self, source=replace(self.source, frame=kept)).frame

    def rejects(self) -> list[Reject]:
        """Return the rows that are refused, each with every fault in it."""
        bad = self.bad
        if bad is None:
            return []
        return self.rejected(self.source.frame.filter(bad.is_not_null()))

    def rejected(
        self, rows: pl.LazyFrame, more: Mapping[int, Sequence[Fault]] | None = None
    ) -> list[Reject]:
        """Return rows of the source as rejects, with their own faults and those in `more`."""
        marks = [
            reading.bad.alias(f"~bad:{place}")
            for place, reading in enumerate(self.readings)
            if reading.bad is not None
        ]
        marks += [_inked(column).alias(f"~ink:{column}") for _, column in self.unnamed]
        schema = self.source.frame.collect_schema()
        texts = [_shown(column, schema[column]).alias(column) for column in self.source.columns]
        asked = rows.select(ROW, *texts, *marks)
        known: dict[tuple[int, str], Fault] = {}
        found = []
        for row in asked.collect(engine="streaming").iter_rows(named=True):
            number = int(row[ROW])
            pairs = self._shape_faults(number)
            if UNREADABLE not in [fault.code for fault, _ in pairs]:
                pairs += self._cell_faults(row, known)
            pairs += [
                (fault, self._header(fault.subject)) for fault in (more or {}).get(number, ())
            ]
            cells = tuple("" if row[name] is None else row[name] for name in self.source.columns)
            faults = tuple(fault for fault, _ in pairs)
            found.append(Reject(number, faults, cells, tuple(header for _, header in pairs)))
        return found

    def _shape_faults(self, row: int) -> list[tuple[Fault, str]]:
        headers = {field.column: field.header for field in self.fields}
        return [
            (replace(fault, subject=""), headers.get(fault.subject, ""))
            for fault in self.source.faults.get(row, ())
            if self._used(fault)
        ]

    def _cell_faults(
        self, row: Mapping[str, Any], known: dict[tuple[int, str], Fault]
    ) -> list[tuple[Fault, str]]:
        found = []
        for place, reading in enumerate(self.readings):
            if row.get(f"~bad:{place}"):
                text = row[reading.field.column] or ""
                key = place, text[: LONGEST + 1]
                if key not in known:
                    known[key] = fault_of(reading, text)
                found.append((known[key], reading.field.header))
        if any(row[f"~ink:{column}"] for _, column in self.unnamed):
            found.append((MORE, ""))
        return found

    def _used(self, fault: Fault) -> bool:
        return not fault.subject or any(field.column == fault.subject for field in self.fields)

    def _header(self, name: str) -> str:
        names = name.split(",")
        return "、".join(field.header for field in self.fields if field.name in names)


def typed(
    source: Source,
    fields: Sequence[Field],
    mapping: TableMapping | None = None,
    *,
    recorded: bool = False,
) -> Typed:
    """Return the columns of a source understood, with the words of a mapping's own.

    With `recorded`, the recorded outcome is understood as one; else it is a text like others.
    CaseError names columns of a type that nothing can be read from.
    """
    known = mapping or TableMapping()
    schema = source.frame.collect_schema()
    understood = [field for field in fields if _is_understood(field, recorded=recorded)]
    texts = {field.column: _raw(field.column, schema[field.column]) for field in fields}
    asked = [field for field in understood if not _is_typed(field, schema[field.column])]
    _require_readable([*understood, *_texts(source, fields, understood)], schema, source)
    distinct = _distinct(source.frame, asked, texts)
    readings = []
    for field in fields:
        if field in asked:
            words = known.values.get(field.name)
            readings.append(
                _reading(field, texts[field.column], distinct[field.column], words, source)
            )
        elif field in understood or not source.cells:
            readings.append(Reading(field, pl.col(field.column)))
        else:
            text = texts[field.column].str.strip_chars(BLANK)
            readings.append(Reading(field, text, _long(source, field), understood=False))
    unnamed = [(place, column) for place, column in nameless(source) if schema[column] != pl.Null]
    return Typed(source, fields, readings, _inhabited(source.frame, unnamed), known.always)


def fault_of(reading: Reading, text: str) -> Fault:
    """Return what is wrong with a cell that a column cannot hold."""
    if reading.understood:
        return word_fault(reading.field.name, text.strip(BLANK))
    return replace(LONG, subject=reading.field.name)


def _is_understood(field: Field, *, recorded: bool) -> bool:
    if field.kept:
        return False
    if field.name == RECORDED:
        return recorded
    return field.name in vocabulary() or field.name in DATES


def _is_typed(field: Field, dtype: pl.DataType) -> bool:
    """Tell whether a column needs no understanding: it can hold nothing but its values."""
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


def _raw(column: str, dtype: pl.DataType) -> pl.Expr:
    found = pl.col(column)
    if isinstance(dtype, pl.Datetime):
        return found.dt.date().cast(pl.String)
    return found if dtype == pl.String else found.cast(pl.String)


def _shown(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column as a list of rejects shows it."""
    if not _is_readable(dtype):
        return pl.lit(f"（{dtype}）")
    text = _raw(column, dtype)
    if dtype != pl.String:
        return text
    too_long = text.str.len_bytes() > LONGEST
    return pl.when(too_long).then(text.str.head(LONGEST - 1) + "…").otherwise(text)


def _is_readable(dtype: pl.DataType) -> bool:
    return isinstance(dtype, (*_PLAIN, pl.Datetime)) or dtype.is_numeric()


def _texts(source: Source, fields: Sequence[Field], understood: Sequence[Field]) -> list[Field]:
    return [field for field in fields if source.cells and field not in understood]


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


def _reading(
    field: Field,
    text: pl.Expr,
    distinct: Sequence[str | None],
    own: Words | None,
    source: Source,
) -> Reading:
    known: dict[Any, list[str]] = {}
    bad: list[str] = []
    blank_is_bad = field.name == RECORDED
    words = {} if field.name in DATES else words_of(field.name, own)
    for word in distinct:
        plain = normal((word or "")[:LONGEST])
        if field.name in DATES:
            value: Any = day_of(plain, source.epoch)
            known_word = value is not None or not plain
        else:
            value, known_word = words.get(plain), plain in words
        if not known_word or (blank_is_bad and value is None):
            bad.append(word or "")
        elif value is not None and word is not None:
            known.setdefault(value, []).append(word)
    dtype = _dtype(field.name)
    if len(known) <= 4 and field.name not in DATES:
        value_of = pl.lit(None, dtype=dtype)
        for value, raws in known.items():
            same = text == raws[0] if len(raws) == 1 else text.is_in(raws)
            value_of = pl.when(same).then(pl.lit(value, dtype=dtype)).otherwise(value_of)
    else:
        old = [raw for raws in known.values() for raw in raws]
        new = [value for value, raws in known.items() for _ in raws]
        value_of = text.replace_strict(
            pl.Series(old, dtype=pl.String),
            pl.Series(new, dtype=dtype),
            default=None,
            return_dtype=dtype,
        )
    if not bad:
        return Reading(field, value_of)
    blank = text.is_null() if blank_is_bad else pl.lit(value=False)
    return Reading(field, value_of, text.is_in(bad).fill_null(value=False) | blank)


def _dtype(name: str) -> Any:
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


def _inked(column: str) -> pl.Expr:
    return (pl.col(column).str.strip_chars(BLANK) != "").fill_null(value=False)


def _inhabited(frame: pl.LazyFrame, unnamed: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the columns without a header in which something stands."""
    if not unnamed:
        return []
    asked = frame.select(_inked(column).any().alias(column) for _, column in unnamed)
    row = asked.collect(engine="streaming").row(0, named=True)
    return [(place, column) for place, column in unnamed if row[column]]
