"""Duties: what the regulation obliges whom to do in a case, and how it stands on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.commands.case_command import Asked, ask, case_argument
from tolerance_rules.cli.commands.evaluate import WRONG
from tolerance_rules.cli.commands.record import choice_options, chosen
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    FORMATS,
    lang_option,
    output_options,
    rules_options,
    version_option,
)
from tolerance_rules.language import Lang, pick, say

if TYPE_CHECKING:
    from tolerance_rules.decision import Decision
    from tolerance_rules.rendering.duties import Report

NOTHING_OVERDUE, OVERDUE = 0, 3

ABOUT = (
    "列出一个案件中谁应当做什么、何时做完：逾期未办的、应当办理的、后续各步、已经办理的。\n"
    "\n"
    "  tolerance-rules duties 案件.yaml\n"
    "  tolerance-rules duties 案件.yaml --on 2024-06-01 --format ics -o 期限.ics\n"
    "\n"
    "办了什么，记在案件的 handling（办理情况）里：handling: {告知: 2024-05-22}。\n"
    "责任追究部门另选结论的，写 --choose 和 --reason。\n"
    "退出码：0 没有逾期；3 有逾期；1 文件或事实有误；2 用法有误。",
    "Who must do what in a case and by when: what is overdue, due, next, and done.\n"
    "\n"
    "  tolerance-rules duties case.yaml\n"
    "  tolerance-rules duties case.yaml --on 2024-06-01 --format ics -o due.ics\n"
    "\n"
    "What was done stands in the section handling of the case: handling: {notice: 2024-05-22}.\n"
    "Where the authority chose another outcome, give --choose and --reason.\n"
    "Exit codes: 0 nothing overdue; 3 something is; 1 a file or its facts are wrong; 2 usage.",
)
ON = (
    "看哪一天的情况；不写，看今天（北京时间）",
    "The day to look at; default: today in Beijing",
)
CALENDAR = (
    "补充放假安排的文件（YAML）：日历库还没有的年份、后来改动的安排",
    "A file (YAML) of holidays and make-up workdays of years that the calendar library lacks",
)
ALL = ("也列出不适用的", "Also list what is not applicable")
NO_DAY = ("{} 不是日期，请写成 2024-05-31 的形式", "{} is no date; write it as 2024-05-31")
NO_DUTIES = (
    "这套规则没有写义务（obligations.yaml）",
    "These rules name no duties (obligations.yaml)",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""
    options: list[click.Parameter] = [
        click.Option(["--on"], metavar="DATE", callback=_day, help=pick(lang, ON)),
        click.Option(
            ["--calendar"],
            envvar="TOLERANCE_RULES_CALENDAR",
            metavar="FILE",
            help=pick(lang, CALENDAR),
        ),
        click.Option(["--all", "whole"], is_flag=True, help=pick(lang, ALL)),
        *choice_options(lang),
    ]
    shared = [*output_options(lang, (*FORMATS, "ics")), *rules_options(lang)]

    def run(**given: Any) -> int:
        return duties(lang, **given)

    params = [case_argument(lang), *options, *shared, lang_option(lang), version_option(lang)]
    return Command("duties", lang, ABOUT, run, params)


def duties(
    lang: Lang,
    *,
    on: date | None,
    calendar: str | None,
    whole: bool,
    choose: str | None,
    reason: str,
    **given: Any,
) -> int:
    """Write the duties of the case and return the exit code."""
    asked = ask(lang, "duties", [calendar] if calendar else [], **given)
    if asked is None:
        return WRONG
    report = _report(asked, chosen(lang, asked.decision, choose, reason), on, calendar)
    if asked.format == "ics":
        from tolerance_rules.obligations.icalendar_file import to_ics

        asked.into.text(to_ics(report, lang).decode())
    else:
        asked.write({"file": asked.case, **report.data()}, report.document(lang, whole=whole))
    return OVERDUE if report.group("overdue") else NOTHING_OVERDUE


def _report(asked: Asked, decision: Decision, on: date | None, calendar: str | None) -> Report:
    from tolerance_rules.cli.terminal.usage import usage_error
    from tolerance_rules.formats.forms_file import read_forms
    from tolerance_rules.formats.human_dates import today
    from tolerance_rules.obligations.calendar import working_days
    from tolerance_rules.obligations.obligations import obligations_of
    from tolerance_rules.rendering.duties import Report

    rules = asked.engine.rules
    if not rules.obligations:
        usage_error(pick(asked.into.lang, NO_DUTIES))
    days = working_days(calendar)
    every = obligations_of(decision, rules, days)
    forms = read_forms(rules)
    return Report(decision, rules, every, on or today(), days.rests_on, forms)


def _day(ctx: click.Context, param: click.Parameter, given: str | None) -> date | None:
    """Return a day as people write it."""
    from tolerance_rules.formats.human_dates import day_from_text

    if given is None:
        return None
    lang: Lang = getattr(ctx.command, "lang", "zh")
    try:
        day = day_from_text(given)
    except ValueError:
        day = None
    if day is None:
        raise click.BadParameter(say(lang, NO_DAY, given[:60]), ctx, param)
    return day
