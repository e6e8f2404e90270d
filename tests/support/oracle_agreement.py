"""Oracle agreement: what the engine decides against the oracle, on random cases.

From the folder `tests`, `python -m support.oracle_agreement 100000` compares that many cases, under
each reading in turn and under mixtures of them, and counts what it compared.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from support import oracle, oracle_remarks, random_cases
from support.random_facts import doubtful
from support.truth_table import Rows, completions
from tolerance_rules import Decision, Engine, InconsistentFactsError
from tolerance_rules.facts import CaseFacts, Known

MOST_COMPLETIONS = 1 << 14
MIXTURES = 12


def readings_in_turn(seed: int) -> list[dict[str, str]]:
    """Return the default readings, each other option alone, and some mixtures."""
    alone = [
        oracle.DEFAULTS | {name: option}
        for name, options in oracle.READINGS.items()
        for option in options[1:]
    ]
    mixed = random.Random(seed).sample(oracle.ALL_READINGS, MIXTURES)
    return [oracle.DEFAULTS, *alone, *mixed]


def random_case(rng: random.Random) -> dict[str, Known]:
    """Return a case of facts established, partly known and unknown; its facts perhaps clash.

    The facts not established are as many as the oracle can go through every completion of.
    """
    draw = rng.choice((random_cases.likely, random_cases.likely, random_cases.plain))
    whole = draw(rng)
    if rng.random() < 0.9:
        whole = random_cases.repaired(whole)
    share = rng.choice((0, 0.03, 0.08, 0.15, 0.15, 0.3, 0.6, 1))
    facts = doubtful(whole, CaseFacts.vocabulary, rng, share)
    doubted = [name for name, value in whole.items() if facts[name] != value]
    rng.shuffle(doubted)
    while completions(facts) > MOST_COMPLETIONS:
        name = doubted.pop()
        facts[name] = whole[name]
    return facts


def said_by_the_oracle(
    facts: Mapping[str, Known], readings: Mapping[str, str]
) -> dict[str, object] | None:
    """Return what is to be said of a case, None if its facts clash."""
    case = Rows(facts)
    reachable = oracle.reachable(case, readings)
    if not reachable:
        return None
    total = oracle.presumed(case)
    outcome, permitted, cites = oracle.judge(total, readings)
    return {
        "outcome": outcome,
        "permitted": permitted,
        "settled": len(reachable) == 1,
        "reachable": reachable,
        "cites": cites,
        "turning": oracle_remarks.turning(total, readings),
        "by_reference": oracle_remarks.by_reference(total),
        "warnings": oracle_remarks.warnings(case),
    }


def said_by_the_engine(decision: Decision) -> dict[str, object]:
    """Return the same of a decision."""
    return {
        "outcome": decision.outcome.value,
        "permitted": tuple(outcome.value for outcome in decision.permitted),
        "settled": decision.settled,
        "reachable": {outcome.value for outcome in decision.reachable},
        "cites": {citation.clause for citation in decision.citations},
        "turning": {each.name for each in decision.readings if each.turns_outcome},
        "by_reference": decision.by_reference,
        "warnings": {warning.id for warning in decision.warnings},
    }


def differences(
    cases: int, seed: int, seen: Counter[str], chosen: Sequence[Mapping[str, str]]
) -> Iterator[str]:
    """Yield the differences over random cases under the chosen readings in turn.

    `seen` counts what the cases were like.
    """
    rng = random.Random(seed)
    turns = [(readings, Engine.load(readings=readings)) for readings in chosen]
    for number in range(cases):
        readings, engine = turns[number % len(turns)]
        facts = random_case(rng)
        expected = said_by_the_oracle(facts, readings)
        try:
            found = said_by_the_engine(engine.evaluate(facts))
        except InconsistentFactsError:
            found = None
        seen["cases"] += 1
        if found is None or expected is None:
            seen["refused"] += 1
            if found is not expected:
                yield f"{readings} {facts}: {found} for {expected}"
            continue
        seen[f"outcome {found['outcome']}"] += 1
        seen["settled" if found["settled"] else "unsettled"] += 1
        seen[f"reachable {len(expected['reachable'])}"] += 1
        seen["partly known"] += any(isinstance(known, tuple) for known in facts.values())
        seen["completions"] += completions(facts)
        for what, value in expected.items():
            if found[what] != value:
                yield f"{readings} {facts}: {what} {found[what]} for {value}"


if __name__ == "__main__":
    counted: Counter[str] = Counter()
    number_of_cases, first_seed = int(sys.argv[1]), int((sys.argv[2:] or ["1"])[0])
    differing = 0
    for difference in differences(
        number_of_cases, first_seed, counted, readings_in_turn(first_seed)
    ):
        differing += 1
        if differing <= 10:
            print(difference)
    for what, number in sorted(counted.items()):
        print(f"{what}: {number:,}")
    print(f"differences: {differing}")
    sys.exit(differing > 0)
