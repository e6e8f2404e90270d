"""evaluate-many and init --register: what they write, refuse and say, and their exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")
pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
pytest.importorskip("python_calamine", reason="the audit extra is not installed")

import polars as pl
from python_calamine import CalamineWorkbook

from support.rulesets import for_every_ruleset
from support.table_files import understood, workbook
from tolerance_rules.cli.program import run
from tolerance_rules.tables.template import columns, mapping_yaml, write_template

pytestmark = pytest.mark.slow  # whole commands, each with its files

EXAMPLES = Path(__file__).parents[2] / "examples"
REGISTER = EXAMPLES / "register"
HEAD = "编号,处理结果,推进改革创新,缺乏经验,探索性失误错误,法律法规明令禁止,违反明确禁止性规定\n"
GOOD = "1,从轻,是,是,是,否,否\n"
OUTSIDE = "对象类别,编号\n其他人员,1\n"


def call(capsys, *args):
    code = run([str(arg) for arg in args], "tolerance-rules")
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


def table(tmp_path, text, name="t.csv"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


def cells(file):
    """Return the rows of a CSV file that has the mark that Excel wants."""
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read(file):
    """Return a file that was written, as rows of text."""
    if file.suffix == ".csv":
        return cells(file)
    if file.suffix == ".xlsx":
        return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    frame = pl.read_parquet(file) if file.suffix == ".parquet" else pl.read_ipc(file)
    return [frame.columns, *map(list, frame.iter_rows())]


@pytest.mark.parametrize("kind", ["parquet", "csv", "xlsx", "arrow", "feather"])
def test_the_judged_table_is_of_the_kind_its_name_says(capsys, tmp_path, kind) -> None:
    out = tmp_path / f"out.{kind}"
    code, said, err = call(capsys, "evaluate-many", REGISTER / "register.csv", "--out", out)
    assert code == 3
    (notice,) = err.splitlines()
    assert notice.startswith("有 31 行，行为发生在本实施细则施行（2023-07-27）以前。")
    assert "读入 300 行，评判 300 行，拒收 0 行；结论未定 7 行" in said
    head, first, *rest = read(out)
    assert head[:2] == ["source_row", "决定编号"]
    assert "outcome" in head
    assert "clause.5.12" in head
    assert [str(cell).removesuffix(".0") for cell in first[:2]] == ["2", "枣职容〔2023〕1号"]
    assert len(rest) == 299
    assert not (tmp_path / "out.rejects.csv").exists()


def test_every_kind_says_the_same(capsys, tmp_path) -> None:
    frames = []
    for given in ("csv", "xlsx"):
        out = tmp_path / f"{given}.parquet"
        call(capsys, "evaluate-many", REGISTER / f"register.{given}", "--out", out, "--keep", "*")
        frames.append(pl.read_parquet(out))
    again = tmp_path / "again.parquet"
    names = [name for name in frames[0].columns if "." in name or name in ("outcome", "row")]
    facts = frames[0].drop(
        "source_row", "permitted", "settled", "reachable", "earlier_conduct", *names
    )
    facts.write_parquet(tmp_path / "facts.parquet")
    call(capsys, "evaluate-many", tmp_path / "facts.parquet", "--out", again, "--keep", "*")
    assert frames[0].equals(frames[1])
    assert pl.read_parquet(again).drop("source_row").equals(frames[0].drop("source_row"))


CONTRADICTION = "3,从轻,是,是,是,是,否\n"


def test_rows_that_cannot_be_judged_are_in_the_rejects_and_every_row_counts(
    capsys, tmp_path
) -> None:
    text = HEAD + GOOD + "\n2,从轻,也许,是\n" + CONTRADICTION + "=4,从轻,是,不详,@SUM(A1),否,否\n"
    out, rejects = tmp_path / "out.parquet", tmp_path / "out.rejects.csv"
    code, said, err = call(capsys, "evaluate-many", table(tmp_path, text), "--out", out)
    assert code == 1
    assert "读入 4 行，评判 1 行，拒收 3 行" in said
    assert str(rejects) in err
    assert pl.read_parquet(out)["source_row"].to_list() == [2]
    head, *rows = cells(rejects)
    assert head == ["拒收行号", "拒收列", "拒收原因", *HEAD.strip().split(",")]
    assert [row[0] for row in rows] == ["4", "5", "6"]
    assert [row[1] for row in rows] == [
        "推进改革创新",
        "法律法规明令禁止、违反明确禁止性规定",
        "探索性失误错误",
    ]
    assert "格数比表头少" in rows[0][2]
    assert "也许" in rows[0][2]
    assert "不能同时成立" in rows[1][2]
    assert rows[1][3:] == CONTRADICTION.strip().split(",")
    # A formula stays a text.
    assert rows[2][3] == "'=4"
    assert rows[2][7] == "'@SUM(A1)"


def test_a_rejects_file_once_mended_is_a_table_again(capsys, tmp_path) -> None:
    file = table(tmp_path, HEAD + "2,从轻,也许,是,是,否,否\n")
    assert call(capsys, "evaluate-many", file, "--out", tmp_path / "a.csv")[0] == 1
    rejects = tmp_path / "a.rejects.csv"
    mended = rejects.read_text(encoding="utf-8-sig").replace("也许,是,是", "是,是,是")
    code, said, _ = call(
        capsys, "evaluate-many", table(tmp_path, mended, "b.csv"), "--out", tmp_path / "b.csv.csv"
    )
    assert "评判 1 行，拒收 0 行" in said
    assert code == 3


def test_a_decision_before_the_rules_were_in_force_is_rejected(capsys, tmp_path) -> None:
    text = "决定日期,推进改革创新\n2022-01-01,是\n2024-01-01,是\n"
    _, said, _ = call(capsys, "evaluate-many", table(tmp_path, text), "--out", tmp_path / "o.csv")
    assert "拒收 1 行" in said
    assert "施行期" in cells(tmp_path / "o.rejects.csv")[1][2]


def test_formulas_are_guarded_in_every_sheet_and_csv(capsys, tmp_path) -> None:
    text = '=HYPERLINK(A1),推进改革创新,编号\n+1+1,是,-5\n＝cmd,是,"@x,\n"\n'
    file = table(tmp_path, text)
    for kind in ("csv", "xlsx"):
        out = tmp_path / f"o.{kind}"
        call(capsys, "evaluate-many", file, "--others", "keep", "--out", out)
        head, one, two = read(out)
        mark = "'" if kind == "csv" else ""
        assert head[1] == f"{mark}=HYPERLINK(A1)"
        assert one[1] == f"{mark}+1+1"
        assert str(one[2]) == "-5"
        assert two[1] == f"{mark}＝cmd"
        assert two[2] == f"{mark}@x,"
    # In a workbook these are texts, with the mark that keeps them so.
    from zipfile import ZipFile

    with ZipFile(tmp_path / "o.xlsx") as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
        assert b'quotePrefix="1"' in package.read("xl/styles.xml")


def test_labels_and_no_clauses(capsys, tmp_path) -> None:
    out = tmp_path / "o.csv"
    args = ("evaluate-many", REGISTER / "register.csv", "--labels", "--out", out, "--force")
    call(capsys, *args, "--no-clauses", "--keep", "损失", "--keep", "推进改革创新")
    head, first, *_ = cells(out)
    assert head[9:] == [
        "推进改革创新",
        "损失",
        "结论（未定的为推定结论）",
        "可以或者应当作出的结论",
        "结论已定",
        "仍有可能的结论",
        "结论表的行",
        "行为在施行以前",
    ]
    ordinary = "按照有关规定处理（不适用容错）"
    assert first[9:13] == ["否", "有损失，但不重大", ordinary, ordinary]
    assert first[-1] == "是"
    call(capsys, *args, "--lang", "en")
    head, first, *_ = cells(out)
    assert "Article 5(12)" in head
    assert first[head.index("Article 5(12)")] == "refuted"
    assert first[head.index("outcome (as presumed where not settled)")] == "ordinary accountability"
    assert first[head.index("conduct before these rules")] == "yes"


def test_the_summary_is_json_too(capsys, tmp_path) -> None:
    out = tmp_path / "o.parquet"
    args = ("evaluate-many", REGISTER / "register.xlsx", "--out", out, "--format", "json")
    code, said, _ = call(capsys, *args)
    found = json.loads(said)
    assert code == 3
    assert (found["rows"], found["judged"], found["rejected"], found["unsettled"]) == (
        300,
        300,
        0,
        7,
    )
    assert sum(found["outcomes"].values()) == 300


def test_all_settled_exits_with_zero(capsys, tmp_path) -> None:
    file = table(tmp_path, OUTSIDE)
    assert call(capsys, "evaluate-many", file, "--out", tmp_path / "o.csv")[0] == 0


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["evaluate-many"], 2, "缺少"),
        (["evaluate-many", "{t}"], 2, "--out"),
        (["evaluate-many", "{t}", "--out", "{t}"], 2, "输入的文件"),
        (["evaluate-many", "{t}", "--out", "{t}", "--force"], 2, "输入的文件"),
        (["evaluate-many", "{t}", "--mapping", "{m}", "--out", "{m}", "--force"], 2, "输入"),
        (["evaluate-many", "{t}", "--out", "{d}/o.csv", "--rejects", "{t}"], 2, "输入的文件"),
        (["evaluate-many", "{t}", "--out", "{d}/o.csv", "--rejects", "{d}/o.csv"], 2, "同一个"),
        (["evaluate-many", "{t}", "--out", "{d}/there.csv"], 2, "--force"),
        (["evaluate-many", "{t}", "--out", "{d}/o.doc"], 2, ".parquet"),
        (["evaluate-many", "{t}", "--out", "{d}/no/o.csv"], 2, "没有目录"),
        (["evaluate-many", "{t}", "--out", "sqlite:///o.db"], 2, "--out-table"),
        (["evaluate-many", "{t}", "--out", "{d}/o.csv", "--others", "all"], 2, "refuse"),
        (["evaluate-many", "{d}/no.csv", "--out", "{d}/o.csv"], 1, "没有这个文件"),
        (["evaluate-many", "{t}", "--out", "{d}/o.csv", "--keep", "x"], 1, "x"),
        (["evaluate-many", "{t}", "--mapping", "{d}/no.yaml", "--out", "{d}/o.csv"], 1, "no.yaml"),
        (
            ["evaluate-many", "mysql://u:secret@h/d", "--table", "t", "--out", "{d}/o.csv"],
            1,
            "mysql://…: G041 不认识的数据库：mysql",
        ),
        (["evaluate-many", "sqlite:///{d}/no.db", "--table", "t", "--out", "{d}/o.csv"], 1, "没有"),
        (["evaluate-many", "sqlite:///{d}/no.db", "--out", "{d}/o.csv"], 1, "--query"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(capsys, tmp_path, args, code, words) -> None:
    places = {"t": table(tmp_path, HEAD + GOOD), "m": tmp_path / "m.yaml", "d": tmp_path}
    places["m"].write_text("columns: {编号: id}\n", encoding="utf-8")
    (tmp_path / "there.csv").write_text("kept")
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    found, out, err = call(capsys, *(arg.format(**places) for arg in args))
    assert found == code
    assert out == ""
    assert words in err
    assert "secret" not in err
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_force_replaces_a_result_and_stale_rejects(capsys, tmp_path) -> None:
    out = tmp_path / "o.csv"
    bad, good = (
        table(tmp_path, HEAD + "1,从轻,也许,是,是,否,否\n"),
        table(tmp_path, OUTSIDE, "g.csv"),
    )
    assert call(capsys, "evaluate-many", bad, "--out", out)[0] == 1
    assert call(capsys, "evaluate-many", good, "--out", out)[0] == 2
    assert call(capsys, "evaluate-many", good, "--out", out, "--force")[0] == 0
    assert len(cells(out)) == 2
    assert len(cells(tmp_path / "o.rejects.csv")) == 1


def test_what_cannot_be_written_leaves_nothing_half_done(capsys, tmp_path, monkeypatch) -> None:
    from tolerance_rules.tables import writers as writing

    monkeypatch.setattr(writing, "LAST_ROW", 0)
    file = table(tmp_path, HEAD + GOOD + "1,从轻,也许,是,是,否,否\n")
    code, out, err = call(capsys, "evaluate-many", file, "--out", tmp_path / "o.xlsx")
    assert (code, out) == (1, "")
    assert "一张工作表最多" in err
    assert [each.name for each in tmp_path.iterdir()] == ["t.csv"]


def test_progress_is_shown_on_a_terminal_only(capsys, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    args = ("evaluate-many", REGISTER / "register.csv", "--out", tmp_path / "o.parquet")
    code, out, _ = call(capsys, *args)
    assert code == 3
    assert "300" in out


def test_rows_are_counted_as_they_are_judged(tmp_path) -> None:
    from tolerance_rules import Engine
    from tolerance_rules.tables.batch import Batch, evaluate_batch

    told = []
    batch = Batch(str(REGISTER / "register.csv"), str(tmp_path / "o.xlsx"), tmp_path / "r.csv")
    evaluate_batch(batch, Engine.load().many_cases, lambda *step: told.append(step))
    assert ("judging", 300, 300) in told
    assert ("writing", 300, 300) in told
    steps = list(dict.fromkeys(step for step, _, _ in told))
    assert steps == ["reading", "checking", "judging", "writing"]


@for_every_ruleset
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_is_read_by_evaluate_many_and_by_audit(tmp_path, lang, rules) -> None:
    from tolerance_rules.audit.register_reader import read as register

    book, mapping = tmp_path / "t.xlsx", tmp_path / "t.mapping.yaml"
    write_template(book, rules, lang)
    mapping.write_text(mapping_yaml(rules, lang), encoding="utf-8")
    with pytest.raises(FileExistsError):
        write_template(book, rules, lang)
    # Filled in: a row for each value of each fact, chosen from the list it offers.
    given = columns(rules, lang)
    width = max(len(each.options) for each in given)
    rows = [
        [each.options[at % len(each.options)] if each.options else "" for each in given]
        for at in range(width)
    ]
    filled = workbook(tmp_path / "f.xlsx", {"登记簿": [[each.header for each in given], *rows]})
    found, rejects = understood(filled, mapping, rules=rules, recorded=True)
    assert rejects == {}
    assert len(found) == width
    assert register(filled, mapping, rules).rows == width
    # The headers of the template need no mapping.
    assert register(filled, rules=rules).entries == register(filled, mapping, rules).entries
    assert understood(book, mapping, rules=rules) == ({}, {})


@for_every_ruleset
def test_the_template_has_lists_for_every_fact_and_explains_it(tmp_path, rules) -> None:
    file = tmp_path / "t.xlsx"
    write_template(file, rules)
    with ZipFile(file) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    lists = re.findall('<dataValidation type="list"[^>]*>', sheet)
    assert len(lists) == len(rules.vocabulary) + 1
    degrees = [spec for spec in rules.vocabulary.values() if len(spec.values) > 2]
    assert len([each for each in lists if 'errorStyle="information"' in each]) == len(degrees)
    assert len(re.findall('<dataValidation type="date"', sheet)) == 4
    assert '<pane xSplit="1" ySplit="1"' in sheet
    with CalamineWorkbook.from_path(str(file)) as book:
        explained = book.get_sheet_by_name("填表说明").to_python()
        offered = {
            tuple(filter(None, column))
            for column in zip(*book.get_sheet_by_name("可填的值").to_python(), strict=True)
        }
    assert [row[1] for row in explained[1:]] == [each.name for each in columns(rules)]
    for name, spec in rules.vocabulary.items():
        (row,) = [row for row in explained if row[1] == name]
        assert row[3] == spec.question
        assert ("未查明" in row[4]) is not spec.finding
        assert ("|" in row[4]) is (spec in degrees)
    assert offered == {each.options for each in columns(rules) if each.options}


@for_every_ruleset
def test_init_writes_the_template_and_its_mapping_once(capsys, tmp_path, rules) -> None:
    book, mapping = tmp_path / "登记簿.xlsx", tmp_path / "登记簿.mapping.yaml"
    ruleset = ("--ruleset", rules.folder)
    code, _, err = call(capsys, "init", "--register", book, *ruleset)
    assert code == 0
    assert str(mapping) in err
    assert mapping.read_text(encoding="utf-8") == mapping_yaml(rules)
    assert call(capsys, "init", "--register", book, *ruleset)[0] == 2
    args = (book, "--mapping", mapping, "--out", tmp_path / "o.csv", *ruleset)
    assert call(capsys, "evaluate-many", *args)[0] == 0


def test_the_register_of_another_ruleset_is_evaluated_by_it(capsys, tmp_path) -> None:
    folder = EXAMPLES / "rulesets" / "shili-2025-6"
    args = ("evaluate-many", folder / "register.csv", "--ruleset", folder)
    code, said, err = call(capsys, *args, "--out", tmp_path / "o.csv", "--labels")
    assert (code, err) == (3, "")
    rows = cells(folder / "register.csv")
    assert f"读入 {len(rows) - 1} 行，评判 {len(rows) - 1} 行，拒收 0 行" in said
    found = cells(tmp_path / "o.csv")
    assert found[0][7:9] == ["处理结果", "结论（未定的为推定结论）"]
    assert any(row[7] == row[8] == "免予处理" for row in found)
    # By the wrong ruleset its headers mean nothing.
    code, _, err = call(capsys, *args[:2], "--out", tmp_path / "p.csv")
    assert code == 1
    assert "表头 单位或人员类别 不能识别" in err


def test_a_register_goes_to_a_workbook_or_a_csv_by_name(capsys, tmp_path) -> None:
    code, _, err = call(capsys, "init", "--register", tmp_path / "r.txt")
    assert code == 2
    assert "写成 .xlsx 或 .csv，不写成" in err
    assert list(tmp_path.iterdir()) == []


@for_every_ruleset
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_blank_csv_has_the_headers_and_is_read_as_it_is(capsys, tmp_path, rules, lang) -> None:
    file, mapping = tmp_path / "登记簿.csv", tmp_path / "登记簿.mapping.yaml"
    ruleset = ("--ruleset", rules.folder)
    code, _, err = call(capsys, "init", "--register", file, *ruleset, "--lang", lang)
    assert code == 0
    assert f"tolerance-rules facts --ruleset {rules.folder}" in err
    assert file.read_bytes().startswith("\ufeff".encode())
    assert cells(file) == [[each.header for each in columns(rules, lang)]]
    before = file.read_bytes()
    assert call(capsys, "init", "--register", file, *ruleset)[0] == 2
    assert file.read_bytes() == before
    for args in ((), ("--mapping", mapping)):
        out = tmp_path / f"o{len(args)}.csv"
        assert call(capsys, "evaluate-many", file, *args, "--out", out, *ruleset)[0] == 0


@pytest.mark.parametrize(
    ("data", "what"),
    [  # a table and its mapping; what is said to be wrong
        (("处理结果,没有的表头\n从轻,1\n", ""), "表头有误，未予读入（共 "),
        (("", ""), "表格有误，未予读入（共 1 处）"),
        (("处理结果\n从轻\n", "columns: {a: id}\nextra: 1\n"), "对照表有误，未予读入（共 1 处）"),
    ],
)
@pytest.mark.parametrize("command", ["evaluate-many", "audit", "precedents"])
def test_what_is_wrong_with_a_table_is_not_said_of_a_case(
    capsys, tmp_path, command, data, what
) -> None:
    file, mapping = table(tmp_path, data[0]), data[1]
    case = EXAMPLES / "cases" / "01_campus_flood.yaml"
    args = [case, "--register", file] if command == "precedents" else [file]
    args += ["--out", tmp_path / "o.csv"] if command == "evaluate-many" else []
    if mapping:
        (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
        args += ["--mapping", tmp_path / "m.yaml"]
    code, out, err = call(capsys, command, *args)
    assert (code, out) == (1, "")
    assert err.startswith(what)
    assert "案件事实有误" not in err


def test_nothing_is_read_that_is_not_named(tmp_path) -> None:
    # The command in a process of its own, its output no terminal: no bar, no escape sequences.
    done = subprocess.run(
        [sys.executable, "-m", "tolerance_rules", "evaluate-many", "t.csv", "--out", "o.csv"],
        cwd=table(tmp_path, HEAD + GOOD).parent,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONWARNINGS": "error"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr.decode()
    assert done.stderr == b""
