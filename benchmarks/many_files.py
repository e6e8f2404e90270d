"""Seeded Parquet files of facts, of any length: complete cases, or cases with unknown facts.

    python benchmarks/many_files.py FILE --rows 1000000 [--unknown] [--text]

The mixture of cases of `one_case.py`. In a file with unknowns a row lacks none, few, many or nearly
all of its facts: one fact in seven over all. Enumerated facts are Polars' Enum, or with `--text`
plain text, in which anything could stand. Written piece by piece, so that the memory it takes does
not depend on the rows.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from tolerance_rules.facts import CaseFacts, FactSpec

SEED = 20230727
PIECE = 500_000
SHARES = (0, 0, 0, 0.02, 0.05, 0.05, 0.1, 0.1, 0.3, 0.8)
"""Of the facts of a row, the share that is unknown; each row draws one of these."""
APART = (
    "motive.knowing_violation",
    "nature.persisted_after_prohibition",
    "motive.gain_for_self",
    "motive.gain_for_others",
)
"""What cannot be where the three distinctions are found."""


def _codes(spec: FactSpec, rows: int, rng: np.random.Generator) -> np.ndarray:
    """Return the place of each row's value among the values of a fact."""
    if spec.group == "procedure" or spec.name == "work.performing_duty":
        return (rng.random(rows) < 0.15).astype(np.uint8)
    drawn = rng.integers(len(spec.values), size=rows, dtype=np.uint8)
    likely = 0.08 if spec.direction == "aggravating" else 1.0
    return np.where(rng.random(rows) < likely, drawn, spec.values.index(spec.presumed)).astype("u1")


def piece(rows: int, seed: tuple[int, int], *, unknown: bool, text: bool) -> pl.DataFrame:
    """Return a table of seeded cases that can be."""
    rng = np.random.default_rng(seed)
    codes = {name: _codes(spec, rows, rng) for name, spec in CaseFacts.vocabulary.items()}
    # Of true and false, true comes first: 0 is true.
    apart = np.all([codes[name] for name in APART], axis=0)
    codes["nature.three_distinctions"] |= ~apart
    codes["nature.express_prohibition_violated"] &= (
        codes["conditions.prohibited_by_law"] & codes["nature.persisted_after_prohibition"]
    )
    share = np.array(SHARES)[rng.integers(len(SHARES), size=rows)]
    columns = []
    for name, spec in CaseFacts.vocabulary.items():
        if spec.boolean:
            column = pl.Series(name, codes[name] == 0)
        else:
            column = pl.Series(name, codes[name]).cat.to(pl.Enum(spec.values))
            column = column.cast(pl.String) if text else column
        if unknown:
            known = pl.Series(rng.random(rows) >= share)
            column = column.zip_with(known, pl.Series(name, [None], dtype=column.dtype))
        columns.append(column)
    return pl.DataFrame(columns)


def write(target: Path, rows: int, *, unknown: bool = False, text: bool = False) -> None:
    """Write a file of cases."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        for number, start in enumerate(range(0, rows, PIECE)):
            count = min(PIECE, rows - start)
            table = piece(count, (SEED, number), unknown=unknown, text=text)
            table.write_parquet(Path(folder) / f"{number:06}.parquet")
        pl.scan_parquet(Path(folder) / "*.parquet").sink_parquet(target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--unknown", action="store_true")
    parser.add_argument("--text", action="store_true")
    given = parser.parse_args()
    write(given.file, given.rows, unknown=given.unknown, text=given.text)


if __name__ == "__main__":
    main()
