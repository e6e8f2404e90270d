"""Guard: stands before everything else: who may reach the service, how many at once, what is noted.

INVARIANT: what is noted of a request is its operation, its status, its size and its time; never
its address as given, its parameters, its body, or what was answered.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from tolerance_rules.errors import ToleranceRulesError
from tolerance_rules.service.operation import language_of
from tolerance_rules.service.pool import BUSY
from tolerance_rules.service.problems import INTERNAL, Problem, problem_of
from tolerance_rules.service.settings import Settings

LOGGER = "tolerance_rules.service"
NOTED = '{"event":'
"""How what this logger notes begins: it is an object of JSON."""
logger = logging.getLogger(LOGGER)

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    # Of an answer that is no page nothing is ever run.
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
)
"""What every answer says to browsers, unless it says otherwise itself."""
UNAVAILABLE = 503
LONGEST_HEAD = 16 << 10
"""How many bytes the head of a request may have."""


class Guard:
    """The outermost part of the service, as an ASGI application around another."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "websocket":  # there are none; nothing of it is looked at
            await WebSocketClose()(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        noted = _Noted(scope, headers)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                noted.status = message["status"]
                message["headers"] = with_headers(message.get("headers", ()), noted.id)
            elif message["type"] == "http.response.body":
                noted.bytes += len(message.get("body", b""))
            await send(message)

        try:
            problem = self._refused(scope, headers)
            if problem is None:
                await self._passed(scope, receive, sent)
            else:
                await noted.answer(problem)(scope, receive, sent)
        except Exception as error:
            if noted.status:  # what was sent already cannot be taken back: it is cut
                raise
            await noted.answer(error)(scope, receive, sent)
        finally:
            noted.write()

    async def _passed(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._under_way += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._under_way -= 1

    def _refused(self, scope: Scope, headers: Mapping[bytes, bytes]) -> Problem | None:
        if self._under_way >= self.settings.limits.requests and not scope["path"].startswith(
            "/health"
        ):
            return BUSY
        lengths = sum(len(name) + len(value) for name, value in headers.items())
        if lengths + len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_HEAD:
            words = f"不得超过 {LONGEST_HEAD:,} 字节", f"At most {LONGEST_HEAD:,} bytes"
            return Problem("head", words, headers={"Connection": "close"})
        host = _host(headers.get(b"host", b""))
        if "*" not in self.settings.hosts and host not in self.settings.hosts:
            return Problem(
                "origin",
                (
                    "请求所用的主机名不是本服务的。用别的名称，启动时写 --host-name",
                    "That is not a name of this service; others are given by --host-name",
                ),
            )
        origin = headers.get(b"origin")
        port = self.settings.tokens is None
        if origin is not None and _is_foreign(origin, headers.get(b"host", b""), port=port):
            return Problem("origin", ("别处的网页不能使用本服务", "A page from elsewhere asks"))
        if headers.get(b"sec-fetch-site", b"") in (b"cross-site", b"same-site"):
            return Problem("origin", ("别处的网页不能使用本服务", "A page from elsewhere asks"))
        forwarded = b"x-forwarded-for" in headers or b"forwarded" in headers
        if forwarded and self.settings.tokens is None:
            return Problem(
                "origin",
                (
                    "请求经过代理，而服务没有设令牌：谁都能用。请先设令牌（serve token add）",
                    "It comes by a proxy, and there are no tokens: set some (serve token add)",
                ),
            )
        return None


def _host(given: bytes) -> str:
    """Return the name in a Host header or an origin, without the port; empty if it is no name."""
    text = given.decode("latin-1").lower()
    return text[1:].partition("]")[0] if text.startswith("[") else text.partition(":")[0]


def _is_foreign(origin: bytes, host: bytes, *, port: bool) -> bool:
    """Tell whether a page is of another host than it asks; `port` tells whether its port counts.

    Without tokens it does: another program of this machine may have a page on another port.
    """
    try:
        there = urlsplit(origin.decode("latin-1").lower())
        here = urlsplit(f"{there.scheme}://{host.decode('latin-1').lower()}")
        if not there.hostname or there.hostname != here.hostname:
            return True
        ports = there.port, here.port
    except ValueError:  # no origin at all
        return True
    usual = {"http": 80, "https": 443}.get(there.scheme)
    return port and (ports[0] or usual) != (ports[1] or usual)


def note(error: BaseException) -> None:
    """Note an error that is nobody's mistake but ours: where it was, not what was being said."""
    place, trace = "", error.__traceback__
    while trace is not None:
        # Without its folders, which Windows divides otherwise.
        file = re.split(r"[\\/]", trace.tb_frame.f_code.co_filename)[-1]
        place, trace = f"{file}:{trace.tb_lineno}", trace.tb_next
    logger.error('{"event":"error","type":"%s","at":%s}', type(error).__name__, json.dumps(place))


def _note_faults(problem: Problem, instance: str) -> None:
    """Note why the decision log or the rules cannot be used: such faults quote no case."""
    for fault in problem.faults:
        said = {
            "event": problem.kind,
            "id": instance,
            "code": fault.code,
            "text": fault.message[:200],
        }
        logger.error(json.dumps(said, separators=(",", ":")))


def with_headers(given: Iterable[tuple[bytes, bytes]], instance: str) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer with those that every answer has."""
    found = list(given)
    names = [name for name, _ in found]
    found += [pair for pair in HEADERS if pair[0] not in names]
    found.append((b"x-request-id", instance.encode()))
    return found


class _Noted:
    """What is noted of a request."""

    def __init__(self, scope: Scope, headers: Mapping[bytes, bytes]) -> None:
        self.id = secrets.token_hex(8)
        self.started, self.status, self.bytes = time.perf_counter(), 0, 0
        accepted = headers.get(b"accept-language", b"").decode("latin-1")
        self.state = {
            **scope.get("state", {}),
            "request_id": self.id,
            "lang": language_of(accepted, scope["query_string"]),
        }
        scope["state"] = self.state

    def answer(self, error: Exception) -> Response:
        """Return the answer that tells of an error."""
        if isinstance(error, Problem):
            problem = error
            # Some are raised again and again: each time would stay on the trace of the next.
            error.__traceback__ = error.__context__ = None
        elif isinstance(error, ToleranceRulesError):
            problem = problem_of(error)
            if problem.status == UNAVAILABLE:
                _note_faults(problem, self.id)
        else:
            note(error)
            problem = INTERNAL
        try:
            return self._response(problem)
        except Exception as unwritable:  # half a character, say, in what it quotes
            note(unwritable)
            return self._response(INTERNAL)

    def _response(self, problem: Problem) -> Response:
        self.state["problem"] = problem.kind
        return problem.response(self.state["lang"], f"urn:tolerance-rules:request:{self.id}")

    def write(self) -> None:
        """Write the line: by hand, as it is written for every request."""
        if not logger.isEnabledFor(logging.INFO):
            return
        state, status = self.state, self.status or 499  # gone before there was an answer
        took = (time.perf_counter() - self.started) * 1000
        operation = f'"operation":"{state["operation"]}",' if "operation" in state else ""
        text = (
            f'{{"event":"request","id":"{self.id}",{operation}'
            f'"status":{status},"ms":{took:.1f},"bytes":{self.bytes}'
        )
        for name in ("caller", "problem"):
            if said := state.get(name):
                text += f',"{name}":{json.dumps(said)}'
        # A record of our own: to look for the place in the source takes longer than all the rest.
        logger.handle(logging.LogRecord(logger.name, logging.INFO, "", 0, text + "}", (), None))
