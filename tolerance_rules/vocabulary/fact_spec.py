"""Fact spec: what is known of a fact before any case, and of its value in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tolerance_rules.frozen_dict import cached_property
from tolerance_rules.language import Lang, Pair, pick

Value: TypeAlias = bool | str
"""A fact that is established: true, false, or one of the values of an enumerated fact."""

Known: TypeAlias = Value | tuple[Value, ...] | None
"""What is known of a fact: its value; the values still possible, at least two and not all, in the
order of the vocabulary; or None, where every value is still possible."""

Direction: TypeAlias = Literal["mitigating", "aggravating", "neutral"]
Mutability: TypeAlias = Literal["doable", "establishable", "fixed"]
"""Whether a fact can still be done, can still be established by documents, or is what happened."""

BOOLEAN: tuple[Value, ...] = (True, False)
BOOLEAN_LABELS: Mapping[Value, Pair] = {True: ("是", "yes"), False: ("否", "no")}
NOT_ESTABLISHED: Pair = ("未查明", "not established")
POSSIBLE: Pair = ("或", " or ")
"""What stands between the values still possible of a fact."""


@dataclass(frozen=True)
class GroupSpec:
    """A group of facts: its code name and its labels."""

    name: str
    label: str
    label_en: str

    def title(self, lang: Lang = "zh") -> str:
        """Return the name of the group for people."""
        return pick(lang, (self.label, self.label_en))


@dataclass(frozen=True)
class FactSpec:
    """A fact of a vocabulary: names, question, direction, presumption, values."""

    name: str
    label: str
    label_en: str
    question: str
    question_en: str
    direction: Direction
    mutability: Mutability
    preference: tuple[Value, ...]
    """Every value, in the order in which it is presumed."""
    values: tuple[Value, ...] = BOOLEAN
    labels: tuple[Pair, ...] = ()
    """The labels of the values of an enumerated fact, in their order."""
    order: tuple[Value, ...] = ()
    """Comparable values from the least to the most favourable; values left out compare with
    none."""
    evidence: str = ""
    finding: bool = False
    """Whether the fact is what the authority has put in writing: absent, it was not found."""

    @property
    def group(self) -> str:
        """Return the code name of the group of the fact."""
        return self.name.partition(".")[0]

    @property
    def boolean(self) -> bool:
        """Tell whether the fact is true or false."""
        return self.values == BOOLEAN

    @cached_property
    def value_labels(self) -> Mapping[Value, Pair]:
        """Return the Chinese and the English label of each value."""
        if self.boolean:
            return BOOLEAN_LABELS
        return dict(zip(self.values, self.labels, strict=True))

    @property
    def presumed(self) -> Value:
        """Return the value that is presumed while every value is still possible."""
        return self.preference[0]

    @property
    def adverse(self) -> tuple[Value, ...]:
        """Return the values that count against the person, of a fact that is aggravating."""
        return self.order[:-1] if self.direction == "aggravating" else ()

    def possible(self, known: Known) -> tuple[Value, ...]:
        """Return the values still possible, in the order of the vocabulary."""
        if known is None:
            return self.values
        return known if isinstance(known, tuple) else (known,)

    def known(self, possible: Iterable[Value]) -> Known:
        """Return what is known when these values are still possible; at least one must be."""
        among = set(possible)
        left = tuple(value for value in self.values if value in among)
        if len(left) == 1:
            return left[0]
        return None if left == self.values else left

    def presume(self, known: Known) -> Value:
        """Return the first of the preferred values still possible."""
        if known is None:
            return self.preference[0]
        if not isinstance(known, tuple):
            return known
        return next(value for value in self.preference if value in known)

    def label_of(self, known: Known, lang: Lang = "zh") -> str:
        """Return how what is known of this fact is written for people."""
        if known is None:
            return pick(lang, NOT_ESTABLISHED)
        labels = [pick(lang, self.value_labels[value]) for value in self.possible(known)]
        return pick(lang, POSSIBLE).join(labels)

    def name_of(self, lang: Lang = "zh") -> str:
        """Return the label of the fact."""
        return pick(lang, (self.label, self.label_en))

    def question_of(self, lang: Lang = "zh") -> str:
        """Return the question that an investigator answers."""
        return pick(lang, (self.question, self.question_en))
