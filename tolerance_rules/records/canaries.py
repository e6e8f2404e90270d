"""Canaries: cases designed so that a mutant of the rules changes them, and a replay must show it.

A replay that gives back what is stored would find that nothing differs. So before it is believed,
it is asked about records whose rules were changed in a way that the definition says matters.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tolerance_rules.engine import Engine
from tolerance_rules.errors import CaseError
from tolerance_rules.facts import CaseModel
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.rules import NEVER, Not, OutcomeRow, Ruleset
from tolerance_rules.testing import settled_case
from tolerance_rules.verdict.verdict import Citation, Role


@dataclass(frozen=True)
class Canary:
    """A case, what the rules say of it, and what a mutant of the rules must say instead."""

    facts: CaseModel
    before: str
    mutant: Engine
    after: str
    change: str
    """What was changed: a row of the outcome table, or a clause."""


def canaries(engine: Engine) -> tuple[Canary, ...]:
    """Return at least one canary for each outcome that the rules can give.

    What the mutant must say is found by the definition, not by what is being tested.
    """
    return tuple(_canaries(engine))


def _canaries(engine: Engine) -> Iterator[Canary]:
    rules = engine.rules
    for outcome in rules.labels:
        try:
            facts = settled_case(outcome, engine=engine)
        except CaseError:  # no case has it
            continue
        decision = engine.evaluate(facts)
        for change, mutant in _mutants(rules, decision.row, outcome, _deciding(decision.citations)):
            after = Engine(mutant, executor="definition").evaluate(facts).outcome.value
            if after != outcome:
                yield Canary(
                    facts, outcome, Engine(mutant, executor=engine.executor), after, change
                )


def _deciding(citations: Iterable[Citation]) -> tuple[str, ...]:
    roles = (Role.CIRCUMSTANCE, Role.BAR, Role.SCOPE)
    return tuple(each.clause for each in citations if each.role in roles)


def _mutants(
    rules: Ruleset, row: str, outcome: str, deciding: tuple[str, ...]
) -> Iterator[tuple[str, Ruleset]]:
    other = next(each for each in rules.labels if each != outcome)
    rows = tuple(_other(each, other) if each.row == row else each for each in rules.outcomes)
    yield f"outcomes#{row}", dataclasses.replace(rules, outcomes=rows)
    silent = {
        clause: dataclasses.replace(rules.clauses[clause], when=NEVER)
        for clause in deciding
        if clause in rules.clauses
    }
    if silent:
        clauses = FrozenDict({**rules.clauses, **silent})
        yield "、".join(silent), dataclasses.replace(rules, clauses=clauses)
    first = next((clause for clause in deciding if clause in rules.clauses), None)
    if first is not None:
        card = rules.clauses[first]
        negated = dataclasses.replace(card, when=Not(card.when))
        clauses = FrozenDict({**rules.clauses, first: negated})
        yield f"not {first}", dataclasses.replace(rules, clauses=clauses)


def _other(row: OutcomeRow, outcome: str) -> OutcomeRow:
    return dataclasses.replace(row, outcome=outcome, permitted=(outcome,))
