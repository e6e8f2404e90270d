"""Service: one that runs in a thread of the test, and a client that says exactly what is sent."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from support.command_line import CASES
from tolerance_rules.formats.case_file import from_file


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def kind(self) -> str:
        """Return the kind of a problem."""
        assert self.headers["content-type"] == "application/problem+json", self.body
        problem = self.json
        assert problem["status"] == self.status
        assert problem.keys() <= _members(), "a member that the description does not have"
        return problem["type"].removeprefix("urn:tolerance-rules:problem:")


@cache
def _members() -> frozenset[str]:
    """Return what the description says that a problem may have."""
    # Imported here: where the service extra is not installed, the tests skip themselves.
    from tolerance_rules.service.components import problem_schema

    return frozenset(problem_schema()["properties"])


class Client:
    """Asks one service."""

    def __init__(self, port: int, token: str = "") -> None:
        self.port, self.token = port, token

    def holding(self, token: str) -> Client:
        return Client(self.port, token)

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Reply:
        """Send a request; a body that is no bytes is sent as JSON."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent.setdefault("authorization", f"Bearer {self.token}")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
        if body is not None:
            sent.setdefault("content-type", "application/json")
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request(method, quote(path, safe="/?&=%+.:"), body, sent)
            answer = link.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, names, answer.read())
        finally:
            link.close()

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: object = None, **headers: str) -> Reply:
        return self.ask("POST", path, body, **headers)

    def raw(self, data: bytes, *, wait: float = 10) -> bytes:
        """Send bytes as they are, and return all that comes back until the other side closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as link:
            link.sendall(data)
            found = b""
            try:
                while part := link.recv(65536):
                    found += part
            except (TimeoutError, ConnectionError):
                pass
            return found


@contextmanager
def running(settings: Any = None) -> Iterator[Client]:
    """Run a service on a port of the system's choice."""
    from tolerance_rules.service.server import server
    from tolerance_rules.service.settings import Settings

    made = server(settings or Settings(), "127.0.0.1", 0, lambda _where: None)
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not made.started:
        assert thread.is_alive(), "the service did not start"
        assert time.monotonic() < until
        time.sleep(0.01)
    try:
        yield Client(made.servers[0].sockets[0].getsockname()[1])
    finally:
        made.should_exit = True
        thread.join(30)
        assert not thread.is_alive(), "the service did not stop"


def case_of(name: str, **about: str) -> dict[str, Any]:
    """Return an example as a case file in JSON; `about` replaces what it says of the case."""
    (file,) = CASES.glob(f"{name}*.yaml")
    case = from_file(file)
    info = {
        key: getattr(case.info, key) for key in ("id", "authority", "occurred_on", "decided_on")
    }
    return {
        "case": {key: value for key, value in {**info, **about}.items() if value},
        "facts": {
            name: list(known) if isinstance(known, tuple) else known
            for name, known in case.facts.flat.items()
        },
        "evidence": dict(case.info.evidence),
        "handling": dict(case.info.handling),
    }
