"""Leaf mutants: a fact of a condition with other values, or another fact in its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from typing import NamedTuple

from tolerance_rules.rules import Fact
from tolerance_rules.testing.mutants import quoted
from tolerance_rules.vocabulary.fact_spec import Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary


class LeafMutation(NamedTuple):
    """A leaf in the place of another: the operator, what it does, in words, and the leaf."""

    operator: str
    zh: str
    en: str
    leaf: Fact


def other_values(leaf: Fact, vocabulary: Vocabulary) -> Iterator[LeafMutation]:
    """Yield a leaf of an enumerated fact with a value left out, added, or written as another."""
    spec = vocabulary[leaf.name]
    if spec.boolean:
        return
    others = [value for value in spec.values if value not in leaf.values]

    def mutation(zh: str, en: str, *values: Value) -> LeafMutation:
        kept = tuple(value for value in spec.values if value in values)
        said = f"{spec.label}的取值{zh}", f"{spec.label_en}: {en}"
        return LeafMutation("value", *said, dataclasses.replace(leaf, values=kept))

    def labels(value: Value) -> tuple[str, str]:
        return quoted(spec.label_of(value)), spec.label_of(value, "en")

    for value in leaf.values:
        zh, en = labels(value)
        rest = tuple(each for each in leaf.values if each != value)
        if rest:
            yield mutation(f"少了{zh}", f'"{en}" left out', *rest)
        for other in others:
            other_zh, other_en = labels(other)
            said = f"{zh}写成了{other_zh}", f'"{en}" written "{other_en}"'
            yield mutation(*said, *rest, other)
    for other in others if len(others) > 1 else ():
        zh, en = labels(other)
        yield mutation(f"多了{zh}", f'"{en}" added', *leaf.values, other)


def other_facts(
    leaf: Fact, near: Collection[str], vocabulary: Vocabulary
) -> Iterator[LeafMutation]:
    """Yield a leaf with another fact in its place: one of its group, or one of those `near`."""
    spec = vocabulary[leaf.name]
    for name, other in vocabulary.items():
        close = other.group == spec.group or name in near
        fits = other.boolean == spec.boolean and set(leaf.values) < set(other.values)
        if name != leaf.name and close and fits:
            zh = f"{quoted(spec.label)}写成了{quoted(other.label)}"
            en = f'"{spec.label_en}" written "{other.label_en}"'
            yield LeafMutation("fact", zh, en, dataclasses.replace(leaf, name=name))
