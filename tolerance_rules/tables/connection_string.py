"""Connection string: taken apart strictly, so that a password is known for one and never shown.

What a driver would read otherwise than it was meant, such as an `@` in a password, is refused
here, before any driver repeats it in a message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from tolerance_rules.characters import EXAMPLES
from tolerance_rules.language import Pair

SCHEMES = {"postgresql": "postgresql", "postgres": "postgresql", "sqlite": "sqlite"}
SHAPE: Pair = (
    f"连接字符串写成 {EXAMPLES[0]}库 或者 sqlite:///文件；用户名、密码里的符号用编码："
    "%40 是 at 号，%3A 冒号，%2F 斜线，%3F 问号，%23 井号，%25 百分号，%20 空格",
    f"a connection string is {EXAMPLES[1]}base or sqlite:///file; in a name and a password "
    "write %40 for the at sign, %3A colon, %2F stroke, %3F question mark, %23 hash, "
    "%25 percent sign, %20 blank",
)
_LIKE_ONE = (
    r"(?i)^\s*(?:postgres\w*|sqlite)[\w+]*\s*(?::|//)|^\s*/{0,2}[^/\\@:\s]+:[^/\\]*@"
    r"|(?:^|\s)(?:host|hostaddr|dbname|user|password|passwd|pwd)\s*="
)
"""What was meant to be a connection string, and is no name of a file."""
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:\[\]@/?#%'\"=]*)(?::(\d{1,5}))?")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEY = re.compile(r"[a-z_]{1,40}")
SHORT = 4
"""The letters from which on a secret is hidden within words too."""
SECRETS = ("password", "sslpassword", "passfile", "user", "options", "sslkey")


@dataclass(frozen=True)
class Address:
    """A database: which kind, what may be shown of it, and what its driver is told."""

    kind: str
    shown: str
    """The scheme, the host and the name of the database, or the file; nothing else."""
    uri: str = ""
    secrets: tuple[str, ...] = ()
    """What is never to stand in a message."""
    file: Path = Path()

    def scrubbed(self, text: str) -> str:
        """Return what a driver says without what is secret, on one line."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            # One of a few letters is part of many words, and hidden where it is a word itself.
            word = rf"(?<!\w){re.escape(secret)}(?!\w)"
            text = re.sub(word if len(secret) < SHORT else re.escape(secret), "***", text)
        return " ".join(re.sub(r'port "?\d+"?', "port …", text).split())


def is_database(place: str) -> bool:
    """Tell whether a place is a connection string, or was meant to be one, and not a file."""
    return "://" in place or re.search(_LIKE_ONE, place) is not None


def shown(place: str) -> str:
    """Return what may be shown of a place: of a database its scheme, host and name alone."""
    if not is_database(place):
        return place
    found = parsed(place)
    return _scheme(place) + "://…" if found is None else found.shown


def address_of(place: str) -> Address:
    """Return a connection string taken apart; TableError, which repeats nothing of it, if bad."""
    found = parsed(place)
    if found is None:
        # Imported here: a log needs no tables.
        from tolerance_rules.tables.source import refusal

        scheme = _scheme(place)
        known = scheme.partition("+")[0] in SCHEMES
        message = (f"不认识的数据库：{scheme}", f"No known database: {scheme}")
        if known:
            message = ("连接字符串的写法不对", "The connection string is not well formed")
        raise refusal("G041", message, SHAPE, shown(place))
    return found


def _scheme(place: str) -> str:
    scheme = place.partition("://")[0].strip().lower()
    return scheme if re.fullmatch(r"[a-z][a-z0-9]{0,15}(\+[a-z0-9_]{1,15})?", scheme) else "…"


def parsed(place: str) -> Address | None:
    """Return a connection string taken apart, or None if it is not well formed."""
    scheme, mark, rest = place.partition("://")
    kind = SCHEMES.get(scheme.lower().partition("+")[0])
    if not mark or kind is None or re.search(r"[\x00-\x1f\x7f]", place):
        return None
    try:
        parts = urlsplit(f"x://{rest}")
    except ValueError:
        return None
    if kind == "sqlite":
        if parts.netloc:
            return None
        # sqlite:///relative.db and sqlite:////absolute.db, as SQLAlchemy has them.
        file = Path(unquote(parts.path).removeprefix("/"))
        return Address(kind, f"sqlite:///{file}", file=file)
    user, at, hosts = parts.netloc.rpartition("@")
    odd = re.search(r"\s", place) or _BAD_ESCAPE.search(rest) or parts.fragment or "#" in rest
    if odd or "@" in user or "@" in parts.path + parts.query or user.count(":") > 1:
        return None
    names = [_HOST.fullmatch(each) for each in hosts.split(",")]
    if not all(names) or parts.path.count("/") > 1 or "=" in parts.path or (at and not user):
        return None
    try:
        query = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True))
    except ValueError:
        query = {}
    if (parts.query and not query) or not all(map(_KEY.fullmatch, query)):
        return None
    name, _, password = user.partition(":")
    hidden = [name, password, unquote(name), unquote(password)]
    hidden += [value for key, value in query.items() if key in SECRETS]
    hidden = [each for each in hidden if each and each not in ("postgres",)]
    host = ",".join(each[1] for each in names if each) or query.get("host", "")
    database = unquote(parts.path.removeprefix("/")) or query.get("dbname", "")
    more = "" if "connect_timeout" in query else f"{'&' if query else '?'}connect_timeout=30"
    uri = f"postgresql://{rest.removesuffix('?')}{more}"
    return Address(kind, f"postgresql://{host}/{database}", uri, tuple(hidden))
