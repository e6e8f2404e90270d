"""Databases behind a connection string: SQLite always, PostgreSQL where there is one."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")
pytest.importorskip("adbc_driver_sqlite", reason="the database extra is not installed")

from tolerance_rules.cli.program import run
from tolerance_rules.tables.connection_string import shown
from tolerance_rules.tables.database import quoted

ROWS = [
    ("1", True, "没有", "2024-05-01"),
    ("2", None, None, None),
    ("3", False, "很大", "2024-05-01"),
]


def call(capsys, *args):
    code = run([str(arg) for arg in args], "tolerance-rules")
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


@pytest.fixture
def sqlite(tmp_path):
    file = tmp_path / "甲 乙.db"
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute(
            'CREATE TABLE "案 件" (编号 TEXT, 推进改革创新 BOOLEAN, 损失, 决定日期 TEXT)'
        )
        database.executemany('INSERT INTO "案 件" VALUES (?, ?, ?, ?)', ROWS)
        database.commit()
    return f"sqlite:///{file}"


def test_sqlite_is_read_and_written(capsys, tmp_path, sqlite) -> None:
    args = ("evaluate-many", sqlite, "--table", "案 件", "--out", sqlite, "--out-table", "judged")
    rejects = tmp_path / "r.csv"
    code, said, _ = call(capsys, *args, "--rejects", rejects)
    assert code == 1
    assert "读入 3 行，评判 2 行，拒收 1 行" in said
    assert "很大" in rejects.read_text(encoding="utf-8-sig")
    with contextlib.closing(sqlite3.connect(tmp_path / "甲 乙.db")) as database:
        found = database.execute("SELECT source_row, 编号, outcome FROM judged").fetchall()
    assert found == [(1, "1", "ordinary_accountability"), (2, "2", "ordinary_accountability")]
    code, _, err = call(capsys, *args, "--rejects", tmp_path / "r2.csv")
    assert code == 1
    assert "judged" in err
    assert not (tmp_path / "r2.csv").exists()
    assert call(capsys, *args, "--rejects", rejects, "--force")[0] == 1


def test_a_query_is_asked_and_cannot_change_anything(capsys, tmp_path, sqlite) -> None:
    out = tmp_path / "o.csv"
    query = 'SELECT 编号, 推进改革创新 FROM "案 件" WHERE 编号 < 3'
    code, said, _ = call(capsys, "evaluate-many", sqlite, "--query", query, "--out", out)
    assert code == 3
    assert "读入 2 行" in said
    for query, fault in (
        ('DROP TABLE "案 件"', "G040"),
        ("SELECT nothing FROM nowhere", "G042"),
    ):
        code, _, err = call(
            capsys, "evaluate-many", sqlite, "--query", query, "--out", tmp_path / "p.csv"
        )
        assert code == 1
        assert fault in err
    with contextlib.closing(sqlite3.connect(tmp_path / "甲 乙.db")) as database:
        assert database.execute('SELECT count(*) FROM "案 件"').fetchone() == (3,)


def test_names_are_quoted_and_passwords_are_not_shown() -> None:
    assert quoted('a."b"') == '"a"."""b"""'
    assert shown("postgresql://u:pass@h/d") == "postgresql://h/d"
    assert "secret" not in shown("postgresql://h/d?user=u&password=secret&x=1")


def _server_programs():
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    return None


@pytest.fixture(scope="module")
def postgres():
    """Return a connection string: a server of our own, or the one that the environment names."""
    if "TOLERANCE_RULES_TEST_POSTGRES" in os.environ:
        yield os.environ["TOLERANCE_RULES_TEST_POSTGRES"]
        return
    programs = _server_programs()
    if programs is None or (os.geteuid() == 0 and not shutil.which("runuser")):
        pytest.skip("no PostgreSQL server on this machine")
    pytest.importorskip("adbc_driver_postgresql", reason="the database extra is not installed")
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="tolerance-pg-"))
    if as_user:
        shutil.chown(folder, "postgres")

    def server(program, *args):
        done = subprocess.run(
            [*as_user, str(programs / program), *args], capture_output=True, cwd="/", check=False
        )
        if done.returncode:
            shutil.rmtree(folder)
            pytest.skip(f"PostgreSQL does not start: {done.stderr.decode()[-200:]}")

    data = str(folder / "data")
    server("initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8")
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    server("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql:///postgres?host={folder}&user=postgres"
    finally:
        server("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


def test_postgresql_is_read_and_written(capsys, tmp_path, postgres) -> None:
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(postgres) as connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS public.cases")
        cursor.execute("DROP TABLE IF EXISTS public.judged")
        cursor.execute(
            "CREATE TABLE public.cases (编号 text, 推进改革创新 boolean, 损失 text, 决定日期 date)"
        )
        cursor.execute(
            "INSERT INTO public.cases VALUES ('1', true, '没有', '2024-05-01'), "
            "('2', NULL, NULL, NULL), ('3', false, '很大', '2024-05-01')"
        )
        connection.commit()
    args = ("evaluate-many", postgres, "--table", "public.cases", "--out")
    out = tmp_path / "o.csv"
    code, said, _ = call(capsys, *args, out)
    assert code == 1
    assert "读入 3 行，评判 2 行，拒收 1 行" in said
    rejects = tmp_path / "r.csv"
    args = (*args, postgres, "--out-table", "public.judged", "--rejects", rejects)
    assert call(capsys, *args)[0] == 1
    code, said, _ = call(
        capsys,
        "evaluate-many",
        postgres,
        "--query",
        "SELECT 编号, true AS 推进改革创新 FROM judged",
        "--out",
        tmp_path / "p.csv",
    )
    assert "读入 2 行，评判 2 行" in said
    code, _, err = call(capsys, *args[:-2], "--rejects", tmp_path / "r2.csv")
    assert code == 1
    assert "G042" in err
    assert call(capsys, *args, "--force")[1].startswith("postgresql://")


def test_postgresql_arrays_are_what_is_still_possible(capsys, tmp_path, postgres) -> None:
    query = (
        "SELECT * FROM (VALUES (ARRAY['major', 'some']), (ARRAY['none']), (NULL), (ARRAY['?'])) "
        'AS t ("consequences.loss")'
    )
    out = tmp_path / "o.csv"
    args = ("evaluate-many", postgres, "--query", query, "--keep", "*", "--out", out)
    code, said, _ = call(capsys, *args)
    assert code == 3
    assert "评判 4 行" in said
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["some|major", "none", "", ""]


KEPT = {
    "1.5::numeric": "1.5",
    "123456789012345678901234567890.123456789::numeric": "123456789012345678901234567890.123456789",
    "'NaN'::numeric": "nan",
    """'{"a": 1}'::jsonb""": '"{""a"": 1}"',
    "TIME '10:20'": "10:20:00.000000",
}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_postgresql_keeps_is_handed_on_as_it_says(capsys, tmp_path, postgres, kind) -> None:
    for column, text in {**KEPT, "TIMESTAMPTZ '2024-05-01 00:30+08'": ""}.items():
        query = f'SELECT true AS "work.pilot", {column} AS x'
        out = tmp_path / f"o.{kind}"
        args = ("--query", query, "--keep", "x", "--no-clauses", "--force", "--out", out)
        assert call(capsys, "evaluate-many", postgres, *args)[0] == 3, column
        if kind == "csv":
            assert text in out.read_text("utf-8-sig"), column


@pytest.mark.parametrize("day", ["infinity", "-infinity", "0099-01-01 BC"])
def test_a_day_that_no_calendar_has_is_refused_by_its_column(
    capsys, tmp_path, postgres, day
) -> None:
    for kind in ("date", "timestamptz"):
        query = f"""SELECT true AS "work.pilot", '{day}'::{kind} AS x"""
        args = ("--query", query, "--keep", "x", "--out", tmp_path / "o.csv")
        code, _, err = call(capsys, "evaluate-many", postgres, *args)
        assert (code, "列 x 有日历上没有的日期" in err) == (1, True)
        assert "panicked" not in err


@pytest.mark.parametrize("column", ["INTERVAL '1 day'", "ARRAY[INTERVAL '2 months']"])
def test_an_interval_is_refused_by_its_column_and_nothing_else_is_said(
    capfd, tmp_path, postgres, column
) -> None:
    query = f'SELECT true AS "work.pilot", {column} AS x'
    args = ("--query", query, "--keep", "x", "--out", tmp_path / "o.csv")
    code, _, err = call(capfd, "evaluate-many", postgres, *args)
    assert (code, "列 x 的类型是 interval" in err, "CAST" in err) == (1, True, True), err
    assert "panicked" not in err
    assert not (tmp_path / "o.csv").exists()


def test_a_server_that_is_not_there_is_told_without_the_password(capsys, tmp_path) -> None:
    pytest.importorskip("adbc_driver_postgresql", reason="the database extra is not installed")
    place = "postgresql://u:secret@127.0.0.1:1/d"
    code, _, err = call(capsys, "evaluate-many", place, "--table", "t", "--out", tmp_path / "o.csv")
    assert code == 1
    assert "G042" in err
    assert "secret" not in err
