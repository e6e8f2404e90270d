"""Engine and oracle agree; docs/decisions/reachable.md has the command for many cases."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest

from support import oracle
from support.oracle_agreement import differences, random_case, readings_in_turn
from support.oracle_facts import FINDINGS, PREFERRED
from support.rulesets import SHIPPED
from support.truth_table import completions, possible

OUTCOMES = {f"outcome {name}" for name in oracle.outcomes({}.fromkeys(PREFERRED, False))}


def test_the_oracle_knows_the_same_facts_and_readings() -> None:
    assert {name: spec.preference for name, spec in SHIPPED.vocabulary.items()} == PREFERRED
    found = {name for name, spec in SHIPPED.vocabulary.items() if spec.finding}
    assert found == set(FINDINGS)
    assert {name: card.names for name, card in SHIPPED.outcome_readings.items()} == oracle.READINGS
    assert {
        name: card.default for name, card in SHIPPED.outcome_readings.items()
    } == oracle.DEFAULTS


def test_the_truth_table_holds_every_completion() -> None:
    rng = random.Random(3)
    for _ in range(40):
        facts = random_case(rng)
        if completions(facts) > 200:
            continue
        readings = rng.choice(oracle.ALL_READINGS)
        found = oracle.outcomes(facts, readings)
        possible_values = [possible(name, known) for name, known in facts.items()]
        # The first fact turns fastest from row to row, the last one fastest in a product.
        for row, values in enumerate(itertools.product(*reversed(possible_values))):
            total = dict(zip(reversed(facts), values, strict=True))
            here = {name for name, rows in found.items() if rows >> row & 1}
            assert here == {oracle.judge(total, readings)[0]}


def test_engine_and_oracle_agree() -> None:
    seen: Counter[str] = Counter()
    assert list(differences(250, 1, seen, [oracle.DEFAULTS])) == []
    assert set(seen) >= OUTCOMES | {"settled", "unsettled", "partly known", "reachable 4"}


@pytest.mark.slow
def test_engine_and_oracle_agree_under_each_reading() -> None:
    seen: Counter[str] = Counter()
    assert list(differences(700, 2, seen, readings_in_turn(2))) == []
    assert set(seen) >= OUTCOMES | {"refused"}
