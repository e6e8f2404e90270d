"""Oracle, continued: what a decision says besides its outcome, from DESIGN sections 4 and 5."""

from __future__ import annotations

from support.oracle import DEFAULTS, READINGS, narrowed, outcomes
from support.truth_table import rows_of


def turning(total, readings=DEFAULTS):
    """Return the readings on which the outcome of a complete case turns, each alone."""
    case = rows_of(total)
    usual = outcomes(case, readings)
    return {
        name
        for name, options in READINGS.items()
        if any(outcomes(case, readings | {name: option}) != usual for option in options)
    }


def by_reference(total):
    """Tell whether the regulation applies only by reference (参照)."""
    return total["subject.kind"] in ("non_party_cadre", "non_party_public_official")


def warnings(case):
    """Return what needs an explanation, as pairs of facts: what is known leaves nothing else."""
    known = narrowed(case)

    def is_(name, *values):
        return set(known[name]) <= set(values)

    loss, recovery = "consequences.loss", "remedy.loss_recovery"
    impact, removal = "consequences.impact", "remedy.impact_removal"
    refused = is_("remedy.rectification", "refused")
    unreal = is_("remedy.rectification", "none", "sham")
    nothing = is_("remedy.rectification", "nothing_to_correct")
    accident = is_("consequences.safety_accident", "major_or_exceptional")
    found = {
        "no_loss_but_active_or_passive_recovery": is_(loss, "none")
        and is_(recovery, "active", "passive"),
        "no_impact_but_active_or_passive_removal": is_(impact, "none")
        and is_(removal, "active", "passive"),
        "refused_rectification_but_active_removal": refused and is_(removal, "active"),
        "refused_rectification_but_active_recovery": refused and is_(recovery, "active"),
        "no_or_sham_rectification_but_active_removal": unreal and is_(removal, "active"),
        "no_or_sham_rectification_but_active_recovery": unreal and is_(recovery, "active"),
        "major_accident_without_loss": accident and is_(loss, "none"),
        "nothing_to_correct_with_major_loss": nothing and is_(loss, "major"),
        "nothing_to_correct_with_serious_impact": nothing and is_(impact, "serious", "vile"),
        "loss_but_recovery_not_needed": is_(loss, "some", "major") and is_(recovery, "not_needed"),
        "impact_but_removal_not_needed": is_(impact, "some", "serious", "vile")
        and is_(removal, "not_needed"),
    }
    return {name for name, met in found.items() if met}
