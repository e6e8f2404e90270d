"""Outcome: the six ways in which a case may end, and their names for people."""

from __future__ import annotations

from enum import Enum
from typing import NoReturn

from tolerance_rules.language import Lang, Pair


class Outcome(str, Enum):
    """The six outcomes, from the most lenient; the last two both mean that nothing is tolerated.

    They are not put in order by `<`: as texts they would be ordered by the alphabet, and the last
    two have no order, for the one refuses tolerance, and the other leaves the case to rules that
    are not these. What is at least as lenient is told by `at_least_as_lenient_as`.
    """

    NOT_PURSUED = "not_pursued"
    EXEMPT = "exempt"
    MITIGATED = "mitigated"
    LIGHTER = "lighter"
    NO_TOLERANCE = "no_tolerance"
    ORDINARY_ACCOUNTABILITY = "ordinary_accountability"

    def __str__(self) -> str:
        return self.value

    def is_harsher_than(self, other: Outcome) -> bool:
        """Tell whether it is heavier; the last two are both the heaviest."""
        order, heaviest = list(Outcome), Outcome.NO_TOLERANCE
        return order.index(other) < min(order.index(self), order.index(heaviest))

    def at_least_as_lenient_as(self, other: Outcome) -> bool:
        """Tell whether an outcome is another, or more lenient; of the last two, neither is."""
        return self is other or other.is_harsher_than(self)

    def _refuse(self, _other: object) -> NoReturn:
        raise TypeError(
            "outcomes are not ordered by < or >, for no_tolerance and ordinary_accountability "
            "cannot be compared; use Outcome.at_least_as_lenient_as, or the order of Outcome itself"
        )

    __lt__ = __le__ = __gt__ = __ge__ = _refuse

    def label(self, lang: Lang = "zh") -> str:
        """Return the name of the outcome for people."""
        return OUTCOME_LABELS[self][0 if lang == "zh" else 1]


OUTCOME_LABELS: dict[Outcome, Pair] = {
    Outcome.NOT_PURSUED: ("不予追究责任", "liability not pursued"),
    Outcome.EXEMPT: ("免于处理", "exempt from punishment"),
    Outcome.MITIGATED: ("减轻处理", "mitigated punishment"),
    Outcome.LIGHTER: ("从轻处理", "lighter punishment"),
    Outcome.NO_TOLERANCE: ("不予容错", "no tolerance"),
    Outcome.ORDINARY_ACCOUNTABILITY: (
        "按照有关规定处理（不适用容错）",
        "ordinary accountability",
    ),
}
