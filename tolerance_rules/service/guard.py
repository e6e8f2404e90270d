"""Guard: stands before everything else: who may reach the service, how many at once, what is noted.

INVARIANT: what is noted of a request is its operation, its status, its size and its time; never
its address as given, its parameters, its body, or what was answered.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tolerance_rules.service.operation import language_of
from tolerance_rules.service.pool import BUSY
from tolerance_rules.service.problems import INTERNAL, Problem
from tolerance_rules.service.settings import Settings

logger = logging.getLogger("tolerance_rules.service")

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
"""What every answer says to browsers."""
LONGEST_HEAD = 16 << 10
"""How many bytes the head of a request may have."""
CSP = b"content-security-policy"
NOTHING = b"default-src 'none'; frame-ancestors 'none'"
"""The policy of an answer that is no page: nothing in it is ever run."""
CACHE = b"cache-control"


class Guard:
    """The outermost part of the service, as an ASGI application around another."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        noted = _Noted(scope)
        headers = dict(scope["headers"])

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                noted.status = message["status"]
                message["headers"] = with_headers(message.get("headers", ()), noted.id)
            elif message["type"] == "http.response.body":
                noted.bytes += len(message.get("body", b""))
            await send(message)

        async def told(problem: Problem) -> None:
            accepted = headers.get(b"accept-language", b"").decode("latin-1")
            lang = language_of(accepted, scope["query_string"])
            await problem.response(lang, noted.instance)(scope, receive, sent)

        try:
            problem = self._refused(scope, headers)
            if problem is None:
                await self._passed(scope, receive, sent)
            else:
                await told(problem)
        except Exception as error:
            if noted.status:  # what was sent already cannot be taken back: it is cut
                raise
            note(error)
            await told(INTERNAL)
        finally:
            noted.write()

    async def _passed(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._under_way += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._under_way -= 1

    def _refused(self, scope: Scope, headers: MutableMapping[bytes, bytes]) -> Problem | None:
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
        place = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    logger.error('{"event":"error","type":"%s","at":"%s"}', type(error).__name__, place)


def with_headers(given: Any, instance: str) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer with those that every answer has."""
    found = list(given)
    names = {name.lower() for name, _ in found}
    found += [pair for pair in HEADERS if pair[0] not in names]
    found.append((b"x-request-id", instance.encode()))
    if CSP not in names:
        found.append((CSP, NOTHING))
    if CACHE not in names:
        found.append((CACHE, b"no-store"))
    return found


class _Noted:
    """What is noted of a request."""

    def __init__(self, scope: Scope) -> None:
        self.id, self.scope = secrets.token_hex(8), scope
        self.started, self.status, self.bytes = time.perf_counter(), 0, 0
        scope["state"] = {**scope.get("state", {}), "request_id": self.id}

    @property
    def instance(self) -> str:
        return f"urn:tolerance-rules:request:{self.id}"

    def write(self) -> None:
        """Write the line."""
        if not logger.isEnabledFor(logging.INFO):
            return
        state = self.scope.get("state", {})
        line = {
            "event": "request",
            "id": self.id,
            "operation": state.get("operation", ""),
            "status": self.status or 499,  # gone before there was an answer
            "ms": round((time.perf_counter() - self.started) * 1000, 1),
            "bytes": self.bytes,
            "caller": state.get("caller", ""),
            "problem": state.get("problem", ""),
        }
        logger.info(json.dumps({key: value for key, value in line.items() if value != ""}))
