"""Statements: the table of facts, and the view of findings, of a ruleset in one database."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.errors import SqlglotError

from tolerance_rules.errors import Fault, SqlError, shorten
from tolerance_rules.executors.columnar.circuit import SEPARATOR
from tolerance_rules.executors.columnar.columns import Column
from tolerance_rules.executors.columnar.plan import Plan, planned
from tolerance_rules.executors.columnar.reachable_walk import Walkable
from tolerance_rules.executors.columnar.target import Target
from tolerance_rules.executors.sql import expressions as sql
from tolerance_rules.executors.sql.cells import allowed
from tolerance_rules.executors.sql.select import selected
from tolerance_rules.rules import Ruleset
from tolerance_rules.vocabulary.fact_spec import FactSpec


class RulesAsSql:
    """A ruleset as SQL, for one table of one database."""

    def __init__(self, rules: Ruleset, diagram: Walkable, target: Target) -> None:
        vocabulary = self.vocabulary = rules.vocabulary
        target = self.target = target.resolved(vocabulary)
        self.dialect = target.dialect
        # A column of booleans holds nothing else; in one of numbers anything may stand.
        booleans = {name for name, spec in vocabulary.items() if spec.boolean}
        self.plan: Plan = planned(
            rules,
            diagram,
            absent=target.absent,
            closed=booleans if self.dialect.booleans else set(),
            partial={name for name, spec in vocabulary.items() if len(spec.values) > 2},
        )
        self.columns: tuple[Column, ...] = (*self.plan.columns, self.plan.refused)
        target.check(vocabulary, [column.name for column in self.columns])
        self.table, self.view = self._relation(target.table), self._relation(target.view)

    def select(self) -> str:
        """Return the SELECT: for each row of the table, what is kept of it and what is found."""
        return self._sql(selected(self.plan, self.vocabulary, self.target, self.table))

    def create_view(self, *, replace: bool = False, temporary: bool = False) -> tuple[str, ...]:
        """Return the statements that create the view, or replace the one that is there."""
        drop = replace and not self.dialect.replaces
        create = exp.Create(
            this=self.view.copy(),
            kind="VIEW",
            expression=selected(self.plan, self.vocabulary, self.target, self.table),
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
            for name, spec in self.vocabulary.items()
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
                place = exp.column(sql.identifier(name), *(part and part.copy() for part in parts))
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
        if self.dialect.comments == "inline":
            # MariaDB takes it before CHECK only.
            remark = exp.CommentColumnConstraint(this=_label(spec))
            rules.append(exp.ColumnConstraint(kind=remark))
        if self.dialect.checks and not (spec.boolean and self.dialect.booleans):
            check = exp.CheckColumnConstraint(this=allowed(spec, self.target))
            rules.append(exp.ColumnConstraint(kind=check))
        longest = len(SEPARATOR.join(map(str, spec.values)))
        kind = self.dialect.flag if spec.boolean else self.dialect.code.format(longest)
        column = self._column(name, kind, rules)
        if self.dialect.comments == "remark":
            # Of what would end the comment, or begin another within it, nothing is left.
            column.add_comments([_label(spec).name.replace("*/", "* /").replace("/*", "/ *")])
        return column

    def _column(self, name: str, kind: str, rules: list[exp.Expr]) -> exp.ColumnDef:
        type_ = exp.DataType.build(kind, dialect=self.dialect.name)
        return exp.ColumnDef(this=sql.identifier(name), kind=type_, constraints=rules)

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
            message = (
                f"{shorten(name)} 不是表或视图的名称",
                f"{shorten(name)} is no name of a table or a view",
            )
            remedy = (
                '请写成 表 或 模式.表；名称里有特殊字符的，加上引号，如 模式."2024-案件"',
                "write table or schema.table, quoted where there are special characters: "
                'schema."2024-cases"',
            )
            raise SqlError([Fault.of("Q006", message, remedy)])
        return table

    def _sql(self, statement: exp.Expr) -> str:
        return statement.sql(self.dialect.name, pretty=True)


def _label(spec: FactSpec) -> exp.Literal:
    """Return the Chinese label of a fact, and of its values if it is enumerated."""
    values = "；".join(f"{code} {labels[0]}" for code, labels in spec.value_labels.items())
    return sql.text(spec.label if spec.boolean else f"{spec.label}：{values}")
