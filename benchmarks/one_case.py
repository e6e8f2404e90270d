"""Benchmark: one case after another, against the same clauses hand-written for other engines.

    python benchmarks/one_case.py [--cases 2000] [--rounds 7] [--memory 200000] [--write]

Seeded random complete cases; each engine must give the same outcome and the same clauses that hold.
Prints the time of a case for each, and its ratio to ours; then load time and memory.

Ours remembers the answers of durable-rules, clause by clause, so three columns are given: `best`,
cases met before; `unseen`, cases never met, median and mean; and below them a new engine, which
remembers nothing. `CaseFacts` are validated beforehand, a dict is validated within the time. What
a decision works out when it is asked for is not asked for, its citations are worked out always; a
row with `statuses` asks for the status of every clause, as the peers tell it. From JSON to JSON,
ours writes the whole result document, that of zen-engine is with its trace. `--write` puts the
table into docs/benchmarks.md.
"""

# ruff: noqa: E501 -- a paragraph of the page is one line

from __future__ import annotations

import argparse
import gc
import json
import platform
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from tolerance_rules import CaseFacts, Engine, InconsistentFactsError
from tolerance_rules.verdict.verdict import Status
from tolerance_rules.vocabulary.fact_spec import Value

SEED = 20230727


def random_case(rng: random.Random) -> dict[str, dict[str, Value]]:
    """Return a complete nested case in which all six outcomes are within reach."""
    case: dict[str, dict[str, Value]] = {}
    for name, spec in CaseFacts.vocabulary.items():
        group, _, fact = name.partition(".")
        likely = 0.04 if spec.direction == "aggravating" else 0.5
        value = rng.choice(spec.values) if rng.random() < 2 * likely else spec.presumed
        if group == "procedure" or name == "work.performing_duty":
            value = rng.random() < 0.85
        case.setdefault(group, {})[fact] = value
    return case


def consistent_cases(
    count: int, engine: Engine, seed: int = SEED
) -> list[dict[str, dict[str, Value]]]:
    """Return seeded cases without impossible combinations."""
    rng, cases = random.Random(seed), []
    while len(cases) < count:
        case = random_case(rng)
        try:
            engine.evaluate(case)
        except InconsistentFactsError:
            continue
        cases.append(case)
    return cases


