"""Properties: all that is proved of a ruleset, in the order of the certificate."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.fact_properties import (
    Aggravation,
    FactsAreFree,
    FactsMatter,
    Mitigation,
)
from tolerance_rules.proof.knowledge_properties import LearningOnlyNarrows, PresumptionIsConsistent
from tolerance_rules.proof.law_properties import (
    CircumstanceNeeded,
    ConditionsNeeded,
    EachBarSuffices,
    EachCircumstanceSuffices,
    Exclusion,
    ScopeComesFirst,
)
from tolerance_rules.proof.outcome_properties import (
    CitedRows,
    LiveRows,
    OneOutcome,
    PermittedOutcome,
)
from tolerance_rules.proof.permission_properties import PermittedWhereDue
from tolerance_rules.proof.property import Property
from tolerance_rules.proof.rule_properties import (
    BranchesMatter,
    ClausesMatter,
    NoneImplied,
    ReadingsMatter,
    RequirementsMatter,
)
from tolerance_rules.proof.rule_test_properties import RuleTestsAsWritten

PROPERTIES: Mapping[str, Property] = FrozenDict(
    {
        each.name: each
        for each in (
            OneOutcome(),
            ScopeComesFirst(),
            Exclusion(),
            EachBarSuffices(),
            EachCircumstanceSuffices(),
            CircumstanceNeeded(),
            ConditionsNeeded(),
            PermittedOutcome(),
            PermittedWhereDue(),
            LiveRows(),
            CitedRows(),
            ClausesMatter(),
            BranchesMatter(),
            RequirementsMatter(),
            NoneImplied(),
            ReadingsMatter(),
            FactsMatter(),
            Mitigation(),
            Aggravation(),
            LearningOnlyNarrows(),
            PresumptionIsConsistent(),
            FactsAreFree(),
            RuleTestsAsWritten(),
        )
    }
)
