"""Sensitivity: each fact of a case alone, and what every other value of it would do."""

from __future__ import annotations

from typing import Any

import click

from tolerance_rules.cli.commands.case_command import ask, params
from tolerance_rules.cli.commands.evaluate import SETTLED, UNSETTLED, WRONG
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.language import Lang

ABOUT = (
    "逐项看每个事实：单独换成别的值，或者没有查明，结论怎样变。\n"
    "\n"
    "  tolerance-rules sensitivity 案件.yaml\n"
    "\n"
    "先列会改变结论的事实，再列只影响结论是否确定的事实、与其他事实矛盾的值、不影响的事实。\n"
    "退出码：0 本案结论已定；3 未定；1 文件或事实有误；2 用法有误。",
    "Each fact alone: what every other value of it, or its not being known, would do.\n"
    "\n"
    "  tolerance-rules sensitivity case.yaml\n"
    "\n"
    "First the facts that change the outcome, then those that only unsettle it, the values that\n"
    "contradict other facts, and the facts that change nothing. Exit codes: 0 the case is\n"
    "settled; 3 it is not; 1 a file or its facts are wrong; 2 usage.",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""

    def run(**given: Any) -> int:
        return sensitivity(lang, **given)

    return Command("sensitivity", lang, ABOUT, run, params(lang))


def sensitivity(lang: Lang, **given: Any) -> int:
    """Vary each fact of the case and return the exit code."""
    asked = ask(lang, "sensitivity", **given)
    if asked is None:
        return WRONG
    from tolerance_rules.what_if import sensitivity as found

    asked.answer(found(asked.engine, asked.decision))
    return SETTLED if asked.decision.settled else UNSETTLED
