"""Changes: how one case differs from another, which changes there are, and what each takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tolerance_rules.errors import UnknownNameError
from tolerance_rules.facts import FactSpec, Mutability, groups, vocabulary
from tolerance_rules.verdict.verdict import Facts
from tolerance_rules.vocabulary.fact_spec import Value
from tolerance_rules.what_if.answers.changes import KINDS, FactChange


def change(fact: str, before: Value | None, after: Value | None) -> FactChange:
    """Return the change of a fact, with what it takes."""
    return FactChange(fact, before, after, kind_of(vocabulary()[fact], before, after))


def kind_of(spec: FactSpec, before: Value | None, after: Value | None) -> Mutability:
    """Return what a change takes.

    Of a fact that can still be done, only a better effort than before, or than is presumed, is
    doable: no effort can be taken back, and that none was needed (无须), or was after all, is a
    finding. Whatever the fact, a first finding contradicts none.
    """
    if spec.mutability == "doable":
        return "doable" if _better(spec, before, after) else "establishable"
    if before is None:
        return "establishable"
    return spec.mutability


def _better(spec: FactSpec, before: Value | None, after: Value | None) -> bool:
    if after not in spec.order:
        return False
    if before is None and spec.presumed not in spec.order:
        # Presumed is that nothing need be done; if something must, then it is the best effort.
        return after == spec.order[-1]
    now = spec.presumed if before is None else before
    return now in spec.order and spec.order.index(after) > spec.order.index(now)


def alternatives(spec: FactSpec, before: Value | None) -> tuple[Value, ...]:
    """Return the values other than the one a fact has, or is presumed to have."""
    now = spec.presumed if before is None else before
    return tuple(value for value in spec.values if value != now)


def between(before: Facts, after: Facts) -> Iterator[FactChange]:
    """Yield the facts that differ, in the order of the vocabulary."""
    for name in vocabulary():
        if before[name] != after[name]:
            yield change(name, before[name], after[name])


def kinds(only: Mutability | Iterable[Mutability] | None) -> tuple[Mutability, ...]:
    """Return the kinds of change asked for, all if none is; UnknownNameError if there is none."""
    if only is None:
        return KINDS
    asked = [only] if isinstance(only, str) else list(only)
    for kind in asked:
        if kind not in KINDS:
            raise UnknownNameError("变更种类（only）", kind, KINDS)
    return tuple(kind for kind in KINDS if kind in asked)


def among(names: Iterable[str] | None) -> frozenset[str]:
    """Return the facts meant by names of facts and of groups, all if none is given.

    UnknownNameError if there is no such fact or group.
    """
    if names is None:
        return frozenset(vocabulary())
    found: set[str] = set()
    for name in [names] if isinstance(names, str) else names:
        meant = {fact for fact, spec in vocabulary().items() if name in (fact, spec.group)}
        if not meant:
            raise UnknownNameError("事实或事实组", name, [*groups(), *vocabulary()])
        found |= meant
    return frozenset(found)
