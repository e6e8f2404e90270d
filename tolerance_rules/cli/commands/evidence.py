"""Evidence: the documents on which the outcome of a case rests, and what their loss would do."""

from __future__ import annotations

from typing import Any

import click

from tolerance_rules.cli.commands.case_command import ask, params
from tolerance_rules.cli.commands.evaluate import SETTLED, UNSETTLED, WRONG
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.language import Lang

ABOUT = (
    "结论靠哪些材料：最少丢失哪几份，结论就不能确定；哪一份只此一份。\n"
    "\n"
    "  tolerance-rules evidence 案件.yaml\n"
    "\n"
    "材料的编号写在案件 evidence（证据说明）的方括号里：会议记录[纪要-03]。一件事实的各份材料\n"
    "全部丢失，这件事实就不能再认定。\n"
    "\n"
    "退出码：0 本案结论已定；3 未定；1 文件或事实有误；2 用法有误。",
    "The documents on which the outcome rests: the smallest sets whose loss would unsettle it,\n"
    "and single points of failure.\n"
    "\n"
    "  tolerance-rules evidence case.yaml\n"
    "\n"
    "Evidence notes name documents in brackets: minutes[M-03]. A fact is not established any more\n"
    "when all documents that its note names are lost.\n"
    "\n"
    "Exit codes: 0 the case is settled; 3 it is not; 1 a file or its facts are wrong; 2 usage.",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""

    def run(**given: Any) -> int:
        return evidence(lang, **given)

    return Command("evidence", lang, ABOUT, run, params(lang))


def evidence(lang: Lang, **given: Any) -> int:
    """Find what the loss of documents would do and return the exit code."""
    asked = ask(lang, "evidence", **given)
    if asked is None:
        return WRONG
    from tolerance_rules.what_if.evidence import evidence_of

    asked.answer(evidence_of(asked.engine, asked.decision))
    return SETTLED if asked.decision.settled else UNSETTLED
