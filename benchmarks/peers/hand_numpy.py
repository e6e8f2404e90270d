"""Evaluate the rules with NumPy, by hand, from complete facts: 64 rows to a word.

Only the kernel: bitmaps in, bitmaps out. What it takes to read a file into bitmaps
and to write bitmaps into a file is left out, so no program from Parquet to Parquet comes near it.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from pathlib import Path
from typing import TypeAlias

import numpy as np
import polars as pl

Bitmap: TypeAlias = "np.ndarray"


def packed(rows: pl.Series) -> Bitmap:
    """Return a column of true and false as words of 64 rows."""
    bits = np.packbits(rows.to_numpy(), bitorder="little")
    return np.pad(bits, (0, -len(bits) % 8)).view(np.uint64)


def bitmaps(table: pl.DataFrame) -> dict[tuple[str, str], Bitmap]:
    """Return a bitmap for each true-or-false fact, and for each value of the others."""
    found: dict[tuple[str, str], Bitmap] = {}
    for column in table:
        if column.dtype == pl.Boolean:
            found[column.name, ""] = packed(column)
        else:
            for value in column.unique():
                found[column.name, value] = packed(column == value)
    return found


def clauses(given: dict[tuple[str, str], Bitmap]) -> dict[str, Bitmap]:
    """Return the bitmap of each clause."""
    none = np.zeros_like(given["work.pilot", ""])

    def true(*names: str) -> Bitmap:
        return reduce(and_, (given[name, ""] for name in names))

    def some(*names: str) -> Bitmap:
        return reduce(or_, (given[name, ""] for name in names))

    def is_(name: str, *values: str) -> Bitmap:
        return reduce(or_, (given.get((name, value), none) for value in values))

    gain = some("motive.gain_for_self", "motive.gain_for_others", "motive.gain_for_unit")
    apart = some("motive.knowing_violation", "nature.persisted_after_prohibition") | gain
    removed = is_("remedy.impact_removal", "active")
    recovered = is_("remedy.loss_recovery", "active")
    no_impact = is_("consequences.impact", "none") | is_("remedy.impact_removal", "not_needed")
    no_loss = is_("consequences.loss", "none") | is_("remedy.loss_recovery", "not_needed")
    remedied = removed | recovered | (no_impact & no_loss)
    return {
        "2": ~apart,
        "3": ~is_("subject.kind", "other", "party_member"),
        "4": true("work.performing_duty"),
        "5.1": true("work.major_arrangement", "procedure.collective_decision") & ~gain & remedied,
        "5.2": true("work.high_quality_development", "nature.proactive"),
        "5.3": true("work.reform_and_innovation")
        & some("conditions.lack_of_experience", "conditions.pilot_first")
        & some("nature.exploratory_error", "consequences.fell_short"),
        "5.4": some("conditions.policy_unclear", "conditions.unforeseeable_factors")
        & some("work.pilot", "work.experimental", "work.creative")
        & ~true("conditions.prohibited_by_law"),
        "5.5": true("work.college_core_work", "nature.pioneering"),
        "5.6": true("work.serving_grassroots", "motive.efficiency", "nature.deferred_documents"),
        "5.7": some("work.campus_emergency", "work.campus_safety", "work.urgent_hazardous_task")
        & true("nature.took_responsibility"),
        "5.8": some("work.legacy_problem", "work.dispute_resolution", "work.college_stability")
        & true("motive.overall_interest", "nature.broke_deadlock"),
        "5.9": true("work.creative", "conditions.objective_constraints")
        & some(
            "conditions.policy_changed",
            "conditions.superior_decision_changed",
            "conditions.policy_unclear",
        ),
        "5.10": some(
            "work.disaster_or_accident_response",
            "work.emergency_response",
            "work.mass_incident_response",
        )
        & true("nature.faced_danger", "nature.decided_on_the_spot"),
        "5.11": is_("conditions.law_at_the_time", "lighter", "no_liability"),
        "5.12": true("nature.three_distinctions")
        & ~some("motive.knowing_violation", "nature.persisted_after_prohibition")
        & ~gain,
        "6.1": true("nature.political_discipline_violated"),
        "6.2": some("nature.eight_point_violated", "nature.serious_breach"),
        "6.3": some("motive.gain_for_self", "motive.gain_for_others"),
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
        "7.5.3": ~is_("consequences.loss", "major")
        & ~is_("consequences.impact", "serious", "vile"),
        "7.5.4": (removed | no_impact) & (recovered | no_loss),
    }


def outcomes(given: dict[tuple[str, str], Bitmap], held: dict[str, Bitmap]) -> dict[str, Bitmap]:
    """Return the bitmap of each outcome."""
    inside = held["3"] & held["4"]
    five = reduce(or_, (bitmap for id, bitmap in held.items() if id.startswith("5.")))
    five &= held["2"]
    six = reduce(or_, (bitmap for id, bitmap in held.items() if id.startswith("6.")))
    seven = reduce(and_, (bitmap for id, bitmap in held.items() if id.startswith("7.5.")))
    none = np.zeros_like(inside)
    seven |= given.get(("conditions.law_at_the_time", "no_liability"), none)
    tolerated = inside & ~six & five
    by_policy = tolerated & ~seven
    merit = (held["7.5.4"] | given["discretion.cooperated", ""]) & ~given[
        "discretion.aggravating", ""
    ]
    exempt = by_policy & merit & held["7.5.3"] & given["discretion.minor_breach", ""]
    recovered = given["remedy.loss_recovery", "active"]
    mitigated = by_policy & merit & (held["7.5.3"] | recovered) & ~exempt
    return {
        "ordinary_accountability": ~inside | (~six & ~five),
        "no_tolerance": inside & six,
        "not_pursued": tolerated & seven,
        "exempt": exempt,
        "mitigated": mitigated,
        "lighter": by_policy & ~exempt & ~mitigated,
    }


def read(source: Path, rows: int) -> dict[tuple[str, str], Bitmap]:
    """Return the bitmaps of the first rows of a Parquet file."""
    return bitmaps(pl.scan_parquet(source).head(rows).collect())
