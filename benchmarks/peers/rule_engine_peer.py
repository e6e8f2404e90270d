"""Evaluate the rules with rule-engine, from complete facts."""

from __future__ import annotations

from operator import getitem
from typing import Any

from rule_engine import Context, Rule

Facts = dict[str, dict[str, Any]]

_NO_GAIN = "not (gain_for_self or gain_for_others or gain_for_unit)"
_NO_IMPACT = "impact == 'none' or impact_removal == 'not_needed'"
_NO_LOSS = "loss == 'none' or loss_recovery == 'not_needed'"
CLAUSES = {
    "2": f"not knowing_violation and not persisted_after_prohibition and {_NO_GAIN}",
    "3": "kind != 'other' and kind != 'party_member'",
    "4": "performing_duty",
    "5.1": "major_arrangement and collective_decision and "
    "(impact_removal == 'active' or loss_recovery == 'active' or "
    f"(({_NO_IMPACT}) and ({_NO_LOSS}))) and {_NO_GAIN}",
    "5.2": "high_quality_development and proactive",
    "5.3": "reform_and_innovation and (lack_of_experience or pilot_first) and "
    "(exploratory_error or fell_short)",
    "5.4": "(pilot or experimental or creative) and (policy_unclear or unforeseeable_factors) "
    "and not prohibited_by_law",
    "5.5": "college_core_work and pioneering",
    "5.6": "serving_grassroots and efficiency and deferred_documents",
    "5.7": "took_responsibility and (campus_emergency or campus_safety or urgent_hazardous_task)",
    "5.8": "overall_interest and broke_deadlock and "
    "(legacy_problem or dispute_resolution or college_stability)",
    "5.9": "creative and objective_constraints and "
    "(policy_changed or superior_decision_changed or policy_unclear)",
    "5.10": "faced_danger and decided_on_the_spot and (disaster_or_accident_response or "
    "emergency_response or mass_incident_response)",
    "5.11": "law_at_the_time == 'lighter' or law_at_the_time == 'no_liability'",
    "5.12": "three_distinctions and not knowing_violation and not persisted_after_prohibition "
    f"and {_NO_GAIN}",
    "6.1": "political_discipline_violated",
    "6.2": "eight_point_violated or serious_breach",
    "6.3": "gain_for_self or gain_for_others",
    "6.4": "safety_accident == 'major_or_exceptional' or harm_to_students_or_staff == 'serious' "
    "or serious_mass_incident or impact == 'vile'",
    "6.5": "rectification == 'passive' or rectification == 'none' or rectification == 'sham' "
    "or rectification == 'refused'",
    "6.6": "other_bar",
    "7.5.1": "not express_prohibition_violated",
    "7.5.2": "democratic_centralism and major_matters_procedure and "
    "reported_and_sought_instructions",
    "7.5.3": "loss != 'major' and impact != 'serious' and impact != 'vile'",
    "7.5.4": f"(impact_removal == 'active' or {_NO_IMPACT}) and "
    f"(loss_recovery == 'active' or {_NO_LOSS})",
}


def _by_policy(facts: dict[str, Any], held: list[str]) -> str:
    """Return the outcome that the default policy picks."""
    if facts["aggravating"] or not ("7.5.4" in held or facts["cooperated"]):
        return "lighter"
    if facts["minor_breach"] and "7.5.3" in held:
        return "exempt"
    if "7.5.3" in held or facts["loss_recovery"] == "active":
        return "mitigated"
    return "lighter"


def _decide(facts: dict[str, Any], held: list[str]) -> str:
    """Return the outcome of the first row of the ordered table that matches."""
    if "3" not in held or "4" not in held:
        return "ordinary_accountability"
    if any(clause.startswith("6.") for clause in held):
        return "no_tolerance"
    if "2" not in held or not any(clause.startswith("5.") for clause in held):
        return "ordinary_accountability"
    if all(clause in held for clause in ("7.5.1", "7.5.2", "7.5.3", "7.5.4")):
        return "not_pursued"
    if facts["law_at_the_time"] == "no_liability":
        return "not_pursued"
    return _by_policy(facts, held)


class RuleEnginePeer:
    """Match one precompiled rule for each clause, then read the table of outcomes."""

    def __init__(self) -> None:
        """Compile the rules once, over flat facts and without run-time type checks."""
        context = Context(resolver=getitem)
        self._rules = [(clause, Rule(text, context=context)) for clause, text in CLAUSES.items()]

    def evaluate(self, facts: Facts) -> tuple[str, list[str]]:
        """Return the outcome and the ids of the clauses that hold."""
        flat: dict[str, Any] = {}
        for group in facts.values():
            flat.update(group)
        held = [clause for clause, rule in self._rules if rule.matches(flat)]
        return _decide(flat, held), held

    def outcome(self, facts: Facts) -> str:
        """Return the outcome."""
        return self.evaluate(facts)[0]
