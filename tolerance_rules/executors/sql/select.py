"""Select: the plan of a ruleset as one SELECT.

Each step of the plan is a common table expression that reads the one before. Only the first reads
the facts, and deals with null there; all columns after it are true or false.
"""

from __future__ import annotations

import re

from sqlglot import exp

from tolerance_rules.executors.columnar.circuit import (
    LITERALS,
    TRUE,
    Both,
    Constant,
    Either,
    Inverse,
    Term,
)
from tolerance_rules.executors.columnar.columns import JOIN, Choice, Column, Flag, Members
from tolerance_rules.executors.columnar.plan import Plan
from tolerance_rules.executors.columnar.steps import Held, stepped
from tolerance_rules.executors.columnar.target import Target
from tolerance_rules.executors.sql import cells
from tolerance_rules.executors.sql import expressions as sql
from tolerance_rules.vocabulary.vocabulary import Vocabulary

LONGEST_SET = 255
"""No set of outcomes, written as text, is longer."""


def selected(plan: Plan, vocabulary: Vocabulary, target: Target, table: exp.Table) -> exp.Select:
    """Return the SELECT of a plan from a table: the columns kept, then the findings."""
    return _Rendering(plan, vocabulary, target).of(table)


class _Rendering:
    """Renders one plan for one target."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary, target: Target) -> None:
        self.plan, self.circuit, self.vocabulary = plan, plan.circuit, vocabulary
        self.target, self.dialect = target, target.dialect
        self.steps = stepped(plan.circuit, plan.terms, target.kept, target.column_of)
        # INVARIANT: no column of the table has the name of a term.
        self.mark = "t"
        given = {*target.kept, *map(target.column_of, vocabulary)}
        while any(re.fullmatch(rf"{self.mark}\d+", name, re.IGNORECASE) for name in given):
            self.mark += "t"

    def of(self, table: exp.Table) -> exp.Select:
        source, made = table.copy(), []
        for number, step in enumerate(self.steps.steps, 1):
            columns: list[exp.Expr] = [sql.column(self._name(held)) for held in step.carried]
            columns += [sql.named(self._value(term), self._name(term)) for term in step.made]
            select = exp.Select(expressions=columns).from_(source, copy=False)
            made.append((f"step_{number}", self._fenced(select)))
            source = exp.to_table(f"step_{number}")
        columns = [sql.column(name) for name in self.target.kept]
        for column in (*self.plan.columns, self.plan.refused):
            columns.append(sql.named(self._found(column), self.target.finding(column.name)))
        result = exp.Select(expressions=columns).from_(source, copy=False)
        for name, select in made:
            result = result.with_(name, as_=select, copy=False)
        return result

    def _name(self, held: Held) -> str:
        return held if isinstance(held, str) else f"{self.mark}{held}"

    def _fenced(self, select: exp.Select) -> exp.Select:
        """Return a step that the planner cannot merge into the next.

        Merging repeats a term wherever it is used, and its parts as often again: the statement
        grows exponentially with the steps, and planning runs out of memory.
        """
        if self.dialect.fence == "with":
            # A subquery with a WITH of its own stays one; conditions on a key still get into it.
            return select.with_("fence", as_=exp.select(sql.number(1)), copy=False)
        if self.dialect.fence == "limit":
            return select.limit(self.dialect.limit, copy=False)
        if self.dialect.fence == "hint":
            return select.hint("NO_MERGE", dialect=self.dialect.name, copy=False)
        return select

    def _value(self, term: Term) -> exp.Expr:
        """Return what stands in the column of a term."""
        gate = self.circuit.gates[term]
        if isinstance(gate, LITERALS):
            return cells.value(gate, self.vocabulary[gate.fact], self.target)
        made = self._made(term).unnest()
        return made if self.dialect.booleans else sql.case([(made, sql.number(1))], sql.number(0))

    def _holds(self, term: Term) -> exp.Expr:
        """Return the condition that a term holds."""
        return self._is(term, held=True) if term in self.steps.kept else self._made(term)

    def _is(self, term: Term, *, held: bool) -> exp.Expr:
        column = sql.column(self._name(term))
        if not self.dialect.booleans:
            return exp.EQ(this=column, expression=sql.number(int(held)))
        return column if held else exp.Not(this=column)

    def _made(self, term: Term) -> exp.Expr:
        gate = self.circuit.gates[term]
        if isinstance(gate, Constant):
            return exp.EQ(this=sql.number(1), expression=sql.number(int(gate.value)))
        if isinstance(gate, Inverse):
            if gate.term in self.steps.kept:
                return self._is(gate.term, held=False)
            return exp.Not(this=self._holds(gate.term))
        assert isinstance(gate, (Both, Either)), "every literal has a column"
        return sql.joined(
            exp.Or if isinstance(gate, Either) else exp.And, map(self._holds, gate.terms)
        )

    def _found(self, column: Column) -> exp.Expr:
        """Return a column of the result; but for the reason of a refusal, null where refused."""
        if isinstance(column, Members):
            # Each word brings its comma, and the first comma goes.
            words = [
                sql.case([(self._holds(term), sql.text(JOIN + word))], sql.text(""))
                for term, word in column.cases
            ]
            text = sql.chained(exp.DPipe, words)
            cut = exp.Substring(this=text, start=sql.number(2), length=sql.number(LONGEST_SET))
            return sql.case([(self._accepted(TRUE), cut)])
        if column is self.plan.refused and not column.cases:
            # Of a null without a type, databases make what they like.
            kind = exp.DataType.build(self.dialect.key, dialect=self.dialect.name)
            return exp.Cast(this=exp.null(), to=kind)
        if column is self.plan.refused:
            return sql.case([(self._holds(term), sql.text(text)) for term, text in column.cases])
        if isinstance(column, Choice):
            return sql.case([(self._accepted(term), sql.text(text)) for term, text in column.cases])
        if isinstance(column, Flag):
            yes, no = column.term, TRUE
        else:
            yes, no = column.established, column.refuted
        return sql.case(
            [(self._accepted(yes), self._flag(held=True)), (self._accepted(no), self._flag())]
        )

    def _accepted(self, term: Term) -> exp.Expr:
        """Return that a row is judged, and a term holds of it."""
        terms = [each for each in (self.plan.accepted, term) if each != TRUE]
        return sql.joined(exp.And, map(self._holds, terms)).unnest() if terms else self._made(TRUE)

    def _flag(self, *, held: bool = False) -> exp.Expr:
        return exp.Boolean(this=held) if self.dialect.booleans else sql.number(int(held))
