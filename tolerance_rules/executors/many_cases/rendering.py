"""Rendering: a plan as Polars expressions.

To Polars a boolean column is a bitmap, so that a term costs a few nanoseconds for a thousand rows.
Terms that are used more than once are columns, layer by layer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add, and_, or_

import polars as pl

from tolerance_rules.executors.columnar.circuit import (
    Among,
    Both,
    Constant,
    Either,
    Inverse,
    Is,
    IsNull,
    Literal,
    Several,
    Term,
    layered,
)
from tolerance_rules.executors.columnar.columns import Choice, Column, Flag, Members, Status
from tolerance_rules.executors.columnar.plan import Plan
from tolerance_rules.executors.many_cases.several_values import SEVERAL, several_values
from tolerance_rules.vocabulary.fact_spec import Value


def rendered(
    plan: Plan, table: pl.LazyFrame, keep: Sequence[str], *, refused: bool
) -> pl.LazyFrame:
    """Return the columns to keep of a table, and those of the plan, as `ManyCases.judged` says."""
    return _Rendering(plan).of(table, keep, refused=refused)


class _Rendering:
    """Renders one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.circuit = plan, plan.circuit
        self.layers = layered(plan.circuit, plan.terms)

    def of(self, table: pl.LazyFrame, keep: Sequence[str], *, refused: bool) -> pl.LazyFrame:
        single = self._terms(Is, IsNull)
        table = table.with_columns(self._named(single)).with_columns(self._several_values())
        for layer in self.layers.columns:
            table = table.with_columns(self._named(term for term in layer if term not in single))
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

    def _terms(self, *kinds: type[Literal]) -> dict[Term, Literal]:
        """Return the literals of some kinds that have a column."""
        found = {term: self.circuit.gates[term] for term in self.layers.depth}
        return {term: gate for term, gate in found.items() if isinstance(gate, kinds)}

    def _named(self, terms: Iterable[Term]) -> list[pl.Expr]:
        return [self._made(term).alias(_name(term)) for term in terms]

    def _several_values(self) -> list[pl.Expr]:
        """Return what the cells with several values hold, a struct for each fact that has such."""
        values: dict[str, list[Value]] = {}
        for gate in self.circuit.gates:
            if isinstance(gate, Among):
                values.setdefault(gate.fact, []).append(gate.value)
        found = []
        for fact, each in values.items():
            whole = [self.circuit.literal(Is(fact, value)) for value in each]
            whole.append(self.circuit.literal(IsNull(fact)))
            odd = ~reduce(or_, map(self._term, whole))
            held = several_values(pl.col(fact), odd, list(map(str, each)))
            found.append(held.alias(_held(fact)))
        return found

    def _term(self, term: Term) -> pl.Expr:
        if term in self.layers.depth:
            return pl.col(_name(term))
        return self._made(term)

    def _made(self, term: Term) -> pl.Expr:
        gate = self.circuit.gates[term]
        if isinstance(gate, Constant):
            return pl.lit(gate.value)
        if isinstance(gate, Inverse):
            return ~self._term(gate.term)
        if isinstance(gate, (Both, Either)):
            return reduce(or_ if isinstance(gate, Either) else and_, map(self._term, gate.terms))
        return _literal(gate)

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
        dtype = _code(column.texts)
        code = pl.lit(None, dtype=dtype)
        for term, text in reversed(column.cases):
            number = pl.lit(column.texts.index(text), dtype=dtype)
            is_last = isinstance(self.circuit.gates[term], Constant)
            code = number if is_last else pl.when(self._term(term)).then(number).otherwise(code)
        return _text(code, column.texts)

    def _members(self, column: Members) -> pl.Expr:
        dtype = _code(column.texts)
        zero = pl.lit(0, dtype=dtype)
        # To choose among two numbers takes a fifth of the time of making a number of a boolean.
        bits = [
            pl.when(self._term(term)).then(pl.lit(1 << place, dtype=dtype)).otherwise(zero)
            for place, (term, _) in enumerate(column.cases)
        ]
        return _text(reduce(add, bits), column.texts)


def _literal(literal: Literal) -> pl.Expr:
    """Return what is said of a cell; never null."""
    cell = pl.col(literal.fact)
    if isinstance(literal, IsNull):
        return cell.is_null()
    if isinstance(literal, Is):
        return cell.eq_missing(pl.lit(literal.value))
    value = SEVERAL if isinstance(literal, Several) else str(literal.value)
    return pl.col(_held(literal.fact)).struct.field(value)


def _code(texts: Sequence[str]) -> pl.DataType:
    """Return the type of the indices of texts: that of the codes of a Polars Enum."""
    return pl.UInt8() if len(texts) < 256 else pl.UInt16()


def _text(code: pl.Expr, texts: Sequence[str]) -> pl.Expr:
    """Return a column of codes as the texts that they are the indices of."""
    return code.cat.to(pl.Enum(texts))


def _name(term: Term) -> str:
    # Not a name that a table is likely to have.
    return f"~{term}"


def _held(fact: str) -> str:
    return f"~{fact}"
