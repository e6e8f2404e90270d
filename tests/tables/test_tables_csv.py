"""CSV registers as they come: each is read right, or refused with its row and column."""

from __future__ import annotations

import datetime

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")

from support.table_files import understood
from tolerance_rules import CaseError

PILOT, LOSS = "work.pilot", "consequences.loss"
HEAD = "编号,试点性工作,损失\n"


def written(tmp_path, data):
    file = tmp_path / "t.csv"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return file


READ = {
    "plain": (HEAD + "1,是,没有\n", {2: ("1", True, "none")}),
    "utf8 with mark": (b"\xef\xbb\xbf" + (HEAD + "1,是,没有\n").encode(), {2: ("1", True, "none")}),
    "gbk": ((HEAD + "1,是,没有\n").encode("gbk"), {2: ("1", True, "none")}),
    "gb18030": ((HEAD + "𠮷,否,没有\n").encode("gb18030"), {2: ("𠮷", False, "none")}),
    "utf16": ((HEAD + "1,是,没有\n").encode("utf-16"), {2: ("1", True, "none")}),
    "utf16 tabs": (
        (HEAD + "1,是,没有\n").replace(",", "\t").encode("utf-16"),
        {2: ("1", True, "none")},
    ),
    "gbk below ascii headers": (
        "id,work.pilot,consequences.loss\n1,是,没有\n".encode("gbk"),
        {2: ("1", True, "none")},
    ),
    "crlf": (HEAD.replace("\n", "\r\n") + "1,是,没有\r\n", {2: ("1", True, "none")}),
    "old mac": (HEAD.replace("\n", "\r") + "1,是,没有\r", {2: ("1", True, "none")}),
    "semicolons": ((HEAD + "1,是,没有\n").replace(",", ";"), {2: ("1", True, "none")}),
    "no last line end": (HEAD + "1,是,没有", {2: ("1", True, "none")}),
    "blank rows keep the numbers": (
        HEAD + "1,是,没有\n\n,,\n \u3000,\t,\n2,否,没有\n",
        {2: ("1", True, "none"), 6: ("2", False, "none")},
    ),
    "trailing blank rows": (HEAD + "1,是,没有\n" + ",,\n" * 50, {2: ("1", True, "none")}),
    "blanks and full width": (
        HEAD + " 1 ,\u3000是\u00a0, ｎｏｎｅ\n",
        {2: ("1", True, "none")},
    ),
    "trailing separators": (
        "编号,试点性工作,损失,,\n1,是,没有,,\n",
        {2: ("1", True, "none")},
    ),
    "more cells, but blank": (HEAD + "1,是,没有,, \n", {2: ("1", True, "none")}),
    "unknown": (HEAD + "1,,未查明\n2,不详,\n", {2: ("1", None, None), 3: ("2", None, None)}),
    "quoted": (
        HEAD + '"1,""a""",是,没有\n2,"否","有重大损失"\n'.replace("有重大损失", "major"),
        {2: ('1,"a"', True, "none"), 3: ("2", False, "major")},
    ),
    "a record of several lines": (
        HEAD + '"1\n第二行",是,没有\n"2",否,没有\n',
        {2: ("1\n第二行", True, "none"), 3: ("2", False, "none")},
    ),
    "several lines, blank rows between": (
        HEAD + '"1\n2",是,没有\n\n"2",否,没有\n',
        {2: ("1\n2", True, "none"), 4: ("2", False, "none")},
    ),
    "words": (
        HEAD + "1,√,some\n2,×,MAJOR\n3,1,没有\n4,0.0,没有\n5,TRUE,\n6,No,\n",
        {
            2: ("1", True, "some"),
            3: ("2", False, "major"),
            4: ("3", True, "none"),
            5: ("4", False, "none"),
            6: ("5", True, None),
            7: ("6", False, None),
        },
    ),
    "a formula is a text": (HEAD + "=1+1,是,没有\n", {2: ("=1+1", True, "none")}),
}


@pytest.mark.parametrize("name", READ)
def test_a_register_is_read_right(tmp_path, name) -> None:
    data, expected = READ[name]
    rows, rejects = understood(written(tmp_path, data))
    assert rejects == {}
    assert {n: (row["id"], row[PILOT], row[LOSS]) for n, row in rows.items()} == expected


