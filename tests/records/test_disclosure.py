"""Disclosure: the opened facts force the outcome, and nothing else can be read.

The tests try a few decisions; `python tests/records/test_disclosure.py 10000` tries so many.
"""

from __future__ import annotations

import copy
import json
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("cryptography", reason="the records extra is not installed")

from support.decision_logs import ORIGIN, decisions, engine_of, few, filled
from support.rulesets import for_every_ruleset
from tolerance_rules import CaseError, Engine
from tolerance_rules.records import disclosure
from tolerance_rules.records.canonical import canonical
from tolerance_rules.records.disclosure import check, disclose, dumped, forced
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.signed_note import new_key
from tolerance_rules.rules import Ruleset
from tolerance_rules.what_if.reasons import sufficient_reason

KEY = new_key(ORIGIN)
ENGINE = engine_of()


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> DecisionLog:
    return filled(tmp_path_factory.mktemp("log") / "log.db", 12)


@pytest.fixture(scope="module")
def documents(log: DecisionLog) -> list[dict[str, Any]]:
    at = log.checkpoint(KEY)
    return [disclose(log, number, at) for number in range(1, 13)]


def test_the_opened_facts_alone_force_what_was_decided(
    log: DecisionLog, documents: list[dict[str, Any]]
) -> None:
    for record, document in zip(log.records(), documents, strict=True):
        found = check(dumped(document), ENGINE, [KEY.verifier])
        assert forced(ENGINE, found.opened) == {record.entry["named"]}
        facts = ENGINE.facts(record.contents["facts"]).flat
        assert {name: facts[name] for name in found.opened} == dict(found.opened)
        assert len(found.opened) + found.hidden == len(facts)
        assert found.signed_by == (ORIGIN,)


@for_every_ruleset
def test_any_ruleset_is_disclosed(rules: Ruleset, tmp_path: Path) -> None:
    engine = engine_of(rules)
    with DecisionLog.create(tmp_path / "log.db", ORIGIN) as log:
        for decision in few(4, 8, rules):
            log.record(decision, engine)
        at = log.checkpoint()
        for number in range(1, 5):
            assert check(dumped(disclose(log, number, at)), engine).opened


def test_nothing_else_can_be_read(log: DecisionLog, documents: list[dict[str, Any]]) -> None:
    for record, document in zip(log.records(), documents, strict=True):
        text = dumped(document)
        assert record.contents["secret"] not in text
        assert record.case_id not in text
        reason = record.contents["decision"]["reason"]
        assert not reason or reason not in text
        for fact, value in record.contents["facts"].items():
            name = f"facts/{fact}"
            if name in document["opened"]:
                continue
            hidden = document["hashes"][name]
            # Whoever hashes both values of a yes or no finds neither, whatever salt was opened.
            salts = ["", *(shown["salt"] for shown in document["opened"].values())]
            for guess in (True, False, value):
                written = canonical([name, guess])
                tried = {sha256(salt.encode() + written).hexdigest() for salt in salts}
                assert hidden not in tried
                assert document["hashes"][name] != sha256(canonical(guess)).hexdigest()


def test_two_records_of_one_case_have_no_hash_in_common(tmp_path: Path) -> None:
    one = few(1)[0]
    with DecisionLog.create(tmp_path / "log.db", ORIGIN) as log:
        log.record(one, ENGINE)
        log.amend(1, one, ENGINE, kind="correction", note="重录")
        at = log.checkpoint()
        first, second = (disclose(log, number, at)["hashes"] for number in (1, 2))
    assert not set(first.values()) & set(second.values())


def test_whatever_is_changed_in_a_disclosure_is_refused(documents: list[dict[str, Any]]) -> None:
    document = documents[0]
    name, shown = next(iter(document["opened"].items()))
    hidden = next(each for each in document["hashes"] if each not in document["opened"])

    def changed(*path: str, value: object) -> dict[str, Any]:
        found = copy.deepcopy(document)
        inner: Any = found
        for key in path[:-1]:
            inner = inner[key]
        if value is None:
            del inner[path[-1]]
        else:
            inner[path[-1]] = value
        return found

    other = "lighter" if document["entry"]["outcome"] != "lighter" else "exempt"
    wrong = [
        changed("entry", "outcome", value=other),
        changed("entry", "named", value=other),
        changed("entry", "decided_on", value="2026-01-01"),
        changed("hashes", name, value="0" * 64),
        changed("hashes", hidden, value="0" * 64),
        changed("hashes", hidden, value=None),
        changed("opened", name, value=None),
        changed("opened", name, "value", value=not shown["value"]),
        changed("opened", name, "value", value=1),
        changed("opened", name, "salt", value="0" * 32),
        changed("opened", name, "salt", value=7),
        changed("opened", name, "salt", value=None),
        changed("opened", hidden, value=shown),
        changed("opened", "case", value={"salt": "0" * 32, "value": {}}),
        changed("proof", value=documents[1]["proof"]),
        changed("format", value="x"),
        changed("more", value="x"),
    ]
    for each in wrong:
        with pytest.raises(CaseError):
            check(json.dumps(each), ENGINE)
    for each in ("ruleset", "policy", "readings", "named", "outcome", "decided_on"):
        for value in ([1], 7, None):
            with pytest.raises(CaseError, match="不是公开文书"):
                check(json.dumps(changed("entry", each, value=value)), ENGINE)
    with pytest.raises(CaseError, match="没有"):
        check(dumped(document), ENGINE, [new_key("other.example").verifier])
    with pytest.raises(CaseError, match="规则不是"):
        check(dumped(document), Engine.load(readings={"remedy_scope": "either"}))


def test_a_reason_that_does_not_force_the_outcome_is_not_published(
    log: DecisionLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Less:
        def __init__(self, grounds: tuple[Any, ...]) -> None:
            self.grounds = grounds

    def too_little(engine: Engine, decision: Any) -> Less:
        return Less(sufficient_reason(engine, decision).grounds[1:])

    monkeypatch.setattr(disclosure, "sufficient_reason", too_little)
    with pytest.raises(CaseError, match="不足以确定结论"):
        disclose(log, 1, log.checkpoint())


def many(count: int) -> None:
    """Disclose and check so many random decisions."""
    with tempfile.TemporaryDirectory() as folder:
        log = DecisionLog.create(Path(folder, "log.db"), ORIGIN)
        # Not recorded: recording waits for the disk, and says nothing of disclosure.
        opened, started = 0, time.perf_counter()
        for number, decision in enumerate(decisions(77), 1):
            reason = sufficient_reason(ENGINE, decision)
            facts = {each.fact: decision.facts.flat[each.fact] for each in reason.grounds}
            named = str(decision.set_aside or decision.outcome)
            assert forced(ENGINE, facts) == {named}, decision.case.id
            if number % 100 == 0:  # and the whole way, through a log
                receipt = log.record(decision, ENGINE)
                document = dumped(disclose(log, receipt.number, log.checkpoint()))
                assert dict(check(document, ENGINE).opened) == facts
            opened += len(facts)
            if number % 1000 == 0:
                print(f"{number}: {time.perf_counter() - started:.0f} s", flush=True)
            if number == count:
                break
        seconds = time.perf_counter() - started
        print(f"{count} decisions, each forced by its opened facts alone,")
        print(f"{opened / count:.1f} of {len(ENGINE.rules.vocabulary)} opened, {seconds:.0f} s")


if __name__ == "__main__":
    many(int(sys.argv[1]))
