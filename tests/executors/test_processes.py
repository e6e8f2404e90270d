"""Processes: workers that fail, engines and decisions that travel, forks while threads work."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from support.executors import for_every_executor
from support.random_cases import likely
from support.rulesets import for_every_ruleset
from tolerance_rules import CaseError, CaseFacts, Engine, InconsistentFactsError, OutOfForceError
from tolerance_rules.errors import ToleranceRulesError
from tolerance_rules.rules import Ruleset

ROOT = Path(__file__).resolve().parents[2]
CLASH = {"consequences.loss": "none", "remedy.loss_recovery": "active"}
POISON: list[tuple[dict[str, object], date | None, type[ToleranceRulesError]]] = [
    ({"work.pilott": True}, None, CaseError),
    ({"consequences.loss": "none", "remedy.loss_recovery": "nope"}, None, CaseError),
    ({}, date(2020, 1, 1), OutOfForceError),
]


def evaluated(given: tuple[dict[str, object], date | None]) -> object:
    """Evaluate in a worker."""
    facts, on = given
    return Engine.load().evaluate(facts, on=on)


def in_spawned_pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


@pytest.mark.slow
def test_the_fault_of_a_worker_comes_back_and_the_pool_goes_on() -> None:
    with in_spawned_pool() as pool:
        for facts, on, kind in POISON:
            with pytest.raises(kind) as error:
                pool.submit(evaluated, (facts, on)).result(timeout=120)
            assert type(error.value) is kind
        good = pool.submit(evaluated, ({"nature.other_bar": True}, None)).result(timeout=120)
    assert good == Engine.load().evaluate({"nature.other_bar": True})


@pytest.mark.slow
def test_the_fault_of_a_worker_does_not_hang_a_pool_of_multiprocessing() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        for facts, on, kind in POISON:
            with pytest.raises(kind):
                pool.apply_async(evaluated, ((facts, on),)).get(timeout=120)
        assert pool.apply_async(evaluated, (({}, None),)).get(timeout=120).row


@for_every_executor
@for_every_ruleset
def test_an_engine_travels_as_its_ruleset_readings_and_policy(rules: Ruleset, name: str) -> None:
    readings = {card.id: card.names[-1] for card in rules.readings.values()}
    engine = Engine(rules.with_readings(readings), executor=name)
    copy = pickle.loads(pickle.dumps(engine))
    assert copy.executor == name
    assert copy.rules.chosen == engine.rules.chosen
    assert copy.rules.policy == engine.rules.policy
    assert copy.evaluate({}) == engine.evaluate({})


@for_every_ruleset
def test_facts_and_decisions_travel_to_a_process_with_other_hashes(
    rules: Ruleset, tmp_path: Path
) -> None:
    decision = Engine(rules).evaluate({})
    file = tmp_path / "decision.pickle"
    file.write_bytes(pickle.dumps((decision, rules)))
    program = (
        "import pickle, sys; from tolerance_rules import Engine\n"
        f"decision, rules = pickle.load(open({str(file)!r}, 'rb'))\n"
        "engine = Engine(rules)\n"
        "assert type(decision.facts) is rules.model\n"
        "assert engine.evaluate(decision.facts) == decision\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"}
    assert os.spawnve(os.P_WAIT, sys.executable, [sys.executable, "-c", program], environment) == 0


@contextmanager
def evaluating(engine: Engine, seed: int) -> Iterator[None]:
    """Keep two threads at cases that they have never met."""
    stop, interval = threading.Event(), sys.getswitchinterval()

    def work(rng: random.Random) -> None:
        while not stop.is_set():
            facts: dict[str, object] = {**likely(rng)}
            for fact in rng.sample(sorted(facts), rng.choice((0, 0, 4))):
                facts[fact] = None
            try:
                engine.evaluate(facts)
            except InconsistentFactsError:
                continue

    threads = [threading.Thread(target=work, args=(random.Random(seed + n),)) for n in range(2)]
    sys.setswitchinterval(1e-5)
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        sys.setswitchinterval(interval)


def forked(engine: Engine, facts: CaseFacts, seconds: float) -> int | None:
    """Evaluate in a forked child; its exit code, or None if it did not end in time."""
    child = os.fork()
    if child == 0:
        try:
            engine.evaluate(facts)
            CaseFacts.from_facts({"work.pilot": True}).flat
            os._exit(0)
        except BaseException:  # whatever it is, the child must not go on as the test
            os._exit(1)
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
@for_every_executor
@pytest.mark.parametrize("warm", [False, True])
def test_a_child_forked_while_threads_evaluate_answers(name: str, warm: bool) -> None:
    # Collecting what the parent holds would be most of the time of a child.
    gc.freeze()
    try:
        for seed in range(2 if warm else 4):
            engine = Engine.load(executor=name)
            facts = CaseFacts.from_facts({"nature.other_bar": None})
            if warm:
                engine.evaluate(facts)
            with evaluating(engine, seed):
                for _ in range(6 if warm else 2):
                    time.sleep(0.02)
                    assert forked(engine, facts, 60) == 0
    finally:
        gc.unfreeze()
