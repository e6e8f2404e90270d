"""Time in force: whether a ruleset may decide on a date, and which dates are dates at all."""

from __future__ import annotations

from datetime import date, datetime

from tolerance_rules.errors import OutOfForceError, WrongTypeError
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.decision_data import CaseInfo
from tolerance_rules.verdict.verdict import CaseWarning


def day_of(on: object) -> date:
    """Return the day of a date or an instant; WrongTypeError for anything else."""
    if isinstance(on, datetime):
        return on.date()
    if isinstance(on, date):
        return on
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
        raise OutOfForceError(
            f"决定日期 {on} 早于{rules.document_number}的施行日期 {start}。{then}"
            "请核对日期，或载入当时有效的规则集",
            date=on,
            ruleset=rules.id,
        )
    if until is not None and on.isoformat() > until:
        raise OutOfForceError(
            f"决定日期 {on} 晚于{rules.document_number}的失效日期 {until}。请载入当时有效的规则集",
            date=on,
            ruleset=rules.id,
        )


EARLIER_CONDUCT = "earlier_conduct"
"""The id of the warning that the conduct was before the regulation was in force."""


def earlier_conduct(rules: Ruleset, info: CaseInfo) -> CaseWarning | None:
    """Return what is to be considered of conduct before the regulation was in force."""
    notice = rules.earlier_conduct
    if notice is None or not info.occurred_on or info.occurred_on >= rules.in_force.start:
        return None
    return CaseWarning(EARLIER_CONDUCT, (), *notice)
