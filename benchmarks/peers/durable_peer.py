"""Evaluate the rules with bare durable-rules, from complete facts."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from durable.engine import Closure, Host
from durable.lang import m, pri, ruleset, value, when_all

if TYPE_CHECKING:
    from collections.abc import Callable

Facts = dict[str, dict[str, Any]]
YES, NO = True, False


def true(*facts: value) -> value:
    """Match a fact with every value true."""
    return reduce(and_, (fact == YES for fact in facts))


def false(*facts: value) -> value:
    """Match a fact with every value false."""
    return reduce(and_, (fact == NO for fact in facts))


def any_true(*facts: value) -> value:
    """Match a fact with one value true, once for each such value."""
    return reduce(or_, (fact == YES for fact in facts))


w, v, c, p = m.work, m.motive, m.conditions, m.procedure
n, q, r = m.nature, m.consequences, m.remedy
GAIN = (v.gain_for_self, v.gain_for_others, v.gain_for_unit)
NO_IMPACT = (q.impact == "none") | (r.impact_removal == "not_needed")
NO_LOSS = (q.loss == "none") | (r.loss_recovery == "not_needed")
CLAUSES = {
    "2": false(v.knowing_violation, n.persisted_after_prohibition, *GAIN),
    "3": (m.subject.kind != "other") & (m.subject.kind != "party_member"),
    "4": true(w.performing_duty),
    "5.1": true(w.major_arrangement, p.collective_decision)
    & false(*GAIN)
    & ((r.impact_removal == "active") | (r.loss_recovery == "active") | (NO_IMPACT & NO_LOSS)),
    "5.2": true(w.high_quality_development, n.proactive),
    "5.3": true(w.reform_and_innovation)
    & any_true(c.lack_of_experience, c.pilot_first)
    & any_true(n.exploratory_error, q.fell_short),
    "5.4": false(c.prohibited_by_law)
    & any_true(c.policy_unclear, c.unforeseeable_factors)
    & any_true(w.pilot, w.experimental, w.creative),
    "5.5": true(w.college_core_work, n.pioneering),
    "5.6": true(w.serving_grassroots, v.efficiency, n.deferred_documents),
    "5.7": true(n.took_responsibility)
    & any_true(w.campus_emergency, w.campus_safety, w.urgent_hazardous_task),
    "5.8": true(v.overall_interest, n.broke_deadlock)
    & any_true(w.legacy_problem, w.dispute_resolution, w.college_stability),
    "5.9": true(w.creative, c.objective_constraints)
    & any_true(c.policy_changed, c.superior_decision_changed, c.policy_unclear),
    "5.10": true(n.faced_danger, n.decided_on_the_spot)
    & any_true(w.disaster_or_accident_response, w.emergency_response, w.mass_incident_response),
    "5.11": c.law_at_the_time != "liable",
    "5.12": true(n.three_distinctions)
    & false(v.knowing_violation, n.persisted_after_prohibition, *GAIN),
    "6.1": true(n.political_discipline_violated),
    "6.2": any_true(n.eight_point_violated, n.serious_breach),
    "6.3": any_true(v.gain_for_self, v.gain_for_others),
    "6.4": (q.safety_accident == "major_or_exceptional")
    | (q.harm_to_students_or_staff == "serious")
    | any_true(q.serious_mass_incident)
    | (q.impact == "vile"),
    "6.5": (r.rectification == "passive")
    | (r.rectification == "none")
    | (r.rectification == "sham")
    | (r.rectification == "refused"),
    "6.6": true(n.other_bar),
    "7.5.1": false(n.express_prohibition_violated),
    "7.5.2": true(p.democratic_centralism, p.major_matters_procedure)
    & true(p.reported_and_sought_instructions),
    "7.5.3": (q.loss != "major") & (q.impact != "serious") & (q.impact != "vile"),
    "7.5.4": ((r.impact_removal == "active") | NO_IMPACT)
    & ((r.loss_recovery == "active") | NO_LOSS),
}
TOLERATED = true(m.in_scope, m.circumstance) & false(m.barred)
BY_POLICY = TOLERATED & false(m.conditions_met)
OUTCOMES = [
    (false(m.in_scope), "ordinary_accountability"),
    (true(m.in_scope, m.barred), "no_tolerance"),
    (true(m.in_scope) & false(m.barred, m.circumstance), "ordinary_accountability"),
    (TOLERATED & true(m.conditions_met), "not_pursued"),
    (BY_POLICY & false(m.merit), "lighter"),
    (BY_POLICY & true(m.merit, m.minor), "exempt"),
    (BY_POLICY & true(m.merit, m.contained) & false(m.minor), "mitigated"),
    (BY_POLICY & true(m.merit) & false(m.minor, m.contained), "lighter"),
]


class _QuietHost(Host):  # type: ignore[misc]  # durable-rules has no type hints
    """Run rules on the caller's thread only."""

    def _run(self) -> None:
        """Start no timer threads: they can take over a rule between an assert and its action."""


def _adder(record: set[str], item: str) -> Callable[[Closure], None]:
    """Return a consequent that records the item."""
    return lambda _: record.add(item)


class DurablePeer:
    """Assert the case, collect its clauses, then assert their summary, which has one outcome."""

    def __init__(self) -> None:
        """Define the rules once; every pattern names the stage of its fact."""
        self._held, self._outcomes = set[str](), set[str]()
        rules = ruleset("rules")
        with rules:
            for clause, when in CLAUSES.items():
                when_all((m.stage == "case") & when)(_adder(self._held, clause))
            when_all(pri(1), m.stage == "case")(self._summarise)
            for when, outcome in OUTCOMES:
                when_all((m.stage == "summary") & when)(_adder(self._outcomes, outcome))
        self._host = _QuietHost(dict([rules.define()]))

    def _summarise(self, c: Closure) -> None:
        """Assert the summary, every value explicit, once all clauses are recorded."""
        held, discretion = self._held, c.m.discretion
        contained = "7.5.3" in held
        cooperated = "7.5.4" in held or discretion.cooperated
        summary = {
            "in_scope": {"3", "4"} <= held,
            "barred": any(clause.startswith("6.") for clause in held),
            "circumstance": "2" in held and any(clause.startswith("5.") for clause in held),
            "conditions_met": {"7.5.1", "7.5.2", "7.5.3", "7.5.4"} <= held
            or c.m.conditions.law_at_the_time == "no_liability",
            "merit": cooperated and not discretion.aggravating,
            "minor": contained and discretion.minor_breach,
            "contained": contained or c.m.remedy.loss_recovery == "active",
        }
        c.assert_fact({"id": "summary", "stage": "summary", **summary})

    def evaluate(self, facts: Facts) -> tuple[str, list[str]]:
        """Return the outcome and the ids of the clauses that hold."""
        self._held.clear()
        self._outcomes.clear()
        try:
            self._host.assert_fact("rules", {"sid": "1", "id": "case", "stage": "case", **facts})
        finally:
            self._host.delete_state("rules", "1")
        [outcome] = self._outcomes
        return outcome, [clause for clause in CLAUSES if clause in self._held]

    def outcome(self, facts: Facts) -> str:
        """Return the outcome."""
        return self.evaluate(facts)[0]
