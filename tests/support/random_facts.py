"""Random facts of any vocabulary, seeded: complete, unknown here and there, or partly known."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping

from tolerance_rules import InconsistentFactsError
from tolerance_rules.facts import Known, Value, Vocabulary
from tolerance_rules.rules import Ruleset
from tolerance_rules.semantics import complete


def complete_facts(vocabulary: Vocabulary, rng: random.Random) -> dict[str, Value]:
    """Return a value for every fact; adverse ones are rare, so that every outcome occurs."""
    facts = {}
    for name, spec in vocabulary.items():
        likely = 0.12 if spec.direction == "aggravating" else 0.7
        facts[name] = rng.choice(spec.values) if rng.random() < likely else spec.presumed
    return facts


def doubtful(
    facts: Mapping[str, Value], vocabulary: Vocabulary, rng: random.Random, share: float
) -> dict[str, Known]:
    """Return facts of which about `share` are not established: unknown, or partly known."""
    found: dict[str, Known] = dict(facts)
    for name, spec in vocabulary.items():
        if spec.finding or rng.random() >= share:
            continue
        if len(spec.values) > 2 and rng.random() < 0.6:
            others = rng.randint(1, len(spec.values) - 1)
            possible = {facts[name], *rng.sample(spec.values, others)}
            found[name] = spec.known(possible)
        else:
            found[name] = None
    return found


def random_facts(vocabulary: Vocabulary, rng: random.Random, share: float) -> dict[str, Known]:
    """Return random facts of which about `share` are not established."""
    return doubtful(complete_facts(vocabulary, rng), vocabulary, rng, share)


def completions(facts: Mapping[str, Known], rules: Ruleset) -> Iterator[dict[str, Value]]:
    """Yield every case that can be and that the values still possible allow: by brute force."""
    possible = [rules.vocabulary[name].possible(known) for name, known in facts.items()]
    for values in itertools.product(*possible):
        total = dict(zip(facts, values, strict=True))
        try:
            complete(total, rules)
        except InconsistentFactsError:
            continue
        yield total
