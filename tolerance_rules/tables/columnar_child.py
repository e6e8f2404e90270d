"""Columnar child: reads Parquet or Arrow files once, in a process of its own, and keeps nothing.

A script, run by `columnar_files`: a damaged file may end the process that reads it, or use up its
memory, and then this one ends, not the program. It imports nothing of the package.
"""

from __future__ import annotations

import json
import sys

MEMORY = 8 << 30
"""The bytes of memory that files may take besides twice their own size."""


def main(kind: str, size: str, files: str) -> None:
    """Read every column of each file; print what is wrong with one, and which it is."""
    _limit_memory(MEMORY + 2 * int(size))
    import polars as pl

    scan = pl.scan_parquet if kind == "parquet" else pl.scan_ipc
    for file in json.loads(files):
        print(json.dumps({"file": file}), flush=True)
        try:
            scan(file, glob=False).select(pl.all().null_count()).collect(engine="streaming")
        except (OSError, pl.exceptions.PolarsError) as error:
            print(json.dumps({"file": file, "why": str(error).partition("\n")[0]}), flush=True)
            return
    print(json.dumps({"done": True}), flush=True)


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


if __name__ == "__main__":
    # The folder of this script is no place to import from.
    del sys.path[0]
    main(*sys.argv[1:])
