"""Families: sets of sets, shared and counted without being listed, as zero-suppressed diagrams.

An element is a small integer. A family is a number that stands for a node: the sets without its
element, and the rest of the sets with it. However many sets a family holds, it takes the room of
its nodes; Minato, Zero-suppressed BDDs for set manipulation (1993).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

NONE = 0
"""The family of no set."""
UNIT = 1
"""The family of the empty set alone."""


class Families:
    """Makes families and works on them; a family means nothing outside its maker."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, int, int]] = [(-1, NONE, NONE), (-1, NONE, NONE)]
        self._numbers: dict[tuple[int, int, int], int] = {}
        self._without: dict[tuple[int, int], int] = {}
        self._sizes: dict[int, tuple[int, ...]] = {NONE: (), UNIT: (1,)}

    def either(self, element: int, without: int, having: int) -> int:
        """Return the sets of `without`, and those of `having` with the element added.

        INVARIANT: the element is smaller than every element of both families.
        """
        if having == NONE:
            return without
        node = (element, without, having)
        number = self._numbers.get(node)
        if number is None:
            number = self._numbers[node] = len(self._nodes)
            self._nodes.append(node)
        return number

    def not_above(self, family: int, others: int) -> int:
        """Return the sets of a family that contain no set of the others, nor are one of them."""
        if NONE in (family, others):
            return family
        if others in (family, UNIT):
            return NONE
        key = (family, others)
        found = self._without.get(key)
        if found is None:
            found = self._without[key] = self._not_above(family, others)
        return found

    def _not_above(self, family: int, others: int) -> int:
        element, without, having = self._nodes[family]
        other, other_without, other_having = self._nodes[others]
        if family == UNIT or (other >= 0 and other < element):
            return self.not_above(family, other_without)
        if element < other:
            return self.either(
                element, self.not_above(without, others), self.not_above(having, others)
            )
        left = self.not_above(self.not_above(having, other_having), other_without)
        return self.either(element, self.not_above(without, other_without), left)

    def sizes(self, family: int) -> Mapping[int, int]:
        """Return how many sets of each size there are, exactly."""
        return {size: count for size, count in enumerate(self._counts(family)) if count}

    def _counts(self, family: int) -> tuple[int, ...]:
        if family not in self._sizes:
            _, without, having = self._nodes[family]
            one, other = self._counts(without), (0, *self._counts(having))
            if len(one) < len(other):
                one, other = other, one
            padded = (*other, *(0,) * (len(one) - len(other)))
            self._sizes[family] = tuple(a + b for a, b in zip(one, padded, strict=True))
        return self._sizes[family]

    def of_size(self, family: int, size: int) -> Iterator[tuple[int, ...]]:
        """Yield the sets of a size, each in order."""
        counts = self._counts(family)
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
