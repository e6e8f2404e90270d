"""Table choice: what is chosen of a kind of place that does not have it is refused, not ignored."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from support.command_line import CASES, run
from support.table_files import workbook

HEAD, ROW = ["编号", "处理结果", "明知故犯"], ["1", "不予容错", "是"]
GIVEN = {"sheet": "甲", "separator": ";", "table": "main.d", "query": "SELECT 1"}
TEXT, BOOK, DATABASE = "a.csv", "a.xlsx", "sqlite:///a.db"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Path(TEXT).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, ROW])


@pytest.mark.parametrize(
    ("place", "refused"),
    [
        (TEXT, ["sheet", "table", "query"]),
        (BOOK, ["separator", "table", "query"]),
        ("a.parquet", ["sheet", "separator", "table", "query"]),
        (DATABASE, ["sheet", "separator"]),
    ],
)
def test_what_a_place_does_not_have_is_not_chosen(place: str, refused: list[str]) -> None:
    options = [part for name, value in GIVEN.items() for part in (f"--{name}", value)]
    for lang, is_for in (("zh", " 只用于"), ("en", " is for ")):
        done = run("audit", place, *options, "--lang", lang)
        assert (done.code, done.out) == (1, "")
        told = [name for name in GIVEN if f"G047 --{name}{is_for}" in done.err]
        assert told == refused, done.err


@pytest.mark.parametrize(
    "command",
    [
        ("audit", TEXT),
        ("evaluate-many", TEXT, "--out", "o.csv"),
        ("init", "--mapping", TEXT, "-"),
        ("precedents", CASES / "01_campus_flood.yaml", "--register", TEXT),
    ],
    ids=lambda command: command[0],
)
def test_every_command_that_reads_a_table_refuses_it(command: tuple[object, ...]) -> None:
    done = run(*command, "--table", "nope")
    assert (done.code, done.out) == (1, "")
    assert "a.csv: G047 --table 只用于数据库" in done.err
    assert not Path("o.csv").exists()


def test_what_cannot_be_read_is_refused_as_such() -> None:
    Path("a.docx").write_bytes(b"PK")
    assert "扩展名是 .docx 的文件不能读" in run("audit", "a.docx", "--sheet", "甲").err


def test_a_sheet_that_is_there_is_chosen() -> None:
    pytest.importorskip("xlsxwriter", reason="the tables extra is not installed")
    workbook(BOOK, {"甲": [HEAD, ROW], "乙": [HEAD, ROW, ["2", *ROW[1:]]]})
    done = run("evaluate-many", BOOK, "--sheet", "乙", "--out", "o.csv")
    assert "读的是工作表 乙" in done.err


def test_every_table_of_a_schema_has_a_mapping_of_its_own() -> None:
    pytest.importorskip("adbc_driver_sqlite", reason="the database extra is not installed")
    with closing(sqlite3.connect("a.db")) as database:
        for table in ("d", "e"):
            named = ", ".join(f'"{header}" TEXT' for header in HEAD)
            database.execute(f"CREATE TABLE {table} ({named})")
            database.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", ROW)
        database.commit()
    for table in ("main.d", "main.e"):
        done = run("init", "--mapping", DATABASE, "--table", table)
        assert done.code == 0, done.err
        assert Path(f"{table}.mapping.yaml").is_file()
