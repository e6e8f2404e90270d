"""Stated limits: the days that the words of the law state, held to the time limit of a duty."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tolerance_rules.formats.conditions import squash
from tolerance_rules.formats.tree_reader import Card
from tolerance_rules.language import Pair
from tolerance_rules.legal_references import chinese, states_days
from tolerance_rules.rules import Deadline

_DIGITS = "0-9零〇一二两三四五六七八九十百"
_FIRST_DAY = re.compile("当[日天]也?(?:计算在内|算在内|计入)|(?:包括|包含|含)当[日天]")
_WORKING = re.compile("日[”’』」]?(?:，|均|都|一律|皆)?(?:是指|均指|指|为|按)工作日")
"""By which a regulation says that its days are working days: 本办法所称的“日”均为工作日."""
_REMEDY: Pair = (
    "请照原文改；原文的期限这里说不出的，不写期限：quote 引出几日的，各处显示“期限见原文”",
    "write what the text says; where its limit cannot be said here, give none: where the quote "
    "states days, the limit is shown to be in the text",
)
_NO_WORKING_DAYS: Pair = ("没有写工作日", "has no working days")


def check_stated(
    card: Card, limit: Deadline | None, quote: str, law: str, *, regulation: str, promptly: bool
) -> None:
    """Note a time limit that is not the one that its clause states; `law` are its words."""
    quote, law = squash(quote), squash(law)
    if promptly and states_days(quote):
        said = ("写了 promptly，原文却写明了期限", "it is promptly, and the text states a limit")
        card.fault("R154", said, _REMEDY, card.entries["promptly"][1])
    if limit is None or not limit.number or quote not in law:
        return
    tree = card.entries[limit.unit][1]
    if limit.unit == "working_days":
        stated = quote if "工作日" in quote else law
        unit = "(?:个?工作日|[日天])" if _WORKING.search(squash(regulation)) else "个?工作日"
        if not re.search(rf"(?<![{_DIGITS}])(?:{_numbers(limit.number)}){unit}", stated):
            found = re.search(rf"[{_DIGITS}]+个?工作日", stated)
            head = ("的 working_days 是 {0}，原文", "working_days is {0}, and the text")
            tail = (f"是“{found[0]}”", f"has “{found[0]}”") if found else _NO_WORKING_DAYS
            said = (f"{head[0]}{tail[0]}", f"{head[1]} {tail[1]}")
            card.fault("R151", _filled(said, limit.number), _REMEDY, tree)
        elif _FIRST_DAY.search(quote):
            said = (
                "的期限原文把当日算在内，而 working_days 自次日起数",
                "the text counts the first day, and working_days counts from the next",
            )
            card.fault("R152", said, _REMEDY, tree)
    elif not re.search(rf"每个?月的?(?:{_numbers(limit.number)})[日号]", law):
        said = (
            "的 day_of_month 是 {0}，原文却没有写每月{0}日之前",
            "day_of_month is {0}, and the text says nothing of every month by that day",
        )
        card.fault("R153", _filled(said, limit.number), _REMEDY, tree)


def _filled(words: Pair, number: int) -> Pair:
    return words[0].format(number), words[1].format(number)


def _numbers(number: int) -> str:
    """Return a pattern of a number as a regulation may write it."""
    return "|".join(dict.fromkeys(_written(number)))


def _written(number: int) -> Iterator[str]:
    yield str(number)
    yield chinese(number)
    if number == 2:
        yield "两"
