"""Bundle: a ruleset as one document, all that a program in any language evaluates by.

docs/portable.md says what each part means. Nothing in it depends on the day or the machine, but for
the years of the working-day calendar that are known.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from tolerance_rules import __version__
from tolerance_rules.formats.analysis_file import read_standard
from tolerance_rules.formats.forms_file import read_forms
from tolerance_rules.obligations.calendar import working_days
from tolerance_rules.portable.case_words_data import case_words_data
from tolerance_rules.portable.diagrams_data import diagrams_data
from tolerance_rules.portable.duties_data import (
    calendar_data,
    duties_data,
    forms_data,
    limit_data,
    standard_data,
)
from tolerance_rules.portable.messages import messages
from tolerance_rules.portable.regulation_data import regulation_data
from tolerance_rules.portable.rule_data import (
    Data,
    article_data,
    clause_data,
    combination_data,
    condition,
    pair,
    pair_or_none,
    policy_data,
    reading_data,
    row_data,
)
from tolerance_rules.portable.vocabulary_data import vocabulary_data
from tolerance_rules.rendering.ruleset_words import MODALITY
from tolerance_rules.rules import DEADLINES, STARTS, Ruleset

FORMAT, VERSION = "tolerance-rules-bundle", 1


def bundle(rules: Ruleset) -> Data:
    """Return the bundle of a ruleset, under its readings and its policy."""
    standard, forms = read_standard(rules), read_forms(rules)
    parts: Data = {
        "format": FORMAT,
        "version": VERSION,
        "library_version": __version__,
        "ruleset": _ruleset(rules),
        "outcomes": [
            {"code": code, "label": pair(words.label), "also": list(words.also)}
            for code, words in rules.labels.items()
        ],
        "words": _words(),
        "case_words": case_words_data(),
        "vocabulary": vocabulary_data(rules, standard),
        "readings": [reading_data(card, rules) for card in rules.readings.values()],
        "articles": [article_data(article) for article in rules.articles.values()],
        "clauses": [clause_data(clause) for clause in rules.clauses.values()],
        "by_reference": None if rules.by_reference is None else condition(rules.by_reference),
        "table": [row_data(row) for row in rules.outcomes],
        "policy": None if rules.policy is None else policy_data(rules.policy),
        "impossible": [combination_data(each) for each in rules.impossible],
        "explain": [combination_data(each) for each in rules.explain],
        "diagrams": diagrams_data(rules),
        "obligations": duties_data(rules.obligations, forms),
        "deadlines": {
            name: limit_data(limit)
            for name in DEADLINES
            if (limit := rules.deadlines.get(name)) is not None
        },
        "calendar": calendar_data(working_days()),
        "analysis": standard_data(standard),
        "forms": forms_data(forms),
        "regulation": regulation_data(rules, standard),
        "messages": messages(),
    }
    return {**parts, "sha256": fingerprint(parts)}


def fingerprint(parts: Data) -> str:
    """Return the fingerprint of a bundle: of all of it but `sha256`, keys sorted, no spaces."""
    rest = {key: value for key, value in parts.items() if key != "sha256"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def to_json(parts: Data, escaped: bool = False) -> str:
    """Return a bundle as text: a line for each part, and for each item of a list.

    `escaped` leaves no character that is not ASCII; the document is the same.
    """
    lines = [f"{json.dumps(key)}: {_lines(value, escaped)}" for key, value in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _lines(value: Any, escaped: bool) -> str:
    def compact(value: Any) -> str:
        return json.dumps(value, ensure_ascii=escaped, separators=(",", ":"))

    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(map(compact, value)) + "\n]"
    if isinstance(value, dict) and any(isinstance(each, (dict, list)) for each in value.values()):
        inner = (f"{compact(key)}: {_lines(each, escaped)}" for key, each in value.items())
        return "{\n" + ",\n".join(inner) + "\n}"
    return compact(value)


def _ruleset(rules: Ruleset) -> Data:
    return {
        "id": rules.id,
        "sha256": rules.sha256,
        "document_number": rules.document_number,
        "title": {"zh": rules.title, "en": rules.title_en},
        "issuer": {"zh": rules.issuer, "en": rules.issuer_en},
        "in_force": {"start": rules.in_force.start, "until": rules.in_force.until},
        "repeals": None if rules.repeals is None else dict(rules.repeals),
        "interpreted_by": rules.interpreted_by,
        "basis": [{"document_number": number, "title": title} for number, title in rules.basis],
        "earlier_conduct": pair_or_none(rules.earlier_conduct),
    }


def _words() -> Data:
    return {
        "modalities": {name: pair(words) for name, words in MODALITY.items()},
        "starts": {name: pair(words) for name, words in STARTS.items()},
    }
