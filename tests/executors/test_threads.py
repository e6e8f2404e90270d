"""Threads: one engine shared by eight, settled and unsettled cases, contradictions between them."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from support.random_cases import even, likely
from tolerance_rules import CaseFacts, Engine, InconsistentFactsError
from tolerance_rules.loader import shipped
from tolerance_rules.semantics import judge

pytestmark = pytest.mark.slow  # many threads at once

THREADS, EVALUATIONS = 8, 50_000
RULES = shipped("zzvc-2023-32")


@contextmanager
def impatient() -> Iterator[None]:
    """Let threads change places fifty times as often as they do."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-4)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def cases(count: int, seed: int) -> list[CaseFacts]:
    rng = random.Random(seed)
    made = []
    for number in range(count):
        facts = (even if number % 3 == 0 else likely)(rng)
        for name in rng.sample(sorted(facts), 0 if number % 50 else 3):
            facts[name] = None
        made.append(CaseFacts.from_facts(facts))
    return made


def answer(engine: Engine, facts: CaseFacts) -> tuple[object, ...]:
    try:
        decision = engine.evaluate(facts)
    except InconsistentFactsError as error:
        return (error.combinations,)
    return decision.row, decision.outcome, decision.citations, decision.statuses, decision.reachable


def test_eight_threads_sharing_an_engine_are_all_right() -> None:
    given = cases(400, seed=1)
    alone = Engine(RULES)
    expected = [answer(alone, facts) for facts in given]
    # A new engine: what the threads fight over is its first answers too.
    shared = Engine(RULES)

    def work(seed: int) -> int:
        rng = random.Random(seed)
        order = [rng.randrange(len(given)) for _ in range(EVALUATIONS // THREADS)]
        return sum(answer(shared, given[place]) != expected[place] for place in order)

    with impatient(), ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(work, range(THREADS))) == [0] * THREADS


def test_threads_that_each_ask_what_was_never_asked_before_agree_with_the_definition() -> None:
    given = [facts for facts in cases(240, seed=2) if not facts.unknown]
    shared = Engine(RULES)
    with impatient(), ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(lambda facts: answer(shared, facts), given))
    for facts, given_answer in zip(given, found, strict=True):
        try:
            verdict = judge(facts.flat, RULES)
            expected = (verdict.row.row, verdict.outcome, verdict.citations, verdict.statuses)
        except InconsistentFactsError as error:
            expected = (error.combinations,)
        assert given_answer[:4] == expected
