"""Remembered obligations: many cases have the same, for they follow from little."""

from __future__ import annotations

from tolerance_rules.obligations.calendar import working_days
from tolerance_rules.obligations.obligations import obligations_of
from tolerance_rules.obligations.working_days import WorkingDays
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import OTHERWISE, Ruleset, leaves
from tolerance_rules.verdict.decision_data import NO_INFO, DecisionData
from tolerance_rules.verdict.obligation import Obligation
from tolerance_rules.verdict.verdict import Status

REMEMBERED = 1024
"""How many sets of obligations are remembered at most."""


class RememberedObligations:
    """Works out what decisions of one ruleset oblige to; shared by any number of threads."""

    def __init__(self, rules: Ruleset) -> None:
        self._rules = rules
        when = [duty.when for duty in rules.obligations.duties.values() if duty.when != OTHERWISE]
        asked = {leaf.name for each in when for leaf in leaves(inlined(each, rules))}
        self._asked = rules.vocabulary.pack(dict.fromkeys(asked))
        """The bits of the facts on which it turns which obligations there are."""
        self._found: tuple[WorkingDays | None, dict[object, tuple[Obligation, ...]]] = None, {}
        """By the working days they were counted by, which change when a year is published."""

    def of(self, decision: DecisionData, known: int) -> tuple[Obligation, ...]:
        """Return what a decision obliges to; `known` are its facts, with what is implied."""
        info, reachable = decision.case, decision.reachable
        key = (
            decision.outcome._value_,
            decision.basis,
            reachable[0]._value_
            if len(reachable) == 1
            else tuple([each._value_ for each in reachable]),
            bool(decision.readings),
            known & self._asked,
            None if info is NO_INFO else (info.decided_on, tuple(info.handling.items())),
        )
        calendar = working_days()
        by, found = self._found
        if by is not calendar:  # a year was published meanwhile
            found = {}
            self._found = calendar, found
        kept = found.get(key)
        if kept is None:
            each_duty = obligations_of(decision, self._rules, calendar)
            kept = tuple(each for each in each_duty if each.applies is not Status.REFUTED)
            if len(found) >= REMEMBERED:
                found.clear()
            found[key] = kept
        return kept
