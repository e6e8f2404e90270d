"""Auditing and papers over HTTP: a register is sent, audited and reported; forms are filled."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("starlette", reason="the service extra is not installed")
pytest.importorskip("uvicorn", reason="the service extra is not installed")
pytest.importorskip("polars", reason="the audit extra is not installed")

from support.command_line import ROOT, run
from support.decision_logs import engine_of
from support.register_as_found import book_of_two
from support.service import Client, Reply, case_of, running
from tolerance_rules.errors import ToleranceRulesError
from tolerance_rules.service import audit_jobs, registers
from tolerance_rules.service.audit_jobs import AuditJobs
from tolerance_rules.service.roles import Role
from tolerance_rules.service.rulesets import Rulesets
from tolerance_rules.service.settings import Settings
from tolerance_rules.service.tokens import TokenFile

REGISTER = next((ROOT / "examples" / "register").glob("*.csv"))
BYTES = {"content_type": "application/octet-stream"}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with running(Settings()) as found:
        yield found


def send(client: Client, data: bytes, name: str = "登记簿.csv") -> Reply:
    return client.post(f"/v1/registers?name={name}", data, **BYTES)


def ended(client: Client, path: str) -> dict:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        found = client.get(path).json
        if found["state"] in ("done", "failed"):
            return found
        time.sleep(0.1)
    raise AssertionError(found)


def test_what_was_refused_or_expired_or_removed_is_deleted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    jobs = AuditJobs()
    try:
        with monkeypatch.context() as patch:
            patch.setattr(jobs._thread, "submit", lambda *_given: None)
            first = jobs.add_register("a", "x.csv", b"1")
            with pytest.raises(UnicodeEncodeError):
                jobs.start(first, {}, "\ud800")
            assert [*jobs._folder.iterdir()] == [first.folder]
            one, two = (jobs.start(first, {}, None) for _ in range(2))
        jobs.remove("a", one.id)
        assert first.folder.exists()
        jobs.remove("a", two.id)
        assert not [*jobs._folder.iterdir()]
    finally:
        jobs.close()
    monkeypatch.setattr(audit_jobs, "KEPT_SECONDS", 0.1)
    jobs = AuditJobs()
    try:
        kept = jobs.add_register("a", "x.csv", b"1")
        until = time.monotonic() + 10
        while kept.folder.exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert not kept.folder.exists()
    finally:
        jobs.close()


def test_a_register_that_cannot_be_read_does_not_stay() -> None:
    jobs = AuditJobs()
    call = SimpleNamespace(
        service=SimpleNamespace(jobs=jobs, rulesets=Rulesets([engine_of()])),
        query={"name": "x.xlsx"},
        caller="",
        body=b"no workbook",
        lang="zh",
    )
    try:
        with pytest.raises(ToleranceRulesError):
            registers.send_register(call)
        assert not [*jobs._folder.iterdir()]
    finally:
        jobs.close()


@pytest.mark.slow
def test_a_register_is_audited_as_by_the_command(client: Client) -> None:
    sent = send(client, REGISTER.read_bytes())
    assert sent.status == 201
    assert any(each["sure"] for each in sent.json["columns"])
    started = client.post("/v1/audits", {"register": sent.json["id"]})
    assert started.status == 202
    path = started.headers["location"]
    found = ended(client, path)
    assert (found["state"], found["progress"]) == ("done", 1.0)
    report = client.get(f"{path}/report").json
    command = json.loads(run("audit", REGISTER, "--format", "json").out)
    assert {**report, "register": ""} == {**command, "register": ""}
    assert report["register"] == "登记簿.csv"
    for lang in ("zh", "en"):
        told = client.get(f"{path}/findings?lang={lang}").json
        assert (told["rows"], told["rejected"]) == (report["rows"], report["rejected"])
        counts = {each["kind"]: each["findings"] for each in told["kinds"] if each["findings"]}
        assert counts == found["findings"]
        assert next(iter(counts)) == "error_of_law"
        for each in told["kinds"]:
            assert all(len(line["cells"]) == len(each["heads"]) for line in each["lines"])
            assert (len(each["lines"]) > 0) == (each["findings"] > 0)
    html = client.get(f"{path}/report?format=html")
    assert b"<html" in html.body
    assert html.headers["content-disposition"].startswith("attachment")
    assert html.headers["content-security-policy"].startswith("default-src 'none'")
    workbook = client.get(f"{path}/report?format=xlsx").body
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(workbook)).namelist()
    assert client.ask("DELETE", path).status == 204
    assert client.get(path).kind == "not-found"


@pytest.mark.slow
def test_what_cannot_be_audited_says_why(client: Client) -> None:
    sent = send(client, "甲,乙\n1,2\n".encode())
    register = sent.json["id"]
    started = client.post("/v1/audits?lang=en", {"register": register, "mapping": {"甲": "x"}})
    found = ended(client, started.headers["location"])
    assert found["state"] == "failed"
    assert found["problem"]["type"].endswith(":table")
    report = client.get(f"{started.headers['location']}/report")
    assert report.kind == "not-ready"


def test_a_register_sent_is_shown_and_forgotten(client: Client) -> None:
    limits = client.get("/v1/registers").json
    assert limits["bytes"] == Settings().limits.register
    assert (".csv" in limits["suffixes"], limits["kept_seconds"]) == (True, 3600)
    text = "台账,\n编号,试点性工作\nA,属于\nB,属于\n"
    sent = send(client, text.encode()).json
    number, pilot = sent["columns"]
    assert (number["samples"], number["unread"]) == (["A", "B"], [])
    assert (pilot["name"], pilot["samples"], pilot["unread"]) == ("work.pilot", ["属于"], ["属于"])
    assert (sent["sheet"], sent["header_row"]) == ("", 2)
    stated = client.post("/v1/registers?name=a.csv&header_row=1", text.encode(), **BYTES)
    assert [each["header"] for each in stated.json["columns"]] == ["台账"]
    assert client.ask("DELETE", f"/v1/registers/{sent['id']}").status == 204
    assert client.post("/v1/audits", {"register": sent["id"]}).kind == "not-found"
    assert client.ask("DELETE", f"/v1/registers/{sent['id']}").kind == "not-found"


def test_a_register_is_forgotten_with_its_audits() -> None:
    jobs = AuditJobs()
    try:
        jobs._thread.submit = lambda *_given: None  # type: ignore[method-assign,assignment]
        sent = jobs.add_register("a", "x.csv", b"1")
        jobs.start(sent, {}, None)
        jobs.remove_register("a", sent.id)
        assert not [*jobs._folder.iterdir()]
    finally:
        jobs.close()


def test_what_is_no_register_is_refused(client: Client) -> None:
    for name in ("../../x.csv", "x.exe", "x", "a/b.csv", "a%0d%0ab.csv", "%3Cscript%3E.csv"):
        assert send(client, b"a,b\n", name).kind == "query"
    assert send(client, b"\x00\x01\x02", "a.xlsx").kind == "table"
    assert send(client, b"", "a.csv").kind == "table"
    several = send(client, book_of_two(), "a.xlsx")
    assert (several.kind, several.json["sheets"]) == ("table", ["上半年", "下半年"])
    named = client.post("/v1/registers?name=a.xlsx&sheet=下半年", book_of_two(), **BYTES).json
    assert (named["sheet"], named["sheets"]) == ("下半年", ["上半年", "下半年"])
    assert client.post("/v1/audits", {"register": "../../etc"}).kind == "not-found"
    assert client.post("/v1/audits", {"register": "x", "mapping": {"a": 1}}).kind == "case"
    assert client.get("/v1/audits/..%2f..%2fetc").kind == "not-found"


def test_a_register_is_its_senders_alone(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "tokens.json")
    one, other = (file.add(name, [Role.AUDITOR]) for name in ("one", "other"))
    with running(Settings(tokens=file.path)) as client:
        sent = send(client.holding(one), "编号,结论\nA,容错\n".encode())
        assert sent.status == 201
        body = {"register": sent.json["id"]}
        assert client.holding(other).post("/v1/audits", body).kind == "not-found"


def test_the_papers_are_listed_and_filled(client: Client) -> None:
    pytest.importorskip("docxtpl", reason="the forms extra is not installed")
    listed = client.get("/v1/forms").json["forms"]
    assert {"annex-3", "annex-4"} <= {each["id"] for each in listed}
    (form,) = (each for each in listed if each["id"] == "annex-4")
    assert form["many_cases"]
    case = case_of("01_")
    reply = client.post("/v1/forms/annex-4", {"case_files": [case, case_of("16_")]})
    assert reply.status == 200, reply.body
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(reply.body)).namelist()
    assert client.post("/v1/forms/none", {"case_files": [case]}).kind == "not-found"
    assert client.post("/v1/forms/annex-3", {"case_files": [case_of("06_")]}).kind == "form"
    wrong = client.post("/v1/forms/annex-4", {"case_files": [case, {"facts": {"x": 1}}]})
    assert (wrong.kind, wrong.json["case_file"]) == ("case", 1)
    fields = {"case_files": [case], "fields": {"没有": "x"}}
    assert client.post("/v1/forms/annex-4", fields).kind == "form"
