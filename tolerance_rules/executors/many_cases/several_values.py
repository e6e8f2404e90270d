"""Several values: cells that hold more than one value of a fact, in any order.

There are few such cells, and fewer different ones: each different text is read once, in Python. A
piece of a table without any costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tolerance_rules.executors.columnar.circuit import SEPARATOR

SEVERAL = SEPARATOR
"""The field that says that a cell holds several values; no value has this name."""


def several_values(cells: pl.Expr, odd: pl.Expr, values: Sequence[str]) -> pl.Expr:
    """Return a struct of booleans: that a cell holds several values, and for each, that it does.

    `odd` says which cells are neither null nor one value. A cell that holds anything else than
    values, or one of them twice, is false throughout.
    """
    fields = (SEVERAL, *values)

    def read(given: Sequence[pl.Series]) -> pl.Series:
        texts, rows = given
        columns = [rows.alias(name) for name in fields]
        if rows.any():
            places, odd_texts = rows.arg_true(), texts.filter(rows).cast(pl.String)
            parts = {text: _parts(text, values) for text in odd_texts.unique()}
            for column in columns:
                held = [text for text, each in parts.items() if column.name in each]
                column.scatter(places, odd_texts.is_in(held))
        return pl.DataFrame(columns).to_struct()

    dtype = pl.Struct(dict.fromkeys(fields, pl.Boolean))
    return pl.map_batches([cells, odd], read, return_dtype=dtype, is_elementwise=True)


def _parts(text: str, values: Sequence[str]) -> tuple[str, ...]:
    """Return the values that a text names, and that they are several; nothing if it is no such."""
    parts = text.split(SEPARATOR)
    if len(parts) < 2 or len(set(parts)) < len(parts) or not set(parts) <= set(values):
        return ()
    return (SEVERAL, *parts)
