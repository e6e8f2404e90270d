"""Filing month: with which month's filing a decision goes to the offices that keep it."""

from __future__ import annotations

from datetime import date, timedelta

from tolerance_rules.obligations.calendar import working_days
from tolerance_rules.obligations.due_dates import due_date
from tolerance_rules.rules import Ruleset

MONTH = "[0-9]{4}-(?:0[1-9]|1[0-2])"
"""How a month is written, as a pattern: 2026-05."""
DAYS = 62
"""No filing is due later after its decision than the time of two months."""


def filing_month(decided_on: str, rules: Ruleset) -> str:
    """Return the month, as 2026-05, in which the filing of a decision is due.

    By the 25th of each month: what is decided on the 26th goes with the next. Whether the 25th is
    in time says a reading of the `rules`. Where they set no time limit, a decision goes with the
    month in which it was made.
    """
    decided = date.fromisoformat(decided_on)
    deadline = rules.deadlines.get("filing")
    due = decided if deadline is None else due_date(deadline, decided, working_days()).first
    return f"{due:%Y-%m}"


def decided_between(month: str, rules: Ruleset) -> tuple[str, str]:
    """Return the first and the last day of which decisions go with a month, as ISO dates."""
    end = (date.fromisoformat(f"{month}-01") + timedelta(days=31)).replace(day=1)
    days = ((end - timedelta(days=back)).isoformat() for back in range(1, DAYS + 31))
    found = [day for day in days if filing_month(day, rules) == month]
    return (found[-1], found[0]) if found else ("9999-12-31", "0001-01-01")
