"""Documents: their code runs and prints what they say; their figures can be reproduced."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support import console
from support.command_line import Done, run
from support.documents import blocks, promised
from tolerance_rules import Engine, Outcome
from tolerance_rules.cli.program import build

COMMANDS = set(build("zh").makers)
ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FIGURE = re.compile(
    r"[\d一二三四五六七八九十百千万.,]+\s*"
    r"(?:微秒|毫秒|秒|µs|ms\b|microseconds|milliseconds|seconds|MB|倍|times\b|x\b|%|cases a second)"
)
SERVED = ROOT / "docs" / "service.md"
"""Its commands ask a service that runs: tests/service/test_service_docs.py."""
PROOFS = ROOT / "docs" / "proofs.md"
"""Its Python proves what it says: it takes as long as a proof does."""
COMMAND = re.compile(r"`(?:python ([\w/]+\.py)|tolerance-rules (\w+))[^`]*`")


def outside_code(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(each, marks=pytest.mark.slow if each == PROOFS else (), id=each.name)
        for each in DOCUMENTS
    ],
)
def test_the_python_of_a_document_runs_and_prints_what_it_says(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    for block in blocks(document.read_text(encoding="utf-8"), "python"):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block, str(document), "exec"), names)
        assert printed.getvalue().splitlines() == promised(block)


def test_the_readme_has_code_in_both_languages() -> None:
    chinese, english = README.split("## In English")
    assert blocks(chinese, "python")
    assert blocks(english, "python")


def test_the_readme_has_exactly_two_commands_to_start_with() -> None:
    evaluating, testing = blocks(README, "sh")
    assert evaluating.count("\n") == testing.count("\n") == 1
    assert "pip install . &&" in evaluating
    assert "tolerance-rules evaluate examples/cases/01_*.yaml" in evaluating
    assert 'pip install -e ".[dev]"' in testing
    assert "-m pytest" in testing
    # Python 3.13 and recent compilers cannot build durable-rules without it.
    for command in (evaluating, testing):
        assert 'CPPFLAGS="-DPyEval_CallObject=PyObject_CallObject" .venv/bin/pip' in command


@pytest.mark.slow
def test_the_commands_of_the_readme_end_with_the_exit_codes_it_gives(tmp_path: Path) -> None:
    for folder in ("examples", "rules"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (block,) = blocks(README, "console")
    shown = re.findall(r"^\$ tolerance-rules (.+?)\s+# 退出码 (\d)$", block, re.MULTILINE)
    assert len(shown) == block.count("\n")
    for arguments, code in shown:
        done = subprocess.run(
            [sys.executable, "-m", "tolerance_rules", *arguments.split()],
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONUTF8": "1"},
            check=False,
        )
        assert (arguments, done.returncode) == (arguments, int(code)), done.stderr.decode()
        assert done.stdout or done.stderr


def script(*arguments: str) -> Done:
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)},
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.slow
@pytest.mark.parametrize(
    "document", [each for each in DOCUMENTS if each != SERVED], ids=lambda path: path.name
)
def test_a_console_block_shows_what_its_commands_print(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("examples", "rules"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    for session in console.sessions(document.read_text(encoding="utf-8")):
        before, _, command = session.command.rpartition(" | ")
        stdin = subprocess.run(["sh", "-c", before], capture_output=True, check=True).stdout
        program, *arguments = shlex.split(command)
        if program == "python":  # a script of the examples
            done = script(*arguments)
        else:
            assert program == "tolerance-rules"
            done = run(*arguments, stdin=stdin)
        assert session.shows(done.out + done.err), f"{session.command}\n{done.out}{done.err}"
        assert (session.command, done.code) == (session.command, session.code)


def test_every_command_named_is_one_of_the_command_line() -> None:
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        named = set(re.findall(r"(?:`|\$ )tolerance-rules ([\w-]+)", text))
        assert named <= COMMANDS, document


def test_each_figure_of_the_readme_stands_with_the_command_that_reproduces_it() -> None:
    claims = [line for line in outside_code(README).splitlines() if FIGURE.search(line)]
    assert claims
    for line in claims:
        command = COMMAND.search(line)
        assert command, line
        script, subcommand = command.groups()
        assert (ROOT / script).is_file() if script else subcommand in COMMANDS


def test_the_readme_names_all_outcomes_and_counts_readings_and_examples() -> None:
    for outcome in Outcome:
        assert README.count(f"`{outcome.value}`") >= 2
    assert len(Engine.load().rules.readings) == 13
    assert "原文有十三处可作不同读法" in README
    assert len(list((ROOT / "examples").glob("*.py"))) == 7
    assert len(list((ROOT / "examples" / "cases").glob("*.yaml"))) == 34
    assert "七个脚本和[三十四个案例]" in README


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_links_to_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)|src=\"([^\":]+)\"", outside_code(text))
    for link in map("".join, links):
        assert (document.parent / link).exists(), link


def test_the_readings_of_the_document_are_those_of_the_rules() -> None:
    text = (ROOT / "docs" / "decisions" / "readings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| ([\d.]+) [^|]+ \|([^|]+\|[^|]+)\|$", text, re.MULTILINE)
    assert [(name, clause, *re.findall(r"`(\w+)`", options)) for name, clause, options in rows] == [
        (name, card.clause, *card.names) for name, card in Engine.load().rules.readings.items()
    ]
