"""Where the rules say something else than the words of the law beside them, it is remarked on."""

from __future__ import annotations

import dataclasses

import pytest

from support.english import chinese_in
from support.rulesets import RULESETS
from tolerance_rules.testing.proofreading import remarks

SHILI = RULESETS[1]
FIVE_DAYS = "五个工作日内书面告知"


def with_duty(name, law=(), **changed):
    """Return the example with another duty, and other words in its law and in the duty's quote."""
    duties = SHILI.obligations.duties
    duty = dataclasses.replace(duties[name], **changed)
    regulation = SHILI.regulation
    if law:
        assert law[0] in regulation
        regulation = regulation.replace(*law)
        duty = dataclasses.replace(duty, quote=duty.quote.replace(*law))
    obligations = dataclasses.replace(SHILI.obligations, duties={**duties, name: duty})
    return dataclasses.replace(SHILI, obligations=obligations, regulation=regulation)


def with_limit(name, law=(), **changed):
    limit = SHILI.obligations.duties[name].limit
    return with_duty(name, law, limit=dataclasses.replace(limit, **changed))


def with_article(name, text, holds):
    article = dataclasses.replace(SHILI.articles[name], text=text, holds=holds)
    return dataclasses.replace(SHILI, articles={**SHILI.articles, name: article})


def with_disposition(row, clause):
    rows = tuple(
        dataclasses.replace(each, disposition=dataclasses.replace(each.disposition, clause=clause))
        if each.disposition.clause == row
        else each
        for each in SHILI.outcomes
    )
    return dataclasses.replace(SHILI, outcomes=rows)


def said(rules):
    """Return what is remarked on, in Chinese; the English has no Chinese but what it quotes."""
    found = remarks(rules)
    for _, en in found:
        outside = "".join(en.replace("”", "“").split("“")[::2])
        assert not chinese_in(outside), en
    return [zh for zh, _ in found]


DIFFERENT = {
    "another number of working days": (with_limit("notice", number=3), "working_days 是 3"),
    "a number that ends as the one stated": (with_limit("opinion", number=10), "三十个工作日"),
    "a day of the month": (with_limit("notice", unit="day_of_month"), "day_of_month 是 5"),
    "promptly where days are stated": (
        with_duty("notice", limit=None, promptly=True),
        "promptly",
    ),
    "days of the calendar": (with_limit("notice", (FIVE_DAYS, "五日内书面告知")), "working_days"),
    "days, and working days elsewhere": (
        with_limit("notice", (FIVE_DAYS, "三十日内书面告知"), number=5),
        "working_days 是 5",
    ),
    "the first day counts": (
        with_limit("notice", (FIVE_DAYS, "五个工作日内（当日计算在内）书面告知")),
        "自次日起",
    ),
    "the words of another article": (with_disposition("15.k1", "14.k1"), "第十四条第一款"),
    "the words of another paragraph": (with_disposition("14.k3", "14.k4"), "第十四条第四款"),
    "one of them, and all are asked": (
        with_article("11", "有下列情形之一的，不予容错：", "all"),
        "之一",
    ),
    "each of them, and one is enough": (
        with_article("7", "应当同时具备下列条件，缺一不可：", "any"),
        "同时具备",
    ),
    "two of several": (with_article("7", "应当具备下列条件中的两项以上：", "all"), "两项以上"),
}
ALIKE = {
    "no first day": with_limit("notice", (FIVE_DAYS, "五个工作日内（不含当日）书面告知")),
    "legal working days": with_limit("notice", (FIVE_DAYS, "五个法定工作日内书面告知")),
    "a number twice": with_limit("notice", (FIVE_DAYS, "5（五）个工作日内书面告知")),
    "working days in brackets": with_limit("notice", (FIVE_DAYS, "五日内（按工作日计算）书面告知")),
    "one of what is lacking": with_article(
        "7", "应当具备下列条件；缺少其中之一的，不予容错：", "all"
    ),
    "not one of them": with_article("7", "不具备下列条件之一的，不予容错：", "all"),
    "both at once": with_article("11", "同时具有教师资格的人员，有下列情形的：", "any"),
    "several offices": with_article("11", "有下列情形之一，经两个以上部门认定的：", "any"),
    "several offices for all": with_article(
        "7", "属于重点工作之一、由三个以上部门办理的，应当具备下列条件：", "all"
    ),
}


@pytest.mark.parametrize("change", DIFFERENT)
def test_what_the_law_says_otherwise_is_remarked_on(change):
    rules, words = DIFFERENT[change]
    (found,) = said(rules)
    assert words in found


@pytest.mark.parametrize("same", ALIKE)
def test_what_the_law_says_alike_in_other_words_is_not(same):
    assert said(ALIKE[same]) == []


@pytest.mark.parametrize(
    "words",
    [
        "本办法所称的“日”，是指工作日。",
        "本办法规定的日均为工作日。",
        "本办法关于“三日”“五日”的规定是指工作日。",
        "本办法的期限以工作日计算。",
    ],
)
def test_days_are_working_days_where_the_regulation_says_so(words):
    rules = with_limit("notice", (FIVE_DAYS, "五日内书面告知"))
    rules = dataclasses.replace(rules, regulation=f"{rules.regulation}{words}\n")
    assert said(rules) == []
