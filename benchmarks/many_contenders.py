"""One contender of `many_cases.py`, measured in a process of its own; prints JSON.

python benchmarks/many_contenders.py NAME FACTS TARGET
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

SAMPLE = 20_000
"""Cases that an engine which takes one at a time is given."""
KERNEL = 4_000_000
"""Rows that the kernel of bits is given: it reads no file and writes none."""
CORE = 26
"""Columns of the core: the outcome and the status of every clause."""
Job = Callable[[Path, Path], Any]
"""Reads the facts, writes the findings; or returns what it did itself: rows, seconds, processor."""


def ours(*, complete: bool, core: bool) -> Job:
    import polars as pl

    from tolerance_rules import Engine

    executor = Engine.load().many_cases

    def run(facts: Path, target: Path) -> None:
        table = pl.scan_parquet(facts)
        found = executor.judged(table, complete=complete, reachable=not core)
        if core:
            found = found.drop("permitted", "row")
        found.sink_parquet(target)

    return run


def reading_and_writing() -> Job:
    """Return what no program can do without: reading every fact, and writing every finding."""
    import polars as pl

    judge = ours(complete=False, core=False)

    def run(facts: Path, target: Path) -> tuple[int, float, float]:
        judge(facts, target)
        findings = pl.read_parquet(target)
        used, start = time.process_time(), time.perf_counter()
        pl.scan_parquet(facts).sink_batches(lambda _: None)
        findings.lazy().sink_parquet(target)
        return len(findings), time.perf_counter() - start, time.process_time() - used

    return run


def hand(*, checked: bool) -> Job:
    from peers import hand_polars

    return hand_polars.run_checked if checked else hand_polars.run


def bits() -> Job:
    from peers import hand_numpy

    def run(facts: Path, _: Path) -> tuple[int, float, float]:
        bitmaps = hand_numpy.read(facts, KERNEL)
        rows = 64 * len(bitmaps["work.pilot", ""])
        used, start = time.process_time(), time.perf_counter()
        hand_numpy.outcomes(bitmaps, hand_numpy.clauses(bitmaps))
        return rows, time.perf_counter() - start, time.process_time() - used

    return run


def sql(dialect: str) -> Any:
    from tolerance_rules import Engine
    from tolerance_rules.executors.columnar.target import target
    from tolerance_rules.executors.sql import RulesAsSql

    engine = Engine.load()
    return RulesAsSql(engine.rules, engine.diagram, target(dialect, keep=()))


def duckdb() -> Job:
    import duckdb as module

    select = sql("duckdb").select()

    def run(facts: Path, target: Path) -> None:
        with module.connect(config={"memory_limit": "1GB"}) as connection:
            connection.execute(f"CREATE VIEW register AS FROM read_parquet('{facts}')")
            connection.execute(f"COPY ({select}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")

    return run


def spark() -> Job:
    from pyspark.sql import SparkSession

    select = sql("spark").select()
    folder = tempfile.mkdtemp(prefix="tolerance-rules-spark-")
    builder = SparkSession.builder.master("local[2]").config("spark.driver.memory", "2g")
    quiet = {"spark.ui.enabled": "false", "spark.log.level": "ERROR", "spark.local.dir": folder}
    for name, value in {**quiet, "spark.driver.host": "127.0.0.1"}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()

    def run(facts: Path, target: Path) -> None:
        session.read.parquet(str(facts)).createOrReplaceTempView("register")
        session.sql(select).write.mode("overwrite").parquet(str(target))

    return run


def row_by_row(name: str) -> Job:
    import polars as pl
    from peers.rule_engine_peer import RuleEnginePeer
    from peers.zen_peer import ZenPeer

    peer = ZenPeer() if name == "zen" else RuleEnginePeer()

    def run(facts: Path, _: Path) -> tuple[int, float, float]:
        cases = []
        for row in pl.scan_parquet(facts).head(SAMPLE).collect().to_dicts():
            case: dict[str, dict[str, Any]] = {}
            for dotted, value in row.items():
                group, _, fact = dotted.partition(".")
                case.setdefault(group, {})[fact] = value
            cases.append(case)
        used, start = time.process_time(), time.perf_counter()
        for case in cases:
            peer.evaluate(case)
        return len(cases), time.perf_counter() - start, time.process_time() - used

    return run


CONTENDERS: dict[str, tuple[str, bool, Callable[[], Job]]] = {
    # Name: what it does, whether its facts have unknowns, how to make it.
    "hand": ("Polars by hand, complete facts", False, lambda: hand(checked=False)),
    "hand-checked": ("  refusing what cannot be", False, lambda: hand(checked=True)),
    "complete": ("ours: outcome and statuses", False, lambda: ours(complete=True, core=True)),
    "complete-all": (
        "  and permitted, settled, reachable",
        False,
        lambda: ours(complete=True, core=False),
    ),
    "general": ("ours, as if facts were unknown", False, lambda: ours(complete=False, core=False)),
    "hand-unknown": ("Polars by hand, blind to unknowns", True, lambda: hand(checked=False)),
    "unknown": ("ours, all columns, with unknowns", True, lambda: ours(complete=False, core=False)),
    "io-unknown": ("Polars, reading and writing alone", True, reading_and_writing),
    "duckdb": ("our SQL in DuckDB, with unknowns", True, duckdb),
    "spark": ("our SQL in Spark local[2], unknowns", True, spark),
    "numpy": ("NumPy on bits, the kernel alone", False, bits),
    "zen": ("zen-engine, row by row", False, lambda: row_by_row("zen")),
    "rule-engine": ("rule-engine, row by row", False, lambda: row_by_row("rule-engine")),
}


def seconds_of_processor() -> float:
    """Return the seconds of processor time that this process and those it started took."""
    return time.process_time() + sum(os.times()[2:4])


def peak() -> float | None:
    """Return the most memory this process has held, in MB; None where Linux does not say."""
    # Not getrusage: its figure begins with the memory of the process that started this one.
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    lines = status.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1e3


def main() -> None:
    name, facts, target = sys.argv[1:]
    try:
        run = CONTENDERS[name][2]()
    except ImportError as error:
        print(json.dumps({"missing": str(error)}))
        return
    used, start = seconds_of_processor(), time.perf_counter()
    counted = run(Path(facts), Path(target))
    seconds = time.perf_counter() - start
    used = seconds_of_processor() - used
    rows = None
    if counted is not None:
        rows, seconds, used = counted
    found = {"rows": rows, "seconds": seconds, "processor": used, "peak": peak()}
    if name == "spark":
        # It works in a process of Java's, of which nothing is seen from here but the time.
        found |= {"processor": None, "peak": None}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
