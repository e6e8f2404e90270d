"""Header rows: in which row of a sheet the headers stand, below what title there may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from tolerance_rules.language import Pair
from tolerance_rules.tables.fields import REJECTS_EN, REJECTS_ZH

Facts: TypeAlias = Callable[[Sequence[str]], int]
"""Returns how much headers look like those of cases: FACT for each fact, 0 for none that are."""
FACT = 4
"""What a fact weighs; a row of headers without any weighs 1 if it has dates to audit."""

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
    return tuple(headers[: len(REJECTS_ZH)]) in (REJECTS_ZH, REJECTS_EN)


def above(header_row: int) -> tuple[Pair, ...]:
    """Return what is to be said of the rows above the headers; nothing where there are none."""
    if header_row < 2:
        return ()
    last = header_row - 1
    rows = ("第 1 行", "row 1") if last == 1 else (f"第 1—{last} 行", f"rows 1 to {last}")
    told = (
        f"表头在第 {header_row} 行，上面的{rows[0]}没有当作案件",
        f"The headers are in row {header_row}; not taken for cases above them: {rows[1]}",
    )
    return (told,)


def _several(row: Sequence[str]) -> bool:
    """Tell whether a row is more than a title."""
    return sum(map(bool, row)) > 1
