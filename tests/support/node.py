"""Node: a program in JavaScript that answers requests, a line each."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

NODE = shutil.which("node") or ""
needs_node = pytest.mark.skipif(not NODE, reason="needs Node.js")


def node_lines(program: Path, arguments: Sequence[str], requests: Iterable[object]) -> list[Any]:
    """Return the answers of a program to requests, which it reads as JSON lines, in one process."""
    asked = "".join(json.dumps(each) + "\n" for each in requests)
    done = subprocess.run(
        [NODE, str(program), *arguments],
        input=asked,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.split("\n") if line]
