"""Many cases: the plan of a ruleset as Polars expressions, over tables of any size.

The only executor that imports Polars. To Polars a boolean column is a bitmap, so that a term costs
a few nanoseconds for a thousand rows. Terms that are used more than once are columns, layer by
layer. Everything is lazy: a table larger than memory streams.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

from tolerance_rules.errors import CaseError, ExecutorError, Fault, did_you_mean
from tolerance_rules.executors.columnar.circuit import (
    Circuit,
    Constant,
    Either,
    Inverse,
    Is,
    IsNull,
    Layers,
    Term,
    layered,
)
from tolerance_rules.executors.columnar.plan import (
    Choice,
    Column,
    Flag,
    Members,
    Plan,
    Status,
    planned,
)
from tolerance_rules.executors.columnar.reachable_walk import Walkable
from tolerance_rules.facts import vocabulary
from tolerance_rules.rules import Ruleset

try:
    import polars as pl
except ImportError as error:
    raise ExecutorError(
        "批量评判需要 Polars，本机没有安装。请运行：pip install 'tolerance-rules[audit]'"
    ) from error


class ManyCases:
    """Judges tables with a column for each fact; shared by any number of threads."""

    def __init__(self, rules: Ruleset, diagram: Walkable) -> None:
        self.rules, self.diagram = rules, diagram
        self._plans: dict[tuple[object, ...], Plan] = {}
        self._lock = threading.Lock()

    def plan(
        self,
        schema: pl.Schema,
        *,
        complete: bool = False,
        statuses: bool = True,
        reachable: bool = True,
    ) -> Plan:
        """Return the plan for tables of a schema; CaseError lists every column that is wrong."""
        faults = [fault for name, dtype in schema.items() for fault in _column_faults(name, dtype)]
        # A column of nothing but nulls has no type of its own.
        present = {name for name in vocabulary().keys() & schema.keys() if schema[name] != pl.Null}
        absent = frozenset(vocabulary().keys() - present)
        if not vocabulary().keys() & schema.keys():
            faults.append(Fault("C040", "表中没有一列是事实", "列名应当是 work.pilot 一类的名称"))
        elif complete:
            faults += map(_missing_column, sorted(absent))
        if faults:
            raise CaseError(faults)
        closed = frozenset(name for name in present if _closed(name, schema[name]))
        key = (absent, closed, complete, statuses, reachable)
        with self._lock:
            if key not in self._plans:
                self._plans[key] = planned(
                    self.rules,
                    self.diagram,
                    absent=absent,
                    closed=closed,
                    complete=complete,
                    statuses=statuses,
                    reachable=reachable,
                )
            return self._plans[key]

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

        Facts are columns by dotted name: booleans, or text for enumerated facts; null, and a
        column that is not there, is unknown. `outcome`, `permitted`, `settled`, `reachable`,
        `row`, and `clause.…` for each clause: true established, false refuted, null open. With
        `refused`, a row that is not judged is null there and says why in `refused`; without it,
        such rows are left out. Of a table that is said to be `complete` every fact is a column
        and known, which makes less work; a row in which one is unknown is refused.
        """
        plan = self.plan(
            table.collect_schema(), complete=complete, statuses=statuses, reachable=reachable
        )
        return _Rendering(plan).of(table, keep, refused=refused)


def _missing_column(name: str) -> Fault:
    label = vocabulary()[name].label
    hint = "请补上这一列，或不要声明此表事实齐全（complete）"
    return Fault("C042", f"表中没有 {name}（{label}）一列", hint, subject=name)


def _column_faults(name: str, dtype: pl.DataType) -> list[Fault]:
    spec = vocabulary().get(name)
    if spec is None:
        group = name.partition(".")[0]
        if "." not in name or all(known.partition(".")[0] != group for known in vocabulary()):
            return []
        near = did_you_mean(name, vocabulary())
        return [Fault("C003", f"没有名为 {name} 的事实{near}", "全部事实见 tolerance-rules facts")]
    if dtype == pl.Null or (dtype == pl.Boolean if spec.boolean else dtype in _TEXTS):
        return []
    wanted = "是、否（布尔）" if spec.boolean else "文字"
    return [
        Fault(
            "C041",
            f"{name}（{spec.label}）一列应当是{wanted}，现为 {dtype}",
            "请先按对照表转换",
            subject=name,
        )
    ]


