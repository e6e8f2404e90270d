"""Server: the application behind a socket, until a signal asks it to stop.

INVARIANT: the protocol is h11. The other one that uvicorn has loses the body that the HttpClient
of Java sends along with a wish to change to HTTP/2.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import socket
from collections.abc import Callable
from datetime import datetime
from typing import Any

import uvicorn
from h11 import IDLE, SEND_RESPONSE, Data, EndOfMessage, Response
from uvicorn.protocols.http.h11_impl import H11Protocol

from tolerance_rules.service.app import create_app
from tolerance_rules.service.guard import LOGGER, LONGEST_HEAD, NOTED
from tolerance_rules.service.problems import Problem
from tolerance_rules.service.service import Service
from tolerance_rules.service.settings import Settings
from tolerance_rules.verdict.time_in_force import BEIJING

GRACE = 15
"""How many seconds what is under way has to end, once the service is asked to stop."""
KEEP_ALIVE = 30
"""How many seconds a connection may be idle."""


class Json(logging.Formatter):
    """A line of JSON for each note; of an error only its kind is written, not what it says."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        time = datetime.fromtimestamp(record.created, BEIJING).isoformat("T", "milliseconds")
        head = f'{{"time":"{time}","level":"{record.levelname.lower()}",'
        text = record.getMessage()
        failed = record.exc_info[0] if record.exc_info else None
        if text.startswith(NOTED) and record.name == LOGGER and failed is None:
            return head + text[1:]  # an object already
        said = {"event": "server", "text": text[:500] if failed is None else ""}
        if failed is not None:
            said["type"] = failed.__name__
        return head + json.dumps(said)[1:]


NOT_HTTP = Problem(
    "not-http",
    (
        "请求读不懂，连接已断开。最常见的是地址里的中文没有写成 %E4%B8%80 的样子"
        "（Java：URLEncoder.encode(…, UTF_8)）；还可能是请求头太长，或者内容的长度不对",
        "The request cannot be read, and the connection is closed. Most often the address has "
        "what is not ASCII, to be written as %E4%B8%80 (Java: URLEncoder.encode(…, UTF_8)); or "
        "the head is too long, or the length of the body is wrong",
    ),
    headers={"Connection": "close"},
)


class Protocol(H11Protocol):
    """HTTP/1.1 whose heads must arrive in time; what is no HTTP is answered with a problem."""

    seconds: float = 10
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what has arrived; a head that is whole is waited for no longer."""
        super().data_received(data)
        if self.conn.our_state is SEND_RESPONSE:
            self._stop()
        elif self._waiting is None and not self.transport.is_closing():
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, unless an answer is under way; then close."""
        if self.conn.our_state in (IDLE, SEND_RESPONSE):
            said = NOT_HTTP.response("zh")
            head = Response(
                status_code=said.status_code, headers=said.raw_headers, reason=b"Bad Request"
            )
            for event in (head, Data(data=bytes(said.body)), EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _should_upgrade(self) -> bool:
        # The HttpClient of Java wishes for HTTP/2 with every request, and takes HTTP/1.1 as well:
        # nothing to warn of.
        return False

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.seconds, self._late)

    def _stop(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _late(self) -> None:
        self._waiting = None
        if self.conn.our_state is not SEND_RESPONSE and not self.transport.is_closing():
            self.transport.close()


class Server(uvicorn.Server):
    """The server of uvicorn, which tells when it listens, and ends as if it had not been asked."""

    listening: Callable[[str], None] = staticmethod(lambda _where: None)
    service: Service

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and tell where."""
        await super().startup(sockets)
        for server in self.servers:
            host, port = server.sockets[0].getsockname()[:2]
            self.listening(f"http://{f'[{host}]' if ':' in host else host}:{port}/")


def server(settings: Settings, host: str, port: int, listening: Callable[[str], None]) -> Server:
    """Return the server of a service, ready to be run."""
    protocol = type("Protocol", (Protocol,), {"seconds": settings.limits.head_seconds})
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=protocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        # Past what the guard refuses in words; a connection costs memory as well.
        backlog=256,
    )
    made = Server(config)
    made.listening, made.service = listening, app.service
    return made


def settle() -> None:
    """Let the collector of garbage pass over what is there by now, for as long as the process.

    It would look through all of it again and again, and each time every request would wait.
    """
    gc.collect()
    gc.freeze()


def log_to(stream: Any) -> None:
    """Write what is noted to a stream, a line of JSON each."""
    # Asked for by every record, and in no line.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Json())
    # What psycopg warns of it tells by its exception as well, and it names user and database.
    levels = {LOGGER: logging.INFO, "uvicorn": logging.WARNING, "psycopg": logging.ERROR}
    for name, level in levels.items():
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)
