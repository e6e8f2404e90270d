"""Bundle: the ruleset as one JSON document, for programs in any language."""

from __future__ import annotations

import click

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    file_options,
    format_option,
    lang_option,
    load_rules,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import destination, inputs_of
from tolerance_rules.language import Lang, Pair, pick

ABOUT: Pair = (
    "把规则写成一份 JSON 文档（规则包）：其他语言的程序评判、引用、说明一个案件所需的一切。\n"
    "\n"
    "  tolerance-rules bundle -o 规则.json\n"
    "  tolerance-rules bundle --reading 读法=选项 --policy 惯例.yaml -o 规则.json\n"
    "\n"
    "文档的结构见 tolerance-rules schema bundle；怎样据以编写程序，见 docs/portable.md。",
    "Write the rules as one JSON document: all that a program in another language needs to\n"
    "evaluate, cite and explain.\n"
    "\n"
    "  tolerance-rules bundle -o rules.json\n"
    "  tolerance-rules bundle --reading NAME=OPTION --policy policy.yaml -o rules.json\n"
    "\n"
    "Its structure: tolerance-rules schema bundle; how to write such a program: docs/portable.md.",
)
FORMATS = ("json",)
FORMAT: Pair = ("输出格式：只有 json", "Output format: json is the only one")


def command(lang: Lang) -> click.Command:
    """Return the command."""

    def run(
        format_: str,
        output: str | None,
        ruleset: str,
        readings: tuple[tuple[str, str], ...],
        policy: str | None,
    ) -> int:
        rules = load_rules(lang, ruleset, readings, policy)
        into = destination(lang, output, inputs_of(rules, policy))
        from tolerance_rules.portable.bundle import bundle, to_json

        into.json(bundle(rules), to_json)
        return 0

    format_ = format_option(lang, FORMATS, pick(lang, FORMAT))
    params = [format_, *file_options(lang), *rules_options(lang)]
    return Command("bundle", lang, ABOUT, run, [*params, lang_option(lang), version_option(lang)])
