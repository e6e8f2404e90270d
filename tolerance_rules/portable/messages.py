"""Messages: the words that decisions and answers are written with, for programs elsewhere.

One catalogue: what an evaluator in another language says is what is said here, by the same keys.
Each entry is `{"zh": …, "en": …}`; `{}` and `{name}` stand for values put in, and nothing
else of `str.format` is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tolerance_rules.language import Pair
from tolerance_rules.legal_references import FORMS
from tolerance_rules.rendering import clause_explanation
from tolerance_rules.rendering.condition_words import NEVER_HOLDS
from tolerance_rules.rendering.explained_citations import PREVENTED
from tolerance_rules.rendering.explanation_words import ROLES, STATUSES, WORDS
from tolerance_rules.verdict.outcome import OUTCOME_LABELS
from tolerance_rules.vocabulary.fact_spec import BOOLEAN_LABELS, NOT_ESTABLISHED, POSSIBLE
from tolerance_rules.what_if.answers.words import KIND_WORDS
from tolerance_rules.what_if.answers.words import WORDS as ANSWER_WORDS


def messages() -> dict[str, Any]:
    """Return the catalogue as plain data: section, key, then the Chinese and the English."""
    return {
        "explanation": _pairs(WORDS),
        "roles": _pairs(ROLES),
        "statuses": _pairs(STATUSES),
        "prevented": {
            f"{role}_presumed" if presumed else str(role): _pair(words)
            for (role, presumed), words in PREVENTED.items()
        },
        "clauses": {
            **_pairs(clause_explanation.WORDS),
            "unconditional": _pair(clause_explanation.UNCONDITIONAL),
            "never_holds": _pair(NEVER_HOLDS),
            "title": _pair(clause_explanation.TITLE),
            "clauses": _pair(clause_explanation.CLAUSES),
            "outcome": _pair(clause_explanation.OUTCOME),
            "outcome_presumed": _pair(clause_explanation.PRESUMED_OUTCOME),
        },
        "answers": _pairs(ANSWER_WORDS),
        "kinds": _pairs(KIND_WORDS),
        "outcomes": _pairs(OUTCOME_LABELS),
        "values": {
            "true": _pair(BOOLEAN_LABELS[True]),
            "false": _pair(BOOLEAN_LABELS[False]),
            "not_established": _pair(NOT_ESTABLISHED),
            "or": _pair(POSSIBLE),
        },
        "references": _pairs(FORMS),
    }


def _pair(words: Pair) -> dict[str, str]:
    return {"zh": words[0], "en": words[1]}


def _pairs(words: Mapping[Any, Pair]) -> dict[str, dict[str, str]]:
    return {str(key): _pair(pair) for key, pair in words.items()}
