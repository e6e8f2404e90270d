"""Explain: why a clause holds in a case, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.commands.evaluate import SETTLED, UNSETTLED, WRONG
from tolerance_rules.cli.terminal.case_sources import Refused, Source, complaint, decide, sources
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_engine,
    output_options,
    refuse,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import destination, emit, rules_files
from tolerance_rules.language import Lang, pick

if TYPE_CHECKING:
    from tolerance_rules.decision import Decision
    from tolerance_rules.rendering.document import Document
    from tolerance_rules.rules import Ruleset

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
ONE_CASE = ("explain 一次只说明一个案件", "explain takes one case at a time")


def command(lang: Lang) -> click.Command:
    """Return the command."""
    clause = click.Option(
        ["--clause", "clauses"], multiple=True, metavar="CLAUSE", help=pick(lang, CLAUSE)
    )
    options = [clause, *output_options(lang), *rules_options(lang)]
    argument = click.Argument(["case"], required=True, metavar=pick(lang, ("案件", "CASE")))

    def run(**given: Any) -> int:
        return explain(lang, **given)

    params = [argument, *options, lang_option(lang), version_option(lang)]
    return Command("explain", lang, ABOUT, run, params)


def explain(
    lang: Lang,
    *,
    case: str,
    clauses: Sequence[str],
    format_: str,
    output: str | None,
    ruleset: str,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
) -> int:
    """Explain the clauses in the case and return the exit code, that of the case."""
    engine = load_engine(lang, ruleset, readings, policy)
    rules = engine.rules
    for clause in clauses:
        known = [*rules.clauses, *rules.articles]
        if clause not in known:
            refuse(lang, ("没有编号为 {} 的条款", "There is no clause {}"), clause, known)
    found = sources([case])
    if len(found) > 1:
        raise click.UsageError(pick(lang, ONE_CASE), click.get_current_context(silent=True))
    source = found[0]
    into = destination(lang, output, [case, *([policy] if policy else []), *rules_files(rules)])
    decision = decide(source, engine) if isinstance(source, Source) else source
    if isinstance(decision, Refused):
        emit(complaint(decision, lang), err=True)
        return WRONG
    if format_ == "json":
        into.json(_document(decision, clauses, rules, case))
    else:
        from tolerance_rules.rendering.document import to_markdown, to_text

        told = _told(decision, clauses, rules, lang)
        into.text(to_markdown(told) if format_ == "markdown" else to_text(told))
    return SETTLED if decision.settled else UNSETTLED


def _told(decision: Decision, clauses: Sequence[str], rules: Ruleset, lang: Lang) -> Document:
    from tolerance_rules.rendering.clause_explanation import clauses_document
    from tolerance_rules.rendering.explanation import document

    if clauses:
        return clauses_document(decision, clauses, rules, lang)
    return document(decision, lang, rules=rules)


def _document(
    decision: Decision, clauses: Sequence[str], rules: Ruleset, case: str
) -> dict[str, Any]:
    from tolerance_rules.rendering.clause_examination import examine, plain_condition

    if not clauses:
        return {"file": case, **decision.to_dict()}
    return {
        "file": case,
        "outcome": decision.outcome.value,
        "settled": decision.settled,
        "clauses": [
            plain_condition(examine(clause, rules, decision.completed)) for clause in clauses
        ],
    }
