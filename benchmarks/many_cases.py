"""Benchmark: many cases, Parquet to Parquet, ours against the same rules written by hand.

    python benchmarks/many_cases.py [--rows 1000000 10000000 50000000] [--text]
        [--contenders hand complete unknown ...] [--rounds 3] [--folder /tmp]

Seeded files of all facts (`many_files.py`); every contender runs in a fresh process, so that its
peak memory is its own; contenders take turns, the best of the rounds counts. What is compared must
be equal: the outcome and every status that the hand-written Polars gives. Rows a second and rows a
second of processor time, each with its ratio to the hand-written Polars on complete facts; the
second is the steadier one on a machine that others use too. Files are deleted at the end.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polars as pl
from many_contenders import CONTENDERS, CORE
from many_files import write

SCRIPT = Path(__file__).resolve().parent / "many_contenders.py"
EQUAL = ("hand", "hand-checked", "complete", "complete-all", "general")
"""The contenders that write the same columns from the same facts."""


def measured(name: str, facts: Path, target: Path) -> dict[str, Any]:
    """Return what a contender takes in a process of its own."""
    command = [sys.executable, str(SCRIPT), name, str(facts), str(target)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"{name} failed:\n{run.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def core(file: Path) -> pl.LazyFrame:
    """Return the outcome and the statuses that a contender wrote."""
    table = pl.scan_parquet(file)
    names = [n for n in table.collect_schema() if n == "outcome" or n.startswith("clause.")]
    assert len(names) == CORE
    return table.select(pl.col("outcome").cast(pl.String), *names[1:])


def differing(one: Path, other: Path) -> int:
    """Return how many rows of two files of findings differ."""
    names = core(one).collect_schema().names()
    renamed = core(other).select(pl.col(names).name.prefix("other."))
    pair = pl.concat([core(one), renamed], how="horizontal")
    same = pl.all_horizontal(pl.col(n).eq_missing(pl.col(f"other.{n}")) for n in names)
    return int(pair.select((~same).sum()).collect(engine="streaming").item())


def run(rows: int, names: list[str], rounds: int, folder: Path, *, text: bool) -> dict[str, Any]:
    """Measure every contender on files of so many rows, and compare what they found."""
    files = {unknown: folder / f"facts-{unknown}.parquet" for unknown in (False, True)}
    for unknown in {CONTENDERS[name][1] for name in names}:
        write(files[unknown], rows, unknown=unknown, text=text)
        print(f"{files[unknown].stat().st_size / 1e6:,.0f} MB of facts", file=sys.stderr)
    best: dict[str, Any] = {}
    for number in range(rounds):
        for name in names:
            if "missing" in best.get(name, ()):
                continue
            found = measured(name, files[CONTENDERS[name][1]], folder / f"{name}.parquet")
            found["rows"] = found.get("rows") or rows
            best[name] = {
                key: value if key not in best.get(name, ()) else _best(key, best[name][key], value)
                for key, value in found.items()
            }
            print(f"round {number + 1}, {name}: {found}", file=sys.stderr)
    equal = [folder / f"{name}.parquet" for name in names if name in EQUAL]
    for other in equal[1:]:
        wrong = differing(equal[0], other)
        if wrong:
            sys.exit(f"{other.stem} differs from {equal[0].stem} in {wrong:,} rows")
    return best


def _best(key: str, one: Any, other: Any) -> Any:
    if one is None:
        return None
    return max(one, other) if key in {"peak", "rows"} else min(one, other)


def table(rows: int, found: dict[str, Any]) -> None:
    """Print what was measured."""
    print(f"\n{rows:,} rows{'seconds':>29}{'M rows/s':>10}{'ratio':>8}", end="")
    print(f"{'M/s of CPU':>12}{'ratio':>8}{'peak MB':>9}")
    base = found.get("hand")
    for name, result in found.items():
        label = CONTENDERS[name][0]
        if "missing" in result:
            print(f"{label:38} left out: {result['missing']}")
            continue
        print(f"{label:38}{result['seconds']:8.2f}", end="")
        for key, width in (("seconds", 10), ("processor", 12)):
            if result[key] is None:
                print(f"{'':{width + 8}}", end="")
                continue
            rate = result["rows"] / max(result[key], 1e-3)
            ratio = f"{rate / (base['rows'] / base[key]):8.3f}" if base else f"{'':8}"
            print(f"{rate / 1e6:{width}.3f}{ratio}", end="")
        print(f"{result['peak'] or 0:9,.0f}")


def growth(results: dict[int, dict[str, Any]]) -> None:
    """Print how the time of each contender grows with the rows."""
    counts = sorted(results)
    print(f"\n{'nanoseconds of CPU a row':38}" + "".join(f"{count:>14,}" for count in counts))
    for name, (label, _, _) in CONTENDERS.items():
        found = [results[count].get(name, {}) for count in counts]
        if all(each.get("processor") for each in found):
            each = [1e9 * f["processor"] / f["rows"] for f in found]
            print(f"{label:38}" + "".join(f"{value:14.0f}" for value in each))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000, 50_000_000])
    parser.add_argument("--contenders", nargs="+", choices=CONTENDERS, default=list(CONTENDERS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--text", action="store_true", help="enumerated facts as plain text")
    given = parser.parse_args()
    results = {}
    for rows in given.rows:
        with tempfile.TemporaryDirectory(dir=given.folder, prefix="many-cases-") as folder:
            names = given.contenders
            results[rows] = run(rows, names, given.rounds, Path(folder), text=given.text)
        table(rows, results[rows])
    if len(results) > 1:
        growth(results)


if __name__ == "__main__":
    main()
