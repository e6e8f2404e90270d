"""Case process: what JavaScript does with case files, asked in one Node process as JSON lines."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from support.javascript import bundle_text, node
from tolerance_rules.rules import Ruleset

PROGRAM = Path(__file__).resolve().parents[1] / "portable" / "case_process.mjs"


def case_answers(rules: Ruleset, requests: Iterable[object]) -> list[Any]:
    """Return the answers to requests, in order; the test is skipped where there is no Node."""
    asked = "".join(json.dumps(each) + "\n" for each in requests)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "bundle.json")
        file.write_text(bundle_text(rules), encoding="utf-8")
        done = subprocess.run(
            [node(), PROGRAM, file],
            input=asked,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-2000:]
    found = [json.loads(line) for line in done.stdout.split("\n") if line]
    assert not [each for each in found if "crash" in each]
    return found
