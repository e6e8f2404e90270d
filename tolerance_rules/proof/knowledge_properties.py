"""Knowledge properties: what may be said of a case while facts are unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from typing_extensions import override

from tolerance_rules.formats.cards import presumable
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.examples import Example
from tolerance_rules.proof.findings import PropertySubject, SubjectFinding
from tolerance_rules.proof.property import InScope, Property
from tolerance_rules.proof.witnesses import Witnesses, symmetric_difference
from tolerance_rules.reachability import IMPOSSIBLE
from tolerance_rules.rules import Combination, Fact, Ruleset
from tolerance_rules.semantics import complete, holds
from tolerance_rules.vocabulary.fact_spec import Known, Value

if TYPE_CHECKING:
    from tolerance_rules.executors.all_cases import CaseSet
    from tolerance_rules.executors.diagram import Diagram
    from tolerance_rules.proof.proof_context import ProofContext

UNDECIDED = "undecided"


class LearningOnlyNarrows(Property):
    """The reachable outcomes are those of the completions, no more and no less.

    To learn more of a fact leaves fewer completions, so it can add no outcome to them. Reachable
    outcomes are read off the diagram along every value of a fact still possible: they are those of
    the completions if each path asks for a fact at most once, and each leaf is reached by exactly
    the cases that come to it.
    """

    name = "learning_never_adds_a_reachable_outcome"
    zh = "多查明一个事实，不会多出一个可能的结论。"
    en = "Learning a fact never adds a reachable outcome."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield "each fact once"

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space = context.space
        parts = {
            **space.outcomes,
            UNDECIDED: space.undecided,
            IMPOSSIBLE: ~context.possible,
        }
        everywhere = space.sets.diagram(parts)
        subject = PropertySubject(
            "each fact once", "决策图逐路至多问一次", "no path asks for a fact twice"
        )
        yield SubjectFinding(subject, _asks_once(everywhere), under=context.everywhere)
        for part, reached in _reached(context, everywhere).items():
            zh, en = f"恰为结论 {part} 的案件", f"exactly those of {part}"
            subject = PropertySubject(f"exactly {part}", zh, en)
            yield _exactly(context, subject, reached, parts[part])
        if space.undecided != context.none:
            return  # the engine takes no rules that leave a case over
        chosen = space.chosen(context.rules.chosen)
        for part, reached in _reached(context, context.engine_diagram()).items():
            zh, en = (
                f"引擎的决策图：恰为结论 {part} 的案件",
                f"the engine's: exactly those of {part}",
            )
            subject = PropertySubject(f"engine: exactly {part}", zh, en)
            yield _exactly(context, subject, reached & chosen, parts[part] & chosen)

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        return True  # what the diagram does can't be told without it


def _exactly(
    context: ProofContext, subject: PropertySubject, one: CaseSet, other: CaseSet
) -> SubjectFinding:
    """Return the finding that two sets are the same, in cases that cannot be too."""
    every = context.space.sets.every
    return context.never(subject, [Witnesses(symmetric_difference(one, other))], possible=every)


def _asks_once(diagram: Diagram) -> bool:
    return all(
        diagram.facts[child] > diagram.facts[node]
        for node, below in enumerate(diagram.children)
        for child in below
    )


def _reached(context: ProofContext, diagram: Diagram) -> Mapping[str, CaseSet]:
    """Return, for each leaf, the cases whose path ends there."""
    sets, found = context.space.sets, {}
    for leaf, name in enumerate(diagram.terminals):
        reach = [sets.every if node == leaf else context.none for node in range(len(diagram.facts))]
        for node in range(len(diagram.terminals), len(diagram.facts)):
            fact = diagram.order[diagram.facts[node]]
            for value, child in zip(sets.domains[fact], diagram.children[node], strict=True):
                if reach[child] != context.none:
                    reach[node] |= sets.is_(fact, value) & reach[child]
        found[name] = reach[diagram.root]
    return found


class PresumptionIsConsistent(Property):
    """Presuming what is not established never completes an impossible combination.

    Of all its facts but one, each value that it names is preferred to no value that it does not:
    they are met only if established, and then the last is struck before anything is presumed. So
    the case as presumed can be, and its outcome is among the reachable ones.
    """

    name = "presumed_outcome_is_reachable"
    zh = "未查明的事实按推定取值，不会造成矛盾，所得结论总在可能的结论之中。"
    en = "What is presumed never contradicts, so the presumed outcome is among the reachable."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield from (combination.id for combination in rules.impossible)

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        rules = context.rules
        for each in rules.impossible:
            subject = PropertySubject(each.id, each.reason, each.reason_en)
            if presumable(each, rules.vocabulary):
                yield SubjectFinding(subject, proved=True)
            else:
                example = self._example(each, rules)
                yield SubjectFinding(subject, False, example, under=context.everywhere)

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        total = complete(example.known(rules.vocabulary), rules).total
        combination = next(each for each in rules.impossible if each.id == finding.subject.name)
        return holds(combination, total, rules)

    def _example(self, combination: Combination, rules: Ruleset) -> Example:
        """Return a case that nothing but presumptions brings into the combination.

        Of two of its facts a value that it names is preferred to one that it does not, and no more
        is known than that it is one of these; its other facts are established as it names them.
        """
        facts: dict[str, Known] = {
            name: False if spec.finding else None for name, spec in rules.vocabulary.items()
        }
        for literal in combination.literals:
            facts[literal.name] = literal.values[0]
        doubts = [(each.name, _doubt(each, rules)) for each in combination.literals]
        for name, values in [(name, values) for name, values in doubts if values][:2]:
            facts[name] = rules.vocabulary[name].known(values)
        return Example(FrozenDict(facts), FrozenDict(rules.chosen))


def _doubt(literal: Fact, rules: Ruleset) -> tuple[Value, ...]:
    """Return a value that a literal names and a less preferred one that it does not, if any."""
    spec = rules.vocabulary[literal.name]
    named = next(value for value in spec.preference if value in literal.values)
    later = spec.preference[spec.preference.index(named) + 1 :]
    other = next((value for value in later if value not in literal.values), None)
    return () if other is None else (named, other)
