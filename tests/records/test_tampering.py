"""Tampering: whatever is changed in a log, its proofs or its checkpoint is found, and named.

The fast tests try a seeded sample of the bytes; `python tests/records/test_tampering.py` tries
every byte of every record of a log of 200, and the slow test every byte of one record in twenty.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("cryptography", reason="the records extra is not installed")

from support.decision_logs import ORIGIN, engine_of, few, filled, renamed
from tolerance_rules import CaseError
from tolerance_rules.errors import ExecutorError, LogError, WrongTypeError
from tolerance_rules.records import commitments as committed
from tolerance_rules.records import examiners, log_faults
from tolerance_rules.records.canonical import canonical, joined
from tolerance_rules.records.checkpoint import SignedCheckpoint
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.proof_files import ConsistencyProof, InclusionProof
from tolerance_rules.records.record import FIRST
from tolerance_rules.records.record_checker import RecordChecker
from tolerance_rules.records.signed_note import COSIGNATURE, new_key
from tolerance_rules.records.store import Row
from tolerance_rules.records.tree import Frontier, leaf_hash
from tolerance_rules.records.verify import Verification, verify

KEY = new_key(ORIGIN)
WITNESS = new_key("zuzhi.example.edu.cn", COSIGNATURE)
KEYS = (KEY.verifier, WITNESS.verifier)
SIZE, SHORT = 200, 20


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory, SIZE)


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Path:
    return copied(original, tmp_path)


@pytest.fixture(scope="module")
def short_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory, SHORT)


@pytest.fixture
def short(short_original: Path, tmp_path: Path) -> Path:
    """A log whose length does not matter."""
    return copied(short_original, tmp_path)


def made(folders: pytest.TempPathFactory, size: int) -> Path:
    file = folders.mktemp("log") / "log.db"
    filled(file, size).store.close()
    return file


def copied(file: Path, folder: Path) -> Path:
    found = folder / "copy.db"
    found.write_bytes(file.read_bytes())
    return found


def cosigned(file: Path) -> SignedCheckpoint:
    with DecisionLog.open(file) as log:
        return log.checkpoint(KEY).cosigned(WITNESS, datetime.now(timezone.utc))


def edit(file: Path, *statements: tuple[object, ...]) -> None:
    """Change a log as whoever has the file can."""
    link = sqlite3.connect(file, isolation_level=None)
    guards = link.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        link.execute(f"DROP TRIGGER {name}")
    for sql, *values in statements:
        link.execute(str(sql), values)
    # Put back, as one would who does not want it seen.
    for _, sql in guards:
        link.execute(sql)
    link.close()


def faults(file: Path, *checkpoints: SignedCheckpoint, evaluate: bool = False) -> list[str]:
    with DecisionLog.open(file) as log:
        keys = KEYS if checkpoints else ()
        found = verify(log, checkpoints=checkpoints, keys=keys, evaluate=evaluate)
        return [str(each) for each in found.faults]


def changed_bytes(
    rows: list[Row], numbers: range, rng: random.Random, *, every: bool
) -> Iterator[int]:
    """Try changes of bytes of the records, each held to the log up to it; yield for each."""
    checker = RecordChecker(ORIGIN, None, lambda number: rows[number - 1])
    for row in rows:
        if row.number in numbers:
            for field in ("document", "nodes"):
                content: bytes = getattr(row, field)
                places = range(len(content)) if every else [rng.randrange(len(content))]
                for place in places:
                    other = (content[place] + rng.randrange(1, 256)) % 256
                    changed = content[:place] + bytes([other]) + content[place + 1 :]
                    found = checker.copy().check(row._replace(**{field: changed}))
                    assert found, (row.number, field, place, other)
                    assert f"第 {row.number} 号" in found[0].message
                    yield place
        assert checker.check(row) == []


def test_a_changed_byte_is_found_in_the_record_that_has_it(original: Path) -> None:
    with DecisionLog.open(original) as log:
        rows = list(log.store.rows())
    tried = sum(1 for _ in changed_bytes(rows, range(1, SIZE + 1), random.Random(1), every=False))
    assert tried == 2 * SIZE


@pytest.mark.slow
def test_every_changed_byte_of_one_record_in_twenty_is_found(original: Path) -> None:
    with DecisionLog.open(original) as log:
        rows = list(log.store.rows())
    tried = sum(
        1 for _ in changed_bytes(rows, range(1, SIZE + 1, 20), random.Random(2), every=True)
    )
    assert tried > 10 * 4000


def test_a_changed_byte_is_found_by_the_whole_of_verify(copy: Path) -> None:
    rng = random.Random(3)
    with DecisionLog.open(copy) as log:
        rows = list(log.store.rows())
    for number in rng.sample(range(1, SIZE + 1), 5):
        document = bytearray(rows[number - 1].document)
        document[rng.randrange(len(document))] ^= 1 << rng.randrange(8)
        sql = "UPDATE decision_log_records SET document = ? WHERE number = ?"
        edit(copy, (sql, bytes(document), number))
        assert any(f"第 {number} 号" in each for each in faults(copy))
        edit(copy, (sql, rows[number - 1].document, number))
    assert faults(copy) == []


@pytest.mark.slow
def test_several_processes_find_the_same(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examiners, "_AT_ONCE", 30)
    brought = cosigned(copy)
    wrong = "UPDATE decision_log_records SET document = ? WHERE number = ?"
    with DecisionLog.open(copy) as log:
        documents = {row.number: row.document for row in log.store.rows()}
    outcome = documents[31].replace(b'"named":"', b'"named":"x')
    edit(
        copy,
        (wrong, outcome, 31),
        (wrong, b"{}", 60),
        (wrong, documents[90].replace(b":true", b":false", 1), 90),
        ("DELETE FROM decision_log_records WHERE number = 120",),
    )
    alone, together = (verified(copy, brought, processes) for processes in (1, 2))
    assert together == alone
    assert {each.subject for each in alone.faults} >= {"31", "60", "90", "120"}


@pytest.mark.slow
def test_a_process_that_ends_midway_is_told(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examiners.pickle, "dumps", lambda given: b"")
    with (
        DecisionLog.open(short) as log,
        pytest.raises(ExecutorError, match="核验的进程中途没有了"),
    ):
        verify(log, processes=2)


@pytest.mark.parametrize("processes", [0, -1, 62, True, "2"])
def test_processes_that_cannot_be_are_refused(short: Path, processes: Any) -> None:
    with DecisionLog.open(short) as log, pytest.raises(WrongTypeError, match="1 至 61"):
        verify(log, processes=processes)


def verified(file: Path, at: SignedCheckpoint, processes: int) -> Verification:
    with DecisionLog.open(file) as log:
        return verify(log, checkpoints=[at], keys=KEYS, processes=processes)


def test_what_is_wrong_is_told_in_english_too(copy: Path) -> None:
    edit(copy, ("DELETE FROM decision_log_records WHERE number = 77",))
    with DecisionLog.open(copy) as log:
        told = [each.told("en") for each in verify(log, evaluate=False).faults]
    assert told[0] == "L101 Record no. 77: missing"


def test_every_code_of_a_fault_has_its_english() -> None:
    folder = Path(log_faults.__file__).parent
    commands = folder.parent / "cli" / "commands"
    texts = [file.read_text("utf-8") for file in (*folder.glob("*.py"), *commands.glob("log_*.py"))]
    used = {code for text in texts for code in re.findall(r"fault\(\s*\"(L\d+)", text)}
    assert used <= set(log_faults.ENGLISH)
    assert len(used) > 40


def test_a_deleted_record_is_named(copy: Path) -> None:
    for number in (1, 77, 78):
        edit(copy, ("DELETE FROM decision_log_records WHERE number = ?", number))
    found = faults(copy)
    assert any("第 1 号记录缺失" in each for each in found)
    assert any("第 77—78 号记录缺失" in each for each in found)


def test_a_deleted_record_whose_numbers_were_closed_up_is_found(copy: Path) -> None:
    edit(
        copy,
        ("DELETE FROM decision_log_records WHERE number = 50",),
        ("UPDATE decision_log_records SET number = -number WHERE number > 50",),
        ("UPDATE decision_log_records SET number = -number - 1 WHERE number < 0",),
    )
    assert "第 50 号记录：里面写的是第 51 号" in faults(copy)[0]


def test_swapped_records_are_named(copy: Path) -> None:
    edit(
        copy,
        ("UPDATE decision_log_records SET number = -1 WHERE number = 20",),
        ("UPDATE decision_log_records SET number = 20 WHERE number = 150",),
        ("UPDATE decision_log_records SET number = 150 WHERE number = -1",),
    )
    found = faults(copy)
    assert any("第 20 号记录：里面写的是第 150 号" in each for each in found)
    assert any("第 150 号记录：里面写的是第 20 号" in each for each in found)


@pytest.mark.slow
def test_an_inserted_record_is_named(copy: Path, tmp_path: Path) -> None:
    with DecisionLog.create(tmp_path / "other.db", ORIGIN) as other:
        for decision in few(100, 9, prefix="B"):
            other.record(decision, engine_of())
        forged = next(iter(other.store.rows(100, 100)))
    edit(
        copy,
        ("UPDATE decision_log_records SET number = -number WHERE number > 99",),
        ("UPDATE decision_log_records SET number = -number + 1 WHERE number < 0",),
        ("INSERT INTO decision_log_records VALUES (?, ?, ?, ?, ?)", *forged),
    )
    assert any("第 100 号记录：同前一条接不上" in each for each in faults(copy))


def test_records_cut_off_the_end_are_named_by_the_checkpoint(copy: Path) -> None:
    held = cosigned(copy)
    edit(copy, ("DELETE FROM decision_log_records WHERE number > 195",))
    assert any("第 196—200 号记录缺失" in each for each in faults(copy))  # the one that is kept
    edit(copy, ("DELETE FROM decision_log_checkpoints",))
    assert faults(copy) == []  # with the checkpoint, nothing in the file tells
    assert any("第 196—200 号记录缺失" in each for each in faults(copy, held))


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        (
            "INSERT INTO decision_log_records"
            " SELECT 0, document, nodes, NULL, NULL FROM decision_log_records WHERE number = 1",
            "第 0 号记录是插入的",
        ),
        ("INSERT INTO decision_log_materials VALUES ('ab', x'00')", "所存的规则 ab 改动过"),
        (
            "INSERT INTO decision_log_materials VALUES"
            " ('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', x'00')",
            "没有一条记录用到",
        ),
        ("UPDATE decision_log_checkpoints SET size = 3", "所存的检查点登记的是 3 条"),
        ("INSERT INTO decision_log_requests VALUES ('k', 'f', 999)", "所指的第 999 号记录不在"),
        ("CREATE TABLE other (x)", "多了一个 other"),
        ("CREATE TRIGGER t AFTER INSERT ON decision_log_records BEGIN SELECT 1; END", "多了一个 t"),
    ],
)
def test_what_no_writer_put_there_is_named(short: Path, sql: str, told: str) -> None:
    cosigned(short)
    with DecisionLog.open(short) as log:
        log.store.keep_requests()
    assert faults(short) == []
    edit(short, (sql,))
    found = faults(short)
    assert len(found) == 1
    assert found[0].startswith("L125 ")
    assert told in found[0]


def test_a_log_without_its_guards_is_named_and_nothing_is_appended(copy: Path) -> None:
    link = sqlite3.connect(copy)
    link.execute("DROP TRIGGER decision_log_no_delete")
    link.execute(
        "CREATE TRIGGER thief AFTER INSERT ON decision_log_records"
        " BEGIN DELETE FROM decision_log_records WHERE number = new.number; END"
    )
    link.close()
    missing, added = faults(copy)
    assert "decision_log_no_DELETE 没有了" in missing
    assert "多了一个 thief" in added
    with (
        DecisionLog.open(copy) as log,
        pytest.raises(LogError, match="日志不完整"),
    ):
        log.record(renamed(few(1)[0], "C-1"), engine_of())


def test_a_key_without_any_checkpoint_does_not_pass(copy: Path) -> None:
    edit(copy, ("DELETE FROM decision_log_records WHERE number > 150",))
    with DecisionLog.open(copy) as log:
        found = verify(log, keys=KEYS, evaluate=False)
    assert [each.code for each in found.faults] == ["L126"]


def test_what_appends_to_a_log_with_a_gap_is_refused(copy: Path) -> None:
    edit(copy, ("DELETE FROM decision_log_records WHERE number = 192",))
    with DecisionLog.open(copy) as log, pytest.raises(LogError, match="日志不完整"):
        log.record(renamed(few(1)[0], "C-1"), engine_of())


@pytest.mark.parametrize("name", ["document", "nodes"])
@pytest.mark.parametrize("value", [b"", b"\xff", b"{}", b'{"entry": {"number": 20}}', "x" * 64, 7])
def test_nothing_is_appended_to_a_last_record_that_is_none(
    name: str, value: bytes | str | int, short: Path
) -> None:
    edit(short, (f"UPDATE decision_log_records SET {name} = ? WHERE number = {SHORT}", value))
    with DecisionLog.open(short) as log:
        with pytest.raises(LogError, match="日志不完整"):
            log.record(renamed(few(1)[0], "C-1"), engine_of())
        assert not verify(log, evaluate=False)


def rewritten(file: Path, change: Callable[[int, dict[str, object]], None]) -> None:
    """Rewrite a whole log so that all of it agrees again, as whoever has the key can."""
    with DecisionLog.open(file) as log:
        rows = list(log.store.rows())
    frontier, previous = Frontier(), FIRST
    statements: list[tuple[object, ...]] = [("DELETE FROM decision_log_checkpoints",)]
    for row in rows:
        data = json.loads(row.document)
        change(row.number, data)
        hashes = committed.commitments(data["contents"])
        data["entry"] |= {"previous": previous, "sealed": committed.sealed(hashes)}
        entry = canonical(data["entry"])
        previous = leaf_hash(entry).hex()
        document = joined({"contents": canonical(data["contents"]), "entry": entry})
        nodes = b"".join(frontier.add(bytes.fromhex(previous)))
        sql = "UPDATE decision_log_records SET document = ?, nodes = ? WHERE number = ?"
        statements.append((sql, document, nodes, row.number))
    edit(file, *statements)


def test_a_log_rewritten_with_the_key_is_caught_by_what_was_cosigned(copy: Path) -> None:
    held = cosigned(copy)

    def change(number: int, data: dict) -> None:  # type: ignore[type-arg]
        if number == 30:
            data["contents"]["case"]["occurred_on"] = "2026-01-02"

    rewritten(copy, change)
    with DecisionLog.open(copy) as log:
        log.checkpoint(KEY)  # signed anew
    assert faults(copy, evaluate=True) == []  # nobody who only has the file and the key's signature
    found = faults(copy, held)
    assert len(found) == 1
    assert "同检查点不符" in found[0]
    with DecisionLog.open(copy) as log:
        now = log.checkpoint(KEY)
        assert not log.consistency(SIZE, now).holds(held)
        assert not log.inclusion(30, held)


def test_a_decision_that_its_facts_do_not_give_is_found_though_all_hashes_agree(copy: Path) -> None:
    def change(number: int, data: dict) -> None:  # type: ignore[type-arg]
        if number == 40:
            worst = "no_tolerance"
            other = worst if data["entry"]["outcome"] != worst else "lighter"
            data["entry"] |= {"outcome": other, "named": other}

    rewritten(copy, change)
    assert faults(copy) == []
    assert ["第 40 号" in each for each in faults(copy, evaluate=True)] == [True]


def test_a_back_dated_record_is_named(copy: Path) -> None:
    def change(number: int, data: dict) -> None:  # type: ignore[type-arg]
        if number == 60:
            data["entry"] |= {"recorded_at": "2026-10-01T09:00:00.000+08:00", "month": "2026-10"}

    rewritten(copy, change)
    found = faults(copy)
    assert "第 60 号记录" in found[0]
    assert any("倒填了日期" in each for each in found)


def test_rules_that_were_changed_in_the_log_are_found(copy: Path) -> None:
    edit(copy, ("UPDATE decision_log_materials SET content = content || x'20'",))
    found = faults(copy, evaluate=True)
    assert "规则改动过" in found[0]
    edit(copy, ("DELETE FROM decision_log_materials",))
    assert "没有指纹为" in faults(copy, evaluate=True)[0]


def test_no_byte_of_a_proof_or_of_a_checkpoint_changes_unseen(original: Path) -> None:
    held = cosigned(original)
    with DecisionLog.open(original) as log:
        grown = log.consistency(150, held)
        proof = log.inclusion(123, held)
        old = SignedCheckpoint.of(_at(log, 150), KEY)
    assert proof
    assert grown.holds(old)
    readers: tuple[tuple[str, Callable[[str], bool]], ...] = (
        (str(held), lambda text: _right(SignedCheckpoint.parse(text))),
        (str(proof), lambda text: _proves(InclusionProof.parse(text), proof)),
        (str(grown), lambda text: _grew(ConsistencyProof.parse(text), old)),
    )
    rng = random.Random(7)
    for text, reads in readers:
        assert reads(text)
        data = text.encode()
        for place in range(len(data)):
            other = bytes([(data[place] + rng.randrange(1, 256)) % 256])
            for changed in (
                data[:place] + other + data[place + 1 :],
                data[:place] + data[place + 1 :],
                data[:place] + other + data[place:],
                data[:place],
            ):
                try:
                    right = changed != data and reads(changed.decode())
                except (CaseError, UnicodeDecodeError):
                    continue
                assert not right, changed


def _at(log: DecisionLog, size: int):  # type: ignore[no-untyped-def]
    from tolerance_rules.records.checkpoint import Checkpoint
    from tolerance_rules.records.tree import root

    return Checkpoint(ORIGIN, size, root(size, log.store.node))


def _right(found: SignedCheckpoint) -> bool:
    return all(found.is_signed(key) for key in KEYS)


def _proves(found: InclusionProof, before: InclusionProof) -> bool:
    return bool(found) and _right(found.checkpoint) and found.leaf == before.leaf


def _grew(found: ConsistencyProof, old: SignedCheckpoint) -> bool:
    return found.holds(old) and _right(found.checkpoint)


@pytest.mark.slow
def test_whatever_byte_of_the_file_changes_it_is_found_or_changes_nothing(copy: Path) -> None:
    whole = copy.read_bytes()
    with DecisionLog.open(copy) as log:
        rows = list(log.store.rows())
    rng = random.Random(11)
    found = 0
    for _ in range(60):
        data = bytearray(whole)
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        copy.write_bytes(data)
        try:
            if faults(copy):
                found += 1
                continue
            with DecisionLog.open(copy) as log:
                assert list(log.store.rows()) == rows
        except LogError:  # the database tells that it is damaged
            found += 1
    assert found > 30


def whole_of_it() -> None:
    """Try every byte of every record, and say how many there were."""
    with tempfile.TemporaryDirectory() as folder:
        log = filled(Path(folder, "log.db"), SIZE)
        rows = list(log.store.rows())
        started = time.perf_counter()
        tried = 0
        for _ in changed_bytes(rows, range(1, SIZE + 1), random.Random(5), every=True):
            tried += 1
            if tried % 50_000 == 0:
                print(f"{tried} changes, {time.perf_counter() - started:.0f} s", flush=True)
        print(f"{tried} changed bytes of {SIZE} records, each found and its record named")


if __name__ == "__main__":
    sys.exit(whole_of_it())
