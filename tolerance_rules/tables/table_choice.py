"""Table choice: which table of a workbook or a database is read, and how a CSV is separated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tolerance_rules.tables.mapping import TableMapping
from tolerance_rules.tables.readers import open_table
from tolerance_rules.tables.source import Source
from tolerance_rules.vocabulary.vocabulary import Vocabulary


@dataclass(frozen=True)
class TableChoice:
    """Which table of a place is read; what is empty is found out, or what the mapping says."""

    sheet: str = ""
    separator: str = ""
    table: str = ""
    query: str = ""


FOUND_OUT = TableChoice()
"""Nothing is said: there is one table only, or the mapping says which."""


@contextmanager
def open_chosen(
    place: str | Path, mapping: TableMapping, vocabulary: Vocabulary, choice: TableChoice
) -> Iterator[Source]:
    """Open the table that is chosen, as `open_table` does."""
    if choice.sheet:
        mapping = replace(mapping, sheet=choice.sheet)
    with open_table(
        place,
        mapping,
        vocabulary,
        table=choice.table,
        query=choice.query,
        separator=choice.separator,
    ) as source:
        yield source
