"""Database: a table or a query behind a connection string -> a source, and a frame -> a table.

Through ADBC, whose drivers hand columns over as they are; the only file that imports it. What is
read is read in a way that can change nothing: see `docs/tables.md` for what is guaranteed.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from urllib.parse import quote

from tolerance_rules.errors import (
    ExecutorError,
    Fault,
    TableError,
    ToleranceRulesError,
    shorten,
)
from tolerance_rules.tables.connection_string import SHAPE, Address, address_of, shown
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import ROW, Source, refusal
from tolerance_rules.tables.sqlite_reader import read_sqlite

SECONDS = 600
"""How long a query may take."""
LONGEST_NAME = 63
"""The bytes of a name that PostgreSQL keeps, as it is built everywhere."""
_ASKING = re.compile(r"\s*(?:SELECT|WITH|VALUES|TABLE)\b", re.IGNORECASE)
_RESERVED = "~"
"""What the names of columns of our own begin with."""
CALENDAR = (-719_162, 2_932_896)
"""The days from 0001-01-01 to 9999-12-31, counted from 1970-01-01."""

INTERVAL = "month_day_nano_interval"
"""What Arrow calls an interval of PostgreSQL, alone or within an array."""
AS_TEXT = ("请在查询中用 CAST(… AS text) 改成文字", "make it text by CAST(… AS text)")


def open_database(place: str, *, table: str = "", query: str = "") -> Source:
    """Return the rows of a table, or of a query; TableError says what the database answered.

    Rows are numbered from 1 in the order in which they come.
    """
    if bool(table) == bool(query):
        message = (
            "读数据库要写明一张表或者一条查询",
            "A database is read by the name of a table or by a query",
        )
        remedy = ("请用 --table 或者 --query，写其中一个", "give one of --table and --query")
        raise refusal("G040", message, remedy, shown(place))
    if query and not _ASKING.match(query):
        message = ("只能写 SELECT 一类的查询", "The query can only be a SELECT")
        remedy = ("请用 SELECT 或者 WITH 开头", "begin it with SELECT or WITH")
        raise refusal("G040", message, remedy, shown(place))
    asked = query or f"SELECT * FROM {quoted(table)}"
    address = address_of(place)
    _require_whole_names(address, table.split("."))
    with _told(address):
        if address.kind == "sqlite":
            if not address.file.is_file():
                absent = ("没有这个文件", "There is no such file")
                raise refusal("G020", absent, SHAPE, address.file)
            headers, frame = read_sqlite(address.file, asked, SECONDS)
        else:
            headers, frame = _read_postgresql(address, asked)
    if not headers:
        message = ("查询没有结果列", "The query gives no columns")
        raise refusal("G040", message, ("请写 SELECT 一类的查询", "write a SELECT"), address.shown)
    _require_apart(address, headers)
    frame.columns = headers
    frame = _plain(frame)
    _require_days(address, frame)
    numbered = frame.lazy().with_row_index(ROW, offset=1)
    name = f"{address.shown} {table}".strip()
    return Source(name, numbered, tuple(headers), tuple(headers), header_row=0)


def _read_postgresql(address: Address, asked: str) -> tuple[list[str], pl.DataFrame]:
    """Return the names of the columns and the rows, read in a transaction that only reads."""
    with _connected(address) as connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(f"SET LOCAL statement_timeout = '{SECONDS}s'")
        cursor.execute("SET LOCAL lock_timeout = '30s'")
        # After the first query nothing makes the transaction one that writes.
        cursor.execute("SELECT current_setting('transaction_read_only')")
        if cursor.fetchone() != ("on",):
            message = ("数据库不肯只读", "The database does not keep to reading only")
            remedy = ("请换一个数据库", "take another database")
            raise refusal("G042", message, remedy, address.shown)
        cursor.execute(asked)
        headers = [each[0] for each in cursor.description]
        _require_apart(address, headers)
        _require_no_interval(address, cursor.description)
        frame = pl.DataFrame(cursor.fetch_arrow())
    return headers, frame


def _require_no_interval(address: Address, columns: Iterable[Sequence[Any]]) -> None:
    """Refuse columns of intervals: Polars knows none, and ends with lines of its own on stderr."""
    for name, kind, *_ in columns:
        if INTERVAL in str(kind):
            message = (
                f"列 {shorten(name)} 的类型是 interval，读不出来",
                f"Column {shorten(name)} is an interval, which cannot be read",
            )
            raise refusal("G042", message, AS_TEXT, address.shown)


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame whose NUMERIC and JSON are the texts that the driver brought them as."""
    # Older versions of Polars have no such types, and read the texts.
    wrapped = [n for n, dtype in frame.schema.items() if getattr(dtype, "is_extension", bool)()]
    return frame.with_columns(pl.col(name).ext.storage() for name in wrapped)


