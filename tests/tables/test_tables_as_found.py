"""Tables as they are found in offices: odd CSV, sheets of forms, in both languages."""

from __future__ import annotations

import csv

import polars as pl
import pytest

from support.command_line import run
from support.table_files import understood, workbook
from tolerance_rules import Engine
from tolerance_rules.errors import CaseError, TableError

FACT = "nature.political_discipline_violated"
LABEL = "违反政治纪律和政治规矩"
HEAD = ["编号", LABEL, "损失", "决定日期"]
FIRST = ["甲1", "否", "没有", "2024-05-01"]
ROW = ",".join(FIRST)
TOP = ",".join(HEAD)


def written(tmp_path, data, name="t.csv"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


READ = {
    "GBK": f"{TOP}\n{ROW}\n".encode("gbk"),
    "a rare character in GB 18030": f"{TOP}\n{ROW}\n甲𠮷,是,没有,\n".encode("gb18030"),
    "UTF-16 with its mark": f"\ufeff{TOP}\n{ROW}\n".encode("utf-16-le"),
    "UTF-16 the other way round": f"\ufeff{TOP}\n{ROW}\n".encode("utf-16-be"),
    "the mark of UTF-8 twice": f"\ufeff\ufeff{TOP}\n{ROW}\n",
    "the mark of UTF-8 in a header": f"{TOP.replace(LABEL, chr(0xFEFF) + LABEL)}\n{ROW}\n",
    "lines that end in CR": f"{TOP}\r{ROW}\r",
    "lines that end in all three ways": f"{TOP}\r\n{ROW}\n甲2,是,没有,\r甲3,是,没有,",
    "semicolons": f"{TOP}\n{ROW}\n".replace(",", ";"),
    "tabs": f"{TOP}\n{ROW}\n".replace(",", "\t"),
    "bars at the end too": f"{TOP}|\n{ROW}|\n".replace(",", "|"),
    "a line that says the separator": f"sep=,\n{TOP}\n{ROW}\n",
    "blanks around everything": f" 编号 ,{LABEL}\u3000, 损失\t,决定日期\n"
    " 甲1 ,\u00a0否\u3000,没有 ,2024-05-01\t\n",
    "columns of nothing": f"{TOP},,,\n{ROW},,,\n",
    "full-width digits": f"{TOP}\n甲1,０,没有,２０２４-０５-０１\n",
    "numbers as Excel has them": f"{TOP}\n甲1,FALSE,没有,45413\n",
    "names in capitals": f"ID,{FACT.title()},consequences.loss,DECIDED_ON\n{ROW}\n",
    "a title and a unit above": f"某学院台账,,,\n填报单位：纪委,,,\n{TOP}\n{ROW}\n",
    "the headers again on page two": f"{TOP}\n{ROW}\n{TOP}\n",
    "a date with a time of nought": f"{TOP}\n甲1,否,没有,2024-05-01 00:00:00\n",
    "a date with blanks": f"{TOP}\n甲1,否,没有,2024 年 5 月 1 日\n",
    "a date in 汉字": f"{TOP}\n甲1,否,没有,二〇二四年五月一日\n",
}


@pytest.mark.parametrize("name", READ)
def test_a_table_is_read_as_it_is_meant(tmp_path, name) -> None:
    rows, rejects = understood(written(tmp_path, READ[name]))
    assert rejects == {}
    first = next(iter(rows.values()))
    found = (first["id"], first[FACT], first["consequences.loss"], str(first["decided_on"]))
    assert found == ("甲1", False, "none", "2024-05-01")


REFUSED = {
    "UTF-16 without its mark": (f"{TOP}\n{ROW}\n".encode("utf-16-le"), "UTF-16"),
    "full-width commas": (f"{TOP}\n{ROW}\n".replace(",", "，"), "全角的 ，"),
    "a quotation mark left open": (f'{TOP}\n甲1,"否,没有,2024-05-01\n', "没有合上"),
    "one column of facts twice": (f"编号,{LABEL},{LABEL}\n1,是,否\n", "同是"),
    "its name and its label": (f"编号,{LABEL},{FACT}\n1,是,否\n", "同是"),
    "UTF-8 and then GBK": (b"\xef\xbb\xbf" + TOP.encode() + b"\n" + ROW.encode("gbk"), "UTF-8"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_told_is_refused_with_the_reason_in_chinese(tmp_path, name) -> None:
    data, words = REFUSED[name]
    with pytest.raises(CaseError) as caught:
        understood(written(tmp_path, data))
    assert words in caught.value.told()
    assert "unexpected" not in caught.value.told()


BAD_DAYS = ["2024年5月", "5/1/2024", "24-05-01", "2024-02-30", "1-May-24", "45413.5", "########"]


def test_what_is_no_day_refuses_its_row(tmp_path) -> None:
    lines = [f"{n},否,没有,{day}" for n, day in enumerate(BAD_DAYS)]
    rows, rejects = understood(written(tmp_path, "\n".join([TOP, *lines])))
    assert (rows, len(rejects)) == ({}, len(BAD_DAYS))


def test_titles_among_the_rows_are_no_cases(tmp_path) -> None:
    titles = ["一、教务处", "（二）后勤处", "学生工作处", "2024年度", "2024年3月", "第1季度"]
    rows = [HEAD, *([title] for title in titles), FIRST, ["一、教务处采购案", "是", "没有"]]
    read, rejects = understood(workbook(tmp_path / "t.xlsx", {"登记簿": rows}))
    assert (set(read), set(rejects)) == ({8, 9}, {2, 3, 4, 5, 6, 7})
    assert all("小标题" in reject.reason for reject in rejects.values())


def test_a_title_merged_over_the_row_is_told_once_as_that(tmp_path) -> None:
    def merged(sheet, book):
        sheet.write_row(0, 0, HEAD)
        sheet.merge_range(1, 0, 1, len(HEAD) - 1, "2024年（共35件）")
        sheet.write_row(2, 0, FIRST)
        sheet.write(3, 0, "甲2")
        sheet.merge_range(3, 1, 3, 2, "否")

    read, rejects = understood(workbook(tmp_path / "t.xlsx", {"登记簿": merged}))
    assert (set(read), set(rejects)) == ({3}, {2, 4})
    assert rejects[2].reason.count("小标题") == 1
    assert rejects[4].reason.startswith("登记簿!B4:C4：G035 ")
    assert rejects[4].reason.count("合并") == 2  # in what is wrong, and in what to do


def test_headers_merged_over_two_rows_are_headers(tmp_path) -> None:
    def merged(sheet, book):
        for column, header in enumerate(HEAD):
            sheet.merge_range(0, column, 1, column, header)
        sheet.write_row(2, 0, FIRST)

    read, rejects = understood(workbook(tmp_path / "t.xlsx", {"登记簿": merged}))
    assert (set(read), rejects) == ({3}, {})


@pytest.mark.parametrize("number", ["370402199001011234", "2.0240010020030001E+17", "1" * 16])
def test_a_number_of_which_excel_keeps_only_a_part_is_no_id(tmp_path, number) -> None:
    rows = [HEAD, ["7", "否", "没有"]]
    edit = {'<c r="A2" t="s"><v>4</v></c>': f'<c r="A2"><v>{number}</v></c>'}
    path = workbook(tmp_path / "t.xlsx", {"登记簿": rows}, edit=edit)
    read, rejects = understood(path)
    assert read == {}
    assert "登记簿!A2" in rejects[2].reason
    assert "前 15 位" in rejects[2].reason
    assert "15 digits" in rejects[2].told("en")
    as_text = workbook(
        tmp_path / "u.xlsx", {"登记簿": [HEAD, ["370402199001011234", "否", "没有"]]}
    )
    assert understood(as_text)[0][2]["id"] == "370402199001011234"


def test_a_register_that_is_hidden_is_named(tmp_path) -> None:
    def hidden(sheet, book):
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, FIRST)
        sheet.very_hidden()

    path = workbook(tmp_path / "t.xlsx", {"封面": [["说明"]], "底稿": hidden})
    with pytest.raises(CaseError, match="隐藏的 底稿"):
        understood(path)
    done = run("evaluate-many", path, "--sheet", "底稿", "--out", tmp_path / "o.csv")
    assert "读的是工作表 底稿" in done.err


def test_notes_reasons_and_headers_of_rejects_are_in_the_language_asked_for(tmp_path) -> None:
    rows = [["某学院台账"], HEAD, FIRST, ["2"], ["3", "也许", "没有"]]
    path = workbook(tmp_path / "t.xlsx", {"2024 年": rows, "封面": [["x"]]})
    for lang, told, heads, cell in (
        ("zh", "没有读", "拒收行号", "'2024 年'!B5：G032"),
        ("en", "was not read", "rejected row", "'2024 年'!B5: G032"),
    ):
        options = ("--rejects", tmp_path / "r.csv", "--force", "--lang", lang)
        done = run("evaluate-many", path, "--out", tmp_path / "o.csv", *options)
        assert told in done.err
        if lang == "en":
            assert "Read: sheet 2024 年, headers in row 2" in done.err
            assert "没有" not in done.err
        text = (tmp_path / "r.csv").read_text("utf-8-sig")
        head, *rejected = csv.reader(text.splitlines())
        assert head[0] == heads
        assert rejected[0][2].startswith(cell)
        # Mended, the file is read again.
        text = text.replace("也许", "是", 2)
        again, left = understood(written(tmp_path, text, "again.csv"))
        assert ([row["id"] for row in again.values()], left) == (["3"], {})


def test_a_table_that_makes_no_columns_is_refused_in_our_words() -> None:
    engine, frame = Engine.load(), pl.LazyFrame({FACT: [True], "b": [1]})
    for wrong in (frame.select(FACT, pl.col("b").alias(FACT)), frame.select("missing")):
        with pytest.raises(TableError, match="列名"):
            engine.evaluate_many(wrong)
    pd = pytest.importorskip("pandas", reason="the extra `pandas` is not installed")
    pytest.importorskip("pyarrow", reason="the extra `pandas` is not installed")
    with pytest.raises(TableError, match="几列都叫"):
        engine.evaluate_many(pd.DataFrame([[True, False]], columns=[FACT, FACT]))


@pytest.mark.parametrize(
    ("column", "held"),
    [
        (pl.Series("x", [123456789012345678901234567890]).cast(pl.Decimal(38, 2)), True),
        (pl.Series("x", [1.5]), True),
        (pl.Series("x", [b"1"]), False),
        (pl.Series("x", [[1]]), False),
        (pl.Series("x", [1]).cast(pl.Duration), False),
    ],
)
def test_what_csv_cannot_hold_is_told_by_its_column(tmp_path, column, held) -> None:
    frame = pl.DataFrame({FACT: [True]}).with_columns(column.alias("附件"))
    frame.write_parquet(tmp_path / "t.parquet")
    out = ("--out", tmp_path / "o.csv", "--keep", "附件", "--no-clauses")
    done = run("evaluate-many", tmp_path / "t.parquet", *out)
    assert (done.code == 1) is not held
    assert ("列 附件" in done.err) is not held
    assert (tmp_path / "o.csv").exists() is held
