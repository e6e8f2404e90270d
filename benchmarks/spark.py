"""Benchmark: Spark local[2], Parquet to Parquet: our SQL against the plan by Polars in Arrow.

    python benchmarks/spark.py [--rows 1000000] [--rounds 2] [--folder /tmp]

A seeded file of all facts with unknowns (`many_files.py`), in one session of Spark's, the best
round of each; each has judged a few rows before, and has the settings that suit it. Two ways judge
nothing, to show what Spark itself takes: reading the facts and writing as many columns as the
findings are; and the same by way of Python, to which all the facts are handed in Arrow. What
judges in Python cannot be faster than the second. Rows a second, and rows a second of the processor
time of Java and of Python together, each with its ratio to the SQL; and the most memory that one
worker of Python has held. What the two that judge write is compared, row by row. Linux only.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl
from many_files import write
from pyspark.sql import SparkSession

from tolerance_rules import Engine
from tolerance_rules.executors.columnar.target import target
from tolerance_rules.executors.sql import RulesAsSql

TICKS = os.sysconf("SC_CLK_TCK")
PARTS = 8
SQL_SETTINGS = ("spark.sql.codegen.wholeStage", "spark.sql.subexpressionElimination.enabled")
"""What examples/spark/judge.py turns off for the SQL, and nothing else need do without."""
BATCH = ("spark.sql.execution.arrow.maxRecordsPerBatch", "100000")
"""What docs/sql.md advises for Arrow."""


def tree() -> dict[int, list[str]]:
    """Return what Linux says of every process that this one has started, by number."""
    stats = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit():
                text = (entry / "stat").read_text()
                stats[int(entry.name)] = text.rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
    found = {os.getpid()}
    while more := {pid for pid, stat in stats.items() if int(stat[1]) in found} - found:
        found |= more
    return {pid: stats[pid] for pid in found - {os.getpid()}}


def processor() -> float:
    """Return the seconds of processor time of every process started, and of those that ended."""
    return sum(sum(map(int, stat[11:15])) for stat in tree().values()) / TICKS


def session(folder: str) -> SparkSession:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[2]").config("spark.driver.memory", "2g")
    quiet = {"spark.ui.enabled": "false", "spark.log.level": "ERROR", "spark.local.dir": folder}
    quiet |= {"spark.ui.showConsoleProgress": "false", "spark.driver.host": "127.0.0.1"}
    for name, value in quiet.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def as_many(table: Any, findings: Any) -> list[str]:
    """Return columns of a table of the types that the findings have."""
    left = [(field.dataType, field.name) for field in table.schema.fields]
    found = []
    for field in findings.schema.fields:
        pair = next(pair for pair in left if pair[0] == field.dataType)
        left.remove(pair)
        found.append(pair[1])
    return found


def handed_over(table: Any, findings: Any) -> Any:
    """Return columns of a table that went to Python with all the others, and came back."""
    names = [field.name for field in table.schema.fields]
    places = [names.index(name) for name in as_many(table, findings)]
    sent = table.toDF(*(f"c{place}" for place in range(len(names))))

    def back(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield batch.select(places)

    schema = sent.select(*(f"c{place}" for place in places)).schema
    return sent.mapInArrow(back, schema)


class Memory(threading.Thread):
    """Watches how much memory a worker of Python's has held at most, in MB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0

    def run(self) -> None:
        while True:
            for pid in tree():
                try:
                    if b"pyspark.daemon" not in Path(f"/proc/{pid}/cmdline").read_bytes():
                        continue
                    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
                    held = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
                    self.most = max(self.most, *(each / 1e3 for each in held))
                except (OSError, TypeError):  # ended meanwhile
                    continue
            time.sleep(0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=None)
    given = parser.parse_args()
    engine = Engine.load()
    rules = RulesAsSql(engine.rules, engine.diagram, target("spark", keep=["case_id"]))
    with tempfile.TemporaryDirectory(dir=given.folder, prefix="spark-") as name:
        folder = Path(name)
        spark = session(name)
        for rows, part in ((given.rows, "register"), (2_000, "small")):
            write(folder / "facts.parquet", rows, unknown=True)
            facts = pl.scan_parquet(folder / "facts.parquet").with_row_index("case_id")
            (folder / part).mkdir()
            size = -(-rows // PARTS)
            for number in range(PARTS):
                file = folder / part / f"{number}.parquet"
                facts.with_columns(pl.col("case_id").cast(pl.Int64)).slice(
                    number * size, size
                ).sink_parquet(file)

        def sql(table: Any) -> Any:
            table.createOrReplaceTempView("register")
            return spark.sql(rules.select())

        findings = engine.evaluate_spark(spark.read.parquet(str(folder / "small")))
        ways: dict[str, Callable[[Any], Any]] = {
            "judging nothing": lambda table: table.select(
                *(f"`{name}`" for name in as_many(table, findings))
            ),
            "judging nothing, Python": lambda table: handed_over(table, findings),
            "evaluate_spark": engine.evaluate_spark,
            "our SQL": sql,
        }
        spark.conf.set(*BATCH)
        memory = Memory()
        memory.start()
        best: dict[str, list[float]] = {}
        for way, judged in ways.items():
            for setting in SQL_SETTINGS:
                spark.conf.set(setting, str(judged is not sql).lower())
            for place in range(given.rounds + 1):
                table = spark.read.parquet(str(folder / ("register" if place else "small")))
                used, start = processor(), time.perf_counter()
                judged(table).write.mode("overwrite").parquet(
                    str(folder / way.replace(" ", "-").replace(",", ""))
                )
                took = [time.perf_counter() - start, processor() - used]
                print(f"{way}, {place}: {took[0]:.1f} s, {took[1]:.1f} s of CPU", flush=True)
                if place:
                    best[way] = [min(pair) for pair in zip(took, best.get(way, took), strict=True)]
        print(f"\n{given.rows:,} rows".ljust(26) + "rows/s   ratio   rows/s of CPU   ratio")
        for way, took in best.items():
            rates = [given.rows / each for each in took]
            ratios = [first / each for first, each in zip(best["our SQL"], took, strict=True)]
            print(
                f"{way:24}{rates[0]:7,.0f}{ratios[0]:8.2f}{rates[1]:16,.0f}{ratios[1]:8.2f}",
            )
        print(f"most memory of one worker of Python: {memory.most:,.0f} MB")
        found = [
            pl.read_parquet(folder / way / "*.parquet").sort("case_id")
            for way in ("our-SQL", "evaluate_spark")
        ]
        assert found[0].equals(found[1].select(found[0].columns)), "the two differ"
        print("both found the same")
        names = ("pyspark", "polars", "pyarrow")
        print(", ".join(f"{name} {version(name)}" for name in names))
        spark.stop()


if __name__ == "__main__":
    main()
