"""ZDD: families of sets as zero-suppressed decision diagrams, counted without being listed.

An element is a small integer. A family is the number of a node: the smallest element in any of its
sets, the family of the sets without that element, and the family of the sets with it, each less
that element. The room taken is that of the nodes, however many sets there are.
S. Minato, Zero-suppressed BDDs for set manipulation in combinatorial problems (1993).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

EMPTY = 0
"""The family of no set."""
UNIT = 1
"""The family of the empty set alone."""


class Zdd:
    """Makes families and combines them; a family means nothing outside the object that made it."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, int, int]] = [(-1, EMPTY, EMPTY), (-1, EMPTY, EMPTY)]
        self._numbers: dict[tuple[int, int, int], int] = {}
        self._nonsupersets: dict[tuple[int, int], int] = {}
        self._counts: dict[int, tuple[int, ...]] = {EMPTY: (), UNIT: (1,)}

    def node(self, element: int, without: int, having: int) -> int:
        """Return the sets of `without`, and those of `having` with the element added.

        INVARIANT: the element is smaller than every element of both families.
        """
        if having == EMPTY:
            return without
        key = (element, without, having)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._nodes)
            self._nodes.append(key)
        return number

    def nonsupersets(self, family: int, others: int) -> int:
        """Return the sets of a family that contain no set of the others, nor equal one."""
        if EMPTY in (family, others):
            return family
        if others in (family, UNIT):
            return EMPTY
        key = (family, others)
        found = self._nonsupersets.get(key)
        if found is None:
            found = self._nonsupersets[key] = self._nonsupersets_of(family, others)
        return found

    def _nonsupersets_of(self, family: int, others: int) -> int:
        element, without, having = self._nodes[family]
        other, other_without, other_having = self._nodes[others]
        if family == UNIT or (other >= 0 and other < element):
            return self.nonsupersets(family, other_without)
        if element < other:
            return self.node(
                element, self.nonsupersets(without, others), self.nonsupersets(having, others)
            )
        left = self.nonsupersets(self.nonsupersets(having, other_having), other_without)
        return self.node(element, self.nonsupersets(without, other_without), left)

    def sizes(self, family: int) -> Mapping[int, int]:
        """Return how many sets of each size there are, exactly."""
        return {size: count for size, count in enumerate(self._counted(family)) if count}

    def _counted(self, family: int) -> tuple[int, ...]:
        if family not in self._counts:
            _, without, having = self._nodes[family]
            one, other = self._counted(without), (0, *self._counted(having))
            if len(one) < len(other):
                one, other = other, one
            padded = (*other, *(0,) * (len(one) - len(other)))
            self._counts[family] = tuple(a + b for a, b in zip(one, padded, strict=True))
        return self._counts[family]

    def of_size(self, family: int, size: int) -> Iterator[tuple[int, ...]]:
        """Yield the sets of a size, each in order."""
        counts = self._counted(family)
        if size >= len(counts) or not counts[size]:
            return
        if family == UNIT:
            yield ()
            return
        element, without, having = self._nodes[family]
        if size:
            for rest in self.of_size(having, size - 1):
                yield (element, *rest)
        yield from self.of_size(without, size)
