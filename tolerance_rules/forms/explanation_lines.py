"""Explanation lines: the explanation of a decision as lines for a template, each of one kind."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.decision import Decision
from tolerance_rules.language import Lang
from tolerance_rules.legal_references import chinese
from tolerance_rules.rendering.document import Document, Item
from tolerance_rules.rendering.explanation import document
from tolerance_rules.rules import Ruleset

Line = dict[str, str]
"""`kind` is heading, strong, text or detail; `text` is what it says."""


def explained(decision: Decision, rules: Ruleset, lang: Lang = "zh") -> dict[str, object]:
    """Return an explanation for a template: its title and its lines."""
    told = document(decision, lang, rules=rules)
    return {"title": told.title, "lines": list(lines(told))}


def lines(told: Document, *, inner: bool = False) -> Iterator[Line]:
    """Yield the lines of a document; as an `inner` part its headings are numbered one lower."""
    for number, section in enumerate(told.sections, 1):
        mark = f"{number}. "
        if told.chinese:
            mark = f"（{chinese(number)}）" if inner else f"{chinese(number)}、"
        yield {"kind": "heading", "text": mark + section.heading}
        if section.lead:
            yield {"kind": "text", "text": section.lead}
        for place, item in enumerate(section.items, 1):
            kind = "strong" if item.strong else "text"
            yield {"kind": kind, "text": f"{place}. " * section.numbered + item.text}
            yield from _below(item, 0)


def _below(item: Item, depth: int) -> Iterator[Line]:
    for each in item.items:
        yield {"kind": "detail", "text": "　" * depth + each.text}
        yield from _below(each, depth + 1)
