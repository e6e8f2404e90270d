"""Typed tables: instants are days of Beijing, decimals are numbers, names are whole, late types."""

from __future__ import annotations

import contextlib
import datetime
import decimal
import os
import sqlite3
import sys

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")

import polars as pl

from support.table_files import understood
from tolerance_rules import CaseError, Engine
from tolerance_rules.cli.program import run
from tolerance_rules.errors import shorten
from tolerance_rules.tables.connection_string import address_of
from tolerance_rules.tables.database import _require_whole_names

PILOT = "work.pilot"
BEIJING = datetime.timezone(datetime.timedelta(hours=8))


def call(capsys, *args):
    code = run([str(arg) for arg in args], "tolerance-rules")
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


INSTANTS = [
    (datetime.datetime(2024, 5, 25, 0, 0), "2024-05-25"),
    (datetime.datetime(2024, 5, 25, 7, 59, 59), "2024-05-25"),
    (datetime.datetime(2024, 5, 25, 8, 0), "2024-05-25"),
    (datetime.datetime(2024, 5, 25, 23, 59, 59), "2024-05-25"),
]


@pytest.mark.slow
@pytest.mark.parametrize("instant", INSTANTS)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_an_instant_is_the_day_it_is_in_beijing(tmp_path, instant, zone, unit, kind) -> None:
    local, day = instant
    dtype = pl.Datetime(unit, zone)
    instants = pl.Series([local.replace(tzinfo=BEIJING)]).cast(dtype)
    frame = pl.DataFrame({"编号": ["1"], "试点性工作": [True], "决定日期": instants})
    assert frame.schema["决定日期"] == dtype
    file = tmp_path / f"t.{kind}"
    frame.write_parquet(file) if kind == "parquet" else frame.write_ipc(file)
    rows, rejects = understood(file)
    assert rejects == {}
    assert str(rows[1]["decided_on"]) == day


def test_the_day_the_rules_begin_is_in_force_whatever_the_zone() -> None:
    first = datetime.datetime(2023, 7, 27, tzinfo=BEIJING).astimezone(datetime.timezone.utc)
    frame = pl.DataFrame({"试点性工作": [True], "决定日期": [first]})
    engine = Engine.load()
    assert engine.evaluate_many(frame)["refused"].to_list() == [None]
    plain = frame.with_columns(pl.col("决定日期").dt.convert_time_zone("Asia/Shanghai").dt.date())
    assert engine.evaluate_many(plain)["refused"].to_list() == [None]


def test_the_day_the_rules_begin_is_in_force_in_pandas() -> None:
    pytest.importorskip("pyarrow", reason="the pandas extra is not installed")
    first = datetime.datetime(2023, 7, 27, tzinfo=BEIJING).astimezone(datetime.timezone.utc)
    frame = pl.DataFrame({"试点性工作": [True], "决定日期": [first]}).to_pandas()
    assert Engine.load().evaluate_many(frame)["refused"].isna().all()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.0000000000", True),
        ("0E-10", False),
        ("1", True),
        ("0", False),
        ("0.5", None),
        ("10", None),
    ],
)
def test_a_decimal_is_the_number_it_is(tmp_path, text, expected) -> None:
    column = pl.Series([decimal.Decimal(text)], dtype=pl.Decimal(38, 10))
    pl.DataFrame({"编号": ["1"], "试点性工作": column}).write_parquet(tmp_path / "t.parquet")
    rows, rejects = understood(tmp_path / "t.parquet")
    assert {number: row[PILOT] for number, row in rows.items()} == (
        {} if expected is None else {1: expected}
    )
    assert set(rejects) == ({1} if expected is None else set())


LATE = {
    "a text after many nulls": ("TEXT", [None] * 3000 + ["是"], [None, True]),
    "a text after numbers": ("", [0] * 3000 + ["是"], [False, True]),
    "a number after texts": ("", ["否"] * 3000 + [1], [False, True]),
    "a float after integers": ("", [0] * 3000 + [1.0], [False, True]),
}


