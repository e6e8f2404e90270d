"""Conformance words: how a program has answered the conformance cases, for people and as data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.portable.conformance_run import Disagreement, Report
from tolerance_rules.rules import Ruleset

WIDEST = 300
"""How many characters of a value are shown."""

WORDS: dict[str, Pair] = {
    "all": ("共 {} 例，全部一致。", "{} cases, all agree."),
    "some": (
        "共 {} 例：一致 {}，不一致 {}，没有回答 {}。",
        "{} cases: {} agree, {} do not, {} were not answered.",
    ),
    "parts": ("不一致的项：{}", "Parts that disagree: {}"),
    "part": ("{} {} 例", "{} in {}"),
    "case": ("第 {} 例（{}）：{}", "Case {} ({}): {}"),
    "expected": ("  应为 {}", "  expected {}"),
    "answered": ("  答的是 {}", "  answered {}"),
    "asked": ("  问的是 {}", "  asked    {}"),
    "more": ("……另有 {} 处不一致，没有列出", "… and {} more, not listed"),
    "rubbish": (
        "有 {} 行不是回答（不是 JSON，或者编号没有问过、已经答过），如：{}",
        "{} lines are no answers (no JSON, or an id not asked or answered before), such as: {}",
    ),
    "hung": (
        "程序停住了：很久没有回答，已经终止。",
        "The program hung: nothing came for too long, and it was ended.",
    ),
    "died": ("程序没有答完就结束了，退出码 {}。", "The program ended early, with exit code {}."),
    "complained": ("它报的错：{}", "It complained: {}"),
}


def as_text(report: Report, lang: Lang, shown: int) -> str:
    """Return the report in words, with the first disagreements."""
    return "\n".join(_lines(report, lang, shown)) + "\n"


def _lines(report: Report, lang: Lang, shown: int) -> Iterator[str]:
    def told(key: str, *values: object) -> str:
        return say(lang, WORDS[key], *values)

    if report.agreed == report.asked:
        yield told("all", report.asked)
    else:
        wrong = report.asked - report.agreed - report.unanswered
        yield told("some", report.asked, report.agreed, wrong, report.unanswered)
    if report.hung:
        yield told("hung")
    elif report.unanswered:
        yield told("died", "?" if report.code is None else report.code)
    if report.complaints.strip():
        yield told("complained", report.complaints.strip())
    if report.rubbish:
        yield told("rubbish", len(report.rubbish), report.rubbish[0])
    if report.disagreements:
        counts = Counter(each.part for each in report.disagreements)
        mark = pick(lang, ("、", ", "))
        yield told("parts", mark.join(told("part", part, n) for part, n in counts.most_common()))
    for each in report.disagreements[:shown]:
        yield told("case", each.item.request["id"], each.item.about, each.part)
        yield told("expected", _short(each.expected))
        yield told("answered", _short(each.answered))
        yield told("asked", _short(each.item.request))
    if len(report.disagreements) > shown:
        yield told("more", len(report.disagreements) - shown)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def as_data(report: Report, rules: Ruleset) -> dict[str, Any]:
    """Return the report as plain data, with every disagreement."""
    return {
        "ruleset": {"id": rules.id, "sha256": rules.sha256},
        "asked": report.asked,
        "agreed": report.agreed,
        "unanswered": report.unanswered,
        "hung": report.hung,
        "exit_code": report.code,
        "rubbish": report.rubbish,
        "disagreements": [_data(each) for each in report.disagreements],
    }


def _data(each: Disagreement) -> dict[str, Any]:
    return {
        "about": each.item.about,
        "request": each.item.request,
        "part": each.part,
        "expected": each.expected,
        "answered": each.answered,
    }
