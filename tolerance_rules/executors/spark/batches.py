"""Batches: what executors are sent, from batches of Arrow with facts to batches with findings."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tolerance_rules import __version__
from tolerance_rules.errors import ExecutorError
from tolerance_rules.executors.columnar.plan import Plan

ROWS = 200_000
"""How many rows are judged at once: Spark hands over ten thousand, and every piece has a cost."""
BYTES = 64 << 20
"""At how many bytes a piece is judged before it has so many rows."""
THREADS = "POLARS_MAX_THREADS"
"""The variable of Polars for its threads. Spark gives each task a core, and a process."""


@dataclass(frozen=True)
class Batches:
    """Judges the rows of one task; pickles as the plan, for executors with this version."""

    plan: Plan
    columns: Sequence[str]
    """The names of the columns that come; they come without, since Spark takes a dot for more."""
    facts: Sequence[str]
    """The columns that are facts."""
    keep: Sequence[str]
    """The columns that are handed on, and stand before the findings."""
    version: str = __version__

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        """Yield the findings of record batches; ExecutorError if the versions differ."""
        if self.version != __version__:
            raise ExecutorError(
                f"驱动程序上的 tolerance-rules 是 {self.version}，执行节点上是 {__version__}。"
                "请装成同一个版本",
                english=f"The driver has tolerance-rules {self.version}, this executor "
                f"{__version__}: install the same version",
            )
        os.environ.setdefault(THREADS, "1")
        from tolerance_rules.executors.many_cases.arrow_tables import judged_arrow

        for rows in _gathered(batches):
            table = rows.rename_columns(list(self.columns))
            yield from judged_arrow(table, self.plan, self.facts, self.keep).to_batches()


def _gathered(batches: Iterator[Any]) -> Iterator[Any]:
    """Yield tables of Arrow of about ROWS rows."""
    import pyarrow as pa

    held: list[Any] = []
    for batch in batches:
        held.append(batch)
        if sum(map(len, held)) >= ROWS or sum(each.nbytes for each in held) >= BYTES:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)
