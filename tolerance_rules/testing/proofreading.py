"""Proofreading: where the rules differ from their own text, and may yet be right.

A consolidated text says when its first version came into force, and a text may be given without
its head: so these are remarks for a person to look at, and no faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tolerance_rules.formats.conditions import squash
from tolerance_rules.language import Pair
from tolerance_rules.rules import Not, OutcomeRow, Ruleset, leaves, walk
from tolerance_rules.testing.stated_limits import limit_remarks
from tolerance_rules.testing.stated_structure import structure_remarks

_FROM = re.compile(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:施行|实施|执行|生效)")


def remarks(rules: Ruleset) -> tuple[Pair, ...]:
    """Return what to look at, in the order of the files; nothing where all is as in the text."""
    law = squash(rules.regulation)
    return (
        *_about(rules, law),
        *structure_remarks(rules),
        *_by_reference(rules),
        *_labels(rules, law),
        *_rows(rules),
        *limit_remarks(rules),
    )


def _about(rules: Ruleset, law: str) -> Iterator[Pair]:
    days = [f"{year}-{int(month):02}-{int(day):02}" for year, month, day in _FROM.findall(law)]
    start = rules.in_force.start
    if days and start not in days:
        yield (
            f"ruleset.yaml 的 in_force_from 是 {start}，原文写的是自 {'、'.join(days)} 起施行",
            f"in_force_from of ruleset.yaml is {start}; the text is in force from "
            f"{', '.join(days)}",
        )
    given = {
        "document_number": rules.document_number,
        "title": rules.title,
        "interpreted_by": rules.interpreted_by,
        "repeals": (rules.repeals or {}).get("document_number", ""),
    }
    for key, words in given.items():
        if squash(words) not in law:
            yield (
                f"ruleset.yaml 的 {key}“{words}”在原文中没有",
                f"ruleset.yaml: {key}, “{words}”, is not in the text",
            )


def _by_reference(rules: Ruleset) -> Iterator[Pair]:
    """Yield that those to whom the rules are applied by reference are not among whom they reach."""
    fact = rules.by_reference
    scope = [
        rules.clauses[each] for name in rules.cited_as("scope") for each in rules.clauses_of(name)
    ]
    if fact is None or any(isinstance(node, Not) for each in scope for node in walk(each.when)):
        return
    asked = [leaf for each in scope for leaf in leaves(each.when) if leaf.name == fact.name]
    reached = {value for leaf in asked for value in leaf.values}
    left = [value for value in fact.values if value not in reached] if reached else []
    if left:
        words = [rules.vocabulary[fact.name].label_of(value) for value in left]
        yield (
            f"by_reference 的“{'、'.join(words)}”不在适用范围的条款所列之中",
            f"by_reference: {', '.join(map(str, left))} is not in the clauses of the scope",
        )


def _labels(rules: Ruleset, law: str) -> Iterator[Pair]:
    for outcome in rules.labels:
        if not any(words in law for words in _words(rules, outcome)):
            label = rules.labels[outcome].label[0]
            yield (
                f"outcomes.yaml 的结论“{label}”，原文没有这样的说法",
                f"outcomes.yaml: the text has no outcome called “{label}”",
            )


def _rows(rules: Ruleset) -> Iterator[Pair]:
    for row in rules.outcomes:
        text = squash(row.disposition.text)
        named = [each for each in rules.labels if any(w in text for w in _words(rules, each))]
        if named and not row.by_policy and row.outcome not in named:
            label = rules.labels[row.outcome].label[0]
            yield (
                f"结论表第 {row.row} 行的结论是“{label}”，所引的原文说的是“{text}”",
                f"row {row.row} of the outcomes comes to “{label}”, and quotes “{text}”",
            )
        stated = _stated(row, text, rules)
        if stated and stated != row.modality:
            said = {"shall": "应当", "may": "可以"}
            yield (
                f"结论表第 {row.row} 行的 modality 是 {row.modality}（{said[row.modality]}），"
                f"所引的原文是“{said[stated]}”：“{text}”",
                f"row {row.row} of the outcomes has the modality {row.modality}, and the text it "
                f"quotes says “{said[stated]}”: “{text}”",
            )


def _stated(row: OutcomeRow, text: str, rules: Ruleset) -> str:
    """Return whether the text says that the outcome shall or may be; nothing where it does not."""
    words = [each for outcome in row.permitted for each in _words(rules, outcome)]
    parts = [part for part in re.split("[，；。：]", text) if any(each in part for each in words)]
    found = {"may" for part in parts if "可以" in part}
    found |= {"shall" for part in parts if "应当" in part}
    return found.pop() if len(found) == 1 else ""


def _words(rules: Ruleset, outcome: str) -> Iterator[str]:
    """Yield what the text may call an outcome: 从轻或者减轻处理 is 从轻处理 too."""
    words = rules.labels[outcome]
    for each in (words.label[0], *words.also):
        yield squash(each).removesuffix("处理")