def _require_days(address: Address, frame: pl.DataFrame) -> None:
    """Refuse days and instants that no calendar has, such as infinity, before one is read."""
    for name, dtype in frame.schema.items():
        if not isinstance(dtype, (pl.Date, pl.Datetime)):
            continue
        units = {"ms": 10**3, "us": 10**6, "ns": 10**9}
        of_a_day = 86_400 * units[dtype.time_unit] if isinstance(dtype, pl.Datetime) else 1
        days = frame[name].to_physical() // of_a_day
        if not days.is_between(*CALENDAR).all():
            message = (
                f"列 {shorten(name)} 有日历上没有的日期，例如 infinity",
                f"Column {shorten(name)} has a date that no calendar has, such as infinity",
            )
            raise refusal("G042", message, AS_TEXT, address.shown)


def _require_apart(address: Address, headers: Sequence[str]) -> None:
    """Refuse columns that are called alike, or as columns of our own are."""
    remedy = ("请在查询中用 AS 改名", "give it another name by AS in a query")
    faults = [
        Fault.of(
            "G025",
            (f"有几列都叫 {shorten(name)}", f"Several columns are called {shorten(name)}"),
            remedy,
            address.shown,
        )
        for name in sorted({name for name in headers if headers.count(name) > 1})
    ]
    faults += [
        Fault.of(
            "G025",
            (f"列名 {shorten(name)} 不能用", f"No column can be called {shorten(name)}"),
            remedy,
            address.shown,
        )
        for name in headers
        if name.startswith(_RESERVED) or not name
    ]
    if faults:
        raise TableError(faults)


def write_database(frame: pl.DataFrame, place: str, table: str, *, replace: bool) -> None:
    """Write a frame as a new table, whole or not at all; `replace` drops one of that name."""
    schema, _, name = table.rpartition(".")
    address = address_of(place)
    _require_whole_names(address, [*table.split("."), *frame.columns])
    with _told(address), _connected(address) as connection, connection.cursor() as cursor:
        # Neither the driver nor a database knows the types of Polars.
        plain = frame.with_columns(pl.col(pl.Enum, pl.Categorical).cast(pl.String))
        options = {"db_schema_name": schema} if schema else {}
        cursor.adbc_ingest(name, plain, mode="replace" if replace else "create", **options)
        connection.commit()


def quoted(table: str) -> str:
    """Return the name of a table, its schema before a point, as SQL quotes it."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in table.split("."))


def _require_whole_names(address: Address, names: Iterable[str]) -> None:
    """Refuse names that PostgreSQL would cut in silence: two may then be one."""
    if address.kind != "postgresql":
        return
    faults = [
        Fault.of(
            "G040",
            (
                f"名称 {shorten(name)} 超过 {LONGEST_NAME} 字节，PostgreSQL 会截断",
                f"The name {shorten(name)} has more than {LONGEST_NAME} bytes: PostgreSQL would "
                "cut it",
            ),
            (
                f"请改短：汉字一个 3 字节，最多 {LONGEST_NAME // 3} 个",
                f"shorten it: of Chinese characters it takes {LONGEST_NAME // 3}",
            ),
            address.shown,
        )
        for name in names
        if len(name.encode()) > LONGEST_NAME
    ]
    if faults:
        raise TableError(faults)


@contextmanager
def _told(address: Address) -> Iterator[None]:
    """Say what a database answers, without what is secret, whatever goes wrong in it."""
    try:
        yield
    except ToleranceRulesError:
        raise
    except pl.exceptions.PanicException:
        message = (
            "结果中有一列的类型读不出来",
            "A column of the result is of a type that cannot be read",
        )
        raise refusal("G042", message, AS_TEXT, address.shown) from None
    except (sqlite3.Error, pl.exceptions.PolarsError, OSError, ValueError, TypeError) as error:
        raise _refused(address, error) from None
    except Exception as error:
        if type(error).__module__.startswith("adbc_driver"):
            raise _refused(address, error) from None
        raise


def _refused(address: Address, error: Exception) -> TableError:
    said = address.scrubbed(str(error))
    message = (f"数据库没有照办：{said[:300]}", f"The database refused: {said[:300]}")
    if "interrupted" in said or "statement timeout" in said:
        message = (
            f"查询用了 {SECONDS} 秒还没有做完",
            f"The query was not done after {SECONDS} seconds",
        )
    remedy = (
        "请检查连接、表名和权限；读数据库的查询只能是一条，只能读",
        "check the connection, the name of the table and permissions; a query is one statement, "
        "and only reads",
    )
    return refusal("G042", message, remedy, address.shown)


@contextmanager
def _connected(address: Address) -> Iterator[Any]:
    """Give a connection of ADBC."""
    try:
        driver = import_module(f"adbc_driver_{address.kind}.dbapi")
    except ImportError as error:
        raise ExecutorError(
            f"读写 {address.kind} 数据库需要 adbc-driver-{address.kind}，本机没有安装。"
            '请运行：pip install "tolerance-rules[database]"',
            english=f"{address.kind} needs adbc-driver-{address.kind}, which is not installed: "
            'pip install "tolerance-rules[database]"',
        ) from error
    uri = address.uri
    if address.kind == "sqlite":
        uri = f"file:{quote(str(address.file))}?mode=rwc"
    with driver.connect(uri) as connection:
        yield connection