_TEXTS = (pl.String, pl.Categorical, pl.Enum)


def _closed(name: str, dtype: pl.DataType) -> bool:
    spec = vocabulary()[name]
    if isinstance(dtype, pl.Enum):
        return set(dtype.categories) <= set(spec.values)
    return spec.boolean


class _Rendering:
    """Renders one plan as expressions."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.circuit: Circuit = plan.circuit
        self.layers: Layers = layered(plan.circuit, plan.terms)

    def of(self, table: pl.LazyFrame, keep: Sequence[str], *, refused: bool) -> pl.LazyFrame:
        for layer in self.layers.columns:
            table = table.with_columns([self._made(term).alias(_name(term)) for term in layer])
        accepted = self._term(self.plan.accepted)
        if refused:
            found = [
                pl.when(accepted).then(self._column(column)).alias(column.name)
                for column in self.plan.columns
            ]
            found.append(self._column(self.plan.refused).alias(self.plan.refused.name))
        else:
            if not isinstance(self.circuit.gates[self.plan.accepted], Constant):
                table = table.filter(accepted)
            found = [self._column(column).alias(column.name) for column in self.plan.columns]
        # A select of constants alone would return one row: first add, then select.
        names = [each.meta.output_name() for each in found]
        return table.with_columns(found).select(*keep, *names)

    def _term(self, term: Term) -> pl.Expr:
        if term in self.layers.depth:
            return pl.col(_name(term))
        return self._made(term)

    def _made(self, term: Term) -> pl.Expr:
        gate = self.circuit.gates[term]
        if isinstance(gate, Constant):
            return pl.lit(gate.value)
        if isinstance(gate, IsNull):
            return pl.col(gate.fact).is_null()
        if isinstance(gate, Is):
            fact = pl.col(gate.fact)
            if isinstance(gate.value, bool):
                return (fact if gate.value else ~fact).fill_null(value=False)
            return (fact == pl.lit(gate.value)).fill_null(value=False)
        if isinstance(gate, Inverse):
            return ~self._term(gate.term)
        return reduce(or_ if isinstance(gate, Either) else and_, map(self._term, gate.terms))

    def _column(self, column: Column) -> pl.Expr:
        if isinstance(column, Flag):
            return self._term(column.term)
        if isinstance(column, Status):
            established = self._term(column.established)
            if column.refuted == self.circuit.inverse(column.established):
                return established
            return pl.when(established | self._term(column.refuted)).then(established)
        if isinstance(column, Choice):
            return self._choice(column)
        return self._members(column)

    def _choice(self, column: Choice) -> pl.Expr:
        code = pl.lit(None, dtype=pl.UInt8)
        for term, text in reversed(column.cases):
            number = pl.lit(column.texts.index(text), dtype=pl.UInt8)
            is_last = isinstance(self.circuit.gates[term], Constant)
            code = number if is_last else pl.when(self._term(term)).then(number).otherwise(code)
        return _text(code, column.texts)

    def _members(self, column: Members) -> pl.Expr:
        bits = [
            self._term(term).cast(pl.UInt8) * pl.lit(1 << place, dtype=pl.UInt8)
            for place, (term, _) in enumerate(column.cases)
        ]
        return _text(reduce(or_, bits), column.texts)


def _text(code: pl.Expr, texts: Sequence[str]) -> pl.Expr:
    """Return a column of codes as the texts that they are the indices of."""
    return code.cat.to(pl.Enum(texts))


def _name(term: Term) -> str:
    # Not a name that a table is likely to have.
    return f"~{term}"
