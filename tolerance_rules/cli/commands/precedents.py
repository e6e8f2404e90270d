"""Precedents: the command that holds a case not yet decided against a register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.commands.audit import casebook, mapping_option
from tolerance_rules.cli.commands.case_command import ask
from tolerance_rules.cli.commands.log_options import log_option, logged
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    lang_option,
    output_options,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.table_options import (
    NEEDS,
    TABLE_OPTIONS,
    table_choice,
    table_options,
)
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, pick, say

if TYPE_CHECKING:
    from tolerance_rules.tables.table_choice import TableChoice

ONE_OF = (
    "请写 --register 或者 --log，只写一个",
    "Give --register or --log, one of them",
)
FREE, WRONG, CONFLICTING = 0, 1, 3

ABOUT = (
    "作决定之前，看登记簿里的先例：每一种结论，有哪些过去的决定支持，又同哪些相抵触。\n"
    "\n"
    "  tolerance-rules precedents 案件.yaml --register 登记簿.xlsx\n"
    "\n"
    "更不利的案件受过的处理，本案不得更重；更有利的案件受过的处理，本案不得更轻；相同的案件\n"
    "应当相同。违法的决定不作先例。没有可比的先例，列出最接近的几件，只供参考。\n"
    "案件可以是 -（标准输入）。退出码：0 有结论可作而不抵触先例；3 先例相互矛盾，\n"
    "无论作何结论都同某一件相抵触；1 文件有误，或者有行不能作先例；2 用法有误。",
    "Before a case is decided: the past decisions for and against each outcome.\n"
    "\n"
    "  tolerance-rules precedents case.yaml --register register.xlsx\n"
    "\n"
    "A case may not be treated worse than a less favourable one was, nor better than a more\n"
    "favourable one; a like case not otherwise. Errors of law are no precedents. Where none is\n"
    "comparable the closest are listed, for reference. A case may be - (standard input).\n"
    "Exit codes: 0 some outcome breaks with none; 3 the precedents conflict, each outcome breaks\n"
    "with one; 1 a file is wrong or rows were refused; 2 usage.",
)
REGISTER = (
    "过去的决定的登记簿（.csv、.xlsx、.parquet、.arrow，或者数据库）",
    "Register of past decisions (.csv, .xlsx, .parquet, .arrow, or a database)",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""
    params: list[click.Parameter] = [
        click.Argument(["case"], required=True, metavar=pick(lang, ("案件", "CASE"))),
        click.Option(["--register"], metavar="FILE", help=pick(lang, REGISTER)),
        log_option(lang, required=False),
        mapping_option(lang),
        *table_options(lang),
        *output_options(lang, ("text", "json")),
        *rules_options(lang),
        lang_option(lang),
        version_option(lang),
    ]

    def run(**given: Any) -> int:
        for name in ("mapping", *TABLE_OPTIONS):
            if given["log"] and given[name]:
                usage_error(say(lang, NEEDS, f"--{name}", "--register"))
        choice = table_choice(lang, given)  # taken out of what is handed on
        return precedents(lang, choice=choice, **given)

    return Command("precedents", lang, ABOUT, run, params)


def precedents(
    lang: Lang,
    *,
    case: str,
    register: str | None,
    log: str | None,
    mapping: str | None,
    choice: TableChoice,
    format_: str,
    output: str | None,
    ruleset: str,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
) -> int:
    """Weigh each outcome of the case, write the result, and return the exit code."""
    if (register is None) == (log is None):
        usage_error(pick(lang, ONE_OF))
    from tolerance_rules.audit.nearest_words import nearest_table
    from tolerance_rules.audit.precedent_words import ROW, notes, precedents_table
    from tolerance_rules.audit.precedents import precedents as weighed
    from tolerance_rules.records.equality import NUMBER, choices_table

    asked = ask(
        lang,
        "precedents",
        [each for each in (register, mapping, log) if each],
        case=case,
        format_=format_,
        output=output,
        ruleset=ruleset,
        readings=readings,
        policy=policy,
    )
    if asked is None:
        return WRONG
    rules, into = asked.engine.rules, asked.into
    if log is not None:
        book = logged(lang, log, asked.engine, but=asked.decision.case.id)
    else:
        book = casebook(lang, register or "", mapping, asked.engine, choice)
    found = weighed(asked.decision, book)
    if format_ == "json":
        into.json(found.to_dict())
    else:
        said = "".join(f"{note}\n" for note in notes(found, rules, lang))
        place = ROW if log is None else NUMBER
        near = [nearest_table(found.nearest, rules, lang, place)] if found.nearest else []
        table = precedents_table(found, rules, lang, place)
        tables = [table] if log is None else [table, choices_table(found, rules, lang)]
        into.text(said + into.tables([*tables, *near]))
    return WRONG if book.rejects else CONFLICTING if found.conflicting else FREE
