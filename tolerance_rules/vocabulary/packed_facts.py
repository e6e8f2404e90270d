"""Packed facts: facts given without fault, read straight into their packed form.

The fast way in: it takes what is right and says nothing of what is wrong. What it does not take,
the model of the vocabulary takes, or refuses with every fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known, Value
from tolerance_rules.vocabulary.vocabulary import REMEMBERED, Vocabulary

_VALUES = frozenset((bool, str))
_PLAIN = _VALUES | {type(None)}
"""The types of a fact that is known or unknown: 1 is no `True`, though they are equal."""


class PackedFacts:
    """The facts of a case in packed form, without a model."""

    __slots__ = ("_flat", "packed", "vocabulary")

    def __init__(self, packed: int, vocabulary: Vocabulary) -> None:
        self.packed, self.vocabulary = packed, vocabulary
        self._flat: Mapping[str, Known] | None = None

    @property
    def flat(self) -> Mapping[str, Known]:
        """Every fact by dotted name, in the order of the vocabulary; None is unknown."""
        if self._flat is None:
            self._flat = FrozenDict(self.vocabulary.unpacked(self.packed))
        return self._flat


_Few = tuple[Callable[[Any], Any], Callable[[Any], "int | None"], dict[Any, int], tuple[str, ...]]
"""What picks a few facts, and what is known of what their values change, and their names."""


class FactsReader:
    """Packs facts that are given in a dict of dicts, if nothing is wrong with any of them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._groups = {name: _GroupReader(name, vocabulary) for name in vocabulary.groups}
        self._nothing = sum(_unknown(spec, vocabulary) for spec in vocabulary.values())
        """A case of which nothing is said."""
        self._count = len(vocabulary)
        self._dotted = [
            (group, (itemgetter(*(f"{name}.{each}" for each in part)), known, changes, part))
            for name, group in self._groups.items()
            for _, known, changes, part in group.parts
        ]
        """The parts of every group, by dotted names."""

    def packed(self, given: Mapping[Any, Any]) -> int | None:
        """Return nested facts packed; None unless each is plainly right."""
        packed, groups = self._nothing, self._groups
        try:
            values = chain.from_iterable(map(dict.values, given.values()))
            plain = _PLAIN.issuperset(map(type, values))
            for name, facts in given.items():
                if type(facts) is not dict:
                    return None
                group = groups[name]
                if len(facts) == group.count and (
                    plain or _PLAIN.issuperset(map(type, facts.values()))
                ):
                    # Few at once: the combinations of their values are soon all remembered.
                    for pick, known, changes, names in group.parts:
                        few = pick(facts)
                        change = known(few)
                        packed += group.change(few, changes, names) if change is None else change
                else:
                    packed += group.changes(facts)
        except (KeyError, TypeError):
            return None
        return packed

    def packed_dotted(self, given: Mapping[str, Any]) -> int | None:
        """Return every fact by dotted name packed; None unless each has one value, or none."""
        if len(given) != self._count or not _PLAIN.issuperset(map(type, given.values())):
            return None
        packed = self._nothing
        try:
            for group, (pick, known, changes, names) in self._dotted:
                few = pick(given)
                change = known(few)
                packed += group.change(few, changes, names) if change is None else change
        except KeyError:
            return None
        return packed


@lru_cache(maxsize=64)
def reader_of(vocabulary: Vocabulary) -> FactsReader:
    """Return the reader of a vocabulary, which remembers what it has read in a packed form."""
    return FactsReader(vocabulary)


class _GroupReader:
    """Packs the facts of one group: what each changes in a case of which nothing is said."""

    def __init__(self, group: str, vocabulary: Vocabulary) -> None:
        self._codes = vocabulary.codes
        self._specs = {
            spec.name.partition(".")[2]: spec for spec in vocabulary.values() if spec.group == group
        }
        self._steps: dict[tuple[object, object], int] = {}
        for name, spec in self._specs.items():
            unknown = _unknown(spec, vocabulary)
            if not spec.finding:  # a finding is made or not: the model says what of another
                self._steps[name, None] = 0
            for value in spec.values:
                self._steps[name, value] = vocabulary.codes[spec.name][value] - unknown
        self.count = len(self._specs)
        named = [names for _, names in vocabulary.parts if vocabulary[names[0]].group == group]
        parts = [tuple(name.partition(".")[2] for name in names) for names in named]
        self.parts: list[_Few] = []
        for part in parts:
            changes: dict[Any, int] = {}
            self.parts.append((itemgetter(*part), changes.get, changes, part))
        """What takes the values of a few facts out of a dict, and what each of them changes."""

    def change(self, values: Any, changes: dict[Any, int], names: tuple[str, ...]) -> int:
        """Return what the values of a part of the group change, and remember it."""
        each = values if len(names) > 1 else (values,)
        change = sum(map(self._steps.__getitem__, zip(names, each, strict=True)))
        if len(changes) < REMEMBERED:
            changes[values] = change
        return change

    def changes(self, facts: Mapping[object, object]) -> int:
        """Return what facts change, some of which may be lists of the values still possible."""
        changes = 0
        for name, known in facts.items():
            if type(known) in _PLAIN:
                changes += self._steps[name, known]
                continue
            spec = self._specs[name]  # type: ignore[index]  # KeyError of any other key
            if type(known) not in (list, tuple) or not known or spec.finding:
                raise KeyError(name)
            codes, bits = self._codes[spec.name], 0
            values: list[Value] = known  # type: ignore[assignment]
            for value in values:
                if type(value) not in _VALUES:
                    raise KeyError(name)
                bits |= codes[value]
            changes += bits - codes[None]
        return changes


def _unknown(spec: FactSpec, vocabulary: Vocabulary) -> int:
    """Return the bits of a fact of which nothing is said."""
    return vocabulary.codes[spec.name][False if spec.finding else None]
