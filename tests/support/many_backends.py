"""Backends: each judges rows of facts, dicts in and dicts out, or says why it cannot.

A database gets what its administrator would get: the statements of `tolerance-rules sql` make the
table of facts and the view, and the answer is what stands in the view.
"""

from __future__ import annotations

import dataclasses
import os
import tempfile
import warnings
from contextlib import ExitStack, contextmanager
from pathlib import Path

from support import database_servers
from support.database_servers import Unavailable
from tolerance_rules.facts import CaseFacts

REQUIRED = "TOLERANCE_RULES_REQUIRE_BACKENDS"
"""Where this variable is set, a backend that is not there is a failure, never a skip."""


def required():
    return os.environ.get(REQUIRED, "") not in {"", "0"}


def cells_of(rows):
    """Return rows as cells: the values still possible joined, in one order or the other."""
    for number, facts in enumerate(rows):
        yield {
            name: "|".join(known[:: 1 if number % 2 else -1]) if isinstance(known, tuple) else known
            for name, known in facts.items()
        }


def table_of(rows, vocabulary=CaseFacts.vocabulary):
    """Return rows as a Polars table with a column for each fact."""
    import polars as pl

    schema = {n: pl.Boolean if s.boolean else pl.String for n, s in vocabulary.items()}
    return pl.DataFrame(list(cells_of(rows)), schema=schema)


@contextmanager
def polars():
    import_or_say("polars", "audit")
    from tolerance_rules.executors.many_cases import ManyCases

    executors = {}

    def judge(engine, rows, *, checks=True):
        executor = executors.setdefault(engine, ManyCases(engine.rules, engine.diagram))
        table = table_of(rows, engine.rules.vocabulary)
        return executor.judged(table.lazy()).collect().to_dicts()

    yield judge


@contextmanager
def sqlite():
    import_or_say("sqlglot", "audit")
    import sqlite3

    connection = sqlite3.connect(":memory:")
    yield SqlJudge("sqlite", connection.execute, connection.executemany, "?")
    connection.close()


@contextmanager
def duckdb():
    import_or_say("sqlglot", "audit")
    import_or_say("duckdb", "backends")
    import duckdb as module

    connection = module.connect()
    with tempfile.TemporaryDirectory() as folder:
        yield DuckJudge(connection, Path(folder) / "rows.parquet")
    connection.close()


@contextmanager
def postgres():
    import_or_say("sqlglot", "audit")
    import_or_say("psycopg", "backends")
    import psycopg

    with database_servers.postgres() as where, psycopg.connect(where, autocommit=True) as link:
        yield PostgresJudge(link)


@contextmanager
def mariadb():
    import_or_say("sqlglot", "audit")
    import_or_say("pymysql", "backends")
    import pymysql

    with database_servers.mariadb() as socket:
        connection = pymysql.connect(unix_socket=socket, user="root", charset="utf8mb4")
        cursor = connection.cursor()
        cursor.execute("CREATE DATABASE IF NOT EXISTS tolerance_rules CHARACTER SET utf8mb4")
        cursor.execute("USE tolerance_rules")

        def execute(statement):
            cursor.execute(statement)
            return cursor

        yield SqlJudge("mysql", execute, cursor.executemany, "%s")
        connection.close()


@contextmanager
def spark():
    import_or_say("sqlglot", "audit")
    import_or_say("polars", "audit")
    import_or_say("pyspark", "spark")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        yield SparkJudge(stack.enter_context(database_servers.spark(folder)), Path(folder))


@contextmanager
def spark_arrow():
    with spark() as judge:
        yield SparkArrowJudge(judge.session, judge.folder)


def import_or_say(module, extra):
    try:
        __import__(module)
    except ImportError:
        raise Unavailable(f"{module} is not installed (extra {extra})") from None


