"""Benchmark: the whole audit of a long register, from a CSV file to the report.

    python benchmarks/audit.py [--rows 1000000] [--unknown 0]

The register is the example's generator at length: seeded, realistic cases, one decision in twelve
recorded otherwise than the rules name. Writing it is not timed; everything else is. `--unknown` is
the share of facts not established: then hardly two cases are alike, which is the worst register.
Patterns of facts are judged side by side; a sample of them is judged one by one besides, for the
ratio. Seconds are those of the clock, and of the processor, which is what counts on a machine that
others use too.
"""

from __future__ import annotations

import argparse
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from tolerance_rules import Engine
from tolerance_rules.audit.audit import casebook, report
from tolerance_rules.audit.judge import Judge, Judged
from tolerance_rules.audit.register_reader import read

GENERATOR = Path(__file__).resolve().parent.parent / "examples" / "register" / "generator.py"
SAMPLE = 300
"""How many patterns are judged one by one."""
Found = TypeVar("Found")


def timed(name: str, work: Callable[[], Found]) -> tuple[Found, float]:
    """Return what some work finds, and the processor time it took; print that, and the seconds."""
    start, processor = time.perf_counter(), time.process_time()
    found = work()
    took = time.process_time() - processor
    seconds = time.perf_counter() - start
    print(f"{name:28} {seconds:>10.1f} s{took:>10.1f} s of processor time")
    return found, took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--unknown", type=float, default=0.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.csv"
        command = [sys.executable, GENERATOR, "--rows", str(given.rows), "--csv", file]
        command += ["--unknown", str(given.unknown)]
        subprocess.run(command, check=True)
        size = file.stat().st_size / 1e6
        print(f"{given.rows:,} decisions, {size:,.0f} MB of CSV")
        engine = Engine.load()
        register, reading = timed("read", lambda: read(file, rules=engine.rules))
        book, judging = timed("judged", lambda: casebook(register, engine))
        found, reporting = timed("compared and reported", lambda: report(book))
    print(
        f"whole audit                  {reading + judging + reporting:>24.1f} s of processor time"
    )
    print(f"distinct patterns of facts   {len(register.patterns):>12,}")
    print(f"relevant patterns, lawful    {len(book.alike):>12,}")
    judged = [book.judged(entry).pattern for entry in book.entries]
    sample = random.Random(1).sample(judged, min(SAMPLE, len(judged)))
    alone, judge = list[Judged](), Judge(engine)
    judge.judge(sample[0])  # what is compiled on first use
    _, one_by_one = timed(
        f"{len(sample)} one by one", lambda: alone.extend(map(judge.judge, sample))
    )
    many, single = judging / len(register.patterns), one_by_one / len(sample)
    print(f"a pattern: {many * 1e6:,.0f} us among all, {single * 1e6:,.0f} us by itself, ", end="")
    print(f"{single / many:.0f} times as long")
    pairs = next((f.details["all_pairs"] for f in found.findings if "all_pairs" in f.details), "0")
    print(f"inverted pairs               {int(pairs):>12,}")
    for kind, count in Counter(finding.kind.value for finding in found.findings).items():
        print(f"  {kind:<26} {count:>12,}")
    try:
        import resource
    except ImportError:  # Windows
        return
    print(f"Python {platform.python_version()}, polars {version('polars')}; ", end="")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:,.0f} MB")


if __name__ == "__main__":
    main()
