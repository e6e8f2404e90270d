"""Errors: every way the library refuses, with fields to act on and a message that says the remedy.

ToleranceRulesError
├── RulesError                 the rule files do not load; carries every fault of every file
├── CaseError                  the case file or the facts are wrong; carries every fault
│   ├── RecordError            what is not recorded in a log; a proof or a key that does not fit
│   └── TableError             a table of cases, its header or its mapping is wrong
├── InconsistentFactsError     facts that cannot both be; names them
├── OutOfForceError            the decision date is outside the ruleset's time in force
├── UnsettledDecisionError     facts still unknown could change the outcome; names them
├── ForbiddenOutcomeError      a recorded outcome outside the permitted set; names the clause
├── LogError                   a decision log that cannot be opened, written or believed
├── SqlError                   the ruleset cannot be written as SQL for that table
├── UnknownNameError           a clause, reading, policy or ruleset of that name is not there
├── WrongTypeError             an argument is not of the type that it must be
└── ExecutorError              an executor could not be loaded or did not answer
"""

from tolerance_rules.errors.fault import LISTED, Fault, listed, unreadable
from tolerance_rules.errors.kinds import (
    CaseError,
    ExecutorError,
    ForbiddenOutcomeError,
    FormError,
    InconsistentFactsError,
    LogError,
    OutOfForceError,
    PicklableError,
    RecordError,
    RulesError,
    SqlError,
    TableError,
    ToleranceRulesError,
    UnknownNameError,
    UnsettledDecisionError,
    WrongTypeError,
    require_type,
)
from tolerance_rules.errors.near_names import (
    SUGGESTED,
    Suggestions,
    did_you_mean,
    mean,
    means,
    nearest,
)
from tolerance_rules.errors.shown_text import (
    QUOTED,
    as_text,
    in_english,
    reason_of,
    reasons_of,
    shorten,
)

__all__ = [
    "LISTED",
    "QUOTED",
    "SUGGESTED",
    "CaseError",
    "ExecutorError",
    "Fault",
    "ForbiddenOutcomeError",
    "FormError",
    "InconsistentFactsError",
    "LogError",
    "OutOfForceError",
    "PicklableError",
    "RecordError",
    "RulesError",
    "SqlError",
    "Suggestions",
    "TableError",
    "ToleranceRulesError",
    "UnknownNameError",
    "UnsettledDecisionError",
    "WrongTypeError",
    "as_text",
    "did_you_mean",
    "in_english",
    "listed",
    "mean",
    "means",
    "nearest",
    "reason_of",
    "reasons_of",
    "require_type",
    "shorten",
    "unreadable",
]
