"""The definition and durable-rules agree: whole verdicts, reachable outcomes, open facts."""

from __future__ import annotations

import itertools
import random

import pytest

from tolerance_rules import CaseFacts, Engine, InconsistentFactsError
from tolerance_rules.executors.one_case import OneCase
from tolerance_rules.facts import vocabulary
from tolerance_rules.loader import shipped
from tolerance_rules.reachability import reachable
from tolerance_rules.semantics import complete, judge, outcome_of
from tolerance_rules.vocabulary.fact_spec import Value

RULES = shipped("zzvc-2023-32")
SPECS = vocabulary()


def random_facts(rng: random.Random, unknown: float) -> dict[str, Value | None]:
    """Return facts in which bars are rare, so that every row of the table is reached."""
    facts: dict[str, Value | None] = {}
    for name, spec in SPECS.items():
        if rng.random() < unknown:
            facts[name] = None
        elif spec.direction == "aggravating":
            facts[name] = rng.choice(spec.values) if rng.random() < 0.12 else spec.presumed
        else:
            facts[name] = rng.choice(spec.values)
    return facts


@pytest.mark.slow
@pytest.mark.parametrize("unknown", [0.0, 0.1, 0.33, 0.6])
@pytest.mark.parametrize("seed", [1, 2])
def test_verdicts_and_reachable_outcomes_agree(unknown: float, seed: int) -> None:
    rng = random.Random(seed)
    readings = {card.id: rng.choice(card.names) for card in RULES.readings.values()}
    rules = RULES if seed == 1 else RULES.with_readings(readings)
    executor, engine = OneCase(rules), Engine(rules)
    judged = 0
    for _ in range(2_500):
        facts = CaseFacts.from_facts(random_facts(rng, unknown))
        try:
            expected = judge(facts.flat, rules)
        except InconsistentFactsError as error:
            clashing = error.facts
            with pytest.raises(InconsistentFactsError) as found:
                executor.judge(facts)
            assert found.value.facts == clashing
            continue
        assert executor.judge(facts) == expected
        decision = engine.evaluate(facts)
        known = complete(facts.flat, rules).known
        assert {each.value for each in decision.reachable} == reachable(known, rules)
        assert decision.outcome in decision.reachable
        assert decision.settled == (len(decision.reachable) == 1)
        judged += 1
    assert judged > 1_500


def test_reachable_is_that_of_every_completion() -> None:
    rng = random.Random(7)
    engine = Engine(RULES)
    for _ in range(60):
        facts = random_facts(rng, 0.0)
        for name in rng.sample(sorted(SPECS), 8):
            facts[name] = None
        unknown = [name for name, value in facts.items() if value is None]
        try:
            decision = engine.evaluate(CaseFacts.from_facts(facts))
        except InconsistentFactsError:
            continue
        found = set()
        for values in itertools.product(*(SPECS[name].values for name in unknown)):
            total = {**facts, **dict(zip(unknown, values, strict=True))}
            try:
                complete(total, RULES)
            except InconsistentFactsError:
                continue
            found.add(outcome_of(total, RULES))
            if len(found) == len(decision.reachable):
                break
        assert found == {each.value for each in decision.reachable}
