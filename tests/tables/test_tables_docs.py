"""The page on tables: its commands print and end as it says; its example is refused as it says."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")
pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
pytest.importorskip("python_calamine", reason="the audit extra is not installed")

from support.documents import blocks, promised
from support.rulesets import SHIPPED
from tolerance_rules.cli.program import run
from tolerance_rules.tables.mapping import SECTIONS, from_yaml

pytestmark = pytest.mark.slow  # whole commands, each with its files

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
COMMANDS = re.compile(r"^\$ tolerance-rules (.+?)\s+# 退出码 (\d)\n((?:[^$`].*\n)*)", re.MULTILINE)


def test_the_commands_of_the_page_print_and_end_as_it_says(tmp_path, monkeypatch, capsys) -> None:
    pytest.importorskip("adbc_driver_sqlite", reason="the database extra is not installed")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    shown = COMMANDS.findall(PAGE)
    assert len(shown) == PAGE.count("$ tolerance-rules") > 5
    for command, code, first in shown:
        found = run(shlex.split(command), "tolerance-rules")
        out, err = capsys.readouterr()
        assert (command, found) == (command, int(code)), err
        assert out.partition("\n")[0] == first.strip()
    rejected = (tmp_path / "台账结果.rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[:2] for line in rejected[1:]] == [
        ["10", "缺少经验"],
        ["11", "明令禁止、触碰禁令"],
        ["12", "办结日期"],
    ]


def test_the_mapping_of_the_page_is_one_and_has_every_section(tmp_path) -> None:
    (block,) = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    file = tmp_path / "m.yaml"
    file.write_text(block, encoding="utf-8")
    found = from_yaml(file, SHIPPED)
    assert (found.header_row, found.sheet, found.others) == (2, "2024年", "refuse")
    assert all(f"{section}:" in block for section in SECTIONS)


def test_the_python_of_the_page_prints_what_it_says(monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    for block in blocks(PAGE, "py"):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block, "tables.md", "exec"), {})
        assert printed.getvalue().splitlines() == promised(block) != []
