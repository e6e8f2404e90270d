"""Pattern bits: what the cells of many patterns of facts say, as bits for each literal."""

from __future__ import annotations

from collections.abc import Sequence

from tolerance_rules.audit.register import Pattern
from tolerance_rules.executors.bit_parallel.bits import Bits, where
from tolerance_rules.executors.columnar.circuit import Among, Is, IsNull, Literal
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known, Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary

MOST = 255
"""Most different things that may be known of a fact in patterns evaluated at once."""


class PatternBits:
    """The cells of patterns; a pattern with one that is not plainly right is `odd`."""

    def __init__(self, patterns: Sequence[Pattern], vocabulary: Vocabulary) -> None:
        self.odd: Bits = 0
        self._every: Bits = (1 << len(patterns)) - 1
        self._known: dict[tuple[str, Known], Bits] = {}
        """Where just this is known of a fact; None is that nothing is."""
        self._several: dict[str, dict[tuple[Value, ...], Bits]] = {}
        for (name, spec), cells in zip(
            vocabulary.items(), zip(*patterns, strict=True), strict=True
        ):
            self._read(name, spec, cells)

    def _read(self, name: str, spec: FactSpec, cells: Sequence[Known]) -> None:
        # 1 is no True, though they are equal and the same key.
        if not {type(cell) for cell in cells} <= {bool, str, tuple, type(None)}:
            self.odd = self._every
            return
        different = {cell: number for number, cell in enumerate(set(cells))}
        if len(different) > MOST:
            self.odd = self._every
            return
        numbers = bytes(map(different.__getitem__, cells))
        for cell, number in different.items():
            digits = bytearray(b"0" * 256)
            digits[number] = ord("1")
            here = where(numbers.translate(bytes(digits)))
            if isinstance(cell, tuple):
                if set(cell) <= set(spec.values) and cell == spec.known(cell) and not spec.finding:
                    self._several.setdefault(name, {})[cell] = here
                else:
                    self.odd |= here
            elif cell is None or cell in spec.values:
                self._known[name, cell] = here
            else:
                self.odd |= here

    def literal(self, literal: Literal) -> Bits:
        """Return the cases whose cell a literal is true of."""
        if isinstance(literal, Is):
            return self._known.get((literal.fact, literal.value), 0)
        if isinstance(literal, IsNull):
            return self._known.get((literal.fact, None), 0)
        found = 0
        for values, here in self._several.get(literal.fact, {}).items():
            if not isinstance(literal, Among) or literal.value in values:
                found |= here
        return found
