"""Sensitivity: each fact of a case varied alone, on the decision diagram."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.engine import Engine
from tolerance_rules.errors import InconsistentFactsError
from tolerance_rules.verdict.verdict import Facts
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known
from tolerance_rules.what_if.answers.sensitivity import (
    Contradiction,
    FactSensitivity,
    Sensitivity,
    Variation,
)
from tolerance_rules.what_if.case import Case, decided
from tolerance_rules.what_if.changes import change
from tolerance_rules.what_if.diagram_evaluator import DiagramEvaluator, evaluator_of


def sensitivity(engine: Engine, case: Case) -> Sensitivity:
    """Return what each other value of each fact, or its not being established, would do alone."""
    decision = decided(engine, case)
    evaluator, facts = evaluator_of(engine), decision.facts.flat
    known = decision.completed.known
    presumed = set(decision.presumed)
    found = []
    for name, spec in engine.rules.vocabulary.items():
        variations = tuple(_variations(evaluator, facts, known, spec))
        possible = [each for each in variations if each.possible]
        turns = any(each.outcome is not decision.outcome for each in possible)
        matters = turns or any(each.reachable != decision.reachable for each in possible)
        found.append(
            FactSensitivity(name, facts[name], name in presumed, turns, matters, variations)
        )
    return Sensitivity(decision, tuple(found))


def _variations(
    evaluator: DiagramEvaluator, facts: Facts, known: Facts, spec: FactSpec
) -> Iterator[Variation]:
    """Yield the case with another value of one fact; `known` has what the facts imply."""
    # A recorded finding is made or not made, never unknown.
    others: tuple[Known, ...] = spec.values if spec.finding else (*spec.values, None)
    for value in others:
        if value == facts[spec.name]:
            continue
        changed, other = {**facts, spec.name: value}, change(spec, facts[spec.name], value)
        try:
            if spec.name in evaluator.constrained:
                found = evaluator.evaluate(evaluator.known(changed))
            else:
                found = evaluator.evaluate({**known, spec.name: value})
        except InconsistentFactsError as error:
            conflicts = tuple(
                Contradiction(
                    each.id, tuple(fact.name for fact in each.literals), each.reason, each.reason_en
                )
                for each in evaluator.clashes(changed, error.facts)
            )
            yield Variation(other, None, False, (), conflicts)
        else:
            yield Variation(other, found.outcome, found.settled, found.reachable)
