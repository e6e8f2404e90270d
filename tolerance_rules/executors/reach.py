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
        masks = [vocabulary.codes[name][None] for name in diagram.order]
        self._steps: list[tuple[int, dict[int, tuple[int, ...]]]] = [
            (masks[place] if children else 0, {})
            for place, children in zip(diagram.facts, diagram.children, strict=True)
        ]
        """For each node, the bits of its fact, and by them the children that it may lead to: of
        what is possible of one fact there is little."""
        self._vocabulary = vocabulary
        self._outcomes: dict[int, frozenset[str]] = {}

    def outcomes(self, packed: int) -> frozenset[str]:
        """Return the outcomes that some completion of a packed case gives."""
        reached = self._reached(packed)
        found = self._outcomes.get(reached)
        if found is None:
            terminals = self._diagram.terminals
            found = frozenset(name for leaf, name in enumerate(terminals) if reached >> leaf & 1)
            self._outcomes[reached] = found
        return found

    def _reached(self, packed: int) -> int:
        steps, below = self._steps, self._below
        found, first = 0, len(self._diagram.terminals)
        seen, todo = set[int](), [self._diagram.root]
        while todo:
            node = todo.pop()
            # What has one child left leads straight on.
            while node not in seen and below[node] & ~found:
                if node < first:
                    found |= below[node]
                    break
                seen.add(node)
                mask, remembered = steps[node]
                left = remembered.get(packed & mask) or self._left(node, packed & mask)
                if len(left) > 1:
                    todo += left
                    break
                node = left[0]
        return found

    def _left(self, node: int, bits: int) -> tuple[int, ...]:
        """Return the children of a node that the values of its fact still possible lead to."""
        name = self._diagram.order[self._diagram.facts[node]]
        values, children = self._diagram.domains[name], self._diagram.children[node]
        possible = map(values.index, self._vocabulary.unpack(name, bits))
        left = tuple(dict.fromkeys(children[index] for index in possible))
        self._steps[node][1][bits] = left
        return left
