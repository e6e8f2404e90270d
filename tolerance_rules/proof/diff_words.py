"""Diff words: the difference between two rulesets as people read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.proof.certificate_words import PRESUMED, facts_words
from tolerance_rules.proof.diff import REFUSED, OutcomeChange, RulesetDifference
from tolerance_rules.rendering.document import Table
from tolerance_rules.verdict.outcome import Outcome

HEADINGS: tuple[Pair, ...] = (
    ("原来", "Before"),
    ("现在", "After"),
    ("案件数", "Cases"),
    ("状态改变的条款", "Clauses"),
    ("最小的案例", "Smallest case"),
)
TITLE: Pair = ("{} 与 {}：结论的改变", "{} and {}: outcomes that change")
NONE: Pair = (
    "共 {cases} 个案件（事实齐备、互不矛盾），没有一个的结论改变。",
    "Of {cases} cases (complete, without contradiction) none comes to another outcome.",
)
SOME: Pair = (
    "共 {cases} 个案件（事实齐备、互不矛盾），{changed} 个的结论改变（{share}）。",
    "Of {cases} cases (complete, without contradiction) {changed} come to another outcome "
    "({share}).",
)
EDITS: Pair = ("改动之处：{}", "What was changed: {}")
NO_EDITS: Pair = ("规则、释义、裁量惯例都相同", "rules, readings and policy are the same")
READING: Pair = ("释义 {} 由 {} 改为 {}", "reading {} from {} to {}")
EDITED: dict[str, Pair] = {
    "text": ("{} 的原文", "the text of {}"),
    "added": ("新增 {}", "{} added"),
    "removed": ("删去 {}", "{} removed"),
    "holds": ("{} 各项之间的关系", "how the items of {} combine"),
}
PARTS: dict[str, Pair] = {
    "outcomes": ("结论表", "the outcome table"),
    "policy": ("裁量惯例", "the policy"),
    "consistency": ("事实之间的矛盾", "the impossible combinations"),
    "wording": ("只有说明的文字", "only words that explain"),
}
REFUSES: Pair = ("作为矛盾退回", "refused as contradictory")
ROWS: Pair = ("没有（结论表第 {} 行改为第 {} 行）", "none (row {} gives way to row {})")


def table(found: RulesetDifference, names: tuple[str, str], lang: Lang) -> Table:
    """Return the pairs of outcomes, before and after, each with its smallest case."""
    rows = tuple(_row(change, lang) for change in found.changes)
    headings = tuple(pick(lang, heading) for heading in HEADINGS)
    return Table(headings, rows, pick(lang, TITLE).format(*names))


def closing(found: RulesetDifference, lang: Lang) -> Iterator[str]:
    """Yield what was edited, and how many cases come to another outcome."""
    mark = pick(lang, ("、", ", "))
    edits = mark.join(_edit(edit, lang) for edit in found.edits)
    yield pick(lang, EDITS).format(edits or pick(lang, NO_EDITS))
    yield pick(lang, SOME if found.changes else NONE).format(
        cases=f"{found.cases:,}",
        changed=f"{found.changed:,}",
        share=_share(found.changed, found.cases),
    )


def _row(change: OutcomeChange, lang: Lang) -> tuple[str, ...]:
    clauses = "\n".join(
        f"{clause} ({_share(number, change.cases)})" for clause, number in change.clauses.items()
    )
    return (
        _outcome(change.before, lang),
        _outcome(change.after, lang),
        f"{change.cases:,}",
        clauses or pick(lang, ROWS).format(*change.rows),
        "\n".join(facts_words(change.example.facts, lang)) or pick(lang, PRESUMED),
    )


def _outcome(outcome: str, lang: Lang) -> str:
    return pick(lang, REFUSES) if outcome == REFUSED else Outcome(outcome).label(lang)


def _share(part: int, whole: int) -> str:
    """Return a share as a percentage of three figures; never 0% or 100% unless it is."""
    if part in (0, whole):
        return "100%" if part else "0%"
    share = f"{100 * part / whole:.3g}"
    return "<100%" if share == "100" else f"{share}%"


def _edit(edit: str, lang: Lang) -> str:
    """Return what was changed as people would say it: a clause, or something of one."""
    if edit in PARTS:
        return pick(lang, PARTS[edit])
    reading = re.fullmatch(r"reading (.+): (.+) -> (.+)", edit)
    if reading:
        return pick(lang, READING).format(*reading.groups())
    clause, _, how = edit.partition(" ")
    return pick(lang, EDITED[how]).format(clause) if how else clause
