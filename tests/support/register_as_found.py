"""Register as found: the first decisions of the example, below a title, with slips of a keeper."""

from __future__ import annotations

import csv
import io

import xlsxwriter

from support.command_line import ROOT

REGISTER = ROOT / "examples" / "register" / "register.csv"


def flawed() -> bytes:
    """Return it as CSV: two headers and the words of a column are nobody's, two cells are wrong."""
    rows = list(csv.reader(io.StringIO(REGISTER.read_text("utf-8-sig"))))[:21]
    head = rows[0]
    pilot, told = head.index("试点性工作"), head.index("告知日期")
    for row in rows[1:]:
        row[pilot] = "不属于" if row[pilot] == "否" else row[pilot]
    head[0], head[pilot] = "案件编码", "是否试点性工作"
    rows[3][told], rows[4][head.index("处理结果")] = "五月", "从严"
    out = io.StringIO()
    csv.writer(out).writerows([["某学院容错台账"], *rows])
    return out.getvalue().encode()


def book_of_two() -> bytes:
    """Return its first and its next decisions as two sheets of a workbook."""
    rows = list(csv.reader(io.StringIO(REGISTER.read_text("utf-8-sig"))))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, start in (("上半年", 1), ("下半年", 11)):
            sheet = book.add_worksheet(name)
            for place, row in enumerate([rows[0], *rows[start : start + 10]]):
                sheet.write_row(place, 0, row)
    return out.getvalue()
