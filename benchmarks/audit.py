"""Benchmark: the whole audit of a long register, from a CSV file to the report.

    python benchmarks/audit.py [--rows 1000000] [--unknown 0]

The register is the example's generator at length: seeded, realistic cases, one decision in twelve
recorded otherwise than the rules name. Writing it is not timed; everything else is. `--unknown` is
the share of facts not established: then hardly two cases are alike, which is the worst register.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tolerance_rules import Engine
from tolerance_rules.audit.audit import casebook, report
from tolerance_rules.audit.register_reader import read

GENERATOR = Path(__file__).resolve().parent.parent / "examples" / "register" / "generator.py"


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
        start = time.perf_counter()
        register = read(file, rules=engine.rules)
        after_read = time.perf_counter()
        book = casebook(register, engine)
        after_judged = time.perf_counter()
        found = report(book)
        end = time.perf_counter()
    print(f"distinct patterns of facts   {len(register.patterns):>12,}")
    print(f"relevant patterns, lawful    {len(book.alike):>12,}")
    print(f"read                         {after_read - start:>10.1f} s")
    print(f"judged                       {after_judged - after_read:>10.1f} s")
    print(f"compared and reported        {end - after_judged:>10.1f} s")
    print(f"whole audit                  {end - start:>10.1f} s")
    pairs = next((f.details["all_pairs"] for f in found.findings if "all_pairs" in f.details), "0")
    print(f"inverted pairs               {int(pairs):>12,}")
    for kind, count in Counter(finding.kind.value for finding in found.findings).items():
        print(f"  {kind:<26} {count:>12,}")
    try:
        import resource
    except ImportError:  # Windows
        return
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:,.0f} MB")


if __name__ == "__main__":
    main()
