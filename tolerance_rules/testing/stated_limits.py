"""Stated limits: time limits of duties that are not those that the words of the law state."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tolerance_rules.formats.conditions import squash
from tolerance_rules.language import Pair
from tolerance_rules.legal_references import chinese, clause_words, states_days
from tolerance_rules.rules import Deadline, Duty, Ruleset

_DIGITS = "0-9零〇一二两三四五六七八九十百"
_WORKING_DAY = "(?:（[^）]{1,4}）)?个?(?:法定)?工作日"
_FIRST_DAY = re.compile("当[日天]也?(?:计算在内|算在内|计入)|(?<!不)(?:包括|包含|含)当[日天]")
_WORKING = re.compile(
    "[日天限间][”’』」]?(?:的规定)?，?(?:均|都|一律|皆)?(?:是指|均指|指|为|按|以)工作日"
)
"""By which a regulation says that its days are working days: 本办法所称的“日”均为工作日."""
_REMEDY: Pair = (
    "这里说不出的期限不写，quote 引出的，各处显示“期限见原文”",
    "a limit that cannot be said here is left out: where the quote states it, it is shown to be "
    "in the text",
)


def limit_remarks(rules: Ruleset) -> Iterator[Pair]:
    """Yield, duty by duty, where its limit and the words of its clause differ."""
    for duty in rules.obligations.duties.values():
        quote = squash(duty.quote)
        law = squash(clause_words(rules.regulation, duty.clause))
        for zh, en in _of(duty, quote, law, squash(rules.regulation)):
            yield (
                f"obligations.yaml 的义务 {duty.id}：{zh}；{_REMEDY[0]}",
                f"obligations.yaml, duty {duty.id}: {en}; {_REMEDY[1]}",
            )


def _of(duty: Duty, quote: str, law: str, regulation: str) -> Iterator[Pair]:
    if duty.promptly and states_days(quote):
        yield (
            "写了 promptly，所引的原文却写明了期限",
            "it is promptly, and its quote states a limit",
        )
    limit = duty.limit
    if limit is None or not limit.number or quote not in law:
        return
    if limit.unit == "working_days":
        yield from _working_days(limit, quote, law, regulation)
    elif not re.search(rf"每个?(?:自然)?月的?第?(?:{_numbers(limit.number)})[日号]", law):
        yield (
            f"day_of_month 是 {limit.number}，原文没有写每月{limit.number}日之前",
            f"day_of_month is {limit.number}, and the text says nothing of every month by that day",
        )


def _working_days(limit: Deadline, quote: str, law: str, regulation: str) -> Iterator[Pair]:
    stated = quote if "工作日" in quote or states_days(quote) else law
    plain = "|[日天]" if _WORKING.search(regulation) else "|[日天](?:内|之内)?（按?工作日"
    unit = f"(?:{_WORKING_DAY}{plain})"
    if not re.search(rf"(?<![{_DIGITS}])(?:{_numbers(limit.number)}){unit}", stated):
        found = re.search(rf"[{_DIGITS}]+{_WORKING_DAY}", stated)
        yield (
            f"working_days 是 {limit.number}，原文"
            + (f"是“{found[0]}”" if found else "没有写这么多个工作日"),
            f"working_days is {limit.number}, and the text "
            + (f"has “{found[0]}”" if found else "has no such number of working days"),
        )
    elif _FIRST_DAY.search(quote):
        yield (
            "原文把当日算在内，而 working_days 自次日起数",
            "the text counts the first day, and working_days counts from the next",
        )


def _numbers(number: int) -> str:
    """Return a pattern of a number as a regulation may write it."""
    return "|".join(dict.fromkeys([str(number), chinese(number), *(["两"] if number == 2 else [])]))
