"""The worksheet: the annex in its own words, what facts suggest, contradictions, no outcome."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from support.command_line import CASES, run
from support.rulesets import RULESETS, SHIPPED
from tolerance_rules import CaseError, Engine, RulesError
from tolerance_rules.analysis.worksheet import Assessed, Assessment, Line, assessments, worksheet
from tolerance_rules.formats.analysis_file import ASSESSMENTS, Standard, read_standard
from tolerance_rules.formats.case_file import from_document
from tolerance_rules.formats.conditions import squash

ENGINE = Engine(SHIPPED)
STANDARD = read_standard(SHIPPED)
FLOOD = CASES / "01_campus_flood.yaml"


def lines(facts: dict[str, Any], given: dict[str, object] | None = None) -> dict[str, Line]:
    decision = ENGINE.evaluate({"facts": facts} if facts else {"work.pilot": None})
    found = worksheet(STANDARD, decision, assessments(given or {}, STANDARD))
    return {line.contrast.id: line for line in found}


def test_the_annex_is_there_whole_in_its_own_words() -> None:
    words = squash(SHIPPED.regulation)
    for number, part in enumerate(STANDARD.dimensions, 1):
        told = "，".join(each.text for each in part.contrasts)
        assert f"{number}.{part.name[0]}。{told}" in words
    assert len(STANDARD.dimensions) == 6
    assert len(STANDARD.contrasts) == 12


def test_the_dimensions_are_those_that_the_procedure_names() -> None:
    names = "、".join(part.name[0] for part in STANDARD.dimensions)
    assert f"从{names}方面" in squash(SHIPPED.regulation)


@pytest.mark.parametrize("contrast", STANDARD.contrasts)
def test_a_fact_suggests_the_side_it_speaks_for(contrast: str) -> None:
    each = STANDARD.contrasts[contrast]
    for facts, side in (
        (each.speaks_for, Assessment.FAVOURABLE),
        (each.speaks_against, Assessment.UNFAVOURABLE),
    ):
        for fact in facts:
            for value in fact.values:
                assert lines({fact.name: value})[contrast].suggestion is side


def test_nothing_is_suggested_by_what_is_not_established() -> None:
    assert not any(line.suggestion for line in lines({}).values())
    partly = lines({"consequences.impact": ["serious", "vile"]})
    assert partly["development_served"].suggestion is None


def test_facts_on_both_sides_suggest_that_it_is_mixed() -> None:
    found = lines({"remedy.loss_recovery": "active", "remedy.impact_removal": "none"})
    assert found["prompt_remedy"].suggestion is Assessment.MIXED


def test_an_assessment_against_the_facts_is_a_contradiction() -> None:
    facts = {"motive.overall_interest": True, "remedy.rectification": "sham"}
    found = lines(facts, {"public_spirit": "不利", "主动纠错": "favourable", "first_trial": "不利"})
    assert found["public_spirit"].contradicted_by == ("motive.overall_interest",)
    assert found["own_correction"].contradicted_by == ("remedy.rectification",)
    assert found["first_trial"].contradicted_by == ()
    agreed = lines(facts, {"public_spirit": "兼有", "own_correction": "不利"})
    assert not any(line.contradicted_by for line in agreed.values())


def test_an_assessment_never_changes_what_is_decided() -> None:
    facts = {"motive.overall_interest": True}
    plain = ENGINE.evaluate({"facts": facts})
    case = from_document({"facts": facts, "analysis": {"public_spirit": "不利"}})
    assert case.analysis
    assert ENGINE.evaluate(case) == plain


def test_what_cannot_be_read_is_told_at_once() -> None:
    given = {
        "public_spirt": "有利",
        "unintended": "尚可",
        "主动纠错": "有利",
        "own_correction": "有利",
    }
    with pytest.raises(CaseError) as caught:
        assessments(given, STANDARD)
    assert [fault.code for fault in caught.value.faults] == ["C043", "C044", "C044"]
    assert "public_spirit" in caught.value.told("en")
    with pytest.raises(CaseError) as caught:
        from_document({"facts": {}, "analysis": {"unintended": {"grade": "A"}, "x": [1]}})
    assert [fault.code for fault in caught.value.faults] == ["C045", "C027"]
    with pytest.raises(CaseError, match="C026"):
        from_document({"facts": {}, "analysis": "有利"})


def test_the_words_of_an_assessment_are_those_of_the_schema() -> None:
    assert tuple(each.value for each in Assessment) == ASSESSMENTS
    given = {"unintended": {"assessment": "有利", "note": "会议记录第3页"}}
    assert assessments(given, STANDARD) == {
        "unintended": Assessed(Assessment.FAVOURABLE, "会议记录第3页")
    }


def test_every_fault_of_the_file_is_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / SHIPPED.id
    shutil.copytree(SHIPPED.folder, folder)
    file = folder / "analysis.yaml"
    text = file.read_text("utf-8")
    for old, new in (
        ("favourable: 主动纠错", "favourable: 主动改错"),
        ("name: 程序方法", "name: 程序和方法"),
        ("id: mere_error", "id: enterprising"),
        ("{fact: work.pilot}", "{fact: work.pilots}"),
        ("is: [vile]", "is: [vilest]"),
        ("gloss: an unintended", "glos: an unintended"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")
    with pytest.raises(RulesError) as caught:
        read_standard(Engine.load(folder).rules)
    codes = sorted(fault.code for fault in caught.value.faults)
    assert codes == ["R002", "R006", "R008", "R024", "R026", "R026", "R144"]
    assert all(fault.line and fault.english for fault in caught.value.faults)


def test_a_ruleset_without_a_standard_says_so() -> None:
    (rules,) = (each for each in RULESETS if each is not SHIPPED)
    assert read_standard(rules) == Standard()
    case = str(next(Path(rules.folder, "cases").glob("*.yaml")))
    done = run("analysis", case, "--ruleset", rules.folder)
    assert done.code == 2
    assert "没有综合分析标准" in done.err


def test_the_command_shows_what_disagrees(tmp_path: Path) -> None:
    case = tmp_path / "案件.yaml"
    text = FLOOD.read_text("utf-8")
    assert run("analysis", str(FLOOD)).code == 0
    case.write_text(text + "\n集体评价:\n  出于公心、顾全大局: 不利\n", "utf-8")
    done = run("analysis", str(case))
    assert done.code == 3
    assert "请核对或者说明：立足全局利益＝是" in done.out
    assert run("evaluate", str(case)).out == run("evaluate", str(FLOOD)).out
    document = json.loads(run("analysis", str(case), "--format", "json").out)
    assert document["lines"][0]["contradicted_by"] == ["motive.overall_interest"]
    case.write_text(text + "\nanalysis:\n  public_spirt: 不利\n", "utf-8")
    done = run("analysis", str(case), "--lang", "en")
    assert done.code == 1
    assert f"{case}:{len(text.splitlines()) + 3}:3: C043" in done.err
    english = run("analysis", str(FLOOD), "--lang", "en", "--format", "markdown")
    assert english.out.startswith("# Analysis")
