"""Presumptions of one case: what every fact is taken for that is not established, in bits."""

from __future__ import annotations

from tolerance_rules.vocabulary.vocabulary import Vocabulary

Presumed = tuple[int, tuple[str, ...]]
"""A packed case, every fact of it known; and the names of those that are presumed."""


class Presumptions:
    """Gives every fact of which several values are possible the value that is presumed.

    The two bits of a fact that is true or false stand side by side, so that all such facts are
    presumed at one stroke; the others, of which there are few, one by one.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._names = {1 << shift: name for name, shift in vocabulary.shifts.items()}
        """The facts by the first of their bits."""
        self._first = self._second = 0
        """The first bits of the facts of two values whose first, or second, is presumed."""
        self._others: list[tuple[int, int, str, dict[int, int]]] = []
        """Of the rest: the first bit, all bits, the name, and what is presumed by what is left."""
        for name, spec in vocabulary.items():
            bit = 1 << vocabulary.shifts[name]
            if len(spec.values) != 2:
                self._others.append((bit, vocabulary.codes[name][None], name, {}))
            elif spec.presumed == spec.values[0]:
                self._first |= bit
            else:
                self._second |= bit

    def query(self, packed: int) -> Presumed:
        """Return a packed case with every fact known, and the facts that are presumed in it."""
        unknown = packed & packed >> 1
        first, second = unknown & self._first, unknown & self._second
        total = packed & ~(first << 1 | second)
        presumed = first | second
        for bit, mask, name, answers in self._others:
            bits = packed & mask
            found = answers.get(bits) or self._answer(bits, name, answers)
            if found != bits:
                total ^= bits ^ found
                presumed |= bit
        names = self._names
        found_names: list[str] = []
        while presumed:
            lowest = presumed & -presumed
            found_names.append(names[lowest])
            presumed ^= lowest
        return total, tuple(found_names)

    def _answer(self, bits: int, name: str, answers: dict[int, int]) -> int:
        values = self._vocabulary.unpack(name, bits)
        answers[bits] = self._vocabulary.pack({name: self._vocabulary[name].presume(values)})
        return answers[bits]
