"""Reach: the outcomes that a case not known throughout can come to, by one walk of the diagram."""

from __future__ import annotations

from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.vocabulary.vocabulary import Vocabulary


class Reach:
    """Walks a diagram along every value still possible in a packed case.

    What can be reached below a node, whatever the facts, is known beforehand: where all of it was
    met already, the walk goes no further.
    """

    def __init__(self, diagram: Diagram, vocabulary: Vocabulary) -> None:
        self._diagram = diagram
        impossible = diagram.impossible
        self._below = [
            0 if leaf == impossible else 1 << leaf for leaf in range(len(diagram.terminals))
        ]
        for children in diagram.children[len(diagram.terminals) :]:
            below = 0
            for child in children:
                below |= self._below[child]
            self._below.append(below)
        self._possible: list[tuple[int, dict[int, tuple[int, ...]]]] = [
            (vocabulary.codes[name][None], {}) for name in diagram.order
        ]
        """For each fact, its bits, and by them the indexes of the values still possible."""
        self._vocabulary = vocabulary

    def outcomes(self, packed: int) -> frozenset[str]:
        """Return the outcomes that some completion of a packed case gives."""
        terminals = self._diagram.terminals
        found = self._reached(packed)
        return frozenset(name for leaf, name in enumerate(terminals) if found >> leaf & 1)

    def _reached(self, packed: int) -> int:
        facts, children, below = self._diagram.facts, self._diagram.children, self._below
        found, first = 0, len(self._diagram.terminals)
        seen, todo = set[int](), [self._diagram.root]
        while todo:
            node = todo.pop()
            if node in seen or not below[node] & ~found:
                continue
            if node < first:
                found |= below[node]
                continue
            seen.add(node)
            place = facts[node]
            mask, remembered = self._possible[place]
            indexes = remembered.get(packed & mask)
            if indexes is None:
                indexes = self._indexes(place, packed & mask)
            under = children[node]
            todo += [under[index] for index in indexes]
        return found

    def _indexes(self, place: int, bits: int) -> tuple[int, ...]:
        """Return the indexes of the values of a fact still possible: of these there are few."""
        name = self._diagram.order[place]
        values = self._diagram.domains[name]
        indexes = tuple(map(values.index, self._vocabulary.unpack(name, bits)))
        self._possible[place][1][bits] = indexes
        return indexes
