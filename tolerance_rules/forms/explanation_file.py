"""Explanation file: the explanation of decisions as one Word document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tolerance_rules.decision import Decision
from tolerance_rules.forms.explanation_lines import explained
from tolerance_rules.forms.word_file import fill
from tolerance_rules.language import Lang
from tolerance_rules.rules import Ruleset

TEMPLATE = Path(__file__).parent / "templates" / "explanation.docx"


def explanation_file(decisions: Sequence[Decision], rules: Ruleset, lang: Lang = "zh") -> bytes:
    """Return the explanations, one after the other."""
    documents = [explained(each, rules, lang) for each in decisions]
    return fill(TEMPLATE, {"documents": documents}, str(documents[0]["title"]))
