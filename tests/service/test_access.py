"""Access: each operation for its roles and no others; tokens are hashed, revoked at once."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the service extra is not installed")
pytest.importorskip("uvicorn", reason="the service extra is not installed")

from support.command_line import run
from support.service import Client, running
from tolerance_rules.errors import CaseError
from tolerance_rules.service.access import Access
from tolerance_rules.service.app import OPERATIONS
from tolerance_rules.service.operation import Operation
from tolerance_rules.service.problems import Problem
from tolerance_rules.service.roles import Role
from tolerance_rules.service.settings import Settings
from tolerance_rules.service.tokens import TokenFile

# The table: who may do what. "*" is anybody, without a token too.
TABLE = """
evaluate          investigator
explain           investigator
whatIf            investigator
sensitivity       investigator
paths             investigator
questions         investigator
reason            investigator
duties            investigator
analysis          investigator
evaluateMany      investigator
precedents        investigator
appendRecord      recorder
amendRecord       recorder
listRecords       reader recorder auditor
findRecords       reader recorder auditor
readRecord        reader recorder auditor
inclusionProof    reader recorder auditor
checkpoint        reader recorder auditor
consistencyProof  reader recorder auditor
verifyLog         auditor
listForms         investigator
writeForm         investigator
writeFiling       reader recorder auditor
registerLimits    auditor
sendRegister      auditor
removeRegister    auditor
startAudit        auditor
readAudit         auditor
readFindings      auditor
readReport        auditor
removeAudit       auditor
rulesets          reader investigator recorder auditor
ruleset           reader investigator recorder auditor
facts             reader investigator recorder auditor
bundle            reader investigator recorder auditor
caller            reader investigator recorder auditor
description       *
workbench         *
docsPage          *
docsFile          *
health            *
readiness         *
"""
ALLOWED = {line.split()[0]: set(line.split()[1:]) for line in TABLE.strip().splitlines()}


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    file = tmp_path_factory.mktemp("tokens") / "tokens.json"
    made = {role.value: TokenFile(file).add(f"{role}-system", [role]) for role in Role}
    return {"file": str(file), **made}


@pytest.fixture(scope="module")
def client(tokens: dict[str, str]) -> Iterator[Client]:
    with running(Settings(tokens=Path(tokens["file"]))) as found:
        yield found


def asked(client: Client, operation: Operation) -> int:
    path = re.sub(r"\{\w+\}", "x", operation.path)
    body = b"" if operation.body is not None else None
    return client.ask(operation.method, path, body).status


def test_the_table_has_every_operation() -> None:
    assert {each.id for each in OPERATIONS} == set(ALLOWED)


@pytest.mark.parametrize(
    ("operation", "role"),
    [*product(OPERATIONS, Role)],
    ids=lambda each: getattr(each, "id", None) or str(each),
)
def test_a_role_does_its_own_work_and_no_other(
    operation: Operation, role: Role, client: Client, tokens: dict[str, str]
) -> None:
    allowed = ALLOWED[operation.id]
    status = asked(client.holding(tokens[role.value]), operation)
    assert (status == 403) == (role.value not in allowed and "*" not in allowed)
    assert status != 401


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_without_a_right_token_nothing_is_done(
    operation: Operation, client: Client, tokens: dict[str, str]
) -> None:
    right = tokens["reader"]
    wrong = ("", "x", right[:-1], right + "a", right.replace("tr_", "TR_"), "tr_00000000_x")
    for token in wrong[: 1 if operation is not OPERATIONS[0] else None]:
        open_to_all = "*" in ALLOWED[operation.id]
        assert (asked(client.holding(token), operation) in (401, 429)) != open_to_all


def test_a_wrong_token_says_how_to_send_one(client: Client) -> None:
    reply = client.get("/v1/rulesets")
    assert (reply.kind, reply.headers["www-authenticate"][:6]) == ("unauthorized", "Bearer")


def test_failures_are_limited_by_the_minute_and_never_shut_out_who_is_right(
    tmp_path: Path,
) -> None:
    now = 0.0
    file = TokenFile(tmp_path / "tokens.json")
    right = file.add("one", [Role.READER])
    access = Access(file, 3, lambda: now)

    def kind(token: str, address: str = "a") -> str:
        try:
            access.admitted(f"Bearer {token}", address, frozenset(Role))
        except Problem as problem:
            return problem.kind
        return "in"

    assert [kind("x") for _ in range(5)] == ["unauthorized"] * 3 + ["failures"] * 2
    assert (kind(right), kind("x", "b")) == ("in", "unauthorized")
    now = 61.0
    assert kind("x") == "unauthorized"
    # A request without a token is no guess.
    for _ in range(5):
        with pytest.raises(Problem):
            access.admitted("", "c", frozenset(Role))
    assert kind("x", "c") == "unauthorized"


def test_the_file_has_no_token_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "tokens.json"
    token = TokenFile(file).add("教务系统", [Role.READER, Role.AUDITOR])
    TokenFile(file).add("another", [Role.RECORDER])
    text = file.read_text("utf-8")
    assert token.split("_", 2)[2] not in text
    assert json.loads(text)["tokens"][0]["roles"] == ["reader", "auditor"]
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
    for name in ("教务系统", "", "x" * 61, "a\nb"):
        with pytest.raises(CaseError, match="S012"):
            TokenFile(file).add(name, [Role.READER])


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 1}', '{"tokens": [{}]}'])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "tokens.json"
    file.write_text(text)
    with pytest.raises(CaseError):
        TokenFile(file).holders()


@pytest.mark.parametrize("text", [None, "", '{"format"', '{"format": 1}'])
def test_while_the_file_cannot_be_read_nobodys_token_is_wrong(
    tmp_path: Path, text: str | None
) -> None:
    file = tmp_path / "tokens.json"
    token = TokenFile(file).add("one", [Role.READER])
    access = Access(TokenFile(file), 1)
    assert access.admitted(f"Bearer {token}", "x", frozenset(Role)).name == "one"
    whole = file.read_text("utf-8")
    file.unlink()
    if text is not None:
        file.write_text(text, "utf-8")
    for given in (token, "junk", "junk"):
        with pytest.raises(Problem) as raised:
            access.admitted(f"Bearer {given}", "x", frozenset(Role))
        assert (raised.value.kind, raised.value.status) == ("unready", 503)
    assert not access.is_ready()
    file.write_text(whole, "utf-8")
    assert access.admitted(f"Bearer {token}", "x", frozenset(Role)).name == "one"


def test_who_writes_at_once_loses_no_token_and_brings_none_back(tmp_path: Path) -> None:
    file = tmp_path / "tokens.json"
    TokenFile(file).add("revoked", [Role.READER])

    def add(number: int) -> None:
        TokenFile(file).add(f"{number}", [Role.READER])

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    threads.insert(6, threading.Thread(target=lambda: TokenFile(file).revoke("revoked")))
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    names = {each.name for each in TokenFile(file).holders().values()}
    assert names == {f"{number}" for number in range(12)}


def test_a_revoked_token_is_out_at_once(tmp_path: Path) -> None:
    file = str(tmp_path / "tokens.json")
    token = run("serve", "token", "add", "one", "--role", "reader", "--tokens", file).out.strip()
    kept = run("serve", "token", "add", "two", "--role", "reader", "--tokens", file).out.strip()
    with running(Settings(tokens=Path(file))) as client:
        assert client.holding(token).get("/v1/rulesets").status == 200
        assert "one" in run("serve", "token", "list", "--tokens", file).out
        assert run("serve", "token", "revoke", "one", "--tokens", file).code == 0
        assert client.holding(token).get("/v1/rulesets").kind == "unauthorized"
        assert client.holding(kept).get("/v1/rulesets").status == 200
    assert run("serve", "token", "revoke", "one", "--tokens", file).code == 2


def test_it_is_not_served_to_others_without_tokens(tmp_path: Path) -> None:
    file = tmp_path / "tokens.json"
    file.write_text('{"format": "tolerance-rules/tokens/1", "tokens": []}')
    for arguments in (
        ("--host", "0.0.0.0"),
        ("--host", "10.0.0.1"),
        ("--host-name", "rules.example.edu.cn"),
        ("--tokens", str(file)),
        ("--port", "70000"),
        ("--policy", "a.yaml", "--ruleset", "a", "--ruleset", "b"),
    ):
        assert run("serve", *arguments).code == 2
