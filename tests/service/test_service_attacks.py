"""Attacks on the service: malformed, huge, slow and cut requests; injections; nothing leaks."""

from __future__ import annotations

import asyncio
import io
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.client import IncompleteRead

import pytest

pytest.importorskip("starlette", reason="the service extra is not installed")
pytest.importorskip("uvicorn", reason="the service extra is not installed")

from support.service import Client, case_of, running
from tolerance_rules.errors import RulesError
from tolerance_rules.loader import DEFAULT
from tolerance_rules.service import app as service_app
from tolerance_rules.service.guard import Guard
from tolerance_rules.service.settings import Limits, Settings

SECRET = "张某某-绝密"
LIMITS = Limits(body_seconds=0.6, head_seconds=0.6, requests=6, threads=1, waiting=1)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with running(Settings(limits=LIMITS)) as found:
        yield found


@pytest.mark.parametrize(
    "body",
    [
        b'{"\\ud800": 1, "facts": {}}',
        b'{"case": {"id": "\\uD83D"}, "facts": {}}',
        b'{"facts": {"a": ["\\udc00"]}}',
    ],
)
def test_half_a_character_is_no_json(client: Client, body: bytes) -> None:
    reply = client.post("/v1/evaluate?lang=en", body)
    assert (reply.kind, reply.status) == ("not-json", 400)
    assert "surrogate" in reply.json["faults"][0]["en"]
    assert "代理字符" in reply.json["faults"][0]["zh"]
    many = client.post(
        "/v1/evaluate-many", body + b'\n{"facts": {}}\n', content_type="application/x-ndjson"
    )
    first, second = map(json.loads, many.body.splitlines())
    assert first["problem"]["type"].endswith("not-json")
    assert second["line"] == 2
    whole = client.post("/v1/evaluate", b'{"case": {"title": "\\ud83d\\ude00"}, "facts": {}}')
    assert whole.status == 200


