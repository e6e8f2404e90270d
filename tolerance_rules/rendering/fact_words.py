"""Fact words: the vocabulary as tables by group, and as plain data."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from tolerance_rules.facts import FactSpec, groups, vocabulary
from tolerance_rules.formats.case_yaml import yaml_value
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.document import Table
from tolerance_rules.rules import Ruleset

HEADINGS: tuple[Pair, ...] = (
    ("名称", "Name"),
    ("事实", "Fact"),
    ("问题", "Question"),
    ("可填的值", "Values"),
    ("推定", "Presumed"),
    ("用于", "Used by"),
)
ROW_WORDS = {"outcomes": "结论表", "policy": "裁量惯例"}


def fact_tables(rules: Ruleset, chosen: Collection[str], lang: Lang) -> Iterator[Table]:
    """Yield a table of the facts of each group chosen, with the clauses that use them."""
    headings = tuple(pick(lang, heading) for heading in HEADINGS)
    for group, title in groups().items():
        if group in chosen:
            # A group is titled in both languages: 动机态度 Motive and attitude (Annex 2, 1).
            chinese, _, english = title.partition(" ")
            specs = (spec for spec in vocabulary().values() if spec.group == group)
            rows = tuple(_row(spec, rules, lang) for spec in specs)
            yield Table(headings, rows, f"{group} {pick(lang, (chinese, english))}")


def fact_documents(rules: Ruleset, chosen: Collection[str]) -> list[dict[str, Any]]:
    """Return the facts of the groups chosen as plain data."""
    return [_document(spec, rules) for spec in vocabulary().values() if spec.group in chosen]


def _row(spec: FactSpec, rules: Ruleset, lang: Lang) -> tuple[str, ...]:
    values = [f"{yaml_value(value)} {spec.label_of(value, lang)}" for value in spec.values]
    mark = " / " if spec.boolean else "\n"
    return (
        spec.name,
        pick(lang, (spec.label, spec.label_en)),
        spec.question,
        mark.join(values),
        spec.label_of(spec.presumed, lang),
        " ".join(_user(place, lang) for place in rules.clauses_using.get(spec.name, ())),
    )


def _user(place: str, lang: Lang) -> str:
    """Return a place that uses a fact: a clause, or a row such as `outcomes#4`."""
    table, mark, row = place.partition("#")
    return f"{ROW_WORDS.get(table, table)}{mark}{row}" if lang == "zh" else place


def _document(spec: FactSpec, rules: Ruleset) -> dict[str, Any]:
    return {
        "name": spec.name,
        "label": spec.label,
        "label_en": spec.label_en,
        "question": spec.question,
        "direction": spec.direction,
        "presumed": spec.presumed,
        "values": [
            {"value": value, "label": spec.label_of(value), "label_en": spec.label_of(value, "en")}
            for value in spec.values
        ],
        "used_by": list(rules.clauses_using.get(spec.name, ())),
    }
