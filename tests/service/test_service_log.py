"""What the guard notes and answers when something is wrong with what is to be noted or answered."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the service extra is not installed")
pytest.importorskip("uvicorn", reason="the service extra is not installed")

from starlette.types import ASGIApp, Receive, Scope, Send

from tolerance_rules.service import app as service_app
from tolerance_rules.service.guard import LOGGER, Guard
from tolerance_rules.service.problems import Problem
from tolerance_rules.service.server import log_to
from tolerance_rules.service.settings import Settings

SECRET = "张某某-绝密"


def asked(app: ASGIApp, **scope: object) -> list[dict[str, Any]]:
    """Return what an application sends on a request."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    path = {"method": "GET", "path": "/nowhere", "raw_path": b"/nowhere", "query_string": b""}
    whole = {"type": "http", **path, "headers": [(b"host", b"localhost")], **scope}
    asyncio.run(app(whole, receive, send))
    return sent


def failing(error: Exception) -> Guard:
    async def fails(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise error

    return Guard(fails, Settings())


def lines(logged: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in logged.getvalue().splitlines()]


@pytest.mark.parametrize("folder", ["C:\\Users\\", "/home/", 'D:\\"\\'])
def test_where_an_error_was_is_json_on_every_system(logged: io.StringIO, folder: str) -> None:
    code = compile("def fails(*_given):\n    raise RuntimeError", f"{folder}a.py", "exec")
    names: dict[str, Any] = {}
    exec(code, names)
    start, _ = asked(Guard(names["fails"], Settings()))
    assert start["status"] == 500
    error, request = lines(logged)
    assert (error["event"], error["type"], error["at"]) == ("error", "RuntimeError", "a.py:2")
    assert request["problem"] == "internal"


@pytest.mark.parametrize(
    "problem",
    [
        Problem("case", ("\ud800", "x")),
        Problem("case", ("一", "one"), headers={"X-Name": SECRET}),
        Problem("no such kind", ("一", "one")),
    ],
)
def test_a_problem_that_cannot_be_written_is_one_of_ours(
    logged: io.StringIO, problem: Problem
) -> None:
    start, body = asked(failing(problem))
    assert start["status"] == 500
    headers = dict(start["headers"])
    assert headers[b"x-content-type-options"] == b"nosniff"
    said = json.loads(body["body"])
    assert said["type"].endswith(":internal")
    _, request = lines(logged)
    assert (request["status"], request["problem"]) == (500, "internal")
    assert request["id"].encode() == headers[b"x-request-id"]
    assert said["instance"].endswith(request["id"])
    assert SECRET not in logged.getvalue() + body["body"].decode()


def test_a_request_that_reached_no_operation_names_none(logged: io.StringIO) -> None:
    made = service_app.create_app(Settings())
    try:
        asked(made, headers=[(b"host", b"elsewhere")])
        asked(made)
        asked(made, path="/health/live", raw_path=b"/health/live")
    finally:
        made.service.close()
    refused, nowhere, answered = lines(logged)
    assert (refused["problem"], nowhere["problem"]) == ("origin", "not-found")
    assert "operation" not in {**refused, **nowhere}
    assert answered["operation"] == "health"


def test_there_are_no_websockets() -> None:
    made = service_app.create_app(Settings())
    try:
        (message,) = asked(made, type="websocket")
    finally:
        made.service.close()
    assert message["type"] == "websocket.close"


@pytest.fixture
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put back what `log_to` sets for the whole process."""
    for name in ("logThreads", "logProcesses", "logMultiprocessing"):
        monkeypatch.setattr(logging, name, getattr(logging, name))
    loggers = [logging.getLogger(name) for name in (LOGGER, "uvicorn", "psycopg")]
    before = [(each.handlers, each.propagate, each.level) for each in loggers]
    yield
    for each, (handlers, propagate, level) in zip(loggers, before, strict=True):
        each.handlers, each.propagate = handlers, propagate
        each.setLevel(level)


@pytest.mark.usefixtures("as_it_was")
def test_what_the_driver_warns_of_is_no_line_and_what_else_it_says_is_json() -> None:
    stream = io.StringIO()
    log_to(stream)
    driver = logging.getLogger("psycopg")
    driver.warning("error ignored terminating %r", "<psycopg.Pipeline … (user=u database=d)>")
    assert stream.getvalue() == ""
    driver.error("an error")
    (line,) = lines(stream)
    assert (line["event"], line["text"]) == ("server", "an error")
