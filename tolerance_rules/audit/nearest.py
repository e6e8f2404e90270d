"""Nearest: the past decisions closest to a case to which none can strictly be compared.

They bind nobody. Closest is what has the same of most facts that matter: first of those asked by
the clauses that stand in the case, then of all relevant to either case. What is not established in
both is not the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from tolerance_rules.audit.casebook import Casebook
from tolerance_rules.audit.findings import PastDecision
from tolerance_rules.audit.judge import Judged
from tolerance_rules.audit.register import RegisterEntry
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import ClauseRef, leaves
from tolerance_rules.verdict.verdict import Facts
from tolerance_rules.vocabulary.fact_spec import Known

SHOWN = 5
"""How many are named."""


@dataclass(frozen=True, slots=True)
class NearPrecedent:
    """A past decision near a case: what is the same, what differs, and what cannot be told."""

    decision: PastDecision
    same: int
    """How many relevant facts are established in both, and equal."""
    differing: Mapping[str, tuple[Known, Known]]
    """The relevant facts that are not: what they are in the case, and in the past one."""
    open: tuple[str, ...]
    """The relevant facts not established in the one or the other."""


@dataclass(frozen=True, slots=True)
class _Apart:
    same: int
    differing: tuple[str, ...]
    open: tuple[str, ...]
    deciding: int

    @property
    def distance(self) -> tuple[int, int]:
        return self.deciding, len(self.differing) + len(self.open)


def nearest(judged: Judged, book: Casebook) -> tuple[NearPrecedent, ...]:
    """Return the lawful past decisions closest to a case; none that has nothing in common."""
    mine, deciding = book.judge.known(judged), frozenset(_deciding(judged, book))
    apart: dict[int, _Apart] = {}
    near: list[tuple[tuple[int, int], int, RegisterEntry]] = []
    for entry in book.lawful():
        if entry.pattern not in apart:
            apart[entry.pattern] = _apart(mine, judged, book.judged(entry), book, deciding)
        if apart[entry.pattern].same:
            near.append((apart[entry.pattern].distance, entry.row, entry))
    found = []
    for _, _, entry in nsmallest(SHOWN, near, key=lambda each: each[:2]):
        theirs, each = book.judge.known(book.judged(entry)), apart[entry.pattern]
        differing = {name: (mine[name], theirs[name]) for name in each.differing}
        found.append(NearPrecedent(book.past(entry), each.same, differing, each.open))
    return tuple(found)


def _deciding(judged: Judged, book: Casebook) -> Iterator[str]:
    """Yield the facts that the clauses ask which stand in a case."""
    rules = book.judge.engine.rules
    for clause in judged.established:
        yield from (leaf.name for leaf in leaves(inlined(ClauseRef(clause), rules)))


def _apart(
    mine: Facts, judged: Judged, other: Judged, book: Casebook, deciding: frozenset[str]
) -> _Apart:
    vocabulary, theirs = book.judge.engine.rules.vocabulary, book.judge.known(other)
    same, differing, open_ = 0, [], []
    for name, here in mine.items():
        if name not in judged.relevant and name not in other.relevant:
            continue
        there = theirs[name]
        if here is None or there is None or isinstance(here, tuple) or isinstance(there, tuple):
            open_.append(name)
        elif here != there:
            differing.append(name)
        else:
            # That neither has a finding is nothing they have in common.
            same += not vocabulary[name].finding
    unlike = len(deciding.intersection(differing)) + len(deciding.intersection(open_))
    return _Apart(same, tuple(differing), tuple(open_), unlike)
