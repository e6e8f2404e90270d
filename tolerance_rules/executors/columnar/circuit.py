"""Circuit: boolean terms over the cells of a table; equal terms are one term.

The literals at the bottom say what stands in the cell of a fact. They are true or false, never
null, so no term above them has to deal with null. Terms are numbered, and making an equal term
again gives the same number: what is used in several places is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from tolerance_rules.vocabulary.fact_spec import Value

SEPARATOR = "|"
"""What stands between several values of a fact in one cell."""
Term: TypeAlias = int
"""A term by its number in its circuit."""


@dataclass(frozen=True, slots=True)
class Constant:
    """True or false for every row."""

    value: bool


@dataclass(frozen=True, slots=True)
class Is:
    """The cell of the fact holds the value; false where it is null."""

    fact: str
    value: Value


@dataclass(frozen=True, slots=True)
class IsNull:
    """The cell of the fact is null."""

    fact: str


@dataclass(frozen=True, slots=True)
class Several:
    """The cell of the fact holds several of its values: the fact is partly known."""

    fact: str


@dataclass(frozen=True, slots=True)
class Among:
    """The cell of the fact holds several values, and the value is one of them."""

    fact: str
    value: Value


Literal: TypeAlias = Is | IsNull | Several | Among
LITERALS = (Is, IsNull, Several, Among)


@dataclass(frozen=True, slots=True)
class Inverse:
    """The term does not hold."""

    term: Term


@dataclass(frozen=True, slots=True)
class Both:
    """Every term holds."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one term holds."""

    terms: tuple[Term, ...]


Gate: TypeAlias = Constant | Literal | Inverse | Both | Either
FALSE: Term = 0
TRUE: Term = 1


class Circuit:
    """Makes terms; applies the laws of Boolean algebra that show on a term and its parts."""

    def __init__(self) -> None:
        self.gates: list[Gate] = [Constant(value=False), Constant(value=True)]
        self._numbers: dict[Gate, Term] = {gate: term for term, gate in enumerate(self.gates)}

    def _make(self, gate: Gate) -> Term:
        term = self._numbers.get(gate)
        if term is None:
            term = self._numbers[gate] = len(self.gates)
            self.gates.append(gate)
        return term

    def literal(self, literal: Literal) -> Term:
        """Return what a literal says of a cell."""
        return self._make(literal)

    def inverse(self, term: Term) -> Term:
        """Return that a term does not hold."""
        gate = self.gates[term]
        if isinstance(gate, Constant):
            return FALSE if gate.value else TRUE
        return gate.term if isinstance(gate, Inverse) else self._make(Inverse(term))

    def both(self, terms: Iterable[Term]) -> Term:
        """Return that every term holds."""
        return self._joined(terms, Both, identity=TRUE, absorbing=FALSE)

    def either(self, terms: Iterable[Term]) -> Term:
        """Return that at least one term holds."""
        return self._joined(terms, Either, identity=FALSE, absorbing=TRUE)

    def _joined(
        self, terms: Iterable[Term], kind: type[Both | Either], identity: Term, absorbing: Term
    ) -> Term:
        found = {term for term in terms if term != identity}
        if absorbing in found or any(self._opposite(term) in found for term in found):
            return absorbing
        other = Either if kind is Both else Both
        kept = []
        for term in found:
            gate = self.gates[term]
            # Absorption: `a` or (`a` and `b`) is `a`.
            if not (isinstance(gate, other) and not found.isdisjoint(gate.terms)):
                kept.append(term)
        if len(kept) < 2:
            return kept[0] if kept else identity
        return self._make(kind(tuple(sorted(kept))))

    def _opposite(self, term: Term) -> Term | None:
        gate = self.gates[term]
        return gate.term if isinstance(gate, Inverse) else self._numbers.get(Inverse(term))

    def parts(self, term: Term) -> tuple[Term, ...]:
        """Return the terms of which a term is made."""
        gate = self.gates[term]
        if isinstance(gate, (Both, Either)):
            return gate.terms
        return (gate.term,) if isinstance(gate, Inverse) else ()

    def uses(self, roots: Iterable[Term]) -> dict[Term, int]:
        """Return how often each term is used, by the roots or by terms they are made of."""
        uses: dict[Term, int] = {}
        todo = list(roots)
        while todo:
            term = todo.pop()
            uses[term] = uses.get(term, 0) + 1
            if uses[term] == 1:
                todo.extend(self.parts(term))
        return uses


@dataclass(frozen=True)
class Layers:
    """The terms that get a column of their own, in layers.

    A term of a layer is made only of literals and of terms of earlier layers.
    """

    columns: tuple[tuple[Term, ...], ...]
    depth: Mapping[Term, int]


def layered(circuit: Circuit, wanted: Iterable[Term]) -> Layers:
    """Return the layers in which to make the wanted terms.

    A column is made for every term that is used more than once, and for every wanted term that is
    not constant.
    """
    roots = dict.fromkeys(wanted)
    uses = circuit.uses(roots)
    depth: dict[Term, int] = {}
    layers: list[list[Term]] = []
    height: dict[Term, int] = {}
    # INVARIANT: the parts of a term have smaller numbers.
    for term in sorted(uses):
        gate = circuit.gates[term]
        if isinstance(gate, Constant):
            height[term] = 0
            continue
        below = max((height[part] for part in circuit.parts(term)), default=0)
        if uses[term] > 1 or term in roots:
            depth[term] = below
            height[term] = below + 1
            while len(layers) <= below:
                layers.append([])
            layers[below].append(term)
        else:
            height[term] = below
    return Layers(tuple(map(tuple, layers)), depth)
