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
    """Writes out, for each case, which of some items it has."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._tables = [
            [tuple(i for place, i in enumerate(part) if byte >> place & 1) for byte in range(256)]
            for part in (items[start : start + 8] for start in range(0, len(items), 8))
        ]

    def of(self, planes: Sequence[Bits], count: int) -> Iterator[tuple[Item, ...]]:
        """Yield the items of each case, in their order; `planes` has the cases of each item."""
        if not self._tables:
            return iter([()] * count)
        columns = [
            map(table.__getitem__, numbers(planes[8 * number : 8 * number + 8], count))
            for number, table in enumerate(self._tables)
        ]
        if len(columns) == 1:
            return columns[0]
        return map(tuple, map(chain.from_iterable, zip(*columns, strict=True)))
