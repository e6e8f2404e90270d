"""Reachable walk: the outcomes that a decision diagram can still reach, as terms over columns.

Top-down: a node is reached if one of its parents is, along an edge whose value the fact of the
parent can have. Each edge is walked once, whatever the number of outcomes. A path meets each fact
at most once, so the reached outcomes are exactly those of the completions of the unknown facts.

Below different nodes the diagram often has parts of the same shape ("does another circumstance
hold?"). The order of the facts is cut into blocks, and parts that have the same shape within a
block share their terms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from tolerance_rules.executors.columnar.circuit import TRUE, Circuit, Term

LONGEST = 8
"""Most facts in a block: bounds the time to search for the cuts; has no effect on the result."""


class Walkable(Protocol):
    """A multi-valued decision diagram as data, such as `executors.all_cases.Diagram`."""

    @property
    def terminals(self) -> tuple[str, ...]:
        """The outcomes; they are the first nodes."""

    @property
    def order(self) -> tuple[str, ...]:
        """The facts, in the order of every path."""

    @property
    def facts(self) -> tuple[int, ...]:
        """For each node, the index of its fact in the order; of terminals, the length of it."""

    @property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each node, its child for each value of its fact; terminals have none."""

    @property
    def root(self) -> int:
        """The node at which every path begins."""


Shape: TypeAlias = tuple[tuple[int, tuple[int, ...]], ...]
"""The part of a diagram below a node within its block: indices of facts, with children.

Parents come before children. A child is the number of an item of the shape, or ~number of an exit.
"""


@dataclass(frozen=True)
class Entry:
    """A node at which paths enter a block, the shape below it, and the nodes they leave it for."""

    node: int
    shape: Shape
    exits: tuple[int, ...]


def reached(
    diagram: Walkable, circuit: Circuit, possible: Mapping[str, Sequence[Term]]
) -> Mapping[str, Term]:
    """Return, for each terminal, the term that it is reached.

    `possible` gives, for each fact, a term for each of its values: that the fact can have it.
    """
    arriving: dict[int, list[Term]] = {diagram.root: [TRUE]}
    for entries in _blocks(diagram):
        passes: dict[Shape, tuple[Term, ...]] = {}
        for entry in entries:
            if entry.shape not in passes:
                passes[entry.shape] = _passing(circuit, entry, possible, diagram.order)
            here = circuit.either(arriving.pop(entry.node, ()))
            for node, passing in zip(entry.exits, passes[entry.shape], strict=True):
                arriving.setdefault(node, []).append(circuit.both([here, passing]))
    return {
        name: circuit.either(arriving.get(number, ()))
        for number, name in enumerate(diagram.terminals)
    }


def _passing(
    circuit: Circuit, entry: Entry, possible: Mapping[str, Sequence[Term]], order: Sequence[str]
) -> tuple[Term, ...]:
    """Return, for each exit, the term that a path leads there from the entry."""
    arriving: dict[int, list[Term]] = {0: [TRUE]}
    for number, (place, children) in enumerate(entry.shape):
        here = circuit.either(arriving[number])
        for child in dict.fromkeys(children):
            values = [
                v
                for v, other in zip(possible[order[place]], children, strict=True)
                if other == child
            ]
            arriving.setdefault(child, []).append(circuit.both([here, circuit.either(values)]))
    return tuple(circuit.either(arriving[~exit]) for exit in range(len(entry.exits)))


def _blocks(diagram: Walkable) -> list[list[Entry]]:
    """Cut the order of the facts into the blocks for which the walk makes the fewest terms."""
    depth = len(diagram.order)
    levels: list[list[int]] = [[] for _ in range(depth + 1)]
    earliest = [depth] * len(diagram.facts)
    earliest[diagram.root] = -1
    for node, place in enumerate(diagram.facts):
        levels[place].append(node)
        for child in diagram.children[node]:
            earliest[child] = min(earliest[child], place)
    best: list[tuple[int, list[list[Entry]]]] = [(0, [])]
    for last in range(depth):
        choices = []
        for first in range(max(0, last + 1 - LONGEST), last + 1):
            nodes = [n for place in range(first, last + 1) for n in levels[place]]
            entries = [_entry(diagram, n, last) for n in nodes if earliest[n] < first]
            cost, blocks = best[first]
            choices.append((cost + _cost(entries), blocks, entries))
        cost, blocks, entries = min(choices, key=lambda choice: choice[0])
        best.append((cost, [*blocks, entries]))
    return best[depth][1]


def _entry(diagram: Walkable, node: int, last: int) -> Entry:
    exits: dict[int, int] = {}
    finished: list[int] = []

    def visit(inner: int) -> None:
        for child in diagram.children[inner]:
            if diagram.facts[child] > last:
                exits.setdefault(child, len(exits))
            elif child not in seen:
                seen.add(child)
                visit(child)
        finished.append(inner)

    seen = {node}
    visit(node)
    # Numbered in an order that depends only on the shape, so that equal parts compare equal.
    names = {inner: number for number, inner in enumerate(reversed(finished))}
    names |= {exit: ~number for exit, number in exits.items()}
    shape = tuple(
        (diagram.facts[inner], tuple(names[child] for child in diagram.children[inner]))
        for inner in reversed(finished)
    )
    return Entry(node, shape, tuple(exits))


def _cost(entries: Sequence[Entry]) -> int:
    """Estimate how many terms it takes to pass a block."""
    inside = sum(4 * len(shape) for shape in {entry.shape for entry in entries})
    return inside + sum(2 * len(entry.exits) for entry in entries)
