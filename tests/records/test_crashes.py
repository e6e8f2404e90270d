"""Crashes: what was acknowledged stays, whenever a writer is killed and whenever the disk is full.

The test of each store kills a few writers; `python tests/records/test_crashes.py 100` kills so
many on each, the PostgreSQL server with its commits waiting for the disk.
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
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.database_servers import Unavailable, postgres
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
            for line in lines:
                if line.endswith("\n"):
                    number, leaf = line.split()
                    assert told.setdefault(int(number), leaf) == leaf, "a number was given twice"
    with DecisionLog.open(where) as log:
        log.record(few(1, 4, prefix="next")[0], engine_of())
        found = verify(log)
        assert found, found.faults
        stand = {each.number: each.leaf_hash.hex() for each in log.records()}
    assert {number: stand.get(number) for number in told} == told
    return len(told), len(stand)


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
