"""Databases that are read: nothing is changed, locked or run for ever, and no answer is a crash.

Guarded kinds: a query that writes, whatever it begins with; one without an end; several statements
in one; columns called alike, or as columns of our own; types that Polars does not know; an error
in the middle of the rows.
"""

from __future__ import annotations

import contextlib
import random
import sqlite3

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")
pytest.importorskip("adbc_driver_sqlite", reason="the database extra is not installed")

from support.command_line import run
from tolerance_rules.tables import database

HOSTILE = [
    "WITH x AS (DELETE FROM cases RETURNING *) SELECT * FROM x",
    "WITH x AS (UPDATE cases SET a = 2 RETURNING *) SELECT * FROM x",
    "WITH x AS (INSERT INTO cases VALUES (3) RETURNING *) SELECT * FROM x",
    "WITH x AS (SELECT 1) DELETE FROM cases",
    "WITH x AS (SELECT 1) INSERT INTO cases SELECT 3",
    "SELECT 1; DELETE FROM cases",
    "SELECT 1;\n--\nDROP TABLE cases",
    "SELECT * INTO copies FROM cases",
    "SELECT setval('numbers', 900)",
    "SELECT nextval('numbers')",
    "SELECT set_config('transaction_read_only', 'off', false), nextval('numbers')",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT 1) TO '/tmp/x' --",
    "SELECT * FROM cases FOR UPDATE",
    "SELECT load_extension('x')",
    "SELECT * FROM pragma_journal_mode",
    "SELECT 1/0 FROM cases",
    "SELECT 1/(3-n) FROM generate_series(1, 200000) n",
    "SELECT 1 AS a, 2 AS a",
    'SELECT 1 AS "~row"',
    'SELECT 1 AS ""',
    "SELECT",
    "VALUES",
    "TABLE nowhere",
    "WITH",
]


def asked(place, query, out):
    done = run("evaluate-many", place, "--query", query, "--others", "keep", "--out", out)
    assert done.code in (0, 1, 2, 3)
    return done


@pytest.fixture
def sqlite(tmp_path):
    file = tmp_path / "a.db"
    with contextlib.closing(sqlite3.connect(file)) as link:
        link.executescript("CREATE TABLE cases (a); INSERT INTO cases VALUES (1), (2);")
    return file


@pytest.mark.parametrize("query", HOSTILE)
def test_a_query_of_sqlite_changes_nothing(query, sqlite, tmp_path) -> None:
    before = sqlite.read_bytes()
    done = asked(f"sqlite:///{sqlite}", query, tmp_path / "o.csv")
    assert done.code == 1
    assert sqlite.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {"a.db"}


def test_a_query_of_sqlite_without_an_end_is_ended(sqlite, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(database, "SECONDS", 0.5)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT {} FROM n"
    for what in ("x", "count(*)", "max(x)"):
        done = asked(f"sqlite:///{sqlite}", endless.format(what), tmp_path / "o.csv")
        assert done.code == 1
        assert "还没有做完" in done.err


def test_columns_of_sqlite_hold_anything_anywhere(tmp_path) -> None:
    """Seeded columns of mixed kinds, the odd cell far down: read, or refused in words."""
    rng = random.Random(18)
    cells = [1, 2.5, "是", b"\xff", None, "", 9e999, 2**63 - 1, "1", -0.0]
    for place in range(6):
        file = tmp_path / f"{place}.db"
        with contextlib.closing(sqlite3.connect(file)) as link:
            link.execute('CREATE TABLE t (编号, "work.pilot")')
            few = rng.sample(cells, rng.randint(1, 4))
            link.executemany("INSERT INTO t VALUES (?, NULL)", [(str(n),) for n in range(60_000)])
            link.executemany("INSERT INTO t VALUES (?, ?)", [(rng.random(), c) for c in few])
            link.commit()
        out = tmp_path / f"{place}.parquet"
        done = run("evaluate-many", f"sqlite:///{file}", "--table", "t", "--out", out)
        assert done.code in (1, 3), done.err
        assert "6000" in (done.out + done.err) or "60,00" in done.out or "G033" in done.err


@pytest.fixture(scope="module")
def postgres():
    pytest.importorskip("adbc_driver_postgresql", reason="the database extra is not installed")
    dbapi = pytest.importorskip("adbc_driver_postgresql.dbapi")
    from support.database_servers import Unavailable
    from support.database_servers import postgres as server

    try:
        with server() as where:
            host = dict(each.split("=", 1) for each in where.split())["host"]
            place = f"postgresql:///postgres?host={host}&user=postgres"
            with dbapi.connect(place) as link, link.cursor() as cursor:
                cursor.execute("CREATE TABLE cases (a int)")
                cursor.execute("INSERT INTO cases VALUES (1), (2)")
                cursor.execute("CREATE SEQUENCE numbers")
                link.commit()
            yield place, dbapi
    except Unavailable as why:
        pytest.skip(str(why))


def state(postgres):
    place, dbapi = postgres
    with dbapi.connect(place) as link, link.cursor() as cursor:
        found = []
        for query in (
            "SELECT string_agg(a::text, ',' ORDER BY a) FROM cases",
            "SELECT last_value::text || is_called::text FROM numbers",
            "SELECT string_agg(relname::text, ',' ORDER BY relname) FROM pg_class",
            "SELECT count(*) FROM pg_largeobject_metadata",
            "SELECT count(*) FROM pg_locks WHERE pid <> pg_backend_pid()",
        ):
            cursor.execute(query)
            found.append(cursor.fetchone())
    return found


@pytest.mark.slow
def test_a_query_of_postgresql_changes_nothing(postgres, tmp_path) -> None:
    before = state(postgres)
    for place, query in enumerate(HOSTILE):
        done = asked(postgres[0], query, tmp_path / f"{place}.csv")
        assert done.code == 1, query
        assert state(postgres) == before, query


@pytest.mark.slow
def test_a_query_of_postgresql_without_an_end_is_ended(postgres, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(database, "SECONDS", 1)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT count(*) FROM n"
    for query in ("SELECT pg_sleep(600)", endless):
        done = asked(postgres[0], query, tmp_path / "o.csv")
        assert done.code == 1
        assert "还没有做完" in done.err


@pytest.mark.slow
def test_types_of_postgresql_are_read_or_refused_in_words(postgres, tmp_path) -> None:
    """Every type with an ordinary and an odd value, as a fact, a date and a kept column."""
    values = [
        "interval '1 day'", "'infinity'::date", "'-infinity'::timestamptz", "'NaN'::numeric",
        "1.5::numeric", "1e300::numeric", "'Infinity'::float8", "'{1}'::jsonb", "'x'::bytea",
        "ARRAY[ARRAY[1]]", "ARRAY[]::text[]", "'[1,2)'::int4range", "point(1,2)", "'::1'::inet",
        "'12:00'::time", "NULL", "'a'::\"char\"", "gen_random_uuid()", "money '1'", "B'101'",
        "'9999-12-31'::date", "'4713-01-01 BC'::date", "xmlparse(content 'x')", "ROW(1, 2)",
    ]  # fmt: skip
    endings = (".csv", ".xlsx", ".parquet")
    for place, value in enumerate(values):
        for turn, name in enumerate(("work.pilot", "决定日期", "其他")):
            # Each value, and each column, meets every kind of file; the pairs do not.
            ending = endings[(place + turn) % 3]
            query = f"SELECT 'x' AS 编号, true AS 推进改革创新, {value} AS \"{name}\""
            asked(postgres[0], query, tmp_path / f"{place}{name}{ending}")
