"""Ground: every case, under the choices of readings asked about, to show properties on."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tolerance_rules.executors.all_cases import CaseSet
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.edits import Edit
from tolerance_rules.proof.examples import Example
from tolerance_rules.proof.findings import Finding, Subject
from tolerance_rules.proof.model_counting import smallest
from tolerance_rules.proof.space import Space, differing
from tolerance_rules.rules import ClauseRef, Fact, Node, Not, Ruleset, children
from tolerance_rules.vocabulary.fact_spec import Value


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
        self._turning: dict[str, CaseSet] = {}
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

    def turning(self, holder: str) -> CaseSet:
        """Return the cases that come to one outcome if a condition holds, to another if not."""
        if holder not in self._turning:
            always, never = (
                self.space.changed(Edit(holder, (), to)(self.rules)) for to in ("always", "never")
            )
            self._turning[holder] = differing(always, never)
        return self._turning[holder]

    def asks(self, under: Mapping[str, str]) -> bool:
        """Tell whether some choice of readings in scope has these options."""
        return bool(self.scope & self.space.chosen(under) != self.none)

    def never(
        self, subject: Subject, ways: Iterable[Way], *, possible: CaseSet | None = None
    ) -> Finding:
        """Return the finding that no case in scope is in any of the sets.

        Of the cases that can be, unless others are given as `possible`.
        """
        among = self.scope & (self.possible if possible is None else possible)
        bad = [(way, way.cases & among) for way in ways]
        bad = [(way, cases) for way, cases in bad if cases != self.none]
        if not bad:
            return Finding(subject, proved=True)
        union = self.none
        for _, cases in bad:
            union |= cases
        return Finding(subject, False, self._example(*bad[0]), under=self._choices(union))

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
        if not self.asks(within or {}):
            return
        asked = self.scope & self.space.chosen(within or {})
        found, missing = None, asked
        for way in ways:
            cases = way.cases & self.possible & asked
            if cases != self.none:
                found = found or self._example(way, cases)
                missing &= ~self.space.choices(cases)
                if missing == self.none:
                    yield Finding(subject, True, found, edit)
                    return
        # Where no case can be at all, one that can't be is the example of that.
        possible = missing if self.possible == self.none else self.possible & missing
        nearest = None
        for way in itertools.chain(near, [Way(missing)]):
            cases = way.cases & possible
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
        usual = cases & self.space.chosen(self.rules.chosen)
        cases = cases if usual == self.none else usual
        return smallest(self.space, cases, change=way.change, unknown=way.unknown)

    def _choices(self, cases: CaseSet) -> tuple[Mapping[str, str], ...]:
        """Return the choices of readings in scope under which some case is in the set."""
        left = self.space.choices(cases)
        return tuple(
            choice for choice in self.combinations if left & self.space.chosen(choice) != self.none
        )
