"""Consistency: past decisions against each other; like cases treated unalike, and a fortiori.

Errors of law take no part: each is found by itself, and comparing lawful decisions with it would
blame them for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tolerance_rules.audit.casebook import RANK, Casebook
from tolerance_rules.audit.dominance import Conflict, Field, Node
from tolerance_rules.audit.dominance import groups as comparable
from tolerance_rules.audit.findings import Finding, Kind
from tolerance_rules.audit.register import Entry, period

SHOWN = 100
"""How many decisions a finding of unlike treatment shows at most; it counts all."""


def unlike(casebook: Casebook) -> Iterator[Finding]:
    """Yield each group of decisions with the same relevant facts and different outcomes."""
    for alike in casebook.alike.values():
        if len({entry.recorded for entry in alike}) > 1:
            shown = sorted(_shown(alike), key=_place)
            details = {"decisions": str(len(alike)), "within": _within(alike)}
            yield Finding(
                Kind.UNLIKE_TREATMENT,
                tuple(casebook.past(entry) for entry in shown),
                details=details,
            )


def _place(entry: Entry) -> tuple[str, str, int]:
    return entry.authority, period(entry.dates[1]), entry.row


def _shown(alike: Sequence[Entry]) -> Sequence[Entry]:
    if len(alike) <= SHOWN:
        return alike
    # The first of each authority, period and outcome says it all.
    first: dict[tuple[str, str, str], Entry] = {}
    for entry in alike:
        first.setdefault((*_place(entry)[:2], entry.recorded), entry)
    by_outcome: dict[str, list[Entry]] = {}
    for entry in first.values():
        by_outcome.setdefault(entry.recorded, []).append(entry)
    each = SHOWN // len(by_outcome)
    return [entry for entries in by_outcome.values() for entry in entries[:each]]


def _within(alike: Sequence[Entry]) -> str:
    """Return the narrowest circle in which outcomes already differ."""
    circles: Mapping[str, Callable[[Entry], object]] = {
        "authority_and_period": lambda entry: _place(entry)[:2],
        "authority": lambda entry: entry.authority,
        "period": lambda entry: period(entry.dates[1]),
    }
    for name, circle in circles.items():
        outcomes: dict[object, set[str]] = {}
        for entry in alike:
            outcomes.setdefault(circle(entry), set()).add(entry.recorded)
        if any(len(found) > 1 for found in outcomes.values()):
            return name
    return "register"


@dataclass(frozen=True)
class Inversions:
    """What of a register is treated the wrong way round."""

    pairs: int
    """All pairs of decisions of which the better case was treated worse."""
    findings: Sequence[Finding]
    """For each decision that departs from the named outcome, the closest pair it is in.

    The named outcomes of better cases are better: so every pair has a decision that departs. Under
    a policy of which that is not so, the better case of such a pair is shown as well.
    """


def inversions(casebook: Casebook) -> Inversions:
    """Return the pairs in which the better case was treated worse, exactly, on relevant facts."""
    book = _Inverted(casebook)
    for group in comparable(list(book.nodes()), casebook.judge.relevance.forced):
        book.search(Field(group))
    return book.result()


class _Found(NamedTuple):
    better: Entry
    worse: Entry
    differing: tuple[str, ...]
    departing: str
    pairs: int


class _Inverted:
    def __init__(self, casebook: Casebook) -> None:
        self.casebook = casebook
        self.entries: dict[tuple[int, int], list[Entry]] = {}
        self.pairs = 0
        self.found: dict[tuple[int, int], _Found] = {}

    def nodes(self) -> Iterator[Node]:
        for code, alike in self.casebook.alike.items():
            for entry in alike:
                self.entries.setdefault((code, RANK[entry.recorded]), []).append(entry)
        for (code, rank), treated in self.entries.items():
            lenient = rank < RANK[self.casebook.judged(treated[0]).named]
            yield Node(code, rank, len(treated), treated[0].row, lenient)

    def search(self, field: Field) -> None:
        for node in field.nodes:
            worse = field.below(node)
            if worse:
                self.pairs += worse.count * node.weight
                if self._harsh(node):
                    self._add(node, worse.closest, worse, "better")
                elif named := field.below(node, unmarked=True):
                    self._add(node, named.closest, worse, "neither")
            if node.marked and (better := field.above(node)):
                self._add(better.closest, node, better, "worse")

    def _harsh(self, node: Node) -> bool:
        entry = self.entries[node.bits, node.rank][0]
        return node.rank > RANK[self.casebook.judged(entry).named]

    def _add(self, better: Node, worse: Node, conflict: Conflict, departing: str) -> None:
        differing = self.casebook.judge.relevance.differing(better.bits, worse.bits)
        one, two = self._of(better), self._of(worse)
        # Every decision that departs is shown, each with the first of the other side.
        pairs = [(one[0], e) for e in two] if departing == "worse" else [(e, two[0]) for e in one]
        for pair in pairs:
            rows, which, count = (pair[0].row, pair[1].row), departing, conflict.count
            if rows in self.found:
                # Both depart: together they make so many pairs, this one counted once.
                which, count = "both", count + self.found[rows].pairs - 1
            self.found[rows] = _Found(*pair, differing, which, count)

    def _of(self, node: Node) -> list[Entry]:
        return self.entries[node.bits, node.rank]

    def result(self) -> Inversions:
        past, total = self.casebook.past, str(self.pairs)
        findings = [
            Finding(
                Kind.INVERSION,
                (past(found.better), past(found.worse)),
                facts=found.differing,
                details={
                    "departing": found.departing,
                    "pairs": str(found.pairs),
                    "all_pairs": total,
                },
            )
            for _, found in sorted(self.found.items())
        ]
        return Inversions(self.pairs, findings)