REFUSED = {
    "a word": (HEAD + "1,也许,没有\n", {2: ("试点性工作", "G032", "也许")}),
    "a value of another fact": (HEAD + "1,是,是\n", {2: ("损失", "G032", "没有")}),
    "too few cells": (HEAD + "1,是\n2,是,没有\n", {2: ("", "G030", "少")}),
    "too many cells": (HEAD + "1,是,没有,多\n", {2: ("", "G030", "多")}),
    "a quote in the middle": (HEAD + '1,"是"的,没有\n', {2: ("", "G039", "引号")}),
    "too few cells, several lines": (HEAD + '"1\n2",是\n', {2: ("", "G030", "少")}),
    "too many cells, several lines": (HEAD + '"1\n2",是,没有,多\n', {2: ("", "G030", "多")}),
    "a cell of ten megabytes": (
        HEAD + f"{'字' * 3_500_000},是,没有\n",
        {2: ("编号", "G036", "过长")},
    ),
    "a quoted cell of ten megabytes": (
        HEAD + f'"{"a" * 10_000_000}",是,没有\n2,是,没有\n',
        {2: ("", "G039", "过长")},
    ),
    "a fact of ten megabytes": (
        HEAD + f"1,{'是' * 3_500_000},没有\n",
        {2: ("试点性工作", "G032", "是是是")},
    ),
    "a fact of blanks, and then more": (
        HEAD + f"1,是{' ' * 40_000}否,没有\n",
        {2: ("试点性工作", "G032", "是")},
    ),
    "the row after a blank one": (HEAD + "\n\n1,不知,没有\n", {4: ("试点性工作", "G032", "不知")}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_row_is_refused_with_row_column_and_reason(tmp_path, name) -> None:
    data, expected = REFUSED[name]
    rows, rejects = understood(written(tmp_path, data))
    assert not rows.keys() & expected.keys()
    found = {n: ("、".join(filter(None, r.headers)), r.reason) for n, r in rejects.items()}
    assert found.keys() == expected.keys()
    for number, (header, code, word) in expected.items():
        assert found[number][0] == header
        assert code in found[number][1]
        assert word in found[number][1]
        assert len(found[number][1]) < 500


WRONG = {
    "a header misspelt": ("编号,试点性工做\n", "G024", "试点性工作"),
    "a header twice": ("试点性工作,work.pilot\n", "G025", "t.csv:1:2"),
    "a header of ours twice": ("编号,试点性工作,编号\n", "G025", "t.csv:1:3"),
    "no fact": ("编号,事项\n", "G027", "没有一列是事实"),
    "empty": ("", "G028", "空"),
    "only blank lines": ("\n\n", "G028", "空"),
    "a blank header row": (",,\n1,2,3\n", "G024", "第 1 行"),
    "NUL": (HEAD + "1,是,没有\n2,\0,没有\n", "G021", "t.csv:3"),
    "one row of another encoding": (
        HEAD.encode() + "1,是,没有\n".encode() + "2,是,没有\n".encode("gbk"),
        "G021",
        "第 3 行",
    ),
    "neither encoding": (HEAD.encode("gbk") + b"1,\xff\xff,\n", "G021", "第 2 行"),
    "an open quote": (HEAD + '1,"是,没有\n2,是,没有\n', "G021", "引号"),
    "a workbook by another name": (b"PK\x03\x04" + b"x" * 60, "G021", "Excel"),
    "an old workbook by another name": (b"\xd0\xcf\x11\xe0" + b"x" * 60, "G021", ".xls"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_wrong_is_refused_whole_with_the_place(tmp_path, name) -> None:
    data, code, words = WRONG[name]
    with pytest.raises(CaseError) as error:
        understood(written(tmp_path, data))
    assert code in [fault.code for fault in error.value.faults]
    assert words in str(error.value)


def test_every_wrong_header_is_told_at_once_with_its_column(tmp_path) -> None:
    file = written(tmp_path, "领导意见,试点性工作,损矢\n")
    with pytest.raises(CaseError) as error:
        understood(file)
    assert [(fault.line, fault.column) for fault in error.value.faults] == [(1, 1), (1, 3)]


DATES = {
    "2024-05-01": datetime.date(2024, 5, 1),
    "2024/5/1": datetime.date(2024, 5, 1),
    "2024.5.1": datetime.date(2024, 5, 1),
    "2024年5月1日": datetime.date(2024, 5, 1),
    "２０２４－０５－０１": datetime.date(2024, 5, 1),
    "2024-05-01 00:00:00": datetime.date(2024, 5, 1),
    "2024-05-01T14:30": datetime.date(2024, 5, 1),
    "20240501": datetime.date(2024, 5, 1),
    "45413": datetime.date(2024, 5, 1),
    "45413.0": datetime.date(2024, 5, 1),
    "": None,
    "2024-13-01": "G031",
    "2024-02-30": "G031",
    "5/1/2024": "G031",
    "2024-05": "G031",
    "去年": "G031",
    "1": "G031",
}


def test_dates_are_read_as_text_and_as_serials_or_refused(tmp_path) -> None:
    body = "".join(f"是,{text}\n" for text in DATES)
    rows, rejects = understood(written(tmp_path, "试点性工作,决定日期\n" + body))
    found = {number: row["decided_on"] for number, row in rows.items()}
    found |= {number: reject.faults[0].code for number, reject in rejects.items()}
    assert [found[number] for number in range(2, len(DATES) + 2)] == list(DATES.values())


def test_a_column_without_a_header_must_be_blank(tmp_path) -> None:
    rows, rejects = understood(written(tmp_path, "编号,,试点性工作\n1,,是\n2,多,是\n"))
    assert set(rows) == {2}
    assert "表头" in rejects[3].reason


def test_every_fault_of_a_row_is_told(tmp_path) -> None:
    _, rejects = understood(written(tmp_path, HEAD + "1,也许,很多,多\n"))
    assert [fault.code for fault in rejects[2].faults] == ["G030", "G032", "G032"]
    assert rejects[2].cells[:3] == ("1", "也许", "很多")


MAPPING = """
columns:
  案号: id
  试点: work.pilot
  有无损失: consequences.loss
  领导意见: ignore
  科室: keep
values:
  试点: {属于: true, 不属于: false, 待定: null}
  consequences.loss: {轻: some, 重: major}
header_row: 3
"""


def test_a_mapping_names_headers_words_and_the_row_of_headers(tmp_path) -> None:
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    text = "台账\n,,\n案号,试点,有无损失,领导意见,科室\n1,属于,轻,同意,教务\n2,待定,没有,,\n"
    rows, rejects = understood(written(tmp_path, text), tmp_path / "m.yaml")
    assert rejects == {}
    assert rows == {
        4: {"id": "1", PILOT: True, LOSS: "some", "科室": "教务"},
        5: {"id": "2", PILOT: None, LOSS: "none", "科室": None},
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("columns: {a: work.pilot}\nalways: {work.pilot: true}\n", "已经有一列"),
        ("columns: {}\nalways: {work.pilott: true}\n", "work.pilot"),
        ("columns: {}\nalways: {work.pilot: some}\n", "some"),
        ("columns: {}\nalways: a\n", "always"),
        ("columns: {}\nalways: {work.pilot: true}\n", "已经有 work.pilot 一列"),
        ("column: {a: id}\n", "column"),
        ("columns: [a]\n", "columns"),
        ("columns: {a: [b]}\n", "表头 a"),
        ("columns: {}\nvalues: {试点性工做: {a: true}}\n", "试点性工做"),
        ("columns: {}\nvalues: {work.pilot: {a: some}}\n", "some"),
        ("columns: {}\nvalues: {work.pilot: a}\n", "逐个"),
        ("columns: {}\nheader_row: 0\n", "header_row"),
        ("columns: {}\nothers: kept\n", "keep"),
        ("columns: {}\nsheet: [a]\n", "sheet"),
        ("columns: {a: id\n", "缺少 }"),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_line(tmp_path, text, words) -> None:
    file = tmp_path / "m.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match=words) as error:
        understood(written(tmp_path, HEAD), file)
    assert all(fault.file in (str(file), "t.csv") for fault in error.value.faults)


def test_facts_without_a_column_may_be_the_same_in_every_row(tmp_path) -> None:
    from tolerance_rules.tables.mapping import TableMapping

    file = written(tmp_path, "试点性工作\n是\n")
    always = {LOSS: "none", "work.creative": False}
    assert understood(file, TableMapping(always=always))[0] == {2: {PILOT: True, **always}}


def test_other_columns_are_refused_kept_or_ignored_as_asked(tmp_path) -> None:
    from tolerance_rules.tables.mapping import TableMapping

    file = written(tmp_path, "科室,试点性工作\n教务,是\n")
    with pytest.raises(CaseError, match="G024"):
        understood(file)
    assert "科室" not in understood(file, TableMapping(others="ignore"))[0][2]
    for given in ({"mapping": TableMapping(others="keep")}, {"keep": ["科室"]}):
        assert understood(file, **given)[0][2]["科室"] == "教务"


def test_a_fact_misspelt_is_no_column_of_somebodys_own(tmp_path) -> None:
    from tolerance_rules.tables.mapping import TableMapping

    file = written(tmp_path, "work.pilott,试点性工作\n是,是\n")
    with pytest.raises(CaseError, match=r"work\.pilot"):
        understood(file, TableMapping(others="keep"))
