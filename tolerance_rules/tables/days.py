"""Days: what the dates of a row mean for the rules: out of force, or conduct before them."""

from __future__ import annotations

from collections.abc import Collection

from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.polars_import import pl

OCCURRED, DECIDED = "occurred_on", "decided_on"
EARLIER = "earlier_conduct"
"""The column of whether the conduct was before the regulation was in force; null without a date."""
OUT_OF_FORCE = "out_of_force"
"""The reason that a decision is of a day on which the rules were not in force."""


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
