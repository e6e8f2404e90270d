"""Fact mutants: two values of a fact swapped in the order in which they are presumed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from tolerance_rules.formats.cards import presumable
from tolerance_rules.rules import Ruleset
from tolerance_rules.testing.mutants import Mutant, Mutation, Place, quoted
from tolerance_rules.vocabulary.vocabulary import Vocabulary


def fact_mutants(rules: Ruleset) -> Iterator[Mutant]:
    """Yield the mutants that presume another value first; nothing is presumed of a finding."""
    for spec in rules.vocabulary.values():
        for place in range(len(spec.preference) - 1):
            one, other = spec.preference[place : place + 2]
            order = [*spec.preference]
            order[place : place + 2] = other, one
            changed = dataclasses.replace(spec, preference=tuple(order))
            facts = {**rules.vocabulary, spec.name: changed}
            vocabulary = Vocabulary(rules.vocabulary.groups, facts)
            loads = all(presumable(each, vocabulary) for each in rules.impossible)
            if loads and not spec.finding:
                labels = quoted(spec.label_of(one)), quoted(spec.label_of(other))
                en = spec.label_of(one, "en"), spec.label_of(other, "en")
                mutation = Mutation(
                    "presumed",
                    Place(f"fact#{spec.name}", ("presumed",)),
                    "{}：推定时{}与{}的先后颠倒了".format(spec.label, *labels),
                    '{}: "{}" and "{}" swapped in the presumption'.format(spec.label_en, *en),
                )
                yield Mutant(mutation, dataclasses.replace(rules, vocabulary=vocabulary))