@pytest.mark.parametrize("name", LATE)
def test_the_type_of_a_column_is_that_of_all_its_rows(capsys, tmp_path, name) -> None:
    pytest.importorskip("adbc_driver_sqlite", reason="the database extra is not installed")
    kind, values, expected = LATE[name]
    with contextlib.closing(sqlite3.connect(tmp_path / "a.db")) as database:
        database.execute(f"CREATE TABLE 台账 (编号 TEXT, 试点性工作 {kind})")
        rows = [(str(number), value) for number, value in enumerate(values)]
        database.executemany("INSERT INTO 台账 VALUES (?, ?)", rows)
        database.commit()
    out = tmp_path / "o.parquet"
    args = ("--table", "台账", "--out", out, "--keep", "*", "--no-clauses")
    code, said, err = call(capsys, "evaluate-many", f"sqlite:///{tmp_path}/a.db", *args)
    assert (code, "拒收 0 行" in said) == (3, True), err
    found = pl.read_parquet(out)["试点性工作"].to_list()
    assert [found[0], found[-1]] == expected


def test_names_that_postgresql_would_cut_are_refused() -> None:
    place = "postgresql://u:secret@h/d"
    _require_whole_names(address_of(place), ["名" * 21, "n" * 63, ""])
    _require_whole_names(address_of("sqlite:///a.db"), ["名" * 100])
    for names in (["名" * 22], ["n" * 64], ["ok", "违反政治纪律" * 4]):
        for scheme in (place, place.replace("postgresql", "postgres")):
            with pytest.raises(CaseError, match="PostgreSQL 会截断") as error:
                _require_whole_names(address_of(scheme), names)
            assert "secret" not in str(error.value)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes there")
@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "arrow"])
def test_names_of_files_need_not_be_utf8(capsys, tmp_path, kind) -> None:
    pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
    folder = os.fsencode(tmp_path) + "/案卷".encode("gbk")
    os.mkdir(folder)
    file = os.fsdecode(folder + b"/" + "台账".encode("gbk") + f".{kind}".encode())
    frame = pl.DataFrame({"编号": ["1"], "试点性工作": ["是"], "处理结果": ["不予容错"]})
    plain = tmp_path / f"t.{kind}"
    if kind == "csv":
        frame.write_csv(plain)
    elif kind == "xlsx":
        from support.table_files import workbook

        workbook(plain, {"A": [frame.columns, *map(list, frame.rows())]})
    else:
        frame.write_parquet(plain) if kind == "parquet" else frame.write_ipc(plain)
    os.rename(plain, file)
    out = os.fsdecode(folder + b"/" + "结果".encode("gbk") + f".{kind}".encode())
    code, said, err = call(capsys, "evaluate-many", file, "--out", out, "--no-clauses")
    assert (code, "评判 1 行" in said) == (3, True), err
    assert os.path.getsize(out) > 50
    code, _, err = call(capsys, "audit", file)
    assert code in (0, 3), err
    frame.drop("处理结果").write_csv(plain.with_suffix(".csv"))
    bad = os.fsdecode(folder + b"/" + "错".encode("gbk") + b".csv")
    os.rename(plain.with_suffix(".csv"), bad)
    assert call(capsys, "audit", bad)[0] == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_a_pipe_or_a_device_is_no_table(tmp_path, kind) -> None:
    os.mkfifo(tmp_path / f"t.{kind}")
    (tmp_path / f"d.{kind}").symlink_to("/dev/zero")
    for name in ("t", "d"):
        with pytest.raises(CaseError, match="不是文件"):
            understood(tmp_path / f"{name}.{kind}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("违反政治纪律\n和政治规矩", "违反政治纪律\\n和政治规矩"),
        ("是\u2060", "是\\u2060"),
        ("\u200e是", "\\u200e是"),
        ("\ud800甲", "\\ud800甲"),
        ("甲\x1b[31m", "甲\\x1b[31m"),
    ],
)
def test_chinese_is_never_written_as_escapes(text, expected) -> None:
    assert shorten(text) == expected
