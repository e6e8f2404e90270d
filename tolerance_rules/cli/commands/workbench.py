"""Workbench: the investigator's page as one file that opens by double-click."""

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
    "写出评判工作台：一个网页文件，双击打开，不用安装，不联网，案件不离开这台电脑。\n"
    "\n"
    "  tolerance-rules workbench -o 容错评判.html\n"
    "  tolerance-rules workbench --ruleset 本校办法 -o 容错评判.html\n"
    "\n"
    "加 --lang en，打开时是英文。怎样使用，见 docs/workbench.md。",
    "Write the workbench: one HTML file, opened by double-click, with nothing to install and no\n"
    "request of any kind; the case never leaves the computer.\n"
    "\n"
    "  tolerance-rules workbench -o workbench.html\n"
    "  tolerance-rules workbench --ruleset our-rules -o workbench.html\n"
    "\n"
    "It opens in the language of --lang. How to use it: docs/workbench.md.",
)
FORMATS = ("html",)
FORMAT: Pair = ("输出格式：只有 html", "Output format: html is the only one")


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
        from tolerance_rules.portable.bundle import bundle
        from tolerance_rules.workbench.workbench import to_html

        into.text(to_html(bundle(rules), lang))
        return 0

    format_ = format_option(lang, FORMATS, pick(lang, FORMAT))
    params = [format_, *file_options(lang), *rules_options(lang)]
    return Command(
        "workbench", lang, ABOUT, run, [*params, lang_option(lang), version_option(lang)]
    )
