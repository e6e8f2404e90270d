"""Steps: a circuit as a chain of SELECTs, each reading the one before.

A database copies every column of every step for every row, so each step passes on only the columns
that later steps read, and a small term is repeated in the text rather than stored in a column. Any
other term is written once, so the length of the statement is linear in the size of the circuit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from tolerance_rules.executors.columnar.circuit import (
    LITERALS,
    Circuit,
    Constant,
    Term,
)

SMALL = 8
"""Most column reads that repeating a term may add; beyond that it gets a column of its own."""

Held: TypeAlias = "str | Term"
"""A column of a step: one of the table by name, or a term by number."""


@dataclass(frozen=True)
class Step:
    """One SELECT: the columns it passes on, and the terms it works out."""

    carried: tuple[Held, ...]
    made: tuple[Term, ...]


@dataclass(frozen=True)
class Steps:
    """The steps, and the terms that get a column of their own."""

    steps: tuple[Step, ...]
    kept: frozenset[Term]


def stepped(
    circuit: Circuit,
    wanted: Iterable[Term],
    keep: Iterable[str],
    column_of: Callable[[str], str],
) -> Steps:
    """Return the steps after which every wanted term can be read, and every column to `keep`.

    `column_of` names the column of a fact. Every literal that is used gets a column, so that only
    the first step deals with null.
    """
    roots = dict.fromkeys(wanted)
    uses = circuit.uses(roots)
    size: dict[Term, int] = {}
    height: dict[Term, int] = {}
    levels: dict[int, list[Term]] = {}
    kept: set[Term] = set()
    # INVARIANT: the parts of a term have smaller numbers.
    for term in sorted(uses):
        gate = circuit.gates[term]
        parts = circuit.parts(term)
        size[term] = sum(size[part] for part in parts)
        height[term] = max((height[part] for part in parts), default=0)
        literal = isinstance(gate, LITERALS)
        again = (uses[term] - 1) * size[term]
        if isinstance(gate, Constant) or not (literal or term in roots or again > SMALL):
            continue
        kept.add(term)
        levels.setdefault(height[term], []).append(term)
        size[term] = 1
        height[term] += 1
    asked: set[Held] = {*keep, *(root for root in roots if root in kept)}
    steps: list[Step] = []
    for _, level in sorted(levels.items(), reverse=True):
        carried = asked.difference(level)
        steps.append(Step(tuple(sorted(carried, key=_place)), tuple(level)))
        asked = carried.union(*(_reads(circuit, term, kept, column_of) for term in level))
    return Steps(tuple(reversed(steps)), frozenset(kept))


def _reads(
    circuit: Circuit, term: Term, kept: set[Term], column_of: Callable[[str], str]
) -> set[Held]:
    """Return the columns that are read to make a term."""
    gate = circuit.gates[term]
    if isinstance(gate, LITERALS):
        return {column_of(gate.fact)}
    found: set[Held] = set()
    for part in circuit.parts(term):
        found |= {part} if part in kept else _reads(circuit, part, kept, column_of)
    return found


def _place(column: Held) -> tuple[bool, str]:
    # Columns of the table first, then terms as they were made.
    return isinstance(column, int), column if isinstance(column, str) else f"{column:09}"
