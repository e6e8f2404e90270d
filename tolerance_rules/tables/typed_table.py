"""Typed table: a table whose cells have been read; what cannot be read is marked, not guessed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from tolerance_rules.errors import Fault
from tolerance_rules.formats.human_values import BLANK
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.cell_values import SERIAL_EPOCH, cell_of
from tolerance_rules.tables.column_readers import (
    ColumnReader,
    column_readers,
    dtype_of,
    fault_of,
)
from tolerance_rules.tables.column_types import shown
from tolerance_rules.tables.fields import DATES
from tolerance_rules.tables.headers import Field, nameless
from tolerance_rules.tables.mapping import TableMapping
from tolerance_rules.tables.other_rows import (
    fault_of_row,
    other_rows,
    with_tidy_columns,
    without_numbered_only,
    without_repeated_headers,
)
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.rejects import Reject
from tolerance_rules.tables.source import LONGEST, ROW, Source
from tolerance_rules.vocabulary.fact_spec import Known

MORE = Fault.of(
    "G030",
    ("这一行的格数比表头多", "This row has more cells than there are headers"),
    (
        "请检查逗号和引号，或者给这一列加上表头",
        "check commas and quotation marks, or give the column a header",
    ),
)
VALUE = "value:"
"""What stands before a column in the reason that its value is none the column can have."""
UNREADABLE = "G039"
"""The code of a row whose cells cannot be told apart: nothing more is said of them."""
SHAPE = "row"
"""The reason that the shape of a row is wrong."""
HELD = 5_000
"""How many rows are held at once when rejects are told."""
More: TypeAlias = Callable[[Mapping[str, Any], bool], Iterable[Fault]]
"""Returns what else is wrong with a row, and is told whether its cells could be read."""


@dataclass(frozen=True)
class TypedTable:
    """A source, and how each of its columns is read."""

    source: Source
    fields: Sequence[Field]
    readers: Sequence[ColumnReader]
    unnamed: Sequence[tuple[int, str]]
    """Columns without a header in which something stands, by place."""
    always: Mapping[str, Known]
    """Facts that have no column, and what is known of them in every row."""
    rules: Ruleset
    others: Mapping[str, pl.Expr]
    """Rows that are no cases, by what they are."""

    @property
    def facts(self) -> list[pl.Expr]:
        """Return the values of the facts by name, expressions over the source's frame."""
        found = [
            reader.value.alias(reader.field.name)
            for reader in self.readers
            if reader.field.name in self.rules.vocabulary and not reader.field.kept
        ]
        return found + [self._same(name, known) for name, known in self.always.items()]

    def day(self, name: str) -> pl.Expr | None:
        """Return what a row says of itself, a date or its number, over the source's frame."""
        found = [r.value for r in self.readers if r.field.name == name and not r.field.kept]
        return found[0] if found else None

    @property
    def frame(self) -> pl.LazyFrame:
        """Return the rows with the values of every field by name, and their numbers."""
        return self.source.frame.select(
            ROW,
            *(
                reader.value.alias(reader.field.name)
                for reader in self.readers
                if reader.field.kept or reader.field.name not in self.rules.vocabulary
            ),
            *self.facts,
        )

    def _same(self, name: str, known: Known) -> pl.Expr:
        dtype = dtype_of(self.rules.vocabulary[name], [known])
        return pl.lit(cell_of(known), dtype=dtype).alias(name)

    @property
    def bad(self) -> pl.Expr | None:
        """Return why a row is refused, an expression over the source's frame; None if none is."""
        reasons = [
            pl.when(reader.bad).then(pl.lit(VALUE + reader.field.name))
            for reader in self.readers
            if reader.bad is not None
        ]
        reasons = [pl.when(found).then(pl.lit(SHAPE)) for found in self.others.values()] + reasons
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

    def rejects(self, asked: Sequence[pl.Expr] = (), more: More | None = None) -> Iterator[Reject]:
        """Yield the rows that cannot be read, each with every fault in it."""
        bad = self.bad
        if bad is not None:
            yield from self.rejected(self.source.frame.filter(bad.is_not_null()), asked, more)

    def rejected(
        self, rows: pl.LazyFrame, asked: Sequence[pl.Expr] = (), more: More | None = None
    ) -> Iterator[Reject]:
        """Yield rows of the source as rejects, with their own faults and those that `more` adds.

        `asked` is what `more` wants of a row besides its number. Of the rows only some are held.
        """
        marks = [
            reader.bad.alias(f"~bad:{place}")
            for place, reader in enumerate(self.readers)
            if reader.bad is not None
        ]
        marks += [found.alias(f"~other:{words}") for words, found in self.others.items()]
        marks += [_inked(column).alias(f"~ink:{column}") for _, column in self.unnamed]
        schema = self.source.frame.collect_schema()
        texts = [self._shown(column, schema[column]) for column in self.source.columns]
        known: dict[tuple[int, str], Fault] = {}
        frame = rows.select(ROW, *texts, *marks, *asked)
        for batch in frame.collect_batches(chunk_size=HELD, maintain_order=True):
            known.clear()
            for row in batch.iter_rows(named=True):
                yield self._reject(row, known, more)

    def _reject(
        self, row: Mapping[str, Any], known: dict[tuple[int, str], Fault], more: More | None
    ) -> Reject:
        number = int(row[ROW])
        words = next((words for words in self.others if row[f"~other:{words}"]), "")
        found = [(fault_of_row(words), ())] if words else self._shape_faults(number)
        if not words and UNREADABLE not in [fault.code for fault, _ in found]:
            found += self._cell_faults(row, known, {c for _, cs in found for c in cs})
        if more is not None:
            readable = not found
            found += [(fault, self._columns(fault.subject)) for fault in more(row, readable)]
        return Reject(
            number,
            tuple(fault for fault, _ in found),
            tuple("" if row[name] is None else row[name] for name in self.source.columns),
            tuple("、".join(map(self._header, columns)) for _, columns in found),
            tuple(self.source.places_of(columns, number) for _, columns in found),
        )

    def _shown(self, column: str, dtype: pl.DataType) -> pl.Expr:
        """Return a column as a list of rejects has it, and as it is read again from there."""
        text = shown(column, dtype).alias(column)
        later = (self.source.epoch - SERIAL_EPOCH).days
        dates = [field.column for field in self.fields if field.name in DATES]
        if not later or column not in dates:
            return text
        # A file of rejects is none of those that count from 1904.
        moved = (text.cast(pl.Int64, strict=False) + later).cast(pl.String)
        return pl.when(text.str.contains(r"^\d{5}$")).then(moved).otherwise(text).alias(column)

    def _shape_faults(self, row: int) -> list[tuple[Fault, tuple[str, ...]]]:
        """Return what is wrong with the shape of a row; one fault of several cells is told once."""
        found: dict[Fault, tuple[str, ...]] = {}
        for fault in self.source.faults.get(row, ()):
            if self._used(fault):
                told = replace(fault, subject="")
                found[told] = (*found.get(told, ()), *filter(None, [fault.subject]))
        return list(found.items())

    def _cell_faults(
        self, row: Mapping[str, Any], known: dict[tuple[int, str], Fault], told: Collection[str]
    ) -> list[tuple[Fault, tuple[str, ...]]]:
        """Return what is wrong with the cells of a row, besides those of which it has been told."""
        found: list[tuple[Fault, tuple[str, ...]]] = []
        for place, reader in enumerate(self.readers):
            if row.get(f"~bad:{place}") and reader.field.column not in told:
                text = row[reader.field.column] or ""
                key = place, text[: LONGEST + 1]
                if key not in known:
                    known[key] = fault_of(reader, text, self.rules)
                found.append((known[key], (reader.field.column,)))
        inked = tuple(column for _, column in self.unnamed if row[f"~ink:{column}"])
        if inked:
            found.append((MORE, inked))
        return found

    def _used(self, fault: Fault) -> bool:
        return not fault.subject or any(field.column == fault.subject for field in self.fields)

    def _header(self, column: str) -> str:
        return next((each.header for each in self.fields if each.column == column), "")

    def _columns(self, names: str) -> tuple[str, ...]:
        """Return the columns of fields whose names are joined by commas."""
        asked = names.split(",")
        return tuple(each.column for each in self.fields if each.name in asked)


