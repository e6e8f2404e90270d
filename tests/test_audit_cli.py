"""The commands audit and precedents: what they print, write and refuse, and their exit codes."""

from __future__ import annotations

import json

import pytest
from audit_cases import FOLDER

from tolerance_rules.cli.program import run

pytest.importorskip("chinese_calendar", reason="the audit extra is not installed")

REGISTER = str(FOLDER / "register.csv")
CASE = str(FOLDER.parent / "cases" / "01_campus_flood.yaml")


def call(capsys, *args):
    code = run([str(arg) for arg in args], "tolerance-rules")
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


def test_audit_tells_every_kind_and_exits_with_three(capsys) -> None:
    code, out, err = call(capsys, "audit", REGISTER, "--mapping", FOLDER / "mapping.yaml")
    assert code == 3
    assert "300" in out
    assert "轻重倒置" in out
    assert err == ""
    code, out, _ = call(capsys, "audit", REGISTER, "--lang", "en")
    assert code == 3
    assert "findings" in out


def test_audit_writes_json_html_and_a_workbook(capsys, tmp_path) -> None:
    pytest.importorskip("jinja2", reason="the audit extra is not installed")
    pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
    code, out, _ = call(capsys, "audit", REGISTER, "--format", "json")
    assert code == 3
    assert json.loads(out)["rows"] == 300
    for form in ("html", "xlsx"):
        file = tmp_path / f"report.{form}"
        code, out, _ = call(capsys, "audit", REGISTER, "--format", form, "-o", file)
        assert (code, out) == (3, "")
        assert file.stat().st_size > 10_000


def test_audit_of_a_register_without_fault_exits_with_zero(capsys, tmp_path) -> None:
    facts = "对象类别,履职尽责中发生\n"
    file = tmp_path / "r.csv"
    file.write_text(f"处理结果,{facts}按照有关规定处理,其他人员,是\n", encoding="utf-8")
    assert call(capsys, "audit", file)[0] == 0


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["audit", "missing.csv"], 1, "missing.csv"),
        (["audit"], 2, "缺少"),
        (["audit", REGISTER, "--format", "xlsx"], 2, "-o"),
        (["audit", REGISTER, "-o", REGISTER], 2, "不能覆盖"),
        (["precedents", CASE], 2, "--register"),
        (["precedents", "missing.yaml", "--register", REGISTER], 1, "missing.yaml"),
    ],
)
def test_what_is_wrong_is_said_without_a_traceback(capsys, args, code, message) -> None:
    found, out, err = call(capsys, *args)
    assert found == code
    assert out == ""
    assert message in err


def test_rows_refused_are_told_and_exit_with_one(capsys, tmp_path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("处理结果,推进改革创新\n从轻,是\n从轻,也许\n", encoding="utf-8")
    code, out, err = call(capsys, "audit", file)
    assert code == 1
    assert "第 3 行未予审计" in err
    assert "未予审计 1 行" in out


def test_precedents_weigh_each_outcome(capsys) -> None:
    code, out, _ = call(capsys, "precedents", CASE, "--register", REGISTER)
    assert code == 0
    assert "同先例抵触" in out
    code, out, _ = call(capsys, "precedents", CASE, "--register", REGISTER, "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert found["outcomes"][0]["standing"] == "allowed"
