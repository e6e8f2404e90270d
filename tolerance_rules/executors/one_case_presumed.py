"""Presumptions of one case: what every fact is taken for that is not established, in bits."""

from __future__ import annotations

from tolerance_rules.executors.one_case_stages import memoise
from tolerance_rules.vocabulary.vocabulary import Vocabulary

Presumed = tuple[int, tuple[str, ...]]
"""Some facts, packed, every one of them known; and the names of those that are presumed."""


class Presumptions:
    """Gives every fact of which several values are possible the value that is presumed."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._parts: list[tuple[int, dict[int, Presumed], tuple[str, ...]]] = [
            (mask, {}, names) for mask, names in vocabulary.parts
        ]

    def query(self, packed: int) -> Presumed:
        """Return a packed case with every fact known, and the facts that are presumed in it."""
        total, presumed = 0, list[str]()
        for mask, answers, part in self._parts:
            bits, names = answers.get(packed & mask) or self._answer(packed & mask, answers, part)
            total += bits
            if names:
                presumed += names
        return total, tuple(presumed)

    def _answer(self, packed: int, answers: dict[int, Presumed], part: tuple[str, ...]) -> Presumed:
        possible = {name: self._vocabulary.unpack(name, packed) for name in part}
        names = tuple(name for name, values in possible.items() if len(values) > 1)
        total = self._vocabulary.pack(
            {name: self._vocabulary[name].presume(values) for name, values in possible.items()}
        )
        memoise(answers, packed, (total, names))
        return total, names
