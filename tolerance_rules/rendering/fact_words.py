"""Fact words: the vocabulary as tables by group, and as plain data."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from tolerance_rules.formats.case_yaml import yaml_value
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.document import Table
from tolerance_rules.rules import Ruleset
from tolerance_rules.vocabulary.fact_spec import FactSpec

HEADINGS: tuple[Pair, ...] = (
    ("名称", "Name"),
    ("事实", "Fact"),
    ("问题", "Question"),
    ("可填的值", "Values"),
    ("推定", "Presumed"),
    ("用于", "Used by"),
)
NOT_MADE: Pair = ("书面认定：没有作出就是没有", "recorded finding: absent means not made")
ROW_WORDS = {"outcomes": "结论表", "policy": "裁量惯例"}


def fact_tables(rules: Ruleset, chosen: Collection[str], lang: Lang) -> Iterator[Table]:
    """Yield a table of the facts of each group chosen, with the clauses that use them."""
    headings = tuple(pick(lang, heading) for heading in HEADINGS)
    for name, group in rules.vocabulary.groups.items():
        if name in chosen:
            specs = (spec for spec in rules.vocabulary.values() if spec.group == name)
            rows = tuple(_row(spec, rules, lang) for spec in specs)
            yield Table(headings, rows, f"{name} {group.title(lang)}")


def fact_documents(rules: Ruleset, chosen: Collection[str]) -> list[dict[str, Any]]:
    """Return the facts of the groups chosen as plain data."""
    return [_document(spec, rules) for spec in rules.vocabulary.values() if spec.group in chosen]


def _row(spec: FactSpec, rules: Ruleset, lang: Lang) -> tuple[str, ...]:
    values = [f"{yaml_value(value)} {spec.label_of(value, lang)}" for value in spec.values]
    mark = " / " if spec.boolean else "\n"
    return (
        spec.name,
        spec.name_of(lang),
        spec.question_of(lang),
        mark.join(values),
        pick(lang, NOT_MADE) if spec.finding else spec.label_of(spec.presumed, lang),
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
        "question_en": spec.question_en,
        "evidence": spec.evidence,
        "direction": spec.direction,
        "mutability": spec.mutability,
        "finding": spec.finding,
        "presumed": spec.presumed,
        "preference": list(spec.preference),
        "values": [
            {"value": value, "label": spec.label_of(value), "label_en": spec.label_of(value, "en")}
            for value in spec.values
        ],
        "used_by": list(rules.clauses_using.get(spec.name, ())),
    }
