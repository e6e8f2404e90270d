"""Diagram evaluator: outcomes read off the decision diagram, in microseconds, without citations."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from tolerance_rules.engine import Engine
from tolerance_rules.errors import InconsistentFactsError
from tolerance_rules.frozen_dict import cached_property
from tolerance_rules.rules import Combination, Ruleset
from tolerance_rules.semantics import complete
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Completed, Facts
from tolerance_rules.vocabulary.fact_spec import Known, Value

FORBIDDEN = inf
"""The price of a value that must not be taken."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the diagram says of a case; the names are those of `Decision`."""

    outcome: Outcome
    settled: bool
    reachable: tuple[Outcome, ...]


@dataclass(frozen=True)
class Block:
    """Neighbours in the order of the diagram that no impossible combination relates to others.

    `rules` have the combinations of these facts alone.
    """

    places: range
    rules: Ruleset


@lru_cache(maxsize=16)
def evaluator_of(engine: Engine) -> DiagramEvaluator:
    """Return the evaluator of an engine, which keeps what it has worked out."""
    return DiagramEvaluator(engine)


class DiagramEvaluator:
    """Evaluates cases on the decision diagram of one engine."""

    def __init__(self, engine: Engine) -> None:
        self.rules, self.diagram = engine.rules, engine.diagram
        combinations = self.rules.impossible
        self.constrained = tuple(
            dict.fromkeys(literal.name for each in combinations for literal in each.literals)
        )
        self.specs = tuple(self.rules.vocabulary[name] for name in self.diagram.order)
        self.index: tuple[Mapping[Value, int], ...] = tuple(
            {value: index for index, value in enumerate(spec.values)} for spec in self.specs
        )
        self._indexes: tuple[dict[Known, tuple[tuple[int, ...], int]], ...] = tuple(
            {} for _ in self.specs
        )
        self._totals: dict[tuple[int, tuple[Known, ...]], Mapping[int, int] | None] = {}

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks, in order, that cover the facts of the impossible combinations."""
        return tuple(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        # INVARIANT: the combinations head the decision list, so their facts head the order.
        places = {name: place for place, name in enumerate(self.constrained)}
        related: dict[int, list[Combination]] = {}
        for each in self.rules.impossible:
            first = min(places[literal.name] for literal in each.literals)
            related.setdefault(first, []).append(each)
        start = 0
        while start < len(places):
            place, stop, combinations = start, start + 1, list[Combination]()
            while place < stop:
                for each in related.get(place, ()):
                    combinations.append(each)
                    stop = max(stop, *(places[literal.name] + 1 for literal in each.literals))
                place += 1
            rules = dataclasses.replace(self.rules, impossible=tuple(combinations))
            yield Block(range(start, stop), rules)
            start = stop

    def total(self, block: int, chosen: tuple[Known, ...]) -> Mapping[int, int] | None:
        """Return the facts of a block, what is implied and presumed filled in, by index of value.

        `chosen` is what is known of them, in order; None if it clashes.
        """
        if (block, chosen) not in self._totals:
            self._totals[block, chosen] = self._total(block, chosen)
        return self._totals[block, chosen]

    def _total(self, block: int, chosen: tuple[Known, ...]) -> Mapping[int, int] | None:
        places = self.blocks[block].places
        facts = {
            self.diagram.order[place]: known for place, known in zip(places, chosen, strict=True)
        }
        try:
            total = complete(facts, self.blocks[block].rules).total
        except InconsistentFactsError:
            return None
        return {place: self.index[place][total[self.diagram.order[place]]] for place in places}

    def completed(self, facts: Facts) -> Completed:
        """Return the facts of the impossible combinations with what they imply, then presumed.

        InconsistentFactsError if they clash.
        """
        return complete({name: facts[name] for name in self.constrained}, self.rules)

    def known(self, facts: Facts) -> Facts:
        """Return the facts with what they imply; InconsistentFactsError if they clash."""
        return {**facts, **self.completed(facts).known}

    def evaluate(self, known: Facts) -> Evaluation:
        """Return how a case stands, given with what its facts imply."""
        possible: list[tuple[int, ...]] = []
        total: list[int] = []
        for place, name in enumerate(self.diagram.order):
            left, presumed = self._taken(place, known[name])
            possible.append(left)
            total.append(presumed)
        outcome = self.outcome(total)
        if all(len(left) == 1 for left in possible):
            return Evaluation(outcome, True, (outcome,))
        found = self.diagram.outcomes(dict(enumerate(possible)))
        reachable = tuple(outcome for outcome in Outcome if outcome.value in found)
        return Evaluation(outcome, len(reachable) == 1, reachable)

    def _taken(self, place: int, known: Known) -> tuple[tuple[int, ...], int]:
        """Return the indexes of the values still possible, and that of the one presumed."""
        found = self._indexes[place].get(known)
        if found is None:
            spec, index = self.specs[place], self.index[place]
            left = tuple(index[value] for value in spec.possible(known))
            found = self._indexes[place][known] = left, index[spec.presume(known)]
        return found

    def outcome(self, total: Sequence[int]) -> Outcome:
        """Return the outcome of a case given as the index of the value of each fact, in order."""
        diagram, node = self.diagram, self.diagram.root
        while diagram.children[node]:
            node = diagram.children[node][total[diagram.facts[node]]]
        return Outcome(diagram.terminals[node])

    def clashes(self, facts: Facts, named: Sequence[str]) -> tuple[Combination, ...]:
        """Return the impossible combinations of the named facts that these facts leave open."""
        vocabulary = self.rules.vocabulary
        return tuple(
            each
            for each in self.rules.impossible
            if all(
                literal.name in named
                and set(vocabulary[literal.name].possible(facts[literal.name]))
                & set(literal.values)
                for literal in each.literals
            )
        )

    def cheapest_other(
        self, prices: Sequence[Sequence[float]], but: Outcome
    ) -> dict[int, int] | None:
        """Return the cheapest case that can be and has another outcome, by index of value.

        `prices` gives, for each fact, the price of each of its values. Facts on which the outcome
        does not depend are left out of the case; None if every such case costs FORBIDDEN.
        """
        ends = (
            leaf
            for leaf, name in enumerate(self.diagram.terminals)
            if name != but.value and leaf != self.diagram.impossible
        )
        found = self.diagram.cheapest(prices, ends)
        return None if found is None else found[1]
