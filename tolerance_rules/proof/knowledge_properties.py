"""Knowledge properties: what may be said of a case while facts are unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tolerance_rules.executors.all_cases import CaseSet, Diagram, compiled
from tolerance_rules.facts import vocabulary
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.examples import Example
from tolerance_rules.proof.findings import Finding, Subject
from tolerance_rules.proof.proof_context import Ground, Way
from tolerance_rules.proof.space import unequal
from tolerance_rules.reachability import IMPOSSIBLE
from tolerance_rules.rules import Combination, Fact
from tolerance_rules.vocabulary.fact_spec import Value

UNDECIDED = "undecided"


def learning(ground: Ground) -> Iterator[Finding]:
    """Show that the reachable outcomes are those of the completions, no more and no less.

    To learn a fact leaves fewer completions, so it can add no outcome to them. Reachable outcomes
    are read off the diagram along every value an unknown fact may take: they are those of the
    completions if each path asks for a fact at most once, and each leaf is reached by exactly the
    cases that come to it.
    """
    parts = {
        **ground.space.outcomes,
        UNDECIDED: ground.space.undecided,
        IMPOSSIBLE: ~ground.possible,
    }
    everywhere = ground.space.sets.diagram(parts)
    subject = Subject("each fact once", "决策图逐路至多问一次", "no path asks for a fact twice")
    yield Finding(subject, _asks_once(everywhere), under=ground.combinations)
    for part, reached in _reached(ground, everywhere).items():
        zh, en = f"恰为结论 {part} 的案件", f"exactly those of {part}"
        yield _exactly(ground, Subject(f"exactly {part}", zh, en), reached, parts[part])
    if ground.space.undecided != ground.none:
        return  # the engine takes no rules that leave a case over
    # The diagram that the engine answers single cases by, under the readings in force.
    chosen = ground.space.chosen(ground.rules.chosen)
    for part, reached in _reached(ground, compiled(ground.rules)).items():
        zh, en = f"引擎的决策图：恰为结论 {part} 的案件", f"the engine's: exactly those of {part}"
        subject = Subject(f"engine: exactly {part}", zh, en)
        yield _exactly(ground, subject, reached & chosen, parts[part] & chosen)


def _exactly(ground: Ground, subject: Subject, one: CaseSet, other: CaseSet) -> Finding:
    """Return the finding that two sets are the same, in cases that cannot be too."""
    every = ground.space.sets.every
    return ground.never(subject, [Way(unequal(one, other))], possible=every)


def _asks_once(diagram: Diagram) -> bool:
    return all(
        diagram.facts[child] > diagram.facts[node]
        for node, below in enumerate(diagram.children)
        for child in below
    )


def _reached(ground: Ground, diagram: Diagram) -> Mapping[str, CaseSet]:
    """Return, for each leaf, the cases whose path ends there."""
    sets, found = ground.space.sets, {}
    for leaf, name in enumerate(diagram.terminals):
        reach = [sets.every if node == leaf else ground.none for node in range(len(diagram.facts))]
        for node in range(len(diagram.terminals), len(diagram.facts)):
            fact = diagram.order[diagram.facts[node]]
            for value, child in zip(sets.domains[fact], diagram.children[node], strict=True):
                reach[node] |= sets.where(Fact(fact, (value,))) & reach[child]
        found[name] = reach[diagram.root]
    return found


def presumption(ground: Ground) -> Iterator[Finding]:
    """Show of each impossible combination that presuming what is unknown never completes it.

    All but one of its facts must be established to be met, and then the last is implied to be
    otherwise before anything is presumed. So the case as presumed can be, and its outcome is
    among the reachable ones.
    """
    for combination in ground.rules.impossible:
        zh, en = combination.reason, combination.reason_en
        met = [each for each in combination.literals if _presumed(each) in each.values]
        left = [v for each in met for v in vocabulary()[each.name].values if v not in each.values]
        proved = not met or (len(met) == 1 and len(left) == 1)
        example = None if proved else _example(ground, combination)
        subject = Subject(combination.id, zh, en)
        yield Finding(subject, proved, example, under=() if proved else ground.combinations)


def _presumed(literal: Fact) -> Value:
    return vocabulary()[literal.name].presumed


def _example(ground: Ground, combination: Combination) -> Example:
    facts = {
        each.name: each.values[0]
        for each in combination.literals
        if _presumed(each) not in each.values
    }
    unknown = tuple(name for name in vocabulary() if name not in facts)
    return Example(FrozenDict(facts), FrozenDict(ground.rules.chosen), unknown=unknown)
