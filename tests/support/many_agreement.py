"""Agreement: random rows of what is known of cases, judged by a backend and by the definition.

    python tests/support/many_agreement.py --rows 1000000 --backend polars --backend duckdb
    python tests/support/many_agreement.py --rows 100000 --ruleset examples/rulesets/shili-2025-6

Facts are established, unknown, or partly known. Outcome, row, permitted set, statuses and refusals
of every row come from `semantics` itself, row by row. `reachability.reachable` takes ten
milliseconds a row, so it is asked for a sample of the rows only; for every row, reachable comes
from a second walk of the decision diagram, written here from its leaves up over whole columns,
which the sample shows equal to `reachability.reachable`. The walk under test goes from the root
down, in blocks, and shares no code with it.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.random_facts import complete_facts, doubtful
from tolerance_rules import InconsistentFactsError, Outcome, semantics
from tolerance_rules.engine import default_engine
from tolerance_rules.reachability import IMPOSSIBLE, reachable

CHUNK = 50_000
SAMPLE = 300
"""Rows of each run for which `reachability.reachable` is asked."""
SHARES = (0, 0.02, 0.05, 0.05, 0.1, 0.1, 0.3, 0.6, 0.9, 0.98, 1)
"""Of the facts of a row, the share that is not established; each row draws one of these."""
THREE_VALUED = {"established": True, "refuted": False, "open": None}


def random_rows(count, seed, engine=None, *, partly=True):
    """Return rows of facts: cases of every outcome alike, one in four careless of what cannot be.

    Of what is not established, about half is partly known where it can be, or nothing is.
    """
    engine = engine or default_engine()
    rng, vocabulary = random.Random(seed), engine.rules.vocabulary
    leading = leading_to(engine.diagram)
    rows = []
    for number in range(count):
        if number % 4 == 0:
            case = {name: rng.choice(spec.values) for name, spec in vocabulary.items()}
        else:
            case = drawn(rng, engine, leading)
        row = doubtful(case, vocabulary, rng, rng.choice(SHARES))
        if not partly:
            row = {n: None if isinstance(known, tuple) else known for n, known in row.items()}
        rows.append(row)
    return rows


def leading_to(diagram):
    """Return for each outcome the nodes of a diagram from which a path leads to it."""
    found = {}
    for end, name in enumerate(diagram.terminals):
        if name != IMPOSSIBLE:
            nodes = {end}
            # Children come before their parents.
            for node, children in enumerate(diagram.children):
                if not nodes.isdisjoint(children):
                    nodes.add(node)
            found[name] = nodes
    return found


def drawn(rng, engine, leading):
    """Return a complete case whose outcome is drawn first, then a path that leads there."""
    diagram = engine.diagram
    nodes = leading[rng.choice(list(leading))]
    case = complete_facts(engine.rules.vocabulary, rng)
    node = diagram.root
    while diagram.children[node]:
        choices = [i for i, child in enumerate(diagram.children[node]) if child in nodes]
        name = diagram.order[diagram.facts[node]]
        # A path along the presumption is as likely as all others, so that few facts are odd.
        value = diagram.domains[name].index(engine.rules.vocabulary[name].presumed)
        index = value if value in choices and rng.random() < 0.5 else rng.choice(choices)
        case[name] = diagram.domains[name][index]
        node = diagram.children[node][index]
    return case


def expected(rows, engine, sample=SAMPLE):
    """Return for each row what the definition says: a dict, or where facts clash, their clashes."""
    rules = engine.rules
    reach = reachable_of_all(rows, engine)
    chosen = set(random.Random(len(rows)).sample(range(len(rows)), min(sample, len(rows))))
    found = []
    for number, facts in enumerate(rows):
        try:
            case = semantics.complete(facts, rules)
        except InconsistentFactsError as error:
            found.append(error.combinations)
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


def reachable_of_all(rows, engine):
    """Return the reachable outcomes of every row; bit n of a set of rows is row n."""
    diagram, vocabulary = engine.diagram, engine.rules.vocabulary
    every = (1 << len(rows)) - 1
    possible = {}
    for name in diagram.order:
        spec = vocabulary[name]
        column = [facts[name] for facts in reversed(rows)]
        held = {known: spec.possible(known) for known in set(column)}
        possible[name] = [
            int("".join("01"[value in held[known]] for known in column), 2)
            for value in diagram.domains[name]
        ]
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
        if isinstance(want, tuple):
            if refused not in want or any(value is not None for value in got.values()):
                wrong.append(f"row {number} should be refused for {want}, is {refused}: {got}")
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
    from tolerance_rules.loader import DEFAULT

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20230727)
    parser.add_argument("--backend", action="append", choices=list(BACKENDS))
    parser.add_argument("--ruleset", default=DEFAULT, help="an id, or a folder of rules")
    options = parser.parse_args()
    engine = Engine.load(options.ruleset)
    names = options.backend or list(BACKENDS)
    wrong, seconds = {name: [] for name in names}, dict.fromkeys(names, 0.0)
    refused = partly = 0
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
            rows = random_rows(min(CHUNK, options.rows - first), options.seed + first, engine)
            wanted = expected(rows, engine)
            refused += sum(isinstance(want, tuple) for want in wanted)
            partly += sum(isinstance(known, tuple) for row in rows for known in row.values())
            for name, judge in judges.items():
                began = time.perf_counter()
                judged = judge(rows)
                seconds[name] += time.perf_counter() - began
                wrong[name] += disagreements(judged, wanted)
        took = time.perf_counter() - start
    for name in judges:
        print(
            f"{name}: {options.rows:,} rows, {refused:,} of them refused, {partly:,} cells partly "
            f"known, {len(wrong[name])} disagree ({seconds[name]:.0f} s)"
        )
        print(*wrong[name][:5], sep="\n", end="\n" if wrong[name] else "")
    print(f"with the definition, row by row: {took:.0f} s")
    sys.exit(any(wrong.values()))


if __name__ == "__main__":
    main()
