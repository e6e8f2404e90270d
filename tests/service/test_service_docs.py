"""The page on the service: its commands answer what it shows, curl and Java among them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the service extra is not installed")
pytest.importorskip("uvicorn", reason="the service extra is not installed")

from support import console
from support.command_line import ROOT
from support.service import running
from tolerance_rules.service.app import OPERATIONS
from tolerance_rules.service.settings import Settings

PAGE = (ROOT / "docs" / "service.md").read_text("utf-8")
NEEDED = ("curl", "java", "bash")


def shown(text: str) -> re.Pattern[str]:
    """Return what an output matches; … stands for anything."""
    return re.compile(".*".join(map(re.escape, text.strip("\n").split("…"))), re.DOTALL)


@pytest.mark.slow
def test_the_commands_answer_what_the_page_shows(tmp_path: Path) -> None:
    lacking = [name for name in NEEDED if shutil.which(name) is None]
    if lacking:
        pytest.skip(f"not on this machine: {lacking}")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    with running(Settings(store=str(tmp_path / "decisions.db"))) as client:
        program = f"{sys.executable} -m tolerance_rules"
        for session in console.sessions(PAGE):
            if session.command.startswith("tolerance-rules serve  "):
                continue
            command = session.command.replace("8032", str(client.port))
            done = subprocess.run(
                ["bash", "-c", re.sub("^tolerance-rules", program, command)],
                cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
                capture_output=True,
                timeout=120,
                check=False,
            )
            said = done.stdout.decode().strip("\n")
            assert shown(session.shown).fullmatch(said), (command, said, done.stderr.decode())


def test_the_table_names_every_address() -> None:
    table = PAGE.partition("## 怎样问")[2].partition("## 错误")[0]
    for each in OPERATIONS:
        path = re.sub(r"\{\w+\}", "", each.path).rstrip("/")
        last = path.rpartition("/")[2] or path
        assert not last or last in table, each.path
