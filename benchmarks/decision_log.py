"""The decision log: how fast four writers record, beside bare commits; how fast it is verified.

    python benchmarks/decision_log.py write --records 10000
    python benchmarks/decision_log.py write --records 10000 --postgres
    python benchmarks/decision_log.py verify --records 20000
    python benchmarks/decision_log.py verify --records 1000000 --processes 2 --log /tmp/long.db
    python benchmarks/decision_log.py proof --records 1000000

`write` times, in one run, bare commits of rows as long (the same settings, the same number of
writers, nothing else done) and then records; and verifies the log, which has to be whole.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from support.database_servers import postgres
from support.decision_logs import ORIGIN, decisions, engine_of, few, renamed, schema_of
from tolerance_rules.records.canonical import canonical, joined
from tolerance_rules.records.commitments import commitment, salts, sealed
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.record import Draft, Place, Record
from tolerance_rules.records.sqlite_store import SqliteStore
from tolerance_rules.records.store import Row
from tolerance_rules.records.subject import subject_of
from tolerance_rules.records.tree import Frontier, leaf_hash
from tolerance_rules.records.verify import verify

DISTINCT = 500
"""How many different decisions are recorded, under ever new numbers."""


def in_processes(writers: int, work: Callable[[int], None]) -> float:
    """Return the seconds that so many processes take, all begun together."""
    fork = multiprocessing.get_context("fork")
    ready, go = fork.Barrier(writers + 1), fork.Barrier(writers + 1)

    def one(number: int) -> None:
        ready.wait()
        go.wait()
        work(number)

    running = [fork.Process(target=one, args=(number,)) for number in range(writers)]
    for each in running:
        each.start()
    ready.wait()
    started = time.perf_counter()
    go.wait()
    for each in running:
        each.join()
    assert all(each.exitcode == 0 for each in running)
    return time.perf_counter() - started


def bare_sqlite(file: str, writers: int, count: int, size: int) -> float:
    """Return the seconds of so many commits of one row of bytes."""
    sqlite3.connect(file).execute(
        "CREATE TABLE bare (number INTEGER PRIMARY KEY, content BLOB)"
    ).connection.close()

    def work(_number: int) -> None:
        link = sqlite3.connect(file, timeout=120, isolation_level=None)
        link.execute("PRAGMA journal_mode = TRUNCATE")
        link.execute("PRAGMA synchronous = FULL")
        for _ in range(count // writers):
            link.execute("BEGIN IMMEDIATE")
            link.execute("INSERT INTO bare (content) VALUES (?)", (os.urandom(size),))
            link.execute("COMMIT")

    return in_processes(writers, work)


def bare_postgres(where: str, writers: int, count: int, size: int, *, locked: bool) -> float:
    """Return the seconds of so many commits of one row, one at a time if `locked`."""
    import psycopg

    with psycopg.connect(where, autocommit=True) as link:
        link.execute("DROP TABLE IF EXISTS bare")
        link.execute("CREATE TABLE bare (content BYTEA)")

    def work(_number: int) -> None:
        with psycopg.connect(where, autocommit=True) as link:
            for _ in range(count // writers):
                with link.transaction():
                    if locked:
                        link.execute("SELECT pg_advisory_xact_lock(1)")
                    link.execute("INSERT INTO bare VALUES (%s)", (os.urandom(size),))

    return in_processes(writers, work)


def write(where: str, writers: int, count: int) -> float:
    """Return the seconds in which so many writers record so many decisions."""
    engine, pool = engine_of(), few(DISTINCT)
    DecisionLog.create(where, ORIGIN).store.close()

    def work(number: int) -> None:
        with DecisionLog.open(where) as log:
            for n in range(count // writers):
                log.record(renamed(pool[n % DISTINCT], f"{number}-{n}"), engine)

    return in_processes(writers, work)


def told(what: str, count: int, seconds: float) -> float:
    """Print a rate, and return it."""
    print(f"{what:<44}{count / seconds:>9,.0f}/s   {seconds:.1f} s", flush=True)
    return count / seconds


def writing(where: str, folder: str, count: int, writers: int, *, server: bool) -> None:
    """Time bare commits and records, and verify what was recorded."""
    log = DecisionLog.create(Path(folder, "one.db"), ORIGIN)
    log.record(few(1)[0], engine_of())
    row = next(log.store.rows())
    size = len(row.document) + len(row.nodes)
    some = min(count, 2000)
    if server:
        bare = bare_postgres(where, writers, some, size, locked=False)
        rates = {"records to bare commits": told("bare commits", some, bare)}
        # Records are numbered without gaps, so they commit one at a time: as these do.
        serial = bare_postgres(where, writers, some, size, locked=True)
        alone = told("bare commits, one at a time", some, serial)
        rates["records to bare commits, one at a time"] = alone
    else:
        bare = bare_sqlite(f"{folder}/bare.db", writers, some, size)
        rates = {"records to bare commits": told("bare commits", some, bare)}
    recorded = told(f"records, {writers} writers", count, write(where, writers, count))
    for name, rate in rates.items():
        print(f"{name:<44}{recorded / rate:>9.2f}")
    with DecisionLog.open(where) as made:
        found = verify(made, evaluate=count <= 20_000)
        assert found, found.faults[:3]
        numbers = [record.number for record in made.records()]
        assert numbers == list(range(1, count // writers * writers + 1))
        print(f"{found.size} records, numbers without a gap, the log verifies")


@contextlib.contextmanager
def unsafe(file: str) -> Iterator[SqliteStore]:
    """Give a store that waits for no disk, to make a long log with."""
    store = SqliteStore.create(file, ORIGIN)
    store._run("PRAGMA synchronous = OFF")
    store._run("PRAGMA journal_mode = OFF")
    yield store
    store.close()


class Repeated:
    """A recorded decision, to be recorded again of cases of other numbers, with the same secret."""

    def __init__(self, record: Record) -> None:
        self.entry, self.case = record.entry, record.contents["case"]
        self.parts = {name: canonical(each) for name, each in record.contents.items()}
        self.hashes = record.commitments
        self.salt = salts(record.contents["secret"], self.hashes)["case"]

    def of(self, case_id: str) -> Draft:
        """Return the decision of a case of that number."""
        case = {**self.case, "id": case_id}
        self.hashes["case"] = commitment(self.salt, "case", case)
        contents = joined({**self.parts, "case": canonical(case)})
        return Draft(contents, {**self.entry, "sealed": sealed(self.hashes)}, case_id)


def filled(store: SqliteStore, count: int) -> None:
    """Fill a log: the first of equal decisions by its own writer, the others in one transaction."""
    log, engine, made = DecisionLog(store), engine_of(), decisions(3)
    for decision in [next(made) for _ in range(DISTINCT)][:count]:
        log.record(decision, engine)
    pool = [Repeated(record) for record in log.records()]
    last = log.get(len(pool))
    at = datetime.fromisoformat(last.entry["recorded_at"])
    previous, frontier = last.leaf_hash, Frontier.of(len(pool), store.node)
    with store.appending():
        for number in range(len(pool) + 1, count + 1):
            draft = pool[number % len(pool)].of(f"C-{number}")
            in_month = last.entry["number_in_month"] + number - len(pool)
            document, entry = draft.document(Place(ORIGIN, number, in_month, at, previous.hex()))
            previous = leaf_hash(entry)
            nodes = b"".join(frontier.add(previous))
            store.add(Row(number, document, nodes, subject_of(draft.case_id), None))


def verifying(file: str, count: int, processes: int) -> None:
    """Time the verification of a log of so many records, and its memory, tenth by tenth."""
    if not os.path.exists(file):
        started = time.perf_counter()
        with unsafe(file) as store:
            filled(store, count)
        told("records, written without waiting for the disk", count, time.perf_counter() - started)
    print(f"{'the file':<44}{os.path.getsize(file) / 1e6:>9,.0f} MB", flush=True)
    pid = os.fork()
    if pid == 0:  # a process of its own, whose memory is its own
        with DecisionLog.open(file) as log:
            rows, started = log.store.rows, time.perf_counter()
            spent = time.process_time()

            def counted(*given: int) -> Iterator[Row]:
                for row in rows(*given):
                    yield row
                    if row.number % max(count // 10, 1) == 0:
                        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                        told(f"verified {row.number:,}", row.number, time.perf_counter() - started)
                        print(f"{'  CPU and memory so far':<44}", end="")
                        print(f"{time.process_time() - spent:>9,.0f} s  {peak:,.0f} MB", flush=True)

            log.store.rows = counted  # type: ignore[method-assign]
            found = verify(log, processes=processes)
        assert found, found.faults[:3]
        own, others = (
            resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        told(f"verified {found.size:,}", found.size, time.perf_counter() - started)
        print(f"{'  CPU of this process, and of the others':<44}", end="")
        print(f"{own.ru_utime + own.ru_stime:>9,.0f} s  {others.ru_utime + others.ru_stime:,.0f} s")
        print(f"{'  memory of this process, and of another':<44}", end="")
        print(f"{own.ru_maxrss / 1024:>9,.0f} MB {others.ru_maxrss / 1024:,.0f} MB", flush=True)
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0


def proving(folder: str, count: int) -> None:
    """Time consistency and inclusion proofs between random sizes of a log of short rows."""
    file, frontier = f"{folder}/proof.db", Frontier()
    with unsafe(file) as store, store.appending():
        for number in range(1, count + 1):
            document = b"%d" % number
            nodes = b"".join(frontier.add(leaf_hash(document)))
            store.add(Row(number, document, nodes, None, None))
    rng = random.Random(5)
    with DecisionLog.open(file) as log:
        started = time.perf_counter()
        at = log.checkpoint()
        print(f"{'checkpoint':<44}{time.perf_counter() - started:>9.4f} s")
        assert at.checkpoint.root == frontier.root()
        slowest = 0.0
        for _ in range(200):
            old = rng.randrange(1, count)
            started = time.perf_counter()
            proof = log.consistency(old, at)
            slowest = max(slowest, time.perf_counter() - started)
            assert len(proof.hashes) <= 2 * count.bit_length()
        print(f"{'slowest of 200 consistency proofs':<44}{slowest:>9.4f} s")


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("write", "verify", "proof"))
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--processes", type=int, default=1, help="how many of them verify")
    parser.add_argument("--log", help="the long log: verified if it is there, else made and kept")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.what == "verify":
            verifying(given.log or f"{folder}/long.db", given.records, given.processes)
        elif given.what == "proof":
            proving(folder, given.records)
        elif given.postgres:
            with postgres(durable=True) as server, schema_of(server, "bench") as where:
                writing(where, folder, given.records, given.writers, server=True)
        else:
            file = f"{folder}/log.db"
            writing(file, folder, given.records, given.writers, server=False)


if __name__ == "__main__":
    main()
