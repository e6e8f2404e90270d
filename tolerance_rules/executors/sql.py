"""SQL: the plan of a ruleset as one statement that a database runs where the cases are.

The only file that imports sqlglot. Each step of the plan is a common table expression that reads
the one before. Only the first reads the facts, and deals with null there; all columns after it are
true or false.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tolerance_rules.errors import ExecutorError, Fault, SqlError, shorten
from tolerance_rules.executors.columnar.circuit import (
    TRUE,
    Constant,
    Either,
    Inverse,
    Is,
    IsNull,
    Term,
)
from tolerance_rules.executors.columnar.plan import (
    JOIN,
    Choice,
    Column,
    Flag,
    Members,
    Plan,
    planned,
)
from tolerance_rules.executors.columnar.reachable_walk import Walkable
from tolerance_rules.executors.columnar.steps import Held, stepped
from tolerance_rules.executors.columnar.target import Target
from tolerance_rules.facts import FactSpec, vocabulary
from tolerance_rules.rules import Ruleset

try:
    from sqlglot import exp
    from sqlglot.errors import SqlglotError
except ImportError as error:
    raise ExecutorError(
        "写成 SQL 需要 sqlglot，本机没有安装。请运行：pip install 'tolerance-rules[audit]'"
    ) from error

LONGEST_SET = 255
"""No set of outcomes, written as text, is longer."""


class RulesAsSql:
    """A ruleset as SQL, for one table of one database."""

    def __init__(self, rules: Ruleset, diagram: Walkable, target: Target) -> None:
        self.target, self.dialect = target, target.dialect
        # A column of booleans holds nothing else; in one of numbers anything may stand.
        booleans = {name for name, spec in vocabulary().items() if spec.boolean}
        closed = booleans if self.dialect.booleans else set()
        self.plan: Plan = planned(rules, diagram, absent=target.absent, closed=closed)
        self.columns: tuple[Column, ...] = (*self.plan.columns, self.plan.refused)
        target.check([column.name for column in self.columns])
        self.table, self.view = self._relation(target.table), self._relation(target.view)

    def select(self) -> str:
        """Return the SELECT: for each row of the table, what is kept of it and what is found."""
        return self._sql(_Rendering(self.plan, self.target).of(self.table))

    def create_view(self, *, replace: bool = False, temporary: bool = False) -> tuple[str, ...]:
        """Return the statements that create the view, or replace the one that is there."""
        drop = replace and not self.dialect.replaces
        create = exp.Create(
            this=self.view.copy(),
            kind="VIEW",
            expression=_Rendering(self.plan, self.target).of(self.table),
            replace=replace and not drop,
        )
        if temporary:
            create.set("properties", exp.Properties(expressions=[exp.TemporaryProperty()]))
        before = (f"DROP VIEW IF EXISTS {self._sql(self.view)}",) if drop else ()
        return (*before, self._sql(create))

    def create_table(self) -> tuple[str, ...]:
        """Return the statements that create the table of facts, each with its label as comment."""
        facts = {
            self.target.column_of(name): spec
            for name, spec in vocabulary().items()
            if name not in self.target.absent
        }
        keys = [name for name in self.target.kept if name not in facts]
        columns = [self._key(name, first=not place) for place, name in enumerate(keys)]
        columns += [self._fact(name, spec) for name, spec in facts.items()]
        table = exp.Create(
            this=exp.Schema(this=self.table.copy(), expressions=columns), kind="TABLE"
        )
        remarks = []
        if self.dialect.comments == "statement":
            for name, spec in facts.items():
                parts = [self.table.args.get(part) for part in ("this", "db", "catalog")]
                place = exp.column(_identifier(name), *(part and part.copy() for part in parts))
                remarks.append(exp.Comment(this=place, kind="COLUMN", expression=_label(spec)))
        return tuple(map(self._sql, [table, *remarks]))

    def _key(self, name: str, *, first: bool) -> exp.ColumnDef:
        rules: list[exp.Expr] = []
        if first:
            rules.append(exp.ColumnConstraint(kind=exp.NotNullColumnConstraint()))
        if first and self.dialect.checks:
            rules.append(exp.ColumnConstraint(kind=exp.PrimaryKeyColumnConstraint()))
        return self._column(name, self.dialect.key, rules)

    def _fact(self, name: str, spec: FactSpec) -> exp.ColumnDef:
        rules: list[exp.Expr] = []
        values: list[exp.Expr] = [_text(str(value)) for value in spec.values]
        if spec.boolean:
            values = [_number(0), _number(1)]
        if self.dialect.comments == "inline":
            # MariaDB takes it before CHECK only.
            remark = exp.CommentColumnConstraint(this=_label(spec))
            rules.append(exp.ColumnConstraint(kind=remark))
        if self.dialect.checks and not (spec.boolean and self.dialect.booleans):
            allowed = exp.In(this=_column(name), expressions=values)
            rules.append(exp.ColumnConstraint(kind=exp.CheckColumnConstraint(this=allowed)))
        column = self._column(name, self.dialect.flag if spec.boolean else self.dialect.code, rules)
        if self.dialect.comments == "remark":
            column.add_comments([_label(spec).name])
        return column

    def _column(self, name: str, kind: str, rules: list[exp.Expr]) -> exp.ColumnDef:
        type_ = exp.DataType.build(kind, dialect=self.dialect.name)
        return exp.ColumnDef(this=_identifier(name), kind=type_, constraints=rules)

    def _relation(self, name: str) -> exp.Table:
        """Return the name of a table or a view, which may name a schema and be quoted."""
        try:
            table = exp.to_table(name, dialect=self.dialect.name)
        except (SqlglotError, ValueError):
            table = exp.Table()
        part = table.this
        # What it cannot read, sqlglot takes for one name and quotes.
        read = isinstance(part, exp.Identifier) and (not part.quoted or set(name) & set("\"`[']"))
        if not read or table.args.get("alias") or table.pop_comments() or not name.isprintable():
            remedy = '请写成 表 或 模式.表；名称里有特殊字符的，加上引号，如 模式."2024-案件"'
            raise SqlError([Fault("Q006", f"{shorten(name)} 不是表或视图的名称", remedy)])
        return table

    def _sql(self, statement: exp.Expr) -> str:
        return statement.sql(self.dialect.name, pretty=True)


class _Rendering:
    """Renders one plan as one SELECT."""

    def __init__(self, plan: Plan, target: Target) -> None:
        self.plan, self.target, self.circuit = plan, target, plan.circuit
        self.dialect = target.dialect
        self.steps = stepped(plan.circuit, plan.terms, target.kept, target.column_of)
        # INVARIANT: no column of the table is called like a term.
        self.mark = "t"
        given = {*target.kept, *map(target.column_of, vocabulary())}
        while any(re.fullmatch(rf"{self.mark}\d+", name, re.IGNORECASE) for name in given):
            self.mark += "t"

    def of(self, table: exp.Table) -> exp.Select:
        source, made = table.copy(), []
        for number, step in enumerate(self.steps.steps, 1):
            columns: list[exp.Expr] = [_column(self._name(held)) for held in step.carried]
            columns += [_named(self._value(term), self._name(term)) for term in step.made]
            select = exp.Select(expressions=columns).from_(source, copy=False)
            made.append((f"step_{number}", self._fenced(select)))
            source = exp.to_table(f"step_{number}")
        columns = [_column(name) for name in self.target.kept]
        for column in (*self.plan.columns, self.plan.refused):
            columns.append(_named(self._found(column), self.target.finding(column.name)))
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
            return select.with_("fence", as_=exp.select(_number(1)), copy=False)
        if self.dialect.fence == "limit":
            return select.limit(self.dialect.limit, copy=False)
        if self.dialect.fence == "hint":
            return select.hint("NO_MERGE", dialect=self.dialect.name, copy=False)
        return select

    def _value(self, term: Term) -> exp.Expr:
        """Return what stands in the column of a term."""
        made = self._made(term).unnest()
        return made if self.dialect.booleans else _case([(made, _number(1))], _number(0))

    def _holds(self, term: Term) -> exp.Expr:
        """Return the condition that a term holds."""
        return self._is(term, held=True) if term in self.steps.kept else self._made(term)

    def _is(self, term: Term, *, held: bool) -> exp.Expr:
        column = _column(self._name(term))
        if not self.dialect.booleans:
            return exp.EQ(this=column, expression=_number(int(held)))
        return column if held else exp.Not(this=column)

    def _made(self, term: Term) -> exp.Expr:
        gate = self.circuit.gates[term]
        if isinstance(gate, Constant):
            return exp.EQ(this=_number(1), expression=_number(int(gate.value)))
        if isinstance(gate, IsNull):
            return exp.Is(this=self._fact(gate), expression=exp.null())
        if isinstance(gate, Is):
            return self._known(gate)
        if isinstance(gate, Inverse):
            if gate.term in self.steps.kept:
                return self._is(gate.term, held=False)
            return exp.Not(this=self._holds(gate.term))
        return _joined(
            exp.Or if isinstance(gate, Either) else exp.And, map(self._holds, gate.terms)
        )

    def _fact(self, gate: Is | IsNull) -> exp.Column:
        return _column(self.target.column_of(gate.fact))

    def _known(self, gate: Is) -> exp.Expr:
        """Return that a fact is known to be a value: true or false, never null."""
        fact: exp.Expr = self._fact(gate)
        is_value: exp.Expr
        if isinstance(gate.value, str):
            if self.dialect.collation:
                fact = exp.Collate(this=fact, expression=exp.Var(this=self.dialect.collation))
            elif self.dialect.binary:
                fact = exp.Cast(this=fact, to=exp.DataType(this=exp.DataType.Type.BINARY))
            is_value = exp.EQ(this=fact, expression=_text(gate.value))
        elif self.dialect.booleans:
            is_value = self._fact(gate) if gate.value else exp.Not(this=self._fact(gate))
        else:
            is_value = exp.EQ(this=fact, expression=_number(int(gate.value)))
        given = exp.Not(this=exp.Is(this=self._fact(gate), expression=exp.null()))
        return _joined(exp.And, [given, is_value])

    def _found(self, column: Column) -> exp.Expr:
        """Return a column of the result; but for the reason of a refusal, null where refused."""
        if isinstance(column, Members):
            # Each word brings its comma, and the first comma goes.
            words = [
                _case([(self._holds(term), _text(JOIN + word))], _text(""))
                for term, word in column.cases
            ]
            text = _chained(exp.DPipe, words)
            cut = exp.Substring(this=text, start=_number(2), length=_number(LONGEST_SET))
            return _case([(self._accepted(TRUE), cut)])
        if column is self.plan.refused:
            return _case([(self._holds(term), _text(text)) for term, text in column.cases])
        if isinstance(column, Choice):
            return _case([(self._accepted(term), _text(text)) for term, text in column.cases])
        if isinstance(column, Flag):
            yes, no = column.term, TRUE
        else:
            yes, no = column.established, column.refuted
        return _case(
            [(self._accepted(yes), self._flag(held=True)), (self._accepted(no), self._flag())]
        )

    def _accepted(self, term: Term) -> exp.Expr:
        """Return that a row is judged, and a term holds of it."""
        terms = [each for each in (self.plan.accepted, term) if each != TRUE]
        return _joined(exp.And, map(self._holds, terms)).unnest() if terms else self._made(TRUE)

    def _flag(self, *, held: bool = False) -> exp.Expr:
        return exp.Boolean(this=held) if self.dialect.booleans else _number(int(held))


def _identifier(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=True)


def _column(name: str) -> exp.Column:
    return exp.Column(this=_identifier(name))


def _named(value: exp.Expr, name: str) -> exp.Alias:
    return exp.Alias(this=value, alias=_identifier(name))


def _number(value: int) -> exp.Literal:
    return exp.Literal(this=str(value), is_string=False)


def _text(value: str) -> exp.Literal:
    return exp.Literal(this=value, is_string=True)


def _label(spec: FactSpec) -> exp.Literal:
    """Return the Chinese label of a fact, and of its values if it is enumerated."""
    values = "；".join(f"{code} {labels[0]}" for code, labels in spec.value_labels.items())
    return _text(spec.label if spec.boolean else f"{spec.label}：{values}")


def _case(
    cases: Iterable[tuple[exp.Expr, exp.Expr]], otherwise: exp.Expr | None = None
) -> exp.Expr:
    ifs = [exp.If(this=condition, true=value) for condition, value in cases]
    return exp.Case(ifs=ifs, default=otherwise) if ifs else exp.null()


def _joined(kind: type[exp.Connector], conditions: Iterable[exp.Expr]) -> exp.Expr:
    parts = list(conditions)
    return exp.Paren(this=_chained(kind, parts)) if len(parts) > 1 else parts[0]


def _chained(kind: type[exp.Binary], parts: Sequence[exp.Expr]) -> exp.Expr:
    result: exp.Expr = parts[0]
    for part in parts[1:]:
        result = kind(this=result, expression=part)
    return result
