"""Patterns: what is known of the facts of very many cases, kept by fact, a byte to a cell.

As a tuple to a case a million of them would take more than half a gigabyte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias, overload

from tolerance_rules.executors.bit_parallel.bits import Bits, where
from tolerance_rules.vocabulary.fact_spec import Known

Pattern: TypeAlias = Sequence[Known]
"""What is known of each fact of a case, in the order of the vocabulary."""
BYTE = 256
"""How many things can be known of a fact that has a byte to a cell."""
_DIGITS = [b"0" * number + b"1" + b"0" * (BYTE - 1 - number) for number in range(BYTE)]
"""For each number, what makes 1 of it and 0 of every other."""
_NO, _ONE = b"01"


class Column(NamedTuple):
    """What is known of one fact: each thing once, and for each pattern which of them."""

    known: tuple[Known, ...]
    numbers: Sequence[int]

    @staticmethod
    def of(cells: Sequence[Known]) -> Column:
        """Return the column of some cells."""
        # 1 is no True, though they are equal and the same key.
        keys = list(zip(map(type, cells), cells, strict=True))
        places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        numbers = map(places.__getitem__, keys)
        return Column(
            tuple(cell for _, cell in places),
            bytes(numbers) if len(places) <= BYTE else list(numbers),
        )

    def places(self) -> Iterator[tuple[Known, Bits]]:
        """Yield each thing that is known, and in which of the patterns; two may be the same."""
        for number, known in enumerate(self.known):
            if isinstance(self.numbers, bytes):
                yield known, where(self.numbers.translate(_DIGITS[number]))
            else:
                yield known, where(bytes(_ONE if each == number else _NO for each in self.numbers))


class Patterns(Sequence[Pattern]):
    """Patterns by column; each, asked for, is made anew."""

    __slots__ = ("_count", "columns")

    def __init__(self, columns: Sequence[Column], count: int) -> None:
        self.columns, self._count = columns, count

    @staticmethod
    def of(patterns: Sequence[Pattern]) -> Patterns:
        """Return patterns given one by one, by column."""
        if isinstance(patterns, Patterns):
            return patterns
        columns = [Column.of(cells) for cells in zip(*patterns, strict=True)]
        return Patterns(columns, len(patterns))

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Pattern: ...
    @overload
    def __getitem__(self, place: slice) -> Patterns: ...
    def __getitem__(self, place: int | slice) -> Pattern | Patterns:
        """Return a pattern, or some of them."""
        if isinstance(place, slice):
            columns = [Column(known, numbers[place]) for known, numbers in self.columns]
            return Patterns(columns, len(range(*place.indices(self._count))))
        if not -self._count <= place < self._count:
            raise IndexError(place)
        return KeptPattern(self.columns, place)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


class KeptPattern(Sequence[Known]):
    """A pattern among others; equal to the tuple of what it says."""

    __slots__ = ("_columns", "_place")

    def __init__(self, columns: Sequence[Column], place: int) -> None:
        self._columns, self._place = columns, place

    def __len__(self) -> int:
        return len(self._columns)

    @overload
    def __getitem__(self, fact: int) -> Known: ...
    @overload
    def __getitem__(self, fact: slice) -> tuple[Known, ...]: ...
    def __getitem__(self, fact: int | slice) -> Known | tuple[Known, ...]:
        """Return what is known of a fact, by its place."""
        if isinstance(fact, slice):
            return tuple(self)[fact]
        known, numbers = self._columns[fact]
        return known[numbers[self._place]]

    def __iter__(self) -> Iterator[Known]:
        place = self._place
        return iter([known[numbers[place]] for known, numbers in self._columns])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))