def test_what_is_no_http_is_a_problem_too(client: Client) -> None:
    answer = client.raw("GET /v1/records?case=一 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in head
    assert json.loads(body)["type"].endswith(":not-http")
    # An answer is there already when what follows turns out to be none.
    head = b"POST /v1/evaluate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = client.raw(head + b"2\r\n{}\r\nzz\r\n")
    assert answer.count(b"HTTP/1.1 ") == 1


def test_a_wish_for_http_2_is_passed_over_in_silence(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    head = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n"
    head += b"Connection: Upgrade, HTTP2-Settings, close\r\n"
    answer = client.raw(head + b"Upgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAA\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert [each for each in caplog.records if each.name.startswith("uvicorn")] == []


def test_a_body_that_is_compressed_or_in_gbk_is_told_so(client: Client) -> None:
    reply = client.post("/v1/evaluate", b"{}", content_encoding="gzip")
    assert (reply.kind, reply.headers["accept-encoding"]) == ("media-type", "identity")
    assert client.post("/v1/evaluate", {"facts": {}}, content_encoding="identity").status == 200
    reply = client.post("/v1/evaluate?lang=en", '{"facts": {"对象类别": "党员干部"}}'.encode("gbk"))
    assert reply.kind == "not-json"
    assert "GBK" in reply.json["detail"]
    assert "getBytes(StandardCharsets.UTF_8)" in reply.json["languages"]["zh"]["detail"]
    assert "Save As" not in reply.json["detail"]


def test_an_origin_that_is_none_is_foreign_and_so_is_another_port(client: Client) -> None:
    for origin in ("http://[", "http://127.0.0.1:1", "null", "http://127.0.0.1:x", ""):
        assert client.get("/v1/rulesets", origin=origin).kind == "origin", origin
    here = f"http://127.0.0.1:{client.port}"
    assert client.get("/v1/rulesets", origin=here).status == 200


def test_an_error_before_everything_else_shows_nothing(
    client: Client, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(Guard, "_refused", fails)
    reply = client.get("/v1/rulesets")
    assert (reply.kind, reply.status) == ("internal", 500)
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["x-request-id"]
    assert SECRET not in reply.body.decode() + logged.getvalue()


def test_every_method_of_an_address_is_named_and_head_is_one(client: Client) -> None:
    reply = client.ask("PUT", "/v1/audits/x?lang=en")
    assert (reply.kind, reply.headers["allow"]) == ("method", "DELETE, GET, HEAD")
    assert reply.headers["content-language"] == "en"
    got, asked = client.get("/v1/rulesets"), client.ask("HEAD", "/v1/rulesets")
    assert (asked.status, asked.body) == (200, b"")
    assert asked.headers["content-length"] == got.headers["content-length"]


def test_what_is_wrong_with_the_parameters_is_told_in_the_language_asked_for(
    client: Client,
) -> None:
    for query in ("lang=en&wrong=1", "wrong=1&lang=en", "a=%ff&lang=en"):
        reply = client.post(f"/v1/evaluate?{query}", case_of("01_"))
        assert (reply.kind, reply.headers["content-language"]) == ("query", "en")
        said = {name: reply.json[name] for name in ("title", "detail")}
        assert said == reply.json["languages"]["en"]
        assert reply.json["languages"]["zh"]["title"] == "请求的参数有误"


def test_a_reading_given_twice_is_refused(client: Client) -> None:
    readings = client.get("/v1/rulesets").json["rulesets"][0]["readings"]
    name, (one, *_, other) = next(iter(readings.items()))
    for second in (one, other):
        path = f"/v1/evaluate?reading={name}={one}&reading={name}={second}"
        assert client.post(path, case_of("01_")).kind == "query"


def test_two_rulesets_of_one_id_do_not_start() -> None:
    with pytest.raises(RulesError, match="S013"):
        service_app.create_app(Settings(rulesets=(DEFAULT, DEFAULT)))


def test_who_is_cut_off_by_the_end_of_the_service_is_told_so() -> None:
    async def cancelled() -> dict:
        made = service_app.create_app(Settings())
        sent: list[dict] = []
        waiting = asyncio.Event()

        async def receive() -> dict:
            waiting.set()
            await asyncio.sleep(60)
            return {}

        async def send(message: dict) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/v1/evaluate",
            "raw_path": b"/v1/evaluate",
            "query_string": b"",
            "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
        }
        task = asyncio.ensure_future(made(scope, receive, send))
        await waiting.wait()
        task.cancel()
        await task
        made.service.close()
        return sent[0]

    start = asyncio.run(cancelled())
    assert start["status"] == 503
    assert b"retry-after" in dict(start["headers"])


def test_the_room_of_many_cases_is_held_until_the_answer_is_sent() -> None:
    async def asked() -> list[int]:
        made = service_app.create_app(Settings())
        read, statuses = asyncio.Event(), []

        async def receive() -> dict:
            return {"type": "http.request", "body": b'{"facts": {}}\n' * 2, "more_body": False}

        async def send(message: dict) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                if message["status"] == 200:
                    await read.wait()

        def scope() -> dict:
            return {
                "type": "http",
                "asgi": {"spec_version": "2.4"},
                "method": "POST",
                "path": "/v1/evaluate-many",
                "raw_path": b"/v1/evaluate-many",
                "query_string": b"",
                "headers": [(b"host", b"localhost"), (b"content-type", b"application/x-ndjson")],
            }

        tasks = [asyncio.ensure_future(made(scope(), receive, send)) for _ in range(8)]
        while len(statuses) < 8:
            await asyncio.sleep(0)
        await made(scope(), receive, send)
        tasks.pop().cancel()  # who is gone holds nothing
        read.set()
        await asyncio.gather(*tasks)
        await made(scope(), receive, send)
        made.service.close()
        return statuses

    assert asyncio.run(asked()) == [*[200] * 8, 503, 200]


def test_an_answer_to_many_cases_has_an_end() -> None:
    with running(Settings(limits=Limits(many_seconds=0.5))) as client:
        body = b'{"facts": {}}\n' * 20_000
        with pytest.raises(IncompleteRead):
            client.post("/v1/evaluate-many", body, content_type="application/x-ndjson")


def test_a_line_is_no_larger_than_a_case() -> None:
    with running(Settings(limits=Limits(body=100))) as client:
        body = b'{"facts": {}}\n\n{"facts": {%s}}\n{"facts": {}}' % (b" " * 100)
        reply = client.post("/v1/evaluate-many", body, content_type="application/x-ndjson")
        first, second, third = map(json.loads, reply.body.splitlines())
        assert [first["line"], second["line"], third["line"]] == [1, 3, 4]
        assert second["problem"]["type"].endswith("too-large")


def head(*more: bytes, length: int = 100) -> bytes:
    lines = [b"POST /v1/evaluate HTTP/1.1", b"Host: localhost", b"Content-Type: application/json"]
    return b"\r\n".join([*lines, b"Content-Length: %d" % length, *more, b"", b""])


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\xff\x16\x03\x01garbage\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /v1/evaluate HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"POST /v1/evaluate HTTP/1.1\r\n Host: folded\r\n\r\n",
        b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
        head(b"Transfer-Encoding: chunked"),
        head(b"Content-Length: 5"),
        b"GET /health/live\x01 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused_and_the_service_goes_on(client: Client, data: bytes) -> None:
    answer = client.raw(data, wait=1.5)
    assert answer == b"" or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4")), answer[:200]
    assert b"Traceback" not in answer
    assert client.get("/health/live").status == 200


def test_a_slow_body_is_given_up(client: Client) -> None:
    before = time.monotonic()
    answer = client.raw(head(length=100) + b'{"fac', wait=5)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - before < 4


def test_a_slow_head_is_given_up(client: Client) -> None:
    for first in (b"", b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", client.port), timeout=5) as link:
            before = time.monotonic()
            link.sendall(first)
            if first:
                assert link.recv(65536).startswith(b"HTTP/1.1 200")
            link.sendall(b"GET /health/live HTTP/1.1\r\nHost: local")
            found = link.recv(65536)
            while found and b"alive" in found:  # the rest of the first answer
                found = link.recv(65536)
            assert found == b""
            assert time.monotonic() - before < 4


def test_a_body_that_is_cut_is_not_evaluated(client: Client, logged: io.StringIO) -> None:
    with socket.create_connection(("127.0.0.1", client.port), timeout=5) as link:
        link.sendall(head(length=1000) + b'{"facts": {}}')
    until = time.monotonic() + 5
    while not logged.getvalue() and time.monotonic() < until:
        time.sleep(0.02)
    assert json.loads(logged.getvalue().splitlines()[0])["status"] in (408, 499)


def test_too_many_at_once_are_told_to_come_again(client: Client) -> None:
    links = []
    try:
        for _ in range(LIMITS.requests):
            link = socket.create_connection(("127.0.0.1", client.port), timeout=5)
            link.sendall(head(length=100) + b"{")
            links.append(link)
        time.sleep(0.2)
        reply = client.post("/v1/evaluate", case_of("01_"))
        assert reply.kind == "busy"
        assert reply.headers["retry-after"]
        # Whether it lives is always answered.
        assert client.get("/health/live").status == 200
    finally:
        for link in links:
            link.close()
    until = time.monotonic() + 5
    while client.post("/v1/evaluate", case_of("01_")).status != 200:
        assert time.monotonic() < until


def test_questions_that_take_long_do_not_queue_without_end(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tolerance_rules import what_if

    usual = what_if.next_questions

    def slow(*arguments: object) -> object:
        time.sleep(0.5)
        return usual(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(what_if, "next_questions", slow)
    replies: list[int] = []

    def ask() -> None:
        replies.append(client.post("/v1/questions", case_of("06_")).status)

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(set(replies)) == [200, 503]
    assert replies.count(200) == 2


def test_nothing_of_a_case_stands_in_the_log(client: Client, logged: io.StringIO) -> None:
    case = case_of("01_", id=SECRET)
    case["facts"]["work.nothing"] = SECRET
    client.post("/v1/evaluate?lang=en", case)
    client.post(f"/v1/evaluate?{SECRET}=1", case)
    client.get(f"/v1/{SECRET}")
    client.get("/v1/rulesets", user_agent="x\t" + "y" * 50, authorization=f"Bearer {'s' * 50}")
    # Those before it are of the test before this one.
    lines = [json.loads(line) for line in logged.getvalue().splitlines()][-4:]
    assert {each["event"] for each in lines} == {"request"}
    assert SECRET not in logged.getvalue()
    assert "s" * 50 not in logged.getvalue()
    for line in lines:
        assert set(line) <= {
            *("time", "level", "event", "id", "operation", "status", "ms", "bytes"),
            *("caller", "problem"),
        }


def test_an_error_of_ours_shows_nothing(
    client: Client, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tolerance_rules.engine import Engine

    def fails(*_arguments: object, **_named: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(Engine, "evaluate", fails)
    reply = client.post("/v1/evaluate", case_of("01_"))
    assert (reply.kind, reply.status) == ("internal", 500)
    for text in (reply.body.decode(), logged.getvalue()):
        assert SECRET not in text
        assert "Traceback" not in text
    assert '"RuntimeError"' in logged.getvalue()


def test_what_a_case_says_is_data_and_never_a_page(client: Client) -> None:
    markup = "<script>alert(1)</script>"
    case = case_of("01_", id=markup)
    for form in ("json", "text", "markdown"):
        reply = client.post(f"/v1/evaluate?format={form}", case)
        assert reply.status == 200
        assert not reply.headers["content-type"].startswith("text/html")
        assert reply.headers["x-content-type-options"] == "nosniff"
        if form == "markdown":
            assert markup not in reply.body.decode()


def test_a_header_cannot_be_slipped_in(client: Client) -> None:
    for path in ("/v1/forms/a%0d%0aX-Evil:%201", "/v1/rulesets/a%0d%0aX-Evil:%201"):
        for reply in (client.get(path), client.post(path, {"case_files": [{"facts": {}}]})):
            assert "x-evil" not in reply.headers
            assert reply.status in (404, 405, 415)


def test_operations_are_the_only_routes() -> None:
    made = service_app.create_app(Settings())
    try:
        paths = {route.path for route in made.routes}
        assert paths == {each.path for each in service_app.OPERATIONS}
    finally:
        made.service.close()
