"""The deadlines of a ruleset: read as they are written, and every fault said with its line."""

from __future__ import annotations

import re

import pytest

from support.english import require_english
from support.faulty_rules import copied
from support.rulesets import RULESETS, for_every_ruleset
from tolerance_rules import loader
from tolerance_rules.errors import RulesError
from tolerance_rules.formats.conditions import squash
from tolerance_rules.rules import Deadline

INCLUDED = "    day_included: {reading: filing_day, inclusive: true, exclusive: false}\n"
NOTICE, FILING = '    clause: "7.6"\n', "    day_of_month: 25\n"

# What is changed: words, other words. What is said: code, and a part of the message or remedy.
FAULTS = {
    "a quote of other words": ("应当在7个工作日内告知", "应当在9个工作日内告知", "R026", "第七条"),
    "a clause that says something else": ('"7.6"', '"7.7"', "R026", "请从原文照抄：纠错整改"),
    "a clause that is not there": ('"7.6"', '"7.60"', "R026", "原文没有这一条款"),
    "a clause that is none": ('"7.6"', '"七"', "R066", "不是条、款、项的编号"),
    "a clause without quotes": ('clause: "7.6"', "clause: 7.6", "R005", "没有加引号"),
    "no quote": ("    quote: 每月25日前分别报纪委办公室、组织人事处备案\n", "", "R002", "quote"),
    "no time limit": (FILING, "", "R124", "0 种期限"),
    "two time limits": (FILING, FILING + "    working_days: 3\n", "R124", "2 种期限"),
    "a day that some months have not": ("day_of_month: 25", "day_of_month: 31", "R125", "1 到 28"),
    "a number in words": ("working_days: 7", "working_days: 七", "R125", "1 到 250"),
    "no working day at all": ("working_days: 7", "working_days: 0", "R125", "1 到 250"),
    "a reading that is none": ("reading: filing_day", "reading: filling_day", "R023", "filing_day"),
    "an option without an answer": (", exclusive: false}", "}", "R002", "exclusive"),
    "an answer that is none": ("exclusive: false", "exclusive: 24", "R006", "false"),
    "an option that is none": ("exclusive: false", "exklusive: false", "R008", "exclusive"),
    "a reading of another phrase": (
        "reading: filing_day",
        "reading: old_law",
        "R060",
        "每月25日前",
    ),
    "a day that is none": (
        "    working_days: 7\n",
        f"    working_days: 7\n{INCLUDED}",
        "R127",
        "请删去",
    ),
    "an outcome that is none": (
        "outcomes: [not_pursued, exempt",
        "outcomes: [not_pursued, exampt",
        "R006",
        "exempt",
    ),
    "a deadline of no kind": ("  filing:  ", "  filling:", "R008", "filing"),
    "a key of no kind": ("    working_days: 7\n", "    working_day: 7\n", "R008", "working_days"),
}


def faults(tmp_path, old, new):
    with pytest.raises(RulesError) as error:
        loader.from_yaml(copied(tmp_path, ("ruleset.yaml", old, new)))
    return error.value.faults


@pytest.mark.parametrize("change", FAULTS)
def test_a_fault_is_said_with_its_line_and_its_remedy(tmp_path, change):
    old, new, code, said = FAULTS[change]
    found = [fault for fault in faults(tmp_path, old, new) if fault.code == code]
    assert found
    assert said in f"{found[0].message} {found[0].remedy}"
    assert found[0].file.endswith("ruleset.yaml")
    assert found[0].line > 15
    require_english(found, new)


def test_a_ruleset_without_deadlines_has_none(tmp_path):
    folder = copied(tmp_path)
    for name, part in (
        ("ruleset.yaml", "^deadlines:\n(?: .*\n)+"),
        ("readings.yaml", '^  - id: "filing_day"\n(?:    .*\n)+'),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        without = re.sub(part, "", text, flags=re.MULTILINE)
        assert without != text
        (folder / name).write_text(without, encoding="utf-8")
    assert loader.from_yaml(folder).deadlines == {}


def test_deadlines_are_read_as_they_are_written():
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
    with pytest.raises(RulesError) as error:
        loader.from_yaml(copied(tmp_path, *changes))
    assert {"R059", "R128"} <= {fault.code for fault in error.value.faults}


@for_every_ruleset
def test_a_deadline_quotes_the_regulation(rules):
    for deadline in rules.deadlines.values():
        assert squash(deadline.quote) in squash(rules.regulation)
