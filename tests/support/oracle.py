"""Oracle: DESIGN sections 4 and 5 in plain Python, by truth table.

Written from the page and the regulation alone, clause by clause, and kept apart: nothing of the
package is imported and no rule file is read, so that a mistake shared by the rule files, the
definition and the executors has no way in here. It is brute force: a case stands for every way in
which its facts not established may turn out (`truth_table`), and what is asked is answered for all
of them at once, as the bits of an int. A complete case has one bit: 1 is yes, 0 is no.
"""

from __future__ import annotations

import itertools

from support.oracle_facts import PREFERRED
from support.truth_table import possible, rows_of

READINGS = {
    "three_distinctions_scope": ("every_circumstance", "catch_all_only"),
    "old_law": ("no_liability_suffices", "literal"),
    "remedy_not_needed": ("counts", "does_not_count"),
    "party_member_scope": ("cadres_only", "members_too"),
    "others_include_unit": ("individuals_only", "unit_included"),
    "experience_and_pilot": ("either", "both"),
    "prohibition_scope": ("prohibitions_only", "mandatory_rules_too"),
    "harm_threshold": ("serious", "any", "with_accident"),
    "not_active": ("passive_counts", "refused_only"),
    "constraints": ("required", "umbrella"),
    "danger_and_decision": ("both", "either"),
    "remedy_scope": ("both", "either"),
}
"""Every reading: its options, default first."""

DEFAULTS = {name: options[0] for name, options in READINGS.items()}

ALL_READINGS = [
    dict(zip(READINGS, choice, strict=True)) for choice in itertools.product(*READINGS.values())
]
"""Every combination of readings: 6,144."""

FAVOURABLE = ("not_pursued", "exempt", "mitigated", "lighter")
CONDITIONS = ("7.5.1", "7.5.2", "7.5.3", "7.5.4")


def consistent(case):
    """Return the rows in which no impossible combination of DESIGN section 4 is present."""
    f = rows_of(case)
    prohibited = f("conditions.prohibited_by_law") | f("nature.persisted_after_prohibition")
    apart = (
        f("motive.knowing_violation")
        | f("nature.persisted_after_prohibition")
        | f("motive.gain_for_self")
        | f("motive.gain_for_others")
    )
    clashing = prohibited & f.no("nature.express_prohibition_violated")
    return f.every & ~clashing & ~(f("nature.three_distinctions") & apart)


def clauses(case, readings=DEFAULTS):
    """Return the rows in which each clause holds: Articles 2 to 4, 5.1-5.12, 6.1-6.6, 7.5.1-4."""
    f = rows_of(case)

    def chosen(reading, option):
        return f.every if readings[reading] == option else 0

    individuals = f("motive.gain_for_self") | f("motive.gain_for_others")
    gain = individuals | f("motive.gain_for_unit")
    apart = gain | f("motive.knowing_violation") | f("nature.persisted_after_prohibition")
    article_2 = f.every & ~apart

    scope = ["unit", "party_member_cadre", "non_party_cadre", "non_party_public_official"]
    if readings["party_member_scope"] == "members_too":
        scope.append("party_member")

    removed, recovered = f("remedy.impact_removal", "active"), f("remedy.loss_recovery", "active")
    no_impact = f("consequences.impact", "none") | f("remedy.impact_removal", "not_needed")
    no_loss = f("consequences.loss", "none") | f("remedy.loss_recovery", "not_needed")
    nothing = no_impact & no_loss & chosen("remedy_not_needed", "counts")

    inexperienced = f("conditions.lack_of_experience")
    first = f("conditions.pilot_first")
    exploring = inexperienced & first
    if readings["experience_and_pilot"] == "either":
        exploring = inexperienced | first

    cause = (
        f("conditions.policy_changed")
        | f("conditions.superior_decision_changed")
        | f("conditions.policy_unclear")
    )
    constrained = f("conditions.objective_constraints") | chosen("constraints", "umbrella")

    faced, decided = f("nature.faced_danger"), f("nature.decided_on_the_spot")
    danger = faced | decided if readings["danger_and_decision"] == "either" else faced & decided

    accident = f("consequences.safety_accident", "major_or_exceptional")
    harm = "consequences.harm_to_students_or_staff"
    harmed = {
        "serious": f(harm, "serious"),
        "any": f(harm, "minor", "serious"),
        "with_accident": f(harm, "minor", "serious") & accident,
    }[readings["harm_threshold"]]

    idle = f("remedy.rectification", "none", "sham", "refused")
    if readings["not_active"] == "passive_counts":
        idle |= f("remedy.rectification", "passive")

    prohibition = f("nature.express_prohibition_violated")
    if readings["prohibition_scope"] == "mandatory_rules_too":
        prohibition |= f("nature.mandatory_rule_violated")

    effects, losses = removed | no_impact, recovered | no_loss
    remedied = effects | losses if readings["remedy_scope"] == "either" else effects & losses

    return {
        "2": article_2,
        "3": f("subject.kind", *scope),
        "4": f("work.performing_duty"),
        "5.1": f("work.major_arrangement")
        & f("procedure.collective_decision")
        & ~gain
        & (removed | recovered | nothing),
        "5.2": f("work.high_quality_development") & f("nature.proactive"),
        "5.3": f("work.reform_and_innovation")
        & exploring
        & (f("nature.exploratory_error") | f("consequences.fell_short")),
        "5.4": f.no("conditions.prohibited_by_law")
        & (f("conditions.policy_unclear") | f("conditions.unforeseeable_factors"))
        & (f("work.pilot") | f("work.experimental") | f("work.creative")),
        "5.5": f("work.college_core_work") & f("nature.pioneering"),
        "5.6": f("work.serving_grassroots")
        & f("motive.efficiency")
        & f("nature.deferred_documents"),
        "5.7": f("nature.took_responsibility")
        & (f("work.campus_emergency") | f("work.campus_safety") | f("work.urgent_hazardous_task")),
        "5.8": f("motive.overall_interest")
        & f("nature.broke_deadlock")
        & (f("work.legacy_problem") | f("work.dispute_resolution") | f("work.college_stability")),
        "5.9": f("work.creative") & cause & constrained,
        "5.10": danger
        & (
            f("work.disaster_or_accident_response")
            | f("work.emergency_response")
            | f("work.mass_incident_response")
        ),
        "5.11": f("conditions.law_at_the_time", "lighter", "no_liability"),
        "5.12": f("nature.three_distinctions") & article_2,
        "6.1": f("nature.political_discipline_violated"),
        "6.2": f("nature.eight_point_violated") | f("nature.serious_breach"),
        "6.3": gain if readings["others_include_unit"] == "unit_included" else individuals,
        "6.4": accident
        | harmed
        | f("consequences.serious_mass_incident")
        | f("consequences.impact", "vile"),
        "6.5": idle,
        "6.6": f("nature.other_bar"),
        "7.5.1": f.every & ~prohibition,
        "7.5.2": f("procedure.democratic_centralism")
        & f("procedure.major_matters_procedure")
        & f("procedure.reported_and_sought_instructions"),
        "7.5.3": f.no("consequences.loss", "major")
        & f.no("consequences.impact", "serious", "vile"),
        "7.5.4": remedied,
    }


