"""Reasons: the fewest facts that force an outcome, and the fewest that would have to be wrong.

The two are dual: facts force the outcome if they meet every set of facts by which some case with
another outcome differs. So the smallest reason is a smallest set that meets all such sets; those
that matter are found one after another on the decision diagram, each as the nearest case with
another outcome that what is chosen so far still allows.
"""

from __future__ import annotations

from collections.abc import Iterable

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.facts import vocabulary
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.what_if.answers.changes import FactChange
from tolerance_rules.what_if.answers.reasons import ReasonFact, Robustness, SufficientReason
from tolerance_rules.what_if.case import Case, decided
from tolerance_rules.what_if.changes import among as facts_among
from tolerance_rules.what_if.changes import change
from tolerance_rules.what_if.diagram_evaluator import FORBIDDEN, DiagramEvaluator
from tolerance_rules.what_if.hitting_set import cheapest_hitting_set

_FAR = 1000
"""A presumption, or a fact that would be wrong, counts for more than any number of others."""


def sufficient_reason(
    engine: Engine, case: Case, *, among: Iterable[str] | None = None
) -> SufficientReason:
    """Return a smallest set of the case's facts that forces its outcome.

    `among` names the facts, or groups of facts, in question: the other established ones are held.
    """
    free = facts_among(among)
    decision = decided(engine, case)
    evaluator = DiagramEvaluator(engine)
    grounds = []
    candidates = _candidates(evaluator, decision)
    held = {place for place in candidates if evaluator.diagram.order[place] not in free}
    for place in _forcing(evaluator, candidates, frozenset(held), decision.outcome) - held:
        name = evaluator.diagram.order[place]
        value = decision.facts.flat[name]
        if value is None:
            grounds.append(ReasonFact(name, vocabulary()[name].presumed, "presumed"))
        else:
            grounds.append(ReasonFact(name, value, "established"))
    legal = list(vocabulary())
    return SufficientReason(
        decision=decision,
        outcome=decision.outcome,
        grounds=tuple(sorted(grounds, key=lambda each: legal.index(each.fact))),
        presumptions=sum(each.origin == "presumed" for each in grounds),
    )


def _candidates(evaluator: DiagramEvaluator, decision: Decision) -> dict[int, tuple[int, int]]:
    """Return the facts that may be grounds, by place: the index of the value, and the weight.

    What is implied is none: the facts that imply it are.
    """
    facts, found = decision.facts.flat, {}
    for place, name in enumerate(evaluator.diagram.order):
        value = facts[name]
        if value is not None:
            found[place] = (evaluator.index[place][value], 1)
        elif not decision.settled and name in decision.presumed:
            found[place] = (evaluator.index[place][vocabulary()[name].presumed], _FAR)
    return found


def _forcing(
    evaluator: DiagramEvaluator,
    candidates: dict[int, tuple[int, int]],
    held: frozenset[int],
    outcome: Outcome,
) -> frozenset[int]:
    weights = {place: weight for place, (_, weight) in candidates.items()}
    sizes = [len(each) for each in evaluator.index]

    def differing(fixed: frozenset[int]) -> frozenset[int] | None:
        """Return the facts in which the nearest case of another outcome differs, but for some."""
        prices = []
        for place, size in enumerate(sizes):
            own, _ = candidates.get(place, (None, 0))
            other: float = 0 if own is None else FORBIDDEN if place in fixed else 1
            prices.append([0 if own in (None, index) else other for index in range(size)])
        found = evaluator.cheapest(prices, but=outcome.value)
        if found is None:
            return None
        return frozenset(
            place
            for place, index in found[1].items()
            if place in candidates and candidates[place][0] != index
        )

    to_meet: list[frozenset[int]] = []
    chosen = held
    while (different := differing(chosen)) is not None:
        # Sets apart from all before raise the bound fastest.
        fixed = chosen
        while different is not None:
            to_meet.append(different)
            fixed |= different
            different = differing(fixed)
        best = cheapest_hitting_set(to_meet, weights)
        # The case itself has the outcome, so every case with another differs from it somewhere.
        assert best is not None
        chosen = held | best
    return chosen


def robustness(engine: Engine, case: Case, *, among: Iterable[str] | None = None) -> Robustness:
    """Return how many established facts would have to be wrong before the outcome changes.

    `among` names the facts, or groups of facts, in question: the other established ones are held.
    """
    free = facts_among(among)
    decision = decided(engine, case)
    evaluator = DiagramEvaluator(engine)
    facts = decision.facts.flat
    prices: list[list[float]] = []
    for place, name in enumerate(evaluator.diagram.order):
        now = facts[name]
        usual = vocabulary()[name].presumed if now is None else now
        step: float = 1 if now is None else _FAR if name in free else FORBIDDEN
        prices.append([0 if value == usual else step for value in evaluator.index[place]])
    found = evaluator.cheapest(prices, but=decision.outcome.value)
    if found is None:
        return Robustness(decision, decision.outcome, None, None, (), ())
    differing = _differing(evaluator, decision, found[1])
    known = evaluator.known({**facts, **{each.fact: each.after for each in differing}})
    wrong = tuple(each for each in differing if each.before is not None)
    return Robustness(
        decision=decision,
        outcome=decision.outcome,
        distance=len(wrong),
        becomes=evaluator.evaluate(known).outcome,
        wrong=wrong,
        found=tuple(each for each in differing if each.before is None),
    )


def _differing(
    evaluator: DiagramEvaluator, decision: Decision, case: dict[int, int]
) -> list[FactChange]:
    """Return the changes that make a case, without those that the others imply."""
    facts = decision.facts.flat
    values = {
        name: vocabulary()[name].values[case[place]]
        for place, name in enumerate(evaluator.diagram.order)
        if place in case
    }
    changes = {
        name: value
        for name, value in values.items()
        if value != (vocabulary()[name].presumed if facts[name] is None else facts[name])
    }
    for name in [name for name in changes if facts[name] is None and name in evaluator.constrained]:
        rest = {other: value for other, value in changes.items() if other != name}
        if evaluator.completed({**facts, **rest}).total[name] == values[name]:
            changes = rest
    return [change(name, facts[name], changes[name]) for name in vocabulary() if name in changes]
