"""Dominance: of many sets of bits, which contain which; without comparing all pairs one by one.

Sets are integers. Those that must agree on some bits are kept in groups apart. Within a group, one
long integer per bit says which sets lack it; a set's subsets are then the AND of those of the bits
it does not have: a few thousand comparisons to one machine operation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A set of bits, a rank, and how many there are that are equal in both."""

    bits: int
    rank: int
    weight: int
    key: int
    """What the caller knows it by; of nodes equally close the least is taken."""
    marked: bool = False
    """Whether the caller will ask for this node itself, and so need not be told of it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What conflicts with a node: how many, counted by weight, and the closest of them."""

    node: Node
    count: int
    closest: Node


def groups(nodes: Sequence[Node], forced: int) -> Iterator[list[Node]]:
    """Yield the nodes that agree on the forced bits, those with any other in their group."""
    found: dict[int, list[Node]] = {}
    for node in nodes:
        found.setdefault(node.bits & forced, []).append(node)
    return (group for group in found.values() if len(group) > 1)


class Field:
    """A group of nodes that can be asked, for each, for those below it or above it.

    Below a node are its proper subsets of a lower rank, above it its proper supersets of a higher
    one. The closest differs in the fewest bits; of equals it is the one with the least key.
    """

    def __init__(self, nodes: Sequence[Node]) -> None:
        # From small sets to large: a subset's place is lower, and the closest subset's highest.
        self.nodes = sorted(nodes, key=lambda node: (node.bits.bit_count(), -node.key))
        sizes = [node.bits.bit_count() for node in self.nodes]
        self._end = {size: place for place, size in enumerate(sizes, 1)}
        self._start = {size: len(sizes) - place for place, size in enumerate(reversed(sizes), 1)}
        union, common = 0, self.nodes[0].bits
        for node in self.nodes:
            union |= node.bits
            common &= node.bits
        varying = [1 << index for index in _indices(union & ~common)]
        having = {bit: _mask(bool(node.bits & bit) for node in self.nodes) for bit in varying}
        everything = (1 << len(self.nodes)) - 1
        # What rules out most comes first: what is left is soon nothing.
        self._having = sorted(having.items(), key=lambda item: item[1].bit_count())
        self._lacking = sorted(
            ((bit, everything ^ mask) for bit, mask in having.items()),
            key=lambda item: item[1].bit_count(),
        )
        ranks = {node.rank for node in self.nodes}
        self._lower = {r: _mask(node.rank < r for node in self.nodes) for r in ranks}
        self._higher = {r: _mask(node.rank > r for node in self.nodes) for r in ranks}
        self._unmarked = _mask(not node.marked for node in self.nodes)
        heaviest = max(node.weight for node in self.nodes)
        self._planes = [
            _mask(bool(node.weight >> plane & 1) for node in self.nodes)
            for plane in range(heaviest.bit_length())
        ]

    def below(self, node: Node, *, unmarked: bool = False) -> Conflict | None:
        """Return what is below a node; `unmarked` leaves out the nodes that are marked."""
        start = self._start[node.bits.bit_count()]
        left = self._lower[node.rank] & ((1 << start) - 1)
        if unmarked:
            left &= self._unmarked
        for bit, lacking in self._lacking:
            if not left:
                return None
            if not node.bits & bit:
                left &= lacking
        if not left:
            return None
        return Conflict(node, self._count(left), self.nodes[left.bit_length() - 1])

    def above(self, node: Node) -> Conflict | None:
        """Return what is above a node."""
        end = self._end[node.bits.bit_count()]
        left = self._higher[node.rank] >> end << end
        for bit, having in self._having:
            if not left:
                return None
            if node.bits & bit:
                left &= having
        if not left:
            return None
        count = self._count(left)
        smallest = self.nodes[(left & -left).bit_length() - 1].bits.bit_count()
        left &= (1 << self._end[smallest]) - 1
        return Conflict(node, count, self.nodes[left.bit_length() - 1])

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
