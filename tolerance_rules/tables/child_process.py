"""Child process: runs a script that reads a foreign file, so that the file can end no more than it.

The scripts are `workbook_child` and `columnar_child`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tolerance_rules.language import Pair
from tolerance_rules.tables.source import refusal


def ended(
    script: str, *arguments: str, seconds: int, what: Pair, remedy: Pair, shown: Path
) -> subprocess.CompletedProcess[bytes]:
    """Return a script that has ended, whichever way; what it printed is UTF-8.

    TableError, about the file `shown`, where that takes longer than so many seconds.
    """
    path = os.pathsep.join(filter(None, sys.path))
    try:
        return subprocess.run(
            [sys.executable, script, *arguments],
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = (
            f"{what[0]}读了 {seconds // 60} 分钟还没有读完",
            f"Reading {what[1]} has not ended after {seconds // 60} minutes",
        )
        raise refusal("G021", message, remedy, shown) from None
