"""Served case: a service with a log and tokens, and a case that its page decides and records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.service import Client, case_of, running
from support.workbench_page import Page
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.record import Record
from tolerance_rules.service.roles import Role
from tolerance_rules.service.settings import Settings
from tolerance_rules.service.tokens import TokenFile


@dataclass
class Served:
    """A running service, where its log is, and a token for each set of roles."""

    client: Client
    store: str
    tokens: Mapping[str, str]

    @property
    def records(self) -> list[Record]:
        """What the log has."""
        with DecisionLog.open(self.store) as log:
            return list(log.records())

    def recorded(self, case: dict[str, Any], key: str, **more: str) -> int:
        """Record a case without the page; return its number."""
        asked = self.client.holding(self.tokens["all"])
        body = {"case_file": case, **more}
        reply = asked.post("/v1/records", body, idempotency_key=key)
        assert reply.status == 201, reply.body
        return int(reply.json["number"])


@contextmanager
def with_tokens(folder: Path) -> Iterator[Served]:
    """Run a service that asks for tokens; its page is made, so that no test waits for it."""
    file, store = folder / "tokens.json", str(folder / "log.db")
    add = TokenFile(file).add
    tokens = {
        "all": add("纪委办公室", [Role.INVESTIGATOR, Role.RECORDER, Role.READER]),
        "investigator": add("investigator", [Role.INVESTIGATOR]),
        "auditor": add("auditor", [Role.AUDITOR]),
    }
    with running(Settings(tokens=file, store=store)) as client:
        client.get("/")
        yield Served(client, store, tokens)


def whole_case(number: str, **facts: object) -> dict[str, Any]:
    """Return a settled case, of which several outcomes are permitted, with every fact known."""
    case = case_of("16_", id=number, decided_on="2026-05-20")
    known = {name: False if value is None else value for name, value in case["facts"].items()}
    return {**case, "facts": {**known, **facts}}


def open_case(page: Page, case: dict[str, Any]) -> None:
    """Open a case on the page and go to where it is decided."""
    name = f"{case['case']['id']}.json"
    page.open_bytes(name, json.dumps(case, ensure_ascii=False).encode())
    page.page.locator(".notice", has_text=name).wait_for()
    page.press("Alt+9")


def sign_in(page: Page, token: str, name: str = "登录") -> None:
    """Give the token where the page asks for it."""
    page.click(name, within=".connection")
    page.page.locator("#token").fill(token)
    page.press("Enter")
    page.page.locator("dialog").wait_for(state="detached")
