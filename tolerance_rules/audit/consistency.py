"""Consistency: past decisions against each other: like cases treated unalike, and inversions.

An inversion is a case treated worse than one that is at most as favourable. Errors of law are not
compared: each is a finding by itself, and a lawful decision is not wrong for differing from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tolerance_rules.audit.casebook import RANK, Casebook
from tolerance_rules.audit.dominance import DominanceIndex, Neighbours, Point
from tolerance_rules.audit.dominance import groups as comparable
from tolerance_rules.audit.findings import AuditFinding, Kind
from tolerance_rules.audit.register import RegisterEntry, period

SHOWN = 100
"""How many decisions a finding of unlike treatment shows at most; it counts all."""


def unlike(casebook: Casebook) -> Iterator[AuditFinding]:
    """Yield each group of decisions with the same relevant facts and different outcomes."""
    for alike in casebook.alike.values():
        if len({entry.recorded for entry in alike}) > 1:
            shown = sorted(_shown(alike), key=_place)
            details = {"decisions": str(len(alike)), "within": _within(alike)}
            details |= casebook.judged(alike[0]).likeness
            yield AuditFinding(
                Kind.UNLIKE_TREATMENT,
                tuple(casebook.past(entry) for entry in shown),
                details=details,
            )


def _place(entry: RegisterEntry) -> tuple[str, str, int]:
    return entry.authority, period(entry.dates[1]), entry.row


def _shown(alike: Sequence[RegisterEntry]) -> Sequence[RegisterEntry]:
    if len(alike) <= SHOWN:
        return alike
    # One of each authority, period and outcome shows where outcomes differ.
    first: dict[tuple[str, str, str], RegisterEntry] = {}
    for entry in alike:
        first.setdefault((*_place(entry)[:2], entry.recorded), entry)
    if len(first) <= SHOWN:
        return list(first.values())
    by_outcome: dict[str, list[RegisterEntry]] = {}
    for entry in first.values():
        by_outcome.setdefault(entry.recorded, []).append(entry)
    each = SHOWN // len(by_outcome)
    return [entry for entries in by_outcome.values() for entry in entries[:each]]


def _within(alike: Sequence[RegisterEntry]) -> str:
    """Return the narrowest scope in which outcomes already differ.

    Two decisions of which it is not written are of no one authority, and of no one quarter.
    """
    scopes: Mapping[str, Callable[[RegisterEntry], tuple[str, ...]]] = {
        "authority_and_period": lambda entry: _place(entry)[:2],
        "authority": lambda entry: (entry.authority,),
        "period": lambda entry: (period(entry.dates[1]),),
    }
    for name, scope in scopes.items():
        outcomes: dict[object, set[str]] = {}
        for entry in alike:
            if all(scope(entry)):
                outcomes.setdefault(scope(entry), set()).add(entry.recorded)
        if any(len(found) > 1 for found in outcomes.values()):
            return name
    return "register"


@dataclass(frozen=True)
class Inversions:
    """The pairs of a register in which the better case was treated worse."""

    pairs: int
    """How many there are in all."""
    findings: Sequence[AuditFinding]
    """For each decision that departs from the named outcome, the closest pair it is in.

    Of two comparable cases the rules name the better outcome for the better case: so in every pair
    a decision departs from what is named. A policy may break this; then the better case of a pair
    in which neither departs is shown as well.
    """


def inversions(casebook: Casebook) -> Inversions:
    """Return the pairs in which the better case was treated worse, exactly, on relevant facts."""
    search = _InversionSearch(casebook)
    for group in comparable(list(search.points()), casebook.judge.relevance.must_agree):
        search.add_group(DominanceIndex(group))
    return search.result()


class _Found(NamedTuple):
    better: RegisterEntry
    worse: RegisterEntry
    differing: tuple[str, ...]
    departing: str
    pairs: int


class _InversionSearch:
    def __init__(self, casebook: Casebook) -> None:
        self.casebook = casebook
        self.entries: dict[tuple[int, int], list[RegisterEntry]] = {}
        self.pairs = 0
        self.found: dict[tuple[int, int], _Found] = {}

    def points(self) -> Iterator[Point]:
        for code, alike in self.casebook.alike.items():
            for entry in alike:
                self.entries.setdefault((code, RANK[entry.recorded]), []).append(entry)
        for (code, rank), treated in self.entries.items():
            lenient = rank < RANK[self.casebook.judged(treated[0]).named]
            yield Point(code, rank, len(treated), treated[0].row, lenient)

    def add_group(self, index: DominanceIndex) -> None:
        for point in index.points:
            worse = index.below(point)
            if worse:
                self.pairs += worse.count * point.weight
                if self._harsh(point):
                    self._add(point, worse.closest, worse, "better")
                elif named := index.below(point, unmarked=True):
                    self._add(point, named.closest, worse, "neither")
            if point.marked and (better := index.above(point)):
                self._add(better.closest, point, better, "worse")

    def _harsh(self, point: Point) -> bool:
        entry = self.entries[point.bits, point.rank][0]
        return point.rank > RANK[self.casebook.judged(entry).named]

    def _add(self, better: Point, worse: Point, others: Neighbours, departing: str) -> None:
        differing = self.casebook.judge.relevance.differing(better.bits, worse.bits)
        one, two = self._of(better), self._of(worse)
        # Every decision that departs is shown, each with the first of the other side.
        pairs = [(one[0], e) for e in two] if departing == "worse" else [(e, two[0]) for e in one]
        for pair in pairs:
            rows, which, count = (pair[0].row, pair[1].row), departing, others.count
            if rows in self.found:
                # Both depart: together they make so many pairs, this one counted once.
                which, count = "both", count + self.found[rows].pairs - 1
            self.found[rows] = _Found(*pair, differing, which, count)

    def _of(self, point: Point) -> list[RegisterEntry]:
        return self.entries[point.bits, point.rank]

    def result(self) -> Inversions:
        past, total = self.casebook.past, str(self.pairs)
        findings = [
            AuditFinding(
                Kind.INVERSION,
                (past(found.better), past(found.worse)),
                facts=found.differing,
                details={
                    "departing": found.departing,
                    "pairs": str(found.pairs),
                    "all_pairs": total,
                    **self.casebook.judged(found.better).likeness,
                },
            )
            for _, found in sorted(self.found.items())
        ]
        return Inversions(self.pairs, findings)
