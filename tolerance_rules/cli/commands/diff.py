"""Diff: which cases a change of rules, readings or policy brings to another outcome."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_rules,
    output_options,
    reading_option,
    version_option,
)
from tolerance_rules.cli.terminal.output import destination, rules_files
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.document import markdown_table

SAME, CHANGED = 0, 3

ABOUT = (
    "比较两份规则，或者同一份规则的两种读法、两份裁量惯例：哪些案件的结论会改变。\n"
    "\n"
    "  tolerance-rules diff 旧目录 新目录\n"
    "  tolerance-rules diff zzvc-2023-32 --new-reading remedy_scope=either\n"
    "  tolerance-rules diff zzvc-2023-32 --new-policy 从严.yaml --examples 例案\n"
    "\n"
    "不写新的，就是同一份。每一种改变给出案件的确切数目、最小的案例（与推定不同的事实最少）、\n"
    "改变了状态的条款。退出码：0 没有案件的结论改变；3 有；1 文件有误；2 用法有误。",
    "Compare two rulesets, or two readings or policies of one: whose outcome changes.\n"
    "\n"
    "  tolerance-rules diff OLD NEW\n"
    "  tolerance-rules diff zzvc-2023-32 --new-reading remedy_scope=either\n"
    "  tolerance-rules diff zzvc-2023-32 --new-policy strict.yaml --examples cases\n"
    "\n"
    "Without NEW the ruleset is the same. Each change comes with the exact number of cases, the\n"
    "smallest case (fewest facts not as presumed) and the clauses whose status differs. Exit\n"
    "codes: 0 no outcome changes; 3 some do; 1 a file is wrong; 2 usage.",
)
OLD_READING = ("旧的一方的释义；可以写多次", "A reading on the old side; may be repeated")
NEW_READING = ("新的一方的释义；可以写多次", "A reading on the new side; may be repeated")
OLD_POLICY = ("旧的一方的裁量惯例", "The policy file of the old side")
NEW_POLICY = ("新的一方的裁量惯例", "The policy file of the new side")
EXAMPLES = (
    "把每一种改变的最小案例写成案件文件，放入这个目录",
    "Write the smallest case of each change as a case file into this folder",
)
WRITTEN: Pair = ("写出 {} 个案件文件：{}", "Wrote case files: {} ({})")


def command(lang: Lang) -> click.Command:
    """Return the command."""
    params: list[click.Parameter] = [
        click.Argument(["old"], required=True, metavar=pick(lang, ("旧", "OLD"))),
        click.Argument(["new"], required=False, metavar=pick(lang, ("[新]", "[NEW]"))),
        reading_option(lang, "--old-reading", "old_readings", OLD_READING),
        reading_option(lang, "--new-reading", "new_readings", NEW_READING),
        click.Option(["--old-policy"], metavar="FILE", help=pick(lang, OLD_POLICY)),
        click.Option(["--new-policy"], metavar="FILE", help=pick(lang, NEW_POLICY)),
        click.Option(["--examples"], metavar="DIR", help=pick(lang, EXAMPLES)),
        *output_options(lang),
        lang_option(lang),
        version_option(lang),
    ]

    def run(**given: Any) -> int:
        return diff(lang, **given)

    return Command("diff", lang, ABOUT, run, params)


def diff(
    lang: Lang,
    *,
    old: str,
    new: str | None,
    old_readings: Sequence[tuple[str, str]],
    new_readings: Sequence[tuple[str, str]],
    old_policy: str | None,
    new_policy: str | None,
    examples: str | None,
    format_: str,
    output: str | None,
) -> int:
    """Compare, write what changes, and return the exit code."""
    sides = (
        load_rules(lang, old, old_readings, old_policy),
        load_rules(lang, new if new is not None else old, new_readings, new_policy),
    )
    inputs: list[str | Path] = [file for rules in sides for file in rules_files(rules)]
    into = destination(lang, output, [*inputs, *filter(None, (old_policy, new_policy))])
    from tolerance_rules.proof.diff import diff as compared
    from tolerance_rules.proof.diff_words import closing, table

    found = compared(*sides)
    if examples is not None:
        from tolerance_rules.proof.case_files import changes, write_all

        written = write_all(changes(found), Path(examples))
        click.echo(pick(lang, WRITTEN).format(len(written), examples), err=True)
    if format_ == "json":
        into.json(found.to_dict())
    else:
        tables = [table(found, (old, new or old), lang)] if found.changes else []
        shown = (
            "\n".join(map(markdown_table, tables)) if format_ == "markdown" else into.tables(tables)
        )
        into.text("\n".join(filter(None, (shown, *closing(found, lang)))))
    return CHANGED if found.changes else SAME
