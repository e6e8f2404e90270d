"""Agreement: random three-valued rows, judged by a backend and by the definition.

    python tests/support/many_agreement.py --rows 1000000 --backend polars --backend duckdb

Outcome, row, permitted set, statuses and refusals of every row come from `semantics` itself, row by
row. `reachability.reachable` takes ten milliseconds a row, so it is asked for a sample of the rows
only; for every row, reachable comes from a second walk of the decision diagram, written here from
its leaves up over whole columns, which the sample shows equal to `reachability.reachable`. The walk
under test goes from the root down, in blocks, and shares no code with it.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.random_cases import careless, partial
from tolerance_rules import InconsistentFactsError, Outcome, semantics
from tolerance_rules.facts import vocabulary
from tolerance_rules.reachability import IMPOSSIBLE, reachable

NAMES = tuple(vocabulary())
CHUNK = 50_000
SAMPLE = 300
"""Rows of each run for which `reachability.reachable` is asked."""
THREE_VALUED = {"established": True, "refuted": False, "open": None}


def random_rows(count, seed):
    """Return rows of facts; one in four is careless of what cannot be."""
    rng = random.Random(seed)
    return [(careless if n % 4 == 0 else partial)(rng) for n in range(count)]


def expected(rows, engine, sample=SAMPLE):
    """Return for each row what the definition says: a dict, or None where facts clash."""
    rules = engine.rules
    reach = reachable_of_all(rows, engine.diagram)
    chosen = set(random.Random(len(rows)).sample(range(len(rows)), min(sample, len(rows))))
    found = []
    for number, facts in enumerate(rows):
        try:
            case = semantics.complete(facts, rules)
        except InconsistentFactsError:
            found.append(None)
            continue
        row = semantics.row_of(case.total, rules)
        outcome = semantics.pick_of(case.total, rules).outcome if row.by_policy else row.outcome
        if number in chosen:
            assert reachable(facts, rules) == set(reach[number])
        statuses = {
            f"clause.{clause.id}": THREE_VALUED[
                semantics.status(clause.when, case.known, rules).value
            ]
            for clause in rules.clauses.values()
        }
        found.append(
            {
                "outcome": outcome,
                "permitted": ",".join(row.permitted),
                "settled": len(reach[number]) == 1,
                "reachable": ",".join(reach[number]),
                "row": row.row,
                **statuses,
            }
        )
    return found


def reachable_of_all(rows, diagram):
    """Return the reachable outcomes of every row; bit n of a set of rows is row n."""
    every = (1 << len(rows)) - 1
    possible = {}
    for name in NAMES:
        values = vocabulary()[name].values
        bits = dict.fromkeys((*values, None), "")
        column = [facts[name] for facts in reversed(rows)]
        bits = {
            value: int("".join("01"[each is value or each == value] for each in column), 2)
            for value in bits
        }
        possible[name] = [bits[value] | bits[None] for value in values]
    gives = {outcome: {} for outcome in diagram.terminals if outcome != IMPOSSIBLE}
    for outcome, known in gives.items():
        for number, name in enumerate(diagram.terminals):
            known[number] = every if name == outcome else 0
        # From the last fact asked up to the first: children are known before parents.
        inner = range(len(diagram.terminals), len(diagram.facts))
        for node in sorted(inner, key=lambda node: -diagram.facts[node]):
            rows_of = possible[diagram.order[diagram.facts[node]]]
            known[node] = 0
            for having, child in zip(rows_of, diagram.children[node], strict=True):
                known[node] |= having & known[child]
    texts = {
        outcome: f"{known[diagram.root]:0{len(rows)}b}"[::-1] for outcome, known in gives.items()
    }
    order = [outcome.value for outcome in Outcome if outcome.value in texts]
    return [
        [outcome for outcome in order if texts[outcome][number] == "1"]
        for number in range(len(rows))
    ]


def disagreements(judged, wanted):
    """Return what differs between what a backend gave and what the definition says, as text."""
    wrong = []
    for number, (found, want) in enumerate(zip(judged, wanted, strict=True)):
        got = dict(found)
        refused = got.pop("refused")
        if want is None:
            if refused is None or any(value is not None for value in got.values()):
                wrong.append(f"row {number} should be refused, is {got}")
        elif refused is not None:
            wrong.append(f"row {number} should not be refused for {refused}")
        elif got != want:
            pairs = {name: (got.get(name), want[name]) for name in want}
            unlike = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
            wrong.append(f"row {number}, (got, wanted): {unlike}")
    return wrong


def main():
    """Compare any number of rows on any of the backends."""
    from support.many_backends import BACKENDS, Unavailable, opened
    from tolerance_rules import Engine

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20230727)
    parser.add_argument("--backend", action="append", choices=list(BACKENDS))
    options = parser.parse_args()
    engine = Engine.load()
    names = options.backend or list(BACKENDS)
    wrong, seconds, refused = {name: [] for name in names}, dict.fromkeys(names, 0.0), 0
    with ExitStack() as stack:
        judges = {}
        for name in names:
            try:
                judges[name] = stack.enter_context(opened(name, engine))
            except Unavailable as reason:
                print(f"{name}: {reason}")
                wrong[name].append(str(reason))
        start = time.perf_counter()
        for first in range(0, options.rows, CHUNK):
            rows = random_rows(min(CHUNK, options.rows - first), options.seed + first)
            wanted = expected(rows, engine)
            refused += wanted.count(None)
            for name, judge in judges.items():
                began = time.perf_counter()
                judged = judge(rows)
                seconds[name] += time.perf_counter() - began
                wrong[name] += disagreements(judged, wanted)
        took = time.perf_counter() - start
    for name in judges:
        print(
            f"{name}: {options.rows:,} rows, {refused:,} of them refused, "
            f"{len(wrong[name])} disagree ({seconds[name]:.0f} s)"
        )
        print(*wrong[name][:5], sep="\n", end="\n" if wrong[name] else "")
    print(f"with the definition, row by row: {took:.0f} s")
    sys.exit(any(wrong.values()))


if __name__ == "__main__":
    main()