def doubtful(cases: list[CaseFacts]) -> list[CaseFacts]:
    """Return cases of which a tenth of the facts is not known; a finding always is."""
    rng = random.Random(SEED)
    found = []
    for case in cases:
        names = [name for name, spec in case.vocabulary.items() if not spec.finding]
        found.append(case.with_facts(dict.fromkeys(rng.sample(names, len(names) // 10))))
    return found


def as_json(cases: list[Any]) -> list[bytes]:
    """Return cases as a service is sent them."""
    return [json.dumps(case).encode() for case in cases]


def versions() -> str:
    """Return what took part in the run."""
    names = ("durable-rules", "pydantic", "rule-engine", "zen-engine")
    found = ", ".join(f"{name} {version(name)}" for name in names)
    return f"Python {platform.python_version()}, {found}"


DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
PAGE = """# 速度 Benchmarks

One case after another, against the same clauses hand-written for other engines, which must give the same outcome and the same clauses. Written by `python benchmarks/one_case.py --write`; a figure is the ratio of the time of a case to that of the first row, all in one run on one machine, {count:,} cases a row: below 1 is faster.

| | cases met before, median | cases never met, median | cases never met, mean |
|---|---|---|---|
{table}

{versions}. Citations are always included in ours, and so is the validation of a dict; `statuses` asks for the status of every clause besides, as the peers give it. `evaluate_json` is from the bytes of a case to those of the whole result document.

Of the time that a dict takes, two fifths go into reading it: its names are compared with those of the vocabulary, one after another, and its values are taken out and packed all at once, each told from what is merely equal to it (1 is no `True`). Comparing the names is half of that: a caller's names are texts of their own, and of a case never met they have yet to come into the cache of the processor. From JSON to JSON, parsing takes a sixth, reading as much, evaluating a third, and the document is put together from parts that were written before; see `formats/json_to_json.py`.

What keeps the mean of cases never met above their median: of 800 such cases, after 400 others, 734 asked the rule engine nothing, for each clause had met the same statuses of its leaves before. The other 66 asked durable-rules 99 questions never asked before, and took five times as long as the rest, on the median. An answer that the engine has to give costs more than a whole case elsewhere; it is asked for once in the life of an engine, so the mean falls the longer an engine is kept.

Other benchmarks, each printing its ratios in one run: `benchmarks/many_cases.py` (tables; with `--contenders unknown io-unknown` it gives the rows a second of reading, judging and writing a Parquet file with unknown facts, and those of merely reading it and writing the same columns, which no program can beat: ours is 0.65 of the latter by processor time, one million rows; the nearer to 1 the better), `benchmarks/spark.py` (Spark, SQL against Arrow), `benchmarks/start_up.py` (the start of the command), `benchmarks/memory.py` (memory over two million cases, no two the same: 72 MB after 100,000, 74 MB after 2,000,000), `benchmarks/what_if.py`, `benchmarks/interview.py`, `benchmarks/audit.py --unknown 0.2` (a register of which much is unknown: its cases side by side, against one by one, with the peak of memory), `benchmarks/decision_log.py`.
"""


def timed(call: Callable[[Any], object], cases: list[Any]) -> list[float]:
    """Return the seconds each case took."""
    seconds = []
    for case in cases:
        start = time.perf_counter()
        call(case)
        seconds.append(time.perf_counter() - start)
    return seconds


def in_fresh_process(code: str) -> str:
    """Return what a fresh interpreter prints."""
    here = str(Path(__file__).resolve().parent)
    run = [sys.executable, "-c", f"import sys; sys.path.append({here!r})\n{code}"]
    return subprocess.run(run, capture_output=True, check=True, text=True).stdout


IMPORT_AND_LOAD = """
import time
start = time.perf_counter()
import tolerance_rules
tolerance_rules.Engine.load()
print(time.perf_counter() - start)
"""

MEMORY = """
import contextlib, random, resource
from pathlib import Path
from tolerance_rules import CaseFacts, Engine, InconsistentFactsError
from one_case import SEED, random_case

rng, engine = random.Random(SEED), Engine.load()
for number in range(1, {count} + 1):
    with contextlib.suppress(InconsistentFactsError):
        engine.evaluate(random_case(rng))
    if number in (20_000, {count}):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        size = pages * resource.getpagesize() / 1e6
        print(f"resident after {{number:>7,}} evaluations: {{size:.1f}} MB")
"""


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--memory", type=int, default=200_000)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()

    # Imported here: the measurement of memory uses this module's cases without the peers.
    from peers.durable_peer import DurablePeer
    from peers.rule_engine_peer import RuleEnginePeer
    from peers.zen_peer import ZenGraphPeer, ZenPeer

    engine = Engine.load()
    nested = consistent_cases(options.cases, engine, SEED)
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
        "tolerance_rules, by the definition": (
            Engine.load(executor="definition").evaluate,
            validated,
        ),
        **{name: (peer.evaluate, nested) for name, peer in peers.items()},
        "tolerance_rules, evaluate(dict).statuses": (
            lambda case: engine.evaluate(case).statuses,
            nested,
        ),
        "tolerance_rules, a tenth unknown": (engine.evaluate, doubtful(validated)),
        "tolerance_rules, evaluate_json": (engine.evaluate_json, as_json(nested)),
        "zen-engine, JSON to JSON, trace": (
            peers["zen-engine, decision graph"].evaluate_json,
            as_json(nested),
        ),
    }
    gc.disable()
    best: dict[str, float] = {}
    for _ in range(options.rounds):
        # Engines take turns, so that a noisy moment of the machine falls on all of them.
        for name, (call, cases) in runs.items():
            best[name] = min(best.get(name, 9.0), statistics.median(timed(call, cases)))
    unseen = {}
    for number, (name, (_, cases)) in enumerate(runs.items(), 1):
        # Each has cases of its own: none of ours is met by the other of ours.
        fresh: list[Any] = consistent_cases(options.cases, Engine.load(), SEED + number)
        if isinstance(cases[0], CaseFacts):
            fresh = [CaseFacts.model_validate(case) for case in fresh]
        if "unknown" in name:
            fresh = doubtful(fresh)
        if isinstance(cases[0], bytes):
            fresh = as_json(fresh)
        unseen[name] = fresh
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    mean = dict.fromkeys(runs, 0.0)
    for first in range(0, options.cases, 100):
        for name, (call, _) in runs.items():
            # The mean is of processor time: one moment of a busy machine would spoil it.
            start = time.process_time()
            seconds[name] += timed(call, unseen[name][first : first + 100])
            mean[name] += (time.process_time() - start) / options.cases
    median = {name: statistics.median(each) for name, each in seconds.items()}
    gc.enable()
    ours = next(iter(runs))
    columns = {"best": best, "unseen": median, "mean": mean}
    print(f"\n{'microseconds a case':42}" + "".join(f"{each:>8}{'ratio':>8}" for each in columns))
    table = []
    for name in runs:
        figures = [(column[name], column[ours]) for column in columns.values()]
        print(f"{name:42}" + "".join(f"{a * 1e6:8.1f}{a / b:8.2f}" for a, b in figures))
        table.append(f"| {name} | " + " | ".join(f"{a / b:.2f}" for a, b in figures) + " |")
    print(versions())
    if options.write:
        DOCUMENT.write_text(
            PAGE.format(table="\n".join(table), versions=versions(), count=len(nested)), "utf-8"
        )
    print("best: median of the best round over the same cases; unseen, mean: of cases never met")

    new = Engine.load()
    start = time.process_time()
    reached = {}
    for number, facts in enumerate(validated, 1):
        new.evaluate(facts)
        if number in (1, 10, 100, 1000):
            reached[number] = (time.process_time() - start) / number
    print("\na new engine, microseconds a case on average:")
    print(", ".join(f"first {n:,}: {each * 1e6:,.0f}" for n, each in reached.items()))

    loads = [float(in_fresh_process(IMPORT_AND_LOAD)) for _ in range(5)]
    print(f"\nimport and load: {min(loads):.2f} s (best of 5)")
    print(in_fresh_process(MEMORY.format(count=options.memory)), end="")


if __name__ == "__main__":
    main()
