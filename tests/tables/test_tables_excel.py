"""Workbooks as they come: each is read right, or refused with its row and column."""

from __future__ import annotations

import datetime
import struct
import zipfile

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")
pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
pytest.importorskip("python_calamine", reason="the audit extra is not installed")

from support.rulesets import SHIPPED
from support.table_files import understood, workbook
from tolerance_rules import CaseError
from tolerance_rules.tables.mapping import TableMapping

PILOT, LOSS = "work.pilot", "consequences.loss"
HEAD = ["编号", "试点性工作", "损失", "决定日期"]
DAY = datetime.date(2024, 5, 1)


def formulas(sheet, book):
    sheet.write_row(0, 0, HEAD)
    sheet.write_formula(1, 0, '="A"&1', None, "A1")
    sheet.write_formula(1, 1, "=1=1", None, True)
    sheet.write_formula(1, 2, '=IF(1,"没有")', None, "没有")
    sheet.write_formula(1, 3, "=DATE(2024,5,1)", None, 45413)


def dates(sheet, book):
    shown = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ["1", "是", "没有"])
    sheet.write_datetime(1, 3, datetime.datetime(2024, 5, 1), shown)
    sheet.write_row(2, 0, ["2", "是", "没有", 45413])
    sheet.write_row(3, 0, ["3", "是", "没有", "2024年5月1日"])
    sheet.write_row(4, 0, ["4", "是", "没有"])
    sheet.write_datetime(4, 3, datetime.datetime(2024, 5, 1, 14, 30), shown)


def dates_1904(sheet, book):
    sheet.write_row(0, 0, HEAD)
    shown = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(1, 0, ["1", "是", "没有"])
    sheet.write_datetime(1, 3, datetime.datetime(2024, 5, 1), shown)
    sheet.write_row(2, 0, ["2", "是", "没有", 45413 - 1462])


def merged_down(sheet, book):
    sheet.write_row(0, 0, HEAD)
    sheet.merge_range(1, 1, 3, 1, "是")
    for row in (1, 2, 3):
        sheet.write(row, 0, str(row))
    sheet.merge_range(1, 2, 2, 2, "没有")
    sheet.write(3, 2, "major")


def merged_title(sheet, book):
    sheet.merge_range(0, 0, 0, 3, "容错决定登记簿")
    sheet.merge_range(1, 0, 2, 0, "编号")
    sheet.merge_range(1, 1, 1, 3, "案情")
    sheet.write_row(2, 1, HEAD[1:])
    sheet.write_row(3, 0, ["1", "是", "没有", "2024-05-01"])


def hidden(sheet, book):
    sheet.write_row(0, 0, HEAD)
    for row in (1, 2, 3):
        sheet.write_row(row, 0, [str(row), "是", "没有"])
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column(2, 2, None, None, {"hidden": True})


def spaced(sheet, book):
    # The table does not start in the corner, and ends in cells that only look blank.
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(3, 0, [" 1\u3000", "\u3000是", "没有 ", " 2024-05-01 "])
    sheet.write_row(5, 0, ["", " ", "\u3000", ""])
    blank = book.add_format({"bg_color": "yellow"})
    for row in range(6, 40):
        sheet.write_blank(row, 0, None, blank)


READ = {
    "plain": ([HEAD, ["1", "是", "没有", "2024-05-01"]], {2: ("1", True, "none", DAY)}),
    "numbers and booleans": (
        [HEAD, [1, 1, "none"], [2.5, False]],
        {
            2: ("1", True, "none", None),
            3: ("2.5", False, None, None),
        },
    ),
    "numbers as text": ([HEAD, ["001", "1", "some"]], {2: ("001", True, "some", None)}),
    "formulas": (formulas, {2: ("A1", True, "none", DAY)}),
    "dates": (dates, {row: (str(row - 1), True, "none", DAY) for row in (2, 3, 4, 5)}),
    "merged downwards": (
        merged_down,
        {
            2: ("1", True, "none", None),
            3: ("2", True, "none", None),
            4: ("3", True, "major", None),
        },
    ),
    "hidden rows and columns": (
        hidden,
        {row: (str(row - 1), True, "none", None) for row in (2, 3, 4)},
    ),
    "blank rows": (spaced, {4: ("1", True, "none", DAY)}),
    "a text that looks like a formula": (
        [HEAD, ["'=1+1", "是", "没有"]],
        {2: ("'=1+1", True, "none", None)},
    ),
}


