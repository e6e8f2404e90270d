"""Questions: what to establish next, and what each answer would leave possible."""

from __future__ import annotations

from typing import Any

import click

from tolerance_rules.cli.commands.case_command import ask, params
from tolerance_rules.cli.commands.evaluate import SETTLED, UNSETTLED, WRONG
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.language import Lang

ABOUT = (
    "列出还能改变结论的未查明事实，最能决定结论的在前；每种答案之后还可能是什么结论。几项不予容错\n"
    "情形都还没有查明的，合为一问；单独查明而可能的结论不变的，合为一行。\n"
    "\n"
    "  tolerance-rules questions 案件.yaml\n"
    "\n"
    "要在屏幕上一问一答，用 tolerance-rules ask。\n"
    "退出码：0 结论已定，没有要问的；3 还有；1 文件或事实有误；2 用法有误。",
    "The unknown facts that can still change the outcome, the most decisive first, and what each\n"
    "answer would leave possible. Several open bars to tolerance make one question; facts that\n"
    "alone leave what is possible as it is stand on one line.\n"
    "\n"
    "  tolerance-rules questions case.yaml\n"
    "\n"
    "To be asked them one by one, use tolerance-rules ask. Exit codes: 0 settled, nothing to\n"
    "ask; 3 there is; 1 a file or its facts are wrong; 2 usage.",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""

    def run(**given: Any) -> int:
        return questions(lang, **given)

    return Command("questions", lang, ABOUT, run, params(lang))


def questions(lang: Lang, **given: Any) -> int:
    """List the questions that the case leaves open and return the exit code."""
    asked = ask(lang, "questions", **given)
    if asked is None:
        return WRONG
    from tolerance_rules.what_if import next_questions

    asked.answer(next_questions(asked.engine, asked.decision))
    return SETTLED if asked.decision.settled else UNSETTLED
