"""Literals: what is known of each fact, as terms over the cells of its column.

The encoding is dual-rail: that a condition is established and that it is refuted are two terms;
where neither holds, it is open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from tolerance_rules.executors.columnar.circuit import (
    FALSE,
    TRUE,
    Among,
    Circuit,
    Is,
    IsNull,
    Several,
    Term,
)
from tolerance_rules.vocabulary.fact_spec import FactSpec, Value

Strikes: TypeAlias = Sequence[tuple[Collection[Value], Term]]
"""Values that are excluded, each with the term that excludes them."""


@dataclass(frozen=True)
class Cells:
    """What the cells of a column say: one value, several, or nothing."""

    circuit: Circuit = field(repr=False, compare=False)
    known: Mapping[Value, Term]
    """That the fact is known to be the value. INVARIANT: no two hold in a row that is judged."""
    unknown: Term = FALSE
    """That every value is possible."""
    several: Term = FALSE
    """That some of the values are possible, at least two."""
    among: Mapping[Value, Term] = field(default_factory=dict)
    """That several values are possible, and the value is one of them; empty if none ever are."""

    def possible(self, value: Value) -> Term:
        """Return that the fact can have the value."""
        if len(self.known) == 2:
            return self.circuit.inverse(self._other(value))
        among = self.among.get(value, FALSE)
        return self.circuit.either([self.known[value], self.unknown, among])

    def established(self, values: Collection[Value]) -> Term:
        """Return that no value but these is possible."""
        others = self.known.keys() - set(values)
        if not others:
            return TRUE
        found = [self.known[value] for value in values]
        if len(values) > 1:
            excluded = [self.circuit.inverse(self.among.get(v, FALSE)) for v in others]
            found.append(self.circuit.both([self.several, *excluded]))
        return self.circuit.either(found)

    def refuted(self, values: Collection[Value]) -> Term:
        """Return that none of the values is possible."""
        if len(self.known) == 2 and len(values) == 1:
            return self._other(next(iter(values)))
        known = self.circuit.either(self.known[value] for value in values)
        among = [self.among.get(value, FALSE) for value in values]
        return self.circuit.inverse(self.circuit.either([known, self.unknown, *among]))

    def without(self, strikes: Strikes) -> Literals:
        """Return what is known once values are excluded, unless nothing else is possible."""
        if len(self.known) == 2:
            return self._without_one(strikes)
        fired = [
            (values, self.circuit.both([term, self.circuit.inverse(self.established(values))]))
            for values, term in strikes
        ]
        if all(term == FALSE for _, term in fired):
            return self
        left = {}
        for value in self.known:
            excluded = self.circuit.either(term for values, term in fired if value in values)
            left[value] = self.circuit.both([self.possible(value), self.circuit.inverse(excluded)])
        return Narrowed(self.circuit, left)

    def _without_one(self, strikes: Strikes) -> Cells:
        """Return what is known of a fact of two values: excluding one establishes the other."""
        known, unknown = dict(self.known), self.unknown
        for value, term in self.known.items():
            excluded = self.circuit.either(term for values, term in strikes if value not in values)
            implied = self.circuit.both([self.unknown, excluded])
            known[value] = self.circuit.either([term, implied])
            unknown = self.circuit.both([unknown, self.circuit.inverse(implied)])
        return Cells(self.circuit, known, unknown)

    def presumed(self, preference: Sequence[Value]) -> Cells:
        """Return the literals once the first preferred value still possible is presumed."""
        first, *rest = preference
        known = {first: self.possible(first)}
        earlier = [self.circuit.inverse(self.among.get(first, FALSE))]
        for value in rest:
            among = self.among.get(value, FALSE)
            # Of several values that are possible, the least preferred is never the first.
            chosen = FALSE if value == rest[-1] else self.circuit.both([among, *earlier])
            known[value] = self.circuit.either([self.known[value], chosen])
            earlier.append(self.circuit.inverse(among))
        return Cells(self.circuit, known)

    def _other(self, value: Value) -> Term:
        return next(term for each, term in self.known.items() if each != value)


@dataclass(frozen=True)
class Narrowed:
    """What is known of a fact once combinations have excluded some of its values."""

    circuit: Circuit = field(repr=False, compare=False)
    values: Mapping[Value, Term]
    """That the fact can have the value."""

    def possible(self, value: Value) -> Term:
        """Return that the fact can have the value."""
        return self.values[value]

    def established(self, values: Collection[Value]) -> Term:
        """Return that no value but these is possible."""
        return self._none(value for value in self.values if value not in values)

    def refuted(self, values: Collection[Value]) -> Term:
        """Return that none of the values is possible."""
        return self._none(values)

    def presumed(self, preference: Sequence[Value]) -> Cells:
        """Return the literals once the first preferred value still possible is presumed."""
        known = {
            value: self.circuit.both([self._none(preference[:place]), self.values[value]])
            for place, value in enumerate(preference[:-1])
        }
        known[preference[-1]] = self._none(preference[:-1])
        return Cells(self.circuit, known)

    def _none(self, values: Iterable[Value]) -> Term:
        return self.circuit.both(self.circuit.inverse(self.values[value]) for value in values)


Literals: TypeAlias = Cells | Narrowed


def cells_of(circuit: Circuit, spec: FactSpec, *, partial: bool) -> Cells:
    """Return the literals of a column; `partial` if its cells may hold several values."""
    name = spec.name
    known = {value: circuit.literal(Is(name, value)) for value in spec.values}
    if spec.finding:
        # A finding that is not recorded was not made.
        return Cells(circuit, {True: known[True], False: circuit.inverse(known[True])})
    unknown = circuit.literal(IsNull(name))
    if not partial:
        return Cells(circuit, known, unknown)
    among = {value: circuit.literal(Among(name, value)) for value in spec.values}
    return Cells(circuit, known, unknown, circuit.literal(Several(name)), among)


def complete_cells(circuit: Circuit, spec: FactSpec) -> Cells:
    """Return the literals of a column in which every fact is established."""
    if spec.finding:
        return cells_of(circuit, spec, partial=False)
    known = {value: circuit.literal(Is(spec.name, value)) for value in spec.values}
    if spec.boolean:
        # One term says both.
        known[not spec.presumed] = circuit.inverse(known[spec.presumed])
    return Cells(circuit, known)


def absent_cells(circuit: Circuit, spec: FactSpec) -> Cells:
    """Return the literals of a fact without a column: unknown, or a finding that was not made."""
    known = dict.fromkeys(spec.values, FALSE)
    if spec.finding:
        return Cells(circuit, {**known, False: TRUE})
    return Cells(circuit, known, TRUE)
