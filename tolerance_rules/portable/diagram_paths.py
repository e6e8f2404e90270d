"""Diagram paths: paths drawn at random through a decision diagram, to an end or across a node."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping

from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.reachability import IMPOSSIBLE
from tolerance_rules.vocabulary.fact_spec import Value

TRIES = 50
"""How often a path is drawn that the value of one fact or reading is to turn."""


class Paths:
    """Draws paths: the value taken of each fact or reading that a diagram asks for on the way."""

    def __init__(self, diagram: Diagram, rng: random.Random) -> None:
        self.diagram, self.rng = diagram, rng
        self._known: dict[tuple[frozenset[int], tuple[tuple[str, Value], ...]], list[bool]] = {}

    def drawn(self, end: int, fixed: Mapping[str, Value]) -> dict[str, Value] | None:
        """Return a path to a terminal with some values fixed, or None if there is none."""
        return self._to({end}, fixed, {})

    def turning(
        self, name: str, fixed: Mapping[str, Value], rest: Mapping[str, Value]
    ) -> dict[str, Value] | None:
        """Return a path across a node that asks for `name`, such that its value changes the end.

        What is on no path has its value in `rest`. None if chance has found none.
        """
        diagram = self.diagram
        place = diagram.order.index(name)
        nodes = [node for node, asked in enumerate(diagram.facts) if asked == place]
        free = {key: value for key, value in fixed.items() if key != name}
        ends = {at for at, end in enumerate(diagram.terminals) if end != IMPOSSIBLE}
        for _ in range(TRIES if nodes else 0):
            node = self.rng.choice(nodes)
            taken = self._to({node}, free, {})
            start = self.rng.choice(diagram.children[node])
            found = None if taken is None else self._to(ends, free, taken, start)
            if found is None:
                continue
            values = {**rest, **free, **found}
            if len({self._end(child, values) for child in diagram.children[node]}) > 1:
                return found
        return None

    def _end(self, node: int, taken: Mapping[str, Value]) -> int:
        """Return the terminal to which values lead from a node."""
        diagram = self.diagram
        while below := diagram.children[node]:
            name = diagram.order[diagram.facts[node]]
            values = diagram.domains[name]
            node = below[values.index(taken[name])]
        return node

    def _to(
        self,
        ends: Collection[int],
        fixed: Mapping[str, Value],
        taken: Mapping[str, Value],
        start: int | None = None,
    ) -> dict[str, Value] | None:
        """Return a path from a node, by default the root, to one of the nodes `ends`."""
        diagram = self.diagram
        leads = self._leading(frozenset(ends), fixed)
        at = diagram.root if start is None else start
        path = dict(taken)
        while at not in ends:
            if not leads[at]:
                return None
            name = diagram.order[diagram.facts[at]]
            values = diagram.domains[name]
            ways = [
                index
                for index, child in enumerate(diagram.children[at])
                if leads[child] and fixed.get(name, values[index]) == values[index]
            ]
            index = self.rng.choice(ways)
            path[name] = values[index]
            at = diagram.children[at][index]
        return path

    def _leading(self, ends: frozenset[int], fixed: Mapping[str, Value]) -> list[bool]:
        """Return for each node whether a path leads from it to one of the nodes `ends`."""
        key = ends, tuple(fixed.items())
        found = self._known.get(key)
        if found is None:
            found = [False] * len(self.diagram.facts)
            for node in range(len(found)):
                found[node] = node in ends or any(found[each] for each in self._open(node, fixed))
            self._known[key] = found
        return found

    def _open(self, node: int, fixed: Mapping[str, Value]) -> tuple[int, ...]:
        """Return the children of a node that what is fixed leaves."""
        below = self.diagram.children[node]
        if not below:
            return ()
        name = self.diagram.order[self.diagram.facts[node]]
        if name not in fixed:
            return below
        return (below[self.diagram.domains[name].index(fixed[name])],)
