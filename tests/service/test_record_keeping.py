"""Record keeping over HTTP: what is acknowledged is settled and durable, and written once."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the service extra is not installed")
pytest.importorskip("uvicorn", reason="the service extra is not installed")

from support.command_line import ROOT
from support.database_servers import Unavailable, postgres
from support.decision_logs import ORIGIN, few, schema_of
from support.service import Client, case_of, running
from tolerance_rules.engine import default_engine
from tolerance_rules.errors import LogError
from tolerance_rules.formats.human_dates import today
from tolerance_rules.obligations.filing_month import filing_month
from tolerance_rules.records.checkpoint import SignedCheckpoint
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.records.proof_files import ConsistencyProof, InclusionProof
from tolerance_rules.records.signed_note import ED25519, new_key
from tolerance_rules.records.verify import verify
from tolerance_rules.service import filing_writing, record_keeping
from tolerance_rules.service.filing_writing import late_headers
from tolerance_rules.service.keeper import Keeper
from tolerance_rules.service.settings import Settings

OPEN = case_of("06_", id="B-1", decided_on="2026-05-20")


def test_a_filing_is_made_from_the_log_with_its_checkpoint(client: Client) -> None:
    docx = pytest.importorskip("docx", reason="the forms extra is not installed")
    pytest.importorskip("docxtpl", reason="the forms extra is not installed")
    assert append(client, "F-1", "filing").status == 201
    named = {**case("F-1"), "forms": {"姓名": "{{ 7 * 7 }}"}}
    asked = {"case_files": [named], "fields": {"填报单位": "纪委"}}
    reply = client.post("/v1/filings/annex-4?month=2026-05", asked)
    assert reply.status == 200, reply.body
    document = docx.Document(io.BytesIO(reply.body))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert [row[1] for row in rows if row[1].startswith("{{")] == ["{{ 7 * 7 }}"]
    told = "\n".join(each.text for each in document.paragraphs)
    assert "填报单位：纪委（加盖公章）" in told
    assert f"\n{ORIGIN}\n" in told
    assert f"\n— {ORIGIN} " in told
    empty = client.post("/v1/filings/annex-4?month=2025-01", {})
    assert "依次是日志第" not in "".join(
        each.text for each in docx.Document(io.BytesIO(empty.body)).paragraphs
    )
    assert not {"recorded-late", "recorded-late-count"} & set(reply.headers)
    month = filing_month(f"{today()}", default_engine().rules)
    late = client.post(f"/v1/filings/annex-4?month={month}", {}).headers
    named = late["recorded-late"].split(", ")
    (record,) = client.post("/v1/records/search", {"case": "F-1"}).json["records"]
    assert str(record["number"]) in named
    assert late["recorded-late-count"] == str(len(named))
    assert client.post("/v1/filings/none", {}).kind == "not-found"
    assert client.post("/v1/filings/annex-4?month=2026-13", {}).kind == "query"
    assert client.post("/v1/filings/annex-4", {"fields": {"没有": "x"}}).kind == "form"
    assert client.post("/v1/filings/annex-4", {"case_files": {}}).kind == "case"


def test_however_many_came_too_late_their_header_stays_short() -> None:
    headers = late_headers(range(123_456, 124_156))
    assert headers["Recorded-Late-Count"] == "700"
    numbers = headers["Recorded-Late"].split(", ")
    assert numbers == [str(number) for number in range(123_456, 123_556)]
    assert sum(map(len, headers.values())) < 1000
    assert late_headers([]) == {}
    (operation,) = filing_writing.OPERATIONS
    assert {name for name, _about in operation.answer.headers} == set(headers)


def case(number: str) -> dict:
    return case_of("16_", id=number, decided_on="2026-05-20")


def append(client: Client, number: str, key: str, **more: object) -> object:
    return client.post("/v1/records", {"case_file": case(number), **more}, idempotency_key=key)


@contextlib.contextmanager
def on_a_server() -> Iterator[str]:
    with postgres() as server, schema_of(server, "service") as where:
        DecisionLog.create(where, ORIGIN).store.close()
        yield where


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]
)
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    folder = tmp_path_factory.mktemp("log")
    key = new_key(ORIGIN, ED25519)
    (folder / "log.key").write_text(f"{key}\n")
    with contextlib.ExitStack() as stack:
        where = str(folder / "log.db")
        if request.param == "postgresql":
            pytest.importorskip("psycopg", reason="the postgres extra is not installed")
            try:
                where = stack.enter_context(on_a_server())
            except Unavailable as error:
                pytest.skip(str(error))
        settings = Settings(store=where, origin=ORIGIN, key=folder / "log.key")
        found = stack.enter_context(running(settings))
        found.where, found.key = where, key.verifier
        yield found


def test_what_is_acknowledged_is_in_the_log_once(client: Client) -> None:
    reply = append(client, "A-1", "one")
    assert reply.status == 201
    assert "idempotency-replayed" not in reply.headers
    number = reply.json["number"]
    again = append(client, "A-1", "one")
    assert (again.status, again.json) == (201, reply.json)
    assert again.headers["idempotency-replayed"] == "true"
    with DecisionLog.open(client.where) as log:
        assert [each.case_id for each in log.records()].count("A-1") == 1
        assert log.get(number).leaf_hash.hex() == reply.json["hash"]
    assert reply.headers["location"] == f"/v1/records/{number}"


def test_a_key_is_that_of_one_request(client: Client) -> None:
    assert append(client, "A-2", "two").status == 201
    assert append(client, "A-3", "two").kind == "key-used"
    reply = append(client, "A-2", "another")
    assert (reply.kind, reply.status) == ("recorded", 409)
    (first,) = client.post("/v1/records/search", {"case": "A-2"}).json["records"]
    assert reply.json["number"] == first["number"]
    assert f"是第 {first['number']} 号" in reply.json["detail"]
    for key in ("", "x" * 201, "一"):
        found = client.post("/v1/records", {"case_file": case("A-9")}, idempotency_key=key.encode())
        assert found.kind == "query"
    assert client.post("/v1/records", {"case_file": case("A-9")}).kind == "query"


def test_what_is_not_fit_to_be_recorded_is_refused(client: Client) -> None:
    def refused(body: object) -> str:
        return client.post("/v1/records?lang=en", body, idempotency_key="r").kind

    assert refused({"case_file": OPEN}) == "unsettled"
    assert refused({"case_file": case("")}) == "case"
    assert refused({"case_file": case("A-5"), "choose": "exempt"}) == "case"
    assert refused({"case_file": case("A-5"), "choose": "no_tolerance", "reason": "x"}) == (
        "forbidden"
    )
    assert refused({"case_file": case("A-5"), "choose": "nothing", "reason": "x"}) == "name"
    assert refused({"case_file": case("A-5"), "more": 1}) == "case"
    assert refused([]) == "case"
    assert refused({}) == "case"
    # Nothing of it stands in the way of the key.
    assert append(client, "A-5", "r").status == 201


def test_a_receipt_says_what_was_recorded_whatever_the_rules_say_by_now(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = append(client, "A-80", "again", choose="从轻处理", reason="集体研究决定")
    assert first.status == 201

    def never(*_given: object) -> None:
        raise AssertionError("it is decided again")

    monkeypatch.setattr(record_keeping, "_chosen", never)
    again = append(client, "A-80", "again", choose="从轻处理", reason="集体研究决定")
    assert (again.status, again.json) == (201, first.json)
    assert again.json["outcome"] == "lighter"
    assert append(client, "A-81", "again").kind == "key-used"


def test_where_the_service_finds_otherwise_than_was_shown_nothing_is_recorded(
    client: Client,
) -> None:
    decided = client.post("/v1/evaluate", case("A-20")).json
    rules = decided["ruleset"]
    shown = {
        "ruleset": rules["sha256"],
        "policy": rules["policy_sha256"],
        "readings": rules["readings"],
        "outcome": decided["outcome"],
        "permitted": decided["permitted"][::-1],
    }
    for name, other in (
        ("ruleset", "0" * 64),
        ("policy", None),
        ("readings", {}),
        ("outcome", "not_pursued"),
        ("permitted", ["exempt"]),
    ):
        reply = append(client, "A-20", "20", expected={**shown, name: other})
        assert (reply.status, reply.kind) == (409, "differs")
        assert [each["name"] for each in reply.json["differs"]] == [name]
    for wrong in ([], {"more": 1}, {"readings": [1]}, {"permitted": "exempt"}, {"outcome": 1}):
        assert append(client, "A-20", "20", expected=wrong).kind == "case"
    assert append(client, "A-20", "20", expected=shown).status == 201


def test_the_records_of_one_case_are_found(client: Client) -> None:
    assert client.post("/v1/records/search", {"case": "A-30"}).json["records"] == []
    first = append(client, "A-30", "30").json["number"]
    body = {"case_file": case("A-30"), "kind": "appeal", "why": "复审改变"}
    again = client.post(f"/v1/records/{first}/amendments", body, idempotency_key="31").json
    found = client.post("/v1/records/search", {"case": "A-30"}).json["records"]
    assert [each["number"] for each in found] == [first, again["number"]]
    assert [each["case"] for each in found] == ["A-30", "A-30"]
    for wrong in (1, None, "A\0", "x" * 100_000):
        assert client.post("/v1/records/search", {"case": wrong}).kind == "case"


def test_a_choice_and_its_correction(client: Client) -> None:
    chosen = append(client, "A-6", "six", choose="从轻处理", reason="集体研究决定")
    assert chosen.json["outcome"] == "lighter"
    number = chosen.json["number"]
    body = {"case_file": case("A-6"), "kind": "appeal", "why": "复审改变"}
    path = f"/v1/records/{number}/amendments"
    amended = client.post(path, body, idempotency_key="seven")
    assert amended.status == 201
    assert client.post(path, body, idempotency_key="seven").json == amended.json
    late = client.post(path, body, idempotency_key="eight")
    assert (late.kind, late.json["number"]) == ("recorded", amended.json["number"])
    assert client.post("/v1/records/x/amendments", body, idempotency_key="9").kind == "not-found"
    wrong = {**body, "kind": "decision"}
    assert client.post(path, wrong, idempotency_key="nine").kind == "case"


def test_records_are_read_without_their_secret(client: Client) -> None:
    number = append(client, "A-7", "ten").json["number"]
    found = client.get(f"/v1/records/{number}").json
    assert found["contents"]["facts"]
    assert found["entry"]["number"] == number
    with DecisionLog.open(client.where) as log:
        secret = log.get(number).contents["secret"]
    assert "secret" not in found["contents"]
    listed = client.get(f"/v1/records?start={number}&limit=1").json
    assert listed["records"] == [{k: v for k, v in found.items() if k != "contents"}]
    assert secret not in json.dumps([found, listed])
    assert client.get("/v1/records?start=1&limit=2").json["next"] == 3
    assert client.get("/v1/records?start=999999").json["records"] == []
    for name in ("0", "99999", "-1", "x", "1e3", "9" * 30):
        assert client.get(f"/v1/records/{name}").kind == "not-found"
    assert "日志里没有第 99999 号" in client.get("/v1/records/99999/proof").json["detail"]
    assert "1 到 200" in client.get("/v1/records?limit=0").json["detail"]
    for name in ("0", "-1"):
        body = {"case_file": case("A-7"), "kind": "appeal", "why": "复审改变"}
        path = f"/v1/records/{name}"
        amended = client.post(f"{path}/amendments?lang=en", body, idempotency_key="none")
        for found in (client.get(f"{path}?lang=en"), client.get(f"{path}/proof?lang=en"), amended):
            assert (found.status, "numbered from 1" in found.json["detail"]) == (404, True)


def test_a_record_is_proved_and_the_log_verified(client: Client) -> None:
    number = append(client, "A-8", "eleven").json["number"]
    proof = InclusionProof.parse(client.get(f"/v1/records/{number}/proof").body.decode())
    assert proof
    assert proof.checkpoint.is_signed(client.key)
    before = SignedCheckpoint.parse(client.get("/v1/log/checkpoint").body)
    append(client, "A-8b", "twelve")
    old = before.checkpoint.size
    grown = ConsistencyProof.parse(client.get(f"/v1/log/consistency?old={old}").body.decode())
    assert grown.holds(before)
    found = client.post("/v1/log/verification").json
    assert (found["faults"], found["size"]) == ([], old + 1)
    assert client.get("/v1/log/consistency?old=0").kind == "query"
    assert client.get("/v1/log/consistency?old=999999").kind == "not-found"


def test_precedents_come_from_the_log(client: Client) -> None:
    (decision,) = few(1)
    whole = {"case": {"id": "D-1", "decided_on": "2026-09-01"}, "facts": dict(decision.facts.flat)}
    assert client.post("/v1/records", {"case_file": whole}, idempotency_key="d").status == 201
    like = {**whole, "case": {"id": "D-2", "decided_on": "2026-09-02"}}
    assert client.post("/v1/precedents", like).json["like"] == 1
    # The case itself is no precedent of its own.
    assert client.post("/v1/precedents", whole).json["like"] == 0


def test_many_at_once_have_numbers_without_gaps(client: Client) -> None:
    replies = []

    def ask(name: str) -> None:
        replies.append(append(client, f"C-{name}", f"c-{name}"))

    threads = [threading.Thread(target=ask, args=(str(n // 2),)) for n in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {each.status for each in replies} == {201}
    numbers = sorted({each.json["number"] for each in replies})
    assert numbers == list(range(numbers[0], numbers[0] + 6))


def test_what_only_reads_is_asked_again_on_a_new_connection(tmp_path: Path) -> None:
    keeper, asked = Keeper(Settings(store=str(tmp_path / "log.db"))), []

    def work(log: DecisionLog) -> str:
        asked.append(log)
        if len(asked) in (2, 4):
            raise LogError([log_fault("L034", "连接断了")])
        return log.origin

    assert keeper.write(work) == keeper.write(work, reads=True)  # the second connection was lost
    with pytest.raises(LogError):
        keeper.write(work)
    assert len(asked) == 4
    keeper.pool.close()


def test_without_a_store_nothing_is_recorded() -> None:
    with running(Settings()) as client:
        assert append(client, "A-1", "one").kind == "not-found"
        assert client.get("/v1/records").kind == "not-found"
        assert client.post("/v1/precedents", case("A-1")).kind == "not-found"


def started(*arguments: str) -> tuple[subprocess.Popen[str], Client]:
    """Start the service as a process of its own."""
    command = [sys.executable, "-m", "tolerance_rules", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert "http://" in line, process.communicate()
    return process, Client(int(line.rstrip().rstrip("/").rpartition(":")[2]))


@pytest.mark.slow
def test_killed_in_the_midst_of_requests_it_loses_nothing_acknowledged(tmp_path: Path) -> None:
    where, rng = str(tmp_path / "log.db"), random.Random(1)
    told: dict[str, dict] = {}
    times = []
    for round_ in range(3):
        start = time.monotonic()
        process, client = started("--store", where)
        client.get("/health/live")
        times.append(time.monotonic() - start)

        def ask(client: Client, name: str, told: dict[str, dict] = told) -> None:
            for place in range(1000):
                number = f"{name}-{place}"
                try:
                    reply = append(client, number, number)
                except (OSError, ValueError, HTTPException):  # gone, or half an answer
                    return
                if reply.status == 201:
                    told[number] = reply.json

        threads = [threading.Thread(target=ask, args=(client, f"{round_}{name}")) for name in "ab"]
        for each in threads:
            each.start()
        until, before = time.monotonic() + 60, len(told)
        while len(told) < before + 4 and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(rng.uniform(0, 0.2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for each in threads:
            each.join()
    assert len(told) >= 12
    with DecisionLog.open(where) as log:
        found = verify(log)
        assert found, found.faults
        stand = {each.case_id: each.leaf_hash.hex() for each in log.records()}
    assert {name: receipt["hash"] for name, receipt in told.items()} == {
        name: stand[name] for name in told
    }
    # Those that were recorded and never told of are told of now, and are not recorded twice.
    process, client = started("--store", where)
    for name in set(stand) - set(told):
        again = append(client, name, name)
        assert (again.status, again.json["hash"]) == (201, stand[name])
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert "Traceback" not in err
    print(f"{len(told)} acknowledged, {len(stand)} stand; started in {min(times):.2f} s at best")
