"""Hints: every command that a message proposes names the ruleset, and runs as it is printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from support.command_line import run
from support.rulesets import RULESETS, SHIPPED
from tolerance_rules.cli.terminal.hints import quoted, rules_given, runnable

pytestmark = pytest.mark.slow  # whole commands, each with its files

(SECOND,) = (rules for rules in RULESETS if rules is not SHIPPED)
ON = ("--ruleset", SECOND.folder)
READING = ("--reading", "repetition_scope=any_repetition")
PUMPING = str(Path(SECOND.folder, "cases", "02_pumping.yaml"))
# Words before what no command line has: Chinese, or a stop at the end of a sentence.
COMMAND = re.compile(r"tolerance-rules ((?:[^\s，；。（）：]+ ?)+)")


def proposed(text: str) -> list[list[str]]:
    """Return the commands that a text proposes, but for the way to call the one that failed."""
    lines = [line for line in text.splitlines() if not line.startswith(("用法：", "查看帮助"))]
    return [shlex.split(found) for found in COMMAND.findall("\n".join(lines))]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("错 案.yaml").write_text("facts: {work: {no_such_fact: true}}", encoding="utf-8")
    Path("空目录").mkdir()
    Path("表.csv").write_text("处理结果,没有的表头\n", encoding="utf-8")
    Path("对照.yaml").write_text("always: {no.such: 是}", encoding="utf-8")


ASKED: dict[str, tuple[str, ...]] = {
    "a fact that is not there": ("evaluate", "错 案.yaml"),
    "a fact to suppose": ("what-if", PUMPING, "--set", "no.such=是"),
    "no case in a folder": ("evaluate", "空目录"),
    "a mapping": ("audit", "表.csv", "--mapping", "对照.yaml"),
    "a column of SQL": ("sql", "--dialect", "sqlite", "--absent", "no.such"),
    "a case answered": ("ask", PUMPING, "-o", "答 案.yaml", *READING),
    "a ruleset, not a case": ("init",),
    "a register without lists": ("init", "--register", "登记簿.csv"),
}


@pytest.mark.parametrize("kind", ASKED)
def test_a_command_that_is_proposed_runs_by_the_ruleset_asked_for(kind: str) -> None:
    done = run(*ASKED[kind], *ON, stdin="some\nq\n")
    found = proposed(done.out + done.err)
    assert found
    for words in found:
        assert SECOND.folder in words
        assert (READING[1] in words) is (kind == "a case answered")
        again = run(*words)
        assert again.code in (0, 3), again.err


def test_nothing_is_added_where_no_ruleset_was_named() -> None:
    done = run("evaluate", "错 案.yaml")
    assert "tolerance-rules facts；" in done.err
    for text in ("tolerance-rules facts --ruleset Y", "tolerance-rules factsheet", "facts"):
        assert runnable(text, [("--ruleset", "X")]) == text


def test_options_are_found_however_they_are_written() -> None:
    args = ["x", "--ruleset=a b", "--reading", "c=d", "--policy", "e", "--", "--ruleset", "f"]
    given = [("--ruleset", "a b"), ("--reading", "c=d"), ("--policy", "e")]
    assert rules_given(args) == given
    assert rules_given(["x", "--ruleset"]) == []
    told = '（tolerance-rules facts --ruleset "a b"）'
    assert runnable("（tolerance-rules facts）", given) == told
    told = 'tolerance-rules evaluate --ruleset "a b" --reading c=d --policy e 案件.yaml'
    assert runnable("tolerance-rules evaluate 案件.yaml", given) == told


@pytest.mark.parametrize(
    "word",
    ["本校办法", "a/b-1.yaml", "错 案.yaml", 'a"b', "a$b", "a'b", "", "a;b", "a\\b", "（一）"],
)
def test_a_word_is_one_word_to_a_shell(word: str) -> None:
    assert shlex.split(quoted(word)) == [word]
    assert quoted("本校办法") == "本校办法"
