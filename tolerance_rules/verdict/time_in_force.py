"""Time in force: whether a ruleset may decide on a date, and which dates are dates at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

from tolerance_rules.errors import OutOfForceError, WrongTypeError
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.decision_data import CaseInfo
from tolerance_rules.verdict.verdict import CaseWarning

DATE_TO_COME = "date_to_come"
"""The id of the warning that the conduct or the decision is of a day still to come."""
EARLIER_CONDUCT = "earlier_conduct"
"""The id of the warning that the conduct was before the regulation was in force."""


BEIJING = timezone(timedelta(hours=8))
"""Where an instant is a day: midnight in Beijing is still the day before in UTC."""


def day_in_beijing(given: date) -> date:
    """Return a date, or the day that an instant is in Beijing; without a zone it is of there."""
    if isinstance(given, datetime):
        return (given.astimezone(BEIJING) if given.tzinfo else given).date()
    return given


def day_of(on: object) -> date:
    """Return the day of a date or an instant; WrongTypeError for anything else."""
    if isinstance(on, date):
        return day_in_beijing(on)
    raise WrongTypeError("on", on, "datetime.date（文字用 date.fromisoformat 转换）")


def require_in_force(rules: Ruleset, on: date) -> None:
    """Raise OutOfForceError if a decision of that day is not under the ruleset."""
    start, until = rules.in_force.start, rules.in_force.until
    if on.isoformat() < start:
        earlier = rules.repeals
        then = (
            f"当时有效的可能是{earlier['document_number']}《{earlier['title']}》，"
            "本库没有载入该文本，不能据以评判。"
            if earlier
            else ""
        )
        was = f"{earlier['document_number']} may have been in force then; " if earlier else ""
        raise OutOfForceError(
            f"决定日期 {on} 早于{rules.document_number}的施行日期 {start}。{then}"
            "请核对日期，或载入当时有效的规则集",
            date=on,
            ruleset=rules.id,
            english=f"The decision, {on}, is before {start}, from which {rules.document_number} is "
            f"in force; {was}check the date, or load the rules of that time",
        )
    if until is not None and on.isoformat() > until:
        raise OutOfForceError(
            f"决定日期 {on} 晚于{rules.document_number}的失效日期 {until}。请载入当时有效的规则集",
            date=on,
            ruleset=rules.id,
            english=f"The decision, {on}, is after {until}, the last day of "
            f"{rules.document_number}; load the rules of that time",
        )


def notices(rules: Ruleset, info: CaseInfo, today: date) -> Iterator[CaseWarning]:
    """Yield what is to be considered of the dates: conduct before the rules, days to come."""
    notice = rules.earlier_conduct
    if notice is not None and rules.is_earlier_conduct(info.occurred_on):
        yield CaseWarning(EARLIER_CONDUCT, (), *notice)
    appointed = {event.id for event in rules.obligations.events.values() if event.appointed}
    handled = (day for name, day in info.handling.items() if name not in appointed)
    last, now = max(info.occurred_on, info.decided_on, *handled), today.isoformat()
    if last > now:
        zh = f"日期 {last} 还没有到（今天是 {now}），请核对"
        yield CaseWarning(DATE_TO_COME, (), zh, f"{last} is still to come: today is {now}")
