"""Hitting: the cheapest set that meets every one of some sets, exactly, by branch and bound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping


def cheapest_hitting(
    sets: Iterable[frozenset[int]], weights: Mapping[int, int]
) -> frozenset[int] | None:
    """Return a set of least weight that meets every one of the sets; None if one is empty.

    Weights are positive. Of several equally cheap sets it is always the same one.
    """
    search = _Search(weights)
    search.extend(_smallest(sets), frozenset(), 0)
    return search.best


class _Search:
    def __init__(self, weights: Mapping[int, int]) -> None:
        self.weights = weights
        self.best: frozenset[int] | None = None
        self.price = sum(weights.values()) + 1

    def extend(self, left: list[frozenset[int]], chosen: frozenset[int], price: int) -> None:
        """Extend what is chosen so as to meet the sets left, which contain none of each other."""
        while left and len(left[0]) == 1:
            (only,) = left[0]
            chosen, price = chosen | {only}, price + self.weights[only]
            left = [each for each in left if only not in each]
        if price + self._at_least(left) >= self.price:
            return
        if not left:
            self.best, self.price = chosen, price
            return
        uses = Counter(element for each in left for element in each)
        for element in sorted(left[0], key=lambda e: (-uses[e] / self.weights[e], e)):
            rest = [each for each in left if element not in each]
            self.extend(rest, chosen | {element}, price + self.weights[element])
            # From here on, without this element: what it would have met shrinks.
            left = _smallest(each - {element} for each in left)
            if not left[0]:
                return

    def _at_least(self, left: list[frozenset[int]]) -> int:
        """Return a price below which the sets cannot be met: that of disjoint ones among them."""
        met: set[int] = set()
        price = 0
        for each in left:
            if met.isdisjoint(each):
                met |= each
                price += min(self.weights[element] for element in each)
        return price


def _smallest(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Return the sets that contain no other, smallest first."""
    kept: list[frozenset[int]] = []
    for each in sorted(set(sets), key=lambda found: (len(found), sorted(found))):
        if not any(smaller <= each for smaller in kept):
            kept.append(each)
    return kept