@pytest.mark.parametrize("name", READ)
def test_a_workbook_is_read_right(tmp_path, name) -> None:
    content, expected = READ[name]
    rows, rejects = understood(workbook(tmp_path / "t.xlsx", {"登记簿": content}))
    assert rejects == {}
    found = {
        number: (row["id"], row[PILOT], row[LOSS], row["decided_on"])
        for number, row in rows.items()
    }
    assert found == expected


def test_a_workbook_that_counts_from_1904_has_its_own_serials(tmp_path) -> None:
    file = workbook(tmp_path / "t.xlsx", {"A": dates_1904}, date_1904=True)
    rows, _ = understood(file)
    assert {row["decided_on"] for row in rows.values()} == {DAY}


def test_headers_below_a_title_are_read_where_the_mapping_says(tmp_path) -> None:
    file = workbook(tmp_path / "t.xlsx", {"A": merged_title})
    with pytest.raises(CaseError, match="G024"):
        understood(file, TableMapping(header_row=1))
    for mapping in (TableMapping(header_row=3), TableMapping()):
        rows, _ = understood(file, mapping)
        assert rows == {4: {"id": "1", PILOT: True, LOSS: "none", "decided_on": DAY}}


def merged_across(sheet, book):
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ["1", "是", "没有"])
    sheet.write(2, 0, "2")
    sheet.merge_range(2, 1, 2, 2, "否")


def errors(sheet, book):
    sheet.write_row(0, 0, HEAD)
    sheet.write(1, 0, "1")
    sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    sheet.write_row(2, 0, ["2", "是", "没有"])
    sheet.write_formula(3, 3, "=NOW()")


