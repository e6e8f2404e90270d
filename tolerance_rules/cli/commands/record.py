"""Record: the command that decides a case for good, and writes it into the decision log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.commands.case_command import ask, params
from tolerance_rules.cli.commands.log_options import log_option, logged
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.output import emit
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, Pair, pick, say

if TYPE_CHECKING:
    from tolerance_rules.cli.commands.case_command import Asked
    from tolerance_rules.decision import Decision
    from tolerance_rules.records.receipt import Receipt

RECORDED, WRONG = 0, 1

ABOUT: Pair = (
    "把一个案件的决定记入决定日志：只增不改，记下的才算数。\n"
    "\n"
    "  tolerance-rules record 案件.yaml --log 决定.db\n"
    "  tolerance-rules record 案件.yaml --log 决定.db --choose 从轻处理 --reason 集体研究\n"
    "  tolerance-rules record 案件.yaml --against 决定.db      只看：会不会同已有的决定相抵触\n"
    "\n"
    "结论未定、不在准许范围之内、规定尚未施行、重新评判得不出来的，不予记录。案件要有编号和\n"
    "作出结论的日期。记录只有编号和证据的卷页号，没有事项名称。新建日志用 log init。\n"
    "退出码：0 已记录；1 没有记录；2 用法有误。",
    "Write the decision of a case into the decision log: what is written is never changed.\n"
    "\n"
    "  tolerance-rules record case.yaml --log decisions.db\n"
    "  tolerance-rules record case.yaml --log decisions.db --choose lighter --reason '…'\n"
    "  tolerance-rules record case.yaml --against decisions.db   only look: what it contradicts\n"
    "\n"
    "Not recorded is what is unsettled, not permitted, before the rules were in force, or not\n"
    "what the facts give. The case needs a number and the date of the decision. A record has ids\n"
    "and references only. A new log is made by log init.\n"
    "Exit codes: 0 recorded; 1 not recorded; 2 usage.",
)
CHOOSE: Pair = (
    "责任追究部门选的结论，须在准许的范围之内",
    "The outcome that the authority chooses, of those permitted",
)
REASON: Pair = ("选它的理由", "Why it is chosen")
AGAINST: Pair = (
    "先看：每一种可以作出的结论，同这个日志里的哪些决定相抵触；不写 --log 就只看",
    "First show what each permitted choice would contradict in this log; without --log, only that",
)
NEITHER: Pair = ("请写 --log 或者 --against", "Give --log or --against")
NO_REASON: Pair = ("写了 --choose，没有写 --reason", "--choose needs --reason")
DONE: Pair = (
    "已记录：第 {0} 号，{3}，{4}\n{1} 第 {2} 号，散列 {5}",
    "Recorded: no. {0}, {3}, {4}\n{1} no. {2}, hash {5}",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""
    options: list[click.Parameter] = [
        log_option(lang, required=False),
        *choice_options(lang),
        click.Option(["--against"], metavar="LOG", help=pick(lang, AGAINST)),
    ]

    def run(**given: Any) -> int:
        return record(lang, **given)

    return Command("record", lang, ABOUT, run, params(lang, options))


def choice_options(lang: Lang) -> list[click.Parameter]:
    """Return --choose and --reason."""
    return [
        click.Option(["--choose"], metavar="OUTCOME", help=pick(lang, CHOOSE)),
        click.Option(["--reason"], default="", metavar="TEXT", help=pick(lang, REASON)),
    ]


def record(
    lang: Lang,
    *,
    log: str | None,
    choose: str | None,
    reason: str,
    against: str | None,
    **given: Any,
) -> int:
    """Record the case, or look what it would contradict, and return the exit code."""
    if log is None and against is None:
        usage_error(pick(lang, NEITHER))
    asked = ask(lang, "record", [each for each in (log, against) if each], **given)
    if asked is None:
        return WRONG
    if against is not None:
        _look(asked, against)
    if log is None:
        return RECORDED
    from tolerance_rules.records.log import DecisionLog

    decision = chosen(lang, asked.decision, choose, reason)
    with DecisionLog.open(log) as opened:
        for notice in opened.store.notices():
            emit(notice, err=True)
        receipt = opened.record(decision, asked.engine, policy_file=given["policy"])
    tell(asked, decision, receipt)
    return RECORDED


def chosen(lang: Lang, decision: Decision, choose: str | None, reason: str) -> Decision:
    """Return the decision with the choice of the arguments, if there is one."""
    if choose is None:
        return decision
    if not reason.strip():
        usage_error(pick(lang, NO_REASON))
    return decision.choose(choose, reason=reason)


def tell(asked: Asked, decision: Decision, receipt: Receipt) -> None:
    """Write what was recorded, and where."""
    lang = asked.into.lang
    if asked.format == "json":
        asked.into.json(receipt.to_dict())
        return
    where = receipt.number, receipt.month, receipt.number_in_month
    label = decision.label(decision.outcome, lang)
    asked.into.text(say(lang, DONE, *where, receipt.case_id, label, receipt.leaf_hash))


def _look(asked: Asked, against: str) -> None:
    from tolerance_rules.audit.precedent_words import notes
    from tolerance_rules.audit.precedents import precedents
    from tolerance_rules.records.equality import choices_table

    book = logged(asked.into.lang, against, asked.engine, but=asked.decision.case.id)
    found = precedents(asked.decision, book)
    if asked.format == "json":
        asked.into.json(found.to_dict())
    else:
        rules, lang = asked.engine.rules, asked.into.lang
        # That nothing is comparable is no comfort if it is for want of facts: so it is said.
        said = "".join(f"{note}\n" for note in notes(found, rules, lang))
        asked.into.text(said + asked.into.tables([choices_table(found, rules, lang)]))
