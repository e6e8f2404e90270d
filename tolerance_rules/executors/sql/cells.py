"""Cells: what literals say of a cell of the table of facts: yes or no, never null."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from tolerance_rules.executors.columnar.circuit import SEPARATOR, Among, Is, IsNull, Literal
from tolerance_rules.executors.columnar.target import Target
from tolerance_rules.executors.sql import expressions as sql
from tolerance_rules.vocabulary.fact_spec import FactSpec


def value(literal: Literal, spec: FactSpec, target: Target) -> exp.Expr:
    """Return what a literal says of a cell: true or false, or 1 or 0 without booleans."""
    cell = sql.column(target.column_of(spec.name))
    is_null = exp.Is(this=cell, expression=exp.null())
    if isinstance(literal, IsNull):
        return _flag(is_null, target)
    if isinstance(literal, Is):
        given = exp.Not(this=is_null)
        return _flag(sql.chained(exp.And, [given, _equal(literal, spec, target)]), target)
    text = _exact(spec, target)
    if isinstance(literal, Among):
        held = _names(text, str(literal.value))
    else:
        held = _several(text, map(str, spec.values))
    # CASE, not AND: databases that work on whole columns work out both sides of AND. A cell with
    # a separator in it is not null.
    parted = exp.Like(this=cell, expression=sql.text(f"%{SEPARATOR}%"))
    if target.dialect.booleans:
        return sql.case([(parted, held)], exp.false())
    return sql.case([(parted, _flag(held, target))], sql.number(0))


def _flag(condition: exp.Expr, target: Target) -> exp.Expr:
    if target.dialect.booleans:
        return condition
    return sql.case([(condition, sql.number(1))], sql.number(0))


def allowed(spec: FactSpec, target: Target) -> exp.Expr:
    """Return the condition for a cell that is not null to have a meaning."""
    cell = sql.column(target.column_of(spec.name))
    if spec.boolean:
        return exp.In(this=cell, expressions=[sql.number(0), sql.number(1)])
    single = exp.In(this=cell, expressions=[sql.text(str(value)) for value in spec.values])
    if len(spec.values) == 2:
        return single
    return sql.chained(exp.Or, [single, _several(_exact(spec, target), map(str, spec.values))])


def _equal(literal: Is, spec: FactSpec, target: Target) -> exp.Expr:
    """Return that a cell holds a value; null where it is null."""
    cell = sql.column(target.column_of(spec.name))
    if isinstance(literal.value, str):
        return exp.EQ(this=_exact(spec, target), expression=sql.text(literal.value))
    if target.dialect.booleans:
        return cell if literal.value else exp.Not(this=cell)
    return exp.EQ(this=cell, expression=sql.number(int(literal.value)))


def _exact(spec: FactSpec, target: Target) -> exp.Expr:
    """Return the text of a cell such that it is equal only to the same characters."""
    cell = sql.column(target.column_of(spec.name))
    if target.dialect.collation:
        return exp.Collate(this=cell, expression=exp.Var(this=target.dialect.collation))
    if target.dialect.binary:
        return exp.Cast(this=cell, to=exp.DataType(this=exp.DataType.Type.BINARY))
    return cell


def _names(text: exp.Expr, value: str) -> exp.Expr:
    """Return that a text has a value between separators or ends."""
    bar = sql.text(SEPARATOR)
    within = sql.chained(exp.DPipe, [bar, text.copy(), bar.copy()])
    place = exp.StrPosition(this=within, substr=sql.text(f"{SEPARATOR}{value}{SEPARATOR}"))
    return exp.GT(this=place, expression=sql.number(0))


def _several(text: exp.Expr, values: Iterable[str]) -> exp.Expr:
    """Return that a text is values and separators between them, and nothing else.

    Where the lengths of the values that it names and of the separators add up to its own, each is
    there once, in whatever order.
    """
    lengths = [
        sql.case([(_names(text, value), sql.number(len(value) + 1))], sql.number(0))
        for value in values
    ]
    total = exp.Sub(this=sql.chained(exp.Add, lengths), expression=sql.number(1))
    return exp.EQ(this=exp.Length(this=text.copy()), expression=total)
