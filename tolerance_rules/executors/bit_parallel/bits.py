"""Bits: what holds in which of many cases, as one integer with a bit for each case.

Python joins two integers of sixteen thousand bits in a tenth of a microsecond, so that a term costs
a few picoseconds a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Generic, TypeAlias, TypeVar

Bits: TypeAlias = int
"""The first case is the lowest bit."""
Item = TypeVar("Item")

AT_ONCE = 16_384
"""How many cases are evaluated at once: their bits for every term take some tens of megabytes."""

SHARED = 4
"""Lists of more bytes to a case than this are hardly ever the same in two cases."""
REMEMBERED = 1 << 16
"""How many things of one kind are remembered at most."""

_FLAGS = tuple(bytes(byte >> place & 1 for place in range(8)) for byte in range(256))


def where(flags: bytes) -> Bits:
    """Return the cases of which a text of the digits 0 and 1 has a 1."""
    return int(flags[::-1], 2) if flags else 0


def flags(bits: Bits, count: int) -> bytes:
    """Return a byte for each of so many cases, 1 where the bit is set, else 0."""
    return b"".join(map(_FLAGS.__getitem__, bits.to_bytes(count + 7 >> 3, "little")))[:count]


def numbers(planes: Sequence[Bits], count: int) -> bytes:
    """Return a byte for each case: the number whose binary digits are up to eight `planes`."""
    total = 0
    for place, bits in enumerate(planes):
        if bits:
            total |= int.from_bytes(flags(bits, count), "little") << place
    return total.to_bytes(count, "little")


def counted(planes: Iterable[Bits]) -> list[Bits]:
    """Return the binary digits of how many of the planes have a case."""
    digits: list[Bits] = []
    for carry in planes:
        for place, digit in enumerate(digits):
            digits[place], carry = digit ^ carry, digit & carry  # noqa: PLW2901
        if carry:
            digits.append(carry)
    return digits


class Lists(Generic[Item]):
    """Writes out, for each case, which of some items it has; cases that have the same share it."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._tables = [
            [tuple(i for place, i in enumerate(part) if byte >> place & 1) for byte in range(256)]
            for part in (items[start : start + 8] for start in range(0, len(items), 8))
        ]
        self._joined = _Joined(self._tables)

    def of(self, planes: Sequence[Bits], count: int) -> Iterator[tuple[Item, ...]]:
        """Yield the items of each case, in their order; `planes` has the cases of each item."""
        if not self._tables:
            return iter([()] * count)
        columns = [numbers(planes[place : place + 8], count) for place in range(0, len(planes), 8)]
        if len(columns) == 1:
            return map(self._tables[0].__getitem__, columns[0])
        if len(columns) <= SHARED:
            return map(self._joined.__getitem__, zip(*columns, strict=True))
        parts = (
            map(table.__getitem__, column)
            for table, column in zip(self._tables, columns, strict=True)
        )
        return map(tuple, map(chain.from_iterable, zip(*parts, strict=True)))


class _Joined(dict[tuple[int, ...], tuple[Item, ...]]):
    """The items of a case by the bytes that say which it has."""

    def __init__(self, tables: Sequence[Sequence[tuple[Item, ...]]]) -> None:
        super().__init__()
        self._tables = tables

    def __missing__(self, key: tuple[int, ...]) -> tuple[Item, ...]:
        parts = (table[byte] for table, byte in zip(self._tables, key, strict=True))
        joined = tuple(chain.from_iterable(parts))
        if len(self) >= REMEMBERED:
            self.clear()
        self[key] = joined
        return joined
