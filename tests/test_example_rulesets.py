"""Example rulesets: another institution's rules load, their cases come out as expected."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
import yaml

from support.command_line import run
from tolerance_rules import Engine, Outcome
from tolerance_rules.formats.case_file import from_file
from tolerance_rules.loader import DEFAULT, rulesets, shipped
from tolerance_rules.testing.rule_tests import run_tests

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "rulesets" / "shili-2025-6"
EXPECTED = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load(FOLDER)


def test_every_case_beside_the_rules_comes_out_as_written(engine: Engine) -> None:
    results = run_tests(engine.rules)
    assert len(results) > 200
    assert [result for result in results if not result.ok] == []


def test_every_case_file_is_expected_and_every_expectation_has_its_file() -> None:
    assert sorted(path.name for path in (FOLDER / "cases").iterdir()) == list(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_case_file_gives_the_expected_decision(name: str, engine: Engine) -> None:
    expected = EXPECTED[name]
    decision = engine.evaluate(from_file(FOLDER / "cases" / name, engine.rules.model))
    assert decision.outcome == expected["outcome"]
    assert decision.modality == expected["modality"]
    assert decision.settled is expected["settled"]
    assert list(decision.reachable) == expected.get("reachable", [expected["outcome"]])
    assert [cited.clause for cited in decision.citations] == expected["cites"]
    assert list(decision.open_facts) == expected.get("open_facts", [])


def test_the_table_of_cases_says_what_the_decisions_are(engine: Engine) -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `(\d[^`]+)` \| [^|]+ \| ([^|]+) \| ([是否]) \| [^|]+ \|$", text, re.MULTILINE
    )
    assert rows == [
        (
            Path(name).stem,
            engine.rules.label(Outcome(each["outcome"])),
            "是" if each["settled"] else "否",
        )
        for name, each in EXPECTED.items()
    ]


def test_the_register_has_a_column_for_every_fact(engine: Engine) -> None:
    with (FOLDER / "register.csv").open(encoding="utf-8-sig", newline="") as stream:
        header = next(csv.reader(stream))
    assert header[7:] == [spec.label for spec in engine.rules.vocabulary.values()]


def test_the_audit_of_the_register_finds_what_was_planted() -> None:
    done = run("audit", FOLDER / "register.csv", "--ruleset", FOLDER, "--format", "json")
    audit = json.loads(done.out)
    assert (audit["rows"], audit["rejected"]) == (24, 0)
    found = [
        (each["kind"], [decision["row"] - 1 for decision in each["decisions"]])
        for each in audit["findings"]
    ]
    assert found == [
        ("error_of_law", [2]),
        ("error_of_law", [11]),
        ("error_of_law", [18]),
        ("departure", [7]),
        ("unsettled", [21]),
        ("unsettled", [22]),
        ("unlike_treatment", [6, 7]),
        ("late_notice", [16]),
    ]


def test_it_differs_from_the_shipped_rules_wherever_real_ones_do(engine: Engine) -> None:
    rules, other = engine.rules, shipped(DEFAULT)
    assert (rules.policy, rules.repeals, rules.by_reference) == (None, None, None)
    assert all(row.basis == "text" for row in rules.outcomes)
    assert set(Outcome) - set(map(Outcome, rules.labels)) == {Outcome.LIGHTER}
    assert len(rules.readings) == 1
    assert [article.id for article in rules.articles.values() if article.provided] == ["5", "6"]
    assert {"3.k2", "14.k2.1", "5.6.m1"} <= set(rules.clauses)
    (bars,), (other_bars,) = rules.cited_as("bar"), other.cited_as("bar")
    assert bars != other_bars
    assert len(rules.articles[bars].clauses) != len(other.articles[other_bars].clauses)
    findings = [spec.name for spec in rules.vocabulary.values() if spec.finding]
    assert len(findings) == 2
    values = {len(spec.values) for spec in rules.vocabulary.values()}
    assert values == {2, 3, 4, 5}


def test_facts_of_the_same_name_have_the_same_values(engine: Engine) -> None:
    other = shipped(DEFAULT).vocabulary
    shared = [spec for spec in engine.rules.vocabulary.values() if spec.name in other]
    assert len(shared) >= 10
    for spec in shared:
        assert set(spec.values) == set(other[spec.name].values)


def test_it_is_not_shipped() -> None:
    assert FOLDER.name not in rulesets()
