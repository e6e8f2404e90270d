"""Workbooks show more than they hold: number formats, picture fonts, parts of any spelling."""

from __future__ import annotations

import zipfile

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")
pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
pytest.importorskip("python_calamine", reason="the audit extra is not installed")

from support.table_files import edited, understood, workbook
from tolerance_rules import CaseError
from tolerance_rules.tables.number_formats import shown

PILOT, LOSS = "work.pilot", "consequences.loss"
HEAD = ["编号", "试点性工作", "损失"]

SHOWN = [
    ('"枣职容"000', "1", "枣职容001"),
    ("0.00", "2024.1", "2024.10"),
    ("0.0", "2024.1", "2024.1"),
    ("0000000", "123", "0000123"),
    ("000-0000", "1234567", "123-4567"),
    ("000", "12345", "12345"),
    ("0", "2.5", "3"),
    ("0", "-3", "-3"),
    ("0.0", "0.05", "0.1"),
    ("0.##", "2.5", "2.5"),
    ('"第"0"号"', "12", "第12号"),
    ('General"号"', "12", "12号"),
    ("[Red]0", "5", "5"),
    ("0_ ", "7", "7"),
    (r"\A0", "7", "A7"),
    ('"是";;"否"', "1", "是"),
    ('"是";;"否"', "0", "否"),
    ('[=1]"是";[=0]"否"', "1", "是"),
    ('[=1]"是";[=0]"否"', "0", "否"),
    ('[>=1]"有";"无"', "0", "无"),
    ("0;-0;;@", "0", ""),
    ("[$-804]0", "5", "5"),
    ("yyyy-mm-dd", "45413", None),
    ("#,##0.00", "1234.5", None),
    ("0%", "0.5", "50%"),
    ("# ?/?", "0.5", None),
    ("0.00E+00", "12", None),
    ("[DBNum1]0", "3", None),
    ('"a' * 200, "1", None),
    ("0", "nan", None),
]


@pytest.mark.parametrize(("code", "value", "expected"), SHOWN)
def test_a_number_is_shown_as_its_format_says(code, value, expected) -> None:
    assert shown(code, value) == expected


def test_ids_and_facts_are_read_as_they_are_shown(tmp_path) -> None:
    def numbered(sheet, book):
        sheet.write_row(0, 0, HEAD)
        yes_no = book.add_format({"num_format": '[=0]"是";[=1]"否"'})
        for row, (number, code) in enumerate(
            [(1, '"枣职容"000'), (2024.1, "0.00"), (2024.1, "0.0"), (7, "General"), (7, "@")], 1
        ):
            sheet.write_number(row, 0, number, book.add_format({"num_format": code}))
            sheet.write_number(row, 1, row % 2, yes_no)

    rows, rejects = understood(workbook(tmp_path / "t.xlsx", {"A": numbered}))
    assert rejects == {}
    assert [row["id"] for row in rows.values()] == ["枣职容001", "2024.10", "2024.1", "7", "7"]
    assert [row[PILOT] for row in rows.values()] == [False, True, False, True, False]


@pytest.mark.slow
@pytest.mark.parametrize("font", ["Wingdings", "Wingdings 2", "Webdings", "Symbol", "Marlett"])
@pytest.mark.parametrize("letter", ["T", "1", "0", "y", "n", "\uf052", "R"])
def test_letters_of_a_picture_font_are_no_values(tmp_path, font, letter) -> None:
    def ticked(sheet, book):
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["1", "是"])
        sheet.write_row(2, 0, ["2"])
        sheet.write_string(2, 1, letter, book.add_format({"font_name": font, "font_charset": 2}))

    rows, rejects = understood(workbook(tmp_path / "t.xlsx", {"A": ticked}))
    assert (set(rows), set(rejects)) == ({2}, {3})
    assert font in rejects[3].reason
    assert "B3" in rejects[3].reason
    assert font in rejects[3].cells[1]  # read again unmended, it is refused again


def test_a_part_of_a_text_in_a_picture_font_counts_too(tmp_path) -> None:
    def ticked(sheet, book):
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["1", "是"])
        sheet.write(2, 0, "2")
        picture, plain = book.add_format({"font_name": "Wingdings 2"}), book.add_format()
        sheet.write_rich_string(2, 1, picture, "T", plain, " ")

    rows, rejects = understood(workbook(tmp_path / "t.xlsx", {"A": ticked}))
    assert (set(rows), set(rejects)) == ({2}, {3})


