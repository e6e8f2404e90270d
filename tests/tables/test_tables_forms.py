"""Registers as offices keep them: title rows, totals, signatures, notes, rows only numbered."""

from __future__ import annotations

import csv
import json

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")
pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
pytest.importorskip("python_calamine", reason="the audit extra is not installed")

import polars as pl

from support import command_line
from support.rulesets import SHIPPED
from support.table_files import understood, workbook
from tolerance_rules import CaseError, Engine
from tolerance_rules.cli.program import run
from tolerance_rules.tables.mapping import TableMapping, from_yaml
from tolerance_rules.tables.readers import open_table

PILOT, LOSS = "work.pilot", "consequences.loss"
HEAD = ["编号", "事项", "试点性工作", "损失"]
CASES = [["甲1", "采购", "是", "没有"], ["甲2", "招标", "否", "没有"]]


def call(capsys, *args):
    code = run([str(arg) for arg in args], "tolerance-rules")
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


def written(path, rows):
    """Write rows as the kind of file that the name says."""
    if path.suffix == ".xlsx":
        return workbook(path, {"登记簿": rows}, strings_to_formulas=False)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


KINDS = ("csv", "xlsx")
OTHER = {
    "合计": "合计",
    "合 计": "合计",
    "合　　计": "合计",
    "总计：2件": "合计",
    "小计": "合计",
    "2024年合计": "合计",
    "本页小计": "合计",
    "共计 2 件": "合计",
    "Total": "合计",
    "填表人：张某": "落款",
    "填报人:李某": "落款",
    "审核人：": "落款",
    "制表：王某": "落款",
    "单位负责人（签字）：": "落款",
    "填报日期：2024年12月31日": "落款",
    "联系电话：0632-000": "落款",
    "注：本表每月25日前报备。": "说明",
    "备注：一式两份": "说明",
    "填表说明：": "说明",
    "说明：1.": "说明",
    "第 1 页 共 2 页": "说明",
    "以下空白": "说明",
    "本表一式三份": "说明",
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_case_is_refused_as_what_it_is(tmp_path, kind) -> None:
    rows = [HEAD, *CASES, *([word, "", "1", ""] if "计" in word else [word] for word in OTHER)]
    if kind == "csv":
        rows = [[*row, *[""] * (4 - len(row))] for row in rows]
    read, rejects = understood(written(tmp_path / f"t.{kind}", rows))
    assert set(read) == {2, 3}
    for number, (word, what) in enumerate(OTHER.items(), 4):
        assert "G045" in rejects[number].reason, word
        assert what in rejects[number].reason, word


def test_the_word_may_stand_in_any_first_cell(tmp_path) -> None:
    rows = [HEAD, *CASES, ["", "合计", "2", ""], ["", "", "", ""], ["", "审核人：", "", ""]]
    read, rejects = understood(written(tmp_path / "t.csv", rows))
    assert (set(read), set(rejects)) == ({2, 3}, {4, 6})


KEPT = [
    "合计报销差旅费",
    "总计数不清",
    "审核处",
    "备注栏填写不实",
    "第1页缺失",
    "注意义务",
    "小计算机",
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_whose_title_only_begins_like_it_is_a_case(tmp_path, kind) -> None:
    rows = [HEAD, *([title, title, "是", "没有"] for title in KEPT)]
    read, rejects = understood(written(tmp_path / f"t.{kind}", rows))
    assert rejects == {}
    assert [row["id"] for row in read.values()] == KEPT


def test_pandas_refuses_them() -> None:
    pytest.importorskip("pyarrow", reason="the pandas extra is not installed")
    frame = pl.DataFrame([*CASES, ["合计", None, "1", None]], schema=HEAD, orient="row")
    judged = Engine.load().evaluate_many(frame.to_pandas())
    assert judged["refused"].tolist()[2] == "row"


def test_every_door_refuses_them(tmp_path, capsys) -> None:
    frame = pl.DataFrame([*CASES, ["合计", None, "1", None]], schema=HEAD, orient="row")
    engine = Engine.load()
    assert engine.evaluate_many(frame)["refused"].to_list() == [None, None, "row"]
    for name in ("t.parquet", "t.arrow"):
        write = frame.write_parquet if name.endswith("parquet") else frame.write_ipc
        write(tmp_path / name)
        _, rejects = understood(tmp_path / name)
        assert "合计" in rejects[3].reason
    register = frame.with_columns(pl.lit("不予容错").alias("处理结果"))
    register.write_csv(tmp_path / "r.csv")
    code, _, err = call(capsys, "audit", tmp_path / "r.csv")
    assert (code, err.count("G045")) == (1, 1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "numbers", [["3", "4", "5"], ["甲〔2024〕3号", "甲〔2024〕4号", "甲〔2024〕5号"]]
)
def test_rows_with_nothing_but_their_number_are_told_not_judged(tmp_path, kind, numbers) -> None:
    rows = [HEAD, *CASES, *([each, "", "", ""] for each in numbers), ["9", "迟到的", "", ""]]
    file = written(tmp_path / f"t.{kind}", rows)
    read, rejects = understood(file)
    assert (set(read), rejects) == ({2, 3, 7}, {})
    with open_table(file, TableMapping(), SHIPPED.vocabulary) as source:
        assert source.rows == 6
    from tolerance_rules.audit import register_reader

    rows = [[*row, "不予容错" if any(row[1:]) else ""] for row in rows]
    rows[0][-1] = "处理结果"
    register = register_reader.read(written(tmp_path / f"r.{kind}", rows))
    assert "有 3 行只有编号，没有别的，没有当作案件" in [note for note, _ in register.notes]
    assert register.rows == 3


TITLES = [
    ["某学院容错纠错工作台账（2024年度）"],
    ["填报单位：学院纪委办公室", "", "填报日期：12月"],
    [],
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("above", [0, 1, 2, 3])
@pytest.mark.parametrize("stated", [False, True])
def test_headers_are_found_below_a_title(tmp_path, kind, above, stated) -> None:
    rows = [*TITLES[:above], HEAD, *CASES]
    file = written(tmp_path / f"t.{kind}", rows)
    mapping = TableMapping(header_row=above + 1 if stated else 0)
    read, rejects = understood(file, mapping)
    assert rejects == {}
    assert {number: row["id"] for number, row in read.items()} == {
        above + 2: "甲1",
        above + 3: "甲2",
    }
    with open_table(file, mapping, SHIPPED.vocabulary) as source:
        assert any(f"表头在第 {above + 1} 行" in note for note, _ in source.notes) == (above > 0)
        assert f"表头第 {above + 1} 行" in source.read[0]


def test_a_title_over_several_lines_counts_as_one_row(tmp_path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(
        '"台账\n2024年",,,\n编号,事项,试点性工作,损失\n甲1,采购,是,没有\n', encoding="utf-8"
    )
    for mapping in (TableMapping(), TableMapping(header_row=2)):
        assert set(understood(file, mapping)[0]) == {3}


def test_a_sheet_with_a_title_is_as_good_a_register_as_one_without(tmp_path, capsys) -> None:
    head = [*HEAD, "处理结果"]
    first = [["台账"], head, ["甲1", "采购", "是", "没有", "不予容错"]]
    second = [head, ["乙1", "采购", "是", "没有", "不予容错"]]
    file = workbook(tmp_path / "t.xlsx", {"2023": first, "2024": second})
    for command in (("audit", file), ("evaluate-many", file, "--out", tmp_path / "o.csv")):
        code, _, err = call(capsys, *command)
        assert code == 1
        assert "2023、2024" in err
    alone = workbook(tmp_path / "a.xlsx", {"说明": [["怎样填"]], "2023": first})
    _, _, err = call(capsys, "audit", alone)
    assert "读的是工作表 2023，表头第 2 行，数据第 3—3 行" in err
    assert "工作表 说明 没有读" in err
    code, out, _ = call(capsys, "audit", alone, "--format", "json")
    assert any("工作表 2023" in each for each in json.loads(out)["read"])
    _, out, _ = call(capsys, "audit", alone, "--format", "html")
    assert "读的是工作表 2023" in out


def test_headers_may_be_broken_over_lines(tmp_path) -> None:
    rows = [["编\n号", "试点性\r\n工作", "损 失", "policy\nunclear"], ["1", "是", "没有", "是"]]
    for kind in KINDS:
        head = rows if kind == "csv" else [rows[0][:3], rows[1][:3]]
        read, _ = understood(written(tmp_path / f"t.{kind}", [head[0][:3], head[1][:3]]))
        assert (read[2]["id"], read[2][PILOT], read[2][LOSS]) == ("1", True, "none")
    mapping = TableMapping({"是否试点": PILOT})
    read, _ = understood(
        written(tmp_path / "m.csv", [["编号", "是否\n试点"], ["1", "是"]]), mapping
    )
    assert read[2][PILOT] is True
    frame = pl.DataFrame({"试点性\n工作": ["是"]})
    judged = Engine.load().evaluate_many(frame)
    assert judged.columns[0] == "试点性\n工作"
    with pytest.raises(CaseError) as error:
        understood(written(tmp_path / "w.csv", [["编号", "试点性\n工做"], ["1", "是"]]))
    assert "\\u" not in str(error.value)
    assert "您是否想写 试点性工作" in str(error.value)


def test_texts_that_exports_write_as_formulas_are_texts(tmp_path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(
        '="编号",试点性工作,损失\n="001",="是",没有\n"=""002""","=""0""",没有\n=1+1,是,没有\n="a""b",是,没有\n',
        encoding="utf-8",
    )
    read, rejects = understood(file)
    assert rejects == {}
    assert [row["id"] for row in read.values()] == ["001", "002", "=1+1", 'a"b']
    assert [row[PILOT] for row in read.values()] == [True, False, True, True]


MAPPING = """
columns: {案号: 编号, 试点: 试点性工作, 有无损失: 损失, 意见: 忽略, 科室: 保留}
values:
  "*": {属于: true, 不属于: false, 待定: null, 轻: some}
  试点: {待定: false}
header_row: 3
"""
ROWS = [["台账"], [], ["案号", "试点", "有无损失", "意见", "科室", "明知故犯"]]


def test_a_mapping_speaks_chinese_and_of_every_fact(tmp_path) -> None:
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    rows = [
        *ROWS,
        ["1", "属于", "轻", "同意", "教务", "不属于"],
        ["2", "待定", "待定", "", "", "待定"],
    ]
    for kind in KINDS:
        read, rejects = understood(written(tmp_path / f"t.{kind}", rows), tmp_path / "m.yaml")
        assert rejects == {}
        knowing = "motive.knowing_violation"
        assert [(row[PILOT], row[LOSS], row[knowing]) for row in read.values()] == [
            (True, "some", False),
            (False, None, None),
        ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('values: {"*": {属于: maybe}}', "maybe"),
        ('values: {"*": 属于}', "逐个写明"),
        ("{}", "一节"),
        ("colums: {}", "colums"),
    ],
)
def test_a_mapping_that_says_nothing_is_refused(tmp_path, text, words) -> None:
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match=words):
        from_yaml(tmp_path / "m.yaml", SHIPPED)


@pytest.mark.parametrize(
    "text", ["header_row: 2", "others: keep", "sheet: 登记簿", "always: {work.pilot: true}"]
)
def test_any_section_alone_is_a_mapping(tmp_path, text) -> None:
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    from_yaml(tmp_path / "m.yaml", SHIPPED)


@pytest.mark.parametrize("kind", KINDS)
def test_rejects_come_back_with_the_same_mapping(capsys, tmp_path, kind) -> None:
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    bad = [["=1", "也许", "轻", "-同意", "@教务", "属于"], ["+2", "不知", "轻", "", "'=x", "属于"]]
    file = written(tmp_path / f"t.{kind}", [*ROWS, *bad])
    args = ("--mapping", tmp_path / "m.yaml", "--no-clauses", "--force")
    rejects = tmp_path / "r.csv"
    code, _, _ = call(
        capsys, "evaluate-many", file, *args, "--out", tmp_path / "o.csv", "--rejects", rejects
    )
    assert code == 1
    again = ("evaluate-many", rejects, *args, "--rejects", tmp_path / "r2.csv")
    call(capsys, *again, "--out", tmp_path / "o2.csv")
    files = (rejects, tmp_path / "r2.csv")
    texts = [each.read_text(encoding="utf-8-sig").splitlines() for each in files]
    lines = [list(csv.reader(each)) for each in texts]
    assert [line[3:] for line in lines[0]] == [line[3:] for line in lines[1]]
    text = (
        rejects.read_text(encoding="utf-8-sig")
        .replace(",也许,", ",属于,")
        .replace(",不知,", ",属于,")
    )
    rejects.write_text(text, encoding="utf-8-sig")
    rows, left = understood(rejects, tmp_path / "m.yaml")
    assert left == {}
    assert [(row["id"], row["科室"]) for row in rows.values()] == [("=1", "@教务"), ("+2", "'=x")]


@pytest.mark.parametrize("kind", KINDS)
def test_rejects_whose_headers_begin_like_formulas_come_back(tmp_path, kind) -> None:
    signs = ["-", "=", "@", "+", "－", "'=", "''@"]
    headers = [f"{sign}备注{number}" for number, sign in enumerate(signs)]
    rows = [["编号", "试点性工作", *headers], ["1", "是", *signs], ["2", "也许", *signs]]
    mapping = tmp_path / "m.yaml"
    kept = "".join(f"  {json.dumps(header)}: keep\n" for header in headers)
    mapping.write_text(f"columns:\n{kept}", "utf-8")
    place, file = written(tmp_path / f"t.{kind}", rows), tmp_path / "r.csv"
    args = ("--mapping", mapping, "--no-clauses", "--force", "--out", tmp_path / "o.csv")
    assert command_line.run("evaluate-many", place, *args, "--rejects", file).code == 1
    mended = tmp_path / "again.csv"
    mended.write_text(file.read_text("utf-8-sig").replace("也许", "是", 2), "utf-8")
    assert command_line.run("evaluate-many", mended, *args).code == 3
    head = (tmp_path / "o.csv").read_text("utf-8-sig").splitlines()[0]
    assert [header for header in headers if f"'{header}" not in head] == []


def test_a_refusal_names_the_cell_of_a_sheet(tmp_path) -> None:
    rows = [["台账"], HEAD, ["甲1", "采购", "也许", "五成"]]
    _, rejects = understood(written(tmp_path / "t.xlsx", rows))
    assert "C3：G032 试点性工作" in rejects[3].reason
    assert "D3：G032 损失" in rejects[3].reason


@pytest.mark.parametrize("name", ["subject.kind", "work.pilot", "decided_on", "id", "recorded"])
def test_a_column_that_is_kept_is_no_fact_whatever_its_name(tmp_path, capsys, name) -> None:
    frame = pl.DataFrame({name: ["莫名"], "明知故犯": ["是"], "处理结果": ["不予容错"]})
    mapping = {name: "keep"} if name != "recorded" else {"recorded": "keep", "处理结果": "ignore"}
    engine = Engine.load()
    alone = engine.evaluate_many(frame.select("明知故犯"))
    judged = engine.evaluate_many(frame, mapping=mapping | {"处理结果": "ignore"})
    assert judged["outcome"].to_list() == alone["outcome"].to_list()
    assert judged[name].to_list() == ["莫名"]
    frame.write_csv(tmp_path / "t.csv")
    text = "columns: " + json.dumps(mapping | {"处理结果": "ignore"}, ensure_ascii=False)
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    call(
        capsys,
        "evaluate-many",
        tmp_path / "t.csv",
        "--mapping",
        tmp_path / "m.yaml",
        "--out",
        tmp_path / "o.csv",
    )
    found = pl.read_csv(tmp_path / "o.csv")
    assert (found[name][0], found["outcome"][0]) == ("莫名", alone["outcome"][0])
    if name != "recorded":
        (tmp_path / "m.yaml").write_text(f"columns: {{{name}: keep}}", encoding="utf-8")
        code, _, err = call(capsys, "audit", tmp_path / "t.csv", "--mapping", tmp_path / "m.yaml")
        assert code in (0, 3), err
