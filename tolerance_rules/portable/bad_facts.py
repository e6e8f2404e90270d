"""Bad facts: what is given for facts and must be refused, one mistake of each kind and several."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from tolerance_rules.rules import Ruleset
from tolerance_rules.vocabulary.fact_spec import FactSpec

OF_EACH = 4
"""How many facts of each kind are given each mistake."""


def bad_facts(rules: Ruleset, seed: int) -> Iterator[tuple[str, Any]]:
    """Yield what a case is about and what is given for its facts."""
    rng = random.Random(seed)
    for what in ([], ["work"], "facts", 1, True, None):
        yield "facts are no mapping", what
    specs = list(rules.vocabulary.values())
    group = next(iter(rules.vocabulary.groups))
    inners: tuple[Any, ...] = ([], "all", 1, True)
    for inner in inners:
        yield "a group is no mapping", {group: inner}
    yield "a group is null", {group: None}
    yield "no such group", {"nobody": {"knows": True}}
    yield "no such group, dotted", {"nobody.knows": True}
    yield "no such group, without a fact", {"nobody": True}
    yield "no such fact", {f"{group}.nobody_knows": True}
    yield "no such fact, nested", {group: {"nobody_knows": None}}
    yield "names that programs give a meaning", {"__proto__.x": True, "constructor": {"name": 1}}
    yield "no such fact in a group, as all things have", {group: {"toString": True}}
    booleans = [spec for spec in specs if spec.boolean and not spec.finding]
    findings = [spec for spec in specs if spec.finding]
    several = [spec for spec in specs if not spec.boolean]
    for kind, those in (("boolean", booleans), ("finding", findings), ("enumerated", several)):
        for spec in rng.sample(those, min(OF_EACH, len(those))):
            for mistake, value in _mistakes(spec):
                yield f"{kind}: {mistake}", {spec.name: value}
            inside, _, name = spec.name.partition(".")
            twice = {spec.name: spec.values[0], inside: {name: spec.values[0]}}
            yield f"{kind}: given twice", twice
    wrong = [spec.name for spec in rng.sample(specs, 3)]
    yield "several mistakes", {**dict.fromkeys(wrong, "?"), "nobody": {}, f"{group}.none": 1}


def _mistakes(spec: FactSpec) -> Iterator[tuple[str, Any]]:
    first = spec.values[0]
    yield "a number", 1
    yield "nought", 0
    yield "a fraction", 0.5
    yield "an empty text", ""
    yield "a text that is no value", "perhaps"
    yield "a value in capitals", str(first).upper()
    yield "a value as text", "true" if spec.boolean else f" {first}"
    yield "a value of another kind", True if not spec.boolean else "none"
    yield "a mapping", {"value": first}
    yield "an empty list", []
    yield "a list with a mistake", [first, "perhaps"]
    yield "a list with null", [first, None]
    yield "a list in a list", [[first]]
    # What follows is no mistake, unless the fact is a finding.
    yield "a list of one", [first]
    yield "a list with a value twice", [first, first]
    yield "a list of all", list(spec.values)
    yield "null", None
