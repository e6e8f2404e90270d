"""Explain: why a clause holds in a case, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.commands.case_command import Asked, ask, params
from tolerance_rules.cli.commands.evaluate import SETTLED, UNSETTLED, WRONG
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import clauses_named
from tolerance_rules.language import Lang, pick

if TYPE_CHECKING:
    from tolerance_rules.rendering.document import Document

ABOUT = (
    "逐项说明某一条款在一个案件中为什么成立、为什么不成立、还差什么。\n"
    "\n"
    "  tolerance-rules explain 案件.yaml --clause 5.3 --clause 7.5\n"
    "\n"
    "不写 --clause，说明整个结论。",
    "Say of a clause, condition by condition, why it holds in a case, why not, what is missing.\n"
    "\n"
    "  tolerance-rules explain case.yaml --clause 5.3 --clause 7.5\n"
    "\n"
    "Without --clause, explain the whole decision.",
)
CLAUSE = (
    "条款的编号，见 tolerance-rules rules；可以写多次",
    "A clause by number, see tolerance-rules rules; may be repeated",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""
    clause = click.Option(
        ["--clause", "clauses"], multiple=True, metavar="CLAUSE", help=pick(lang, CLAUSE)
    )

    def run(**given: Any) -> int:
        return explain(lang, **given)

    return Command("explain", lang, ABOUT, run, params(lang, [clause]))


def explain(lang: Lang, *, clauses: Sequence[str], **given: Any) -> int:
    """Explain the clauses in the case and return the exit code, that of the case."""
    asked = ask(lang, "explain", **given)
    if asked is None:
        return WRONG
    clauses = clauses_named(lang, asked.engine.rules, clauses)
    asked.write(_data(asked, clauses), _document(asked, clauses, lang))
    return SETTLED if asked.decision.settled else UNSETTLED


def _document(asked: Asked, clauses: Sequence[str], lang: Lang) -> Document:
    from tolerance_rules.rendering.clause_explanation import clauses_document
    from tolerance_rules.rendering.explanation import document

    if clauses:
        return clauses_document(asked.decision, clauses, asked.engine.rules, lang)
    return document(asked.decision, lang, rules=asked.engine.rules)


def _data(asked: Asked, clauses: Sequence[str]) -> dict[str, Any]:
    from tolerance_rules.rendering.clause_examination import clauses_data

    decision, rules = asked.decision, asked.engine.rules
    data = clauses_data(decision, clauses, rules) if clauses else decision.to_dict()
    return {"file": asked.case, **data}
