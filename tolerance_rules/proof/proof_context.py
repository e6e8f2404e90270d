"""Proof context: every case, under the choices of readings asked about, to show properties on."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from math import prod

from tolerance_rules.executors.all_cases import CaseSet, compiled
from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.condition_edits import ConditionEdit
from tolerance_rules.proof.examples import Example
from tolerance_rules.proof.findings import PropertySubject, SubjectFinding
from tolerance_rules.proof.model_counting import smallest
from tolerance_rules.proof.space import Space
from tolerance_rules.proof.witnesses import Witnesses
from tolerance_rules.reachability import READING
from tolerance_rules.rules import ClauseRef, Fact, Node, Not, Ruleset, children


class ProofContext:
    """The cases of a ruleset as sets, and the choices of readings that are in scope."""

    def __init__(self, rules: Ruleset, *, all_readings: bool = False) -> None:
        self.rules = rules
        self.space = Space.of(rules)
        self._turning: dict[str, CaseSet] = {}
        self.none: CaseSet = self.space.sets.none
        self.possible = self.space.possible
        self.scope: CaseSet = (
            self.space.sets.every if all_readings else self.space.chosen(rules.chosen)
        )
        every = prod(len(card.names) for card in rules.outcome_readings.values())
        self.combinations = every if all_readings else 1
        """How many choices of readings are in scope."""
        self.everywhere = (FrozenDict({} if all_readings else rules.chosen),)
        """The options that all choices in scope have, as a finding names them."""

    def turning(self, holder: str) -> CaseSet:
        """Return the cases that come to one outcome if a condition holds, to another if not."""
        if holder not in self._turning:
            always, never = (
                self.space.changed(ConditionEdit(holder, (), to)(self.rules))
                for to in ("always", "never")
            )
            self._turning[holder] = always.differing_from(never)
        return self._turning[holder]

    def engine_diagram(self) -> Diagram:
        """Return the diagram that the engine answers single cases by."""
        return compiled(self.rules)

    def in_scope(self, under: Mapping[str, str]) -> bool:
        """Tell whether some choice of readings in scope has these options."""
        return bool(self.scope & self.space.chosen(under) != self.none)

    def never(
        self,
        subject: PropertySubject,
        witnesses: Iterable[Witnesses],
        *,
        possible: CaseSet | None = None,
    ) -> SubjectFinding:
        """Return the finding that no case in scope is in any of the sets.

        Of the cases that can be, unless others are given as `possible`.
        """
        among = self.scope & (self.possible if possible is None else possible)
        found = [(each, each.cases & among) for each in witnesses]
        found = [(each, cases) for each, cases in found if cases != self.none]
        if not found:
            return SubjectFinding(subject, proved=True)
        union = self.none
        for _, cases in found:
            union |= cases
        return SubjectFinding(subject, False, self._example(*found[0]), under=self._choices(union))

    def sometimes(
        self,
        subject: PropertySubject,
        witnesses: Iterable[Witnesses],
        near: Iterable[Witnesses],
        *,
        edit: ConditionEdit | None = None,
        within: Mapping[str, str] | None = None,
    ) -> Iterator[SubjectFinding]:
        """Yield the finding that some case is in a set, whatever the choice of readings.

        `near` are sets to take an example from if none is; `within` limits what is asked to the
        choices with some options, and nothing is yielded if none of these is in scope.
        """
        if not self.in_scope(within or {}):
            return
        asked = self.scope & self.space.chosen(within or {})
        found, missing = None, asked
        for each in witnesses:
            cases = each.cases & self.possible & asked
            if cases != self.none:
                found = found or self._example(each, cases)
                missing &= ~self.space.choices(cases)
                if missing == self.none:
                    yield SubjectFinding(subject, True, found, edit)
                    return
        # Where no case can be at all, one that can't be is the example of that.
        possible = missing if self.possible == self.none else self.possible & missing
        nearest = None
        for each in itertools.chain(near, [Witnesses(missing)]):
            cases = each.cases & possible
            if cases != self.none:
                nearest = self._example(each, cases)
                break
        yield SubjectFinding(subject, False, nearest, edit, self._choices(missing))

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

    def _example(self, witnesses: Witnesses, cases: CaseSet) -> Example:
        usual = cases & self.space.chosen(self.rules.chosen)
        cases = cases if usual == self.none else usual
        return smallest(self.space, cases, change=witnesses.change, unknown=witnesses.unknown)

    def _choices(self, cases: CaseSet) -> tuple[Mapping[str, str], ...]:
        """Return the choices of readings under which some case is in the set, free ones left out.

        No choice has the options of two of them.
        """
        left = self.space.choices(cases)
        diagram = self.space.sets.membership(left)
        return tuple(
            FrozenDict({name.removeprefix(READING): str(value) for name, value in path.items()})
            for path in diagram.paths("inside")
        )
