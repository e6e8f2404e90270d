"""Streams that are closed, or full, before the program begins: told in words, never a traceback."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell closes the streams")

CASE = next((Path(__file__).parents[2] / "examples" / "cases").glob("01_*.yaml"))
CLOSED = "stdout: 没有打开"


def ended(arguments: str) -> subprocess.CompletedProcess[str]:
    command = f"{shlex.quote(sys.executable)} -m tolerance_rules {arguments}"
    return subprocess.run(
        command, shell=True, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (f"evaluate {CASE} >&-", 1, CLOSED),
        (f"evaluate {CASE} --format json >&-", 1, CLOSED),
        ("rules --lang en >&-", 1, "stdout: it is not open"),
        ("facts >&-", 1, CLOSED),
        ("--help >&-", 1, CLOSED),
        ("evaluate - <&-", 1, "Y006"),
        ("ask <&-", 1, "到头"),
        (f"evaluate {CASE} >/dev/full", 1, "磁盘已满"),
        ("rules --format json >/dev/full", 1, "磁盘已满"),
        (f"evaluate {CASE} 2>&-", 0, ""),
        (f"evaluate {CASE} <&- 2>&-", 0, ""),
    ],
)
def test_a_stream_that_is_closed_or_full_is_told(arguments: str, code: int, told: str) -> None:
    done = ended(arguments)
    said = done.stdout + done.stderr
    assert (done.returncode, "Traceback" in said) == (code, False), said
    assert told in said


@pytest.mark.slow
def test_without_a_console_a_file_is_written_whole(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    done = ended(f"evaluate {CASE} -o {file} --format json <&- >&- 2>&-")
    assert done.returncode == 0
    assert file.read_text("utf-8").rstrip().endswith("}")
