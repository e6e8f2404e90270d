"""Open facts over many cases at once: those that can still change the outcome, by decisiveness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from math import lcm

from tolerance_rules.executors.bit_parallel.bits import REMEMBERED, Bits, counted, flags, numbers
from tolerance_rules.executors.bit_parallel.diagram_walk import (
    DiagramWalk,
    Edge,
    Gates,
    Possible,
    Ways,
)
from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.rules import Fact, Ruleset


@dataclass(frozen=True)
class _Pair:
    """Two nodes, met by cases alike so far but for one fact; `place` is what either asks first."""

    place: int
    edges: tuple[Edge, ...]
    """Pairs, by number, and along which values."""


class Mattering:
    """Finds the facts for which two cases that can be, alike but for it, differ in outcome."""

    def __init__(self, diagram: Diagram) -> None:
        self._diagram = diagram
        self._numbers: dict[tuple[int, int], int] = {}
        self._pairs: list[_Pair | None] = []
        """Those below first; None where two outcomes differ already."""
        self._starts: list[tuple[int, int, list[tuple[int, int, int]]]] = []
        """The place of a fact, a node that asks for it, and for each two of its values that lead
        to a pair, the pair."""
        for node, children in enumerate(diagram.children):
            below = [
                (one, other, pair)
                for other in range(len(children))
                for one in range(other)
                if (pair := self._pair(children[one], children[other])) is not None
            ]
            if below:
                self._starts.append((diagram.facts[node], node, below))

    def _pair(self, one: int, other: int) -> int | None:
        """Return the number of a pair, or None if no outcomes can differ below it."""
        diagram = self._diagram
        if one == other or diagram.impossible in (one, other):
            return None
        key = (one, other) if one < other else (other, one)
        if key not in self._numbers:
            place = min(diagram.facts[one], diagram.facts[other])
            if place == len(diagram.order):
                pair = None
            else:
                ones, others = (
                    diagram.children[node] if diagram.facts[node] == place else None for node in key
                )
                values: dict[int, list[int]] = {}
                for value in range(len(ones or others or ())):
                    under = self._pair(
                        ones[value] if ones else key[0], others[value] if others else key[1]
                    )
                    if under is not None:
                        values.setdefault(under, []).append(value)
                edges = tuple((under, tuple(along)) for under, along in values.items())
                pair = _Pair(place, edges)
            self._numbers[key] = len(self._pairs)
            self._pairs.append(pair)
        return self._numbers[key]

    def of(self, possible: Possible, reached: Mapping[int, Bits], every: Bits) -> list[Bits]:
        """Return, for each fact by place, where it matters."""
        gates, differ = Gates(possible), list[Bits]()
        for pair in self._pairs:
            bits = every
            if pair is not None:
                bits = 0
                for under, along in pair.edges:
                    if differ[under]:
                        bits |= gates.of(pair.place, along) & differ[under]
            differ.append(bits)
        found = [0] * len(self._diagram.order)
        for place, node, below in self._starts:
            here = reached.get(node, 0)
            if here:
                values, bits = possible[place], 0
                for one, other, number in below:
                    bits |= values[one] & values[other] & differ[number]
                found[place] |= bits & here
        return found


class OpenFacts:
    """Finds what `executors.diagram.open_facts` does, for many cases at once."""

    def __init__(self, walk: DiagramWalk, rules: Ruleset) -> None:
        order = walk.diagram.order
        self._order, self._mattering = order, Mattering(walk.diagram)
        self._places = {name: place for place, name in enumerate(order)}
        self._named = [
            (
                literal,
                [
                    (self._places[other.name], self._excluded(walk.diagram, other))
                    for other in literals
                    if other is not literal
                ],
            )
            for literals in (each.literals for each in rules.impossible)
            for literal in literals
        ]
        """Each literal of an impossible combination; and of the others, the place of the fact, and
        the indexes of the values that are not named."""
        self._bits = len(order).bit_length()
        scale = lcm(*range(1, 1 + max(map(len, walk.diagram.domains.values()))))
        step = 1 + len(walk.outcomes)
        self._ranks = [_Ranks(place, self._bits, scale, step) for place in range(len(order))]

    def of(
        self, possible: Possible, ways: Ways, every: Bits, count: int
    ) -> Iterator[tuple[str, ...]]:
        """Yield, for each case, the facts that can change its outcome, most decisive first."""
        # Of a case with one outcome left nothing is asked.
        unsettled = 0
        for digit in counted(ways.end)[1:]:
            unsettled |= digit
        rows: list[list[int]] = [[] for _ in range(count)]
        for place, bits in enumerate(self._deciding(possible, ways, every)):
            self._rank(place, bits & unsettled, ways.outcomes[place], rows)
        order, mask = self._order, (1 << self._bits) - 1
        return (tuple([order[rank & mask] for rank in sorted(row)]) for row in rows)

    def _deciding(self, possible: Possible, ways: Ways, every: Bits) -> list[Bits]:
        """Return, for each fact by place, where it can change the outcome."""
        mattering = self._mattering.of(possible, ways.reached, every)
        deciding = list(mattering)
        for literal, others in self._named:
            place, bits = self._places[literal.name], 0
            for digit in counted(possible[place])[1:]:  # at least two values are possible
                bits |= digit
            for there, excluded in others:
                within = every
                for value in excluded:
                    within &= ~possible[there][value]
                bits &= within | mattering[there]
            deciding[place] |= bits
        return deciding

    @staticmethod
    def _excluded(diagram: Diagram, literal: Fact) -> list[int]:
        values = diagram.domains[literal.name]
        return [index for index, value in enumerate(values) if value not in literal.values]

    def _rank(
        self,
        place: int,
        deciding: Bits,
        outcomes: Sequence[Sequence[Bits]],
        rows: Sequence[list[int]],
    ) -> None:
        """Add the rank of a fact to the rows of the cases in which it decides."""
        if not deciding:
            return
        here = flags(deciding, len(rows))
        columns = [compress(numbers(counted(planes), len(rows)), here) for planes in outcomes]
        ranks = map(self._ranks[place].__getitem__, zip(*columns, strict=True))
        for row, rank in zip(compress(rows, here), ranks, strict=True):
            if rank:
                row.append(rank)


class _Ranks(dict[tuple[int, ...], int]):
    """The rank of a fact by how many outcomes each of its values leaves reachable.

    First the mean over the values that can be, then the most, then its place; with the place at
    the end, so that it can be read from the rank.
    """

    def __init__(self, place: int, bits: int, scale: int, step: int) -> None:
        super().__init__()
        self._place, self._bits, self._scale, self._step = place, bits, scale, step

    def __missing__(self, key: tuple[int, ...]) -> int:
        left = [count for count in key if count]
        rank = 0
        if left:
            # The mean as a whole number: the scale is a multiple of every number of values.
            mean = sum(left) * self._scale // len(left)
            rank = (mean * self._step + max(left)) << self._bits | self._place
        if len(self) >= REMEMBERED:
            self.clear()
        self[key] = rank
        return rank
