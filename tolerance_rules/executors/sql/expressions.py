"""Expressions: the few kinds of SQL expression that the rules are written in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp


def identifier(name: str) -> exp.Identifier:
    """Return a quoted name."""
    return exp.Identifier(this=name, quoted=True)


def column(name: str) -> exp.Column:
    """Return a column by name."""
    return exp.Column(this=identifier(name))


def named(value: exp.Expr, name: str) -> exp.Alias:
    """Return a value AS a name."""
    return exp.Alias(this=value, alias=identifier(name))


def number(value: int) -> exp.Literal:
    """Return a whole number."""
    return exp.Literal(this=str(value), is_string=False)


def text(value: str) -> exp.Literal:
    """Return a text in quotes."""
    return exp.Literal(this=value, is_string=True)


def case(cases: Iterable[tuple[exp.Expr, exp.Expr]], otherwise: exp.Expr | None = None) -> exp.Expr:
    """Return CASE over pairs of condition and value, of which there is one at least."""
    ifs = [exp.If(this=condition, true=value) for condition, value in cases]
    return exp.Case(ifs=ifs, default=otherwise)


def joined(kind: type[exp.Connector], conditions: Iterable[exp.Expr]) -> exp.Expr:
    """Return conditions joined by AND or OR, in parentheses where there are several."""
    parts = list(conditions)
    return exp.Paren(this=chained(kind, parts)) if len(parts) > 1 else parts[0]


def chained(kind: type[exp.Binary], parts: Sequence[exp.Expr]) -> exp.Expr:
    """Return parts joined by a binary operator, from the left."""
    result: exp.Expr = parts[0]
    for part in parts[1:]:
        result = kind(this=result, expression=part)
    return result