REFUSED = {
    "a word": ([HEAD, ["1", "也许", "没有"]], None, {2: ("试点性工作", "G032")}),
    "a number that is no boolean": ([HEAD, ["1", 2, "没有"]], None, {2: ("试点性工作", "G032")}),
    "a date that is none": ([HEAD, ["1", 1, "", "五月"]], None, {2: ("决定日期", "G031")}),
    "cells beyond the headers": ([HEAD, ["1", 1, "", "", "x"]], None, {2: ("", "G030")}),
    "merged sideways": (merged_across, None, {3: ("试点性工作、损失", "G035")}),
    "an error": (errors, None, {2: ("试点性工作", "G034")}),
    "a formula never calculated": (
        errors,
        {"<f>NOW()</f><v>0</v>": "<f>NOW()</f>"},
        {2: ("试点性工作", "G034"), 4: ("决定日期", "G034")},
    ),
    "as openpyxl leaves it": (
        errors,
        {"<f>NOW()</f><v>0</v>": "<f>NOW()</f><v />"},
        {2: ("试点性工作", "G034"), 4: ("决定日期", "G034")},
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_row_is_refused_with_row_column_and_reason(tmp_path, name) -> None:
    content, edit, expected = REFUSED[name]
    rows, rejects = understood(workbook(tmp_path / "t.xlsx", {"登记簿": content}, edit=edit))
    found = {
        row: ("、".join(dict.fromkeys(filter(None, each.headers))), each.faults[0].code)
        for row, each in rejects.items()
        if row in expected
    }
    assert found == expected
    assert not rows.keys() & expected.keys()


def test_an_error_in_a_column_that_is_not_read_does_no_harm(tmp_path) -> None:
    file = workbook(tmp_path / "t.xlsx", {"登记簿": errors})
    mapping = TableMapping({"试点性工作": "ignore"})
    assert set(understood(file, mapping)[0]) == {2, 3, 4} - {4}


def test_an_empty_text_is_what_a_formula_may_well_give(tmp_path) -> None:
    def empty(sheet, book):
        sheet.write_row(0, 0, HEAD)
        sheet.write(1, 0, "1")
        sheet.write_formula(1, 1, '=""', None, "")
        sheet.write(1, 2, "没有")

    # As Excel writes it: a text, of no length.
    edit = {'<c r="B2"><f>""</f><v></v></c>': '<c r="B2" t="str"><f>""</f><v></v></c>'}
    file = workbook(tmp_path / "t.xlsx", {"A": empty}, edit=edit)
    rows, rejects = understood(file)
    assert (rows[2][PILOT], rejects) == (None, {})


def test_the_one_register_among_several_sheets_is_read_and_the_rest_told(tmp_path) -> None:
    from tolerance_rules.tables.readers import open_table

    sheets = {"封面": [["容错决定"]], "空": [], "登记": [HEAD, ["1", "是", "没有"]]}
    with open_table(
        workbook(tmp_path / "t.xlsx", sheets), TableMapping(), SHIPPED.vocabulary
    ) as source:
        assert source.rows == 1
        assert source.notes == (("工作表 封面 没有读", "Sheet 封面 was not read"),)


def test_of_several_registers_one_must_be_named(tmp_path) -> None:
    sheets = {"2023": [HEAD, ["1", "是"]], "2024": [HEAD, ["2", "否"]]}
    file = workbook(tmp_path / "t.xlsx", sheets)
    with pytest.raises(CaseError, match="2023、2024"):
        understood(file)
    assert understood(file, TableMapping(sheet="2024"))[0][2]["id"] == "2"
    with pytest.raises(CaseError, match="您是否想写 2024"):
        understood(file, TableMapping(sheet="20024"))


def test_a_hidden_register_is_not_read_but_told(tmp_path) -> None:
    from tolerance_rules.tables.readers import open_table

    def old(sheet, book):
        sheet.write_row(0, 0, HEAD)
        sheet.hide()

    sheets = {"2024": [HEAD, ["2", "否"]], "2023": old}
    with open_table(
        workbook(tmp_path / "t.xlsx", sheets), TableMapping(), SHIPPED.vocabulary
    ) as source:
        assert source.notes == (("隐藏的工作表 2023 没有读", "Hidden sheet 2023 was not read"),)


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(200):
                part.write(b" " * (1 << 20))


def lying_bomb(path):
    workbook(path, {"A": [HEAD]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.png", b" " * (1 << 24))
    data = bytearray(path.read_bytes())
    # Both the directory and the part say that it is small.
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            if data[start + at : start + at + 4] == struct.pack("<I", 1 << 24):
                data[start + at : start + at + 4] = struct.pack("<I", 1000)
    path.write_bytes(data)


def damaged(path):
    workbook(path, {"A": [HEAD]})
    path.write_bytes(path.read_bytes()[:-100])


def other_package(path):
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<document/>")


WRONG = {
    "old xls or encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, ".xls"),
    "html": (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
    "html with a mark": ("\ufeff<table>".encode(), "HTML"),
    "text": (b"not a workbook", "不是 Excel 工作簿"),
    "nothing": (b"", "不是 Excel 工作簿"),
    "a bomb": (bomb, "过大"),
    "a bomb that lies": (lying_bomb, "过大"),
    "damaged": (damaged, "已损坏"),
    "a Word document": (other_package, "不是 Excel 工作簿"),
    "empty sheets": (lambda path: workbook(path, {"A": [], "B": []}), "空"),
    "headers misspelt": (lambda path: workbook(path, {"A": [["试点性工做"]]}), "试点性工作"),
    "a header twice": (lambda path: workbook(path, {"A": [[*HEAD, HEAD[1]]]}), "1:5"),
    "an error as header": (
        lambda path: workbook(
            path,
            {
                "A": lambda sheet, book: (
                    sheet.write_row(0, 0, HEAD),
                    sheet.write_formula(0, 4, "=1/0", None, "#DIV/0!"),
                )
            },
        ),
        "第 5 列",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_register_is_refused_with_what_it_is(tmp_path, name) -> None:
    made, words = WRONG[name]
    file = tmp_path / "t.xlsx"
    if callable(made):
        made(file)
    else:
        file.write_bytes(made)
    with pytest.raises(CaseError) as error:
        understood(file)
    assert words in str(error.value)
    assert "t.xlsx" in str(error.value)


def test_an_old_workbook_by_its_own_name_is_refused_with_the_remedy(tmp_path) -> None:
    (tmp_path / "t.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(CaseError, match="另存为"):
        understood(tmp_path / "t.xls")
