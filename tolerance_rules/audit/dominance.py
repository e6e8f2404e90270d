"""Dominance: which of many sets of bits contain which, without comparing them pair by pair.

A set is an integer. Sets that must agree on some bits are first grouped by them. Within a group an
index holds, for each bit, one long integer that marks the sets lacking it; the subsets of a set are
the AND of these integers over the bits it lacks, which compares a whole group at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A set of bits, a rank, and how many there are that are equal in both."""

    bits: int
    rank: int
    weight: int
    key: int
    """The caller's name for it; of points equally close the one with the least key is taken."""
    marked: bool = False
    """Whether queries for unmarked points leave it out."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The points below or above one: how many, counted by weight, and the closest of them."""

    count: int
    closest: Point


def groups(points: Sequence[Point], must_agree: int) -> Iterator[list[Point]]:
    """Yield the groups of points that agree on some bits; no group of one point alone."""
    found: dict[int, list[Point]] = {}
    for point in points:
        found.setdefault(point.bits & must_agree, []).append(point)
    return (group for group in found.values() if len(group) > 1)


class DominanceIndex:
    """Finds, for each point of a group, those below it and those above it.

    Below a point are its proper subsets of a lower rank, above it its proper supersets of a higher
    one. The closest differs in the fewest bits; of equals it is the one with the least key.
    """

    def __init__(self, points: Sequence[Point]) -> None:
        # From small sets to large: a subset's place is lower, and the closest subset's highest.
        self.points = sorted(points, key=lambda point: (point.bits.bit_count(), -point.key))
        sizes = [point.bits.bit_count() for point in self.points]
        self._end = {size: place for place, size in enumerate(sizes, 1)}
        self._start = {size: len(sizes) - place for place, size in enumerate(reversed(sizes), 1)}
        union, common = 0, self.points[0].bits
        for point in self.points:
            union |= point.bits
            common &= point.bits
        varying = [1 << index for index in _indices(union & ~common)]
        having = {bit: _mask(bool(point.bits & bit) for point in self.points) for bit in varying}
        everything = (1 << len(self.points)) - 1
        # What rules out most comes first: what is left is soon nothing.
        self._having = sorted(having.items(), key=lambda item: item[1].bit_count())
        self._lacking = sorted(
            ((bit, everything ^ mask) for bit, mask in having.items()),
            key=lambda item: item[1].bit_count(),
        )
        ranks = {point.rank for point in self.points}
        self._lower = {r: _mask(point.rank < r for point in self.points) for r in ranks}
        self._higher = {r: _mask(point.rank > r for point in self.points) for r in ranks}
        self._unmarked = _mask(not point.marked for point in self.points)
        heaviest = max(point.weight for point in self.points)
        self._planes = [
            _mask(bool(point.weight >> plane & 1) for point in self.points)
            for plane in range(heaviest.bit_length())
        ]

    def below(self, point: Point, *, unmarked: bool = False) -> Neighbours | None:
        """Return what is below a point; `unmarked` leaves out the points that are marked."""
        start = self._start[point.bits.bit_count()]
        left = self._lower[point.rank] & ((1 << start) - 1)
        if unmarked:
            left &= self._unmarked
        for bit, lacking in self._lacking:
            if not left:
                return None
            if not point.bits & bit:
                left &= lacking
        if not left:
            return None
        return Neighbours(self._count(left), self.points[left.bit_length() - 1])

    def above(self, point: Point) -> Neighbours | None:
        """Return what is above a point."""
        end = self._end[point.bits.bit_count()]
        left = self._higher[point.rank] >> end << end
        for bit, having in self._having:
            if not left:
                return None
            if point.bits & bit:
                left &= having
        if not left:
            return None
        count = self._count(left)
        smallest = self.points[(left & -left).bit_length() - 1].bits.bit_count()
        left &= (1 << self._end[smallest]) - 1
        return Neighbours(count, self.points[left.bit_length() - 1])

    def _count(self, mask: int) -> int:
        return sum((mask & plane).bit_count() << k for k, plane in enumerate(self._planes))


def _mask(flags: Iterable[bool]) -> int:
    """Return the integer whose bit at each place is the flag there."""
    text = "".join("1" if flag else "0" for flag in flags)
    return int(text[::-1], 2)


def _indices(mask: int) -> Iterator[int]:
    """Yield the places of the bits that are set."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
