"""Doubled numbers: the rows of a table whose decision number an earlier row has."""

from __future__ import annotations

from tolerance_rules.formats.human_values import BLANK, DASHES, NO_NUMBER
from tolerance_rules.tables.date_faults import NUMBER
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import ROW
from tolerance_rules.tables.typed_table import TypedTable

FIRST = "~first"


def doubled_numbers(typed: TypedTable) -> pl.DataFrame:
    """Return those rows, each with the first row that has its number.

    A row counts whether or not it can be judged, for once mended it will be; not one that is no
    case, or whose cells cannot be told apart.
    """
    number = typed.day(NUMBER)
    if number is None:
        return pl.DataFrame(schema={ROW: pl.UInt32, FIRST: pl.UInt32})
    text = number.cast(pl.String)
    said = text.str.strip_chars(BLANK).str.to_lowercase()
    none = said.is_in([*NO_NUMBER, "／", "？"]) | said.str.contains(f"^{DASHES}$")
    rows = typed.source.frame.filter(text.is_not_null() & ~none)
    if typed.source.faults:
        rows = rows.filter(~pl.col(ROW).is_in(list(typed.source.faults)))
    for is_other in typed.others.values():
        rows = rows.filter(~is_other)
    numbered = rows.select(ROW, text.alias(NUMBER))
    # Their hashes first: a number is long, and there may be a hundred million of them.
    hashed = pl.col(NUMBER).hash()
    hashes = numbered.group_by(hashed.alias("hash")).len().filter(pl.col("len") > 1)
    several = hashes.collect(engine="streaming")["hash"]
    if several.is_empty():
        return pl.DataFrame(schema={ROW: pl.UInt32, FIRST: pl.UInt32})
    found = numbered.filter(hashed.is_in(several.implode())).collect(engine="streaming")
    firsts = found.select(ROW, pl.col(ROW).min().over(NUMBER).alias(FIRST))
    return firsts.filter(pl.col(ROW) != pl.col(FIRST)).cast(pl.UInt32).sort(ROW)
