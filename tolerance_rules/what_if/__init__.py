"""What if: what would change the outcome of a case, exactly; for investigators.

    what_if(engine, case, {"remedy.loss_recovery": "active"}).explain()
    paths_to(engine, case, "not_pursued", only="doable").smallest

    Interview(engine, case_file).answered(True).question

Every answer is a frozen dataclass with `explain(lang)`, `markdown(lang)`, `to_dict()` and
`to_json()`.
"""

from tolerance_rules.what_if.changes import Change
from tolerance_rules.what_if.interview import Interview
from tolerance_rules.what_if.paths import Path, Paths, paths_to
from tolerance_rules.what_if.questions import Answer, Question, Questions, next_questions
from tolerance_rules.what_if.reasons import (
    Ground,
    Robustness,
    SufficientReason,
    robustness,
    sufficient_reason,
)
from tolerance_rules.what_if.scenarios import (
    Comparison,
    Comparisons,
    Scenario,
    StatusChange,
    compare,
    what_if,
)
from tolerance_rules.what_if.sensitivity import (
    Conflict,
    FactSensitivity,
    Sensitivity,
    Variation,
    sensitivity,
)

__all__ = [
    "Answer",
    "Change",
    "Comparison",
    "Comparisons",
    "Conflict",
    "FactSensitivity",
    "Ground",
    "Interview",
    "Path",
    "Paths",
    "Question",
    "Questions",
    "Robustness",
    "Scenario",
    "Sensitivity",
    "StatusChange",
    "SufficientReason",
    "Variation",
    "compare",
    "next_questions",
    "paths_to",
    "robustness",
    "sensitivity",
    "sufficient_reason",
    "what_if",
]
