"""Reason: the fewest facts on which the outcome of a case rests, and how robust it is."""

from __future__ import annotations

from typing import Any

import click

from tolerance_rules.cli.commands.case_command import ask, params
from tolerance_rules.cli.commands.evaluate import SETTLED, UNSETTLED, WRONG
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.language import Lang

ABOUT = (
    "结论靠哪几项事实，有多稳固。\n"
    "\n"
    "  tolerance-rules reason 案件.yaml\n"
    "\n"
    "有了列出的这几项，别的事实不论如何，结论都一样；再少就不能保证。稳固不稳固，看至少要有\n"
    "几项已查明的事实不属实，结论才会改变。\n"
    "\n"
    "退出码：0 本案结论已定；3 未定；1 文件或事实有误；2 用法有误。",
    "The facts on which the outcome rests, and how robust it is.\n"
    "\n"
    "  tolerance-rules reason case.yaml\n"
    "\n"
    "The fewest facts that force the outcome whatever the others are; and how many established\n"
    "facts would have to be wrong before it changes.\n"
    "\n"
    "Exit codes: 0 the case is settled; 3 it is not; 1 a file or its facts are wrong; 2 usage.",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""

    def run(**given: Any) -> int:
        return reason(lang, **given)

    return Command("reason", lang, ABOUT, run, params(lang))


def reason(lang: Lang, **given: Any) -> int:
    """Find what the outcome rests on and return the exit code."""
    asked = ask(lang, "reason", **given)
    if asked is None:
        return WRONG
    from tolerance_rules.what_if import robustness, sufficient_reason
    from tolerance_rules.what_if.answers.reasons import reason_and_robustness, reason_data

    rests = sufficient_reason(asked.engine, asked.decision)
    stands = robustness(asked.engine, asked.decision)
    data = {"file": asked.case, **reason_data(rests, stands)}
    asked.write(data, reason_and_robustness(rests, stands, lang))
    return SETTLED if asked.decision.settled else UNSETTLED
