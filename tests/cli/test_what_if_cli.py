"""The commands on one case: what-if, sensitivity, paths, reason, questions and the interview."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import signal
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.command_line import CASES, ROOT, RULES, run, spawn
from support.half_known import POISONING_OPEN, half_known, written
from support.rulesets import FOLDERS
from tolerance_rules import Engine, Outcome
from tolerance_rules.cli.commands import paths as paths_command
from tolerance_rules.facts import CaseFacts
from tolerance_rules.formats.atomic_file import write_new
from tolerance_rules.formats.case_file import CaseFile, from_file, from_text
from tolerance_rules.formats.case_yaml import to_yaml
from tolerance_rules.formats.human_values import value_from_text
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.verdict.decision_data import CaseInfo
from tolerance_rules.what_if import (
    Scenario,
    compare,
    evidence_of,
    next_questions,
    paths_to,
    robustness,
    sensitivity,
    sufficient_reason,
)
from tolerance_rules.what_if.answers.changes import KINDS
from tolerance_rules.what_if.interview import Interview

pytestmark = pytest.mark.slow  # whole commands, each with its files

ENGINE = Engine.load()
RECOVERED = written("16_loss_recovered", {})
POISONING = written("21_food_poisoning", POISONING_OPEN)
TRIP = written("24_weekend_trip", {"work.performing_duty": None})
STRICT = ROOT / "examples" / "policy_strict.yaml"


COMMANDS = {
    "what-if": (
        ["--set", "损失=重大损失"],
        lambda engine, case: compare(
            engine, case, [Scenario(changes={"consequences.loss": "major"})]
        ),
    ),
    "sensitivity": ([], sensitivity),
    "paths": (
        ["--to", "not_pursued"],
        lambda engine, case: paths_to(engine, case, "not_pursued", limit=20),
    ),
    "reason": ([], sufficient_reason),
    "evidence": ([], evidence_of),
    "questions": ([], next_questions),
}
SECOND = FOLDERS[1]
SECOND_CASES = sorted((SECOND / "cases").glob("*.yaml"))


# --- All of them ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ruleset", "case"),
    [(RULES, RECOVERED), (RULES, POISONING), *((SECOND, case) for case in SECOND_CASES[:3])],
    ids=lambda path: path.stem,
)
@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_gives_what_the_library_says_in_every_format_and_language(name, ruleset, case):
    engine = Engine.load(ruleset)
    options, answer = COMMANDS[name]
    options = [*options, "--ruleset", ruleset]
    given = from_file(case, engine.rules.model)
    expected = answer(engine, given)
    document = json.loads(run(name, case, *options, "--format", "json").out)
    assert {**document, "file": str(case), **expected.to_dict()} == document
    for lang in ("zh", "en"):
        text = run(name, case, *options, "--lang", lang).out
        marked = run(name, case, *options, "--lang", lang, "--format", "markdown").out
        if name == "reason":
            robust = robustness(engine, given)
            told = [*expected.document(lang).sections[1:], *robust.document(lang).sections[1:]]
            for section in told:
                assert section.heading in text
                assert section.items[0].text in text
        else:
            assert text == expected.explain(lang)
            assert marked == expected.markdown(lang)
        assert marked.startswith("# ")
        assert bool(re.search(r"^一、", text, re.MULTILINE)) == (lang == "zh")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_takes_readings_and_policy_standard_input_and_a_file_to_write(name, tmp_path):
    options, _ = COMMANDS[name]
    done = run(name, RECOVERED, *options, "--reading", "remedy_scope=either", "--format", "json")
    document = json.loads(done.out)
    decision = document.get("before") or document["decision"]
    assert decision["outcome"] == "not_pursued"
    strict = json.loads(run(name, RECOVERED, *options, "--policy", STRICT, "--format", "json").out)
    assert (strict.get("before") or strict["decision"])["outcome"] == "lighter"
    file = tmp_path / "out.txt"
    data = RECOVERED.read_bytes()
    done = run(name, "-", *options, "-o", file, stdin=data)
    assert (done.out, done.code) == ("", 0)
    assert file.read_text(encoding="utf-8") == run(name, RECOVERED, *options).out
    copy = tmp_path / "case.yaml"
    copy.write_bytes(data)
    refused = run(name, copy, *options, "-o", copy)
    assert refused.code == 2
    assert "不能覆盖" in refused.err
    assert copy.read_bytes() == data


@pytest.mark.parametrize("name", [*COMMANDS, "ask"])
def test_a_wrong_case_is_refused_by_each_command_with_every_fault(name, tmp_path):
    options, _ = COMMANDS.get(name, ([], None))
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("facts:\n  work:\n    pilott: true\n    creative: yess\n", encoding="utf-8")
    done = run(name, wrong, *options)
    assert (done.code, done.out) == (1, "")
    assert "有 2 处错误" in done.err
    assert "您是否想写 work.pilot" in done.err
    clash = '{"nature.three_distinctions": true, "motive.knowing_violation": true}'
    wrong.write_text(clash, encoding="utf-8")
    assert "不能同时成立" in run(name, wrong, *options).err
    missing = run(name, tmp_path / "no" / "such.yaml", *options)
    assert missing.code == (2 if name == "ask" else 1)
    assert run(name, CASES, *options).code == 2
    assert run(name, "--help").out == run(name, "-h").out
    for lang, words in (("zh", "退出码"), ("en", "Exit\\s+codes")):
        assert re.search(words, run(name, "--help", "--lang", lang).out)


def test_exit_codes_say_whether_the_case_is_settled_or_a_way_was_found():
    for name in ("sensitivity", "reason", "questions"):
        assert run(name, RECOVERED).code == 0
        assert run(name, POISONING).code == 3
    settling = ["--set", "work.performing_duty=否"]
    assert run("what-if", TRIP, *settling).code == 0
    assert run("what-if", RECOVERED, "--set", "work.performing_duty=未查明").code == 3
    assert run("what-if", TRIP, *settling, "--scenario", "x: work.pilot=是").code == 3
    assert run("paths", RECOVERED, "--to", "exempt").code == 0
    assert run("paths", RECOVERED, "--to", "no_tolerance", "--only", "doable").code == 3


# --- what-if ----------------------------------------------------------------------------------


def supposed(*args):
    document = json.loads(run("what-if", RECOVERED, *args, "--format", "json").out)
    return document["scenarios"]


@pytest.mark.parametrize(
    ("written", "fact", "value"),
    [
        ("消除不良影响=积极主动", "remedy.impact_removal", "active"),
        ("消除不良影响＝无须", "remedy.impact_removal", "not_needed"),
        ("Remedy.Impact_Removal = ACTIVE ", "remedy.impact_removal", "active"),
        ("removal of adverse impact=not needed", "remedy.impact_removal", "not_needed"),
        ("如实说明、配合调查=×", "discretion.cooperated", False),
        ("discretion.minor_breach=0", "discretion.minor_breach", False),
        ("work.pilot=有", "work.pilot", True),
        ("对象类别=学院系(院)、部门", "subject.kind", "unit"),
        ("consequences.loss=没有", "consequences.loss", "none"),
        ("consequences.loss=？", "consequences.loss", None),
        ("discretion.aggravating=unknown", "discretion.aggravating", None),
    ],
)
def test_facts_and_values_are_understood_as_code_or_as_words(written, fact, value):
    (comparison,) = supposed("--set", written)
    assert [(each["fact"], each["after"]) for each in comparison["facts"]] == [(fact, value)]


def test_scenarios_stand_side_by_side_with_readings_and_policies():
    found = supposed(
        "--set",
        "remedy.impact_removal=active",
        "--set",
        "discretion.aggravating=true",
        "--scenario",
        "另读：reading.remedy_scope=either",
        "--scenario",
        f"从严: policy={STRICT}；情节轻微=否",
    )
    assert [each["name"] for each in found] == ["", "另读", "从严"]
    assert [each["after"]["outcome"] for each in found] == ["not_pursued", "not_pursued", "lighter"]
    assert [len(each["facts"]) for each in found] == [2, 0, 1]
    (reading,) = found[1]["readings"]
    assert (reading["name"], reading["before"], reading["after"]) == (
        "remedy_scope",
        "both",
        "either",
    )
    assert found[2]["policy"] == ["default", "strict"]
    told = run("what-if", RECOVERED, "--scenario", "甲: 情节轻微=否", "--set", "情节轻微=否").out
    assert "假设 1" in told
    assert "甲" in told


@pytest.mark.parametrize(
    ("args", "zh", "en"),
    [
        ([], "没有写假设", "Nothing is supposed"),
        (["--set", "work.pilot"], "work.pilot 应当写成 名称=值", "should be NAME=VALUE"),
        (["--set", "=是"], "应当写成 名称=值", "should be NAME=VALUE"),
        (["--set", "work.pilot="], "应当写成 名称=值", "should be NAME=VALUE"),
        (["--set", "wrk.pilot=是"], "您是否想写 work.pilot？", "did you mean work.pilot?"),
        (["--set", "消除影响=无须"], "您是否想写 消除不良影响？", "did you mean 消除不良影响?"),
        (["--set", "\x1b[2J=是"], "含有控制字符 U+001B", "control character U+001B"),
        (
            ["--set", "挽回损失=积极"],
            "挽回损失 的值不能是 积极；您是否想写 积极主动？可用的有：active 积极主动",
            "There are: active, passive, none, not_needed not needed, unknown",
        ),
        (["--set", "work.pilot=maybe"], "可用的有：是、否、未查明", "There are: yes, no, unknown"),
        (
            ["--set", "情节轻微=是", "--set", "discretion.minor_breach=否"],
            "discretion.minor_breach 假设了两次",
            "supposed twice",
        ),
        (["--set", "reading.remedy=either"], "您是否想写 remedy_scope？", "mean remedy_scope?"),
        (["--set", "reading.remedy_scope=any"], "没有选项 any", "has no option any"),
        (["--scenario", "work.pilot=是"], "应当写成 名称: 事实=值", "NAME: FACT=VALUE"),
        (["--scenario", "甲:"], "应当写成 名称: 事实=值", "NAME: FACT=VALUE"),
        (["--scenario", ""], "应当写成 名称: 事实=值", "NAME: FACT=VALUE"),
    ],
)
def test_what_cannot_be_supposed_is_a_usage_error_that_helps(args, zh, en):
    for lang, words in (("zh", zh), ("en", en)):
        done = run("what-if", RECOVERED, *args, "--lang", lang)
        assert (done.code, done.out) == (2, "")
        assert words in done.err
        assert "\x1b" not in done.err


def test_what_contradicts_the_case_is_said_with_the_reason():
    done = run("what-if", RECOVERED, "--set", "明令禁止后依然我行我素=是")
    assert done.code == 1
    assert "就不能又认定没有违反明确禁止性规定" in done.err
    missing = run("what-if", RECOVERED, "--set", "policy=no_such.yaml")
    assert missing.code == 1
    assert "no_such.yaml" in missing.err


def test_several_values_of_a_fact_may_be_supposed_to_be_still_possible():
    (comparison,) = supposed("--set", "损失＝重大损失｜SOME")
    (change,) = comparison["facts"]
    assert (change["before"], change["after"]) == ("some", ["some", "major"])
    assert len(comparison["after"]["reachable"]) == 2
    done = run("what-if", RECOVERED, "--set", "损失=重大损失|some")
    assert done.code == 3
    assert "损失（consequences.loss）：有损失，但不重大 → " in done.out
    wrong = run("what-if", RECOVERED, "--set", "损失=重大损失|")
    assert wrong.code == 2
    assert "；几个值都还可能的，用 | 隔开" in wrong.err


# --- paths ------------------------------------------------------------------------------------


def test_what_can_still_be_done_is_listed_as_of_the_decision():
    text = run("paths", RECOVERED, "--to", "不予追究责任", "--only", "还可以做到").out
    assert text.startswith("尚需具备的事实（达到“不予追究责任”）：")
    assert "作出决定前还可以做到的事项：最少 1 项，共 1 种办法" in text
    assert "是否做到，以作出决定时为准；作出决定以后的整改不在其内。" in text
    assert "消除不良影响（remedy.impact_removal）：没有采取措施 → 积极主动" in text
    assert "无须" not in text
    land = written("03_dormitory_land", {})
    nothing = run("paths", land, "--to", "not_pursued", "--only", "doable")
    assert nothing.code == 3
    assert "只看这些变更（还可以做到），达不到“不予追究责任”。" in nothing.out
    assert nothing.out.count("\n\n") == 1


def test_a_bar_that_a_change_does_away_with_is_told_with_what_its_card_says():
    refused = written("09_refused_rectification", {})
    for only in ((), ("--only", "doable")):
        text = run("paths", refused, "--to", "lighter", *only).out
        assert "- 第六条第（五）项：以作出决定时的情况为准。" in text
    assert "认定时注意" not in run("paths", RECOVERED, "--to", "lighter").out


def test_limit_keeps_the_smallest_and_counts_the_rest():
    whole = json.loads(run("paths", POISONING, "--to", "not_pursued", "--format", "json").out)
    none = json.loads(
        run("paths", POISONING, "--to", "not_pursued", "--limit", "0", "--format", "json").out
    )
    assert none["paths"] == none["smallest"] == whole["smallest"]
    assert none["total"] == whole["total"] > len(none["paths"])
    assert "没有列出的办法" in run("paths", POISONING, "--to", "not_pursued", "--limit", "0").out


@pytest.mark.parametrize(
    ("args", "zh", "en"),
    [
        ([], "缺少参数：--to", "Missing argument: --to"),
        (["--to", "不予追究责仁"], "您是否想写 不予追究责任？", "did you mean “不予追究责任”?"),
        (
            ["--to", "xyz"],
            "没有名为 xyz 的结论。可用的有：not_pursued 不予追究责任",
            "There are: not_pursued",
        ),
        (["--to", "exempt", "--only", "doabel"], "您是否想写 doable？", "did you mean doable?"),
        (["--to", "exempt", "--limit", "-1"], "-1 不是整数", "-1 is not a whole number"),
        (["--to", "exempt", "--limit", "9" * 30], "不是整数", "not a whole number"),
    ],
)
def test_hostile_arguments_of_paths_are_usage_errors(args, zh, en):
    for lang, words in (("zh", zh), ("en", en)):
        done = run("paths", RECOVERED, *args, "--lang", lang)
        assert (done.code, done.out) == (2, "")
        assert words in done.err


def test_the_codes_in_the_help_of_paths_are_those_of_the_library():
    words = run("paths", "--help").out
    assert all(outcome.value in words for outcome in Outcome)
    assert paths_command.KINDS == KINDS


# --- ask --------------------------------------------------------------------------------------


def ask(answers, *args, case=POISONING, lang="zh"):
    text = "".join(f"{answer}\n" for answer in answers)
    return run("ask", case, *args, "--lang", lang, stdin=text.encode())


def test_an_interview_asks_until_the_case_is_settled_and_keeps_what_is_said_of_it(tmp_path):
    file = tmp_path / "补充.yaml"
    done = ask(["有", "3", "否", "2", "n", "never asked"], "-o", file)
    assert done.code == 0
    assert done.err == ""
    assert "案件：示例-21 食堂疑似食物中毒" in done.out
    assert "第 2 问　不良影响（会影响结论的还有 4 项）" in done.out
    assert "  是否为他人谋取私利（不正当利益）？\n    1 是\n    2 否\n  答：否\n" in done.out
    assert "  → 否。结论已定：从轻处理。" in done.out
    assert "答了 4 项，其中未查明 0 项。已写出" in done.out
    assert "never asked" not in done.out
    before, after = from_file(POISONING), from_file(file)
    assert after.info == before.info
    given = {
        "motive.gain_for_others": False,
        "nature.eight_point_violated": False,
        "nature.serious_breach": False,
        "consequences.impact": "serious",
    }
    assert after.facts == before.facts.with_facts(given)
    assert run("evaluate", file).code == 0


@pytest.mark.parametrize("none", ["1", "是", "没有", "一项都没有", "Yes", "None of these", "１"])
def test_one_question_stands_for_the_bars_that_are_open(none, tmp_path):
    file = tmp_path / "out.yaml"
    done = ask([none, "b", none, "没有"], "-o", file)
    assert done.code == 0
    assert (
        "第 1 问　逐项排查不予容错情形（会影响结论的还有 4 项）\n"
        "  以下不予容错情形，是否一项都没有？\n"
        "    第六条第（二）项：违反中央八项规定精神；严重违纪违法\n"
        "    第六条第（三）项：为他人谋取私利\n"
        "    第六条第（四）项：不良影响（恶劣社会影响）\n"
        "    1 一项都没有\n"
        "    2 有，或者还不能确定：接着逐项问\n"
    ) in done.out
    assert done.out.count("  → 一项都没有。现在可能的结论：减轻处理、从轻处理。") == 2
    # That the impact is not vile leaves open how grave it is: nothing more was asked.
    assert "    1 没有\n    2 有不良影响，但不严重\n    3 严重不良影响\n  答：b" in done.out
    assert "答了 5 项，其中未查明 0 项" in done.out
    facts = from_file(file).facts
    assert facts.consequences.impact == "none"
    assert facts.nature.serious_breach is facts.motive.gain_for_others is False


def test_an_interview_in_english(tmp_path):
    done = ask(["none of these", "", "q"], "-o", tmp_path / "more.yaml", lang="en")
    assert done.code == 3
    assert (
        "Question 1: Going through every bar to tolerance (facts that still bear on the outcome: 4)"
        "\n  Is none of the following present (each a bar to tolerance)?\n"
        "    Article 6(2) 第六条第（二）项: Eight-point Decision violated; serious breach"
    ) in done.out
    assert "    2 some, or not known: they are asked one by one\n  Answer: none of" in done.out
    assert "Not established" not in done.out
    assert "Nothing more is established; it is not asked again." in done.out
    assert "Outcome, as presumed: mitigated punishment; not settled, it may be" in done.out
    written = (tmp_path / "more.yaml").read_text(encoding="utf-8")
    assert "gain_for_others: false  # gain sought for others: no" in written
    assert "impact: [none, some, serious]" in written


def test_what_is_unknown_is_not_asked_again_and_b_goes_back(tmp_path):
    file = tmp_path / "out.yaml"
    done = ask(["b", "也许", "", "返回", "未查明", "不详", "b", "是"], "-o", file)
    questions = re.findall(r"^第 (\d) 问　(.+)（", done.out, re.MULTILINE)
    all_, first, second, third = (
        "逐项排查不予容错情形",
        "不良影响",
        "为他人谋取私利",
        "违反中央八项规定精神",
    )
    assert questions == [
        ("1", all_),
        ("2", first),
        ("3", second),
        ("2", first),
        ("3", second),
        ("4", third),
        ("3", second),
    ]
    assert "这是第一问" in done.out
    assert done.out.count("→ 逐项问。") == 1
    assert done.out.count("记为未查明，不再问") == 3
    assert done.out.count("退回上一问") == 2
    assert done.code == 0
    assert from_file(file).facts.motive.gain_for_others is True
    assert from_file(file).facts.consequences.impact is None


def test_an_answer_that_is_none_is_refused_and_asked_for_again(tmp_path):
    refused = ["3", "0", "也许", "\x1b[31m", "９"]
    done = ask(["2", "1", *refused, "１"], "-o", tmp_path / "out.yaml")
    assert done.code == 0
    assert done.out.count("看不懂：为他人谋取私利 的值不能是") == 5
    assert "可用的有：是、否、未查明" in done.out
    assert "\x1b" not in done.out
    assert "→ 是。结论已定：不予容错。" in done.out


def test_an_answer_may_leave_several_values_possible(tmp_path):
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    refused = ["|", "1|5", "没有|不详", "恶劣", "1-2"]
    done = ask(["2", *refused, "2|恶劣社会影响｜3", "2｜3", "q"], "-o", first)
    assert done.code == 3
    assert done.out.count("看不懂：不良影响 的值不能是") == 6
    assert "；几个值都还可能的，用 | 隔开" in done.out
    assert "→ “有不良影响，但不严重”或“严重不良影响”。可能的结论不变。" in done.out
    assert from_file(first).facts.consequences.impact == ("some", "serious")

    # Asked again, only what is still possible is listed and taken; no answer takes nothing back.
    done = ask([""] * 20, "-o", second, case=first)
    assert "    1 有不良影响，但不严重\n    2 严重不良影响\n  答：\n" in done.out
    assert "→ 没有进一步查明，不再问。" in done.out
    assert not second.exists()
    asked = re.findall(r"^第 \d+ 问　(.+)（", done.out, re.MULTILINE)
    skipped = [""] * asked.index("不良影响")
    done = ask([*skipped, "没有", "3", "1|2", "q"], "-o", second, case=first)
    assert done.out.count("看不懂：") == 2
    assert done.out.count("没有进一步查明") == 1
    done = ask([*skipped, "2", "q"], "-o", second, case=first)
    assert from_file(second).facts.consequences.impact == "serious"
    told = run("questions", first).out
    assert re.search(r"不良影响（consequences.impact）：.+\n +- 有不良影响，但不严重：", told)


def test_q_saves_what_was_answered_so_far(tmp_path):
    file = tmp_path / "out.yaml"
    done = ask(["2", "1", "q"], "-o", file)
    assert done.code == 3
    assert "推定结论：减轻处理；尚未确定，可能是减轻处理、不予容错。" in done.out
    assert "还须查明 3 项：为他人谋取私利；违反中央八项规定精神；严重违纪违法。" in done.out
    assert from_file(file).facts.consequences.impact == "none"
    nothing = ask(["", "", "结束"], "-o", tmp_path / "none.yaml")
    assert nothing.code == 3
    assert "没有查明新的事实，没有写出文件" in nothing.out
    assert sorted(tmp_path.iterdir()) == [file]


def test_input_that_ends_leaves_no_file_and_says_so(tmp_path):
    for lang, words in (
        ("zh", "输入在第 2 问处到头了，没有写出任何文件"),
        ("en", "nothing was written"),
    ):
        done = ask(["否"], "-o", tmp_path / "out.yaml", lang=lang)
        assert done.code == 1
        assert words in done.err
    assert not list(tmp_path.iterdir())


def test_a_settled_case_asks_nothing_and_writes_nothing(tmp_path):
    done = ask([], "-o", tmp_path / "out.yaml", case=RECOVERED)
    assert done.code == 0
    assert done.out.split() == ["结论已定：免于处理。", "没有还须查明的事实，没有写出文件。"]
    assert not list(tmp_path.iterdir())


def test_where_every_open_fact_stays_unknown_the_interview_ends_unsettled(tmp_path):
    done = ask([""], "-o", tmp_path / "out.yaml", case=TRIP)
    assert done.code == 3
    may_be = "不予容错、按照有关规定处理（不适用容错）"
    assert f"推定结论：不予容错；尚未确定，可能是{may_be}。" in done.out


def test_what_an_answer_implies_and_what_it_leaves_to_explain_is_told(tmp_path):
    case = tmp_path / "case.yaml"
    facts = half_known(
        "16_loss_recovered",
        {
            "nature.persisted_after_prohibition": None,
            "nature.express_prohibition_violated": None,
            "remedy.impact_removal": None,
        },
    ).facts
    case.write_text(json.dumps({"facts": facts.model_dump()}), encoding="utf-8")
    answers = {
        "nature.persisted_after_prohibition": "未查明",
        "nature.express_prohibition_violated": "否",
        "remedy.impact_removal": "无须",
    }
    interview, given = Interview(ENGINE, from_file(case)), []
    while (question := interview.question) is not None:
        spec = CaseFacts.vocabulary[question.fact]
        given.append(answers.get(question.fact) or spec.label_of(spec.presumed))
        interview = interview.answered(value_from_text(spec, given[-1]))
    done = ask(given, "-o", tmp_path / "out.yaml", case=case)
    assert done.code == 0
    assert "由此推知 明令禁止后依然我行我素：否。" in done.out
    assert "须作说明：既造成了不良影响，为何无须消除？请说明依据。" in done.out


def test_an_answer_that_contradicts_the_others_is_refused_with_the_reason(tmp_path):
    rules = tmp_path / RULES.name
    shutil.copytree(RULES, rules)
    file = rules / "consistency.yaml"
    added = (
        "impossible:\n"
        '  - id: "loss_without_need_to_recover"\n'
        "    facts:\n"
        "      - {fact: consequences.loss, is: [some]}\n"
        "      - {fact: remedy.loss_recovery, is: [not_needed]}\n"
        "    reason: 有损失，就不是无须挽回。\n"
        "    reason_en: A loss is there to recover.\n"
    )
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("impossible:\n", added, 1), encoding="utf-8")
    case = tmp_path / "case.yaml"
    facts = from_file(RECOVERED).facts.with_facts(
        {"remedy.impact_removal": "active", "remedy.loss_recovery": None}
    )
    case.write_text(json.dumps({"facts": facts.model_dump()}), encoding="utf-8")
    out = tmp_path / "out.yaml"
    done = ask(["无须", "4", "消极应付"], "-o", out, "--ruleset", rules, case=case)
    assert done.code == 0
    conflict = "同已有的事实矛盾：consequences.loss（损失）= 有损失，但不重大 与 remedy"
    assert done.out.count(conflict) == 1
    assert "看不懂：挽回损失 的值不能是 4。可用的有：active 积极主动、passive 消极应付" in done.out
    assert "有损失，就不是无须挽回" in done.out
    assert done.out.count("没有记下。请核实后重新答") == 1
    assert from_file(out).facts.remedy.loss_recovery == "passive"


def test_a_new_case_is_asked_from_the_start(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for args, name in (([], "case.yaml"), ([], "case_2.yaml"), (["新案.yaml"], "新案.yaml")):
        done = run("ask", *args, stdin="2\n拒不整改\n否\n")
        assert done.code == 0
        assert f"没有 {name} 这个文件，按新案件问" in done.out
        facts = from_file(tmp_path / name).facts
        assert facts == CaseFacts.from_facts(
            {"work.performing_duty": False, "remedy.rectification": "refused"}
        )


def test_without_a_name_the_case_goes_beside_the_one_given(tmp_path):
    case = tmp_path / "甲.yaml"
    shutil.copy(POISONING, case)
    before = case.read_bytes()
    for source, name in ((case, "甲_answered"), (case, "甲_answered_2")):
        assert ask(["有", "恶劣社会影响"], case=source).code == 0
        assert (tmp_path / f"{name}.yaml").is_file()
    assert ask(["有", "没有", "q"], "-o", tmp_path / "乙.yaml", case=case).code == 3
    assert ask(["都没有"], case=tmp_path / "乙.yaml").code == 0
    assert case.read_bytes() == before
    names = {"甲.yaml", "甲_answered.yaml", "甲_answered_2.yaml", "乙.yaml", "乙_answered.yaml"}
    assert {each.name for each in tmp_path.iterdir()} == names


def test_no_file_is_ever_overwritten(tmp_path):
    taken = tmp_path / "taken.yaml"
    taken.write_text("mine", encoding="utf-8")
    dangling = tmp_path / "link.yaml"
    dangling.symlink_to(tmp_path / "nowhere.yaml")
    for target in (taken, dangling):
        done = ask(["是"], "-o", target)
        assert (done.code, done.out) == (2, "")
        assert "已经存在，不会覆盖" in done.err
    assert taken.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "nowhere.yaml").exists()


def test_a_file_that_appears_meanwhile_is_kept_and_the_answers_are_printed(tmp_path, monkeypatch):
    target = tmp_path / "out.yaml"
    answered = Interview.answered

    def slowly(self, value):
        target.write_text("mine", encoding="utf-8")
        return answered(self, value)

    monkeypatch.setattr(Interview, "answered", slowly)
    done = ask(["2", "4"], "-o", target)
    assert done.code == 1
    assert target.read_text(encoding="utf-8") == "mine"
    assert "写不进去：已经存在" in done.err
    assert "impact: vile" in done.out
    assert list(tmp_path.iterdir()) == [target]


def test_a_disk_without_links_is_written_to_all_the_same(tmp_path, monkeypatch):
    def refused(*_):
        raise PermissionError

    monkeypatch.setattr(os, "link", refused)
    write_new(tmp_path / "a.txt", "容错\n")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a.txt", "other")
    assert [each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == ["容错\n"]


@pytest.mark.parametrize(
    ("case", "args", "words"),
    [
        ("-", [], "不能是 -"),
        (POISONING, ["-o", "-"], "不能是 -"),
        (POISONING, ["-o", "\x1b[31m/x.yaml"], "含有控制字符 U+001B"),
        (POISONING, ["-o", "out.json"], "应当以 .yaml 结尾"),
        (POISONING, ["-o", "no/such/out.yaml"], "没有目录"),
        ("no_such.yaml", ["-o", "out.yaml"], "没有 no_such.yaml 这个文件"),
        (POISONING, ["--format", "json"], "没有名为 --format 的选项"),
    ],
)
def test_an_interview_that_could_not_be_saved_does_not_start(
    case, args, words, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    done = ask(["是"], *args, case=case)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "ascii"])
def test_an_interview_through_a_pipe_of_any_encoding(encoding, tmp_path):
    file = tmp_path / "out.yaml"
    answers = "有\n不清楚\n\n是\n" if encoding != "ascii" else "2\nunknown\n\xff\n\nyes\n"
    stdin = answers.encode("latin-1" if encoding == "ascii" else encoding)
    code, out, err = spawn("ask", POISONING, "-o", file, stdin=stdin, PYTHONIOENCODING=encoding)
    assert (code, err) == (0, b"")
    assert out.decode(encoding)
    assert from_file(file).facts.nature.eight_point_violated is True


@pytest.mark.skipif(os.name == "nt", reason="no such terminals")
@pytest.mark.parametrize("last", ["4\n", "\x04", "\x03"], ids=["settled", "ctrl-d", "ctrl-c"])
def test_an_interview_at_a_keyboard(last, tmp_path):
    import pty

    file = tmp_path / "out.yaml"
    child, terminal = pty.fork()
    if child == 0:
        python = [sys.executable, "-m", "tolerance_rules", "ask", str(POISONING), "-o", str(file)]
        os.execve(
            sys.executable, python, {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
        )
    try:
        seen = _until(terminal, "作出结论日期.*答：", "", "")
        seen = _until(terminal, "第 1 问.*答：", seen, "\n")
        seen = _until(terminal, "第 2 问.*答：", seen, "否\n")
        if last == "4\n":
            seen = _until(terminal, "1 写出案件文件", seen, last)
            seen = _until(terminal, "evaluate", seen, "\n")
        else:
            seen = _until(terminal, "已中断", seen, last)
    finally:
        code = _ended(child)
        os.close(terminal)
    draft = tmp_path / "out.yaml.draft"
    if last == "4\n":
        assert code == 0
        assert from_file(file).facts.consequences.impact == "vile"
        assert not draft.exists()
    else:
        assert code == 130
        assert "没有写出案件文件；已答的留在草稿" in seen
        assert not file.exists()
        assert draft.exists()


def _ended(child):
    """Return the exit code of a process, which is made to end if it does not by itself."""
    for _ in range(100):
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _until(terminal, pattern, seen, answer):
    """Return what the terminal has shown once a pattern is in it, after an answer is typed."""
    os.write(terminal, answer.encode())
    end = time.monotonic() + 30
    while not re.search(pattern, seen, re.DOTALL):
        assert time.monotonic() < end, seen
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 65536).decode(errors="replace")
        elif answer == "\x03":
            # One that comes just as the line is being set up waits for the next key.
            os.write(terminal, answer.encode())
    return seen


@pytest.mark.parametrize("number", [8, 9, 13, 24])
def test_an_interview_answered_from_a_case_comes_to_what_the_case_comes_to(number):
    (path,) = CASES.glob(f"{number:02}_*.yaml")
    whole = ENGINE.evaluate(from_file(path))
    known = whole.facts.flat | {each.fact: each.value for each in whole.implied}
    interview, asked = Interview(ENGINE, CaseFile(CaseFacts())), set()
    while interview.question is not None:
        # The most decisive; of those that are equally so, any may be first.
        left = [each for each in interview.open.questions if each.fact not in asked]
        assert [each.fact for each in interview.open.questions] == list(
            interview.decision.open_facts
        )
        assert interview.question.decisiveness == left[0].decisiveness
        asked.add(interview.question.fact)
        interview = interview.answered(known[interview.question.fact])
    assert interview.decision.outcome is whole.outcome
    assert interview.decision.reachable == whole.reachable
    assert interview.undone().answers == interview.answers[:-1]
    with pytest.raises(ValueError, match="没有待答的问题"):
        interview.answered(None)


@given(
    facts=st.fixed_dictionaries(
        {name: st.sampled_from((None, *spec.values)) for name, spec in CaseFacts.vocabulary.items()}
    ),
    texts=st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\t\r"\\#:-')),
        min_size=4,
        max_size=4,
    ),
    lang=st.sampled_from(("zh", "en")),
)
@settings(max_examples=60, deadline=None)
def test_a_case_written_is_the_case_read(facts, texts, lang):
    number, title, authority, note = texts
    info = CaseInfo(
        id=number,
        title=title,
        authority=authority,
        occurred_on="2024-05-01",
        evidence=FrozenDict({"work.pilot": note, "consequences.loss": "甲：乙 # 丙"}),
    )
    case = CaseFile(CaseFacts.from_facts(facts), info)
    assert from_text(to_yaml(case, lang).encode(), "case.yaml") == case
