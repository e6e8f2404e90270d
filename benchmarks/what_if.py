"""Benchmark: how long each question about one case takes, on whole cases and on half-known ones.

    python benchmarks/what_if.py [--cases 300]

Seeded random cases with every fact established, the same under the other reading of every phrase,
the shipped examples, and the random cases with half of their facts unknown or partly known.
`paths_to` is asked for each of the six outcomes, and each is a call of its own. The decision
diagram is compiled once for an engine: what that costs, and what a first call on a new engine
costs with it, is printed first.
Times are those of the processor: one thread does all the work. Exits with 1 if an answer about a
whole case or an example took longer than the 0.2 seconds it is due in.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from one_case import SEED, consistent_cases

from tolerance_rules import Decision, Engine, Outcome
from tolerance_rules.facts import CaseModel, Known
from tolerance_rules.formats.case_file import from_file
from tolerance_rules.what_if import (
    next_questions,
    paths_to,
    robustness,
    sensitivity,
    sufficient_reason,
    what_if,
)

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "cases"
LIMIT = 0.2
"""Seconds within which every answer about a whole case is due."""

Ask = Callable[[Engine, Decision], object]


def reachable(engine: Engine, decision: Decision) -> object:
    """Return the decision again, from the facts alone: its reachable outcomes are worked out."""
    return engine.evaluate(decision.facts).reachable


QUESTIONS: Mapping[str, tuple[Ask, ...]] = {
    "reachable": (reachable,),
    "paths_to": tuple(
        lambda engine, decision, outcome=outcome: paths_to(engine, decision, outcome)
        for outcome in Outcome
    ),
    "paths_to, doable": tuple(
        lambda engine, decision, outcome=outcome: paths_to(engine, decision, outcome, only="doable")
        for outcome in Outcome
    ),
    "sufficient_reason": (sufficient_reason,),
    "robustness": (robustness,),
    "sensitivity": (sensitivity,),
    "next_questions": (next_questions,),
    "what_if": (lambda engine, decision: what_if(engine, decision, {"work.pilot": True}),),
}


def timed(ask: Callable[[], object]) -> float:
    """Return the seconds a call takes."""
    start = time.process_time()
    ask()
    return time.process_time() - start


def half_known(facts: CaseModel, rng: random.Random) -> CaseModel:
    """Return a case with half of its facts not established: unknown, or partly known."""
    changes: dict[str, Known] = {}
    for name, spec in facts.vocabulary.items():
        if not spec.finding and rng.random() < 0.5:
            values = spec.possible(facts.flat[name])
            left = {*values, *rng.sample(spec.values, len(spec.values) // 2)}
            changes[name] = spec.known(left) if len(spec.values) > 2 else None
    return facts.with_facts(changes)


def rows(engine: Engine, decisions: list[Decision]) -> Iterator[tuple[str, float, float, int]]:
    """Yield each question with the median and the worst time of a call, and how many calls."""
    for name, asks in QUESTIONS.items():
        times = [
            timed(lambda ask=ask, each=each: ask(engine, each))
            for each in decisions
            for ask in asks
        ]
        yield name, statistics.median(times), max(times), len(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=300)
    given = parser.parse_args()
    engine = Engine.load()
    other = Engine.load(
        readings={name: card.names[-1] for name, card in engine.rules.readings.items()}
    )
    cases, rng = consistent_cases(given.cases, engine), random.Random(SEED)
    files = sorted(EXAMPLES.glob("*.yaml"))
    groups = (
        ("whole cases", engine, [engine.evaluate(case) for case in cases]),
        ("whole, other readings", other, [other.evaluate(case) for case in cases]),
        ("shipped examples", engine, [engine.evaluate(from_file(file)) for file in files]),
        (
            "half-known cases",
            engine,
            [engine.evaluate(half_known(engine.facts(case), rng)) for case in cases],
        ),
    )

    new, newer = Engine.load(), Engine.load()
    decision = groups[0][2][0]
    print(f"compiling the diagram, once an engine: {timed(lambda: new.diagram) * 1e3:.0f} ms")
    first = timed(lambda: paths_to(newer, decision, "not_pursued"))
    then = timed(lambda: paths_to(newer, decision, "not_pursued"))
    print(f"the first paths_to, compiling too: {first * 1e3:.0f} ms; the next: {then * 1e3:.0f} ms")
    slow = False
    for title, by, decisions in groups:
        print(f"\n{len(decisions):>4} {title:<23}{'median':>12}{'worst':>12}{'calls':>9}")
        for name, median, worst, calls in rows(by, decisions):
            late = title != "half-known cases" and worst > LIMIT
            slow |= late
            mark = f"  over {LIMIT} s" if late else ""
            print(f"  {name:<26}{median * 1e3:>9.2f} ms{worst * 1e3:>9.2f} ms{calls:>9}{mark}")
    sys.exit(slow)


if __name__ == "__main__":
    main()
