"""Executor: judges tables by the plan of a ruleset, lazily, so that any length of table streams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from tolerance_rules.executors.columnar.plan import Plan, planned
from tolerance_rules.executors.columnar.reachable_walk import Walkable
from tolerance_rules.executors.many_cases.fact_columns import FactColumns, fact_columns
from tolerance_rules.executors.many_cases.rendering import rendered
from tolerance_rules.rules import Ruleset

PLANS = 32
"""How many plans are kept before they are made anew: every set of columns has one of its own."""

_SPARK = {
    "boolean": pl.Boolean(),
    "string": pl.String(),
    "char": pl.String(),
    "varchar": pl.String(),
    "void": pl.Null(),
    "byte": pl.Int8(),
    "short": pl.Int16(),
    "integer": pl.Int32(),
    "long": pl.Int64(),
    "float": pl.Float32(),
    "double": pl.Float64(),
    "date": pl.Date(),
    "timestamp": pl.Datetime(),
}
"""The types of Spark's by name; of others it is enough that they hold no facts."""


class ManyCases:
    """Judges tables with a column for each fact; shared by any number of threads."""

    def __init__(self, rules: Ruleset, diagram: Walkable) -> None:
        self.rules, self.diagram = rules, diagram
        self._plans: dict[tuple[object, ...], Plan] = {}

    def judged(
        self,
        table: pl.LazyFrame,
        *,
        keep: Sequence[str] = (),
        complete: bool = False,
        statuses: bool = True,
        reachable: bool = True,
        refused: bool = True,
    ) -> pl.LazyFrame:
        """Return, for each row, what the rules find: the columns to `keep`, then the findings.

        Facts are columns by dotted name: booleans, or text for enumerated facts; several values,
        joined by `|`, are those still possible. Null, and a column that is not there, is unknown;
        of a recorded finding, that it was not made. The findings are `outcome`, `permitted`,
        `settled`, `reachable`, `row`, and `clause.…` for each clause: true established, false
        refuted, null open. With `refused`, a row that is not judged is null there and says why in
        `refused`; without it, such rows are left out. In a table said to be `complete` every fact
        has a column and is established, which makes less work; a row where one is not is refused.
        CaseError lists every column that is wrong.
        """
        columns = fact_columns(table.collect_schema(), self.rules.vocabulary, complete=complete)
        plan = self._plan(columns, complete=complete, statuses=statuses, reachable=reachable)
        return rendered(plan, table, keep, refused=refused)

    def plan_for(
        self, types: Mapping[str, str], *, complete: bool, statuses: bool, reachable: bool
    ) -> tuple[Plan, Sequence[str]]:
        """Return the plan of a table with columns of these types of Spark's, and what it reads.

        CaseError as `judged`.
        """
        schema = pl.Schema({name: _SPARK.get(kind, pl.Object()) for name, kind in types.items()})
        columns = fact_columns(schema, self.rules.vocabulary, complete=complete)
        plan = self._plan(columns, complete=complete, statuses=statuses, reachable=reachable)
        return plan, [name for name in self.rules.vocabulary if name in types]

    def _plan(self, columns: FactColumns, **asked: bool) -> Plan:
        key = (columns, *asked.items())
        plan = self._plans.get(key)
        if plan is None:
            plan = planned(
                self.rules,
                self.diagram,
                absent=columns.absent,
                closed=columns.closed,
                partial=columns.partial,
                **asked,
            )
            if len(self._plans) >= PLANS:
                self._plans.clear()
            self._plans[key] = plan
        return plan
