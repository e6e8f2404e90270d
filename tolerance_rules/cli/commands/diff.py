"""Diff: what a change of rules, readings or policy changes, and for which cases."""

from __future__ import annotations

from collections.abc import Sequence
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
from tolerance_rules.cli.terminal.output import destination, emit, forced, rules_files
from tolerance_rules.cli.terminal.parameters import fact_parameter, value_parameter
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rendering.document import markdown_table

if TYPE_CHECKING:
    from tolerance_rules.rules import Ruleset
    from tolerance_rules.vocabulary.fact_spec import Value

SAME, CHANGED = 0, 3

ABOUT = (
    "比较两份规则，或者同一份规则的两种读法、两份裁量惯例：哪些案件的结论、说法会改变。\n"
    "\n"
    "  tolerance-rules diff 现行 修订稿\n"
    "  tolerance-rules diff 现行 --new-reading 名称=选项\n"
    "  tolerance-rules diff 现行 --new-policy 从严.yaml --examples 例案\n"
    "\n"
    "不写新的，就是同一份。每一种改变给出案件的确切数目、最小的案例（与推定不同的事实最少）、\n"
    "改变了状态的条款；结论不变的，准许的结论、条款、引用、提示有没有改变，任何读法之下都比较，\n"
    "没有查明的事实也在内。两个单位的规则（编号不同），按双方共有的事实比较，给出各自的依据；\n"
    "不共有的事实按推定取值，也可以写明，如 --new-fact 名称=取值。\n"
    "退出码：0 没有一个案件的结论和说法改变；3 有；1 文件有误；2 用法有误。",
    "Compare two rulesets, or two readings or policies of one: what changes for which cases.\n"
    "\n"
    "  tolerance-rules diff OLD NEW\n"
    "  tolerance-rules diff OLD --new-reading NAME=OPTION\n"
    "  tolerance-rules diff OLD --new-policy strict.yaml --examples cases\n"
    "\n"
    "Without NEW the ruleset is the same. Each change comes with the exact number of cases, the\n"
    "smallest case (fewest facts not as presumed) and the clauses whose status differs. Where the\n"
    "outcome stays, what is permitted, holds, is cited or needs an explanation is compared under\n"
    "all readings, unknown facts included. The rules of two institutions (two ids) are compared\n"
    "by the facts that both have, with the clauses that each decides on; facts of one only are\n"
    "held as presumed, or as given by --new-fact.\n"
    "Exit codes: 0 no decision says anything else; 3 some do; 1 a file is wrong; 2 usage.",
)
OLD_READING = ("旧的一方的读法；可以写多次", "A reading on the old side; may be repeated")
NEW_READING = ("新的一方的读法；可以写多次", "A reading on the new side; may be repeated")
OLD_POLICY = ("旧的一方的裁量惯例", "The policy file of the old side")
NEW_POLICY = ("新的一方的裁量惯例", "The policy file of the new side")
OLD_FACT = (
    "旧的一方独有的事实取什么值；可以写多次",
    "The value of a fact that only the old side has; may be repeated",
)
NEW_FACT = (
    "新的一方独有的事实取什么值；可以写多次",
    "The value of a fact that only the new side has; may be repeated",
)
IS_SHARED: Pair = (
    "{} 是双方共有的事实，逐一取遍，不能固定",
    "{} is a fact of both sides, taken in every way: it cannot be held",
)
NOT_ONE_VALUE: Pair = ("{} 要写一个确定的值", "{} needs one value")
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
        reading_option(lang, "--old-fact", "old_facts", OLD_FACT),
        reading_option(lang, "--new-fact", "new_facts", NEW_FACT),
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
    old_facts: Sequence[tuple[str, str]],
    new_facts: Sequence[tuple[str, str]],
    examples: str | None,
    format_: str,
    output: str | None,
) -> int:
    """Compare, write what changes, and return the exit code."""
    sides = (
        load_rules(lang, old, old_readings, old_policy, as_they_were=True),
        load_rules(lang, new if new is not None else old, new_readings, new_policy),
    )
    inputs: list[str | Path] = [file for rules in sides for file in rules_files(rules)]
    into = destination(lang, output, [*inputs, *filter(None, (old_policy, new_policy))])
    from tolerance_rules.proof.diff import diff as compared
    from tolerance_rules.proof.diff_words import closing, tables

    given = (_given(lang, *sides, old_facts), _given(lang, *sides[::-1], new_facts))
    found = compared(*sides, given=given)
    if examples is not None:
        from tolerance_rules.proof.case_files import changes, write_all

        written = write_all(changes(found, sides), Path(examples), replace=forced())
        emit(pick(lang, WRITTEN).format(len(written), examples), err=True)
    if format_ == "json":
        into.json(found.to_dict())
    else:
        listed = tables(found, sides, (old, new or old), lang)
        shown = (
            "\n".join(map(markdown_table, listed)) if format_ == "markdown" else into.tables(listed)
        )
        into.text("\n".join(filter(None, (shown, *closing(found, sides, lang)))))
    return CHANGED if found.differs else SAME


def _given(
    lang: Lang, rules: Ruleset, other: Ruleset, facts: Sequence[tuple[str, str]]
) -> dict[str, Value]:
    """Return the values of facts that one side has and the other has not; else a usage error."""
    from tolerance_rules.proof.shared_facts import shared_facts

    shared = shared_facts(rules, other).shared if facts else ()
    found: dict[str, Value] = {}
    for name, text in facts:
        spec = fact_parameter(lang, rules.vocabulary, name)
        value = value_parameter(lang, spec, text)
        if spec.name in shared:
            usage_error(say(lang, IS_SHARED, spec.name))
        if value is None or isinstance(value, tuple):
            usage_error(say(lang, NOT_ONE_VALUE, spec.name))
        found[spec.name] = value
    return found
