"""Evaluators in other languages answer the conformance cases: JavaScript whole, Java in part.

A part of the cases is asked here; `.ci/run` has `tolerance-rules conformance` ask them all.
"""

from __future__ import annotations

import os
import shutil
from functools import lru_cache
from pathlib import Path

import pytest

from support.javascript import MODULES, node
from support.many_backends import REQUIRED, required
from support.rulesets import ROOT, for_every_ruleset
from tolerance_rules.portable.bundle import bundle, to_json
from tolerance_rules.portable.conformance_parts import COMPARED
from tolerance_rules.portable.conformance_run import run_program
from tolerance_rules.portable.conformance_words import as_text
from tolerance_rules.portable.corpus import Item, kept
from tolerance_rules.rules import Ruleset

PROGRAM = ROOT / "examples" / "portable" / "Evaluate.java"
LIBRARY = Path("/usr/share/java/json-simple.jar")
MOST_LINES = 150


def java() -> list[str]:
    """Return the command, or skip the test where the machine lacks a part of it."""
    lacking = [name for name in ("java", "javac") if shutil.which(name) is None]
    if not LIBRARY.exists():
        lacking.append(str(LIBRARY))
    if lacking:
        reason = f"there is no {', '.join(lacking)} on this machine"
        if required():
            pytest.fail(f"{reason}, and {REQUIRED} is set")
        pytest.skip(reason)
    return ["java", "-cp", str(LIBRARY), str(PROGRAM)]


@lru_cache(maxsize=2)
def items(rules: Ruleset) -> list[Item]:
    return kept(rules)


def conforms(command: list[str], rules: Ruleset, asked: list[Item], only: tuple[str, ...]) -> None:
    report = run_program(command, to_json(bundle(rules)), asked, only=only, timeout=120)
    assert report.conforms, as_text(report, "en", 3)


@pytest.mark.slow
@for_every_ruleset
def test_javascript_answers_every_part(rules: Ruleset) -> None:
    program = [node(), str(MODULES / "evaluate.mjs")]
    conforms(program, rules, items(rules)[::3], COMPARED)


@pytest.mark.slow
@for_every_ruleset
def test_java_answers_outcome_and_reachable(rules: Ruleset) -> None:
    conforms(java(), rules, items(rules)[::8], ("outcome", "settled", "reachable"))


def test_the_program_in_java_is_as_short_as_is_said() -> None:
    lines = PROGRAM.read_text("utf-8").splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= 120


def test_nothing_required_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REQUIRED, "1")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(pytest.fail.Exception, match="there is no java, javac"):
        java()
    assert os.environ[REQUIRED] == "1"
