"""Days: what the dates of a row mean: out of force, conduct before the rules, or no true dates."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tolerance_rules.formats.human_dates import today
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.date_faults import DECIDED, OCCURRED
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import ROW

EARLIER = "earlier_conduct"
"""The column of whether the conduct was before the regulation was in force; null without a date."""
TO_COME = "date_to_come"
"""The column of whether a date is still to come."""
OUT_OF_FORCE = "out_of_force"
"""The reason that a decision is of a day on which the rules were not in force."""
OUT_OF_ORDER = "occurred_after_decided"
"""The reason that the conduct is of a day after the decision."""
DUPLICATE = "duplicate_number"
"""The reason that an earlier row has the same decision number."""


def is_earlier(day: pl.Expr, rules: Ruleset) -> pl.Expr:
    """Return whether conduct of that day calls for the notice of earlier conduct."""
    return (day.cast(pl.String) < rules.in_force.start).alias(EARLIER)


def is_looked_for(columns: Collection[str], rules: Ruleset) -> bool:
    """Tell whether a table with these columns has a column of earlier conduct."""
    return OCCURRED in columns and rules.earlier_conduct is not None


def is_outside(day: pl.Expr, rules: Ruleset) -> pl.Expr:
    """Return whether a decision of that day is none by these rules."""
    start, until = rules.in_force.start, rules.in_force.until
    written = day.cast(pl.String)
    return (written < start) | ((written > until) if until else pl.lit(value=False))


def why_refused(
    occurred: pl.Expr | None, decided: pl.Expr | None, rules: Ruleset
) -> pl.Expr | None:
    """Return why the dates of a row keep it from being judged, null where they do not.

    None where there are no dates.
    """
    reasons = []
    if decided is not None:
        reasons.append(pl.when(is_outside(decided, rules)).then(pl.lit(OUT_OF_FORCE)))
    if occurred is not None and decided is not None:
        after = occurred.cast(pl.Date) > decided.cast(pl.Date)
        reasons.append(pl.when(after).then(pl.lit(OUT_OF_ORDER)))
    return pl.coalesce(reasons) if reasons else None


def is_to_come(days: Sequence[pl.Expr]) -> pl.Expr:
    """Return whether one of the days of a row is still to come; null where none is known."""
    return pl.any_horizontal(day.cast(pl.Date) > today() for day in days).alias(TO_COME)


def still_to_come(frame: pl.LazyFrame) -> list[int]:
    """Return the rows whose conduct or decision is of a day that is still to come."""
    there = [name for name in (OCCURRED, DECIDED) if name in frame.collect_schema()]
    if not there:
        return []
    late = is_to_come([pl.col(name) for name in there])
    return frame.filter(late).select(ROW).collect(engine="streaming").to_series().to_list()
