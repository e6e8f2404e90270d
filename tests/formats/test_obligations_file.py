"""The duties of a ruleset: read as they are written, and every fault said with its line."""

from __future__ import annotations

import pytest

from support.english import require_english
from support.faulty_rules import copied
from support.rulesets import RULESETS, SHIPPED, for_every_ruleset
from tolerance_rules import loader
from tolerance_rules.errors import RulesError
from tolerance_rules.formats.conditions import squash
from tolerance_rules.rules import Deadline

INCLUDED = "    day_included: {reading: filing_day, inclusive: true, exclusive: false}\n"
FILED = INCLUDED + "    evidence: {zh: 两个部门的签收记录"
NOTICE = "    quote: 应当在7个工作日内告知责任追究对象及其所在党组织\n"
SEVEN = "    working_days: 7\n"
VISIT = "    document: {zh: 回访记录, en: record of the visit}\n"

# What is changed: words, other words. What is said: code, and a part of the message or remedy.
FAULTS = {
    "a quote of other words": ("应当在7个工作日内告知", "应当在9个工作日内告知", "R026", "第七条"),
    "a clause that says something else": (
        f'clause: "7.6"\n{NOTICE}',
        f'clause: "7.7"\n{NOTICE}',
        "R026",
        "请从原文照抄：纠错整改",
    ),
    "a clause that is not there": (
        f'clause: "7.6"\n{NOTICE}',
        f'clause: "7.60"\n{NOTICE}',
        "R026",
        "原文没有这一条款",
    ),
    "a clause that is none": (
        f'clause: "7.6"\n{NOTICE}',
        f'clause: "七"\n{NOTICE}',
        "R066",
        "不是条、款、项的编号",
    ),
    "a clause without quotes": (
        f'clause: "7.6"\n{NOTICE}',
        f"clause: 7.6\n{NOTICE}",
        "R005",
        "没有加引号",
    ),
    "no quote": (NOTICE, "", "R002", "quote"),
    "two time limits": (SEVEN, SEVEN + "    day_of_month: 3\n", "R124", "几种期限"),
    "a limit and a set day": (SEVEN, SEVEN + "    by: [decision]\n", "R124", "几种期限"),
    "a day that some months have not": (
        f"day_of_month: 25\n{FILED}",
        f"day_of_month: 31\n{FILED}",
        "R125",
        "1 到 28",
    ),
    "a number in words": ("working_days: 7", "working_days: 七", "R125", "1 到 250"),
    "no working day at all": ("working_days: 7", "working_days: 0", "R125", "1 到 250"),
    "a reading that is none": (
        f"reading: filing_day{FILED.partition('filing_day')[2]}",
        f"reading: filling_day{FILED.partition('filing_day')[2]}",
        "R023",
        "filing_day",
    ),
    "an option without an answer": (FILED, FILED.replace(", exclusive: false}", "}"), "R002", "ex"),
    "an answer that is none": (FILED, FILED.replace("false}", "24}"), "R006", "false"),
    "a reading of another phrase": (
        FILED,
        FILED.replace("filing_day", "old_law"),
        "R060",
        "每月25日前",
    ),
    "a day that is none": (SEVEN, SEVEN + INCLUDED, "R127", "请删去"),
    "the same day, perhaps": ("same_day: true", "same_day: false", "R132", "只能写 true"),
    "an outcome that is none": (
        "    outcomes: [not_pursued]\n    starts: exemption_letter",
        "    outcomes: [not_persued]\n    starts: exemption_letter",
        "R006",
        "not_pursued",
    ),
    "an outcome twice": (
        "    outcomes: [not_pursued]\n    starts: exemption_letter",
        "    outcomes: [not_pursued, not_pursued]\n    starts: exemption_letter",
        "R030",
        "写了两次",
    ),
    "a key of no kind": (SEVEN, "    working_day: 7\n", "R008", "working_days"),
    "keys out of order": (
        f"{VISIT}    evidence: {{zh: 回访记录, en: the record}}\n",
        f"    evidence: {{zh: 回访记录, en: the record}}\n{VISIT}",
        "R009",
        "次序",
    ),
    "a party that is none": (
        "    who: concerned\n    to: [subject]\n    force: shall\n    continuing",
        "    who: concerning\n    to: [subject]\n    force: shall\n    continuing",
        "R006",
        "concerned",
    ),
    "a beginning that is none": (
        "starts: signature_opposed",
        "starts: signature_opposing",
        "R006",
        "signature_opposed",
    ),
    "beginnings that run in a ring": (
        "starts: conclude",
        "starts: decide",
        "R133",
        "decide → decide",
    ),
    "a day that is not set beforehand": (
        "by: [correction_due, correction_extended_to]\n    evidence",
        "by: [correction_poor]\n    evidence",
        "R006",
        "by",
    ),
    "a name for two": ('  - id: "talk"', '  - id: "visit"', "R131", "同名"),
    "a Chinese name for two": ("    zh: 谈心谈话\n", "    zh: 跟踪回访\n", "R131", "跟踪回访"),
    "a name that is no code": ('  - id: "talk"', '  - id: "谈心"', "R130", "小写英文字母"),
    "a name that is taken": ('  - id: "talk"', '  - id: "decision"', "R130", "decision"),
    "a fact that is none": (
        "fact: remedy.rectification",
        "fact: remedy.rectified",
        "R024",
        "remedy",
    ),
    "a fact with other words": ("quote: 未涉及具体纠错事项}", "quote: 没有涉及}", "R026", "本项"),
    "what must be said, in other words": (
        "{quote: 一贯表现,",
        "{quote: 一贯的表现,",
        "R026",
        "影响期满",
    ),
    "a lasting duty with a limit": (
        "    continuing: true\n    outcomes: [not_pursued]\n    starts: decision\n",
        "    continuing: true\n    outcomes: [not_pursued]\n    starts: decision\n"
        "    working_days: 3\n",
        "R124",
        "不会有期限",
    ),
}