def outcomes(case, readings=DEFAULTS):
    """Return the rows that come to each outcome: the table of DESIGN, read from the top."""
    f = rows_of(case)
    holds = clauses(f, readings)

    def some(article):
        found = 0
        for clause, rows in holds.items():
            if clause.startswith(article):
                found |= rows
        return found

    tolerable = some("5.")
    if readings["three_distinctions_scope"] == "every_circumstance":
        tolerable &= holds["2"]
    no_liability = f("conditions.law_at_the_time", "no_liability")
    if readings["old_law"] == "literal":
        no_liability = 0

    light = holds["7.5.3"]
    mended = (holds["7.5.4"] | f("discretion.cooperated")) & f.no("discretion.aggravating")
    table = [
        ("ordinary_accountability", f.every & ~(holds["3"] & holds["4"])),
        ("no_tolerance", some("6.")),
        ("ordinary_accountability", f.every & ~tolerable),
        ("not_pursued", holds["7.5.1"] & holds["7.5.2"] & holds["7.5.3"] & holds["7.5.4"]),
        ("not_pursued", no_liability),
        ("exempt", mended & light & f("discretion.minor_breach")),
        ("mitigated", mended & (light | f("remedy.loss_recovery", "active"))),
        ("lighter", f.every),
    ]
    found = dict.fromkeys((*FAVOURABLE, "no_tolerance", "ordinary_accountability"), 0)
    left = f.every
    for outcome, rows in table:
        found[outcome] |= left & rows
        left &= ~rows
    return found


def judge(case, readings=DEFAULTS):
    """Return the outcome, the permitted outcomes and the cited clauses of a complete case."""
    f = rows_of(case)
    (outcome,) = (name for name, rows in outcomes(f, readings).items() if rows)
    holds = {clause for clause, rows in clauses(f, readings).items() if rows}
    circumstances = {clause for clause in holds if clause.startswith("5.")}
    bars = {clause for clause in holds if clause.startswith("6.")}

    if outside := {"3", "4"} - holds:
        return outcome, (outcome,), {*outside, "7.5"}
    if bars:
        return outcome, (outcome,), {*bars, "7.1"}
    bound = readings["three_distinctions_scope"] == "every_circumstance"
    if failing := {"2"} - holds if bound else set():
        return outcome, (outcome,), {*failing, "7.5"} | (set() if circumstances else {"5"})
    if not circumstances:
        return outcome, (outcome,), {"5", "7.5"}
    if holds.issuperset(CONDITIONS):
        return outcome, FAVOURABLE, {*circumstances, *CONDITIONS, "7.5"}
    if outcome == "not_pursued":
        return outcome, FAVOURABLE, {*circumstances, "7.5"}
    return outcome, FAVOURABLE[1:], {*circumstances, *CONDITIONS, "7.5", "policy"}


def reachable(case, readings=DEFAULTS):
    """Return the outcomes of the completions that can be; none if the facts clash."""
    f = rows_of(case)
    can_be = consistent(f)
    return {name for name, rows in outcomes(f, readings).items() if rows & can_be}


def narrowed(case):
    """Return what is known once the impossible is struck out: the values that some row can have."""
    f = rows_of(case)
    can_be = consistent(f)
    return {
        name: tuple(value for value in possible(name, known) if f(name, value) & can_be)
        for name, known in f.facts.items()
    }


def presumed(case):
    """Return the completion by presumption: the first preferred value that is still possible."""
    return {
        name: next(value for value in PREFERRED[name] if value in values)
        for name, values in narrowed(case).items()
    }
