"""Shared facts: what the vocabularies of two rulesets have in common, and what is held apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.rules import Ruleset
from tolerance_rules.semantics import contradiction
from tolerance_rules.vocabulary.fact_spec import Value


@dataclass(frozen=True)
class SharedFacts:
    """The facts of two rulesets that have one name and the same values, and all the others.

    `held` gives, for each ruleset, the facts that are not shared with the value they have in every
    case: what is presumed, unless another is given.
    """

    shared: tuple[str, ...]
    other_values: tuple[str, ...]
    """Facts of both rulesets whose values are not the same: not shared."""
    held: tuple[Mapping[str, Value], Mapping[str, Value]]


def shared_facts(
    old: Ruleset,
    new: Ruleset,
    given: tuple[Mapping[str, Value], Mapping[str, Value]] = (FrozenDict(), FrozenDict()),
) -> SharedFacts:
    """Return what two rulesets share; InconsistentFactsError if what is held apart clashes.

    `given` are values, for either side, of facts that are not shared.
    """
    both = [name for name in old.vocabulary if name in new.vocabulary]
    same = tuple(
        name
        for name in both
        if set(old.vocabulary[name].values) == set(new.vocabulary[name].values)
    )
    held = tuple(
        FrozenDict(
            {
                name: values.get(name, spec.presumed)
                for name, spec in rules.vocabulary.items()
                if name not in same
            }
        )
        for rules, values in zip((old, new), given, strict=True)
    )
    for rules, facts in zip((old, new), held, strict=True):
        _refuse_clash(rules, facts)
    return SharedFacts(same, tuple(n for n in both if n not in same), (held[0], held[1]))


def _refuse_clash(rules: Ruleset, facts: Mapping[str, Value]) -> None:
    clashes = [
        each
        for each in rules.impossible
        if all(facts.get(literal.name) in literal.values for literal in each.literals)
    ]
    if clashes:
        raise contradiction(clashes, facts, rules)
