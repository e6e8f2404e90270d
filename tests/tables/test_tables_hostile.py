"""Files made, or broken, to harm: none ends the program, and none takes more than is in it."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")
pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
pytest.importorskip("python_calamine", reason="the audit extra is not installed")

import polars as pl

from support.table_files import edited, understood, workbook
from tolerance_rules import CaseError
from tolerance_rules.tables import excel_compact

pytestmark = pytest.mark.slow  # files that take their reader down

PILOT = "work.pilot"
OLD = Path(__file__).with_name("workbooks")
POLITICAL = "nature.political_discipline_violated"
HEAD = ["编号", "试点性工作", "损失"]
TABLE = [HEAD, ["1", "是", "没有"], ["2", "否", "没有"]]
END = "</sheetData>"


def cell(place, text):
    row = "".join(filter(str.isdigit, place))
    inner = f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<row r="{row}">{inner}</row>{END}'


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD5", "ZZ200000", "DA9", "C900000"])
@pytest.mark.parametrize("text", [" ", "多余"])
def test_a_stray_cell_takes_no_room(tmp_path, place, text) -> None:
    file = workbook(tmp_path / "t.xlsx", {"A": TABLE}, edit={END: cell(place, text)})
    script = (
        "import sys; sys.path[:0] = sys.argv[2:];"
        "from support.table_files import understood;"
        "rows, rejects = understood(sys.argv[1]);"
        "print(sorted(rows), sorted(rejects));"
        "import resource; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(file), *sys.path],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    read, memory = done.stdout.splitlines()
    number = int("".join(filter(str.isdigit, place)))
    # A row of one word is no case, whatever column it stands in.
    assert read == f"[2, 3] {[number] if text.strip() else []}"
    assert int(memory) < 300_000  # kilobytes


def test_a_stray_cell_on_a_sheet_that_is_not_read_does_no_harm(tmp_path) -> None:
    for hide in (False, True):

        def stray(sheet, book, hide=hide):
            sheet.write(0, 0, "封面")
            sheet.write(1_048_575, 16_383, "x")
            sheet.write(500_000, 9_000, "x")
            if hide:
                sheet.hide()

        rows, rejects = understood(workbook(tmp_path / "t.xlsx", {"登记": TABLE, "旁": stray}))
        assert (set(rows), rejects) == ({2, 3}, {})


def test_rows_put_together_keep_their_numbers_formulas_and_merges(tmp_path) -> None:
    def scattered(sheet, book):
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(99_999, 0, ["1", "是", "没有"])
        sheet.write(499_999, 0, "2")
        sheet.write_formula(499_999, 1, "=1/0", None, "#DIV/0!")
        sheet.write(899_998, 0, "3")
        sheet.write(899_999, 0, "4")
        sheet.merge_range(899_998, 1, 899_999, 1, "是")
        sheet.write_formula(999_999, 1, "=TRUE()", None, "")
        sheet.write(5, 700, " ")

    file = workbook(tmp_path / "t.xlsx", {"A": scattered})
    edited(file, {"<f>TRUE()</f><v></v>": "<f>TRUE()</f>"})
    rows, rejects = understood(file)
    assert {number: row["id"] for number, row in rows.items()} == {
        100_000: "1",
        899_999: "3",
        900_000: "4",
    }
    assert rows[900_000][PILOT] is True
    assert {row: each.faults[0].code for row, each in rejects.items()} == {
        500_000: "G034",
        1_000_000: "G034",
    }
    assert "B500000" in rejects[500_000].reason


def test_a_sheet_with_too_many_cells_is_refused_by_a_stated_limit(tmp_path, monkeypatch) -> None:
    from tolerance_rules.tables import excel

    monkeypatch.setattr(excel, "MOST", 50)
    diagonal = [[""] * n + ["x"] for n in range(20)]
    file = workbook(tmp_path / "t.xlsx", {"A": [HEAD, *diagonal]})
    with pytest.raises(CaseError, match="50 格以上"):
        understood(file)
    beside = workbook(tmp_path / "b.xlsx", {"A": TABLE[:2], "B": [HEAD, *diagonal]})
    assert excel_compact.MOST > 50
    assert set(understood(beside)[0]) == {2}


@pytest.mark.parametrize("merge", ["A2:A1048576", "A2:XFD1048576", "B2:C1048576", "A1:XFD1"])
def test_a_merge_over_whole_columns_covers_the_rows_there_are(tmp_path, merge) -> None:
    merged = f'{END}<mergeCells count="1"><mergeCell ref="{merge}"/></mergeCells>'
    file = workbook(tmp_path / "t.xlsx", {"A": TABLE}, edit={END: merged})
    rows, rejects = understood(file)
    assert {*rows, *rejects} == {2, 3}


def test_ten_thousand_merges_over_everything_are_refused(tmp_path, monkeypatch) -> None:
    from tolerance_rules.tables import excel_cells

    monkeypatch.setattr(excel_cells, "MOST_MERGED", 10_000)
    one = '<mergeCell ref="A1:XFD1048576"/>'
    merged = f"{END}<mergeCells>{one * 10_000}</mergeCells>"
    file = workbook(tmp_path / "t.xlsx", {"A": TABLE}, edit={END: merged})
    with pytest.raises(CaseError, match="合并的格超过"):
        understood(file)


def test_whatever_becomes_of_the_reader_the_program_goes_on(tmp_path, monkeypatch) -> None:
    from tolerance_rules.tables import workbook_process

    file = workbook(tmp_path / "t.xlsx", {"A": TABLE})
    endings = {
        "import os; os.abort()": "读到一半停下了",
        "import sys; sys.exit(3)": "读到一半停下了",
        "pass": "读到一半停下了",
        "x = bytearray(1 << 50)": "读到一半停下了",
        "import time; time.sleep(60)": "还没有读完",
    }
    monkeypatch.setattr(workbook_process, "SECONDS", 5)
    for number, (code, words) in enumerate(endings.items()):
        child = tmp_path / f"child{number}.py"
        child.write_text(code, encoding="utf-8")
        monkeypatch.setattr(workbook_process.workbook_child, "__file__", str(child))
        with pytest.raises(CaseError, match=words):
            understood(file)


def read_with_flipped_bits(file, rng, most):
    """Read a file that is damaged anew a dozen times: it is refused, or it is read."""
    whole = file.read_bytes()
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(rng.randint(1, most)):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        file.write_bytes(data)
        try:
            understood(file)
        except CaseError:
            continue


def test_flipped_bits_end_in_a_refusal_or_in_rows(tmp_path) -> None:
    rng = random.Random(9)
    file = workbook(tmp_path / "t.xlsx", {"A": TABLE})
    read_with_flipped_bits(file, rng, most=20)


@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_flipped_bits_of_a_columnar_file_likewise(tmp_path, kind) -> None:
    rng = random.Random(7)
    frame = pl.DataFrame({"编号": [str(n) for n in range(200)], "试点性工作": [True, False] * 100})
    file = tmp_path / f"t.{kind}"
    frame.write_parquet(file) if kind == "parquet" else frame.write_ipc(file)
    read_with_flipped_bits(file, rng, most=12)


DIFFERENT = {
    "another type": ({"编号": ["2"], "试点性工作": [1]}, "Int64"),
    "a column less": ({"编号": ["2"]}, "试点性工作 一列在 a.parquet 中有"),
    "a column more": (
        {"编号": ["2"], "试点性工作": [True], "损失": ["没有"]},
        "损失 一列在这个文件中有",
    ),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_parts_that_differ_are_named(tmp_path, name) -> None:
    columns, words = DIFFERENT[name]
    pl.DataFrame({"编号": ["1"], "试点性工作": [True]}).write_parquet(tmp_path / "a.parquet")
    pl.DataFrame(columns).write_parquet(tmp_path / "b.parquet")
    with pytest.raises(CaseError) as error:
        understood(tmp_path)
    assert words in str(error.value)
    assert "b.parquet" in str(error.value)


def test_parts_may_differ_in_order_and_in_knowing_nothing(tmp_path) -> None:
    pl.DataFrame({"编号": ["1"], "试点性工作": [True]}).write_parquet(tmp_path / "a.parquet")
    pl.DataFrame({"试点性工作": [False], "编号": ["2"]}).write_parquet(tmp_path / "b.parquet")
    rows, _ = understood(tmp_path)
    assert [row[PILOT] for row in rows.values()] == [True, False]
    pl.DataFrame({"编号": ["3"], "试点性工作": [None]}).write_parquet(tmp_path / "c.parquet")
    rows, _ = understood(tmp_path)
    assert [(row["id"], row[PILOT]) for row in rows.values()] == [
        ("1", True),
        ("2", False),
        ("3", None),
    ]


def encrypted(path):
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )
    return path


@pytest.mark.parametrize("kind", ["xlsx", "xlsm"])
def test_a_password_is_named_with_what_to_do(tmp_path, kind) -> None:
    with pytest.raises(CaseError, match=r"加了密码.*去掉密码.*另存为 \.xlsx"):
        understood(encrypted(tmp_path / f"t.{kind}"))


@pytest.mark.parametrize("kind", ["xlsb", "numbers", "wps", "docx", "pdf"])
def test_what_cannot_be_read_is_refused_with_how_to_convert(tmp_path, kind) -> None:
    (tmp_path / f"t.{kind}").write_bytes(b"x")
    with pytest.raises(CaseError, match=r"WPS.*另存为 \.xlsx"):
        understood(tmp_path / f"t.{kind}")


def ods(path, body):
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{n}="{office}{n}:1.0"' for n in ("office", "table", "text"))
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in row
        )
        + "</table:table-row>"
        for row in body
    )
    sheet = f'<table:table table:name="登记">{rows}</table:table>'
    content = f"<office:document-content {names}><office:body><office:spreadsheet>{sheet}"
    content += "</office:spreadsheet></office:body></office:document-content>"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
        package.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{office}manifest:1.0"/>',
        )
    return path


def test_open_document_sheets_are_read_and_errors_in_them_refused(tmp_path) -> None:
    rows, rejects = understood(ods(tmp_path / "t.ods", [["台账"], *TABLE]))
    assert ({number: row["id"] for number, row in rows.items()}, rejects) == ({3: "1", 4: "2"}, {})
    with pytest.raises(CaseError, match="错误值"):
        understood(ods(tmp_path / "t.ods", [HEAD, ["1", "#DIV/0!", ""]]))


@pytest.mark.parametrize("kind", ["xls", "et"])
def test_old_workbooks_are_read(tmp_path, kind) -> None:
    for name in ("old", "error"):  # as LibreOffice writes what Excel 97 reads
        shutil.copy(OLD / f"{name}.xls", tmp_path / f"{name}.{kind}")
    rows, rejects = understood(tmp_path / f"old.{kind}")
    assert rejects == {}
    assert {n: (row["id"], row[POLITICAL], row["decided_on"]) for n, row in rows.items()} == {
        3: ("1", False, date(2024, 5, 1)),
        4: ("2", True, date(2024, 5, 2)),
        5: ("3", True, None),
    }
    with pytest.raises(CaseError, match="错误值"):
        understood(tmp_path / f"error.{kind}")
