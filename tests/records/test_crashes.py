"""Crashes: what was acknowledged stays, whenever a writer is killed and whenever the disk is full.

The test of each store kills a few writers, and that of PostgreSQL the server too, its commits
waiting for the disk; `python tests/records/test_crashes.py 100` kills so many of each.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from support.database_servers import POSTGRES, Unavailable, crashed, postgres, restarted
from support.decision_logs import ORIGIN, decisions, engine_of, few, schema_of
from tolerance_rules.errors import LogError
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.verify import verify


def _write(where: str, prefix: str, acknowledged: int) -> None:
    """Record without end; each number is told, by a pipe, after it was acknowledged."""
    engine = engine_of()
    with DecisionLog.open(where) as log:
        for decision in decisions(len(prefix), prefix=prefix):
            receipt = log.record(decision, engine)
            os.write(acknowledged, f"{receipt.number} {receipt.leaf_hash}\n".encode())


def killed(where: str, kills: int, seed: int) -> tuple[int, int]:
    """Kill writers at random moments; return how many records were told, and how many stand."""
    rng, fork = random.Random(seed), multiprocessing.get_context("fork")
    engine_of()
    told: dict[int, str] = {}
    for round_ in range(kills):
        reading, writing = os.pipe()
        prefix = f"K{seed}.{round_}"
        writers = [fork.Process(target=_write, args=(where, f"{prefix}{n}", writing)) for n in "ab"]
        for each in writers:
            each.start()
        os.close(writing)
        if round_ % 2:  # the others are killed while they start, on a busy machine
            select.select([reading], [], [], 60)
        time.sleep(rng.uniform(0.02, 0.6))
        for each in writers:
            assert each.pid is not None
            os.kill(each.pid, signal.SIGKILL)
        for each in writers:
            each.join()
        with os.fdopen(reading) as lines:
            note(lines, told)
    return len(told), stands(where, told, "next")


def note(lines: Iterable[str], told: dict[int, str]) -> None:
    """Note what was acknowledged; a line that was cut short was not told."""
    for line in lines:
        if line.endswith("\n"):
            number, leaf = line.split()
            assert told.setdefault(int(number), leaf) == leaf, "a number was given twice"


def stands(where: str, told: dict[int, str], prefix: str) -> int:
    """Return how many records stand, once another is written; what was told is among them."""
    with DecisionLog.open(where) as log:
        log.record(few(1, 4, prefix=prefix)[0], engine_of())
        found = verify(log)
        assert found, found.faults
        stand = {each.number: each.leaf_hash.hex() for each in log.records()}
    assert {number: stand.get(number) for number in told} == told
    return len(stand)


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_on_sqlite(tmp_path: Path) -> None:
    where = str(tmp_path / "log.db")
    DecisionLog.create(where, ORIGIN).store.close()
    told, stand = killed(where, 10, 1)
    assert 0 < told < stand


@contextlib.contextmanager
def on_a_server() -> Iterator[str]:
    with postgres(durable=True) as server, schema_of(server, "crashes") as where:
        DecisionLog.create(where, ORIGIN).store.close()
        yield where


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_on_postgresql() -> None:
    pytest.importorskip("psycopg", reason="the postgres extra is not installed")
    try:
        with on_a_server() as where:
            told, stand = killed(where, 10, 2)
    except Unavailable as error:
        pytest.skip(str(error))
    assert 0 < told < stand


def _write_until_it_is_gone(where: str, prefix: str, acknowledged: int) -> None:
    """Record until the server is gone, which is said in words."""
    try:
        _write(where, prefix, acknowledged)
    except LogError as error:
        # Killed on purpose: what is told of it is no failure of the writer.
        os._exit(0 if {each.code for each in error.faults} == {"L034"} else 1)


def server_killed(server: str, where: str, kills: int, seed: int) -> tuple[int, int]:
    """Kill the server while two write; return how many records were told, and how many stand.

    Every other time all its processes are killed at once, as when the machine stops.
    """
    rng, fork = random.Random(seed), multiprocessing.get_context("fork")
    engine_of()
    told: dict[int, str] = {}
    stand = 0
    for round_ in range(kills):
        reading, writing = os.pipe()
        prefix = f"S{seed}.{round_}"
        writers = [
            fork.Process(target=_write_until_it_is_gone, args=(where, f"{prefix}{n}", writing))
            for n in "ab"
        ]
        for each in writers:
            each.start()
        os.close(writing)
        assert select.select([reading], [], [], 120)[0], "nobody writes"
        time.sleep(rng.uniform(0.02, 0.4))
        crashed(server, everything=bool(round_ % 2))
        for each in writers:
            each.join(120)
        assert [each.exitcode for each in writers] == [0, 0]
        with os.fdopen(reading) as lines:
            note(lines, told)
        restarted(server)
        stand = stands(where, told, f"next{round_}")
    return len(told), stand


@pytest.mark.slow
def test_a_killed_server_loses_nothing() -> None:
    pytest.importorskip("psycopg", reason="the postgres extra is not installed")
    if os.environ.get(POSTGRES):
        pytest.skip("the server is another's, and is not to be killed")
    try:
        with postgres(durable=True) as server, schema_of(server, "crashes") as where:
            DecisionLog.create(where, ORIGIN).store.close()
            told, stand = server_killed(server, where, 4, 3)
    except Unavailable as error:
        pytest.skip(str(error))
    assert 4 <= told < stand


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_refuses_and_loses_nothing(small_disk: Path) -> None:
    where, engine, made = small_disk / "log.db", engine_of(), decisions(5)
    ballast = small_disk / "ballast"
    with DecisionLog.create(where, ORIGIN) as log:
        first = [log.record(next(made), engine) for _ in range(3)]
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(b"\0" * 4096):
                pass
        refused = []
        receipts = list(first)
        for _ in range(20):
            try:
                receipts.append(log.record(next(made), engine))
            except LogError as error:
                refused.append(str(error))
        assert refused
        assert all("磁盘" in each for each in refused)
    with DecisionLog.open(where) as log:
        assert verify(log)
        assert [each.leaf_hash.hex() for each in log.records()] == [
            each.leaf_hash for each in receipts
        ]
        ballast.unlink()
        log.record(next(made), engine)
        found = verify(log)
        assert found, found.faults
        assert found.size == len(receipts) + 1


if __name__ == "__main__":
    count = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "log.db")
        DecisionLog.create(file, ORIGIN).store.close()
        told, stand = killed(file, count, 1)
        print(f"SQLite: {count} kills of two writers, {told} acknowledged, {stand} stand")
    with on_a_server() as where:
        told, stand = killed(where, count, 2)
        print(f"PostgreSQL: {count} kills of two writers, {told} acknowledged, {stand} stand")
    with postgres(durable=True) as server, schema_of(server, "crashes") as where:
        DecisionLog.create(where, ORIGIN).store.close()
        told, stand = server_killed(server, where, count, 3)
        print(f"PostgreSQL: {count} kills of the server, {told} acknowledged, {stand} stand")
