"""Schema: the JSON Schema of case files, of rule files, or of the result document."""

from __future__ import annotations

import click

from tolerance_rules.cli.terminal.click_localised import Command, OneOf
from tolerance_rules.cli.terminal.options import lang_option, output_option, version_option
from tolerance_rules.cli.terminal.output import destination
from tolerance_rules.language import Lang

KINDS = ("case", "rules", "decision")
ABOUT = (
    "写出 JSON Schema，供编辑器补全和检查：case 案件文件；rules 规则文件；decision 结论（JSON）。\n"
    "\n"
    "  tolerance-rules schema case -o case.schema.json",
    "Write the JSON Schema of case files (case), rule files (rules) or the result document\n"
    "(decision), for editors to complete and check by.\n"
    "\n"
    "  tolerance-rules schema case -o case.schema.json",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""
    argument = click.Argument(
        ["kind"], type=OneOf(lang, KINDS), required=True, metavar="case|rules|decision"
    )

    def run(kind: str, output: str | None) -> int:
        from tolerance_rules.formats.schemas import SCHEMAS

        destination(lang, output).json(SCHEMAS[kind]())
        return 0

    params = [argument, output_option(lang), lang_option(lang), version_option(lang)]
    return Command("schema", lang, ABOUT, run, params)
