"""iCalendar file: the due dates of a case as all-day events that an office's calendar takes in."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from tolerance_rules.errors import ExecutorError
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.legal_references import citation_en, citation_of
from tolerance_rules.verdict.time_in_force import BEIJING

if TYPE_CHECKING:
    from icalendar import Event

    from tolerance_rules.rendering.duties import Report
    from tolerance_rules.verdict.obligation import Obligation

INSTALL: Pair = (
    '没有安装 icalendar，不能写日历文件。请运行：pip install "tolerance-rules[calendar]"',
    'icalendar is not installed. Run: pip install "tolerance-rules[calendar]"',
)
SUMMARY: Pair = ("{label}截止：{name}", "{label} due: {name}")
EARLIEST: Pair = ("{label}最早的截止日：{name}", "{label} due, at the earliest: {name}")
BODY: Pair = ("{clause}，{who}：“{quote}”", "{clause}, {who}: “{quote}”")
OPEN = ("overdue", "due", "next", "may", "open")


def to_ics(report: Report, lang: Lang = "zh") -> bytes:
    """Return the due dates of what is not done, one event each, with a reminder the day before.

    A due date that is not known for certain stands on the first day that it can be.
    ExecutorError says what to install.
    """
    try:
        from icalendar import Calendar
    except ImportError as error:
        raise ExecutorError(pick(lang, INSTALL)) from error
    calendar = Calendar()
    calendar.add("prodid", "-//tolerance-rules//duties//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for each in report.every:
        if each.due is not None and report.group_of(each) in OPEN:
            calendar.add_component(_event(report, each, lang))
    data: bytes = calendar.to_ical()
    return data


def _event(report: Report, each: Obligation, lang: Lang) -> Event:
    from icalendar import Alarm, Event

    from tolerance_rules.rendering.duties import document_words

    assert each.due is not None
    case, duty = report.decision.case, report.rules.obligations.duties[each.duty]
    clause = citation_of(each.clause) if lang == "zh" else citation_en(each.clause)
    day, words = each.due.first, SUMMARY if each.due.known else EARLIEST
    summary = say(lang, words, label=each.name(lang), name=case.title or case.id)
    event = Event()
    # The same case gives the same identity again, so that a calendar replaces what it has.
    name = case.id or case.title or report.decision.ruleset.sha256[:12]
    event.add("uid", f"{report.rules.id}/{name}/{each.duty}@tolerance-rules")
    event.add("dtstamp", datetime.combine(report.on, time(), BEIJING))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    body = say(lang, BODY, clause=clause, who=pick(lang, each.who), quote=duty.quote)
    document = document_words(duty, report.forms, lang)
    event.add("description", f"{body}\n{document}" if document else body)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-1))
    alarm.add("description", summary)
    event.add_component(alarm)
    return event
