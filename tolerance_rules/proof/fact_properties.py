"""Fact properties: what each fact, learned or changed, may do to the outcome."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from tolerance_rules.executors.all_cases import CaseSet
from tolerance_rules.facts import Direction, FactSpec, vocabulary
from tolerance_rules.proof.certificate import ORDER
from tolerance_rules.proof.edits import condition_of
from tolerance_rules.proof.findings import Finding, Subject
from tolerance_rules.proof.proof_context import Ground, Way
from tolerance_rules.proof.space import unequal
from tolerance_rules.rules import Fact
from tolerance_rules.vocabulary.fact_spec import Value

TOLERANT = ORDER["from_lightest"]


def facts_matter(ground: Ground) -> Iterator[Finding]:
    """Show of each fact that establishing it can narrow what a case may still come to.

    Either two cases alike but for it differ in outcome; or one of its values cannot be together
    with a value of a second fact, and so rules out an outcome while both are unknown.
    """
    for spec in vocabulary().values():
        ways = itertools.chain(_alone(ground, spec), _through_another(ground, spec))
        yield from ground.sometimes(fact_subject(spec), ways, _near(ground, spec))


def _near(ground: Ground, spec: FactSpec) -> Iterator[Way]:
    """Yield where a fact should have changed the outcome: in the first clause that uses it."""
    for user in ground.rules.clauses_using.get(spec.name, ())[:1]:
        closest = ground.closest(condition_of(ground.rules, user))
        for one, two in itertools.combinations(spec.values, 2):
            yield Way(closest & _both_possible(ground, spec, one, two), {spec.name: two})
    one, two = spec.presumed, next(value for value in spec.values if value != spec.presumed)
    yield Way(_both_possible(ground, spec, one, two), {spec.name: two})


def _alone(ground: Ground, spec: FactSpec) -> Iterator[Way]:
    """Yield the cases that come to another outcome once the fact has another value."""
    for one, two in itertools.combinations(spec.values, 2):
        cases = _told_apart(ground, spec, one, two)
        yield Way(cases & _both_possible(ground, spec, one, two), {spec.name: two})


def _told_apart(ground: Ground, spec: FactSpec, one: Value, two: Value) -> CaseSet:
    sets, users = ground.space.sets, ground.rules.clauses_using.get(spec.name, ())
    if len(users) == 1:
        # All else being equal, the outcome turns on the one condition that uses the fact.
        condition = ground.space.where(condition_of(ground.rules, users[0]))
        moved = unequal(
            sets.given(condition, spec.name, one), sets.given(condition, spec.name, two)
        )
        return ground.turning(users[0]) & moved
    differ = ground.none
    for cases in ground.space.outcomes.values():
        differ |= sets.given(cases, spec.name, one) & ~sets.given(cases, spec.name, two)
    return differ


def _both_possible(ground: Ground, spec: FactSpec, one: Value, two: Value) -> CaseSet:
    sets = ground.space.sets
    return (
        ground.space.where(Fact(spec.name, (one,)))
        & sets.given(ground.possible, spec.name, one)
        & sets.given(ground.possible, spec.name, two)
    )


def _through_another(ground: Ground, spec: FactSpec) -> Iterator[Way]:
    """Yield the cases in which, a second fact unknown too, a value rules an outcome out."""
    space, sets = ground.space, ground.space.sets
    linked = [
        literal.name
        for combination in ground.rules.impossible
        if spec.name in {each.name for each in combination.literals}
        for literal in combination.literals
        if literal.name != spec.name
    ]
    for second in dict.fromkeys(linked):
        for value in spec.values:
            narrower = ground.none
            for cases in space.outcomes.values():
                before = sets.some(cases, (spec.name, second))
                after = sets.some(sets.given(cases, spec.name, value), (second,))
                narrower |= before & ~after
            can_be = sets.some(sets.given(ground.possible, spec.name, value), (second,))
            yield Way(narrower & can_be, {spec.name: value}, (spec.name, second))


def mitigation(ground: Ground) -> Iterator[Finding]:
    """Show of each mitigating fact that no step up its order comes to a worse outcome."""
    yield from _directed(ground, "mitigating")


def aggravation(ground: Ground) -> Iterator[Finding]:
    """Show of each aggravating fact that no step down its order comes to a better outcome."""
    yield from _directed(ground, "aggravating")


def _directed(ground: Ground, direction: Direction) -> Iterator[Finding]:
    at_most = [ground.space.among(TOLERANT[: rank + 1]) for rank in range(len(TOLERANT))]
    for spec in vocabulary().values():
        if spec.direction == direction:
            ways = [
                Way(_falling(ground, spec, low, high, at_most), {spec.name: high})
                if direction == "mitigating"
                else Way(
                    ground.space.sets.given(
                        _falling(ground, spec, low, high, at_most), spec.name, low
                    )
                    & ground.space.where(Fact(spec.name, (high,))),
                    {spec.name: low},
                )
                for low, high in itertools.combinations(spec.order, 2)
            ]
            yield ground.never(fact_subject(spec), ways)


def _falling(
    ground: Ground, spec: FactSpec, low: Value, high: Value, at_most: Sequence[CaseSet]
) -> CaseSet:
    """Return the cases with the less favourable value that the more favourable makes worse."""
    sets, worse = ground.space.sets, ground.none
    for better in at_most:
        worse |= sets.given(better, spec.name, low) & ~sets.given(better, spec.name, high)
    return worse & _both_possible(ground, spec, low, high)


def facts_are_free(ground: Ground) -> Iterator[Finding]:
    """Show of each value of each fact that some case that can be has it."""
    for spec in vocabulary().values():
        for value in spec.values:
            label = spec.label_of(value), spec.label_of(value, "en")
            subject = Subject(
                f"{spec.name}={str(value).lower()}",
                f"{spec.label}：{label[0]}",
                f"{spec.label_en}: {label[1]}",
            )
            cases = ground.space.where(Fact(spec.name, (value,)))
            yield from ground.sometimes(subject, [Way(cases)], [Way(cases)])


def fact_subject(spec: FactSpec) -> Subject:
    """Return the subject that is a fact."""
    return Subject(spec.name, spec.label, spec.label_en)
