"""The evaluator in JavaScript finds what the definition finds, and refuses what Python refuses."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from support.javascript import MODULES, JavaScript, javascript, judged, node
from support.javascript_agreement import attempted, choices, told, whole_decisions
from support.many_agreement import disagreements, expected, random_rows
from support.random_facts import random_facts
from support.rulesets import ROOT, RULESETS, SHIPPED
from tolerance_rules import CaseError, Engine, loader
from tolerance_rules.engine import default_engine
from tolerance_rules.errors import ForbiddenOutcomeError, OutOfForceError, UnsettledDecisionError
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.portable.rule_data import policy_data
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.decision_data import CaseInfo

Started = tuple[Ruleset, JavaScript]


@pytest.fixture(scope="module", params=RULESETS, ids=lambda rules: rules.id)
def evaluator(request: pytest.FixtureRequest) -> Iterator[Started]:
    """One process for each ruleset."""
    with javascript(request.param) as started:
        yield request.param, started


@pytest.fixture(scope="module")
def shipped() -> Iterator[JavaScript]:
    with javascript(SHIPPED) as started:
        yield started


def agree(evaluator: Started, rows: int, sample: int, seed: int, readings: dict[str, str]) -> None:
    """Compare outcome, permitted, settled, reachable, row and statuses on random rows."""
    rules, javascript = evaluator
    engine = Engine(rules.with_readings(readings))
    given = random_rows(rows, seed=seed, engine=engine)
    found = judged(javascript, engine.rules, given)
    assert not disagreements(found, expected(given, engine, sample=sample))[:3]


def test_random_rows_agree_with_the_definition(evaluator: Started) -> None:
    agree(evaluator, 150, 2, 1, {})


@pytest.mark.slow
def test_more_rows_agree_under_every_option_of_a_reading(evaluator: Started) -> None:
    agree(evaluator, 2_000, 20, 2, {})
    for seed, readings in enumerate(choices(evaluator[0])):
        agree(evaluator, 100, 2, seed, readings)


def test_whole_decisions_agree(evaluator: Started) -> None:
    rules, javascript = evaluator
    met = whole_decisions(Engine(rules), javascript, 25, 3)
    assert min(met["refused"], met["settled"], met["unsettled"]) > 0
    others = {card.id: card.names[-1] for card in rules.readings.values()}
    met += whole_decisions(Engine(rules.with_readings(others)), javascript, 25, 4)
    assert met["turning"] > 0 or len(rules.readings) < 2


@pytest.mark.slow
def test_whole_decisions_agree_under_every_option_of_a_reading(evaluator: Started) -> None:
    rules, javascript = evaluator
    whole_decisions(Engine(rules), javascript, 400, 5)
    for seed, readings in enumerate(choices(rules)):
        whole_decisions(Engine(rules.with_readings(readings)), javascript, 15, seed)


def test_a_policy_of_ones_own_agrees(shipped: JavaScript) -> None:
    policy = loader.policy_from_yaml(ROOT / "examples" / "policy_strict.yaml", SHIPPED)
    engine = Engine(SHIPPED.with_policy(policy))
    met = whole_decisions(engine, shipped, 20, 6, {"policy": policy_data(policy)})
    assert met["unsettled"] > 0


INFO = {
    "id": "A-1",
    "title": "<b>标题</b>",
    "authority": "纪委办公室",
    "occurred_on": "2023-05-01",
    "decided_on": "2024-02-07",
    "evidence": {"work.pilot": "证据 1"},
}


def test_days_and_what_is_said_of_a_case_agree(evaluator: Started) -> None:
    rules, javascript = evaluator
    engine, rng = Engine(rules), random.Random(5)
    events = [each.id for each in rules.obligations.recorded]
    for _ in range(25):
        facts = rules.facts(random_facts(rules.vocabulary, rng, rng.random()))
        day = f"{rng.randint(2026, 2035)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        later = f"{rng.randint(2036, 2039)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        handling = dict.fromkeys(rng.sample(events, rng.randint(0, 6)), later)
        info = {**INFO, "decided_on": day, "handling": handling}
        request = {"facts": facts.model_dump(mode="json"), "case": info}
        (found,) = javascript.ask([request])
        wanted, error = attempted(engine, CaseFile(facts, CaseInfo(**info)))
        if error is not None:  # facts that clash, or a day before that on which a duty begins
            assert isinstance(error, CaseError)
            assert {fault.code for fault in error.faults} <= {"C010", "C038"}
            continue
        assert wanted is not None
        assert found["decision"] == wanted.to_dict()


WRONG: list[Any] = [
    None,
    [],
    "work.pilot",
    5,
    {"__proto__": {"work": {"pilot": True}}},
    {"constructor": {"pilot": True}},
    {"work": {"__proto__": True, "constructor": None, "toString": [True], "pilot": True}},
    {"work.__proto__": True},
    {"work": {"pilott": True}, "motiv": {"efficiency": True}, "work.pilot": 1},
    {"work": {"pilot": "true"}, "motive": {"efficiency": [None, 1, True]}},
    {"work": [], "motive": "efficiency", "subject": 7},
    {"work": {"pilot": True}, "work.pilot": True},
    {"work": None, "work.pilot": 0, "pilot": True, "efficiency": {"a": [1, {"b": None}]}},
    {"work": {"pilot": []}, "nature": {"three_distinctions": [True], "other_bar": "yes"}},
    {"consequences": {"loss": "som"}, "remedy": {"rectification": ["none", "passiv", "shamm"]}},
    {
        "consequences": {
            "loss": "重大损失",
            "impact": "x" * 90,
            "safety_accident": "\u202eab\n\t\x1b",
        }
    },
    {"consequences": {"loss": 1.5, "impact": {"a": 1}, "safety_accident": True}},
    {"": {}, ".": True, "work.": True, "work..pilot": True, "工作": {}, "试点性工作": True},
    {f"group_{number}": {} for number in range(30)},
    {"consequences": {"loss": [7] * 3}, "work": {"pilot": json.loads("[" * 400 + "]" * 400)}},
    {"conditions": {"foreseeable_factors": True, "unforeseen_factors": True, "policy_clear": None}},
]


@pytest.mark.parametrize("given", WRONG, ids=range(len(WRONG)))
def test_wrong_facts_are_refused_in_the_same_words(shipped: JavaScript, given: Any) -> None:
    with pytest.raises(CaseError) as refused:
        SHIPPED.facts(given)
    (found,) = shipped.ask([{"facts": given}])
    assert found["error"]["kind"] == "case"
    faults = refused.value.faults
    assert told(found) == [(f.code, f.subject, str(f), f.told("en")) for f in faults]


def test_any_number_of_faults_is_told(shipped: JavaScript) -> None:
    (found,) = shipped.ask([{"facts": {"work": {"pilot": [7] * 130_000}}}])
    assert len(found["error"]["faults"]) == 130_000


def test_an_unknown_reading_or_a_day_before_the_rules_is_refused(shipped: JavaScript) -> None:
    requests = [
        {"facts": {}, "readings": {"remedy_scop": "both"}},
        {"facts": {}, "readings": {"__proto__": "both"}},
        {"facts": {}, "readings": {"remedy_scope": "neither"}},
        {"facts": {}, "case": {"decided_on": "2023-07-26"}},
    ]
    *named, out_of_force = [each["error"] for each in shipped.ask(requests)]
    for request, error in zip(requests, named, strict=False):
        with pytest.raises(LookupError) as refused:
            SHIPPED.with_readings(request["readings"])
        assert error["kind"] == "name"
        assert (error["message"], error["english"]) == (
            str(refused.value),
            refused.value.english,  # type: ignore[attr-defined]
        )
    with pytest.raises(OutOfForceError) as late:
        default_engine().evaluate({"case": {"decided_on": "2023-07-26"}, "facts": {}})
    assert out_of_force["message"] == str(late.value)
    assert out_of_force["english"] == late.value.english


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("exempt", ""),
        ("not_pursued", "理由"),
        ("ordinary_accountability", "理由"),
        ("ordinary_accountability", " "),
        ("lighter", "理\u202e由"),
        ("exempt", "长" * 20_001),
    ],
    ids=range(6),
)
def test_what_the_authority_chooses_agrees(shipped: JavaScript, outcome: str, reason: str) -> None:
    engine, rng = default_engine(), random.Random(8)
    rows = [random_facts(SHIPPED.vocabulary, rng, rng.choice((0, 0, 0.02))) for _ in range(12)]
    choice = {"outcome": outcome, "reason": reason}
    answers = shipped.ask({"facts": facts, "choice": choice} for facts in rows)
    for facts, found in zip(rows, answers, strict=True):
        wanted, error = attempted(engine, facts, choice)
        if isinstance(error, CaseError):
            assert told(found) == [(f.code, f.subject, str(f), f.told("en")) for f in error.faults]
        elif error is not None:
            assert isinstance(error, (UnsettledDecisionError, ForbiddenOutcomeError))
            assert found["error"]["message"] == str(error)
            assert found["error"]["english"] == error.english
        else:
            assert wanted is not None
            assert found["decision"] == wanted.to_dict()


def test_a_line_that_is_no_request_is_answered_as_such(shipped: JavaScript) -> None:
    answers = shipped.ask([{"id": 1}, {"id": 2, "facts": {}, "only": ["outcome"]}])
    assert [each.get("error", {}).get("kind") for each in answers] == ["request", None]


def test_the_program_says_what_it_wants() -> None:
    done = subprocess.run([node(), MODULES / "evaluate.mjs"], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"BUNDLE" in done.stderr
