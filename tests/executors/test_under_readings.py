"""Under readings: a decision names what the definition says, and costs little more for it."""

from __future__ import annotations

import random

import pytest

from support.random_facts import random_facts
from support.rulesets import for_every_ruleset
from tolerance_rules import Engine, InconsistentFactsError
from tolerance_rules.reachability import reachable
from tolerance_rules.semantics import complete, named_readings

KNOWN = {
    "subject.kind": "party_member",
    "work.performing_duty": True,
    "nature.express_prohibition_violated": False,
}


@for_every_ruleset
@pytest.mark.slow
def test_a_decision_names_the_readings_that_the_definition_names(rules) -> None:
    rng, named = random.Random(17), 0
    base = Engine(rules)
    for number in range(60):
        if number % 6 == 0:
            chosen = {c.id: rng.choice(c.names) for c in rules.readings.values()}
            engine = base.under(chosen if number else {})
        try:
            facts = random_facts(rules.vocabulary, rng, rng.choice((0, 0.02, 0.1, 0.5)))
            decision = engine.evaluate(facts)
        except InconsistentFactsError:
            continue
        case = complete(decision.facts.flat, engine.rules)
        assert decision.readings == named_readings(case, engine.rules)
        named += any(not each.turns_outcome for each in decision.readings)
    assert named or len(rules.readings) < 2


def test_a_settled_decision_names_the_reading_by_which_alone_it_is_settled() -> None:
    """A Party member who is no cadre: outside by the default reading, all open by the other."""
    decision = Engine.load().evaluate(KNOWN)
    assert decision.settled
    (named,) = decision.readings
    assert named.name == "party_member_scope"
    assert not named.turns_outcome
    assert named.reachable["cadres_only"] == ("ordinary_accountability",)
    other = Engine.load(readings={"party_member_scope": "members_too"}).evaluate(KNOWN)
    assert set(named.reachable["members_too"]) == {each.value for each in other.reachable}
    assert len(other.reachable) == 6
    assert [each.name for each in other.readings] == ["party_member_scope"]


def test_a_reading_of_a_time_limit_is_never_named() -> None:
    engine = Engine.load(readings={"filing_day": "exclusive"})
    for facts in ({}, KNOWN, dict.fromkeys(engine.rules.vocabulary)):
        decision = engine.evaluate(facts)
        assert "filing_day" not in {each.name for each in decision.readings}
        assert decision.ruleset.readings["filing_day"] == "exclusive"


@for_every_ruleset
def test_the_options_in_force_reach_what_the_diagram_without_readings_does(rules) -> None:
    engine, rng = Engine(rules), random.Random(3)
    for _ in range(200):
        facts = random_facts(rules.vocabulary, rng, rng.random())
        try:
            known = complete(facts, rules).known
        except InconsistentFactsError:
            continue
        for under in engine.under_readings.reachable(known).values():
            usual = set(engine.diagram.restricted(known).outcomes())
            assert usual in map(set, under.values())
    assert reachable(known, rules)
