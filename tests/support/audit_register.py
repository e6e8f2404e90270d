"""Registers made row by row, without a file; and random ones for any ruleset."""

from __future__ import annotations

import random
from collections.abc import Mapping

from support.rulesets import SHIPPED
from tolerance_rules.audit.register import Pattern, Register, RegisterEntry
from tolerance_rules.errors import InconsistentFactsError
from tolerance_rules.rules import All, Any, ClauseRef, Fact, Node, Not, Reading, Ruleset
from tolerance_rules.semantics import complete, outcome_of, row_of
from tolerance_rules.tables.fields import DATES
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known, Value


class RegisterBuilder:
    """Builds a register; rows with the same facts share a pattern."""

    def __init__(self, rules: Ruleset = SHIPPED) -> None:
        self._vocabulary = rules.vocabulary
        self._places: dict[Pattern, int] = {}
        self._entries: list[RegisterEntry] = []

    def add(self, facts: Mapping[str, Known], recorded: str, authority: str = "", **on: str):
        """Add a row with some facts, the outcome recorded, and dates by name."""
        pattern = tuple(
            False if spec.finding and facts.get(name) is None else facts.get(name)
            for name, spec in self._vocabulary.items()
        )
        place = self._places.setdefault(pattern, len(self._places))
        dates = tuple(on.get(name, "") for name in DATES)
        row = len(self._entries) + 2
        self._entries.append(RegisterEntry(row, "", authority, "", recorded, dates, place))

    def register(self) -> Register:
        """Return the register."""
        return Register("made", self._entries, list(self._places))


def register_of(rules: Ruleset, seed: int, rows: int, doubt: float = 0.0) -> Register:
    """Return a register of cases near the clauses of a ruleset, a fifth of them recorded anyhow.

    `doubt` is the share of facts of which not everything is known.
    """
    rng = random.Random(seed)
    builder = RegisterBuilder(rules)
    bases = [case_near(rules, rng) for _ in range(4)]
    while rows:
        total = dict(rng.choice(bases) if rng.random() < 0.8 else case_near(rules, rng))
        for name in rng.sample(list(total), rng.randint(0, 3)):
            total[name] = rng.choice(rules.vocabulary[name].values)
        facts = {n: doubted(rules.vocabulary[n], v, doubt, rng) for n, v in total.items()}
        try:
            complete(total, rules)
            complete(facts, rules)
        except InconsistentFactsError:
            continue
        lawful = [*row_of(total, rules).permitted, outcome_of(total, rules)]
        recorded = rng.choice(lawful if rng.random() < 0.8 else list(rules.labels))
        builder.add(facts, recorded, rng.choice("甲乙丙"), decided_on="2026-03-01")
        rows -= 1
    return builder.register()


def doubted(spec: FactSpec, value: Value, doubt: float, rng: random.Random) -> Known:
    """Return what is known of a fact: mostly its value, or some values of which it is one."""
    if spec.finding or rng.random() >= doubt:
        return value
    others = [each for each in spec.values if each != value]
    return spec.known([value, *rng.sample(others, rng.randint(1, len(others)))])


def case_near(rules: Ruleset, rng: random.Random) -> dict[str, Value]:
    """Return a case that a row of the outcome table probably decides, often one that says may."""
    facts = {name: spec.presumed for name, spec in rules.vocabulary.items()}
    weights = [3 if row.modality == "may" else 1 for row in rules.outcomes]
    (row,) = rng.choices(rules.outcomes, weights)
    for above in rules.outcomes[: rules.outcomes.index(row)]:
        satisfy(above.when, facts, rules, rng, holds=False)
    satisfy(row.when, facts, rules, rng)
    return facts


def satisfy(
    node: Node, facts: dict[str, Value], rules: Ruleset, rng: random.Random, *, holds: bool = True
) -> None:
    """Change facts so that a condition holds, or does not; what it asks twice may still fail."""
    if isinstance(node, Fact):
        values = rules.vocabulary[node.name].values
        facts[node.name] = rng.choice([v for v in values if (v in node.values) is holds])
    elif isinstance(node, Not):
        satisfy(node.item, facts, rules, rng, holds=not holds)
    elif isinstance(node, ClauseRef):
        satisfy(rules.condition(node.clause), facts, rules, rng, holds=holds)
    elif isinstance(node, Reading):
        satisfy(rules.option(node), facts, rules, rng, holds=holds)
    else:
        assert isinstance(node, (All, Any))
        every = isinstance(node, All) is holds
        chosen = node.items if every or not node.items else [rng.choice(node.items)]
        for item in chosen:
            satisfy(item, facts, rules, rng, holds=holds)
