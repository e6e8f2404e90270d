"""Register reader: a table -> a register; a row that cannot be read is refused with the reason.

The first row has the headers: names of facts or of the register's own columns, their labels, or
whatever a mapping says. Nothing is guessed: an unknown header or word is a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tolerance_rules.audit.patterns import BYTE, Column, Patterns
from tolerance_rules.audit.register import Register, RegisterEntry
from tolerance_rules.engine import default_engine
from tolerance_rules.errors import Fault
from tolerance_rules.language import Pair
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.cell_values import known_of
from tolerance_rules.tables.date_faults import NUMBER, duplicate
from tolerance_rules.tables.doubled_numbers import doubled_numbers
from tolerance_rules.tables.fields import DATES, RECORDED, TEXTS
from tolerance_rules.tables.headers import fields_of
from tolerance_rules.tables.mapping import TableMapping, mapping_of
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.rejects import Reject
from tolerance_rules.tables.source import ROW, refusal
from tolerance_rules.tables.table_choice import FOUND_OUT, TableChoice, open_chosen
from tolerance_rules.tables.typed_table import TypedTable, typed_table
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known, Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary

NO_FACTS: Pair = (
    "表中没有一列是事实：只审计日期和期限，没有审计结论",
    "No column of the table is a fact: only dates and time limits are audited, no outcome",
)
"""What is said of a register without facts."""


def read(
    path: str | Path,
    mapping: TableMapping | str | Path | Mapping[str, str] | None = None,
    rules: Ruleset | None = None,
    choice: TableChoice = FOUND_OUT,
) -> Register:
    """Return the register of a table; TableError if its headers or the file are wrong, or empty.

    The table is a .csv, .xlsx, .parquet or .arrow file, or one of a database. `mapping` is a YAML
    file, or a dict, of headers to names; `ignore` leaves a column out. A table without facts, but
    with the outcome, the date of the decision and that of a notice or filing, is a register whose
    dates can be audited. `rules` are those whose facts the table has, by default those of the
    default ruleset; `choice` says which table of a workbook or a database it is.
    """
    rules = rules or default_engine().rules
    known = mapping_of(mapping, rules)
    with open_chosen(path, known, rules.vocabulary, choice) as source:
        fields = fields_of(source, known, rules.vocabulary, recorded=True)
        typed = typed_table(source, fields, known, rules, recorded=True)
        frame = typed.good().collect(engine="streaming")
        doubled = dict(doubled_numbers(typed).iter_rows())
        rejects = _rejects(typed, doubled)
    if frame.is_empty() and not rejects:
        message = ("登记簿里没有一件决定", "The register has no decision")
        remedy = (
            "请从表头的下一行起，一行写一件",
            "write one to a row, from the row below the headers on",
        )
        raise refusal("G044", message, remedy, source.name)
    places, patterns = _patterns(frame, rules.vocabulary)
    has_facts = not rules.vocabulary.keys().isdisjoint(frame.columns)
    said = () if has_facts else (NO_FACTS,)
    return Register(
        typed.source.name,
        _entries(frame, places),
        patterns,
        rejects,
        typed.source.read,
        (*typed.source.notes, *said),
        (*typed.source.told, *said),
        has_facts,
        doubled,
    )


def _rejects(typed: TypedTable, doubled: Mapping[int, int]) -> list[Reject]:
    """Return the rows that cannot be read; those readable are held to each other later."""
    number = typed.day(NUMBER)

    def more(row: Mapping[str, Any], readable: bool) -> Iterator[Fault]:
        if row[ROW] in doubled:
            yield duplicate(row["~number"], doubled[row[ROW]])

    asked = [] if number is None else [number.cast(pl.String).alias("~number")]
    # What stands in their cells is not told of them, and there may be a million.
    return [replace(reject, cells=()) for reject in typed.rejects(asked, more)]


def _patterns(frame: pl.DataFrame, vocabulary: Vocabulary) -> tuple[list[int], Patterns]:
    """Return the pattern of facts of every row, by place, and the patterns: each once."""
    known = {name: _known(frame.schema.get(name), spec) for name, spec in vocabulary.items()}
    numbers = {name: _number(name, spec) for name, spec in vocabulary.items()}
    there = [name for name in vocabulary if name in frame.columns]
    if not there:
        return [0] * frame.height, Patterns([Column(known[n], b"\0") for n in vocabulary], 1)
    keys = frame.select(_keys([(numbers[name], len(known[name])) for name in there]))
    once = keys.unique(maintain_order=True).with_row_index("place")
    places = keys.join(once, on=keys.columns, how="left", maintain_order="left")["place"].to_list()
    firsts = frame.filter(keys.select(pl.struct(pl.all()).is_first_distinct()).to_series())
    columns = []
    for name, cells in known.items():
        found = firsts.select(numbers[name]).to_series().to_list() if name in there else None
        if found is None:
            found = [0] * firsts.height
        columns.append(Column(cells, bytes(found) if len(cells) <= BYTE else found))
    return places, Patterns(columns, firsts.height)


def _known(dtype: pl.DataType | None, spec: FactSpec) -> tuple[Known, ...]:
    """Return what the numbers of a fact say of it: 0 of an empty cell."""
    values: Sequence[Value] = [False, True]
    if not spec.boolean:
        values = list(dtype.categories) if isinstance(dtype, pl.Enum) else []
    return tuple(known_of(spec, cell) for cell in (None, *values))


def _number(name: str, spec: FactSpec) -> pl.Expr:
    """Return what a row says of a fact as a number, 0 where it says nothing."""
    cell = pl.col(name) if spec.boolean else pl.col(name).to_physical()
    return (cell.cast(pl.UInt32) + 1).fill_null(0).cast(pl.UInt32)


def _keys(digits: Sequence[tuple[pl.Expr, int]]) -> list[pl.Expr]:
    """Return numbers, as few as will do, that are equal where all of some lesser numbers are."""
    keys, parts, scale = list[pl.Expr](), list[pl.Expr](), 1
    for digit, size in digits:
        if scale * size > 1 << 63:
            keys.append(pl.sum_horizontal(parts).alias(str(len(keys))))
            parts, scale = [], 1
        parts.append(digit.cast(pl.UInt64) * scale)
        scale *= size
    return [*keys, pl.sum_horizontal(parts).alias(str(len(keys)))]


def _entries(frame: pl.DataFrame, places: Sequence[int]) -> list[RegisterEntry]:
    texts: dict[str, str] = {}

    def column(name: str) -> Iterable[str]:
        if name not in frame.columns:
            return [""] * frame.height
        cells = frame[name].cast(pl.String).fill_null("").to_list()
        # Authorities and dates repeat: one copy of each is kept.
        return cells if name == NUMBER else map(texts.setdefault, cells, cells)

    dates = zip(*map(column, DATES), strict=True)
    rows = zip(frame[ROW].to_list(), *map(column, (*TEXTS, RECORDED)), dates, places, strict=True)
    return list(map(RegisterEntry._make, rows))
