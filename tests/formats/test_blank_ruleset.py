"""Blank ruleset: what a new folder holds loads, and comes out as its cases say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tolerance_rules.formats.blank_ruleset import TEMPLATE, start_ruleset
from tolerance_rules.loader import from_yaml
from tolerance_rules.testing.rule_tests import run_tests


@pytest.mark.parametrize("name", ["shili-2027-1", "某校规则", '一份 "新" 规则', "2027"])
def test_a_new_folder_loads_and_its_cases_come_out_as_written(name: str, tmp_path: Path) -> None:
    start_ruleset(tmp_path / "规则" / name)
    rules = from_yaml(tmp_path / "规则" / name)
    assert rules.id == name
    results = run_tests(rules)
    assert len(results) > 20
    assert [result for result in results if not result.ok] == []


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    start_ruleset(tmp_path)
    assert from_yaml(tmp_path).id == tmp_path.name


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("我的笔记", encoding="utf-8")
    for place in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(FileExistsError):
            start_ruleset(place)
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_every_file_says_in_chinese_what_it_is_for() -> None:
    files = sorted(TEMPLATE.rglob("*.yaml"))
    assert len(files) == 8
    for file in files:
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# "), file
        assert any("一" <= character <= "鿿" for character in first), file
