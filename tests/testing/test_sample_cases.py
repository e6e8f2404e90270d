"""Sample cases: complete, settled, of the outcome asked for, and decisions of them."""

from __future__ import annotations

import pytest

from support.rulesets import for_every_ruleset
from tolerance_rules import CaseError, Decision, Engine, UnknownNameError, UnsettledDecisionError
from tolerance_rules.rules import Ruleset
from tolerance_rules.testing import settled_case, stub_decision


@pytest.mark.slow
@for_every_ruleset
def test_there_is_a_case_and_a_decision_of_every_outcome(rules: Ruleset) -> None:
    engine = Engine(rules)
    for outcome in rules.labels:
        case = settled_case(outcome, engine=engine)
        assert not case.unknown
        assert not case.partly_known
        decision = engine.evaluate(case)
        assert (decision.outcome, decision.settled) == (outcome, True)
        stub = stub_decision(outcome, engine=engine, case={"id": "甲-1"})
        assert (stub.outcome, stub.case.id) == (outcome, "甲-1")
        assert stub.require_settled() is stub
        assert Decision.from_json(stub.to_json(), rules.model) == stub
        unsettled = stub_decision(outcome, settled=False, engine=engine)
        assert unsettled.outcome == outcome
        with pytest.raises(UnsettledDecisionError):
            unsettled.require_settled()


def test_the_facts_given_are_kept() -> None:
    facts = {"work.pilot": False, "consequences.loss": ["some", "major"]}
    case = settled_case("exempt", facts=facts)
    assert case.work.pilot is False  # type: ignore[attr-defined]
    assert case.consequences.loss in ("some", "major")  # type: ignore[attr-defined]
    assert stub_decision("exempt", facts=facts, settled=False).facts.work.pilot is False  # type: ignore[attr-defined]
    presumed = settled_case(facts={"work.pilot": True})
    assert presumed.flat == Engine.load().evaluate({"work.pilot": True}).completed.total


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UnknownNameError) as error:
        settled_case("exemptt")
    assert error.value.nearest == "exempt"
    with pytest.raises(CaseError, match="没有一件的结论是"):
        settled_case("exempt", facts={"nature.other_bar": True})
    with pytest.raises(CaseError, match=r"work\.pilott"):
        settled_case("exempt", facts={"work.pilott": True})
    with pytest.raises(CaseError, match="idd"):
        stub_decision("exempt", case={"idd": "1"})
