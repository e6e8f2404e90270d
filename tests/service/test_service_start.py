"""Start: what cannot be made while the service starts is said, and stands in the way of no more."""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the service extra is not installed")
pytest.importorskip("uvicorn", reason="the service extra is not installed")

from support.command_line import ROOT, run
from support.service import case_of, running
from tolerance_rules.engine import Engine
from tolerance_rules.service import app as service_app
from tolerance_rules.service.service import Service
from tolerance_rules.service.settings import Settings
from tolerance_rules.testing import settled_case


@pytest.fixture
def ready_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let services be ready without compiling first, which takes seconds."""
    monkeypatch.setattr(Service, "warm", lambda self: setattr(self, "ready", True))


def test_where_the_page_cannot_be_made_it_is_said_and_the_rest_is_answered(
    tmp_path: Path, logged: io.StringIO
) -> None:
    folder = tmp_path / "shili-2025-6"  # compiled sooner than the shipped rules
    shutil.copytree(ROOT / "examples" / "rulesets" / folder.name, folder)
    with (folder / "forms" / "forms.yaml").open("a", encoding="utf-8") as file:
        file.write("broken: [\n")
    with running(Settings(rulesets=(str(folder),))) as client:
        until = time.monotonic() + 30
        while (ready := client.get("/health/ready")).status == 503:
            assert time.monotonic() < until
            time.sleep(0.02)
        assert ready.status == 200
        assert client.post("/v1/evaluate", {"facts": {}}).status == 200
        page = client.get("/?lang=en")
    assert [fault["code"] for fault in page.json["faults"]] == ["Y003"]
    noted = map(json.loads, logged.getvalue().splitlines())
    (said,) = [line for line in noted if line["event"] == "page"]
    assert said["type"] == "RulesError"
    assert "forms.yaml" in said["text"]
    assert "Y003" in said["text"]


@pytest.mark.usefixtures("ready_at_once")
def test_what_keeps_it_from_being_ready_is_said(tmp_path: Path, logged: io.StringIO) -> None:
    where = tmp_path / "log.db"
    with running(Settings(store=str(where))) as client:
        where.unlink()
        until = time.monotonic() + 30
        while "--store" not in client.get("/health/ready").json["detail"]:
            assert time.monotonic() < until
            time.sleep(0.02)
        body = {"case_file": case_of("01_")}
        assert client.post("/v1/records", body, idempotency_key="k").kind == "log"
    noted = map(json.loads, logged.getvalue().splitlines())
    (said,) = [line for line in noted if line["event"] == "log"]
    assert (said["code"], said["text"]) == ("L030", "没有这个日志")


@pytest.mark.usefixtures("ready_at_once")
def test_rules_that_were_changed_meanwhile_are_no_fault_of_a_case(
    tmp_path: Path, logged: io.StringIO
) -> None:
    folder = tmp_path / "shili-2025-6"
    shutil.copytree(ROOT / "examples" / "rulesets" / folder.name, folder)
    engine = Engine.load(folder)
    facts = dict(settled_case(engine=engine).flat)
    body = {"case_file": {"case": {"id": "A-1", "decided_on": "2025-10-06"}, "facts": facts}}
    with running(Settings(rulesets=(str(folder),), store=str(tmp_path / "log.db"))) as client:
        (folder / "outcomes.yaml").write_text("no rules", encoding="utf-8")
        reply = client.post("/v1/records", body, idempotency_key="k")
    assert (reply.kind, reply.status) == ("unready", 503)
    assert '"event":"unready"' in logged.getvalue()


def test_a_port_that_is_taken_a_new_log_and_a_foreign_key_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(server: Any) -> None:
        server.lifespan = SimpleNamespace(should_exit=False)
        raise SystemExit(3)  # so uvicorn ends where it cannot listen

    monkeypatch.setattr("tolerance_rules.service.server.Server.run", taken)
    monkeypatch.setattr("tolerance_rules.service.server.log_to", lambda _stream: None)
    where = str(tmp_path / "log.db")
    first, second = (run("serve", "--port", "8099", "--store", where) for _ in range(2))
    assert (first.code, second.code) == (1, 1)
    assert "8099" in first.err
    assert ("新建了决定日志" in first.err, "新建了决定日志" in second.err) == (True, False)
    key = tmp_path / "key"
    assert run("log", "keygen", "another/log", "-o", key).code == 0
    refused = run("serve", "--store", where, "--sign", key)
    assert (refused.code, "L017" in refused.err) == (1, True)


def test_where_the_rules_fail_at_the_start_it_is_said_at_once_and_all_is_closed(
    logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = service_app.create_app(Settings())
    closed: list[bool] = []
    close = made.service.close
    monkeypatch.setattr(made.service, "close", lambda: (close(), closed.append(True)))

    def fails(_data: bytes) -> bytes:
        raise RuntimeError("绝密")

    (engine,) = made.service.rulesets.engines.values()
    monkeypatch.setattr(engine, "evaluate_json", fails)

    async def lived() -> str:
        async with made._lifespan(made):
            while not logged.getvalue():
                await asyncio.sleep(0.01)
            return logged.getvalue()

    with pytest.raises(RuntimeError):
        asyncio.run(asyncio.wait_for(lived(), 30))
    assert '"RuntimeError"' in logged.getvalue()
    assert "绝密" not in logged.getvalue()
    assert closed == [True]
    assert made.service.unready() is not None
