"""Deadlines: notice within seven working days, and filing by the 25th, where dates are recorded.

Notice. 第七条第（六）项：
责任追究部门作出容错结论后，应当在7个工作日内告知责任追究对象及其所在党组织。
The day of the conclusion is not counted; notice on the seventh working day after it is in time.
It applies to every conclusion, 不予容错 too (应当……说明原因).

Where the official calendar is not known, a day may be a working day or not: notice is late when it
is late on every calendar, in time when it is in time on every calendar, and otherwise not judged
(CALENDAR_UNKNOWN).

Filing. 第七条第（八）项：……每月25日前分别报纪委办公室、组织人事处备案。 Due is the first 25th after
the day of the decision, that day included (以前 includes it). What is decided on a 25th belongs to
the next month's filing: that day's batch closes as it is decided. The text has no extension
(顺延) for a 25th that is a day of rest, so there is none here; the finding says when it was one.
What is filed are the decisions by which tolerance was given (《容错免责决定书》,
因容错……从轻、减轻或免于处理的处理决定), so only these are judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from tolerance_rules.audit.findings import AuditFinding, Kind, PastDecision
from tolerance_rules.errors import CaseError, Fault
from tolerance_rules.obligations.working_days import (
    NOTICE_DAYS,
    WorkingDays,
    filing_due,
    official_calendar,
)

NOTICE_CLAUSE = "7.6"
FILING_CLAUSE = "7.8"
TOLERANT = frozenset({"not_pursued", "exempt", "mitigated", "lighter"})
"""The outcomes by which tolerance is given; only these are filed."""


def findings(decisions: Iterable[PastDecision]) -> Iterator[AuditFinding]:
    """Yield late notices, late filings, and notices the calendar does not reach to judge.

    A missing date is no finding; a notice or a filing before its decision is one. The details
    are `decided`, `actual`, and where known `deadline` and `working_days`; `before_decision`,
    `rest_day` and `years` say "yes", or which years are known. CaseError names the row of a date
    that is none, ExecutorError what to install for the calendar.
    """
    calendar = official_calendar()
    for decision in decisions:
        decided = _date(decision, "decided_on")
        if decided is None:
            continue
        notified, filed = _date(decision, "notified_on"), _date(decision, "filed_on")
        notice = notified and _notice(decision, decided, notified, calendar)
        filing = filed and _filing(decision, decided, filed, calendar)
        yield from (found for found in (notice, filing) if found)


def _notice(
    decision: PastDecision, decided: date, actual: date, calendar: WorkingDays
) -> AuditFinding | None:
    details = {"decided": decided.isoformat(), "actual": actual.isoformat()}
    deadline = calendar.after(decided, NOTICE_DAYS)
    if deadline is not None:
        details["deadline"] = deadline.isoformat()
    if actual < decided:
        details["before_decision"] = "yes"
        return AuditFinding(Kind.LATE_NOTICE, (decision,), (NOTICE_CLAUSE,), details=details)
    fewest, most = calendar.between(decided, actual)
    if most <= NOTICE_DAYS:
        return None
    details["working_days"] = str(most) if fewest == most else f"{fewest}-{most}"
    if fewest > NOTICE_DAYS:
        return AuditFinding(Kind.LATE_NOTICE, (decision,), (NOTICE_CLAUSE,), details=details)
    details["years"] = "-".join(map(str, calendar.years))
    return AuditFinding(Kind.CALENDAR_UNKNOWN, (decision,), (NOTICE_CLAUSE,), details=details)


def _filing(
    decision: PastDecision, decided: date, actual: date, calendar: WorkingDays
) -> AuditFinding | None:
    if decision.recorded not in TOLERANT:
        return None
    deadline = filing_due(decided)
    if decided <= actual <= deadline:
        return None
    details = {
        "decided": decided.isoformat(),
        "actual": actual.isoformat(),
        "deadline": deadline.isoformat(),
    }
    if actual < decided:
        details["before_decision"] = "yes"
    elif calendar.rests_on(deadline):
        details["rest_day"] = "yes"
    return AuditFinding(Kind.LATE_FILING, (decision,), (FILING_CLAUSE,), details=details)


def _date(decision: PastDecision, name: str) -> date | None:
    text = decision.dates.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CaseError(
            [
                Fault(
                    "A020",
                    f"第 {decision.row} 行的日期 {name} 不能识别：{text[:60]!r}",
                    "请写成 2024-05-31 的形式",
                    subject=name,
                )
            ]
        ) from None
