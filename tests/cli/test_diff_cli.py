"""Command line: diff, as an office worker types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support import faulty_rules
from support.command_line import ROOT, run
from tolerance_rules import Engine, InconsistentFactsError, Outcome, loader
from tolerance_rules.formats.case_file import from_file

pytestmark = pytest.mark.slow  # every case there is, on two sides

ID = "zzvc-2023-32"
OTHER = ROOT / "examples" / "rulesets" / "shili-2025-6"
STRICT = ROOT / "examples" / "policy_strict.yaml"
CONTRADICTION = faulty_rules.combination(
    "unit", "{fact: motive.gain_for_unit}", "{fact: discretion.minor_breach}"
)


@pytest.fixture
def amended(tmp_path: Path) -> Path:
    return faulty_rules.copied(
        tmp_path / "修订稿",
        (
            "article_6.yaml",
            "      unit_included:\n",
            "          - {fact: motive.gain_for_unit, quote: 他人谋取不正当利益}\n"
            "      unit_included:\n",
        ),
    )


def test_the_same_rules_are_the_same_and_exit_with_0() -> None:
    for arguments in ([ID], [ID, ID], [ID, loader.rulesets()[ID]]):
        done = run("diff", *arguments)
        assert done.code == 0
        assert "规则、读法、裁量惯例都相同" in done.out
        assert "没有一个的结论改变" in done.out
    english = run("diff", ID, "--lang", "en")
    assert english.code == 0
    assert "rules, readings and policy are the same" in english.out
    assert json.loads(run("diff", ID, "--format", "json").out)["changes"] == []


def test_two_folders_are_compared_and_each_change_has_its_case(
    amended: Path, tmp_path: Path
) -> None:
    old = faulty_rules.copied(tmp_path / "现行")
    # Where Article 2 binds all of Article 5, gain for the unit is not tolerated in any case.
    name, option = "three_distinctions_scope", "catch_all_only"
    read = [each for side in ("old", "new") for each in (f"--{side}-reading", f"{name}={option}")]
    done = run("diff", old, amended, *read, "--examples", tmp_path / "例案")
    assert done.code == 3
    assert "改动之处：6.3" in done.out
    # Once as the rules are read, and once more under other readings.
    assert done.out.count("6.3 (100%)") == 10
    files = sorted((tmp_path / "例案").glob("*.yaml"))
    assert "写出 5 个案件文件" in done.err
    assert [file.name for file in files] == [
        f"{outcome}-to-no_tolerance.yaml"
        for outcome in ("exempt", "lighter", "mitigated", "not_pursued", "ordinary_accountability")
    ]
    engines = [Engine.load(folder, readings={name: option}) for folder in (old, amended)]
    for file in files:
        before, after = (engine.evaluate(from_file(file)).outcome for engine in engines)
        assert file.name == f"{before}-to-{after}.yaml"
        assert from_file(file).info.title == f"{before.label()} → {after.label()}"
        assert "motive.gain_for_unit" not in file.read_text(encoding="utf-8")
        assert "gain_for_unit: true  # 为单位谋取私利：是  <--" in file.read_text(encoding="utf-8")
        shown = run("evaluate", file, "--ruleset", amended, "--reading", f"{name}={option}")
        assert shown.code == 0
        assert "结论：不予容错" in shown.out


def test_readings_and_policies_of_either_side_are_compared() -> None:
    reading = run("diff", ID, "--new-reading", "remedy_scope=either")
    assert reading.code == 3
    assert "改动之处：第七条第（五）项第四种情形“积极主动消除不良影响、挽回损失”的读法由“" in (
        reading.out
    )
    assert "”改为“做到一样即可；" in reading.out
    assert "remedy_scope" not in reading.out
    back = run("diff", ID, "--old-reading", "remedy_scope=either", "--format", "json")
    there = run("diff", ID, "--new-reading", "remedy_scope=either", "--format", "json")
    pairs = [
        {(each["before"], each["after"]): each["cases"] for each in json.loads(done.out)["changes"]}
        for done in (there, back)
    ]
    assert pairs[1] == {(after, before): cases for (before, after), cases in pairs[0].items()}
    other = "old_law=no_liability_suffices"
    assert run("diff", ID, "--old-reading", other, "--new-reading", other).code == 0
    policy = run("diff", ID, "--new-policy", STRICT)
    assert policy.code == 3
    assert "改动之处：裁量惯例" in policy.out
    assert "没有（结论表第 5/P1 行改为第 5/S1 行）" in policy.out
    assert run("diff", ID, "--old-policy", STRICT, "--new-policy", STRICT).code == 0


def test_a_case_that_one_side_refuses_is_told(tmp_path: Path) -> None:
    folder = faulty_rules.copied(tmp_path, ("consistency.yaml", "impossible:\n", CONTRADICTION))
    done = run("diff", ID, folder, "--examples", tmp_path / "例案")
    assert done.code == 3
    assert "改动之处：新增 矛盾 " in done.out
    assert "作为矛盾退回" in done.out
    files = sorted((tmp_path / "例案").glob("*-to-refused.yaml"))
    assert files
    for file in files:
        assert run("evaluate", file).code == 0
        refused = run("evaluate", file, "--ruleset", folder)
        assert refused.code == 1
        assert "不能同时成立" in refused.err
    english = run("diff", ID, folder, "--lang", "en")
    assert "refused as contradictory" in english.out
    assert "What was changed: contradiction " in english.out


def test_formats_and_languages_say_the_same(amended: Path, tmp_path: Path) -> None:
    data = json.loads(run("diff", ID, amended, "--format", "json").out)
    assert data["edits"][0] == "6.3"
    assert data["differs"]
    assert data["new"]["sha256"] == Engine.load(amended).rules.sha256
    assert int(data["changed"]) == sum(int(each["cases"]) for each in data["changes"])
    english, markdown = (
        run("diff", ID, amended, *options).out
        for options in (("--lang", "en"), ("--format", "markdown"))
    )
    for change in data["changes"]:
        cases = f"{int(change['cases']):,}"
        assert change["example"]["responsible"] == ["6.3"]
        for text in (english, markdown):
            assert cases in text
        assert Outcome(change["before"]).label("en") in english
        assert f"| {Outcome(change['before']).label()} | 不予容错 | {cases} |" in markdown
    assert "gain sought for the unit = yes" in english or "gain sought for unit = yes" in english
    file = tmp_path / "改动.md"
    assert run("diff", ID, amended, "--format", "markdown", "-o", file).code == 3
    assert file.read_text(encoding="utf-8") == markdown


def test_two_institutions_are_compared_by_the_facts_they_share(tmp_path: Path) -> None:
    facts = ("--new-fact", "纠正=及时纠正", "--new-fact", "procedure.too_urgent=是")
    done = run("diff", ID, OTHER, *facts, "--examples", tmp_path / "例案")
    assert done.code == 3
    heading = done.out.split("\n")[2]
    for text in ("枣职发〔2023〕32号", "示大发〔2025〕6号", "案件数", "枣职发〔2023〕32号 的依据"):
        assert text in heading
    assert "改动之处" not in done.out
    assert "共有的事实（名称、取值都相同）15 个，逐一取遍：推进改革创新、" in done.out
    assert "示大发〔2025〕6号 另有 30 个事实，固定不变：" in done.out
    assert "纠正：及时纠正" in done.out
    data = json.loads(run("diff", ID, OTHER, *facts, "--format", "json").out)
    assert len(data["facts"]["shared"]) == 15
    assert data["facts"]["other_values"] == []
    assert data["facts"]["held"]["new"]["remedy.correction"] == "timely"
    assert data["facts"]["held"]["old"]["work.performing_duty"] is True
    pairs = {(each["before"], each["after"]) for each in data["changes"]}
    assert {("mitigated", "not_pursued"), ("ordinary_accountability", "not_pursued")} <= pairs
    # The case of each change is written as either side would read it.
    engines = {"old": Engine.load(ID), "new": Engine.load(OTHER)}
    files = sorted((tmp_path / "例案").glob("*.yaml"))
    assert len(files) == 2 * len(data["changes"])
    for file in files:
        before, _, rest = file.stem.partition("-to-")
        after, _, side = rest.rpartition("-")
        expected = before if side == "old" else after
        case = from_file(file, engines[side].rules.model)
        if expected == "refused":
            with pytest.raises(InconsistentFactsError):
                engines[side].evaluate(case)
        else:
            assert engines[side].evaluate(case).outcome == expected
    english = run("diff", ID, OTHER, *facts, "--lang", "en")
    assert "cases by the shared facts" in english.out
    assert "has 30 facts of its own, held fixed: " in english.out
    assert run("diff", OTHER, "--format", "markdown").code == 0


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--new-fact", "work.pilot=true"], "是双方共有的事实"),
        (["--new-fact", "remedy.correction=未查明"], "要写一个确定的值"),
        (["--new-fact", "procedure.filing=before|after"], "要写一个确定的值"),
        (["--new-fact", "remedy.correctoin=timely"], "remedy.correction"),
        (["--old-fact", "remedy.correction=timely"], "没有名为 remedy.correction 的事实"),
        (["--new-fact", "remedy.correction=timley"], "timely"),
    ],
)
def test_only_facts_that_are_not_shared_can_be_held(arguments, problem) -> None:
    done = run("diff", ID, OTHER, *arguments)
    assert (done.code, done.out) == (2, "")
    assert problem in done.err


def test_facts_held_apart_that_clash_are_told() -> None:
    facts = ("--new-fact", "procedure.followed_plan=是", "--new-fact", "procedure.filing=none")
    done = run("diff", ID, OTHER, *facts)
    assert done.code == 1
    assert "不能同时成立" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        ([], 2, ""),
        (["没有", ID], 2, "没有"),
        ([ID, "zzvc-2023-23"], 2, ID),
        ([ID, "--new-reading", "remedy_scope=eithr"], 2, "either"),
        ([ID, "--new-reading", "remedy_scope"], 2, "名称=选项"),
        ([ID, "--new-policy", "没有.yaml"], 1, "没有.yaml"),
        ([ID, "-o", faulty_rules.SHIPPED / "policy.yaml"], 2, "不能覆盖"),
    ],
)
def test_usage_is_refused_with_what_is_wrong(arguments, code, problem) -> None:
    done = run("diff", *arguments)
    assert problem in done.err
    assert done.out == ""
    assert done.code == code


def test_cases_that_only_a_held_fact_refuses_are_set_apart_and_the_fact_is_named() -> None:
    done = run("diff", ID, OTHER)
    assert "没有计入：" in done.out
    assert (
        "示大发〔2025〕6号只因固定的取值（违反规定：没有违反规定）与共有的事实矛盾而退回"
        in done.out
    )
    assert "--new-fact" in done.out
    assert "作为矛盾退回" not in done.out
    assert "Set apart: " in run("diff", ID, OTHER, "--lang", "en").out
    assert "--old-fact" in run("diff", OTHER, ID).out
    data = json.loads(run("diff", ID, OTHER, "--format", "json").out)
    assert data["set_apart"]["old"] == {"cases": "0", "facts": []}
    assert data["set_apart"]["new"]["facts"] == ["nature.breach"]
    assert int(data["set_apart"]["new"]["cases"]) > int(data["changed"])
    assert "refused" not in {
        end for each in data["changes"] for end in (each["before"], each["after"])
    }
    held = json.loads(
        run("diff", ID, OTHER, "--new-fact", "nature.breach=internal", "--format", "json").out
    )
    assert held["set_apart"]["new"] == {"cases": "0", "facts": []}
    assert int(held["cases"]) == int(data["cases"]) + int(data["set_apart"]["new"]["cases"])


def test_rules_of_before_need_not_account_for_every_word(tmp_path) -> None:
    words = (
        "    unencoded:\n      失误错误本身: [出现工作失误错误]\n      连接词: [但, 且, 或, 的]\n"
    )
    old = faulty_rules.copied(tmp_path, ("article_5.yaml", words, ""))
    done = run("diff", old, "zzvc-2023-32")
    assert (done.code, done.err) == (0, "")
    for arguments in (("diff", "zzvc-2023-32", old), ("check", old)):
        done = run(*arguments)
        assert done.code == 1
        assert "R120" in done.out + done.err
