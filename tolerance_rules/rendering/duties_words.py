"""Duties words: what is said of the obligations of a case, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_rules.language import Pair

WORDS: dict[str, Pair] = {
    "title": ("义务", "Duties"),
    "title_of": ("{0}：{1}", "{0}: {1}"),
    "about": ("案件", "Case"),
    "settled": ("结论：{0}", "Outcome: {0}"),
    "presumed": (
        "推定结论：{0}；结论未定，部分义务尚不能确定",
        "Outcome as presumed: {0}; unsettled, so some duties are not certain",
    ),
    "decided": ("作出决定：{0}", "Decided on: {0}"),
    "undecided": (
        "尚未作出决定（案件没有写决定日期）",
        "Not yet decided (the case gives no date of the decision)",
    ),
    "on": ("以下是 {0} 的情况", "As of {0}"),
    "one": ("{label}（{clause}）", "{label} ({clause})"),
    "who": ("{0}", "{0}"),
    "who_to": ("{0}，向{1}", "{0}, to {1}"),
    "by": ("{0} 截止", "by {0}"),
    "between": (
        "最早 {0} 届满，最迟 {1}；放假安排尚未公布",
        "by {0} at the earliest, {1} at the latest: the official calendar is not published yet",
    ),
    "from_on": (
        "最早 {0} 届满；放假安排尚未公布",
        "by {0} at the earliest: the official calendar is not published yet",
    ),
    "rests": ("当日是休息日，原文未规定顺延", "a day of rest, which does not move it"),
    "promptly": ("及时（原文未写明几日）", "without delay; no number of days is set"),
    "limit_in_text": ("期限见原文，程序不推算", "the limit is in the text, and not computed"),
    "no_limit": ("原文未写期限", "no time limit is set"),
    "to_be_set": ("期限从“{0}”起算", "the time runs from: {0}"),
    "overdue": ("已逾期 {0} 天", "overdue by {0} days"),
    "too_late": ("期限已过", "the time for it is past"),
    "perhaps": (
        "可能已经逾期，尚不能确定：放假安排尚未公布",
        "may be overdue: the official calendar is not published yet",
    ),
    "done": ("{0} 办理", "done on {0}"),
    "done_late": ("{0} 办理，逾期 {1} 天", "done on {0}, {1} days late"),
    "done_perhaps": (
        "{0} 办理，是否逾期尚不能确定：放假安排尚未公布",
        "done on {0}; whether late is not known: the official calendar is not published yet",
    ),
    "waits": ("待“{0}”之后", "waits for: {0}"),
    "quote": ("原文：“{0}”", "Text: “{0}”"),
    "gloss": ("{0}", "{0}"),
    "document": ("文书：{0}", "Document: {0}"),
    "form": (
        "文书：{0}；由 tolerance-rules form {1} 写出",
        "Document: {0}; made by tolerance-rules form {1}",
    ),
    "evidence": ("办理的凭据：{0}", "Shown by: {0}"),
    "and": ("、", " and "),
    "joined": ("；", "; "),
}
GROUPS: Mapping[str, tuple[Pair, Pair]] = {
    "overdue": (("逾期未办", "Overdue"), ("", "")),
    "due": (("应当办理", "To be done now"), ("", "")),
    "next": (
        ("后续各步", "What comes next"),
        (
            "前一步办结并记载日期后开始",
            "Each begins once the step before it is recorded",
        ),
    ),
    "may": (("可以办理", "What may be done"), ("", "")),
    "lasting": (("持续负有的义务", "Lasting duties"), ("", "")),
    "open": (("取决于尚未查明的事实", "Depending on facts not yet established"), ("", "")),
    "contingent": (("有关情形出现时办理", "Only if something happens"), ("", "")),
    "unrecorded": (
        ("决定已经作出，此前各步没有办理的记载", "Steps before the decision that are not recorded"),
        (
            "已经办理的，请在案件的 handling 中补记日期",
            "Where they were taken, add their days to the section handling of the case",
        ),
    ),
    "done": (("已办理", "Done"), ("", "")),
    "not_applicable": (("不适用", "Not applicable"), ("", "")),
}
"""The parts of a report, in order: every obligation is in one. Heading, and how to read it."""

BRIEF = ("contingent", "unrecorded", "done")
"""The parts of which only the first line of each obligation is told."""
