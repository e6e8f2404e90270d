"""Panel: one case as several members see it, on what they differ, and where that matters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from tolerance_rules.cli.commands.evaluate import SETTLED, UNSETTLED, WRONG
from tolerance_rules.cli.terminal.case_sources import Refused, Source, complaint, decide, sources
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_engine,
    output_options,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import destination, emit, inputs_of
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, Pair, pick, say

ABOUT: Pair = (
    "合议：几名成员各写一份案件，哪些事实认定不一，结论取决于哪几项分歧，哪些可以搁置。\n"
    "\n"
    "  tolerance-rules panel 甲.yaml 乙.yaml 丙.yaml\n"
    "\n"
    "各人的认定合在一起看：从中任意取舍，结论会有哪几种，一种不多，一种不少。\n"
    "退出码：0 不论采哪一种认定，结论都一样；3 结论取决于分歧，或者还有没有查明的；\n"
    "1 文件或事实有误；2 用法有误。",
    "A panel: one case, a file of each member; the facts on which they differ, the differences on\n"
    "which the outcome turns, and those that can be set aside.\n"
    "\n"
    "  tolerance-rules panel a.yaml b.yaml c.yaml\n"
    "\n"
    "The answers are taken together: the outcomes of every choice among them, exactly.\n"
    "Exit codes: 0 the outcome is the same whichever answers are taken; 3 it is not; 1 a file or\n"
    "its facts are wrong; 2 usage.",
)
OTHER_CASE: Pair = (
    "各份案件的编号不同（{}），请核对是不是同一个案件",
    "The files have different case numbers ({}); check that they are of one case",
)
TOO_FEW: Pair = ("合议至少要有两份案件", "A panel takes at least two cases")


def command(lang: Lang) -> click.Command:
    """Return the command."""
    argument = click.Argument(
        ["cases"], nargs=-1, required=True, metavar=pick(lang, ("案件...", "CASE..."))
    )
    shared = [*output_options(lang), *rules_options(lang), lang_option(lang), version_option(lang)]

    def run(**given: Any) -> int:
        return panel(lang, **given)

    return Command("panel", lang, ABOUT, run, [argument, *shared])


def panel(
    lang: Lang,
    *,
    cases: Sequence[str],
    format_: str,
    output: str | None,
    ruleset: str,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
) -> int:
    """Write on what the members differ and return the exit code."""
    engine = load_engine(lang, ruleset, readings, policy)
    named = sources(cases)
    if len(named) < 2:
        usage_error(pick(lang, TOO_FEW))
    into = destination(lang, output, inputs_of(engine.rules, *cases, policy))
    found = [each if isinstance(each, Refused) else decide(each, engine) for each in named]
    refused = [each for each in found if isinstance(each, Refused)]
    for each in refused:
        emit(complaint(each, lang), err=True)
    if refused:
        return WRONG
    from tolerance_rules.formats.human_values import folded, is_number
    from tolerance_rules.rendering.document import to_markdown, to_text
    from tolerance_rules.what_if.panel import panel_of

    members = _names([each.name for each in named if isinstance(each, Source)])
    decisions = [each for each in found if not isinstance(each, Refused)]
    numbers = {folded(n): n for n in (each.case.id for each in decisions) if is_number(n)}
    if len(numbers) > 1:
        emit(say(lang, OTHER_CASE, pick(lang, ("、", ", ")).join(numbers.values())), err=True)
    answer = panel_of(engine, dict(zip(members, decisions, strict=True)))
    if format_ == "json":
        into.json(answer.to_dict())
    else:
        into.text((to_markdown if format_ == "markdown" else to_text)(answer.document(lang)))
    return SETTLED if answer.settled else UNSETTLED


def _names(files: Sequence[str]) -> list[str]:
    """Return what the members are called: their files, without the folder where that is enough."""
    short = [Path(each).name for each in files]
    return short if len({*short}) == len(short) else list(files)
