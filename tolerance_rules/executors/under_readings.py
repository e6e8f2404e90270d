"""Under readings: what a case can come to under each option of each reading, each alone.

One walk of the diagram in which the choice of readings stands among the facts, for the options in
force and every other option at once: what is reached from a node is an int, with a field of bits
for each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.reachability import READING
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.verdict import Facts


class UnderReadings:
    """Finds the readings on which it turns what is reachable; `diagram` is compiled as `free`."""

    def __init__(self, rules: Ruleset, diagram: Diagram) -> None:
        self.rules, self.diagram = rules, diagram
        self._fields: dict[tuple[str, str], int] = {}
        for name, card in rules.outcome_readings.items():
            for option in card.names:
                if option != rules.chosen[name]:
                    self._fields[name, option] = len(self._fields) + 1
        width = len(diagram.terminals)
        self._field = (1 << width) - 1
        self._ones = sum(1 << width * field for field in range(len(self._fields) + 1))
        self._width = width
        # Each place asks for a fact, or for a reading: then, for each option, the fields it is in.
        self._names = tuple(None if n.startswith(READING) else n for n in diagram.order)
        self._options = tuple(tuple(self._in_force(name)) for name in diagram.order)
        self._leaves = {
            leaf: 0 if leaf == diagram.impossible else self._ones << leaf for leaf in range(width)
        }

    def _in_force(self, name: str) -> Iterator[int]:
        if not name.startswith(READING):
            return
        reading = name.removeprefix(READING)
        others = {
            option: self._field << self._width * field
            for (each, option), field in self._fields.items()
            if each == reading
        }
        every = self._ones * self._field
        for option in self.rules.readings[reading].names:
            yield others.get(option, every - sum(others.values()))

    def reachable(self, known: Facts) -> Mapping[str, Mapping[str, Collection[str]]]:
        """Return the outcomes reachable under each option of the readings on which that turns.

        `known` is what is known of every fact, implied findings among it.
        """
        found = self._reached(known)
        usual = found & self._field
        if found == usual * self._ones:
            return {}
        turning: dict[str, dict[str, Collection[str]]] = {}
        for (name, option), field in self._fields.items():
            bits = found >> self._width * field & self._field
            if bits != usual:
                turning.setdefault(name, {})[option] = self._outcomes(bits)
        as_usual = self._outcomes(usual)
        return {
            name: {
                option: under.get(option, as_usual) for option in self.rules.readings[name].names
            }
            for name, under in turning.items()
        }

    def _outcomes(self, bits: int) -> frozenset[str]:
        return frozenset(o for leaf, o in enumerate(self.diagram.terminals) if bits >> leaf & 1)

    def _reached(self, known: Facts) -> int:
        """Return the terminals that can be reached, in each field."""
        asked, children = self.diagram.facts, self.diagram.children
        names, options, indexes = self._names, self._options, self.diagram.indexes
        left = [None if name is None else indexes(name, known[name]) for name in names]
        found = dict(self._leaves)

        def walk(node: int) -> int:
            here = found.get(node)
            if here is not None:
                return here
            place, below = asked[node], children[node]
            index, here = left[place], 0
            if options[place]:
                for fields, child in zip(options[place], below, strict=True):
                    here |= walk(child) & fields
            elif isinstance(index, int):
                here = walk(below[index])
            else:
                for child in below if index is None else map(below.__getitem__, index):
                    here |= walk(child)
            found[node] = here
            return here

        return walk(self.diagram.root)
