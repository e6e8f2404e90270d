"""Obligations: the duties of a regulation in one case, from what is decided and recorded of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tolerance_rules.obligations.due_dates import due_date
from tolerance_rules.obligations.working_days import WorkingDays
from tolerance_rules.rules import CASE, DECISION, OTHERWISE, Duty, Ruleset
from tolerance_rules.semantics import status
from tolerance_rules.verdict.decision_data import DecisionData
from tolerance_rules.verdict.obligation import DueDate, Obligation
from tolerance_rules.verdict.verdict import Status


def obligations_of(
    decision: DecisionData, rules: Ruleset, calendar: WorkingDays
) -> tuple[Obligation, ...]:
    """Return every duty of the rules in the case of a decision, in the order of the rules.

    `rules` are those that decided, under the same readings.
    """
    case = _Case(decision, rules, calendar)
    return tuple(map(case.obligation, rules.obligations.duties))


class _Case:
    """One case: what is recorded of it, and its obligations, each worked out once."""

    def __init__(self, decision: DecisionData, rules: Ruleset, calendar: WorkingDays) -> None:
        self.decision, self.rules, self.calendar = decision, rules, calendar
        self.days = {name: date.fromisoformat(on) for name, on in decision.case.handling.items()}
        if decision.case.decided_on:
            self.days[DECISION] = date.fromisoformat(decision.case.decided_on)
        self.found: dict[str, Obligation] = {}

    def obligation(self, name: str) -> Obligation:
        if name not in self.found:
            self.found[name] = self._obligation(self.rules.obligations.duties[name])
        return self.found[name]

    def _obligation(self, duty: Duty) -> Obligation:
        parties, duties = self.rules.obligations.parties, self.rules.obligations
        starts_on, applies = self._starts_on(duty), self._applies(duty)
        # The decision shows that a duty was done if it is known to be a duty of the case.
        own = self.days.get(duty.id)
        return Obligation(
            duty=duty.id,
            clause=duty.clause,
            label=duty.label,
            who=parties[duty.who],
            to=tuple(parties[each] for each in duty.to),
            force=duty.force,
            continuing=duty.continuing,
            applies=applies,
            starts=duty.starts,
            contingent=duties.contingent(duty.id),
            starts_on=starts_on,
            limits=tuple(self._limits(duty, starts_on)),
            promptly=duty.promptly,
            done_on=own if applies is Status.OPEN else self._done_on(duty),
            ended_on=min(filter(None, map(self._day, duty.unless)), default=None),
        )

    def _applies(self, duty: Duty) -> Status:
        """Return whether a duty is one of this case: by its outcome, its facts, its beginning."""
        if duty.force == "may" and self._done_on(duty) is not None:
            return Status.ESTABLISHED  # What was done of it was found to be called for.
        decision = self.decision
        found = [self._by_outcome(duty)]
        if duty.turns:
            turns = ("unsettled" in duty.turns and not decision.settled) or (
                "reading" in duty.turns and bool(decision.readings)
            )
            found.append(Status.ESTABLISHED if turns else Status.REFUTED)
        if duty.when != OTHERWISE:
            found.append(status(duty.when, decision.completed.known, self.rules))
        if duty.starts in self.rules.obligations.duties:
            before = self.obligation(duty.starts)
            ruled_out = before.ended_on is not None and before.done_on is None
            found.append(Status.REFUTED if ruled_out else before.applies)
        if Status.REFUTED in found:
            return Status.REFUTED
        return Status.OPEN if Status.OPEN in found else Status.ESTABLISHED

    def _by_outcome(self, duty: Duty) -> Status:
        decision = self.decision
        named = {each.value in duty.outcomes for each in decision.reachable}
        if decision.basis == "authority" or decision.settled:
            named = {decision.outcome.value in duty.outcomes}
        if not duty.outcomes or named == {True}:
            return Status.ESTABLISHED
        return Status.REFUTED if named == {False} else Status.OPEN

    def _starts_on(self, duty: Duty) -> date | None:
        return None if duty.starts == CASE else self._day(duty.starts)

    def _day(self, name: str) -> date | None:
        """Return the recorded day of an event, a duty or the decision."""
        duty = self.rules.obligations.duties.get(name)
        return self.days.get(name) if duty is None else self._done_on(duty)

    def _done_on(self, duty: Duty) -> date | None:
        """Return the day a duty was done, by its own record or by what shows it."""
        own = self.days.get(duty.id)
        return own or min(filter(None, map(self.days.get, duty.shown_by)), default=None)

    def _limits(self, duty: Duty, starts_on: date | None) -> Iterator[DueDate]:
        if duty.limit is not None and starts_on is not None:
            limit = duty.limit.under(self.rules.chosen)
            yield due_date(limit, starts_on, self.calendar)
        for name in duty.by:
            day = self._day(name)
            if day is not None:
                yield DueDate(day, day)
