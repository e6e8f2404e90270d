"""Evaluation: the terms of a circuit over many cases at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tolerance_rules.executors.bit_parallel.bits import Bits
from tolerance_rules.executors.columnar.circuit import (
    Both,
    Circuit,
    Constant,
    Either,
    Inverse,
    Literal,
    Term,
)


class Evaluation:
    """Evaluates the terms of a circuit that are wanted, and what they are made of, once each."""

    def __init__(self, circuit: Circuit, wanted: Iterable[Term]) -> None:
        # INVARIANT: the parts of a term have smaller numbers.
        self._terms = [(term, circuit.gates[term]) for term in sorted(circuit.uses(wanted))]

    def of(self, literal: Callable[[Literal], Bits], every: Bits) -> Mapping[Term, Bits]:
        """Return the cases, of `every` one, in which each term holds."""
        found: dict[Term, Bits] = {}
        for term, gate in self._terms:
            if isinstance(gate, Both):
                first, *rest = gate.terms
                bits = found[first]
                for each in rest:
                    bits &= found[each]
            elif isinstance(gate, Either):
                bits = 0
                for each in gate.terms:
                    bits |= found[each]
            elif isinstance(gate, Inverse):
                bits = found[gate.term] ^ every
            elif isinstance(gate, Constant):
                bits = every if gate.value else 0
            else:
                bits = literal(gate)
            found[term] = bits
        return found
