"""Packed facts: facts given without fault, read straight into their packed form.

The fast way in: it takes what is right and says nothing of what is wrong. What it does not take,
the model of the vocabulary takes, or refuses with every fault.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.vocabulary.fact_spec import Known, Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary

_VALUES = frozenset((bool, str))
_PLAIN = _VALUES | {type(None)}
"""The types of a fact that is known or unknown: 1 is no `True`, though they are equal."""

_FORMAT, _BEGIN = 2, 5
"""A version of `marshal`, and how many bytes it writes ahead of what a tuple holds."""
_DIGITS = bytes({"T": b"1", "F": b"2", "N": b"3"}.get(chr(byte), b"?")[0] for byte in range(256))
"""The two bits of True, False and None, by what `marshal` writes for them. Of anything else it
writes a byte that is none of them, and no digit comes of it."""


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


class FactsReader:
    """Packs facts that are given in a dict of dicts, if nothing is wrong with any of them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._groups = {name: _Group(name, vocabulary) for name in vocabulary.groups}
        self._plan = [
            (name, [*group.nothing], group.nothing) for name, group in self._groups.items()
        ]
        names = [f"{name}.{fact}" for name, facts, _ in self._plan for fact in facts]
        self._dotted = names, dict.fromkeys(names)
        # Of a number the last digit is the lowest: what is packed lowest is taken last.
        lowest_last = sorted(names, key=vocabulary.shifts.__getitem__, reverse=True)
        self._truths = _picker([names.index(n) for n in lowest_last if vocabulary[n].boolean])
        others = [name for name in names if not vocabulary[name].boolean]
        self._others = _picker([names.index(name) for name in others])
        steps = {name: group.steps for name, group in self._groups.items()}
        self._steps = [steps[vocabulary[name].group][name.partition(".")[2]] for name in others]
        """What each value adds, of each fact that is not true or false."""
        findings = [name for name in names if vocabulary[name].finding and vocabulary[name].boolean]
        self._findings = sum(vocabulary.codes[name][None] for name in findings), len(findings)

    def packed(self, given: Mapping[Any, Any]) -> int | None:
        """Return nested facts packed; None unless each is plainly right."""
        values: list[Any] = []
        left = len(given)
        for group, names, nothing in self._plan:
            facts = given.get(group)
            if facts is None:
                facts = nothing
            else:
                left -= 1
                if type(facts) is not dict:
                    return None
                if [*facts] != names:
                    facts = {**nothing, **facts}  # in the order of the vocabulary
                    if len(facts) != len(names):
                        return None
            values += facts.values()
        if left:  # no group is called so, or there is None for it
            return None
        packed = self._joined(values)
        return self._one_by_one(given) if packed is None else packed

    def packed_dotted(self, given: Mapping[str, Any]) -> int | None:
        """Return every fact by dotted name packed; None unless each has one value, or none."""
        names, nothing = self._dotted
        if len(given) != len(names):
            return None
        if [*given] != names:
            given = {**nothing, **given}
            if len(given) != len(names):
                return None
        return self._joined([*given.values()])

    def _joined(self, values: Sequence[Any]) -> int | None:
        """Return the values of all facts packed, or None where one is not plain, or not right."""
        others = self._others(values)
        if not _PLAIN.issuperset(map(type, others)):
            return None
        try:
            # Written by `marshal`, each is one byte, and 1 is another than True: all are looked at
            # and packed at once, in less time than it takes to ask one after another for its type.
            text = marshal.dumps(self._truths(values), _FORMAT)
            packed = int(text[_BEGIN:].translate(_DIGITS), 4)
            packed += sum(map(dict.__getitem__, self._steps, others))
        except (KeyError, ValueError):
            return None
        # A finding is made or not: what is wrong with one that is unknown, the model says.
        findings, count = self._findings
        return packed if (packed & findings).bit_count() == count else None

    def _one_by_one(self, given: Mapping[Any, Any]) -> int | None:
        """Return facts packed of which some may be lists of the values still possible."""
        packed = 0
        try:
            for name, group in self._groups.items():
                for fact, known in {**group.nothing, **given.get(name, {})}.items():
                    packed |= group.bits(fact, known)
        except (KeyError, TypeError):
            return None
        return packed


@lru_cache(maxsize=64)
def reader_of(vocabulary: Vocabulary) -> FactsReader:
    """Return the reader of a vocabulary."""
    return FactsReader(vocabulary)


class _Group:
    """The facts of one group by their names in it."""

    def __init__(self, group: str, vocabulary: Vocabulary) -> None:
        specs = {
            name.partition(".")[2]: spec for name, spec in vocabulary.items() if spec.group == group
        }
        self.nothing: dict[str, Known] = {
            name: False if spec.finding else None for name, spec in specs.items()
        }
        """What a case has of which nothing is said."""
        self.steps: dict[str, dict[Known, int]] = {}
        """The bits of each value of each fact, and of a fact that is not known, save a finding."""
        for name, spec in specs.items():
            codes = vocabulary.codes[spec.name]
            self.steps[name] = {k: codes[k] for k in codes if k is not None or not spec.finding}

    def bits(self, name: str, known: object) -> int:
        """Return the bits of a fact; KeyError or TypeError unless it is plainly right."""
        steps = self.steps[name]
        if type(known) in _PLAIN:
            return steps[known]  # type: ignore[index]  # a value, or None
        if type(known) not in (list, tuple) or not known or None not in steps:
            raise KeyError(name)
        values: list[Value] = known  # type: ignore[assignment]
        if not _VALUES.issuperset(map(type, values)):
            raise KeyError(name)
        bits = 0
        for value in values:
            bits |= steps[value]
        return bits


def _picker(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Return what takes the values that stand in some places out of a list."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: tuple(values[place] for place in places)
