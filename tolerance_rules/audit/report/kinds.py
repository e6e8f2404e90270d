"""Report kinds: how each kind of finding is named and explained, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tolerance_rules.audit.findings import Kind
from tolerance_rules.language import Pair


class KindWords(NamedTuple):
    """How a kind of finding is named, what it means, and what is to be done about it.

    Into the meaning go the articles that a regulation has for it, or its time limit.
    """

    name: Pair
    meaning: Pair
    action: Pair


KINDS: Mapping[Kind, KindWords] = {
    Kind.ERROR_OF_LAW: KindWords(
        ("结论违反规定", "Error of law"),
        (
            "记载的结论不在规定准许的范围之内。",
            "The recorded outcome is outside what the regulation permits.",
        ),
        ("应当纠正", "to be corrected"),
    ),
    Kind.DEPARTURE: KindWords(
        ("与规则给出的结论不同", "Departure"),
        (
            "记载的结论在准许的范围之内，但不是原文写明或者裁量惯例选定的那一个。不违反规定。",
            "Within what is permitted, but not the outcome that the text or the policy names. "
            "Lawful.",
        ),
        ("应当有理由", "to be reasoned"),
    ),
    Kind.TOLERANCE_WITHHELD: KindWords(
        ("符合容错条件而未容错", "Tolerance withheld"),
        (
            "具有容错情形{0}，没有不予容错情形{1}，仍按照有关规定处理。原文说“可以”，不违反规定。",
            "A circumstance{0} stands and no bar{1} does, yet ordinary accountability was "
            "recorded. The text says 可以 (may): lawful.",
        ),
        ("应当说明理由", "to be reasoned"),
    ),
    Kind.UNSETTLED: KindWords(
        ("事实未查清即作决定", "Decided while unsettled"),
        (
            "作出决定时，还有可能改变结论的事实没有查明。",
            "Facts that could have changed the outcome were not established.",
        ),
        ("补充查明后核对结论", "to be established, then checked"),
    ),
    Kind.EARLIER_CONDUCT: KindWords(
        ("行为在施行以前", "Conduct before these rules"),
        ("{0}", "{0}"),
        ("应当核对当时的规定", "the rules of that time to be checked"),
    ),
    Kind.DATE_TO_COME: KindWords(
        ("日期还没有到", "A date still to come"),
        (
            "发生日期或者作出结论日期在今天以后，多半是笔误。",
            "The conduct or the decision is dated after today: most likely a slip of the pen.",
        ),
        ("应当核对日期", "the date to be checked"),
    ),
    Kind.UNLIKE_TREATMENT: KindWords(
        ("同样情形不同处理", "Like cases unalike"),
        (
            "各案已查明的相关事实相同，记载的结论不同。没有查明的不算相同，所比较的项数见说明。",
            "The relevant facts established are the same, the recorded outcomes are not. What is "
            "not established is no likeness; the remark says how much was compared.",
        ),
        ("应当说明差别的理由", "difference to be explained"),
    ),
    Kind.INVERSION: KindWords(
        ("轻重倒置", "Inversion"),
        (
            "一案在每一项已查明的相关事实上都不比另一案不利，并且至少有一项更有利，处理却更重。",
            "One case is at least as favourable on every relevant fact established and better on "
            "one, yet it was treated worse.",
        ),
        ("应当说明差别的理由", "difference to be explained"),
    ),
    Kind.LATE_NOTICE: KindWords(
        ("告知不合期限", "Notice not in time"),
        (
            "没有在{0}告知{1}，或者告知早于作出决定。",
            "Notice was not given {0}{1}, or was given before it.",
        ),
        ("应当核查", "to be looked into"),
    ),
    Kind.LATE_FILING: KindWords(
        ("备案不合期限", "Filing not in time"),
        (
            "没有在{0}备案{1}，或者备案早于作出决定。",
            "Not filed {0}{1}, or filed before it.",
        ),
        ("应当核查", "to be looked into"),
    ),
    Kind.CALENDAR_UNKNOWN: KindWords(
        ("期限未能判断", "Deadline not judged"),
        (
            "期限超出已知的法定节假日安排，是否逾期未作判断。",
            "The deadline lies beyond the years whose official holidays are known: not judged.",
        ),
        ("更新工作日历后重新审计", "audit again with a newer calendar"),
    ),
}
