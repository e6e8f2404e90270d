"""Vocabulary data: the facts of a ruleset, and what may be known of each, as plain data."""

from __future__ import annotations

from tolerance_rules.formats.analysis_file import Standard
from tolerance_rules.portable.rule_data import Data, pair
from tolerance_rules.rules import Ruleset
from tolerance_rules.vocabulary.fact_spec import NOT_ESTABLISHED, FactSpec


def vocabulary_data(rules: Ruleset, standard: Standard) -> Data:
    """Return the groups and the facts of a ruleset, in their order."""
    vocabulary = rules.vocabulary
    return {
        "not_established": pair(NOT_ESTABLISHED),
        "groups": [
            {"name": group.name, "label": {"zh": group.label, "en": group.label_en}}
            for group in vocabulary.groups.values()
        ],
        "facts": [fact_data(spec, rules, standard) for spec in vocabulary.values()],
    }


def fact_data(spec: FactSpec, rules: Ruleset, standard: Standard) -> Data:
    """Return a fact; `dimensions` are those of the standard for which it speaks."""
    return {
        "name": spec.name,
        "group": spec.group,
        "label": {"zh": spec.label, "en": spec.label_en},
        "question": {"zh": spec.question, "en": spec.question_en},
        "evidence": spec.evidence,
        "direction": spec.direction,
        "mutability": spec.mutability,
        "finding": spec.finding,
        "boolean": spec.boolean,
        "values": [
            {"value": value, "label": pair(words)} for value, words in spec.value_labels.items()
        ],
        "presumed": list(spec.preference),
        "order": list(spec.order),
        "adverse": list(spec.adverse),
        "used_by": list(rules.clauses_using.get(spec.name, ())),
        "dimensions": dimensions_of(spec.name, standard),
    }


def dimensions_of(fact: str, standard: Standard) -> list[str]:
    """Return the dimensions of the standard for which a fact speaks."""
    return [
        part.id
        for part in standard.dimensions
        if any(
            leaf.name == fact
            for each in part.contrasts
            for leaf in (*each.speaks_for, *each.speaks_against)
        )
    ]
