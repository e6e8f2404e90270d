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
        bits = {name: 1 << shift for name, shift in vocabulary.shifts.items()}
        self._parts: list[tuple[int, dict[int, tuple[str, ...]], dict[int, str]]] = [
            (sum(bits[name] for name in names), {}, {bits[name]: name for name in names})
            for _, names in vocabulary.parts
        ]
        """Of each part of the facts, in order: the mask of their first bits, the names that were
        found for some of those bits, and the name of each bit."""
        self._first = self._second = 0
        """The first bits of the facts of two values whose first, or second, is presumed."""
        self._others: list[tuple[int, int, str, dict[int, int]]] = []
        """Of the rest: the first bit, all bits, the name, and what is presumed by what is left."""
        for name, spec in vocabulary.items():
            bit = bits[name]
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
        found_names: list[str] = []
        for mask, remembered, names in self._parts:
            bits = presumed & mask
            if bits:
                some = remembered.get(bits)
                if some is None:
                    some = tuple(name for bit, name in names.items() if bits & bit)
                    remembered[bits] = some  # of five facts there are few combinations
                found_names += some
        return total, tuple(found_names)

    def _answer(self, bits: int, name: str, answers: dict[int, int]) -> int:
        values = self._vocabulary.unpack(name, bits)
        answers[bits] = self._vocabulary.pack({name: self._vocabulary[name].presume(values)})
        return answers[bits]
