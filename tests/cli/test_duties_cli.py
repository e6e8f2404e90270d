"""The command duties: what is due of a case, as text, as data and as a calendar file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("chinese_calendar", reason="the extra `audit` is not installed")

from support.rulesets import for_every_ruleset
from tolerance_rules.cli.program import run
from tolerance_rules.formats.forms_file import read_forms
from tolerance_rules.rendering.duties import form_of
from tolerance_rules.rules import Ruleset

CASE = Path(__file__).resolve().parents[2] / "examples" / "cases" / "16_loss_recovered.yaml"


def call(capsys, *args):
    code = run([str(arg) for arg in args], "tolerance-rules")
    out, err = capsys.readouterr()
    return code, out, err


def test_what_is_due_and_overdue_is_told_in_both_languages(capsys) -> None:
    code, out, _ = call(capsys, "duties", CASE, "--on", "2025年3月20日")
    assert code == 3
    assert (
        "告知（第七条第（六）项）：责任追究部门，向责任追究对象、其所在党组织；2025-03-25 截止"
        in out
    )
    code, out, _ = call(capsys, "duties", CASE, "--on", "2025-03-14", "--lang", "en")
    assert code == 0
    assert "notice (Article 7(6))" in out


def test_the_duties_are_those_of_the_outcome_that_the_authority_chose(capsys) -> None:
    why = ("--reason", "第二次疏于请示报告")
    code, out, _ = call(capsys, "duties", CASE, "--choose", "按照有关规定处理", *why)
    assert code == 3  # the notice was due long ago
    assert "结论：按照有关规定处理（不适用容错）" in out
    assert "说明原因（第七条第（六）项）" in out
    assert "备案（第七条第（八）项）" not in out
    code, out, err = call(capsys, "duties", CASE, "--choose", "不予追究责任", *why)
    assert (code, out) == (1, "")
    assert "不得作出“不予追究责任”" in err


def test_the_data_has_every_duty_with_its_state(capsys) -> None:
    code, out, _ = call(capsys, "duties", CASE, "--on", "2025-04-01", "--format", "json")
    data = json.loads(out)
    assert code == 3
    assert {"notice", "filing", "open_correction"} <= set(data["overdue"])
    states = {each["duty"]: each["state"] for each in data["obligations"]}
    assert states["notice"] == "overdue"
    assert states["exemption_letter"] == "not_applicable"
    forms = {each["duty"]: each["form"] for each in data["obligations"]}
    assert (forms["notice"], forms["fill_filing_form"]) == ("notice", "annex-4")
    assert forms["show_in_decision"] is None


def test_a_document_is_told_with_the_form_that_makes_it(capsys) -> None:
    _, out, _ = call(capsys, "duties", CASE, "--on", "2025-03-14")
    assert "文书：告知书；由 tolerance-rules form notice 写出" in out
    assert "文书：容错纠错工作备案表（附件4）；由 tolerance-rules form annex-4 写出" in out
    assert "文书：体现容错的处理决定\n" in out
    _, out, _ = call(capsys, "duties", CASE, "--on", "2025-03-14", "--lang", "en")
    assert "Document: notice; made by tolerance-rules form notice" in out


@for_every_ruleset
def test_every_form_makes_the_document_of_one_duty(rules: Ruleset) -> None:
    forms = read_forms(rules)
    made = [form_of(duty, forms) for duty in rules.obligations.duties.values()]
    assert sorted(each.id for each in made if each) == sorted(forms.forms)


def test_a_calendar_file_has_the_days_that_are_open(capsys, tmp_path) -> None:
    icalendar = pytest.importorskip("icalendar", reason="the extra `calendar` is not installed")
    file = tmp_path / "due.ics"
    code, _, _ = call(capsys, "duties", CASE, "--on", "2025-03-15", "-o", file)
    assert code == 3
    read = icalendar.Calendar.from_ical(file.read_bytes())
    days = {
        str(each["uid"]).split("/")[-1]: each.decoded("dtstart") for each in read.walk("VEVENT")
    }
    assert days.keys() == {
        f"{name}@tolerance-rules"
        for name in ("notice", "open_correction", "fill_filing_form", "filing")
    }
    assert str(days["notice@tolerance-rules"]) == "2025-03-25"
    told = {
        str(each["uid"]).split("/")[-1]: str(each["description"]) for each in read.walk("VEVENT")
    }
    assert "\n文书：告知书；由 tolerance-rules form notice 写出" in told["notice@tolerance-rules"]
    code, out, _ = call(capsys, "duties", CASE, "--on", "2025-03-15", "--format", "ics")
    assert out.encode() == file.read_bytes().replace(b"\r\n", b"\n")


def test_a_wrong_day_and_a_wrong_record_are_refused(capsys, tmp_path) -> None:
    code, _, err = call(capsys, "duties", CASE, "--on", "昨天")
    assert code == 2
    assert "不是日期" in err
    file = tmp_path / "case.yaml"
    text = CASE.read_text(encoding="utf-8") + "办理情况:\n  启动纠错程式: 2025-03-14\n"
    file.write_text(text, encoding="utf-8")
    code, _, err = call(capsys, "duties", file)
    assert code == 1
    assert f":{len(text.splitlines())}:" in err
    assert "您是否想写 启动纠错程序" in err
