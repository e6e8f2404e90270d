"""Registers made to be hard: many comparable cases, or no two alike and much of each unknown."""

from __future__ import annotations

import random
from sys import path

from support.audit_cases import FOLDER
from support.audit_register import RegisterBuilder
from support.rulesets import SHIPPED
from tolerance_rules.audit.register import Register
from tolerance_rules.verdict.outcome import Outcome

path.insert(0, str(FOLDER))
VARIED = (
    "nature.express_prohibition_violated",
    "procedure.democratic_centralism",
    "discretion.minor_breach",
    "discretion.aggravating",
    "discretion.cooperated",
    "consequences.loss",
    "consequences.impact",
    "consequences.harm_to_students_or_staff",
    "conditions.law_at_the_time",
    "remedy.loss_recovery",
    "remedy.impact_removal",
    "remedy.rectification",
    "work.college_core_work",
    "nature.pioneering",
)


def dense_register(seed: int, rows: int, unknown: float = 0.0) -> Register:
    """Return a register of one circumstance, a few facts varied, recorded anyhow: many pairs."""
    from generator import blank, circumstance

    rng = random.Random(seed)
    builder = RegisterBuilder()
    for _ in range(rows):
        facts = blank("party_member_cadre") | circumstance("5.3", random.Random(1))
        for name in rng.sample(VARIED, 5):
            facts[name] = rng.choice(SHIPPED.vocabulary[name].values)
        known = {n: None if rng.random() < unknown else value for n, value in facts.items()}
        builder.add(known, rng.choice(list(Outcome)).value)
    return builder.register()
