"""Fact properties: what each fact, established or changed, may do to the outcome."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from tolerance_rules.proof.condition_edits import condition_of
from tolerance_rules.proof.examples import Example
from tolerance_rules.proof.findings import PropertySubject, SubjectFinding
from tolerance_rules.proof.outcome_order import TOLERANT, weight
from tolerance_rules.proof.property import InScope, Property
from tolerance_rules.proof.witnesses import Witnesses, symmetric_difference
from tolerance_rules.reachability import reachable
from tolerance_rules.rules import Fact, Ruleset
from tolerance_rules.semantics import outcome_of
from tolerance_rules.vocabulary.fact_spec import Direction, FactSpec, Value

if TYPE_CHECKING:
    from tolerance_rules.executors.all_cases import CaseSet
    from tolerance_rules.proof.proof_context import ProofContext


class FactsMatter(Property):
    """Establishing a fact can narrow what a case may still come to.

    Either two cases alike but for it differ in outcome; or one of its values cannot be together
    with a value of a second fact, and so rules out an outcome while both are unknown.
    """

    name = "no_fact_is_idle"
    zh = "每一个事实，查明之后都能改变某个案件可能的结论。"
    en = "No fact is idle: establishing it can change what some case may come to."
    existential = True

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield from rules.vocabulary

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        for spec in context.rules.vocabulary.values():
            witnesses = itertools.chain(_alone(context, spec), _through_another(context, spec))
            yield from context.sometimes(_fact(spec), witnesses, _nearly(context, spec))

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        if set(example.change) != {finding.subject.name}:
            return False
        if example.complete:
            one, other = example.total(rules.vocabulary), example.changed(rules.vocabulary)
            return outcome_of(one, rules) != outcome_of(other, rules)
        known = example.known(rules.vocabulary)
        before, after = (reachable(facts, rules) for facts in (known, {**known, **example.change}))
        return bool(after) and after < before


class _Directed(Property):
    """A fact of a direction, moved along its order, moves no outcome against that direction."""

    direction: ClassVar[Direction]

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield from (spec.name for spec in rules.vocabulary.values() if self._has(spec))

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        for spec in filter(self._has, context.rules.vocabulary.values()):
            steps = itertools.combinations(spec.order, 2)
            witnesses = [self._step(context, spec, low, high) for low, high in steps]
            yield context.never(_fact(spec), witnesses)

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        spec = rules.vocabulary[finding.subject.name]
        total, changed = example.total(rules.vocabulary), example.changed(rules.vocabulary)
        before, after = total[spec.name], changed[spec.name]
        if set(example.change) != {spec.name} or not {before, after} <= set(spec.order):
            return False
        mitigating = self.direction == "mitigating"
        if (spec.order.index(after) > spec.order.index(before)) is not mitigating:
            return False
        one, other = (weight(outcome_of(each, rules)) for each in (total, changed))
        return other > one if mitigating else other < one

    def _has(self, spec: FactSpec) -> bool:
        return spec.direction == self.direction

    def _step(self, context: ProofContext, spec: FactSpec, low: Value, high: Value) -> Witnesses:
        """Return the pairs of cases in which a step along the order goes the wrong way."""
        space, worse = context.space, context.none
        for rank in range(len(TOLERANT)):
            at_most = space.among(TOLERANT[: rank + 1])
            with_low, with_high = (
                space.sets.given(at_most, spec.name, value) for value in (low, high)
            )
            worse |= with_low & ~with_high
        falling = worse & _both_possible(context, spec, low, high)
        if self.direction == "mitigating":
            return Witnesses(falling, {spec.name: high})
        # The same pairs told from the other end: to the less favourable value, and better off.
        from_high = space.sets.given(falling, spec.name, low) & space.where(
            Fact(spec.name, (high,))
        )
        return Witnesses(from_high, {spec.name: low})


class Mitigation(_Directed):
    """No step up the order of a mitigating fact comes to a worse outcome."""

    name = "mitigation_never_worsens_the_outcome"
    zh = "有利的事实更有利时，结论不会更重。"
    en = "A fact made more mitigating never worsens the outcome."
    direction = "mitigating"


class Aggravation(_Directed):
    """No step down the order of an aggravating fact comes to a better outcome."""

    name = "aggravation_never_improves_the_outcome"
    zh = "不利的事实更不利时，结论不会更轻。"
    en = "A fact made more aggravating never improves the outcome."
    direction = "aggravating"


class FactsAreFree(Property):
    """Some case that can be has each value of each fact."""

    name = "consistency_fixes_no_fact"
    zh = "事实之间的矛盾规则可以同时满足，没有一个事实被它们限定为唯一的值。"
    en = "The impossible combinations can all be avoided, and fix no fact."
    existential = True

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        for spec in rules.vocabulary.values():
            yield from (f"{spec.name}={str(value).lower()}" for value in spec.values)

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        for spec in context.rules.vocabulary.values():
            for value in spec.values:
                subject = PropertySubject(
                    f"{spec.name}={str(value).lower()}",
                    f"{spec.label}：{spec.label_of(value)}",
                    f"{spec.label_en}: {spec.label_of(value, 'en')}",
                )
                witnesses = [Witnesses(context.space.where(Fact(spec.name, (value,))))]
                yield from context.sometimes(subject, witnesses, witnesses)

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        name, _, value = finding.subject.name.partition("=")
        return str(example.total(rules.vocabulary)[name]).lower() == value


def _fact(spec: FactSpec) -> PropertySubject:
    return PropertySubject(spec.name, spec.label, spec.label_en)


def _nearly(context: ProofContext, spec: FactSpec) -> Iterator[Witnesses]:
    """Yield where a fact should have changed the outcome: in the first clause that uses it."""
    for user in context.rules.clauses_using.get(spec.name, ())[:1]:
        closest = context.closest(condition_of(context.rules, user))
        for one, two in itertools.combinations(spec.values, 2):
            yield Witnesses(closest & _both_possible(context, spec, one, two), {spec.name: two})
    one, two = spec.presumed, next(value for value in spec.values if value != spec.presumed)
    yield Witnesses(_both_possible(context, spec, one, two), {spec.name: two})


def _alone(context: ProofContext, spec: FactSpec) -> Iterator[Witnesses]:
    """Yield the cases that come to another outcome once the fact has another value."""
    for one, two in itertools.combinations(spec.values, 2):
        cases = _moved(context, spec, one, two) & _both_possible(context, spec, one, two)
        yield Witnesses(cases, {spec.name: two})


def _moved(context: ProofContext, spec: FactSpec, one: Value, two: Value) -> CaseSet:
    """Return the cases that come to different outcomes with two values of a fact."""
    sets, users = context.space.sets, context.rules.clauses_using.get(spec.name, ())
    if len(users) == 1:
        # All else being equal, the outcome turns on the one condition that uses the fact.
        condition = context.space.where(condition_of(context.rules, users[0]))
        moved = symmetric_difference(
            sets.given(condition, spec.name, one), sets.given(condition, spec.name, two)
        )
        return context.turning(users[0]) & moved
    differ = context.none
    for cases in context.space.outcomes.values():
        differ |= sets.given(cases, spec.name, one) & ~sets.given(cases, spec.name, two)
    return differ


def _both_possible(context: ProofContext, spec: FactSpec, one: Value, two: Value) -> CaseSet:
    sets = context.space.sets
    return (
        context.space.where(Fact(spec.name, (one,)))
        & sets.given(context.possible, spec.name, one)
        & sets.given(context.possible, spec.name, two)
    )


def _through_another(context: ProofContext, spec: FactSpec) -> Iterator[Witnesses]:
    """Yield the cases in which, a second fact unknown too, a value rules an outcome out.

    A recorded finding is never unknown.
    """
    space, sets, vocabulary = context.space, context.space.sets, context.rules.vocabulary
    linked = [
        literal.name
        for combination in context.rules.impossible
        if spec.name in {each.name for each in combination.literals}
        for literal in combination.literals
        if literal.name != spec.name
    ]
    for second in dict.fromkeys(linked):
        if spec.finding or vocabulary[second].finding:
            continue
        for value in spec.values:
            narrower = context.none
            for cases in space.outcomes.values():
                before = sets.some(cases, (spec.name, second))
                after = sets.some(sets.given(cases, spec.name, value), (second,))
                narrower |= before & ~after
            can_be = sets.some(sets.given(context.possible, spec.name, value), (second,))
            yield Witnesses(narrower & can_be, {spec.name: value}, (spec.name, second))