def test_what_is_struck_out_is_no_value(tmp_path) -> None:
    def struck(sheet, book):
        sheet.write_row(0, 0, HEAD)
        cross, plain = book.add_format({"font_strikeout": True}), book.add_format()
        sheet.write_row(1, 0, ["1", "是"])
        sheet.write_row(2, 0, ["2", "是"], cross)
        sheet.write(3, 0, "3")
        sheet.write_rich_string(3, 1, cross, "是", plain, "否")
        sheet.write(4, 0, "4")
        sheet.write_rich_string(4, 1, cross, "是", plain, " ")
        sheet.write(5, 0, "5")
        sheet.write_number(5, 1, 1, cross)
        sheet.write_row(6, 0, ["6", "否"])

    rows, rejects = understood(workbook(tmp_path / "t.xlsx", {"A": struck}))
    assert {row: rows[row][PILOT] for row in rows} == {2: True, 7: False}
    said = {row: reject.cells[1] for row, reject in rejects.items()}
    assert said == {3: "是（已划掉）", 4: "是否（部分划掉）", 5: "是（已划掉）", 6: "1（已划掉）"}
    assert all(f"B{row}" in reject.reason for row, reject in rejects.items())


def test_a_percentage_is_no_yes(tmp_path) -> None:
    def numbered(sheet, book):
        sheet.write_row(0, 0, HEAD)
        for row, code in enumerate(("0%", "0.00%", '0"%"', "General"), 1):
            sheet.write_number(row, 0, row)
            sheet.write_number(row, 1, 1, book.add_format({"num_format": code}))

    rows, rejects = understood(workbook(tmp_path / "t.xlsx", {"A": numbered}))
    assert [row[PILOT] for row in rows.values()] == [True]
    assert [each.cells[1] for each in rejects.values()] == ["100%", "100.00%", "1%"]


def test_chinese_in_a_picture_font_is_chinese(tmp_path) -> None:
    def chinese(sheet, book):
        sheet.write_row(0, 0, HEAD)
        sheet.write_string(1, 1, "是", book.add_format({"font_name": "Wingdings"}))

    rows, _ = understood(workbook(tmp_path / "t.xlsx", {"A": chinese}))
    assert rows[2][PILOT] is True


def errors(sheet, book):
    sheet.write_row(0, 0, HEAD)
    sheet.write(1, 0, "1")
    sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    sheet.write_row(2, 0, ["2", "是", "没有"])
    sheet.write(3, 0, "3")
    sheet.write_formula(3, 1, "=TRUE()", None, "")


def renamed(path, parts, edits=()):
    """Write a copy of a workbook with parts of other names, and texts replaced in any part."""
    with zipfile.ZipFile(path) as package:
        found = {info.filename: package.read(info) for info in package.infolist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in found.items():
            text = data
            for old, new in edits:
                text = text.replace(old.encode(), new.encode())
            package.writestr(parts.get(name, name), text)
    return path


SHEET = "xl/worksheets/sheet1.xml"
SPELLINGS = {
    "as Excel writes it": ({}, ()),
    "another case": ({SHEET: "xl/worksheets/Sheet1.xml"}, ()),
    "a folder of another case": ({SHEET: "xl/Worksheets/SHEET1.XML"}, ()),
    "an absolute target": ({}, (('Target="worksheets/', 'Target="/xl/worksheets/'),)),
    "single quotes": ({}, (('t="e"', "t='e'"), ('r="B2"', "r='B2'"))),
    "blanks in a tag": ({}, (('t="e"', 't = "e"'), ('r="B2"', '\n\tr="B2"'))),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_errors_are_found_however_the_parts_are_spelt(tmp_path, name) -> None:
    parts, edits = SPELLINGS[name]
    file = workbook(tmp_path / "t.xlsx", {"A": errors})
    edited(file, {"<f>TRUE()</f><v></v>": "<f>TRUE()</f>"})
    _, rejects = understood(renamed(file, parts, edits))
    assert set(rejects) == {2, 4}
    assert [each.faults[0].code for each in rejects.values()] == ["G034", "G034"]


def test_a_workbook_whose_sheet_is_nowhere_is_refused(tmp_path) -> None:
    file = renamed(workbook(tmp_path / "t.xlsx", {"A": errors}), {SHEET: "xl/worksheets/x.xml"})
    with pytest.raises(CaseError, match="G021"):
        understood(file)


def test_the_rejects_of_a_workbook_from_1904_keep_their_days(tmp_path) -> None:
    from tolerance_rules.cli.program import run

    head = [*HEAD, "决定日期"]
    rows = [head, ["1", "也许", "没有", 45413 - 1462]]
    file = workbook(tmp_path / "t.xlsx", {"A": rows}, date_1904=True)
    rejects = tmp_path / "r.csv"
    args = ["evaluate-many", file, "--out", tmp_path / "o.csv", "--rejects", rejects]
    run([str(arg) for arg in args], "tolerance-rules")
    rejects.write_text(rejects.read_text(encoding="utf-8-sig").replace(",也许,", ",是,"), "utf-8")
    read, _ = understood(rejects)
    assert str(read[2]["decided_on"]) == "2024-05-01"
