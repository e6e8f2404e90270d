"""Facts of DESIGN section 3, as the oracle knows them: values in the order they are presumed."""

from __future__ import annotations

FINDINGS = ("nature.three_distinctions", "nature.other_bar")
"""Recorded findings: made or not made, never unknown."""

_SEVERAL = {
    "subject.kind": (
        "party_member_cadre",
        "unit",
        "party_member",
        "non_party_cadre",
        "non_party_public_official",
        "other",
    ),
    "conditions.law_at_the_time": ("liable", "lighter", "no_liability"),
    "consequences.safety_accident": ("none", "ordinary", "major_or_exceptional"),
    "consequences.harm_to_students_or_staff": ("none", "minor", "serious"),
    "consequences.loss": ("none", "some", "major"),
    "consequences.impact": ("none", "some", "serious", "vile"),
    "remedy.rectification": ("nothing_to_correct", "active", "passive", "none", "sham", "refused"),
    "remedy.impact_removal": ("none", "passive", "active", "not_needed"),
    "remedy.loss_recovery": ("none", "passive", "active", "not_needed"),
}

_YES_OR_NO = {
    "work": """performing_duty major_arrangement high_quality_development reform_and_innovation
        pilot experimental creative college_core_work serving_grassroots campus_emergency
        campus_safety urgent_hazardous_task legacy_problem dispute_resolution college_stability
        disaster_or_accident_response emergency_response mass_incident_response""",
    "motive": """gain_for_self gain_for_others gain_for_unit knowing_violation overall_interest
        efficiency""",
    "conditions": """lack_of_experience pilot_first policy_unclear unforeseeable_factors
        policy_changed superior_decision_changed objective_constraints prohibited_by_law""",
    "procedure": """collective_decision democratic_centralism major_matters_procedure
        reported_and_sought_instructions""",
    "nature": """exploratory_error proactive pioneering deferred_documents took_responsibility
        broke_deadlock faced_danger decided_on_the_spot three_distinctions
        express_prohibition_violated mandatory_rule_violated persisted_after_prohibition
        political_discipline_violated eight_point_violated serious_breach other_bar""",
    "consequences": "fell_short serious_mass_incident",
    "discretion": "minor_breach cooperated aggravating",
}

PREFERRED = _SEVERAL | {
    f"{group}.{name}": (True, False) if name == "performing_duty" else (False, True)
    for group, names in _YES_OR_NO.items()
    for name in names.split()
}
"""Every fact: its values, in the order in which they are presumed while still possible."""
