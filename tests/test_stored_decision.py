"""Stored decisions: they load back equal, are evaluated again, and are compared field by field."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from support.random_facts import random_facts
from support.rulesets import for_every_ruleset
from tolerance_rules import CaseError, Decision, Engine, InconsistentFactsError
from tolerance_rules.formats.case_file import from_file, from_text
from tolerance_rules.rules import Ruleset

ROOT = Path(__file__).resolve().parent.parent
CASES = sorted((ROOT / "examples" / "cases").glob("*.yaml"))
ENGINE = Engine.load()
STRICT = Engine.load(policy=ROOT / "examples" / "policy_strict.yaml")
WITH_EVIDENCE = {
    "case": {"id": "2024-1", "title": "“甲”", "decided_on": "2024-05-01"},
    "facts": {"work": {"pilot": True}, "consequences": {"loss": ["some", "major"]}},
    "evidence": {"work.pilot": "文件"},
}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_stored_decision_loads_back_equal_and_is_confirmed(path: Path) -> None:
    decision = ENGINE.evaluate(from_file(path))
    for text in (decision.to_json(), decision.to_json(indent=None), decision.to_json().encode()):
        again = Decision.from_json(text)
        assert again == decision
        assert hash(again) == hash(decision)
        assert again.to_json() == decision.to_json()
        assert again.explain() == decision.explain()
    assert Decision.from_dict(decision.to_dict()) == decision
    verified = again.verify(ENGINE)
    assert verified
    assert verified.found == decision


@for_every_ruleset
def test_any_decision_of_any_ruleset_loads_back(rules: Ruleset) -> None:
    import random

    engine, rng, loaded = Engine(rules), random.Random(17), 0
    for _ in range(60):
        try:
            decision = engine.evaluate(random_facts(rules.vocabulary, rng, rng.random()))
        except InconsistentFactsError:
            continue
        again = Decision.from_json(decision.to_json(), rules.model)
        assert again == decision
        assert again.completed == decision.completed
        assert again.verify(engine)
        loaded += 1
    assert loaded > 5


def test_what_the_authority_chose_is_confirmed_too() -> None:
    case = from_file(ROOT / "examples" / "cases" / "16_loss_recovered.yaml")
    own = ENGINE.evaluate(case).choose("lighter", reason="集体研究")
    again = Decision.from_json(own.to_json())
    assert again == own
    assert again.verify(ENGINE)
    declined = ENGINE.evaluate(case).choose("ordinary_accountability", reason="第三次")
    assert Decision.from_json(declined.to_json()).verify(ENGINE)


def test_a_decision_is_compared_under_its_own_readings_and_policy() -> None:
    case = from_file(ROOT / "examples" / "cases" / "16_loss_recovered.yaml")
    either = Engine.load(readings={"remedy_scope": "either"})
    stored = Decision.from_json(either.evaluate(case).to_json())
    assert stored.outcome == "not_pursued"
    assert stored.verify(ENGINE)  # the readings are those that the decision names
    strict = Decision.from_json(STRICT.evaluate(case).to_json())
    assert strict.verify(STRICT)
    differing = strict.verify(ENGINE)
    assert not differing
    fields = {each.field: (each.stored, each.found) for each in differing.differences}
    assert fields["outcome"] == ("lighter", "exempt")
    assert {"policy", "ruleset.policy_sha256"} <= set(fields)


def test_a_decision_that_was_changed_is_found() -> None:
    document = ENGINE.evaluate({"nature.other_bar": True}).to_dict()
    document["outcome"] = "exempt"
    found = Decision.from_dict(document).verify(ENGINE)
    assert [(each.field, each.found) for each in found.differences] == [("outcome", "no_tolerance")]


def test_facts_and_case_of_a_result_are_accepted_as_they_were_written(tmp_path: Path) -> None:
    decision = ENGINE.evaluate(WITH_EVIDENCE)
    document = json.loads(decision.to_json())
    part = {"case": document["case"], "facts": document["facts"]}
    assert ENGINE.evaluate(part) == decision
    assert ENGINE.evaluate(document["facts"]).outcome == decision.outcome
    data = json.dumps(part, ensure_ascii=False).encode()
    assert ENGINE.evaluate(from_text(data, "x.json", json_text=True)) == decision
    bare = ENGINE.evaluate({}).to_dict()
    assert ENGINE.evaluate({"case": bare["case"], "facts": bare["facts"]}).to_dict() == bare
    with pytest.raises(CaseError, match="work\\.pilott"):
        ENGINE.evaluate({**part, "case": {**part["case"], "evidence": {"work.pilott": "x"}}})
    with pytest.raises(CaseError, match=r"evidence 是案件的一个部分"):
        ENGINE.evaluate({**part, "evidence": {}})


def _without(name: str) -> Any:
    return lambda document: document.pop(name)


FAULTS: dict[str, tuple[Any, str]] = {
    "no outcome": (_without("outcome"), "outcome 缺少"),
    "an unknown outcome": (lambda d: d.update(outcome="exemptt"), "outcome 读不出来：exemptt"),
    "an unknown field": (lambda d: d.update(outcomee="exempt"), "您是否想写 outcome？"),
    "an unknown fact": (lambda d: d["facts"]["work"].update(pilott=True), r"work\.pilott"),
    "no facts": (_without("facts"), "事实应当是"),
    "a citation of nothing": (lambda d: d["citations"].append({}), r"citations\.\d+\."),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_document_that_is_no_decision_is_refused(kind: str) -> None:
    spoil, said = FAULTS[kind]
    document = copy.deepcopy(ENGINE.evaluate({"nature.other_bar": True}).to_dict())
    spoil(document)
    with pytest.raises(CaseError, match=said):
        Decision.from_dict(document)


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{", '{"outcome": "a", "outcome": "b"}', "\ud800"]
)
def test_a_text_that_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(CaseError):
        Decision.from_json(text)


def test_a_decision_that_was_read_back_is_evaluated_again_before_another_is_chosen() -> None:
    decision = ENGINE.evaluate(from_file(ROOT / "examples" / "cases" / "16_loss_recovered.yaml"))
    outcome = decision.permitted[-1]
    own = decision.choose(outcome, reason="集体研究")
    assert own.obligations
    for again in (Decision.from_json(decision.to_json()), copy.copy(decision)):
        with pytest.raises(CaseError, match="重新评判，再作选择"):
            again.choose(outcome, reason="集体研究")
    assert Decision.from_json(own.to_json()).verify(ENGINE)
