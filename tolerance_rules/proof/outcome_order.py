"""Outcome order: which outcome is lighter, and which refuse tolerance and are not compared."""

from __future__ import annotations

from tolerance_rules.verdict.outcome import Outcome

TOLERANT = tuple(
    outcome.value
    for outcome in (Outcome.NOT_PURSUED, Outcome.EXEMPT, Outcome.MITIGATED, Outcome.LIGHTER)
)
"""The outcomes that tolerate, each lighter than those after it."""
NOT_PURSUED = Outcome.NOT_PURSUED.value
BARRED = Outcome.NO_TOLERANCE.value
ORDINARY = Outcome.ORDINARY_ACCOUNTABILITY.value

ORDER = {"from_lightest": list(TOLERANT), "heaviest_not_comparable": [BARRED, ORDINARY]}
"""The order of outcomes in which lighter and heavier are said.

The last two are heavier than all others, and neither is heavier than the other: the one refuses
tolerance, the other leaves the case to rules that are not these.
"""


def weight(outcome: str) -> int:
    """Return the place of an outcome in the order, from the lightest."""
    return TOLERANT.index(outcome) if outcome in TOLERANT else len(TOLERANT)
