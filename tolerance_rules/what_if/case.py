"""Case: what every question of this package is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.facts import CaseModel
from tolerance_rules.formats.case_file import CaseFile

Case: TypeAlias = "CaseModel | CaseFile | Mapping[str, Any] | Decision"
"""Facts, a case file, a dict of either, or a decision of the same engine."""


def decided(engine: Engine, case: Case) -> Decision:
    """Return what the rules of the engine say of a case; a decision they made is taken as it is."""
    if not isinstance(case, Decision):
        return engine.evaluate(case)
    rules, used = engine.rules, case.ruleset
    if (
        case.basis != "authority"
        and used.sha256 == rules.sha256
        and used.readings == rules.chosen
        and used.policy_sha256 == (rules.policy.sha256 if rules.policy else "")
    ):
        return case
    return engine.evaluate(CaseFile(case.facts, case.case))
