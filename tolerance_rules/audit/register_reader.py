"""Register reader: a table -> a register; a row that cannot be read is refused with the reason.

The first row has the headers: names of facts or of the register's own columns, their labels, or
whatever a mapping says. Nothing is guessed: an unknown header or word is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tolerance_rules.audit.register import Pattern, Register, RegisterEntry
from tolerance_rules.engine import default_engine
from tolerance_rules.errors import Fault
from tolerance_rules.language import Pair
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.cell_values import known_of
from tolerance_rules.tables.days import NUMBER, duplicate
from tolerance_rules.tables.doubled_numbers import doubled_numbers
from tolerance_rules.tables.fields import DATES, RECORDED, TEXTS
from tolerance_rules.tables.headers import fields_of
from tolerance_rules.tables.mapping import TableMapping, mapping_of
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.readers import open_table
from tolerance_rules.tables.rejects import Reject
from tolerance_rules.tables.source import ROW, refusal
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
) -> Register:
    """Return the register of a table; TableError if its headers or the file are wrong, or empty.

    The table is a .csv, .xlsx, .parquet or .arrow file. `mapping` is a YAML file, or a dict, of
    headers to names; `ignore` leaves a column out. A table without facts, but with the outcome, the
    date of the decision and that of a notice or filing, is a register whose dates can be audited.
    `rules` are those whose facts the table has, by default those of the default ruleset.
    """
    rules = rules or default_engine().rules
    known = mapping_of(mapping, rules)
    with open_table(path, known, rules.vocabulary) as source:
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


def _patterns(frame: pl.DataFrame, vocabulary: Vocabulary) -> tuple[list[int], list[Pattern]]:
    """Return the pattern of facts of every row, by place, and the patterns: each once."""
    # A few characters to a fact: a text is compared faster than a row of columns.
    codes = [
        (pl.col(name).cast(pl.UInt8) if spec.boolean else pl.col(name).to_physical())
        .cast(pl.String)
        .fill_null("-")
        for name, spec in vocabulary.items()
        if name in frame.columns
    ]
    if not codes:
        return [0] * frame.height, [(None,) * len(vocabulary)]
    keys = frame.select(pl.concat_str(codes, separator=",").alias("key"))
    once = keys.unique(maintain_order=True).with_row_index("place")
    places = keys.join(once, on="key", how="left", maintain_order="left")["place"].to_list()
    firsts = frame.filter(keys["key"].is_first_distinct())
    nothing: list[Value | None] = [None] * firsts.height
    columns = [
        _known(firsts[name].to_list() if name in firsts.columns else nothing, spec)
        for name, spec in vocabulary.items()
    ]
    return places, list(zip(*columns, strict=True))


def _known(cells: Sequence[Value | None], spec: FactSpec) -> list[Known]:
    """Return what the cells of a column say of its fact."""
    # One copy of each value: a million rows would have a million equal texts.
    same = {cell: known_of(spec, cell) for cell in set(cells)}
    return [same[cell] for cell in cells]


def _entries(frame: pl.DataFrame, places: Sequence[int]) -> list[RegisterEntry]:
    texts: dict[str, str] = {}
    days: dict[tuple[str, ...], tuple[str, ...]] = {}

    def column(name: str) -> list[str]:
        if name not in frame.columns:
            return [""] * frame.height
        return frame[name].cast(pl.String).fill_null("").to_list()

    dates = zip(*map(column, DATES), strict=True)
    # Authorities and dates repeat: one copy of each is kept.
    return [
        RegisterEntry(
            row,
            id_,
            texts.setdefault(authority, authority),
            texts.setdefault(title, title),
            texts.setdefault(outcome, outcome),
            days.setdefault(on, on),
            place,
        )
        for row, id_, authority, title, outcome, on, place in zip(
            frame[ROW].to_list(),
            *map(column, (*TEXTS, RECORDED)),
            dates,
            places,
            strict=True,
        )
    ]
