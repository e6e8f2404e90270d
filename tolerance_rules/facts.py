"""Facts: the entrance; `CaseFacts` of the shipped regulation, and the model of any other."""

from __future__ import annotations

from functools import lru_cache

from tolerance_rules.vocabulary.case_model import CaseModel, FactGroup, case_model
from tolerance_rules.vocabulary.fact_spec import (
    Direction,
    FactSpec,
    GroupSpec,
    Known,
    Mutability,
    Value,
)
from tolerance_rules.vocabulary.vocabulary import Vocabulary
from tolerance_rules.vocabulary.zzvc_2023_32 import (
    CaseFacts,
    Conditions,
    Consequences,
    Discretion,
    Motive,
    Nature,
    Procedure,
    Remedy,
    Subject,
    Work,
)


@lru_cache(maxsize=64)
def model_of(vocabulary: Vocabulary) -> type[CaseModel]:
    """Return the typed model of a vocabulary: `CaseFacts`, if it is that of the shipped one."""
    return CaseFacts if vocabulary == CaseFacts.vocabulary else case_model(vocabulary)


__all__ = [
    "CaseFacts",
    "CaseModel",
    "Conditions",
    "Consequences",
    "Direction",
    "Discretion",
    "FactGroup",
    "FactSpec",
    "GroupSpec",
    "Known",
    "Motive",
    "Mutability",
    "Nature",
    "Procedure",
    "Remedy",
    "Subject",
    "Value",
    "Vocabulary",
    "Work",
    "case_model",
    "model_of",
]
