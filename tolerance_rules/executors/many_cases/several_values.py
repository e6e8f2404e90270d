"""Several values: cells that hold more than one value of a fact, joined by `|`, in any order.

There are few such cells, and fewer different ones. Each different text is read once, in Python;
where a piece of a table has none, nothing is done to it.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tolerance_rules.executors.columnar.circuit import SEPARATOR

SEVERAL = SEPARATOR
"""The field that says that a cell holds several values; no value has this name."""
TEXT, ODD = "text", "odd"


def several_values(cells: pl.Expr, odd: pl.Expr, values: Sequence[str]) -> pl.Expr:
    """Return a struct of booleans: that a cell holds several values, and for each, that it does.

    `odd` says which cells are neither null nor one value; a cell that holds anything else than
    values, or one twice, is false throughout.
    """
    fields = (SEVERAL, *values)

    def read(pair: pl.Series) -> pl.Series:
        rows = pair.struct.field(ODD)
        columns = [pl.repeat(False, len(rows), eager=True).alias(name) for name in fields]
        if rows.any():
            places = rows.arg_true()
            texts = pair.struct.field(TEXT).filter(rows).cast(pl.String)
            parts = {text: _parts(text, values) for text in texts.unique()}
            for column in columns:
                held = [text for text, each in parts.items() if column.name in each]
                column.scatter(places, texts.is_in(pl.Series(held, dtype=pl.String)))
        return pl.DataFrame(columns).to_struct(pair.name)

    given = pl.struct(cells.alias(TEXT), odd.alias(ODD))
    dtype = pl.Struct(dict.fromkeys(fields, pl.Boolean))
    return given.map_batches(read, return_dtype=dtype, is_elementwise=True)


def _parts(text: str, values: Sequence[str]) -> tuple[str, ...]:
    """Return the values that a text names, and that they are several; nothing if it is no such."""
    parts = text.split(SEPARATOR)
    if len(parts) < 2 or len(set(parts)) < len(parts) or not set(parts) <= set(values):
        return ()
    return (SEVERAL, *parts)
