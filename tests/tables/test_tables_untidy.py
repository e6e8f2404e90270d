"""Registers as they are found: what is no number, what separates, and what was not read."""

from __future__ import annotations

import csv

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")

import polars as pl

from support.command_line import run
from support.rulesets import SHIPPED
from support.table_cases import engine_of
from support.table_files import understood, workbook
from tolerance_rules.errors import TableError
from tolerance_rules.tables.connection_string import SHAPE, address_of
from tolerance_rules.tables.mapping import TableMapping
from tolerance_rules.tables.readers import open_table


def written(path, rows):
    """Write rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


HEAD = ["编号", "责任追究部门", "明知故犯"]
NONE = ["/", "／", "——", "-", "无", "待编", "未编号", "待查", "?"]


@pytest.mark.parametrize("word", NONE)
def test_two_rows_without_a_number_are_not_one_case_twice(word) -> None:
    table = pl.DataFrame({"编号": [word, word, "1", "1"], "明知故犯": ["是", "否", "是", "否"]})
    refused = engine_of(SHIPPED).evaluate_many(table)["refused"].to_list()
    assert refused == [None, None, None, "duplicate_number"]


@pytest.mark.parametrize("mark", ["ab", "，", '"', "是", "1", "a", "'", " "])
def test_what_cannot_separate_cells_is_refused_by_name(tmp_path, mark) -> None:
    file = written(tmp_path / "t.csv", [HEAD, ["1", "a", "是"]])
    for lang, said in (("zh", "分隔符不能是"), ("en", "separator cannot be")):
        done = run("evaluate-many", file, "--out", tmp_path / "o.csv", "--separator", mark,
                   "--lang", lang)  # fmt: skip
        assert (done.code, said in done.err) == (2, True), done.err
    assert not (tmp_path / "o.csv").exists()


ROWS = [
    (["", "共3件", ""], "合计"),
    (["以上共 12 人", "", "1"], "合计"),
    (["平均", "", "1"], "合计"),
    (["件数", "3", "1"], "合计"),
    (["填表人", "张三", ""], "落款"),
    (["", "审核人", ""], "落款"),
    (["编制日期", "2024-12-31", ""], "落款"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(row[0]))
def test_a_row_that_counts_or_signs_is_no_case(tmp_path, row) -> None:
    cells, what = row
    read, rejects = understood(written(tmp_path / "t.csv", [HEAD, ["1", "a", "是"], cells]))
    assert set(read) == {2}
    assert what in rejects[3].reason


@pytest.mark.parametrize(
    "title", ["平均分排名失误", "人数统计有误", "共3件设备损坏", "填表人员失职"]
)
def test_a_case_that_begins_like_one_is_a_case(tmp_path, title) -> None:
    read, rejects = understood(written(tmp_path / "t.csv", [HEAD, [title, "a", "是"]]))
    assert (set(read), rejects) == ({2}, {})


def test_every_sheet_in_sight_that_was_not_read_is_named(tmp_path) -> None:
    sheets = {
        "封面": [["登记簿"]],
        "填表说明": [["明知故犯", "填是或者否"]],
        "数据": [HEAD, ["1", "a", "是"]],
    }
    file = workbook(tmp_path / "t.xlsx", sheets)
    with open_table(file, TableMapping(), SHIPPED.vocabulary) as source:
        notes = [zh for zh, _ in source.notes]
    assert [note for note in notes if "没有读" in note] == [
        "工作表 封面 没有读",
        "工作表 填表说明 没有读",
    ]


@pytest.mark.parametrize(
    "place", ["postgresql://u:pw@@h/d", "mysql://u:pw@h/d", "postgres:u:pw@h/d"]
)
def test_how_to_write_a_connection_string_is_told_whole(place) -> None:
    with pytest.raises(TableError) as error:
        address_of(place)
    (fault,) = error.value.faults
    assert (SHAPE[0] in fault.told(), "pw" in fault.told()) == (True, False), fault.told()
    assert "G041" in fault.told()
    assert SHAPE[1] in fault.told("en")
