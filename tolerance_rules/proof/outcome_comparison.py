"""Outcome comparison: which cases come to another outcome by other rules, and the smallest of them.

As each side is read; and, of two drafts of one regulation, under any other choice of readings, as
long as it is the same on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod

from tolerance_rules.executors.all_cases import CaseSet, CaseSets
from tolerance_rules.frozen_dict import FrozenDict, cached_property
from tolerance_rules.proof.examples import presumed
from tolerance_rules.proof.model_counting import count, smallest
from tolerance_rules.proof.outcome_change import REFUSED, CitedClause, OutcomeChange, SetApart
from tolerance_rules.proof.shared_facts import SharedFacts
from tolerance_rules.proof.space import Space, domains
from tolerance_rules.proof.witnesses import symmetric_difference
from tolerance_rules.reachability import READING
from tolerance_rules.rules import All, Combination, Fact, Ruleset
from tolerance_rules.semantics import judge, pick_of, row_of
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Facts, Role, Status


class OutcomeComparison:
    """The cases of two rulesets, by the facts that they share, and how their outcomes differ."""

    def __init__(self, old: Ruleset, new: Ruleset, facts: SharedFacts) -> None:
        self.sides, self.facts = (old, new), facts
        values = domains((old, new))
        kept = {n: v for n, v in values.items() if n in facts.shared or n.startswith(READING)}
        self.sets = CaseSets(kept)
        self.spaces = self._spaces(fixed=True)
        """The cases of either side under the readings that it has chosen."""
        before, after = self.spaces
        self._refused = _refused_for_held(before, after), _refused_for_held(after, before)
        self._compared = ~(self._refused[0] | self._refused[1])

    def _spaces(self, *, fixed: bool) -> tuple[Space, Space]:
        one, other = (
            Space(rules, self.sets, fixed=fixed, held=held)
            for rules, held in zip(self.sides, self.facts.held, strict=True)
        )
        return one, other

    @property
    def cases(self) -> int:
        """Return how many cases are compared."""
        before, after = self.spaces
        return self._count((before.possible | after.possible) & self._compared)

    @property
    def apart(self) -> tuple[SetApart, SetApart]:
        """Return the cases that are not compared."""
        one, other = (
            SetApart(self._count(cases), tuple(_clashing(space, cases)))
            for space, cases in zip(self.spaces, self._refused, strict=True)
        )
        return one, other

    @cached_property
    def as_read(self) -> tuple[OutcomeChange, ...]:
        """Return every pair of outcomes that occurs, each side as it is read."""
        return tuple(self._changes(self.spaces, self._compared))

    @cached_property
    def elsewhere(self) -> tuple[OutcomeChange, ...]:
        """Return the pairs of outcomes under other readings, of cases that otherwise stay alike.

        Both sides are under one choice of readings, of those that either has.
        """
        changed = self.sets.none
        before, after = self.spaces
        for one, ones in _parts(before, after).items():
            for other, others in _parts(after, before).items():
                changed |= ones & others if one != other else self.sets.none
        among = self._compared & ~changed & self._common_options()
        return tuple(self._changes(self._spaces(fixed=False), among))

    def _common_options(self) -> CaseSet:
        """Return the cases under options that both sides have, of readings that both have."""
        old, new = self.sides
        found = self.sets.every
        for name in {*old.outcome_readings} & {*new.outcome_readings}:
            options = {*old.readings[name].names} & {*new.readings[name].names}
            found &= self.sets.where(Fact(READING + name, tuple(sorted(options))))
        return found

    def _changes(self, spaces: tuple[Space, Space], among: CaseSet) -> Iterator[OutcomeChange]:
        before, after = spaces
        moved = dict(_moved(before, after)) if self.sides[0].id == self.sides[1].id else {}
        for one, ones in _parts(before, after).items():
            for other, others in _parts(after, before).items():
                cases = ones & others & among
                if one != other and cases != self.sets.none:
                    yield self._change(one, other, cases, moved, spaces)

    def _change(
        self,
        one: str,
        other: str,
        cases: CaseSet,
        moved: Mapping[str, CaseSet],
        spaces: tuple[Space, Space],
    ) -> OutcomeChange:
        before, _ = spaces
        example = smallest(before, cases)
        total = example.total(before.rules.vocabulary)
        shared = {name: value for name, value in total.items() if name in self.facts.shared}
        options = {READING + name: option for name, option in example.readings.items()}
        totals = tuple(
            FrozenDict({**presumed(space.rules.vocabulary), **space.held, **shared})
            for space in spaces
        )
        sides = [_under(example.readings, space) for space in spaces]
        decided = [
            (REFUSED, ()) if end == REFUSED else (deciding(facts, rules), _cites(facts, rules))
            for end, facts, rules in zip((one, other), totals, sides, strict=True)
        ]
        within = {clause: cases & differing for clause, differing in moved.items()}
        return OutcomeChange(
            before=one,
            after=other,
            cases=self._count(cases),
            clauses={
                clause: self._count(differing)
                for clause, differing in within.items()
                if differing != self.sets.none
            },
            example=example,
            responsible=tuple(
                clause
                for clause, differing in moved.items()
                if before.contains(differing, {**shared, **options})
            ),
            rows=(decided[0][0], decided[1][0]),
            cites=(decided[0][1], decided[1][1]),
            totals=(totals[0], totals[1]),
        )

    def _count(self, cases: CaseSet) -> int:
        """Return how many cases are in a set under some choice of readings."""
        readings = [name for name in self.sets.domains if name.startswith(READING)]
        choices = prod(len(self.sets.domains[name]) for name in readings)
        return count(self.spaces[0], self.sets.some(cases, readings)) // choices


def _under(readings: Mapping[str, str], space: Space) -> Ruleset:
    """Return the rules of a space under readings: those that it has chosen, if it has."""
    rules = space.rules
    if space.fixed:
        return rules
    return rules.with_readings({n: option for n, option in readings.items() if n in rules.readings})


def _refused_for_held(space: Space, other: Space) -> CaseSet:
    """Return the cases of the other side that this one refuses for nothing but what it holds."""
    cases = other.possible & ~space.possible
    for combination in space.rules.impossible:
        if not _held(combination, space):
            cases &= ~space.where(All(combination.literals))
    return cases


def _clashing(space: Space, cases: CaseSet) -> Iterator[str]:
    """Yield the facts held for which cases are refused."""
    facts = {
        name: None
        for combination in space.rules.impossible
        if space.where(All(combination.literals)) & cases != space.sets.none
        for name in _held(combination, space)
    }
    yield from facts


def _held(combination: Combination, space: Space) -> list[str]:
    """Return the facts of an impossible combination that are held."""
    return [each.name for each in combination.literals if each.name in space.held]


def _parts(space: Space, other: Space) -> dict[str, CaseSet]:
    """Return the cases by outcome, and those that only the other ruleset admits."""
    order = [outcome.value for outcome in Outcome]
    parts = {name: space.outcomes[name] for name in order if name in space.outcomes}
    return parts | {REFUSED: other.possible & ~space.possible}


def _moved(before: Space, after: Space) -> Iterator[tuple[str, CaseSet]]:
    """Yield the clauses that do not hold in the same cases, with those cases."""
    names = [*before.rules.clauses, *after.rules.clauses]
    for clause in dict.fromkeys(names):
        one = before.clauses.get(clause, before.sets.none)
        other = after.clauses.get(clause, before.sets.none)
        cases = symmetric_difference(one, other)
        if cases != before.sets.none:
            yield clause, cases


def deciding(facts: Facts, rules: Ruleset) -> str:
    """Return the row that decides a complete case, and the row of the policy if that does."""
    row = row_of(facts, rules)
    return f"{row.row}/{pick_of(facts, rules).row}" if row.by_policy else row.row


def _cites(facts: Facts, rules: Ruleset) -> tuple[CitedClause, ...]:
    """Return the clauses that a decision on a complete case cites, but for how it disposes."""
    return tuple(
        CitedClause(each.clause, each.status is Status.ESTABLISHED)
        for each in judge(facts, rules).citations
        if each.role not in (Role.DISPOSITION, Role.POLICY)
    )
