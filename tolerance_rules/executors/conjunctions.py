"""Conjunctions: what the solver does most, done with less work.

A mixin for the nodes of `dd`: its `_ite`, in which most of the time goes, written anew.
Conjunctions are one function, whatever they were written as, and what has a plain answer is not
taken apart. The nodes are those that `dd` would find: each set of cases has one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

TRUE = 1
"""The node of `dd` that holds every case; a negative node is the complement of its set."""


class Conjunctions:
    """Nodes, each a level with its low and its high branch; a negative one is a complement."""

    _ite_table: dict[tuple[int, ...], int]
    _succ: dict[int, tuple[int, int, int]]
    _pred: dict[tuple[int, int, int], int]
    find_or_add: Callable[[int, int, int], int]

    def _ite(self, g: int, u: int, v: int) -> int:
        """Return the node of (g and u) or (not g and v); a negative one is the complement."""
        if g == TRUE:
            return u
        if g == -TRUE:
            return v
        if u == v:
            return u
        if v in (-TRUE, g):
            return self._both(g, u)
        if u in (-TRUE, -g):
            return self._both(-g, v)
        if u in (TRUE, g):
            return -self._both(-g, -v)
        if v in (TRUE, -g):
            return -self._both(g, -u)
        if g < 0:
            g, u, v = -g, v, u
        if u < 0:
            return -self._ite(g, -u, -v)
        found = self._ite_table.get((g, u, v))
        if found is None:
            at, low_g, high_g = self._succ[g]
            at_u, low_u, high_u = self._succ[u]
            at_v, low_v, high_v = self._succ[abs(v)]
            level = min(at, at_u, at_v)
            if at > level:
                low_g = high_g = g
            if at_u > level:
                low_u = high_u = u
            if at_v > level:
                low_v = high_v = v
            elif v < 0:
                low_v, high_v = -low_v, -high_v
            low, high = self._ite(low_g, low_u, low_v), self._ite(high_g, high_u, high_v)
            found = low if low == high else self._node(level, low, high)
            self._ite_table[g, u, v] = found
        return found

    def _both(self, one: int, other: int) -> int:
        """Return the node of a conjunction."""
        if other in (one, TRUE):
            return one
        if one == TRUE:
            return other
        if -TRUE in (one, other) or one == -other:
            return -TRUE
        if one > other:
            one, other = other, one
        found = self._ite_table.get((one, other))
        if found is None:
            level, low, high = self._succ[abs(one)]
            below, other_low, other_high = self._succ[abs(other)]
            if one < 0:
                low, high = -low, -high
            if below < level:
                level, low, high = below, one, one
            elif below > level:
                other_low = other_high = other
            if other < 0 and below <= level:
                other_low, other_high = -other_low, -other_high
            low, high = self._both(low, other_low), self._both(high, other_high)
            found = low if low == high else self._node(level, low, high)
            self._ite_table[one, other] = found
        return found

    def _node(self, level: int, low: int, high: int) -> int:
        """Return the node with these branches, as `find_or_add`, which only makes new ones."""
        if high < 0:
            known = self._pred.get((level, -low, -high))
            return -self.find_or_add(level, -low, -high) if known is None else -known
        known = self._pred.get((level, low, high))
        return self.find_or_add(level, low, high) if known is None else known

    def any(self, nodes: Iterable[int]) -> int:
        """Return the node of a disjunction."""
        neither = TRUE
        for node in nodes:
            neither = self._both(neither, -node)
        return -neither

    def restricted(self, node: int, first: int, values: Sequence[bool]) -> int:
        """Return a node once the variables from the level `first` on have these values."""
        last, known = first + len(values), dict[int, int]()

        def restricted(node: int) -> int:
            if node < 0:
                return -restricted(-node)
            level, low, high = self._succ[node]
            if level >= last:
                return node
            if node not in known:
                if level >= first:
                    known[node] = restricted(high if values[level - first] else low)
                else:
                    low, high = restricted(low), restricted(high)
                    known[node] = low if low == high else self._node(level, low, high)
            return known[node]

        return restricted(node)
