"""Benchmark: one case after another, against the same clauses hand-written for other engines.

    python benchmarks/one_case.py [--cases 2000] [--rounds 7] [--memory 200000]

Seeded random complete cases; each engine must give the same outcome and the same clauses that hold.
Prints the median time of a case for each, and its ratio to ours; then load time and memory.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from peers.durable_peer import DurablePeer
from peers.rule_engine_peer import RuleEnginePeer
from peers.zen_peer import ZenGraphPeer, ZenPeer

from tolerance_rules import CaseFacts, Engine, InconsistentFactsError
from tolerance_rules.facts import vocabulary
from tolerance_rules.rules import Value
from tolerance_rules.verdict import Status

SEED = 20230727


def random_case(rng: random.Random) -> dict[str, dict[str, Value]]:
    """Return a complete nested case in which all six outcomes are within reach."""
    case: dict[str, dict[str, Value]] = {}
    for name, spec in vocabulary().items():
        group, _, fact = name.partition(".")
        likely = 0.04 if spec.direction == "aggravating" else 0.5
        value = rng.choice(spec.values) if rng.random() < 2 * likely else spec.presumed
        if group == "procedure" or name == "work.performing_duty":
            value = rng.random() < 0.85
        case.setdefault(group, {})[fact] = value
    return case


def consistent_cases(count: int, engine: Engine) -> list[dict[str, dict[str, Value]]]:
    """Return seeded cases without impossible combinations."""
    rng, cases = random.Random(SEED), []
    while len(cases) < count:
        case = random_case(rng)
        try:
            engine.evaluate(case)
        except InconsistentFactsError:
            continue
        cases.append(case)
    return cases


def timed(call: Callable[[Any], object], cases: list[Any]) -> list[float]:
    """Return the seconds each case took."""
    seconds = []
    for case in cases:
        start = time.perf_counter()
        call(case)
        seconds.append(time.perf_counter() - start)
    return seconds


def import_and_load() -> float:
    """Return the seconds a fresh interpreter takes to import the library and load the rules."""
    code = (
        "import time; start = time.perf_counter(); import tolerance_rules; "
        "tolerance_rules.Engine.load(); print(time.perf_counter() - start)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
        for _ in range(5)
    ]
    return min(float(run.stdout) for run in runs)


def resident() -> float:
    """Return the resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--memory", type=int, default=200_000)
    options = parser.parse_args()

    engine = Engine.load()
    nested = consistent_cases(options.cases, engine)
    validated = [CaseFacts.model_validate(case) for case in nested]
    peers: dict[str, Any] = {
        "zen-engine, compiled expression": ZenPeer(),
        "zen-engine, decision graph": ZenGraphPeer(),
        "rule-engine, a rule a clause": RuleEnginePeer(),
        "durable-rules, bare": DurablePeer(),
    }
    print(
        f"{len(nested)} complete cases:",
        dict(Counter(engine.evaluate(facts).outcome.value for facts in validated)),
    )
    for name, peer in peers.items():
        for case, facts in zip(nested, validated, strict=True):
            decision = engine.evaluate(facts)
            held = {c for c, status in decision.statuses.items() if status is Status.ESTABLISHED}
            outcome, clauses = peer.evaluate(case)
            if (outcome, set(clauses)) != (decision.outcome.value, held):
                sys.exit(f"{name} disagrees: {outcome} {clauses}, not {decision.outcome} {held}")

    runs: dict[str, tuple[Callable[[Any], object], list[Any]]] = {
        "tolerance_rules, evaluate(CaseFacts)": (engine.evaluate, validated),
        "tolerance_rules, evaluate(dict)": (engine.evaluate, nested),
        **{name: (peer.evaluate, nested) for name, peer in peers.items()},
    }
    gc.disable()
    best: dict[str, float] = {}
    for _ in range(options.rounds):
        # Engines take turns, so that a noisy moment of the machine falls on all of them.
        for name, (call, cases) in runs.items():
            best[name] = min(best.get(name, 9.0), statistics.median(timed(call, cases)))
    gc.enable()
    ours = next(iter(best.values()))
    print(f"\n{'median of a case, best of rounds':38}{'microseconds':>13}{'ratio to ours':>15}")
    for name, seconds in best.items():
        print(f"{name:38}{seconds * 1e6:13.1f}{seconds / ours:15.2f}")

    print(f"\nimport and load: {import_and_load():.2f} s (best of 5)")
    rng = random.Random(SEED)
    stop = {20_000, options.memory}
    for number in range(1, options.memory + 1):
        try:
            engine.evaluate(random_case(rng))
        except InconsistentFactsError:
            pass
        if number in stop:
            print(f"resident after {number:>7,} evaluations: {resident():.1f} MB")


if __name__ == "__main__":
    main()
