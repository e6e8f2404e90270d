"""Analysis: the worksheet of a case, what the facts suggest beside what was assessed."""

from __future__ import annotations

from typing import Any

import click

from tolerance_rules.cli.commands.case_command import ask, params
from tolerance_rules.cli.terminal.case_sources import Refused, Source, complaint
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.output import emit
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, Pair, say

AGREES, WRONG, CONTRADICTED = 0, 1, 3

ABOUT: Pair = (
    "按规定的标准综合分析一个案件：每一组标准，查明的事实提示什么，集体评价是什么，是否一致。\n"
    "\n"
    "  tolerance-rules analysis 案件.yaml\n"
    "\n"
    "集体评价写在案件文件的 analysis 部分。提示和评价都不改变结论。\n"
    "退出码：0 没有不一致；3 有评价与查明的事实不一致；1 文件或事实有误；2 用法有误。",
    "Analyse a case by the standard of the regulation: for each contrast, what the established\n"
    "facts suggest, what the collective assessed, and whether they agree.\n"
    "\n"
    "  tolerance-rules analysis case.yaml\n"
    "\n"
    "Assessments stand in the section `analysis` of the case file. Neither changes the outcome.\n"
    "Exit codes: 0 nothing disagrees; 3 an assessment has established facts against it; 1 a file\n"
    "or its facts are wrong; 2 usage.",
)
NONE: Pair = (
    "{} 没有综合分析标准（analysis.yaml）。原文没有这样的标准的，不用写",
    "{} has no standard for analysis (analysis.yaml). Where its text has none, none is needed",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""

    def run(**given: Any) -> int:
        return analysis(lang, **given)

    return Command("analysis", lang, ABOUT, run, params(lang))


def analysis(lang: Lang, **given: Any) -> int:
    """Write the worksheet and return the exit code."""
    asked = ask(lang, "analysis", **given)
    if asked is None:
        return WRONG
    from tolerance_rules.analysis.words import document
    from tolerance_rules.analysis.worksheet import assessments, worksheet
    from tolerance_rules.errors import CaseError
    from tolerance_rules.formats.analysis_file import read_standard

    standard = read_standard(asked.engine.rules)
    if not standard.dimensions:
        usage_error(say(lang, NONE, asked.engine.rules.id))
    try:
        assessed = assessments(asked.given.analysis, standard)
    except CaseError as error:
        refused = Refused(Source(asked.case), tuple(map(asked.given.placed, error.faults)))
        emit(complaint(refused, lang), err=True)
        return WRONG
    lines = worksheet(standard, asked.decision, assessed)
    data = {"file": asked.case, "lines": [line.to_dict() for line in lines]}
    asked.write(data, document(lines, asked.decision, lang))
    return CONTRADICTED if any(line.contradicted_by for line in lines) else AGREES
