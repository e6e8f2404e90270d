"""Command line: check --mutants, and the page about it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support import faulty_rules
from support.command_line import run
from support.mutants import MUTANTS, whole
from tolerance_rules import loader
from tolerance_rules.testing import mutation

pytestmark = pytest.mark.slow  # thousands of altered rulesets

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "mutants.md"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try the mutations in Article 5(3) and in the first row only."""
    tried = [m for m in MUTANTS if m.mutation.place.holder in ("5.3", "outcomes#1")]
    tried = [m for m in tried if m.mutation.operator in ("drop", "weight", "any_all")]
    monkeypatch.setattr(mutation, "mutants", lambda _rules: iter(tried))


@pytest.fixture
def weak(tmp_path: Path) -> Path:
    """A copy of the rules with one file of cases only."""
    folder = faulty_rules.copied(tmp_path, with_tests=True)
    for file in (folder / "tests").glob("*.yaml"):
        if file.name != "article_7_5.yaml":
            file.unlink()
    return folder


@pytest.mark.usefixtures("few")
def test_mutations_that_no_test_finds_are_listed_with_the_tests_that_would(weak: Path) -> None:
    file = weak.parent / "missing.yaml"
    done = run("check", weak, "--mutants", "--cases", file)
    assert done.code == 1
    text = (weak / "article_5.yaml").read_text(encoding="utf-8").split("\n")
    line = next(n for n, each in enumerate(text, 1) if "pilot_first, quote: 先行先试" in each)
    place = f"{weak / 'article_5.yaml'}:{line}: R091 没有案例能发现这处笔误："
    slip = "第五条第（三）项：读法 experience_and_pilot=either 之下，去掉了“先行先试”"
    assert f"{place}{slip}。请把下面第" in done.out
    assert "种没有案例发现。补上" in done.out
    written = file.read_text(encoding="utf-8")
    assert written.startswith("cases:\n  - name: 还缺的案例 1：若有“")
    for case in written.removeprefix("cases:\n").split("\n\n"):
        assert case.rstrip("\n") in done.out
    (weak / "tests" / "missing.yaml").write_text(written, encoding="utf-8")
    again = run("check", weak, "--mutants")
    assert again.code == 0
    assert "案例没有遗漏" in again.out


@pytest.mark.usefixtures("few")
def test_the_formats_and_the_other_language(weak: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    once = mutation.run_mutants(loader.from_yaml(weak))
    monkeypatch.setattr(mutation, "run_mutants", lambda _rules: once)
    done = run("check", weak, "--mutants", "--format", "json")
    assert done.code == 1
    found = json.loads(done.out)
    assert found["ok"] is False
    told = found["mutants"]
    survivors = [each for lack in told["lacking"] for each in lack["survivors"]]
    assert told["made"] == sum(told["kinds"].values())
    assert told["made"] == told["killed"] + len(told["equivalent"]) + len(survivors)
    assert {Path(each["file"]).name for each in survivors} <= {"article_5.yaml", "outcomes.yaml"}
    assert all(each["line"] > 1 and each["zh"] and each["en"] for each in survivors)
    english = run("check", weak, "--mutants", "--lang", "en")
    assert english.code == 1
    assert "no case finds this edit: Article 5.3" in english.out
    assert "cases are lacking." in english.out
    markdown = run("check", weak, "--mutants", "--format", "markdown")
    assert markdown.code == 1
    assert markdown.out.count("```yaml") == len(told["lacking"])


def test_nothing_is_tried_while_cases_differ_or_files_have_faults(weak: Path) -> None:
    file = weak / "tests" / "article_7_5.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("outcome: not_pursued", "outcome: exempt", 1), encoding="utf-8")
    done = run("check", weak, "--mutants")
    assert done.code == 1
    assert "没有做笔误检验" in done.out
    file.write_text("cases: [", encoding="utf-8")
    assert "没有做笔误检验" in run("check", weak, "--mutants").out


def test_cases_are_asked_for_with_mutants_and_overwrite_nothing(weak: Path) -> None:
    done = run("check", weak, "--cases", "x.yaml")
    assert done.code == 2
    assert "--cases 要与 --mutants 一起用" in done.err
    done = run("check", weak, "--mutants", "--cases", weak / "article_5.yaml")
    assert done.code == 2
    assert "不能覆盖" in done.err


def shown() -> str:
    """Return the output that the page shows."""
    text = PAGE.read_text(encoding="utf-8")
    return text.split("<!-- output -->\n")[1].split("<!-- end -->")[0]


def test_the_page_shows_what_the_command_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = whole()
    monkeypatch.setattr(mutation, "run_mutants", lambda _rules: found)
    done = run("check", "rules/zzvc-2023-32", "--mutants", "--format", "markdown")
    assert done.code == 0
    assert shown().strip() == done.out.strip()
