"""Checklist: one question for several facts of one topic, answered with those that are so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tolerance_rules.vocabulary.vocabulary import Vocabulary

FEWEST = 3
"""Facts of one topic, for one question to be worth asking."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """Facts of one group, each of which is so or is not."""

    topic: str
    facts: tuple[str, ...]


def checklist(
    topic: str, facts: Iterable[str], vocabulary: Vocabulary, *, fewest: int = FEWEST
) -> Checklist | None:
    """Return the checklist of a topic, of those facts that are yes or no; None if too few."""
    listed = {fact for fact in facts if topic_of(fact) == topic and vocabulary[fact].boolean}
    found = tuple(name for name in vocabulary if name in listed)
    return Checklist(topic, found) if len(found) >= fewest else None


def topic_of(fact: str) -> str:
    """Return the group of a fact, by its dotted name."""
    return fact.partition(".")[0]
