"""Diagram walk: what can be reached in a decision diagram, over many cases at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tolerance_rules.executors.bit_parallel.bits import Bits
from tolerance_rules.executors.diagram import Diagram

Possible: TypeAlias = Sequence[Sequence[Bits]]
"""For each fact in the order of a diagram, and each of its values, where the value is possible."""
Edge: TypeAlias = tuple[int, tuple[int, ...]]
"""Where an edge leads, and the indexes of the values along which."""


class Gates:
    """Where at least one of some values of a fact is possible; each worked out once."""

    def __init__(self, possible: Possible) -> None:
        self._possible = possible
        self._found: dict[tuple[int, tuple[int, ...]], Bits] = {}

    def of(self, place: int, values: tuple[int, ...]) -> Bits:
        """Return the cases in which a fact, by its place, may have one of the values."""
        found = self._found.get((place, values))
        if found is None:
            found = 0
            for value in values:
                found |= self._possible[place][value]
            self._found[place, values] = found
        return found


def edges_of(children: Sequence[int]) -> tuple[Edge, ...]:
    """Return the edges of a node: values that lead to one child are one edge."""
    values: dict[int, list[int]] = {}
    for value, child in enumerate(children):
        values.setdefault(child, []).append(value)
    return tuple((child, tuple(along)) for child, along in values.items())


@dataclass(frozen=True)
class Ways:
    """What each value of a fact leaves reachable, and where a node is reached that asks for it."""

    reached: Mapping[int, Bits]
    """Where a path arrives at each node."""
    outcomes: Sequence[Sequence[Sequence[Bits]]]
    """For each fact by place, and each of its values: where each outcome can be reached by it."""
    end: Sequence[Bits]
    """Where each outcome can be reached at all."""


class DiagramWalk:
    """Walks a diagram along every value still possible, for many cases at once."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram, self.ends = diagram, len(diagram.terminals)
        self.outcomes = [t for t in range(self.ends) if t != diagram.impossible]
        """The terminals that are outcomes: their planes stand in this order."""
        self._levels: list[list[tuple[int, tuple[Edge, ...]]]] = [[] for _ in diagram.order]
        for node in range(self.ends, len(diagram.facts)):
            self._levels[diagram.facts[node]].append((node, edges_of(diagram.children[node])))

    def terminals(self, possible: Possible, every: Bits) -> list[Bits]:
        """Return, for each outcome, where it can be reached."""
        gates, arrived = Gates(possible), {self.diagram.root: every}
        for place, level in enumerate(self._levels):
            self._pass(place, level, gates, arrived)
        return [arrived.get(terminal, 0) for terminal in self.outcomes]

    def ways(self, possible: Possible, every: Bits) -> Ways:
        """Return what each value of each fact leaves reachable."""
        gates, facts = Gates(possible), self.diagram.facts
        below = self._below(gates, every)
        arrived, outcomes = {self.diagram.root: every}, []
        for place, level in enumerate(self._levels):
            # What passes this fact by is reachable by any of its values.
            by = [0] * len(self.outcomes)
            for node, here in arrived.items():
                if facts[node] > place:
                    for number, under in enumerate(below[node]):
                        if under:
                            by[number] |= here & under
            each = [list(by) for _ in possible[place]]
            for node, edges in level:
                here = arrived.get(node, 0)
                if not here:
                    continue
                for child, values in edges:
                    for number, under in enumerate(below[child]):
                        if under:
                            for value in values:
                                each[value][number] |= here & under
            for value, planes in zip(possible[place], each, strict=True):
                planes[:] = [plane & value for plane in planes]
            outcomes.append(each)
            self._pass(place, level, gates, arrived)
        return Ways(arrived, outcomes, below[self.diagram.root])

    def _pass(
        self,
        place: int,
        level: Sequence[tuple[int, tuple[Edge, ...]]],
        gates: Gates,
        arrived: dict[int, Bits],
    ) -> None:
        """Go on from the nodes that ask for a fact."""
        for node, edges in level:
            here = arrived.get(node, 0)
            if here:
                for child, values in edges:
                    arrived[child] = arrived.get(child, 0) | here & gates.of(place, values)

    def _below(self, gates: Gates, every: Bits) -> list[list[Bits]]:
        """Return, for each node, where each outcome can be reached from it."""
        below = [
            [every if t == outcome else 0 for outcome in self.outcomes] for t in range(self.ends)
        ]
        facts = self.diagram.facts
        for node in range(self.ends, len(facts)):
            planes = [0] * len(self.outcomes)
            for child, values in edges_of(self.diagram.children[node]):
                gate = gates.of(facts[node], values)
                for number, under in enumerate(below[child]):
                    if under:
                        planes[number] |= gate & under
            below.append(planes)
        return below
