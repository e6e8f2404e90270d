"""Reasons: the fewest facts that force an outcome, and the fewest that would have to be wrong.

The two are dual: facts force the outcome if they meet every set of facts by which some case with
another outcome differs. So the smallest reason is a smallest set that meets all such sets; those
that matter are found one after another on the decision diagram, each as the nearest case with
another outcome that what is chosen so far still allows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Facts
from tolerance_rules.vocabulary.fact_spec import Known, Value
from tolerance_rules.what_if.answers.changes import FactChange
from tolerance_rules.what_if.answers.reasons import ReasonFact, Robustness, SufficientReason
from tolerance_rules.what_if.case import Case, decided
from tolerance_rules.what_if.changes import change, facts_among
from tolerance_rules.what_if.diagram_evaluator import FORBIDDEN, DiagramEvaluator, evaluator_of
from tolerance_rules.what_if.hitting_set import cheapest_hitting_set

_FAR = 1000
"""A fact that would be wrong, or that is not in question, counts for more than any number of
others."""
_FARTHEST = _FAR * _FAR
"""A presumption counts for more than any number of facts that are not in question."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What may be a ground, by the place of its fact; `indexes` are those of its values."""

    place: int
    indexes: frozenset[int]
    ground: ReasonFact

    def weight(self, free: Collection[str]) -> int:
        """Return what it costs to rest on it, where the facts in question are `free`."""
        established = 1 if self.ground.fact in free else _FAR
        return _FARTHEST + established if self.ground.origin == "presumed" else established


def sufficient_reason(
    engine: Engine, case: Case, *, among: Iterable[str] | None = None
) -> SufficientReason:
    """Return a smallest set of the case's facts that forces its outcome, whatever the others are.

    `among` names the facts, or groups of facts, in question. No fact is taken for granted: the
    reason rests on as few others as will do, and names them.
    """
    vocabulary = engine.rules.vocabulary
    free = facts_among(among, vocabulary)
    decision = decided(engine, case)
    evaluator = evaluator_of(engine)
    candidates = tuple(_candidates(evaluator, decision))
    weights = {number: each.weight(free) for number, each in enumerate(candidates)}
    chosen = _forcing(evaluator, candidates, weights, decision.outcome)
    legal = {name: place for place, name in enumerate(vocabulary)}
    grounds = [candidates[number].ground for number in chosen]
    grounds.sort(key=lambda each: (legal[each.fact], each.origin == "presumed"))
    return SufficientReason(
        decision=decision,
        outcome=decision.outcome,
        grounds=tuple(grounds),
        presumptions=sum(each.origin == "presumed" for each in grounds),
        outside=tuple(dict.fromkeys(each.fact for each in grounds if each.fact not in free)),
    )


def _candidates(evaluator: DiagramEvaluator, decision: Decision) -> Iterator[_Candidate]:
    """Yield what is known of each fact and, unless the case is settled, what is presumed of it.

    What is implied is no ground: the facts that imply it are.
    """
    presumed = () if decision.settled else decision.presumed
    for place, spec in enumerate(evaluator.specs):
        index, known = evaluator.index[place], decision.facts.flat[spec.name]
        if known is not None:
            left = frozenset(index[value] for value in spec.possible(known))
            yield _Candidate(place, left, ReasonFact(spec.name, known, "established"))
        if spec.name in presumed:
            value = decision.completed.total[spec.name]
            ground = ReasonFact(spec.name, value, "presumed")
            yield _Candidate(place, frozenset({index[value]}), ground)


def _forcing(
    evaluator: DiagramEvaluator,
    candidates: Sequence[_Candidate],
    weights: Mapping[int, int],
    outcome: Outcome,
) -> frozenset[int]:
    """Return the numbers of the cheapest candidates that together force the outcome."""

    def failing(fixed: frozenset[int]) -> frozenset[int] | None:
        """Return which fail in the nearest case of another outcome in which the fixed ones hold."""
        prices: list[list[float]] = [[0] * len(each) for each in evaluator.index]
        for number, each in enumerate(candidates):
            price = FORBIDDEN if number in fixed else 1
            for index in range(len(prices[each.place])):
                if index not in each.indexes:
                    prices[each.place][index] += price
        found = evaluator.cheapest_other(prices, but=outcome)
        if found is None:
            return None
        return frozenset(
            number
            for number, each in enumerate(candidates)
            if each.place in found and found[each.place] not in each.indexes
        )

    to_meet: list[frozenset[int]] = []
    chosen: frozenset[int] = frozenset()
    while (failed := failing(chosen)) is not None:
        # Sets apart from all before raise the bound fastest.
        fixed = chosen
        while failed is not None:
            to_meet.append(failed)
            fixed |= failed
            failed = failing(fixed)
        best = cheapest_hitting_set(to_meet, weights)
        # The case itself has the outcome, so in every case with another some candidate fails.
        assert best is not None
        chosen = best
    return chosen


def robustness(engine: Engine, case: Case, *, among: Iterable[str] | None = None) -> Robustness:
    """Return how many established facts would have to be wrong before the outcome changes.

    `among` names the facts, or groups of facts, in question: the other established ones are held.
    """
    free = facts_among(among, engine.rules.vocabulary)
    decision = decided(engine, case)
    evaluator = evaluator_of(engine)
    facts = decision.facts.flat
    prices: list[list[float]] = []
    for spec in evaluator.specs:
        possible, usual = spec.possible(facts[spec.name]), spec.presume(facts[spec.name])
        wrong = _FAR if spec.name in free else FORBIDDEN
        prices.append([0 if v == usual else 1 if v in possible else wrong for v in spec.values])
    nearest = evaluator.cheapest_other(prices, but=decision.outcome)
    if nearest is None:
        return Robustness(decision, decision.outcome, None, None, True, (), ())
    changes = _changes(evaluator, facts, nearest)
    after = evaluator.evaluate(
        evaluator.known({**facts, **{each.fact: each.after for each in changes}})
    )
    found = [each for each in changes if _still_possible(evaluator, facts, each.fact, each.after)]
    return Robustness(
        decision=decision,
        outcome=decision.outcome,
        distance=len(changes) - len(found),
        becomes=after.outcome,
        becomes_settled=after.settled,
        wrong=tuple(each for each in changes if each not in found),
        found=tuple(found),
    )


def _changes(
    evaluator: DiagramEvaluator, facts: Facts, case: Mapping[int, int]
) -> list[FactChange]:
    """Return the changes that make a case, without those that the others imply."""
    changes: dict[str, Value] = {}
    for place, index in case.items():
        spec = evaluator.specs[place]
        if spec.values[index] != spec.presume(facts[spec.name]):
            changes[spec.name] = spec.values[index]
    for name, value in list(changes.items()):
        if name in evaluator.constrained and _still_possible(evaluator, facts, name, value):
            rest = {other: changes[other] for other in changes if other != name}
            if evaluator.completed({**facts, **rest}).total[name] == value:
                changes = rest
    vocabulary = evaluator.rules.vocabulary
    return [
        change(spec, facts[name], changes[name])
        for name, spec in vocabulary.items()
        if name in changes
    ]


def _still_possible(evaluator: DiagramEvaluator, facts: Facts, fact: str, value: Known) -> bool:
    return value in evaluator.rules.vocabulary[fact].possible(facts[fact])
