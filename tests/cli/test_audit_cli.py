"""The commands audit and precedents: what they print, write and refuse, and their exit codes."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import zipfile
from contextlib import closing

import pytest

from support.audit_cases import FOLDER, GOOD
from support.rulesets import FOLDERS
from support.table_files import workbook
from tolerance_rules import loader
from tolerance_rules.cli.program import run

pytestmark = pytest.mark.slow  # whole commands, each with its files

pytest.importorskip("chinese_calendar", reason="the audit extra is not installed")

REGISTER_FILE = FOLDER / "register.csv"
REGISTER = str(REGISTER_FILE)
OTHERS = FOLDERS[1:]
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


def test_a_register_is_a_sheet_of_several_or_a_table_of_a_database(capsys, tmp_path) -> None:
    pytest.importorskip("adbc_driver_sqlite", reason="the database extra is not installed")
    headers, *rows = list(csv.reader(REGISTER_FILE.read_text("utf-8-sig").splitlines()))
    place = tmp_path / "r.db"
    with closing(sqlite3.connect(place)) as database:
        named = ", ".join(f'"{header}" TEXT' for header in headers)
        database.execute(f"CREATE TABLE decisions ({named})")
        marks = ", ".join("?" * len(headers))
        database.executemany(f"INSERT INTO decisions VALUES ({marks})", rows[:12])
        database.commit()
    code, out, _ = call(capsys, "audit", f"sqlite:///{place}", "--table", "decisions")
    assert code == 3
    assert "decisions：共 12 行，未予审计 0 行" in out
    assert re.search(r"结论违反规定 +│ 1 +│ 12 ", out)

    book = workbook(tmp_path / "r.xlsx", {y: [headers, rows[n]] for n, y in enumerate("甲乙")})
    proposal = ("init", "--mapping", book, "-")
    assert "--sheet" in call(capsys, *proposal)[2]
    code, out, _ = call(capsys, *proposal, "--sheet", "乙")
    assert (code, 'sheet: "乙"' in out) == (0, True)
    assert call(capsys, "init", "--sheet", "乙")[0] == 2
    code, out, _ = call(capsys, "audit", book, "--sheet", "乙", "--format", "json")
    assert json.loads(out)["rows"] == 1


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


def test_a_register_without_a_decision_is_no_register_without_fault(capsys, tmp_path) -> None:
    file = tmp_path / "r.csv"
    for blank in ("", ",,\n" * 3):
        file.write_text(f"处理结果,对象类别,履职尽责中发生\n{blank}", encoding="utf-8")
        for form in ("text", "json", "html"):
            code, out, err = call(capsys, "audit", file, "--format", form)
            assert (code, out) == (1, "")
            assert "G044 登记簿里没有一件决定" in err
        code, out, err = call(capsys, "precedents", CASE, "--register", file)
        assert (code, out) == (1, "")
        assert "G044 登记簿里没有一件决定" in err


def test_rows_refused_are_told_and_exit_with_one(capsys, tmp_path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("处理结果,推进改革创新\n从轻,是\n从轻,也许\n", encoding="utf-8")
    code, out, err = call(capsys, "audit", file)
    assert code == 1
    assert "第 3 行未予审计" in err
    assert "未予审计 1 行" in out


def hostile(tmp_path):
    """Return a register with formulas, markup and rows that cannot be audited."""
    file = tmp_path / "登记簿.csv"
    file.write_text(
        "处理结果,推进改革创新,损失,责任追究部门,事项,作出结论日期\n"
        "不予容错,否,没有,=1+1,<script>alert(1)</script>,2024-05-01\n"
        "从轻,也许,没有,@SUM(A1),x,2024-05-01\n"
        "从轻,是,没有,-1,<b>,2022-05-01\n",
        encoding="gb18030",
    )
    return file


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["text", "json", "html", "xlsx"])
def test_a_hostile_register_is_text_and_nothing_else(capsys, tmp_path, lang, form) -> None:
    pytest.importorskip("jinja2", reason="the audit extra is not installed")
    source = hostile(tmp_path)
    before, file = source.read_bytes(), tmp_path / f"report.{form}"
    code, out, err = call(capsys, "audit", source, "--format", form, "--lang", lang, "-o", file)
    assert (code, out) == (1, "")
    told = ("第 {} 行未予审计", "Row {} refused")[lang == "en"]
    assert [told.format(row) in line for row, line in enumerate(err.splitlines(), 3)] == [True] * 2
    assert source.read_bytes() == before
    if form == "xlsx":
        with zipfile.ZipFile(file) as book:
            sheets = [book.read(name).decode() for name in book.namelist() if "sheet" in name]
        assert sheets
        assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)
        return
    text = file.read_text(encoding="utf-8")
    # JSON holds what the register says; the page has a script of its own and no other.
    assert text.count("<script") == {"text": 0, "html": 1}.get(form, text.count("<script"))
    assert form != "json" or "<script" in text
    if form == "json":
        refused = json.loads(text)["refused"]
        assert [each["row"] for each in refused] == [3, 4]
        assert "也许" in refused[0]["reason"]
    if form == "html":
        assert "也许" in text


@pytest.mark.parametrize("form", ["text", "json", "html", "xlsx"])
def test_no_input_is_overwritten_by_whatever_name(capsys, tmp_path, form) -> None:
    source = hostile(tmp_path)
    before = source.read_bytes()
    (tmp_path / "link").symlink_to(source)
    (tmp_path / "hard").hardlink_to(source)
    for name in (source, tmp_path / "." / "link", tmp_path / "hard"):
        code, out, err = call(capsys, "audit", source, "--format", form, "-o", name)
        assert (code, out) == (2, "")
        assert "不能覆盖" in err
    assert source.read_bytes() == before


@pytest.mark.parametrize("form", ["text", "json", "html", "xlsx"])
def test_a_place_that_cannot_be_written_is_said_by_its_name(capsys, tmp_path, form) -> None:
    source, into = hostile(tmp_path), tmp_path / "no such folder" / "report"
    code, out, err = call(capsys, "audit", source, "--format", form, "-o", into)
    assert (code, out) == (1, "")
    assert str(into) in err
    assert "没有这个文件或目录" in err


def test_of_many_rows_refused_the_first_are_told_and_the_report_has_all(capsys, tmp_path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("处理结果,推进改革创新\n" + "从轻,也许\n" * 150, encoding="utf-8")
    code, out, err = call(capsys, "audit", file, "--format", "json")
    assert code == 1
    assert len(json.loads(out)["refused"]) == 150
    assert len(err.splitlines()) == 101
    assert "另有 50 行" in err


def test_readings_and_policy_are_those_given(capsys, tmp_path) -> None:
    file = tmp_path / "r.csv"
    file.write_text(
        "处理结果,推进改革创新,先行先试,探索性失误错误,整改纠错\n从轻,是,是,是,消极整改\n",
        encoding="utf-8",
    )
    _, out, _ = call(capsys, "audit", file, "--format", "json")
    assert "error_of_law" in {found["kind"] for found in json.loads(out)["findings"]}
    other = ("--reading", "not_active=refused_only")
    _, out, _ = call(capsys, "audit", file, "--format", "json", *other)
    report = json.loads(out)
    assert "error_of_law" not in {found["kind"] for found in report["findings"]}
    assert report["ruleset"]["readings"]["not_active"] == "refused_only"
    policy = FOLDER.parent / "policy_strict.yaml"
    _, out, _ = call(capsys, "audit", file, "--format", "json", "--policy", policy)
    assert json.loads(out)["policy"] == "strict"
    assert call(capsys, "audit", file, "--policy", policy, "-o", policy)[0] == 2


DATED = "编号,责任追究部门,作出结论日期,告知日期,备案日期,处理结果\n"
DATED_ROWS = (
    "A1,学院纪委,2024-09-18,2024-09-28,2024-09-25,从轻处理\n"  # notified late
    "A2,学院纪委,2024-09-18,2024-09-27,2024-10-26,从轻处理\n"  # filed late
    "A3,学院纪委,2024-09-18,2024-09-27,2024-09-25,不予容错\n"
)


def test_a_register_without_facts_is_audited_for_its_dates_alone(capsys, tmp_path) -> None:
    file = tmp_path / "r.csv"
    file.write_text(DATED + DATED_ROWS, encoding="utf-8")
    code, out, err = call(capsys, "audit", file, "--format", "json")
    report = json.loads(out)
    assert code == 3
    assert [(f["kind"], f["decisions"][0]["id"]) for f in report["findings"]] == [
        ("late_notice", "A1"),
        ("late_filing", "A2"),
    ]
    assert "没有一列是事实：只审计日期和期限" in err
    assert any("没有一列是事实" in each for each in report["read"])
    assert not {"unsettled", "unlike_treatment", "error_of_law"} & set(report["kinds"])
    assert report["distributions"] == []
    assert {f["decisions"][0]["named"] for f in report["findings"]} == {""}
    for form in ("text", "html", "xlsx"):
        into = tmp_path / f"report.{form}"
        assert call(capsys, "audit", file, "--format", form, "-o", into)[0] == 3
    code, out, _ = call(capsys, "precedents", CASE, "--register", file)
    assert code == 0
    assert "可比的先例 0 件" in out


@pytest.mark.parametrize("missing", ["作出结论日期", "处理结果", "both"])
def test_a_table_with_neither_facts_nor_dates_to_audit_is_refused(
    capsys, tmp_path, missing
) -> None:
    file = tmp_path / "r.csv"
    dropped = ("告知日期", "备案日期") if missing == "both" else (missing,)
    kept = [n for n, h in enumerate(DATED.strip().split(",")) if h not in dropped]
    rows = [line.split(",") for line in (DATED + DATED_ROWS).splitlines()]
    file.write_text("".join(",".join(r[n] for n in kept) + "\n" for r in rows), encoding="utf-8")
    code, out, err = call(capsys, "audit", file)
    assert (code, out) == (1, "")
    assert "表中没有一列是事实" in err


def test_precedents_weigh_each_outcome(capsys) -> None:
    code, out, _ = call(capsys, "precedents", CASE, "--register", REGISTER)
    assert code == 0
    assert "同先例抵触" in out
    code, out, _ = call(capsys, "precedents", CASE, "--register", REGISTER, "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert found["outcomes"][0]["standing"] == "allowed"


class Stdin:
    """Standard input with some text."""

    def __init__(self, text: str) -> None:
        self.buffer = io.BytesIO(text.encode())


@pytest.mark.parametrize("day", ["2024-05-20", "2024/5/20", "2024年5月20日"])
def test_precedents_take_standard_input_and_dates_as_evaluate_does(
    capsys, monkeypatch, day
) -> None:
    text = f"case:\n  decided_on: {day}\nfacts:\n  subject.kind: unit\n"
    monkeypatch.setattr("sys.stdin", Stdin(text))
    code, out, err = call(capsys, "precedents", "-", "--register", REGISTER)
    assert (code, err) == (0, "")
    assert "可比的先例 0 件" in out
    assert "没有严格可比的先例。以下是最接近的 5 件" in out
    monkeypatch.setattr("sys.stdin", Stdin(text))
    code, out, _ = call(capsys, "precedents", "-", "--register", REGISTER, "--format", "json")
    assert len(json.loads(out)["nearest"]) == 5


@pytest.mark.parametrize("command", ["evaluate", "precedents"])
@pytest.mark.parametrize(
    "dates",
    ["decided_on: 2022-01-01", "occurred_on: 2024-06-01\n  decided_on: 2024-05-01", "id: ["],
)
def test_precedents_refuse_a_case_as_evaluate_does(capsys, monkeypatch, command, dates) -> None:
    monkeypatch.setattr("sys.stdin", Stdin(f"case:\n  {dates}\nfacts:\n  subject.kind: unit\n"))
    register = ["--register", REGISTER] if command == "precedents" else []
    code, out, err = call(capsys, command, "-", *register)
    assert (code, out) == (1, "")
    assert "-：未予评判" in err


def test_precedents_that_contradict_each_other_exit_with_three(capsys, tmp_path) -> None:
    case, file = tmp_path / "case.yaml", tmp_path / "r.csv"
    facts = ("work.reform_and_innovation", "conditions.pilot_first", "nature.exploratory_error")
    known = GOOD | {"procedure.democratic_centralism": False, "remedy.rectification": None}
    assert all(known[name] for name in facts)
    said = {name: str(value).lower() for name, value in known.items() if value is not None}
    lines = "".join(f"  {name}: {value}\n" for name, value in said.items())
    case.write_text("facts:\n" + lines, encoding="utf-8")
    words = {"true": "是", "false": "否"}
    cells = ",".join(words.get(value, value) for value in said.values())
    rows = [f"{outcome},{cells}" for outcome in ("减轻", "从轻")]
    header = f"处理结果,{','.join(said)}\n"
    file.write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
    code, out, err = call(capsys, "precedents", case, "--register", file)
    assert (code, err) == (3, "")
    assert "案情相同的 2 件" in out
    assert "请先查明：" in out
    code, out, _ = call(capsys, "precedents", case, "--register", file, "--lang", "en")
    assert code == 3
    assert "against precedent" in out
    doubtful = rows[1].replace("是", "也许", 1)
    file.write_text(header + rows[0] + "\n" + doubtful + "\n", encoding="utf-8")
    code, _, err = call(capsys, "precedents", case, "--register", file)
    assert code == 1
    assert "第 3 行未予审计" in err
    assert call(capsys, "precedents", case, "--register", file, "-o", file)[0] == 2
    assert call(capsys, "precedents", case, "--register", file, "-o", case)[0] == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("folder", OTHERS, ids=lambda folder: folder.name)
def test_another_regulation_is_audited_in_its_own_words(capsys, tmp_path, folder, lang) -> None:
    rules = ("--ruleset", folder, "--lang", lang)
    register = folder / "register.csv"
    assert call(capsys, "audit", register, *rules)[0] == 3
    for form in ("json", "html", "xlsx"):
        file = tmp_path / f"report.{form}"
        assert call(capsys, "audit", register, *rules, "--format", form, "-o", file)[0] == 3
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["ruleset"]["id"] == folder.name
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"not_pursued|ordinary_account|consequences\.|error_of_law[^\"-]", page)
    ours = loader.shipped(loader.DEFAULT)
    assert ours.document_number not in page
    for case in sorted((folder / "cases").glob("*.yaml")):
        code, out, err = call(capsys, "precedents", case, "--register", register, *rules)
        assert (code, err) == (0, "")
        labels = [words.label[lang == "en"] for words in loader.from_yaml(folder).labels.values()]
        lines = [line for line in out.splitlines() if any(f"│ {name}" in line for name in labels)]
        assert len(lines) == len(labels)


def test_a_regulation_without_time_limits_is_not_audited_for_them(capsys, tmp_path) -> None:
    folder = shutil.copytree(loader.rulesets()[loader.DEFAULT], tmp_path / loader.DEFAULT)
    file = folder / "obligations.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub("^    register: .*\n", "", text, flags=re.M), encoding="utf-8")
    code, out, _ = call(capsys, "audit", REGISTER, "--ruleset", folder, "--format", "json")
    report = json.loads(out)
    assert code == 3
    assert not {"late_notice", "late_filing", "calendar_unknown"} & set(report["kinds"])
    assert {found["kind"] for found in report["findings"]} <= set(report["kinds"])
    assert report["calendar_years"] == [0, 0]


def test_precedents_name_the_clauses_that_forbid(capsys) -> None:
    _, out, _ = call(capsys, "precedents", CASE, "--register", REGISTER)
    (line,) = (line for line in out.splitlines() if "规定不准" in line)
    assert "第六条、第七条第（五）项" in line
