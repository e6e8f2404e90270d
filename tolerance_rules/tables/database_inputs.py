"""Database inputs: whether a table that is written is one that is read."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from tolerance_rules.formats.inputs import file_of, is_input
from tolerance_rules.tables.connection_string import is_database

LOCAL = ("", "localhost", "127.0.0.1", "::1")


def overwrites(out: str, out_table: str, place: str, table: str, query: str) -> bool:
    """Tell whether writing `out_table` into `out` would write to the table that is read.

    Of a query nobody knows which tables it reads: it reads every one that it names.
    """
    if not is_database(place) or not _same_database(out, place):
        return False
    written = _bare(out_table)
    if table:
        return written == _bare(table)
    return re.search(rf"(?<!\w){re.escape(written)}(?!\w)", query.casefold()) is not None


def _bare(table: str) -> str:
    """Return the name of a table without its schema and quotes, as databases compare it."""
    return table.rpartition(".")[2].strip('"`[] ').casefold()


def _same_database(one: str, other: str) -> bool:
    """Tell whether two connection strings lead to one database, or may."""
    files = file_of(one), file_of(other)
    if files[0] is not None and files[1] is not None:
        return is_input(files[0], [files[1]])
    return files == (None, None) and _server(one) == _server(other)


def _server(place: str) -> tuple[str, str, str]:
    """Return the host, the port and the name of a database on a server."""
    try:
        parts = urlsplit(place)
        port = parts.port
    except ValueError:  # no port is a word: the driver will say so
        return place, "", ""
    asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = (parts.hostname or asked.get("host", "")).casefold()
    user = unquote(parts.username or asked.get("user", ""))
    name = unquote(parts.path.lstrip("/")) or asked.get("dbname", user)
    return "" if host in LOCAL else host, str(port or asked.get("port", 5432)), name
