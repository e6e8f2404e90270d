"""Hitting set: the cheapest set that shares an element with each of some sets.

Exact, by branch and bound. Of several equally cheap sets it is always the same one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping


def cheapest_hitting_set(
    sets: Iterable[frozenset[int]], weights: Mapping[int, int]
) -> frozenset[int] | None:
    """Return a set of least weight that meets every one of the sets; None if one is empty.

    Weights are positive.
    """
    search = _Search(weights)
    search.extend(_minimal(sets), frozenset(), 0)
    return search.best


class _Search:
    def __init__(self, weights: Mapping[int, int]) -> None:
        self.weights = weights
        self.best: frozenset[int] | None = None
        self.best_weight = sum(weights.values()) + 1

    def extend(self, left: list[frozenset[int]], chosen: frozenset[int], weight: int) -> None:
        """Extend what is chosen so as to meet the sets left, which contain none of each other."""
        while left and len(left[0]) == 1:
            (only,) = left[0]
            chosen, weight = chosen | {only}, weight + self.weights[only]
            left = [each for each in left if only not in each]
        if weight + self._lower_bound(left) >= self.best_weight:
            return
        if not left:
            self.best, self.best_weight = chosen, weight
            return
        uses = Counter(element for each in left for element in each)
        for element in sorted(left[0], key=lambda e: (-uses[e] / self.weights[e], e)):
            rest = [each for each in left if element not in each]
            self.extend(rest, chosen | {element}, weight + self.weights[element])
            # The other branches do without this element, which makes the sets left smaller.
            left = _minimal(each - {element} for each in left)
            if not left[0]:
                return

    def _lower_bound(self, left: list[frozenset[int]]) -> int:
        """Return a weight below which the sets cannot be met: that of disjoint ones among them."""
        met: set[int] = set()
        weight = 0
        for each in left:
            if met.isdisjoint(each):
                met |= each
                weight += min(self.weights[element] for element in each)
        return weight


def _minimal(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Return the sets that contain no other, smallest first."""
    kept: list[frozenset[int]] = []
    for each in sorted(set(sets), key=lambda found: (len(found), sorted(found))):
        if not any(smaller <= each for smaller in kept):
            kept.append(each)
    return kept
