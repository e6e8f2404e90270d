"""Header rows: in which row of a sheet the headers stand, below what title there may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from tolerance_rules.tables.fields import REJECT_COLUMNS, REJECT_REASON, REJECT_ROW

Facts: TypeAlias = Callable[[Sequence[str]], int]
"""Returns how much headers look like those of cases: FACT for each fact, 0 for none that are."""
FACT = 4
"""What a fact weighs; a row of headers without any weighs 1 if it has dates to audit."""

REJECT_HEADERS = (REJECT_ROW, REJECT_COLUMNS, REJECT_REASON)
LOOKED_AT = 30
"""How many rows may stand above the headers of a table that nobody has described."""


def header_row_of(rows: Sequence[Sequence[str]], stated: int, facts: Facts) -> int:
    """Return the row of the headers, from 1: the one `stated`, or else the one with the facts.

    0 where no row has any. A file of rejects has its headers in its first row, wherever the
    table that they came from has them.
    """
    if rows and is_rejects(rows[0]):
        return 1
    if stated:
        return stated
    found = [facts(row) if _several(row) else 0 for row in rows[:LOOKED_AT]]
    if rows and not any(found):
        return 1 if facts(rows[0]) else 0
    return next((place for place, n in enumerate(found, 1) if 2 * n >= max(found)), 0)


def is_rejects(headers: Sequence[str]) -> bool:
    """Tell whether these are the headers of a file of rejects."""
    return tuple(headers[: len(REJECT_HEADERS)]) == REJECT_HEADERS


def above(header_row: int) -> str:
    """Return what is to be said of the rows above the headers; nothing where there are none."""
    if header_row < 2:
        return ""
    rows = "第 1 行" if header_row == 2 else f"第 1—{header_row - 1} 行"
    return f"表头在第 {header_row} 行，上面的{rows}没有当作案件"


def _several(row: Sequence[str]) -> bool:
    """Tell whether a row is more than a title."""
    return sum(map(bool, row)) > 1
