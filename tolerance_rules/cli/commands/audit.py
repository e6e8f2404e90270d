"""Audit: the command that reports on a register of past decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_engine,
    output_options,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import Output, destination, emit, inputs_of
from tolerance_rules.cli.terminal.table_options import table_choice, table_options
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, Pair, pick

if TYPE_CHECKING:
    from tolerance_rules.audit.casebook import Casebook
    from tolerance_rules.audit.findings import AuditReport
    from tolerance_rules.engine import Engine
    from tolerance_rules.rules import Ruleset
    from tolerance_rules.tables.table_choice import TableChoice

NOTHING, WRONG, FOUND = 0, 1, 3
FORMATS = ("text", "json", "html", "xlsx")

ABOUT = (
    "审计一本决定登记簿：哪些决定违反规定，哪些事实未查明就作了决定，哪些同案不同处。\n"
    "\n"
    "  tolerance-rules audit 登记簿.xlsx --mapping 对照表.yaml\n"
    "  tolerance-rules audit 登记簿.csv --format html -o 报告.html\n"
    "  tolerance-rules audit postgresql://用户@主机/库 --table 决定\n"
    "\n"
    "登记簿是 .csv、.xlsx、.parquet、.arrow 或者数据库（PostgreSQL、SQLite）的表，一行一件决定；\n"
    "表头上面可以有标题。不能审计的行说明原因，不作推测。\n"
    "退出码：0 没有发现问题；3 有发现；1 文件有误，或者有行未予审计；2 用法有误。",
    "Audit a register of decisions: against the rules, and against each other.\n"
    "\n"
    "  tolerance-rules audit register.xlsx --mapping mapping.yaml\n"
    "  tolerance-rules audit register.csv --format html -o report.html\n"
    "  tolerance-rules audit postgresql://user@host/db --table decisions\n"
    "\n"
    "A register is a .csv, .xlsx, .parquet or .arrow file, or a table of a database (PostgreSQL,\n"
    "SQLite), a row to a decision; its headers may stand below a title. Rows that cannot be\n"
    "audited are refused with the reason, never guessed. Exit codes: 0 nothing found; 3 something\n"
    "found; 1 a file is wrong or rows were refused; 2 usage.",
)
MAPPING = ("对照表（YAML）：登记簿的表头对应哪一项", "Mapping (YAML) of headers to facts")
REFUSED_LISTED = 100
"""How many refused rows the screen lists; the report has them all."""
MORE: Pair = (
    "另有 {} 行未予审计；json、html 和 xlsx 格式的报告里有原因",
    "{} more rows were refused; a report in json, html or xlsx has the reasons",
)
REFUSED: Pair = ("第 {} 行未予审计：{}", "Row {} refused: {}")
TO_FILE: Pair = (
    "xlsx 不能写到屏幕，请用 -o 写明文件",
    "xlsx cannot go to the screen; name a file with -o",
)


def mapping_option(lang: Lang) -> click.Option:
    """Return --mapping."""
    return click.Option(["--mapping"], metavar="FILE", help=pick(lang, MAPPING))


def command(lang: Lang) -> click.Command:
    """Return the command."""
    params: list[click.Parameter] = [
        click.Argument(["register"], required=True, metavar=pick(lang, ("登记簿", "REGISTER"))),
        mapping_option(lang),
        *table_options(lang),
        *output_options(lang, FORMATS),
        *rules_options(lang),
        lang_option(lang),
        version_option(lang),
    ]

    def run(**given: Any) -> int:
        choice = table_choice(lang, given)  # taken out of what is handed on
        return audit(lang, choice=choice, **given)

    return Command("audit", lang, ABOUT, run, params)


def audit(
    lang: Lang,
    *,
    register: str,
    mapping: str | None,
    choice: TableChoice,
    format_: str,
    output: str | None,
    ruleset: str,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
) -> int:
    """Audit the register, write the report, and return the exit code."""
    engine = load_engine(lang, ruleset, readings, policy)
    into = destination(lang, output, inputs_of(engine.rules, register, mapping, policy))
    if format_ == "xlsx" and into.file is None:
        usage_error(pick(lang, TO_FILE))
    book = casebook(lang, register, mapping, engine, choice)
    from tolerance_rules.audit.audit import report as reported

    report = reported(book)
    _write(into, format_, report, engine.rules, register)
    return WRONG if book.rejects else FOUND if report.findings else NOTHING


def casebook(
    lang: Lang, register: str, mapping: str | None, engine: Engine, choice: TableChoice
) -> Casebook:
    """Return a register judged; the rows refused are listed on stderr."""
    from tolerance_rules.audit.audit import casebook as judged
    from tolerance_rules.audit.register_reader import read
    from tolerance_rules.rendering.document import printable

    book = judged(read(register, mapping, engine.rules, choice), engine)
    for note in book.register.told:
        emit(printable(pick(lang, note)), err=True)
    for reject in book.rejects[:REFUSED_LISTED]:
        line = pick(lang, REFUSED).format(reject.row, reject.told(lang))
        emit(printable(line), err=True)
    if len(book.rejects) > REFUSED_LISTED:
        emit(pick(lang, MORE).format(len(book.rejects) - REFUSED_LISTED), err=True)
    return book


def _write(into: Output, format_: str, report: AuditReport, rules: Ruleset, register: str) -> None:
    if format_ == "json":
        # To a file it goes as it is made: of a long register the plain data would be huge.
        into.json(report.to_dict()) if into.file is None else into.text(report.to_json())
    elif format_ == "html":
        from tolerance_rules.audit.report.html import to_html

        into.text(to_html(report, rules, into.lang))
    elif format_ == "xlsx":
        from tolerance_rules.audit.report.workbook import to_workbook

        assert into.file is not None
        to_workbook(report, rules, into.file, into.lang, inputs=[register])
    else:
        from tolerance_rules.audit.report.text import notes, to_table

        table = into.tables([to_table(report, into.lang, report.register)])
        into.text(table + "".join(f"{note}\n" for note in notes(report, into.lang)))
