"""Evaluate the rules with Polars, by hand, from complete facts: streaming, Parquet to Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl


def true(*names: str) -> pl.Expr:
    """Return that every fact is true."""
    return pl.all_horizontal(names)


def any_true(*names: str) -> pl.Expr:
    """Return that one of the facts is true."""
    return pl.any_horizontal(names)


def is_(name: str, *values: str) -> pl.Expr:
    """Return that an enumerated fact is one of the values."""
    return pl.any_horizontal(pl.col(name) == value for value in values)


GAIN = any_true("motive.gain_for_self", "motive.gain_for_others", "motive.gain_for_unit")
NO_IMPACT_LEFT = is_("consequences.impact", "none") | is_("remedy.impact_removal", "not_needed")
NO_LOSS_LEFT = is_("consequences.loss", "none") | is_("remedy.loss_recovery", "not_needed")
CLAUSES = {
    "2": ~any_true("motive.knowing_violation", "nature.persisted_after_prohibition") & ~GAIN,
    "3": ~is_("subject.kind", "other", "party_member"),
    "4": true("work.performing_duty"),
    "5.1": true("work.major_arrangement", "procedure.collective_decision")
    & ~GAIN
    & (
        is_("remedy.impact_removal", "active")
        | is_("remedy.loss_recovery", "active")
        | (NO_IMPACT_LEFT & NO_LOSS_LEFT)
    ),
    "5.2": true("work.high_quality_development", "nature.proactive"),
    "5.3": true("work.reform_and_innovation")
    & any_true("conditions.lack_of_experience", "conditions.pilot_first")
    & any_true("nature.exploratory_error", "consequences.fell_short"),
    "5.4": ~true("conditions.prohibited_by_law")
    & any_true("conditions.policy_unclear", "conditions.unforeseeable_factors")
    & any_true("work.pilot", "work.experimental", "work.creative"),
    "5.5": true("work.college_core_work", "nature.pioneering"),
    "5.6": true("work.serving_grassroots", "motive.efficiency", "nature.deferred_documents"),
    "5.7": any_true("work.campus_emergency", "work.campus_safety", "work.urgent_hazardous_task")
    & true("nature.took_responsibility"),
    "5.8": any_true("work.legacy_problem", "work.dispute_resolution", "work.college_stability")
    & true("motive.overall_interest", "nature.broke_deadlock"),
    "5.9": true("work.creative", "conditions.objective_constraints")
    & any_true(
        "conditions.policy_changed",
        "conditions.superior_decision_changed",
        "conditions.policy_unclear",
    ),
    "5.10": any_true(
        "work.disaster_or_accident_response",
        "work.emergency_response",
        "work.mass_incident_response",
    )
    & true("nature.faced_danger", "nature.decided_on_the_spot"),
    "5.11": is_("conditions.law_at_the_time", "lighter", "no_liability"),
    "5.12": true("nature.three_distinctions")
    & ~any_true("motive.knowing_violation", "nature.persisted_after_prohibition")
    & ~GAIN,
    "6.1": true("nature.political_discipline_violated"),
    "6.2": any_true("nature.eight_point_violated", "nature.serious_breach"),
    "6.3": any_true("motive.gain_for_self", "motive.gain_for_others"),
    "6.4": is_("consequences.safety_accident", "major_or_exceptional")
    | is_("consequences.harm_to_students_or_staff", "serious")
    | true("consequences.serious_mass_incident")
    | is_("consequences.impact", "vile"),
    "6.5": is_("remedy.rectification", "passive", "none", "sham", "refused"),
    "6.6": true("nature.other_bar"),
    "7.5.1": ~true("nature.express_prohibition_violated"),
    "7.5.2": true(
        "procedure.democratic_centralism",
        "procedure.major_matters_procedure",
        "procedure.reported_and_sought_instructions",
    ),
    "7.5.3": ~is_("consequences.loss", "major") & ~is_("consequences.impact", "serious", "vile"),
    "7.5.4": (is_("remedy.impact_removal", "active") | NO_IMPACT_LEFT)
    & (is_("remedy.loss_recovery", "active") | NO_LOSS_LEFT),
}
OUTCOMES = pl.Enum(
    ["ordinary_accountability", "no_tolerance", "not_pursued", "exempt", "mitigated", "lighter"]
)


def outcome(text: str) -> pl.Expr:
    return pl.lit(text, dtype=OUTCOMES)


def judged(facts: pl.LazyFrame, keep: Sequence[str] = ()) -> pl.LazyFrame:
    """Return the outcome and whether each clause holds."""
    five = pl.any_horizontal(f"clause.{c}" for c in CLAUSES if c.startswith("5.")) & pl.col(
        "clause.2"
    )
    six = pl.any_horizontal(f"clause.{c}" for c in CLAUSES if c.startswith("6."))
    seven = pl.all_horizontal(f"clause.{c}" for c in CLAUSES if c.startswith("7.5."))
    contained = pl.col("clause.7.5.3")
    merit = (pl.col("clause.7.5.4") | true("discretion.cooperated")) & ~true(
        "discretion.aggravating"
    )
    return facts.with_columns(when.alias(f"clause.{id}") for id, when in CLAUSES.items()).select(
        pl.when(~(pl.col("clause.3") & pl.col("clause.4")))
        .then(outcome("ordinary_accountability"))
        .when(six)
        .then(outcome("no_tolerance"))
        .when(~five)
        .then(outcome("ordinary_accountability"))
        .when(seven | is_("conditions.law_at_the_time", "no_liability"))
        .then(outcome("not_pursued"))
        .when(merit & contained & true("discretion.minor_breach"))
        .then(outcome("exempt"))
        .when(merit & (contained | is_("remedy.loss_recovery", "active")))
        .then(outcome("mitigated"))
        .otherwise(outcome("lighter"))
        .alias("outcome"),
        *(f"clause.{id}" for id in CLAUSES),
        *keep,
    )


VALUES = {
    "subject.kind": (
        "unit",
        "party_member_cadre",
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
    "remedy.impact_removal": ("active", "passive", "none", "not_needed"),
    "remedy.loss_recovery": ("active", "passive", "none", "not_needed"),
}


def refused() -> pl.Expr:
    """Return that a row has a value that means nothing, or facts that cannot both be."""
    apart = any_true(
        "motive.knowing_violation",
        "nature.persisted_after_prohibition",
        "motive.gain_for_self",
        "motive.gain_for_others",
    )
    prohibited = any_true("conditions.prohibited_by_law", "nature.persisted_after_prohibition")
    return pl.any_horizontal(
        *(~is_(name, *values) for name, values in VALUES.items()),
        true("nature.three_distinctions") & apart,
        prohibited & ~true("nature.express_prohibition_violated"),
    ).alias("refused")


def run(source: Path, target: Path) -> None:
    """Judge a Parquet file into another."""
    judged(pl.scan_parquet(source)).sink_parquet(target)


def run_checked(source: Path, target: Path) -> None:
    """Judge a Parquet file into another, and say of each row whether it could be judged."""
    facts = pl.scan_parquet(source)
    found = judged(facts.with_columns(refused()), keep=["refused"])
    names = [name for name in found.collect_schema() if name != "refused"]
    nulled = [pl.when(~pl.col("refused")).then(pl.col(name)).alias(name) for name in names]
    found.select(*nulled, "refused").sink_parquet(target)
