"""Executors and the definition agree: whole verdicts, reachable outcomes, open facts."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping

import pytest

from support.executors import for_every_executor
from support.random_facts import complete_facts, completions, random_facts
from support.rulesets import for_every_ruleset
from tolerance_rules import Engine, InconsistentFactsError
from tolerance_rules.executors.executor import executor
from tolerance_rules.facts import Known
from tolerance_rules.reachability import reachable
from tolerance_rules.rules import Ruleset
from tolerance_rules.semantics import complete, judge, outcome_of


def drawn_readings(rules: Ruleset, rng: random.Random) -> dict[str, str]:
    return {card.id: rng.choice(card.names) for card in rules.readings.values()}


@pytest.mark.slow
@for_every_executor
@for_every_ruleset
@pytest.mark.parametrize("unknown", [0.0, 0.1, 0.33, 0.6])
@pytest.mark.parametrize("seed", [1, 2])
def test_verdicts_and_reachable_outcomes_agree(
    rules: Ruleset, unknown: float, seed: int, name: str
) -> None:
    rng = random.Random(seed)
    if seed == 2:
        rules = rules.with_readings(drawn_readings(rules, rng))
    one_case, engine = executor(name, rules), Engine(rules, executor=name)
    assert engine.executor == name
    judged, refused = 0, 0
    while judged < 800:
        facts = rules.facts(random_facts(rules.vocabulary, rng, unknown))
        try:
            expected = judge(facts.flat, rules)
        except InconsistentFactsError as error:
            clashing = error.facts
            with pytest.raises(InconsistentFactsError) as found:
                one_case.judge(facts)
            assert found.value.facts == clashing
            refused += 1
            continue
        assert one_case.judge(facts) == expected
        decision = engine.evaluate(facts)
        known = complete(facts.flat, rules).known
        assert decision.completed == complete(facts.flat, rules)
        assert {each.value for each in decision.reachable} == reachable(known, rules)
        assert decision.outcome in decision.reachable
        assert decision.settled == (len(decision.reachable) == 1)
        judged += 1
    assert 0 < refused < 4_000


def doubted(rules: Ruleset, rng: random.Random, facts: int) -> Mapping[str, Known]:
    """Return a case in which a few facts are unknown or partly known, and the rest established."""
    vocabulary = rules.vocabulary
    case: dict[str, Known] = dict(complete_facts(vocabulary, rng))
    for name in rng.sample([n for n, spec in vocabulary.items() if not spec.finding], facts):
        case[name] = None
        if len(vocabulary[name].values) > 2 and rng.random() < 0.6:
            values = vocabulary[name].values
            case[name] = vocabulary[name].known(rng.sample(values, rng.randint(1, len(values))))
    return case


@for_every_ruleset
def test_reachable_is_that_of_every_completion(rules: Ruleset) -> None:
    rng, engine = random.Random(7), Engine(rules)
    partly = 0
    for _ in range(60):
        facts = doubted(rules, rng, 8)
        try:
            decision = engine.evaluate(facts)
        except InconsistentFactsError:
            assert not list(itertools.islice(completions(facts, rules), 1))
            continue
        partly += bool(decision.facts.partly_known)
        found = set()
        for total in completions(facts, rules):
            found.add(outcome_of(total, rules))
            if len(found) == len(decision.reachable):
                break
        assert found == {each.value for each in decision.reachable}
    assert partly > 10


@for_every_ruleset
def test_an_open_fact_can_change_the_outcome_and_no_other_can(rules: Ruleset) -> None:
    """A fact is open if two completions alike but for it, and what it implies, differ."""
    rng, engine = random.Random(11), Engine(rules)
    for _ in range(25):
        facts = doubted(rules, rng, 5)
        try:
            decision = engine.evaluate(facts)
        except InconsistentFactsError:
            continue
        outcomes = {
            tuple(total.values()): outcome_of(total, rules)
            for total in completions(decision.completed.known, rules)
        }
        for place, name in enumerate(rules.vocabulary):
            groups: dict[tuple[object, ...], set[str]] = {}
            for values, outcome in outcomes.items():
                rest = (*values[:place], *values[place + 1 :])
                groups.setdefault(rest, set()).add(outcome)
            if any(len(found) > 1 for found in groups.values()):
                assert name in decision.open_facts


@for_every_ruleset
def test_what_is_presumed_is_a_case_that_can_be(rules: Ruleset) -> None:
    rng = random.Random(13)
    for _ in range(800):
        try:
            case = complete(random_facts(rules.vocabulary, rng, rng.random()), rules)
        except InconsistentFactsError:
            continue
        complete(case.total, rules)
        for name, known in case.known.items():
            assert case.total[name] in rules.vocabulary[name].possible(known)
