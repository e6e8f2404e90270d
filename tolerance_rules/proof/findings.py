"""Findings: what is shown of one clause, one fact or one row, and the ground it is shown on."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tolerance_rules.executors.all_cases import CaseSet
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.edits import Edit
from tolerance_rules.proof.examples import Example, smallest
from tolerance_rules.proof.space import Space
from tolerance_rules.rules import ClauseRef, Fact, Node, Not, Ruleset, Value, children


@dataclass(frozen=True)
class Subject:
    """What a finding is about: a name that stays the same, and how people call it."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True)
class Finding:
    """Whether a property holds of its subject, with the case that shows it.

    Of a property that says something never is, `example` is a case in which it is. Of one that
    says something can be, it is such a case, or if there is none the case that comes nearest.
    """

    subject: Subject
    proved: bool
    example: Example | None = None
    edit: Edit | None = None
    """The edit of the rules that the example compares them with."""
    under: tuple[Mapping[str, str], ...] = ()
    """The choices of readings under which a refuted property fails."""
    reason: str = ""
    """Why a refuted property is as it should be, from `proofs.yaml`."""
    reason_en: str = ""

    @property
    def verdict(self) -> str:
        """Return `proved`, `refuted`, or `explained`: refuted, and the reason is on record."""
        if self.proved:
            return "proved"
        return "explained" if self.reason else "refuted"


@dataclass(frozen=True)
class Property:
    """A sentence about every case, and how it is shown, subject by subject."""

    id: str
    zh: str
    en: str
    show: Callable[[Ground], Iterator[Finding]]


@dataclass(frozen=True)
class Way:
    """A set of cases; `change` makes a pair of each, `unknown` leaves facts not established."""

    cases: CaseSet
    change: Mapping[str, Value] = field(default_factory=FrozenDict)
    unknown: tuple[str, ...] = ()


class Ground:
    """The ground that properties are shown on: every case, under the choices of readings asked."""

    def __init__(self, rules: Ruleset, *, all_readings: bool = False) -> None:
        self.rules = rules
        (self.space,) = Space.of(rules)
        self.none: CaseSet = self.space.sets.none
        self.possible = self.space.possible
        self.scope: CaseSet = (
            self.space.sets.every if all_readings else self.space.chosen(rules.chosen)
        )
        options = [
            card.names if all_readings else (rules.chosen[name],)
            for name, card in rules.readings.items()
        ]
        self.combinations = tuple(
            FrozenDict(zip(rules.readings, choice, strict=True))
            for choice in itertools.product(*options)
        )

    def never(self, subject: Subject, ways: Iterable[Way], edit: Edit | None = None) -> Finding:
        """Return the finding that no case in scope is in any of the sets."""
        bad = [(way, way.cases & self.possible & self.scope) for way in ways]
        bad = [(way, cases) for way, cases in bad if cases != self.none]
        if not bad:
            return Finding(subject, proved=True)
        union = self.none
        for _, cases in bad:
            union |= cases
        return Finding(subject, False, self._example(*bad[0]), edit, self._choices(union))

    def sometimes(
        self,
        subject: Subject,
        ways: Iterable[Way],
        near: Iterable[Way],
        *,
        edit: Edit | None = None,
        within: Mapping[str, str] | None = None,
    ) -> Iterator[Finding]:
        """Yield the finding that some case is in a set, whatever the choice of readings.

        `near` are sets to take an example from if none is; `within` limits what is asked to the
        choices with some options, and nothing is yielded if none of these is in scope.
        """
        asked = self.scope & self.space.chosen(within or {})
        if asked == self.none:
            return
        found, missing = None, asked
        for way in ways:
            cases = way.cases & self.possible & asked
            if cases != self.none:
                found = found or self._example(way, cases)
                missing &= ~self.space.choices(cases)
                if missing == self.none:
                    yield Finding(subject, True, found, edit)
                    return
        nearest = None
        for way in itertools.chain(near, [Way(self.possible)]):
            cases = way.cases & self.possible & missing
            if cases != self.none:
                nearest = self._example(way, cases)
                break
        yield Finding(subject, False, nearest, edit, self._choices(missing))

    def closest(self, node: Node) -> CaseSet:
        """Return the cases that have as much of what a condition wants as they can, in order."""
        cases = self.possible
        for wanted in self._wanted(node):
            if cases & wanted != self.none:
                cases &= wanted
        return cases

    def _wanted(self, node: Node) -> Iterator[CaseSet]:
        if isinstance(node, (Fact, ClauseRef)):
            yield self.space.where(node)
        elif isinstance(node, Not):
            yield from (~cases for cases in self._wanted(node.item))
        else:
            for child in children(node):
                yield from self._wanted(child)

    def _example(self, way: Way, cases: CaseSet) -> Example:
        return smallest(self.space, cases, change=way.change, unknown=way.unknown)

    def _choices(self, cases: CaseSet) -> tuple[Mapping[str, str], ...]:
        """Return the choices of readings in scope under which some case is in the set."""
        left = self.space.choices(cases)
        return tuple(
            choice for choice in self.combinations if left & self.space.chosen(choice) != self.none
        )
