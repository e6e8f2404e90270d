"""Table choice: which table of a workbook or a database is read, and how a CSV is separated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tolerance_rules.errors import Fault, TableError
from tolerance_rules.language import Pair
from tolerance_rules.tables.connection_string import is_database, shown
from tolerance_rules.tables.mapping import TableMapping
from tolerance_rules.tables.readers import ARROW, EXCEL, PARQUET, TEXT, open_table
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


DATABASE: Pair = ("数据库", "databases")
WORKBOOK: Pair = (f"工作簿（{'、'.join(EXCEL)}）", f"workbooks ({', '.join(EXCEL)})")
SEPARATED: Pair = (f"{'、'.join(TEXT)} 一类的文本", f"separated text ({', '.join(TEXT)})")
COLUMNAR: Pair = ("Parquet、Arrow 的文件", "files of Parquet and Arrow")
OPTIONS: Mapping[str, Pair] = {
    "sheet": WORKBOOK,
    "separator": SEPARATED,
    "table": DATABASE,
    "query": DATABASE,
}
"""What each part of a choice is for."""


@contextmanager
def open_chosen(
    place: str | Path, mapping: TableMapping, vocabulary: Vocabulary, choice: TableChoice
) -> Iterator[Source]:
    """Open the table that is chosen, as `open_table` does.

    TableError too where the choice says what a place of that kind does not have.
    """
    _require_meant(place, choice)
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


def _require_meant(place: str | Path, choice: TableChoice) -> None:
    """Raise TableError for what is chosen of another kind of place: it would choose nothing."""
    kind = _kind_of(place)
    if kind is None:
        return  # what cannot be read at all is refused as such
    faults = [
        Fault.of(
            "G047",
            (f"--{name} 只用于{wanted[0]}", f"--{name} is for {wanted[1]} only"),
            (
                f"请删去 --{name}，或者核对要读的是不是这一个",
                f"leave out --{name}, or check whether this is what is to be read",
            ),
            shown(str(place)),
        )
        for name, wanted in OPTIONS.items()
        if getattr(choice, name) and wanted is not kind
    ]
    if faults:
        raise TableError(faults)


def _kind_of(place: str | Path) -> Pair | None:
    """Return what a place is, of what choices are for; None if it is nothing that is read."""
    if is_database(str(place)):
        return DATABASE
    file = Path(place)
    if file.is_dir():
        return COLUMNAR
    kinds = {EXCEL: WORKBOOK, TEXT: SEPARATED, (*PARQUET, *ARROW): COLUMNAR}
    return next((kind for endings, kind in kinds.items() if file.suffix.lower() in endings), None)
