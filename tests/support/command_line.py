"""Command line: the program run in this process, or as one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from support.compiled_once import compiled_once
from tolerance_rules.cli import main

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "examples" / "cases"
RULES = ROOT / "rules" / "zzvc-2023-32"
ONE = str(CASES / "01_campus_flood.yaml")
RESCUE = str(CASES / "15_flood_rescue.yaml")


class Done:
    """What one run of the program came to."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in out + err


def run(*args: str | Path, stdin: bytes | str | None = None, **env: str) -> Done:
    try:
        runner = CliRunner(mix_stderr=False)
    except TypeError:  # click 8.2: never mixed
        runner = CliRunner()
    unset = {name: None for name in os.environ if name.startswith("TOLERANCE_RULES")}
    with compiled_once():
        result = runner.invoke(main, list(map(str, args)), input=stdin, env={**unset, **env})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def spawn(*args: str | Path, stdin: bytes = b"", **env: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tolerance_rules", *map(str, args)],
        input=stdin,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    return done.returncode, done.stdout, done.stderr
