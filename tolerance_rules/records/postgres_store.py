"""PostgreSQL store: a log on a server, which several machines may write to.

Whoever appends first takes an advisory lock, held to the end of the transaction, then the next
number: a number that is given back leaves no gap, as one of a sequence would.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from typing import Any

from tolerance_rules.errors import ExecutorError, LogError
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.records.log_tables import FORMAT, REQUESTS, tables
from tolerance_rules.records.sql_store import Rows, SqlStore, Statement
from tolerance_rules.records.store import Tail
from tolerance_rules.tables.connection_string import Address

_LOCK = 0x544C4F47
_GUARD = "decision_log_append_only"
_APPEND_ONLY = (
    "CREATE FUNCTION decision_log_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'a record is never changed'; END $$",
    f"CREATE TRIGGER {_GUARD} BEFORE UPDATE OR DELETE OR TRUNCATE"
    " ON decision_log_records FOR EACH STATEMENT EXECUTE FUNCTION decision_log_refuse()",
)


class PostgresStore(SqlStore):
    """A log in a schema of a database: the one that the connection finds first."""

    number = "BIGINT"
    guards = (
        "SELECT tgname::text, tgenabled::text FROM pg_trigger"
        " WHERE tgrelid = 'decision_log_records'::regclass AND NOT tgisinternal"
        " UNION ALL SELECT rulename::text, 'O' FROM pg_rewrite"
        " WHERE ev_class = 'decision_log_records'::regclass",
    )
    _now: datetime

    def __init__(self, where: Address, origin: str | None = None) -> None:
        self._where, self._link = where, _connected(where)
        try:
            if origin is not None:
                self._make(origin)
            self.origin = self._named()
        except BaseException:
            self._link.close()
            raise

    def _named(self) -> str:
        found = self._run("SELECT to_regclass('decision_log') IS NOT NULL")
        rows = self._run("SELECT origin, format FROM decision_log") if found[0][0] else []
        if len(rows) != 1 or rows[0][1] != FORMAT:
            what, remedy = "数据库里没有本库的决定日志", "新建日志用 tolerance-rules log init"
            raise LogError([log_fault("L030", what, remedy)])
        return str(rows[0][0])

    def _make(self, origin: str) -> None:
        with self._writing():
            if self._run("SELECT to_regclass('decision_log') IS NOT NULL")[0][0]:
                what, remedy = "数据库里已经有决定日志，没有新建", "请另用一个库或者 schema"
                raise LogError([log_fault("L032", what, remedy)])
            for statement in (*tables("BIGINT", "BYTEA"), *_APPEND_ONLY, REQUESTS.format("BIGINT")):
                self._run(statement)
            self._run("INSERT INTO decision_log VALUES (?, ?)", origin, FORMAT)

    def _changed(self, guards: Rows) -> list[str]:
        found = [name for name, enabled in guards if name == _GUARD and enabled == "O"]
        added = sorted(name for name, _ in guards if name != _GUARD)
        return [f"触发器 {_GUARD} 没有了，或者停用了"] * (not found) + [
            f"多了一个 {each}：不是本库建的" for each in added
        ]

    def _has_requests(self) -> bool:
        return bool(self._run("SELECT to_regclass('decision_log_requests') IS NOT NULL")[0][0])

    def _run(self, sql: str, *values: Any) -> Rows:
        import psycopg

        try:
            done = self._sent(sql, values)
            return done.fetchall() if sql.startswith("SELECT") else []
        except psycopg.Error as error:
            raise _error(error, self._where) from None

    def _sent(self, sql: str, values: Sequence[Any]) -> Any:
        return self._link.execute(sql.replace("?", "%s"), values or None)

    def tail(self) -> Tail:
        """Return the end of the log; the clock is that of the server."""
        return self._tail(self._now)

    @contextmanager
    def _writing(self, *asked: Statement) -> Iterator[list[Rows]]:
        import psycopg

        # What is sent waits for no answer but where one is read, and at the end: the lock is held
        # for one way to the server and back.
        together = self._link.pipeline() if psycopg.Pipeline.is_supported() else nullcontext()
        try:
            with together:
                # What is read behind the lock is what stands there then, whatever is set elsewhere.
                self._link.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
                *found, ((self._now,),) = self._behind_lock(*asked, ("SELECT clock_timestamp()",))
                yield found
                ended = self._link.execute("COMMIT")
            _require_committed(ended.statusmessage)
        except psycopg.Error as error:
            self._let_go()
            raise _error(error, self._where) from None
        except BaseException:
            self._let_go()
            raise

    def _behind_lock(self, *asked: Statement) -> list[Rows]:
        """Take the lock, and return what is answered behind it."""
        # Whatever the server or the role has set: a commit waits for the disk.
        self._link.execute(
            "SELECT set_config('synchronous_commit', 'on', true), pg_advisory_xact_lock(%s)",
            (_LOCK,),
        )
        sent = [self._sent(sql, values) for sql, *values in asked]
        return [each.fetchall() for each in sent]

    def _let_go(self) -> None:
        """End a transaction of which a statement was refused: what is sent after it is not done."""
        import psycopg

        with suppress(psycopg.Error):
            self._link.rollback()

    def notices(self) -> tuple[str, ...]:
        """Return what of the server keeps a record from being durable."""
        return tuple(
            f"数据库服务器关了 {name}：断电时，已经确认的记录可能丢失。请管理员打开"
            for name in ("fsync", "full_page_writes")
            if self._run("SELECT current_setting(?)", name)[0][0] == "off"
        )

    def close(self) -> None:
        """Close the connection."""
        self._link.close()


def _connected(where: Address) -> Any:
    try:
        import psycopg
    except ImportError as error:
        install = 'pip install "tolerance-rules[postgres]"'
        what = f"PostgreSQL 的日志需要 psycopg，本机没有安装。请运行：{install}"
        raise ExecutorError(what) from error
    try:
        link = psycopg.connect(where.uri, autocommit=True)
    except psycopg.Error as error:
        raise _error(error, where) from None
    return link


def _require_committed(answer: str | None) -> None:
    """Raise an error where the server gave up a transaction: it says so in a word, not as one."""
    import psycopg

    if answer != "COMMIT":
        raise psycopg.OperationalError(f"COMMIT: {answer}")


def _error(error: Exception, where: Address) -> LogError:
    remedy = "请检查连接和权限；没有说已记录的，先查看日志再记录"
    # Without its details, which quote what the tables hold.
    told = getattr(error, "diag", None)
    said = where.scrubbed((told and told.message_primary) or str(error))
    return LogError([log_fault("L034", f"数据库出错：{said}", remedy)])
