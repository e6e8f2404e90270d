"""Cells: what is asked of a cell of the table of facts, as conditions that are never null."""

from __future__ import annotations

from sqlglot import exp

from tolerance_rules.executors.columnar.circuit import Is, IsNull
from tolerance_rules.executors.columnar.target import Target
from tolerance_rules.executors.sql import expressions as sql


def condition(gate: Is | IsNull, target: Target) -> exp.Expr:
    """Return the condition of a literal."""
    cell = sql.column(target.column_of(gate.fact))
    is_null = exp.Is(this=cell, expression=exp.null())
    if isinstance(gate, IsNull):
        return is_null
    return sql.joined(exp.And, [exp.Not(this=is_null), _equal(gate, target)])


def _equal(gate: Is, target: Target) -> exp.Expr:
    """Return that a cell holds a value; null where it is null."""
    cell: exp.Expr = sql.column(target.column_of(gate.fact))
    if isinstance(gate.value, str):
        if target.dialect.collation:
            cell = exp.Collate(this=cell, expression=exp.Var(this=target.dialect.collation))
        elif target.dialect.binary:
            cell = exp.Cast(this=cell, to=exp.DataType(this=exp.DataType.Type.BINARY))
        return exp.EQ(this=cell, expression=sql.text(gate.value))
    if target.dialect.booleans:
        return cell if gate.value else exp.Not(this=cell)
    return exp.EQ(this=cell, expression=sql.number(int(gate.value)))
