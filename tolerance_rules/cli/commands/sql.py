"""Sql: the ruleset as one view that a database administrator can install."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.terminal.click_localised import Command, OneOf, mean
from tolerance_rules.cli.terminal.options import (
    file_options,
    lang_option,
    load_engine,
    reading_option,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import destination, inputs_of
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.errors import shorten
from tolerance_rules.executors.columnar.dialects import DIALECTS, STYLES
from tolerance_rules.language import Lang, Pair, pick, say

if TYPE_CHECKING:
    from tolerance_rules.executors.columnar.target import Target
    from tolerance_rules.vocabulary.vocabulary import Vocabulary

ABOUT: Pair = (
    "把规则写成一个数据库视图：事实表的每一行，在视图里有结论、准许的范围、各条款是否成立。\n"
    "\n"
    "  tolerance-rules sql --dialect postgres -o 视图.sql\n"
    "  tolerance-rules sql --dialect oracle --table 案件 --keep 案号 --names underscore\n"
    "\n"
    "写出的是一份 SQL 脚本，交数据库管理员安装；怎样安装、有什么限度，见脚本开头和 docs/sql.md。",
    "Write the rules as one view of a database: for each row of the table of facts, the outcome,\n"
    "the permitted set, and whether each clause holds.\n"
    "\n"
    "  tolerance-rules sql --dialect postgres -o view.sql\n"
    "  tolerance-rules sql --dialect oracle --table cases --keep case_no --names underscore\n"
    "\n"
    "What is written is an SQL script for a database administrator; how to install it, and its\n"
    "limits, are at the head of the script and in docs/sql.md.",
)
DIALECT: Pair = ("数据库： {}", "Database: {}")
TABLE: Pair = ("事实表，可以写成 模式.表；默认 register", "Table of facts; default register")
VIEW: Pair = ("视图，默认 findings", "View; default findings")
KEEP: Pair = (
    "视图里照录的列，第一个认得出案件；可以写多次，默认 case_id",
    "Column that the view takes over, the first telling cases apart; may be repeated; "
    "default case_id",
)
NAMES: Pair = (
    "列名的写法：dotted 即 组.事实（默认），underscore 即 组_事实",
    "How columns are called: dotted, group.fact (default), or underscore, group_fact",
)
PREFIX: Pair = ("给结论列加的前缀", "Prefix of the columns of findings")
COLUMN: Pair = (
    "某个事实的列另有名称：事实=列名；可以写多次",
    "The column of a fact is called otherwise: fact=column; may be repeated",
)
ABSENT: Pair = (
    "表中没有这个事实（或这一组事实）的列，一律作未查明；可以写多次",
    "The table has no column for this fact or group: unknown throughout; may be repeated",
)
INTEGERS: Pair = (
    "是、否在表中存为 1、0（数据库有布尔型也如此）",
    "True and false stand as 1 and 0 in the table, though the database has booleans",
)
CREATE_TABLE: Pair = ("同时写出建立事实表的语句", "Write the statement that creates the table too")
REPLACE: Pair = ("视图已经有了的，换成新的", "Replace the view if it is there")
UNKNOWN: Pair = (
    "没有名为 {} 的事实（全部事实见 tolerance-rules facts）{}",
    "No fact is named {} (all facts: tolerance-rules facts){}",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""
    databases = " ".join(DIALECTS)
    params: list[click.Parameter] = [
        click.Option(
            ["--dialect"],
            type=OneOf(lang, list(DIALECTS)),
            required=True,
            metavar="DIALECT",
            help=pick(lang, DIALECT).format(databases),
        ),
        click.Option(["--table"], default="register", metavar="TABLE", help=pick(lang, TABLE)),
        click.Option(["--view"], default="findings", metavar="VIEW", help=pick(lang, VIEW)),
        click.Option(["--keep"], multiple=True, metavar="COLUMN", help=pick(lang, KEEP)),
        click.Option(
            ["--names", "style"],
            type=OneOf(lang, STYLES),
            default=STYLES[0],
            metavar="STYLE",
            help=pick(lang, NAMES),
        ),
        click.Option(["--prefix"], default="", metavar="PREFIX", help=pick(lang, PREFIX)),
        _column_option(lang),
        click.Option(["--absent"], multiple=True, metavar="FACT", help=pick(lang, ABSENT)),
        click.Option(["--integers"], is_flag=True, help=pick(lang, INTEGERS)),
        click.Option(["--create-table"], is_flag=True, help=pick(lang, CREATE_TABLE)),
        click.Option(["--replace"], is_flag=True, help=pick(lang, REPLACE)),
        *file_options(lang),
        *rules_options(lang),
    ]

    def run(**given: Any) -> int:
        return sql(lang, **given)

    return Command("sql", lang, ABOUT, run, [*params, lang_option(lang), version_option(lang)])


def _column_option(lang: Lang) -> click.Option:
    option = reading_option(lang, "--column", "columns", COLUMN)
    option.metavar = "FACT=COLUMN"
    return option


def sql(
    lang: Lang,
    *,
    ruleset: str,
    readings: tuple[tuple[str, str], ...],
    policy: str | None,
    output: str | None,
    create_table: bool,
    replace: bool,
    **given: Any,
) -> int:
    """Write the script."""
    engine = load_engine(lang, ruleset, readings, policy)
    into = destination(lang, output, inputs_of(engine.rules, policy))
    chosen = _target(lang, engine.rules.vocabulary, **given)
    from tolerance_rules.executors.sql import RulesAsSql
    from tolerance_rules.executors.sql_script import script

    made = RulesAsSql(engine.rules, engine.diagram, chosen)
    statements = made.create_table() if create_table else ()
    statements += made.create_view(replace=replace)
    into.text(script(lang, engine.rules, made, statements))
    return 0


def _target(
    lang: Lang,
    vocabulary: Vocabulary,
    *,
    dialect: str,
    keep: tuple[str, ...],
    columns: tuple[tuple[str, str], ...],
    absent: tuple[str, ...],
    **given: Any,
) -> Target:
    from tolerance_rules.executors.columnar.target import target

    for name in (*(name for name, _ in columns), *absent):
        # A whole group may be absent, but has no column.
        known = [*vocabulary, *(vocabulary.groups if name in absent else ())]
        if name not in known:
            message = say(lang, UNKNOWN, shorten(name), mean(lang, name, known))
            usage_error(message)
    return target(dialect, keep=keep or ("case_id",), columns=dict(columns), absent=absent, **given)
