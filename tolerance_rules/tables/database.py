"""Database: a table or a query behind a connection string -> a source, and a frame -> a table.

Through ADBC, whose drivers hand columns over as they are; the only file that imports it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from tolerance_rules.errors import ExecutorError, Fault, TableError, shorten
from tolerance_rules.language import Pair
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import ROW, Source, refusal

SCHEMES = {"postgresql": "postgresql", "postgres": "postgresql", "sqlite": "sqlite"}
SHAPE: Pair = (
    "连接字符串写成 postgresql://用户@主机/库 或者 sqlite:///文件",
    "a connection string is postgresql://user@host/base or sqlite:///file",
)
LONGEST_NAME = 63
"""The bytes of a name that PostgreSQL keeps, as it is built everywhere."""
_ROWS_FOR_TYPES = "adbc.sqlite.query.batch_rows"
_ASKING = re.compile(r"\s*(?:SELECT|WITH|VALUES|TABLE)\b", re.IGNORECASE)
_PASSWORD = re.compile(r"(://[^:/@\s]*:)[^@\s]*(?=@)|(password=)[^&\s]+")


def is_database(place: str) -> bool:
    """Tell whether a place is a connection string, not a file."""
    return "://" in place


def shown(place: str) -> str:
    """Return a connection string without its password."""
    return _PASSWORD.sub(r"\1\2***", place)


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
    _require_whole_names(place, table.split("."))
    with _connected(place, read_only=True) as connection, connection.cursor() as cursor:
        if _kind(place) == "sqlite":
            # A column of SQLite holds anything: its type is that of all its rows, not the first.
            cursor.adbc_statement.set_options(**{_ROWS_FOR_TYPES: "100000000"})
        cursor.execute(asked)
        frame = pl.DataFrame(cursor.fetch_arrow())
    columns = tuple(frame.columns)
    if not columns:
        message = ("查询没有结果列", "The query gives no columns")
        raise refusal("G040", message, ("请写 SELECT 一类的查询", "write a SELECT"), shown(place))
    numbered = frame.lazy().with_row_index(ROW, offset=1)
    name = f"{shown(place)} {table}".strip()
    return Source(name, numbered, columns, columns, header_row=0)


def write_database(frame: pl.DataFrame, place: str, table: str, *, replace: bool) -> None:
    """Write a frame as a new table, whole or not at all; `replace` drops one of that name."""
    schema, _, name = table.rpartition(".")
    _require_whole_names(place, [*table.split("."), *frame.columns])
    with _connected(place, read_only=False) as connection, connection.cursor() as cursor:
        # Neither the driver nor a database knows the types of Polars.
        plain = frame.with_columns(pl.col(pl.Enum, pl.Categorical).cast(pl.String))
        options = {"db_schema_name": schema} if schema else {}
        cursor.adbc_ingest(name, plain, mode="replace" if replace else "create", **options)
        connection.commit()


def quoted(table: str) -> str:
    """Return the name of a table, its schema before a point, as SQL quotes it."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in table.split("."))


def _kind(place: str) -> str | None:
    return SCHEMES.get(place.partition("://")[0].partition("+")[0].lower())


def _require_whole_names(place: str, names: Iterable[str]) -> None:
    """Refuse names that PostgreSQL would cut in silence: two may then be one."""
    if _kind(place) != "postgresql":
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
            shown(place),
        )
        for name in names
        if len(name.encode()) > LONGEST_NAME
    ]
    if faults:
        raise TableError(faults)


@contextmanager
def _connected(place: str, *, read_only: bool) -> Iterator[Any]:
    scheme, kind = place.partition("://")[0].partition("+")[0].lower(), _kind(place)
    if kind is None:
        message = (f"不认识的数据库：{shorten(scheme)}", f"No known database: {shorten(scheme)}")
        raise refusal("G041", message, SHAPE, shown(place))
    try:
        driver = import_module(f"adbc_driver_{kind}.dbapi")
    except ImportError as error:
        raise ExecutorError(
            f"读写 {scheme} 数据库需要 adbc-driver-{kind}，本机没有安装。"
            '请运行：pip install "tolerance-rules[database]"',
            english=f"{scheme} needs adbc-driver-{kind}, which is not installed: "
            'pip install "tolerance-rules[database]"',
        ) from error
    address = place if kind == "postgresql" else _sqlite(place, read_only=read_only)
    try:
        with driver.connect(address) as connection:
            yield connection
    except driver.Error as error:
        why = shown(" ".join(str(error).split()))[:300]
        message = (f"数据库没有照办：{why}", f"The database refused: {why}")
        remedy = (
            "请检查连接、表名和权限",
            "check the connection, the name of the table and permissions",
        )
        raise refusal("G042", message, remedy, shown(place)) from None


def _sqlite(place: str, *, read_only: bool) -> str:
    path = unquote(urlsplit(place).path)
    # sqlite:///relative.db and sqlite:////absolute.db, as SQLAlchemy has them.
    file = Path(path.removeprefix("/"))
    if read_only and not file.is_file():
        raise refusal("G020", ("没有这个文件", "There is no such file"), SHAPE, file)
    return f"file:{quote(str(file))}?mode={'ro' if read_only else 'rwc'}"
