"""Arrow tables: a plan over a table of pyarrow's, in the types that every reader of Arrow knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import pyarrow as pa

from tolerance_rules.executors.columnar.plan import Plan
from tolerance_rules.executors.many_cases.rendering import rendered


def judged_arrow(table: Any, plan: Plan, facts: Sequence[str], keep: Sequence[str]) -> Any:
    """Return the columns to keep of a table, as they are, and the findings: booleans and texts."""
    frame = pl.DataFrame(pl.from_arrow(table.select(list(facts)), rechunk=True))
    found = rendered(plan, frame.lazy(), (), refused=True).collect()
    kept = table.select(list(keep)).combine_chunks()
    columns = [*kept.columns, *(_plain(column) for column in found.get_columns())]
    return pa.Table.from_arrays(columns, names=[*keep, *found.columns])


def _plain(column: pl.Series) -> Any:
    if not isinstance(column.dtype, pl.Enum):
        return column.rechunk().to_arrow()
    # Arrow copies the text of each code.
    texts = pa.array(column.dtype.categories.to_list(), pa.string())
    return texts.take(column.to_physical().rechunk().to_arrow())