class SqlJudge:
    """Judges in a database that is spoken to in statements."""

    def __init__(self, dialect, execute, insert, mark, **options):
        self.dialect, self.execute, self.insert, self.mark = dialect, execute, insert, mark
        self.options, self._made = options, {}

    def made(self, engine, *, checks=True):
        """Return the ruleset as SQL for this database; without checks, anything may be stored."""
        from tolerance_rules.executors.columnar.target import target
        from tolerance_rules.executors.sql import RulesAsSql

        if (engine, checks) not in self._made:
            chosen = target(self.dialect, **self.options)
            checked = dataclasses.replace(chosen.dialect, checks=checks)
            chosen = dataclasses.replace(chosen, dialect=checked)
            self._made[engine, checks] = RulesAsSql(engine.rules, engine.diagram, chosen)
        return self._made[engine, checks]

    def __call__(self, engine, rows, *, checks=True):
        made = self.made(engine, checks=checks)
        for statement in ("DROP VIEW IF EXISTS findings", "DROP TABLE IF EXISTS register"):
            self.execute(statement)
        for statement in made.create_table():
            self.execute(statement)
        self.fill(rows, engine.rules.vocabulary)
        for statement in made.create_view():
            self.execute(statement)
        return self.found(made)

    def fill(self, rows, vocabulary):
        keyed = [(f"{number:09}", *cells.values()) for number, cells in enumerate(cells_of(rows))]
        marks = ", ".join([self.mark] * len(keyed[0]))
        self.insert(f"INSERT INTO register VALUES ({marks})", keyed)

    def found(self, made):
        answer = self.execute("SELECT * FROM findings")
        names = [column[0] for column in answer.description]
        return [self.finding(names, row, made) for row in sorted(answer.fetchall())]

    @staticmethod
    def finding(names, row, made):
        found = dict(zip(names[1:], row[1:], strict=True))
        assert list(found) == [made.target.finding(column.name) for column in made.columns]
        if not made.dialect.booleans:
            for name in found:
                if name == "settled" or name.startswith("clause."):
                    assert found[name] in {None, 0, 1}
                    found[name] = None if found[name] is None else bool(found[name])
        return found


class DuckJudge(SqlJudge):
    """Judges in DuckDB, which takes rows faster from a file."""

    def __init__(self, connection, file):
        super().__init__("duckdb", connection.execute, None, "?")
        self.file = file

    def fill(self, rows, vocabulary):
        keyed(rows, vocabulary).write_parquet(self.file)
        self.execute(f"INSERT INTO register BY NAME SELECT * FROM read_parquet('{self.file}')")


class PostgresJudge(SqlJudge):
    """Judges in PostgreSQL, which takes rows faster by COPY."""

    def __init__(self, connection):
        super().__init__("postgres", connection.execute, None, "%s")
        self.connection = connection

    def fill(self, rows, vocabulary):
        with self.connection.cursor() as cursor, cursor.copy("COPY register FROM STDIN") as copy:
            for number, cells in enumerate(cells_of(rows)):
                copy.write_row((f"{number:09}", *cells.values()))


class SparkJudge(SqlJudge):
    """Judges in Spark, from Parquet to Parquet."""

    def __init__(self, session, folder):
        super().__init__("spark", session.sql, None, "?")
        self.session, self.folder = session, folder

    def __call__(self, engine, rows, *, checks=True):
        import polars as pl

        made = self.made(engine)
        given, found = self.folder / "register.parquet", self.folder / "findings.parquet"
        keyed(rows, engine.rules.vocabulary).write_parquet(given)
        self.session.read.parquet(str(given)).createOrReplaceTempView("register")
        for statement in made.create_view(replace=True, temporary=True):
            self.session.sql(statement)
        self.session.table("findings").write.mode("overwrite").parquet(str(found))
        table = pl.read_parquet(found / "*.parquet").sort("case_id")
        return [self.finding(table.columns, row, made) for row in table.rows()]


class SparkArrowJudge(SparkJudge):
    """Judges in Spark by the plan, in batches of Arrow."""

    def __call__(self, engine, rows, *, checks=True):
        import polars as pl

        given = self.folder / "given.parquet"
        keyed(rows, engine.rules.vocabulary).write_parquet(given)
        with warnings.catch_warnings():
            # Spark says that it has not been tried with every version of pandas.
            warnings.simplefilter("ignore", FutureWarning)
            found = engine.evaluate_spark(self.session.read.parquet(str(given)), keep=["case_id"])
            table = pl.DataFrame(found.toArrow()).sort("case_id")
        assert table.columns == found.columns
        return table.drop("case_id").to_dicts()


def keyed(rows, vocabulary):
    """Return rows as a table with the column by which a case is known."""
    import polars as pl

    table = table_of(rows, vocabulary)
    keys = pl.Series("case_id", [f"{number:09}" for number in range(len(rows))], dtype=pl.String)
    return table.insert_column(0, keys)


BACKENDS = {
    "polars": polars,
    "duckdb": duckdb,
    "sqlite": sqlite,
    "postgres": postgres,
    "mariadb": mariadb,
    "spark": spark,
    "spark-arrow": spark_arrow,
}


@contextmanager
def opened(name, engine):
    """Return the context of a backend: a function from rows to judged rows."""
    with BACKENDS[name]() as judge:
        yield lambda rows: judge(engine, rows)
