"""Dialects: the differences between databases that matter to the SQL of a ruleset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Fence = Literal["none", "with", "limit", "hint"]
Comments = Literal["inline", "statement", "remark"]
Style = Literal["dotted", "underscore"]
STYLES: tuple[Style, ...] = ("dotted", "underscore")
"""How columns are named: `group.fact` and `clause.1`, or `group_fact` and `clause_1`."""


@dataclass(frozen=True)
class Dialect:
    """One database."""

    name: str
    product: str
    booleans: bool
    """It has a boolean type; otherwise facts and findings are 1 and 0."""
    fence: Fence
    """What keeps its planner from merging each step into the next."""
    comments: Comments
    """Where the labels of columns go: in the definition, in own statements, or in SQL comments."""
    longest: int
    """Most bytes in a name."""
    flag: str
    """The type of a column of a fact that is true or false."""
    code: str
    """The type of a column that holds values of an enumerated fact; `{}` is the longest text."""
    key: str
    """The type of a column that identifies a case: may hold Chinese."""
    install: str
    """The command that runs a script; `{}` is the file."""
    replaces: bool = True
    """CREATE OR REPLACE VIEW is known."""
    limit: int = 0
    """With the fence `limit`: a number of rows that no table has."""
    collation: str = ""
    """The collation under which text is equal only if every character is; empty: the default."""
    binary: bool = False
    """Text must be compared as bytes to tell every character: collations depend on the column."""
    checks: bool = True
    """CHECK and PRIMARY KEY are known."""
    upper: bool = False
    """A name without quotes is read as capitals."""
    separator: str = ""
    """A line to write behind each statement."""
    literally: tuple[str, str] = ("", "")
    """A mark that its client would put a variable in for, and the command that keeps it from it."""


_ALL = (
    Dialect(
        name="duckdb",
        product="DuckDB",
        booleans=True,
        fence="none",
        comments="statement",
        longest=1024,
        flag="BOOLEAN",
        code="TEXT",
        key="TEXT",
        install="duckdb 数据库文件 -f {}",
    ),
    Dialect(
        name="postgres",
        product="PostgreSQL",
        booleans=True,
        # OFFSET 0 would be a fence too, but no condition on a key would get past it.
        fence="with",
        comments="statement",
        longest=63,
        flag="BOOLEAN",
        code="VARCHAR({})",
        key="VARCHAR(64)",
        install="psql -v ON_ERROR_STOP=1 -d 数据库 -f {}",
    ),
    Dialect(
        name="spark",
        product="Apache Spark",
        booleans=True,
        fence="none",
        comments="inline",
        longest=255,
        flag="BOOLEAN",
        code="STRING",
        key="STRING",
        install="spark-sql -f {}",
        checks=False,
    ),
    Dialect(
        name="mysql",
        product="MySQL / MariaDB",
        booleans=False,
        fence="limit",
        comments="inline",
        longest=64,
        flag="BOOLEAN",
        code="VARCHAR({})",
        key="VARCHAR(64)",
        install="mysql --default-character-set=utf8mb4 数据库 < {}",
        limit=2**64 - 1,
        binary=True,
    ),
    Dialect(
        name="sqlite",
        product="SQLite",
        booleans=False,
        fence="limit",
        comments="remark",
        longest=1024,
        flag="INTEGER",
        code="TEXT",
        key="TEXT",
        install="sqlite3 数据库文件 < {}",
        replaces=False,
        limit=-1,
        collation="BINARY",
    ),
    Dialect(
        name="oracle",
        product="Oracle Database",
        booleans=False,
        fence="hint",
        comments="statement",
        longest=128,
        flag="NUMBER(1)",
        code="VARCHAR2({} CHAR)",
        key="VARCHAR2(64 CHAR)",
        install="sqlplus 用户@数据库 @{}",
        upper=True,
        literally=("&", "SET DEFINE OFF"),
    ),
    Dialect(
        name="tsql",
        product="SQL Server",
        booleans=False,
        fence="limit",
        comments="remark",
        longest=256,
        flag="BIT",
        code="VARCHAR({})",
        key="NVARCHAR(64)",
        install="sqlcmd -b -x -f 65001 -d 数据库 -i {}",
        limit=2**63 - 1,
        collation="Latin1_General_BIN2",
        separator="GO",
    ),
)
DIALECTS: Mapping[str, Dialect] = {dialect.name: dialect for dialect in _ALL}
