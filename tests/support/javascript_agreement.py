"""Agreement: random cases, judged by the evaluator in JavaScript and by the library.

    python tests/support/javascript_agreement.py --rows 1000000 --whole 20000
    python tests/support/javascript_agreement.py --ruleset examples/rulesets/shili-2025-6

Of each row, the outcome, row, permitted set, settled, reachable outcomes and the status of every
clause are compared with what the executor of many cases finds, which `many_agreement.py` compares
with the definition; of each whole case, the decision as JSON, character by character. Readings are
drawn: half of the cases have the default ones.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.javascript import JavaScript, javascript, judged
from support.many_agreement import disagreements, random_rows
from support.many_backends import polars
from support.random_facts import random_facts
from tolerance_rules import Decision, Engine, InconsistentFactsError
from tolerance_rules.errors import ToleranceRulesError
from tolerance_rules.rules import Ruleset

CHUNK = 20_000
SHARES = (0.0, 0.02, 0.1, 0.3, 0.6, 1.0)


def choices(rules: Ruleset) -> Iterator[dict[str, str]]:
    """Yield choices of readings: each option alone that is no default, then the last of all."""
    cards = rules.readings.values()
    yield from ({card.id: option} for card in cards for option in card.names[1:])
    yield {card.id: card.names[-1] for card in cards}


def whole_decisions(
    engine: Engine,
    javascript: JavaScript,
    count: int,
    seed: int,
    beside: Mapping[str, Any] | None = None,
) -> Counter[str]:
    """Compare whole decisions, and return how many cases there were of each kind."""
    rng, vocabulary = random.Random(seed), engine.rules.vocabulary
    rows = [random_facts(vocabulary, rng, rng.choice(SHARES)) for _ in range(count)]
    given = {"readings": dict(engine.rules.chosen), **(beside or {})}
    met: Counter[str] = Counter()
    answers = javascript.ask({"facts": facts, **given} for facts in rows)
    for facts, found in zip(rows, answers, strict=True):
        decision, error = attempted(engine, facts)
        if isinstance(error, InconsistentFactsError):
            clash = found["error"]
            assert clash["kind"] == "inconsistent", facts
            assert clash["combinations"] == list(error.combinations), facts
            assert clash["facts"] == list(error.facts), facts
            wanted = [(f.code, f.subject, str(f), f.told("en")) for f in error.faults]
            assert told(found) == wanted, facts
            met["refused"] += 1
            continue
        assert decision is not None
        expected = in_order(decision.to_dict())
        assert json.dumps(found["decision"]) == json.dumps(expected), facts
        met["settled" if decision.settled else "unsettled"] += 1
        met["turning"] += bool(decision.readings)
    return met


def attempted(
    engine: Engine, case: Any, choice: Mapping[str, str] | None = None
) -> tuple[Decision | None, ToleranceRulesError | None]:
    """Return the decision of a case, or what keeps it from being made."""
    try:
        decision = engine.evaluate(case)
        return decision.choose(**choice) if choice else decision, None
    except ToleranceRulesError as error:
        return None, error


def in_order(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a result document with its statuses as an object of JavaScript has them.

    It has names that are whole numbers first, in their order.
    """
    statuses = document["statuses"]
    numbers = sorted((clause for clause in statuses if clause.isdigit()), key=int)
    order = [*numbers, *(clause for clause in statuses if not clause.isdigit())]
    return {**document, "statuses": {clause: statuses[clause] for clause in order}}


def told(answer: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """Return the faults of an answer: code, subject, and the words in both languages."""
    found = []
    for fault in answer["error"]["faults"]:
        stop = "" if fault["message"][-1] in "？。" else "。"
        text = f"{fault['code']} {fault['message']}{stop}{fault['remedy']}"
        found.append((fault["code"], fault["subject"], text, f"{fault['code']} {fault['english']}"))
    return found


def drawn(rules: Ruleset, rng: random.Random) -> dict[str, str]:
    """Return a choice of readings, in one of two cases the default one."""
    if rng.random() < 0.5:
        return {}
    return {card.id: rng.choice(card.names) for card in rules.readings.values()}


def main() -> None:
    """Compare any number of rows, and of whole decisions."""
    from tolerance_rules.loader import DEFAULT

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--whole", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=20230727)
    parser.add_argument("--ruleset", default=DEFAULT, help="an id, or a folder of rules")
    options = parser.parse_args()
    engine, rng = Engine.load(options.ruleset), random.Random(options.seed)
    wrong, started, refused, partly = 0, time.perf_counter(), 0, 0
    with javascript(engine.rules) as evaluator, polars() as judge:
        for first in range(0, options.rows, CHUNK):
            under = Engine(engine.rules.with_readings(drawn(engine.rules, rng)))
            rows = random_rows(min(CHUNK, options.rows - first), options.seed + first, under)
            wanted = [
                row if row["refused"] is None else (row["refused"],) for row in judge(under, rows)
            ]
            for row in wanted:
                if isinstance(row, dict):
                    del row["refused"]
            refused += sum(isinstance(row, tuple) for row in wanted)
            partly += sum(isinstance(known, tuple) for row in rows for known in row.values())
            found = disagreements(judged(evaluator, under.rules, rows), wanted)
            wrong += len(found)
            print(*found[:3], sep="\n", end="\n" if found else "")
            print(f"{first + len(rows):,} rows", end="\r", file=sys.stderr, flush=True)
        took = time.perf_counter() - started
        print(
            f"{engine.rules.id}: {options.rows:,} rows, {refused:,} of them refused, {partly:,} "
            f"cells partly known, {wrong} disagree ({took:.0f} s)",
            flush=True,
        )
        met: Counter[str] = Counter()
        for first in range(0, options.whole, 200):
            under = Engine(engine.rules.with_readings(drawn(engine.rules, rng)))
            count = min(200, options.whole - first)
            met += whole_decisions(under, evaluator, count, options.seed + first)
        print(f"{engine.rules.id}: {options.whole:,} whole decisions equal: {dict(met)}")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
