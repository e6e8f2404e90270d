"""Typical mistakes in registers: understood, or refused by the cell and the word."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")

from support.table_files import understood
from tolerance_rules import TableError

HEAD = ["决定编号", "作出结论日期", "处理结果", "明知故犯"]
ROW = ["甲1号", "2024-05-20", "不予容错", "是"]
FACT = "motive.knowing_violation"

# What is written in the register's last three columns, and what of it is named.
REFUSED = [
    (["2024-05-20", "从轻处理、减轻处理", "是"], "可能是从轻处理、减轻处理"),
    (["2024-05-20", "不予容错/按照有关规定处理", "是"], "可能是不予容错、按照有关规定处理"),
    (["2024-05-20", "从宽处理", "是"], "“从宽处理”可能是"),
    (["2024-05-20", "不予减轻", "是"], "不予减轻 的结论。"),
    (["2024-05-20", "减轻处理（警告）", "是"], "减轻处理（警告）"),
    (["2024-05-20、2024-06-01", "不予容错", "是"], "2024-05-20、2024-06-01 不是日期"),
    (["约2024年5月", "不予容错", "是"], "约2024年5月 不是日期"),
    (["2O24-05-20", "不予容错", "是"], "2O24-05-20 不是日期"),
    (["2024-05-20", "不予容错", "是（见附件）"], "是（见附件） 不能识别"),
    (["2024-05-20", "不予容错", "是（否）"], "是（否） 不能识别"),
    (["2024-05-20", "不予容错", "☑是☐否"], "☑是☐否 不能识别"),
    (["2024-05-20", "不予容错", "未发现"], "未发现 不能识别"),
    (["2024-05-20", "不予容错", "100%"], "100% 不能识别"),
    (["2024-05-20", "不予容错", "√/×"], "√/× 不能识别"),
    (["2024-05-20", "不予容错", "O"], "“O”各人用法不同"),
    (["2024-05-20", "免予党纪处分", "是"], "可能是免于处理、减轻处理、从轻处理"),
]
UNDERSTOOD = [
    (["2024年5月20", "不予容错。", "是 √"], ("no_tolerance", True)),
    (["2024/5/20 ", "予以减轻处分", "×（否）"], ("mitigated", False)),
    (["20240520", "酌情从轻处理", "true（是）"], ("lighter", True)),
    (["45432", "依规免予处分", "待查（不详）"], ("exempt", None)),
]

HEADERS_READ = [
    "明知故犯（motive.knowing_violation）",
    "motive.knowing_violation 明知故犯",
    "动机态度.明知故犯",
    "明知\n故犯",
]
HEADERS_REFUSED = [
    "是否明知故犯",
    "明知故犯（是/否）",
    "有无明知故犯？",
    "4.明知故犯",
    "明知故犯*",
    "动机态度-明知故犯",
    "明知固犯",
]


def register(path: Path, *rows: list[str]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_cells_are_refused_by_their_place_and_word(tmp_path: Path) -> None:
    rows = [[f"甲{number}号", *cells] for number, (cells, _) in enumerate(REFUSED)]
    good, rejects = understood(register(tmp_path / "甲.csv", HEAD, *rows), recorded=True)
    assert good == {}
    for row, (_, said) in enumerate(REFUSED, 2):
        assert said in rejects[row].reason
        assert "请写" in rejects[row].reason


def test_cells_that_are_clear_are_read(tmp_path: Path) -> None:
    rows = [[f"甲{number}号", *cells] for number, (cells, _) in enumerate(UNDERSTOOD)]
    good, rejects = understood(register(tmp_path / "甲.csv", HEAD, *rows), recorded=True)
    assert rejects == {}
    assert [(row["recorded"], row[FACT]) for row in good.values()] == [m for _, m in UNDERSTOOD]
    assert {str(row["decided_on"]) for row in good.values()} == {"2024-05-20"}


@pytest.mark.parametrize("header", HEADERS_READ)
def test_a_header_with_its_label_or_its_group_is_read(header: str, tmp_path: Path) -> None:
    file = register(tmp_path / "甲.csv", [*HEAD[:3], header], ROW)
    good, _ = understood(file, recorded=True)
    assert good[2][FACT] is True


@pytest.mark.parametrize("header", HEADERS_REFUSED)
def test_another_header_is_refused_with_the_one_that_was_meant(header: str, tmp_path: Path) -> None:
    file = register(tmp_path / "甲.csv", [*HEAD[:3], header], ROW)
    with pytest.raises(TableError, match="您是否想写 明知故犯？"):
        understood(file, recorded=True)


@pytest.mark.parametrize("number", ["例：甲1号", "（示例）甲1号", "填写示例"])
def test_a_row_that_shows_how_to_write_is_no_case(number: str, tmp_path: Path) -> None:
    file = register(tmp_path / "甲.csv", HEAD, [number, *ROW[1:]], ROW)
    good, rejects = understood(file, recorded=True)
    assert (set(good), set(rejects)) == ({3}, {2})
    assert "说明" in rejects[2].reason


def test_a_case_may_be_called_an_example(tmp_path: Path) -> None:
    file = register(tmp_path / "甲.csv", HEAD, ["示例-01", *ROW[1:]])
    assert set(understood(file, recorded=True)[0]) == {2}
