"""What if: what would change the outcome of a case, exactly; for investigators.

    what_if(engine, case, {"remedy.loss_recovery": "active"}).explain()
    paths_to(engine, case, "not_pursued", only="doable").smallest

    Interview(engine, case_file).answered(True).question

Every answer is a frozen dataclass with `explain(lang)`, `markdown(lang)`, `to_dict()` and
`to_json()`.
"""

from tolerance_rules.what_if.answers.changes import FactChange
from tolerance_rules.what_if.answers.comparisons import (
    ReadingChange,
    ScenarioComparison,
    ScenarioComparisons,
    StatusChange,
)
from tolerance_rules.what_if.answers.evidence import Evidence, EvidenceDocument, Loss
from tolerance_rules.what_if.answers.panel import Difference, Member, Panel
from tolerance_rules.what_if.answers.paths import ClauseNote, Path, Paths
from tolerance_rules.what_if.answers.questions import (
    Answer,
    Circumstance,
    Question,
    Questions,
    Screening,
)
from tolerance_rules.what_if.answers.reasons import ReasonFact, Robustness, SufficientReason
from tolerance_rules.what_if.answers.sensitivity import (
    Contradiction,
    FactSensitivity,
    Sensitivity,
    Variation,
)
from tolerance_rules.what_if.evidence import evidence_of
from tolerance_rules.what_if.interview import Interview
from tolerance_rules.what_if.panel import panel_of
from tolerance_rules.what_if.paths import paths_to
from tolerance_rules.what_if.questions import next_questions
from tolerance_rules.what_if.reasons import robustness, sufficient_reason
from tolerance_rules.what_if.scenarios import Scenario, compare, what_if
from tolerance_rules.what_if.sensitivity import sensitivity

__all__ = [
    "Answer",
    "Circumstance",
    "ClauseNote",
    "Contradiction",
    "Difference",
    "Evidence",
    "EvidenceDocument",
    "FactChange",
    "FactSensitivity",
    "Interview",
    "Loss",
    "Member",
    "Panel",
    "Path",
    "Paths",
    "Question",
    "Questions",
    "ReadingChange",
    "ReasonFact",
    "Robustness",
    "Scenario",
    "ScenarioComparison",
    "ScenarioComparisons",
    "Screening",
    "Sensitivity",
    "StatusChange",
    "SufficientReason",
    "Variation",
    "compare",
    "evidence_of",
    "next_questions",
    "panel_of",
    "paths_to",
    "robustness",
    "sensitivity",
    "sufficient_reason",
    "what_if",
]
