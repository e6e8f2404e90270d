"""Replay: exactly what the definition says differs; one that does not evaluate is caught."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.decision_logs import ORIGIN, engine_of, few, filled
from support.rulesets import RULESETS, SHIPPED
from tolerance_rules import Engine
from tolerance_rules.errors import LogError
from tolerance_rules.records.canaries import canaries
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.replay import Said, Was, evaluated, replay

READINGS = [
    (name, option)
    for name, card in SHIPPED.readings.items()
    for option in card.names
    if option != card.default
]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> DecisionLog:
    return filled(tmp_path_factory.mktemp("log") / "log.db", 150, seed=21)


def stored(was: Was, _engine: Engine) -> Said:
    """Give back what is stored, as a replay must not."""
    return Said(was.named, was.permitted, (was.named,))


def of_the_first(was: Was, engine: Engine) -> Said:
    """Evaluate by the rules of the time, whatever is asked for."""
    return evaluated(was, engine_of())


@pytest.mark.slow
@pytest.mark.parametrize(("name", "option"), READINGS)
def test_what_differs_under_a_reading_is_what_the_definition_says(
    name: str, option: str, log: DecisionLog
) -> None:
    rules = SHIPPED.with_readings({name: option})
    definition = Engine(rules, executor="definition")
    wanted = []
    for record in log.records():
        decision = definition.evaluate(definition.facts(record.contents["facts"]))
        now = [str(decision.outcome), list(map(str, decision.permitted)), decision.settled]
        if now != [record.entry["named"], record.contents["decision"]["permitted"], True]:
            wanted.append((record.number, str(decision.outcome)))
    found = replay(log, readings={name: option})
    assert [(each.was.number, each.would_be.named) for each in found.differing] == wanted
    assert found.records == 150
    again = replay(log, Engine(rules))
    assert again.differing == found.differing


@pytest.mark.slow
def test_some_reading_changes_something(log: DecisionLog) -> None:
    found = replay(log, readings=dict([READINGS[0]]))
    assert found.canaries >= 6
    assert not replay(log).differing
    strict = Engine(SHIPPED.with_readings({"three_distinctions_scope": "catch_all_only"}))
    assert all(each.was.number for each in replay(log, strict).differing)


@pytest.mark.parametrize("evaluate", [stored, of_the_first])
def test_a_replay_that_does_not_evaluate_is_caught(evaluate, log: DecisionLog) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(LogError, match="没有真正评判"):
        replay(log, evaluate=evaluate)


def test_every_outcome_has_a_canary() -> None:
    for rules in RULESETS:
        found = canaries(engine_of(rules))
        assert {each.before for each in found} == set(rules.labels)
        assert all(each.after != each.before for each in found)


def test_facts_that_other_rules_do_not_know_are_listed_as_not_judged(tmp_path: Path) -> None:
    with DecisionLog.create(tmp_path / "log.db", ORIGIN) as log:
        for decision in few(2):
            log.record(decision, engine_of())
        found = replay(log, engine_of(RULESETS[1]))
    assert len(found.differing) == 2
    assert all(each.would_be.refused and not each.still_allowed for each in found.differing)
