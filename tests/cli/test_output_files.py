"""Output files: whose they are, what their names say, and that no input is ever written."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.command_line import CASES, ONE, ROOT, RULES, run

pytestmark = pytest.mark.slow  # whole commands, each with its files

REGISTER = ROOT / "examples" / "register" / "register.csv"
posix = pytest.mark.skipif(sys.platform == "win32", reason="links and signals of POSIX")

# Every command that writes a file with -o, and what goes before it.
WRITING: dict[str, tuple[object, ...]] = {
    "evaluate": (ONE,),
    "explain": (ONE,),
    "facts": (),
    "rules": (),
    "check": (),
    "what-if": (ONE, "--set", "损失=没有"),
    "sensitivity": (ONE,),
    "paths": (ONE, "--to", "不予容错"),
    "reason": (ONE,),
    "questions": (ONE,),
    "sql": ("--dialect", "sqlite"),
    "schema": ("case",),
    "audit": (REGISTER,),
    "precedents": (ONE, "--register", REGISTER),
}


@pytest.mark.parametrize("command", WRITING)
def test_a_file_that_is_there_is_left_alone_unless_one_insists(
    command: str, tmp_path: Path
) -> None:
    file = tmp_path / "报告.txt"
    file.write_text("某人的文件", encoding="utf-8")
    refused = run(command, *WRITING[command], "-o", file)
    assert (refused.code, refused.out) == (2, "")
    assert "已经存在，不会覆盖" in refused.err
    assert "--force" in refused.err
    assert file.read_text("utf-8") == "某人的文件"
    done = run(command, *WRITING[command], "-o", file, "--force")
    assert done.code in (0, 1, 3), done.err
    assert file.read_text("utf-8") not in ("", "某人的文件")
    assert list(tmp_path.iterdir()) == [file]


def test_an_empty_file_holds_nothing_to_lose(tmp_path: Path) -> None:
    file = tmp_path / "mktemp"
    file.touch()
    assert run("facts", "-o", file).code == 0
    assert file.stat().st_size


def test_a_case_and_a_finished_interview_are_left_alone(tmp_path: Path) -> None:
    case = tmp_path / "案件.yaml"
    shutil.copy(ONE, case)
    before = case.read_bytes()
    for options in (["-o", case], ["-o", case, "--force"]):
        assert run("evaluate", ONE, *options).code == 2
    for options in (["--force"], []):
        assert run("evaluate", case, "-o", case, *options).code == 2
    assert case.read_bytes() == before


@posix
def test_an_input_is_never_written_by_whatever_name(tmp_path: Path) -> None:
    folder = tmp_path / "案件"
    folder.mkdir()
    case = folder / "甲.yaml"
    shutil.copy(ONE, case)
    (tmp_path / "链接.yaml").symlink_to(case)
    os.link(case, tmp_path / "硬链接.yaml")
    before = case.read_bytes()
    for given, target in (
        (case, tmp_path / "链接.yaml"),
        (tmp_path / "链接.yaml", case),
        (case, tmp_path / "硬链接.yaml"),
        (folder, case),
        (folder, folder / "新.json"),
        (folder, tmp_path / "链接.yaml"),
    ):
        done = run("evaluate", given, "-o", target, "--force")
        assert done.code == 2, (given, target)
        assert "是输入的文件" in done.err or "后缀" in done.err
    assert run("rules", "-o", RULES / "regulation.txt", "--force").code == 2
    assert case.read_bytes() == before
    assert sorted(each.name for each in folder.iterdir()) == ["甲.yaml"]


@pytest.mark.parametrize(
    ("ending", "begins"), [(".json", "{"), (".md", "#"), (".markdown", "#"), (".txt", "容错")]
)
def test_the_extension_decides_the_format(ending: str, begins: str, tmp_path: Path) -> None:
    file = tmp_path / f"报告{ending}"
    assert run("evaluate", ONE, "-o", file).code == 0
    assert file.read_text("utf-8").startswith(begins)
    # What the environment prefers gives way to the name of the file.
    done = run("evaluate", ONE, "-o", file, "--force", TOLERANCE_RULES_FORMAT="json")
    assert done.code == 0
    assert file.read_text("utf-8").startswith(begins)


def test_the_audit_report_is_a_workbook_where_its_name_says_so(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
    for name, magic in (("报告.xlsx", b"PK"), ("报告.html", b"<!"), ("报告.json", b"{")):
        file = tmp_path / name
        assert run("audit", REGISTER, "-o", file).code in (1, 3)
        assert file.read_bytes().startswith(magic)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("evaluate", ONE, "-o", "报告.xlsx"), "后缀是 .xlsx，这里写不出这种文件"),
        (("evaluate", ONE, "-o", "报告.ODT"), "可以写 .json、.md"),
        (("evaluate", ONE, "-o", "报告.html"), "写不出"),
        (("evaluate", ONE, "-o", "报告.csv"), "写不出"),
        (("evaluate", ONE, "-o", "报告.pdf", "--format", "json"), "--format 写的却是 json"),
        (
            ("evaluate", ONE, "-o", "报告.json", "--format", "markdown"),
            "--format 写的却是 markdown",
        ),
        (("evaluate", ONE, "-o", "报告.md", "--format", "text"), "请改其中一个"),
        (("audit", REGISTER, "-o", "报告.xls"), "写不出"),
        (("audit", REGISTER, "-o", "报告.xlsx", "--format", "html"), "--format 写的却是 html"),
        (("sql", "--dialect", "sqlite", "-o", "规则.xlsx"), "写不出"),
        (("schema", "case", "-o", "案件.md"), "写不出"),
        (("evaluate", ONE, "-o", "r.xlsx", "--lang", "en"), "is not written here"),
    ],
)
def test_a_name_that_promises_another_kind_of_file_is_refused(
    arguments: tuple[object, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_promises_nothing_leaves_the_format_as_it_is(tmp_path: Path) -> None:
    for name in ("结果", "结果.out", "结果.v2"):
        assert run("evaluate", ONE, "-o", tmp_path / name, "--format", "json").code == 0
        assert json.loads((tmp_path / name).read_text("utf-8"))["outcome"]
    assert run("sql", "--dialect", "sqlite", "-o", tmp_path / "规则.sql").code == 0
    assert run("schema", "--format", "python", "-o", tmp_path / "facts.py").code == 0
    assert run("evaluate", ONE, "-o", tmp_path / "a.txt", "--format", "json").code == 0


def test_tables_never_write_to_what_they_read(tmp_path: Path) -> None:
    pytest.importorskip("polars", reason="the audit extra is not installed")
    table = tmp_path / "表.csv"
    table.write_text("编号,nature.other_bar\n1,是\n", encoding="utf-8")
    parts = tmp_path / "分片"
    parts.mkdir()
    assert run("evaluate-many", table, "--out", parts / "1.parquet").code in (0, 3)
    before = {file: file.read_bytes() for file in (table, parts / "1.parquet")}
    for arguments in (
        (table, "--out", table),
        (table, "--out", tmp_path / "新.csv", "--rejects", table),
        (parts, "--out", parts / "1.parquet"),
        (parts, "--out", parts / "2.parquet"),
    ):
        done = run("evaluate-many", *arguments, "--force")
        assert done.code == 2, arguments
        assert "是输入的文件" in done.err
    assert {file: file.read_bytes() for file in before} == before
    assert [file.name for file in parts.iterdir()] == ["1.parquet"]


def test_the_table_and_the_file_of_a_database_that_is_read_stay(tmp_path: Path) -> None:
    pytest.importorskip("adbc_driver_sqlite", reason="the database extra is not installed")
    file = tmp_path / "台账.db"
    with sqlite3.connect(file) as connection:
        connection.execute('CREATE TABLE 台账 (编号 TEXT, "nature.other_bar" INTEGER)')
        connection.execute("INSERT INTO 台账 VALUES ('1', 1)")
    connection.close()
    place = f"sqlite:///{file}"
    for arguments in (
        ("--table", "台账", "--out", place, "--out-table", "台账"),
        ("--query", "SELECT * FROM 台账", "--out", place, "--out-table", "台账"),
        ("--table", "台账", "--out", place, "--out-table", "结果", "--rejects", file),
    ):
        done = run("evaluate-many", place, *arguments, "--force")
        assert done.code == 2, arguments
        assert "是输入的文件" in done.err
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT * FROM 台账").fetchall() == [("1", 1)]
    connection.close()


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_no_half_file(number: signal.Signals, tmp_path: Path) -> None:
    """The program is ended in the midst of writing: by its own means, it waits with a part open."""
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from tolerance_rules.cli import main\n"
        "from tolerance_rules.cli.terminal import output\n"
        "from tolerance_rules.formats.atomic_file import replacing\n"
        "def slow(file, text):\n"
        "    with replacing(file) as part:\n"
        "        part.write_text(text[:9], encoding='utf-8')\n"
        "        Path(sys.argv[1], 'ready').touch()\n"
        "        time.sleep(60)\n"
        "output.write = slow\n"
        "main(['facts', '-o', str(Path(sys.argv[1], 'a.txt'))])\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        ends = time.monotonic() + 60
        while not (tmp_path / "ready").exists() and time.monotonic() < ends:
            time.sleep(0.02)
        assert [file.suffix for file in tmp_path.glob(".*")] == [".part"]
        child.send_signal(number)
        _, err = child.communicate(timeout=30)
    finally:
        child.kill()
        child.wait()
    assert child.returncode == 128 + number
    assert b"Traceback" not in err
    assert [file.name for file in tmp_path.iterdir()] == ["ready"]


def test_the_help_says_so() -> None:
    for command in ("evaluate", "audit", "sql", "schema"):
        assert "--force" in run(command, "--help").out
    assert CASES.is_dir()
