"""Changes: how one case differs from another, which changes there are, and what each takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tolerance_rules.errors import UnknownNameError
from tolerance_rules.rules import Combination, Ruleset
from tolerance_rules.semantics import holds
from tolerance_rules.verdict.verdict import Facts
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known, Mutability, Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary
from tolerance_rules.what_if.answers.changes import KINDS, FactChange


def change(spec: FactSpec, before: Known, after: Known) -> FactChange:
    """Return the change of a fact, with what it takes."""
    return FactChange(spec.name, before, after, kind_of(spec, before, after))


def kind_of(spec: FactSpec, before: Known, after: Known) -> Mutability:
    """Return what a change takes.

    Of a fact that can still be done, only a better effort than before, or than is presumed, is
    doable: no effort can be taken back, and that none was needed, or was after all, is a finding.
    Whatever the fact, a finding among the values still possible contradicts none made before.
    """
    if spec.mutability == "doable":
        return "doable" if _better(spec, before, after) else "establishable"
    if set(spec.possible(after)) <= set(spec.possible(before)):
        return "establishable"
    return spec.mutability


def kind_in(
    known: Facts, rules: Ruleset, spec: FactSpec, before: Known, after: Value
) -> Mutability:
    """Return what a change takes in a case of which this much is known.

    Nobody can do what there is no occasion for: an effort that needs an explanation beside what is
    established of facts that cannot be done, such as to remedy what did not happen, is a finding.
    """
    kind = kind_of(spec, before, after)
    if kind == "doable" and any(_no_occasion(c, known, rules, spec, after) for c in rules.explain):
        return "establishable"
    return kind


def _no_occasion(
    combination: Combination, known: Facts, rules: Ruleset, spec: FactSpec, after: Value
) -> bool:
    here = [each for each in combination.literals if each.name == spec.name]
    others = [rules.vocabulary[e.name] for e in combination.literals if e.name != spec.name]
    return (
        any(after in each.values for each in here)
        and all(other.mutability != "doable" for other in others)
        and holds(combination, {**known, spec.name: after}, rules)
    )


def _better(spec: FactSpec, before: Known, after: Known) -> bool:
    if after not in spec.order:
        return False
    now = spec.presume(before)
    if now in spec.order:
        return spec.order.index(after) > spec.order.index(now)
    # Presumed, not established, is that nothing need be done. If something must, it is the best.
    return now != before and after == spec.order[-1]


def alternatives(spec: FactSpec, before: Known) -> tuple[Value, ...]:
    """Return the values other than the one a fact has, or is presumed to have."""
    now = spec.presume(before)
    return tuple(value for value in spec.values if value != now)


def between(before: Facts, after: Facts, vocabulary: Vocabulary) -> Iterator[FactChange]:
    """Yield the facts that differ, in the order of the vocabulary."""
    for name, spec in vocabulary.items():
        if before[name] != after[name]:
            yield change(spec, before[name], after[name])


def kinds(only: Mutability | Iterable[Mutability] | None) -> tuple[Mutability, ...]:
    """Return the kinds of change asked for, all if none is; UnknownNameError if there is none."""
    if only is None:
        return KINDS
    asked = [only] if isinstance(only, str) else list(only)
    for kind in asked:
        if kind not in KINDS:
            raise UnknownNameError("变更种类（only）", kind, KINDS)
    return tuple(kind for kind in KINDS if kind in asked)


def facts_among(names: Iterable[str] | None, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the facts meant by names of facts and of groups, all if none is given.

    UnknownNameError if there is no such fact or group.
    """
    if names is None:
        return frozenset(vocabulary)
    found: set[str] = set()
    for name in [names] if isinstance(names, str) else names:
        meant = {fact for fact, spec in vocabulary.items() if name in (fact, spec.group)}
        if not meant:
            raise UnknownNameError("事实或事实组", name, [*vocabulary.groups, *vocabulary])
        found |= meant
    return frozenset(found)
