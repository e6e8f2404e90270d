"""Examples: every case file gives what expected.yaml says, and every script runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from tolerance_rules import Decision, Engine, Outcome
from tolerance_rules.formats.case_file import from_file

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
CASES = EXAMPLES / "cases"
EXPECTED = yaml.safe_load((EXAMPLES / "expected.yaml").read_text(encoding="utf-8"))
SCRIPTS = {
    "01_evaluate.py": ["结论 outcome：不予追究责任", "依据 5.3 ", "“出现探索性失误错误”"],
    "02_require_settled.py": [
        "不得记录 refused：结论尚未确定",
        "若 if motive.gain_for_others = True：不予容错",
        "若 if motive.gain_for_others = False：不予追究责任",
    ],
    "03_readings.py": ["three_distinctions_scope", "with_accident", "old_law", "unit_included"],
    "04_own_choice.py": ["basis=authority", "不准 forbidden：本案不得作出“不予追究责任”", "7.5.2"],
    "05_own_policy.py": ["默认 免于处理    从严 减轻处理", "默认 减轻处理    从严 从轻处理"],
    "06_record_settled.py": ["记录 recorded：27，未记录 not recorded：7"],
    "07_result_document.py": ["outcome: mitigated", "复核一致", "第五条第（八）项"],
}


@lru_cache(maxsize=16)
def engine(**readings: str) -> Engine:
    return Engine.load(readings=readings)


def require(decision: Decision, expected: dict[str, object]) -> None:
    assert decision.outcome == expected["outcome"]
    assert decision.settled is expected["settled"]
    assert list(decision.reachable) == expected.get("reachable", [expected["outcome"]])
    assert [cited.clause for cited in decision.citations] == expected["cites"]


def test_every_case_file_is_expected_and_every_expectation_has_its_file() -> None:
    assert sorted(path.name for path in CASES.glob("*.yaml")) == list(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_case_file_gives_the_expected_decision(name: str) -> None:
    expected = EXPECTED[name]
    decision = engine().evaluate(from_file(CASES / name))
    require(decision, expected)
    assert decision.by_reference is expected.get("by_reference", False)
    assert [found.fact for found in decision.implied] == expected.get("implied", [])
    assert [warning.id for warning in decision.warnings] == expected.get("warnings", [])
    assert list(decision.unweighed) == expected.get("unweighed", [])
    if decision.settled or "open_facts" in expected:
        assert list(decision.open_facts) == expected.get("open_facts", [])
    else:
        assert len(decision.open_facts) > 5


@pytest.mark.parametrize("name", EXPECTED)
def test_another_reading_gives_the_expected_decision_and_no_other_reading_matters(
    name: str,
) -> None:
    case = from_file(CASES / name)
    decision = engine().evaluate(case)
    turning = {
        (reading.name, option)
        for reading in decision.readings
        for option, outcome in reading.outcomes.items()
        if reading.turns_outcome and outcome != decision.outcome
    }
    under = EXPECTED[name].get("under", [])
    assert turning == {one for variant in under for one in variant["readings"].items()}
    for variant in under:
        require(engine(**variant["readings"]).evaluate(case), variant)


def test_the_cases_cover_every_outcome_every_reading_and_every_kind_of_answer() -> None:
    expected = list(EXPECTED.values())
    settled = [each for each in expected if each["settled"]]
    assert {each["outcome"] for each in settled} == set(Outcome)
    tried = {o for each in expected for v in each.get("under", []) for o in v["readings"].items()}
    cards = engine().rules.outcome_readings.values()
    assert tried == {(card.id, o) for card in cards for o in card.names if o != card.default}
    assert any(each.get("by_reference") for each in expected)
    assert any({"3", "4"} <= set(each["cites"]) for each in expected)
    assert any(each.get("warnings") for each in expected)
    assert len(expected) - len(settled) >= 5
    assert any(set(each.get("reachable", [])) == set(Outcome) for each in expected)


def test_some_cases_establish_every_fact_and_some_a_fact_in_part() -> None:
    facts = [from_file(CASES / name).facts for name in EXPECTED]
    assert sum(not each.unknown for each in facts) >= 3
    assert any(each.partly_known for each in facts)


def test_the_table_of_cases_says_what_the_decisions_are() -> None:
    text = (CASES / "README.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `([^`]+)` \| [^|]+ \| ([^|]+) \| ([是否]) \| [^|]+ \|$", text, re.MULTILINE
    )
    assert rows == [
        (Path(name).stem, Outcome(each["outcome"]).label(), "是" if each["settled"] else "否")
        for name, each in EXPECTED.items()
    ]
    for (name, *_), row in zip(rows, re.findall(r"^\| `\d.*$", text, re.MULTILINE), strict=True):
        # The row of a case made for a reading names the option and what it would give.
        if "读法" in row:
            (variant,) = EXPECTED[f"{name}.yaml"]["under"]
            ((reading, option),) = variant["readings"].items()
            label = Outcome(variant["outcome"]).label()
            assert f"读法 `{reading}`：换为 `{option}` 则{label}" in row


def run(script: str, *arguments: str, folder: Path) -> str:
    # In a folder of its own: an example must not depend on where it is run.
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / script), *arguments],
        capture_output=True,
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_every_script_is_run() -> None:
    assert sorted(path.name for path in EXAMPLES.glob("*.py")) == list(SCRIPTS)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_runs_from_any_folder_and_says_what_it_should(script: str, tmp_path: Path) -> None:
    printed = run(script, folder=tmp_path)
    for said in SCRIPTS[script]:
        assert said in printed


def test_only_settled_decisions_are_recorded_one_json_document_a_line(tmp_path: Path) -> None:
    run("06_record_settled.py", "decisions.jsonl", folder=tmp_path)
    lines = (tmp_path / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    recorded = {entry["file"]: entry["decision"] for entry in map(json.loads, lines)}
    assert {name: decision["outcome"] for name, decision in recorded.items()} == {
        name: expected["outcome"] for name, expected in EXPECTED.items() if expected["settled"]
    }
