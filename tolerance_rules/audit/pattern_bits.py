"""Pattern bits: what the cells of many patterns of facts say, as bits for each literal."""

from __future__ import annotations

from tolerance_rules.audit.patterns import Column, Patterns
from tolerance_rules.executors.bit_parallel.bits import Bits
from tolerance_rules.executors.columnar.circuit import Among, Is, IsNull, Literal
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known, Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary


class PatternBits:
    """The cells of patterns; a pattern with one that is not plainly right is `odd`."""

    def __init__(self, patterns: Patterns, vocabulary: Vocabulary) -> None:
        self.odd: Bits = 0
        self._every: Bits = (1 << len(patterns)) - 1
        self._known: dict[tuple[str, Known], Bits] = {}
        """Where just this is known of a fact; None is that nothing is."""
        self._several: dict[str, dict[tuple[Value, ...], Bits]] = {}
        for (name, spec), column in zip(vocabulary.items(), patterns.columns, strict=True):
            self._read(name, spec, column)

    def _read(self, name: str, spec: FactSpec, column: Column) -> None:
        # 1 is no True, though they are equal and the same key.
        plain = {type(cell) for cell in column.known} <= {bool, str, tuple, type(None)}
        if not plain or not isinstance(column.numbers, bytes):
            self.odd = self._every
            return
        for cell, here in column.places():
            if isinstance(cell, tuple):
                if set(cell) <= set(spec.values) and cell == spec.known(cell) and not spec.finding:
                    several = self._several.setdefault(name, {})
                    several[cell] = several.get(cell, 0) | here
                else:
                    self.odd |= here
            elif cell is None or cell in spec.values:
                self._known[name, cell] = self._known.get((name, cell), 0) | here
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
