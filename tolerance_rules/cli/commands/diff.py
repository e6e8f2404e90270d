"""Diff: which cases a change of rules, readings or policy brings to another outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from tolerance_rules.rendering.document import Table, markdown_table

if TYPE_CHECKING:
    from tolerance_rules.proof.diff import Change, Difference

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
HEADINGS: tuple[Pair, ...] = (
    ("原来", "Before"),
    ("现在", "After"),
    ("案件数", "Cases"),
    ("状态改变的条款", "Clauses"),
    ("最小的案例", "Smallest case"),
)
TITLE: Pair = ("{} 与 {}：结论的改变", "{} and {}: outcomes that change")
NONE: Pair = (
    "共 {cases} 个案件（事实齐备、互不矛盾），没有一个的结论改变。",
    "Of {cases} cases (complete, without contradiction) none comes to another outcome.",
)
SOME: Pair = (
    "共 {cases} 个案件（事实齐备、互不矛盾），{changed} 个的结论改变（{share}）。",
    "Of {cases} cases (complete, without contradiction) {changed} come to another outcome "
    "({share}).",
)
EDITS: Pair = ("改动之处：{}", "What was changed: {}")
NO_EDITS: Pair = ("规则、释义、裁量惯例都相同", "rules, readings and policy are the same")
READING: Pair = ("释义 {} 由 {} 改为 {}", "reading {} from {} to {}")
HOW: dict[str, Pair] = {
    "text": ("{} 的原文", "the text of {}"),
    "added": ("新增 {}", "{} added"),
    "removed": ("删去 {}", "{} removed"),
    "holds": ("{} 各项之间的关系", "how the items of {} combine"),
}
PARTS: dict[str, Pair] = {
    "outcomes": ("结论表", "the outcome table"),
    "policy": ("裁量惯例", "the policy"),
    "consistency": ("事实之间的矛盾", "the impossible combinations"),
    "wording": ("只有说明的文字", "only words that explain"),
}
REFUSED: Pair = ("作为矛盾退回", "refused as contradictory")
ROWS: Pair = ("没有（结论表第 {} 行改为第 {} 行）", "none (row {} gives way to row {})")
PRESUMED: Pair = ("各事实都取推定值", "every fact as presumed")
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

    found = compared(*sides)
    if examples is not None:
        from tolerance_rules.proof.case_files import changes, write_all

        written = write_all(changes(found), Path(examples))
        click.echo(pick(lang, WRITTEN).format(len(written), examples), err=True)
    if format_ == "json":
        into.json(found.to_dict())
    else:
        tables = [_table(found, (old, new or old), lang)] if found.changes else []
        shown = (
            "\n".join(map(markdown_table, tables)) if format_ == "markdown" else into.tables(tables)
        )
        into.text("\n".join(filter(None, (shown, *_closing(found, lang)))))
    return CHANGED if found.changes else SAME


def _table(found: Difference, names: tuple[str, str], lang: Lang) -> Table:
    rows = tuple(_row(change, lang) for change in found.changes)
    return Table(
        tuple(pick(lang, heading) for heading in HEADINGS),
        rows,
        pick(lang, TITLE).format(*names),
    )


def _row(change: Change, lang: Lang) -> tuple[str, ...]:
    from tolerance_rules.proof.words import told_facts

    clauses = "\n".join(
        f"{clause} ({_share(number, change.cases)})" for clause, number in change.clauses.items()
    )
    return (
        _outcome(change.before, lang),
        _outcome(change.after, lang),
        f"{change.cases:,}",
        clauses or pick(lang, ROWS).format(*change.rows),
        "\n".join(told_facts(change.example.facts, lang)) or pick(lang, PRESUMED),
    )


def _outcome(outcome: str, lang: Lang) -> str:
    from tolerance_rules.proof.diff import REFUSED as REFUSED_OUTCOME
    from tolerance_rules.verdict.outcome import Outcome

    return pick(lang, REFUSED) if outcome == REFUSED_OUTCOME else Outcome(outcome).label(lang)


def _share(part: int, whole: int) -> str:
    """Return a share as a percentage of three figures; never 0% or 100% unless it is."""
    if part in (0, whole):
        return "100%" if part else "0%"
    share = f"{100 * part / whole:.3g}"
    return "<100%" if share == "100" else f"{share}%"


def _closing(found: Difference, lang: Lang) -> Iterator[str]:
    mark = "、" if lang == "zh" else ", "
    edits = mark.join(_edit(edit, lang) for edit in found.edits)
    yield pick(lang, EDITS).format(edits or pick(lang, NO_EDITS))
    yield pick(lang, SOME if found.changes else NONE).format(
        cases=f"{found.cases:,}",
        changed=f"{found.changed:,}",
        share=_share(found.changed, found.cases),
    )


def _edit(edit: str, lang: Lang) -> str:
    """Return what was changed as people would say it: a clause, or something of one."""
    if edit in PARTS:
        return pick(lang, PARTS[edit])
    reading = re.fullmatch(r"reading (.+): (.+) -> (.+)", edit)
    if reading:
        return pick(lang, READING).format(*reading.groups())
    clause, _, how = edit.partition(" ")
    return pick(lang, HOW[how]).format(clause) if how else clause
