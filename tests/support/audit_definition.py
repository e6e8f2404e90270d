"""What an audit has to find in a register, row by row and pair by pair: plain, slow, apart.

Written from DESIGN, the page on audits and the regulation. Cases are judged by the oracle, which
reads no rule file; days are counted one by one; decisions are compared two by two. Nothing of the
audit is imported. What it is given is the register as it was meant, not as it was read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from support import oracle
from support.audit_definition_case import SPECS, TOLERANT, Case, Row
from support.audit_definition_days import IN_FORCE, dated_kinds


def steps(one: Case, other: Case) -> Mapping[str, int] | None:
    """Return by how much a case is better in each relevant fact in which the two differ.

    None where it is not at least as favourable in all. What only one of the two is asked weighs
    nothing in the other, where it counts as the worst.
    """
    found = {}
    for name in one.relevant | other.relevant:
        order = SPECS[name].order
        mine = one.known[name] if name in one.relevant else order[:1]
        theirs = other.known[name] if name in other.relevant else order[:1]
        if set(mine) == set(theirs):
            continue
        if len(mine) > 1 or len(theirs) > 1 or mine[0] not in order or theirs[0] not in order:
            return None
        better = order.index(mine[0]) - order.index(theirs[0])
        if better < 0:
            return None
        found[name] = better
    return found


def treatment(recorded: str) -> int:
    """Return how a case was treated, from the best; to refuse tolerance is all one."""
    return (*TOLERANT, recorded).index(recorded)


class Expected:
    """What an audit of some rows has to find."""

    def __init__(self, rows: list[Row], today: date, readings=oracle.DEFAULTS) -> None:
        self.cases: dict[int, Case] = {}
        self.rows: dict[int, Row] = {}
        self.refused: set[int] = set()
        cases: dict[tuple, Case] = {}
        numbers = set()
        for row in rows:
            key = tuple(row.facts.items())
            case = cases.setdefault(key, Case(row.facts, readings))
            decided = row.decided_on and date.fromisoformat(row.decided_on)
            doubled = row.id != "" and row.id in numbers
            numbers.add(row.id)
            out_of_order = row.occurred_on > row.decided_on != ""
            if doubled or out_of_order or not case.can_be or (decided and decided < IN_FORCE):
                self.refused.add(row.number)
            else:
                self.rows[row.number], self.cases[row.number] = row, case
        self.alone = self._alone(today)
        lawful = [n for n, row in self.rows.items() if self.alone[n].isdisjoint({"error_of_law"})]
        self.compared = [n for n in lawful if self.cases[n].is_compared]
        self.not_compared = len(lawful) - len(self.compared)

    def _alone(self, today: date) -> dict[int, set[str]]:
        found = {}
        for number, row in self.rows.items():
            case = self.cases[number]
            kinds = dated_kinds(row, today, case.readings) | {case.standing(row.recorded)}
            if len(case.reachable) > 1:
                kinds.add("unsettled")
            found[number] = kinds - {""}
        return found

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(kind for kinds in self.alone.values() for kind in kinds)

    @cached_property
    def unlike(self) -> dict[frozenset[int], tuple[int, str]]:
        """Rows of one likeness and of several outcomes: those shown, how many, how near.

        Of more than a hundred are shown the first of each authority, quarter and outcome.
        """
        groups: dict[object, list[int]] = defaultdict(list)
        for number in self.compared:
            groups[self.cases[number].likeness].append(number)
        found = {}
        for numbers in groups.values():
            rows = [self.rows[number] for number in numbers]
            if len({row.recorded for row in rows}) > 1:
                shown = rows
                if len(rows) > 100:
                    kinds = {(r.authority, r.period, r.recorded): r for r in reversed(rows)}
                    shown = list(kinds.values())
                found[frozenset(row.number for row in shown)] = len(rows), within(rows)
        return found

    @cached_property
    def inversions(self) -> dict[tuple[int, int], Mapping[str, int]]:
        """Pairs of which the better was treated worse, with what it is better in."""
        found = {}
        for one in self.compared:
            for other in self.compared:
                mine, theirs = self.rows[one].recorded, self.rows[other].recorded
                if treatment(mine) > treatment(theirs):
                    better = steps(self.cases[one], self.cases[other])
                    if better:
                        found[one, other] = better
        return found

    @cached_property
    def departing(self) -> set[tuple[int, int]]:
        """Decisions to which inversions are owed, with the side of a pair on which they stand.

        One treated worse than is named stands as the better case, one treated better as the worse.
        """
        found = set()
        for pair in self.inversions:
            for side, sign in ((0, 1), (1, -1)):
                number = pair[side]
                recorded, named = self.rows[number].recorded, self.cases[number].named
                if sign * (treatment(recorded) - treatment(named)) > 0:
                    found.add((number, side))
        return found


def within(rows: list[Row]) -> str:
    """Return the least in which outcomes already differ; what is blank is no place."""
    ways = {
        "authority_and_period": lambda row: (row.authority, row.period),
        "authority": lambda row: (row.authority,),
        "period": lambda row: (row.period,),
    }
    for name, key in ways.items():
        seen: dict[object, set[str]] = defaultdict(set)
        for row in rows:
            if all(key(row)):
                seen[key(row)].add(row.recorded)
        if any(len(outcomes) > 1 for outcomes in seen.values()):
            return name
    return "register"