def faults(tmp_path, *edits):
    with pytest.raises(RulesError) as error:
        loader.from_yaml(copied(tmp_path, *edits))
    return error.value.faults


@pytest.mark.parametrize("change", FAULTS)
def test_a_fault_is_said_with_its_line_and_its_remedy(tmp_path, change):
    old, new, code, said = FAULTS[change]
    found = [each for each in faults(tmp_path, ("obligations.yaml", old, new)) if each.code == code]
    assert found
    assert said in f"{found[0].message} {found[0].remedy}"
    assert found[0].file.endswith("obligations.yaml")
    assert found[0].line > 15
    require_english(found, new)


def test_the_date_of_a_register_is_of_one_duty_from_the_decision(tmp_path):
    evidence = "    evidence: {zh: 抄送回执, en: receipts of the copies}\n"
    visited = f"{VISIT}    evidence: {{zh: 回访记录, en: the record}}\n"
    found = faults(
        tmp_path,
        ("obligations.yaml", evidence, evidence + "    register: notice\n"),
        ("obligations.yaml", "    register: filing\n", ""),
        ("obligations.yaml", visited, visited + "    register: filing\n"),
    )
    assert {"R134", "R135"} <= {fault.code for fault in found}


def test_time_limits_where_rules_of_before_had_them_are_refused_with_the_way_on(tmp_path):
    old = "articles:                     # 条款所在的文件"
    edit = ("ruleset.yaml", old, f"deadlines: {{notice: {{working_days: 7}}}}\n{old}")
    found = faults(tmp_path, edit)
    assert [(each.code, "obligations.yaml" in each.remedy) for each in found] == [("R136", True)]
    assert loader.from_yaml(tmp_path / loader.DEFAULT, as_they_were=True).deadlines


def test_a_ruleset_without_duties_has_none(tmp_path):
    folder = copied(tmp_path, ("readings.yaml", *_without_filing_day()))
    (folder / "obligations.yaml").unlink()
    rules = loader.from_yaml(folder)
    assert rules.deadlines == {}
    assert not rules.obligations
    assert rules.sha256 != SHIPPED.sha256


def _without_filing_day() -> tuple[str, str]:
    from support.faulty_rules import SHIPPED as FOLDER

    text = (FOLDER / "readings.yaml").read_text(encoding="utf-8")
    start = text.index("  # 只关系期限")
    return text[start:], ""


def test_time_limits_are_read_as_they_are_written():
    found = {rules.id: rules.deadlines for rules in RULESETS}
    assert found["zzvc-2023-32"]["notice"].number == 7
    assert found["zzvc-2023-32"]["filing"].unit == "day_of_month"
    quote = "自作出之日起五个工作日内书面告知当事人及其所在单位"
    assert found["shili-2025-6"] == {"notice": Deadline("16", quote, "working_days", 5)}


def test_a_reading_of_a_time_limit_is_of_its_clause_and_of_no_condition(tmp_path):
    changes = [
        ("readings.yaml", 'clause: "7.8"', 'clause: "7.6"'),
        ("article_5.yaml", "- reading: constraints", "- reading: filing_day"),
    ]
    found = faults(tmp_path, *changes)
    assert {"R059", "R128"} <= {fault.code for fault in found}


@for_every_ruleset
def test_a_duty_quotes_the_regulation(rules):
    duties = rules.obligations
    quoted = [*duties.duties.values(), *duties.events.values(), *duties.others]
    quoted += [part for duty in duties.duties.values() for part in duty.contents]
    assert len(quoted) > 5
    for each in quoted:
        assert squash(each.quote) in squash(rules.regulation)


@for_every_ruleset
def test_the_fingerprint_covers_the_duties(rules, tmp_path):
    import shutil

    folder = tmp_path / rules.id
    shutil.copytree(rules.folder, folder, ignore=shutil.ignore_patterns("tests"))
    file = folder / "obligations.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("    force: shall", "    force: may", 1), encoding="utf-8")
    assert loader.from_yaml(folder).sha256 != rules.sha256
