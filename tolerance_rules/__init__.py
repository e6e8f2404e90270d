"""容错纠错规则库: 枣职发〔2023〕32号 as declarative rules, and the decisions they give."""

from tolerance_rules.case_file import CaseFile
from tolerance_rules.decision import Decision, Outcome
from tolerance_rules.engine import Engine, evaluate
from tolerance_rules.errors import (
    CaseError,
    ExecutorError,
    ForbiddenOutcomeError,
    InconsistentFactsError,
    OutOfForceError,
    RulesError,
    ToleranceRulesError,
    UnknownNameError,
    UnsettledDecisionError,
)
from tolerance_rules.facts import CaseFacts
from tolerance_rules.verdict import Citation, Role, Status

__all__ = [
    "CaseError",
    "CaseFacts",
    "CaseFile",
    "Citation",
    "Decision",
    "Engine",
    "ExecutorError",
    "ForbiddenOutcomeError",
    "InconsistentFactsError",
    "OutOfForceError",
    "Outcome",
    "Role",
    "RulesError",
    "Status",
    "ToleranceRulesError",
    "UnknownNameError",
    "UnsettledDecisionError",
    "evaluate",
]