def typed_table(
    source: Source,
    fields: Sequence[Field],
    mapping: TableMapping,
    rules: Ruleset,
    *,
    recorded: bool = False,
) -> TypedTable:
    """Return the columns of a source with their readers; a mapping's own words go first.

    With `recorded`, the recorded outcome is read as an outcome; else it is a text like others.
    TableError names columns of a type that nothing can be read from.
    """
    source = without_repeated_headers(with_tidy_columns(source))
    if not any(not word.strip(BLANK) for words in mapping.values.values() for word in words):
        source = without_numbered_only(source, fields)
    schema = source.frame.collect_schema()
    readers = column_readers(source, fields, mapping.values, rules, recorded=recorded)
    unnamed = [(place, column) for place, column in nameless(source) if schema[column] != pl.Null]
    inhabited = _inhabited(source.frame, unnamed)
    others = other_rows(source, fields, rules.vocabulary)
    return TypedTable(source, fields, readers, inhabited, mapping.always, rules, others)


def _inked(column: str) -> pl.Expr:
    return (pl.col(column).str.strip_chars(BLANK) != "").fill_null(value=False)


def _inhabited(frame: pl.LazyFrame, unnamed: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the columns without a header in which something stands."""
    if not unnamed:
        return []
    asked = frame.select(_inked(column).any().alias(column) for _, column in unnamed)
    row = asked.collect(engine="streaming").row(0, named=True)
    return [(place, column) for place, column in unnamed if row[column]]
