"""Oracle: DESIGN section 4 in plain Python, for cases with every fact known.

Written from the page alone, clause by clause, and kept apart: nothing of the package is imported,
so that a mistake shared by the rule files, the definition and the executor has no way in here.
"""

from __future__ import annotations

import itertools

READINGS = {
    "harm_threshold": ("serious", "any"),
    "not_active": ("passive_counts", "refused_only"),
    "old_law": ("literal", "no_liability_suffices"),
    "constraints": ("required", "umbrella"),
    "danger_and_decision": ("both", "either"),
    "remedy_scope": ("both", "either"),
}
"""Every reading: its options, default first."""

DEFAULTS = {name: options[0] for name, options in READINGS.items()}

ALL_READINGS = [
    dict(zip(READINGS, choice, strict=True)) for choice in itertools.product(*READINGS.values())
]
"""Every combination of readings: 64."""


def consistent(f):
    """Tell whether no impossible combination of DESIGN section 4 is present."""
    violated = f["nature.express_prohibition_violated"]
    if not violated and f["conditions.prohibited_by_law"]:
        return False
    if not violated and f["nature.persisted_after_prohibition"]:
        return False
    apart = (
        f["motive.knowing_violation"]
        or f["nature.persisted_after_prohibition"]
        or f["motive.gain_for_self"]
        or f["motive.gain_for_others"]
    )
    return not (f["nature.three_distinctions"] and apart)


def clauses(f, readings=DEFAULTS):
    """Return which of the 24 clauses hold."""
    gain = f["motive.gain_for_self"] or f["motive.gain_for_others"] or f["motive.gain_for_unit"]
    impact_removal, loss_recovery = f["remedy.impact_removal"], f["remedy.loss_recovery"]

    cause = (
        f["conditions.policy_changed"]
        or f["conditions.superior_decision_changed"]
        or f["conditions.policy_unclear"]
    )
    if readings["constraints"] == "required":
        constrained = cause and f["conditions.objective_constraints"]
    else:
        constrained = cause

    faced, decided = f["nature.faced_danger"], f["nature.decided_on_the_spot"]
    danger = (
        (faced and decided) if readings["danger_and_decision"] == "both" else (faced or decided)
    )

    harm = f["consequences.harm_to_students_or_staff"]
    harmed = harm == "serious" or (readings["harm_threshold"] == "any" and harm == "minor")

    rectification = f["remedy.rectification"]
    inactive = rectification == "refused" or (
        readings["not_active"] == "passive_counts" and rectification == "passive"
    )

    removed = impact_removal in ("active", "not_needed")
    recovered = loss_recovery in ("active", "not_needed")
    remedied = (
        (removed and recovered) if readings["remedy_scope"] == "both" else (removed or recovered)
    )

    return {
        "3": f["subject.kind"] != "other",
        "4": f["work.performing_duty"],
        "5.1": f["work.major_arrangement"]
        and f["procedure.collective_decision"]
        and not gain
        and (impact_removal == "active" or loss_recovery == "active"),
        "5.2": f["work.high_quality_development"] and f["nature.proactive"],
        "5.3": f["work.reform_and_innovation"]
        and (f["conditions.lack_of_experience"] or f["conditions.pilot_first"])
        and (f["nature.exploratory_error"] or f["consequences.fell_short"]),
        "5.4": not f["conditions.prohibited_by_law"]
        and (f["conditions.policy_unclear"] or f["conditions.unforeseeable_factors"])
        and (f["work.pilot"] or f["work.experimental"] or f["work.creative"]),
        "5.5": f["work.college_core_work"] and f["nature.pioneering"],
        "5.6": f["work.serving_grassroots"]
        and f["motive.efficiency"]
        and f["nature.deferred_documents"],
        "5.7": (
            f["work.campus_emergency"] or f["work.campus_safety"] or f["work.urgent_hazardous_task"]
        )
        and f["nature.took_responsibility"],
        "5.8": (
            f["work.legacy_problem"] or f["work.dispute_resolution"] or f["work.college_stability"]
        )
        and f["motive.overall_interest"]
        and f["nature.broke_deadlock"],
        "5.9": f["work.creative"] and constrained,
        "5.10": (
            f["work.disaster_or_accident_response"]
            or f["work.emergency_response"]
            or f["work.mass_incident_response"]
        )
        and danger,
        "5.11": f["conditions.law_at_the_time"] in ("lighter", "no_liability"),
        "5.12": f["nature.three_distinctions"]
        and not f["motive.knowing_violation"]
        and not f["nature.persisted_after_prohibition"]
        and not gain,
        "6.1": f["nature.political_discipline_violated"],
        "6.2": f["nature.eight_point_violated"] or f["nature.serious_breach"],
        "6.3": f["motive.gain_for_self"] or f["motive.gain_for_others"],
        "6.4": f["consequences.safety_accident"] == "major_or_exceptional"
        or harmed
        or f["consequences.serious_mass_incident"]
        or f["consequences.impact"] == "vile",
        "6.5": inactive,
        "6.6": f["nature.other_bar"],
        "7.5.1": not f["nature.express_prohibition_violated"],
        "7.5.2": f["procedure.democratic_centralism"]
        and f["procedure.major_matters_procedure"]
        and f["procedure.reported_and_sought_instructions"],
        "7.5.3": f["consequences.loss"] != "major"
        and f["consequences.impact"] not in ("serious", "vile"),
        "7.5.4": remedied,
    }


def policy(f, holds):
    """Return what the default policy picks."""
    mended = holds["7.5.4"] or f["discretion.cooperated"]
    aggravating = f["discretion.aggravating"]
    if f["discretion.minor_breach"] and holds["7.5.3"] and not aggravating and mended:
        return "exempt"
    if not aggravating and mended and (holds["7.5.3"] or f["remedy.loss_recovery"] == "active"):
        return "mitigated"
    return "lighter"


def judge(f, readings=DEFAULTS):
    """Return the outcome, the permitted outcomes and the cited clauses of a complete case."""
    holds = clauses(f, readings)
    circumstances = [c for c in holds if c.startswith("5.") and holds[c]]
    bars = [c for c in holds if c.startswith("6.") and holds[c]]
    conditions = ["7.5.1", "7.5.2", "7.5.3", "7.5.4"]

    outside = [c for c in ("3", "4") if not holds[c]]
    if outside:
        return "ordinary_accountability", ("ordinary_accountability",), {*outside, "7.5"}
    if bars:
        return "no_tolerance", ("no_tolerance",), {*bars, "7.1"}
    if not circumstances:
        return "ordinary_accountability", ("ordinary_accountability",), {"5", "7.5"}

    best = ("not_pursued", "exempt", "mitigated", "lighter")
    if all(holds[c] for c in conditions):
        return "not_pursued", best, {*circumstances, *conditions, "7.5"}
    no_liability = f["conditions.law_at_the_time"] == "no_liability"
    if readings["old_law"] == "no_liability_suffices" and no_liability:
        return "not_pursued", best, {*circumstances, "7.5"}
    return policy(f, holds), best[1:], {*circumstances, *conditions, "7.5", "policy"}
