"""Types: mypy and pyright complete and check the facts of a case, from outside the package."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "types"
CHECKERS = {
    "mypy": [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-incremental"],
    "pyright": [sys.executable, "-m", "pyright", "--pythonpath", sys.executable],
}


def checked(checker: str, file: str) -> tuple[int, str]:
    if checker == "pyright" and shutil.which("node") is None:
        pytest.skip("pyright runs on Node.js")
    pytest.importorskip(checker)
    # Away from the checkout, whose settings are not those of a program that uses the library.
    done = subprocess.run(
        [*CHECKERS[checker], str(FOLDER / file)],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("checker", CHECKERS)
def test_right_facts_are_accepted_and_wrong_ones_found(checker: str) -> None:
    code, said = checked(checker, "right.py")
    assert code == 0, said
    code, said = checked(checker, "wrong.py")
    assert code == 1
    lines = (FOLDER / "wrong.py").read_text("utf-8").splitlines()
    for number in range(len(lines) - 2, len(lines) + 1):
        assert f"wrong.py:{number}:" in said, said
    for word in ("pilott", "mayor", "wrok"):
        assert word in said
