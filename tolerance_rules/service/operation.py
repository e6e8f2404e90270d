"""Operation: one thing that the service does: its address, its parameters, who may ask for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl

from starlette.responses import Response

from tolerance_rules.errors import means, nearest, shorten
from tolerance_rules.language import LANGS, Lang, Pair
from tolerance_rules.service.problems import Problem
from tolerance_rules.service.roles import Role

if TYPE_CHECKING:
    from tolerance_rules.service.service import Service

JSON = "application/json"
JSON_LINES = "application/x-ndjson"
BYTES = "application/octet-stream"
Schema = Mapping[str, Any]
MOST = 10**12
"""The largest number of a parameter that has no bound of its own."""
LONGEST_QUERY = 8192
"""How long the parameters of a request may be, in bytes."""


@dataclass(frozen=True)
class Parameter:
    """A parameter in the address; `read` raises ValueError on what cannot be read."""

    name: str
    about: Pair
    read: Callable[[str], Any] = str
    schema: Schema = field(default_factory=lambda: {"type": "string", "maxLength": 200})
    many: bool = False
    required: bool = False


@dataclass(frozen=True)
class Body:
    """What a request brings along; `limit` names the bound of `Limits` that it is held to."""

    schema: str
    """The name of its schema among the components of the description."""
    media: str = JSON
    limit: Literal["body", "many", "register"] = "body"


@dataclass(frozen=True)
class Answer:
    """What is answered where nothing is wrong."""

    schema: str = ""
    media: tuple[str, ...] = (JSON,)
    status: int = 200
    about: Pair = ("结果", "The result")
    others: tuple[tuple[int, Pair], ...] = ()
    """Further good answers, which have no body."""
    headers: tuple[tuple[str, Pair], ...] = ()
    """Headers of its own."""


@dataclass
class Call:
    """A request that is being answered."""

    service: Service
    lang: Lang
    query: Mapping[str, Any]
    path: Mapping[str, str]
    headers: Mapping[str, str]
    operation: str = ""
    body: bytes = b""
    caller: str = ""
    """The name of the token, empty where none is needed."""
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Operation:
    """One operation; `where` says which thread answers it.

    `loop` is for what takes a few milliseconds, `pool` for what may take longer, `log` for what
    writes to the decision log, one after the other.
    """

    id: str
    method: Literal["GET", "POST", "DELETE"]
    path: str
    about: Pair
    handler: Callable[[Call], Response]
    roles: frozenset[Role] | None
    """Who may ask; None is anybody, with a token or without."""
    answer: Answer
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    problems: tuple[str, ...] = ()
    """The kinds of problems that are its own."""
    where: Literal["loop", "pool", "log"] = "pool"
    tag: str = "case"
    headers: tuple[tuple[str, str, bool, Schema], ...] = ()
    """Headers that it reads: name, what it is, whether it must be there, and its schema."""
    streams: bool = False
    """Whether the answer is made while it is sent, bit by bit."""


def with_parameters(operation: Operation, *parameters: Parameter) -> Operation:
    """Return an operation with further parameters."""
    return replace(operation, parameters=(*parameters, *operation.parameters))


def number_from(least: int, most: int = MOST) -> Callable[[str], int]:
    """Return what reads a whole number between two; it raises ValueError for anything else."""

    def read(text: str) -> int:
        plain = text.isascii() and text.isdigit() and len(text) <= 13
        if not plain or not least <= int(text) <= most:
            raise ValueError(text)
        return int(text)

    return read


def one_of(name: str, about: Pair, values: Iterable[str]) -> Parameter:
    """Return a parameter that has one of a few values."""
    allowed = tuple(values)

    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError
        return text

    return Parameter(name, about, read, {"type": "string", "enum": list(allowed)})


LANG = one_of(
    "lang",
    ("语言：zh 中文（默认），en 英文；不写，看 Accept-Language", "Language; else Accept-Language"),
    LANGS,
)


def query_of(text: bytes, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """Return the parameters of an address; a name that is not known is refused."""
    known = {each.name: each for each in parameters}
    found: dict[str, Any] = {}
    if text:
        if len(text) > LONGEST_QUERY:
            raise _wrong("query", ("地址中的参数过长", "the parameters are too long"))
        try:
            decoded = parse_qsl(
                text.decode("ascii"),
                keep_blank_values=True,
                strict_parsing=True,
                errors="strict",
                max_num_fields=200,
            )
        except ValueError:
            raise _wrong("query", ("写法不对", "not well formed")) from None
        for name, value in decoded:
            if name not in known:
                raise _unknown(name, known)
            _put(found, known[name], value)
    for each in known.values():
        if each.required and each.name not in found:
            raise _wrong(each.name, ("缺少这个参数", "the parameter is missing"))
    return found


def _put(found: dict[str, Any], parameter: Parameter, value: str) -> None:
    name = parameter.name
    try:
        read = parameter.read(value)
    except ValueError:
        allowed = parameter.schema.get("enum")
        there = f"：{'、'.join(allowed)}" if allowed else ""
        meant = f": {', '.join(allowed)}" if allowed else ""
        shown = shorten(value)
        zh, en = f"不能是 {shown}，可以写的有{there}", f"cannot be {shown}; allowed{meant}"
        if parameter.schema.get("type") == "integer":
            least, most = parameter.schema["minimum"], parameter.schema.get("maximum", MOST)
            zh = f"{shown} 不是 {least} 到 {most} 的整数"
            en = f"{shown} is no whole number from {least} to {most}"
        elif not allowed:
            zh, en = f"读不懂 {shown}", f"{shown} cannot be read"
        raise _wrong(name, (zh, en)) from None
    if parameter.many:
        found.setdefault(name, []).append(read)
    elif name in found:
        raise _wrong(name, ("写了两次", "is given twice"))
    else:
        found[name] = read


def _unknown(name: str, known: Mapping[str, Parameter]) -> Problem:
    near = means(nearest(name, known))
    shown = shorten(name)
    zh = f"没有名为 {shown} 的参数{near[0]}"
    return Problem(
        "query",
        (zh, f"There is no parameter {shown}{near[1]}"),
        more={"parameter": shown, "names": sorted(known)},
    )


def _wrong(name: str, what: Pair) -> Problem:
    return Problem("query", (f"{name}：{what[0]}", f"{name}: {what[1]}"), more={"parameter": name})


def language_of(accepted: str, query: bytes = b"") -> Lang:
    """Return the language asked for, or the first of those accepted that there is.

    It is looked for before the parameters are read, so that what is wrong with them is told in it.
    """
    if query:
        given = query[:LONGEST_QUERY].split(b"&")
        for lang in LANGS:
            if f"lang={lang}".encode() in given:
                return lang
    for part in accepted[:200].split(","):
        tag = part.partition(";")[0].strip().lower()[:2]
        if tag in LANGS:
            return "en" if tag == "en" else "zh"
    return "zh"
