"""Outcome order: which outcome is lighter, and which refuse tolerance and are not compared."""

from __future__ import annotations

from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.outcome import Outcome

TOLERANT = tuple(
    outcome.value
    for outcome in (Outcome.NOT_PURSUED, Outcome.EXEMPT, Outcome.MITIGATED, Outcome.LIGHTER)
)
"""The outcomes that tolerate, each lighter than those after it."""
REFUSING = (Outcome.NO_TOLERANCE.value, Outcome.ORDINARY_ACCOUNTABILITY.value)
"""Heavier than all others, and neither is heavier than the other: the one refuses tolerance, the
other leaves the case to rules that are not these."""

ORDER = {"from_lightest": list(TOLERANT), "heaviest_not_comparable": list(REFUSING)}
"""The order of outcomes, as a certificate says it."""


def weight(outcome: str) -> int:
    """Return the place of an outcome in the order, from the lightest."""
    return TOLERANT.index(outcome) if outcome in TOLERANT else len(TOLERANT)


def outcome_of_a_bar(rules: Ruleset) -> str:
    """Return what a bar leads to: no tolerance, if the regulation has that outcome."""
    barred, ordinary = REFUSING
    return barred if barred in rules.labels else ordinary


def outcome_out_of_scope(rules: Ruleset) -> str:
    """Return what becomes of a case out of scope: what is not regulated, if there is that."""
    barred, ordinary = REFUSING
    return ordinary if ordinary in rules.labels else barred


def lightest(rules: Ruleset) -> str | None:
    """Return the most lenient outcome that the regulation has; None if it tolerates nothing."""
    return next((outcome for outcome in TOLERANT if outcome in rules.labels), None)
