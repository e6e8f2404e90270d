"""Completion: what the impossible combinations imply and refuse, over sets of cases at once.

The same as `semantics.complete`, step for step: one value struck out at a time, in the order of the
combinations, and a case is refused as soon as its facts clash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tolerance_rules.rules import Combination, Fact, Ruleset
from tolerance_rules.testing.observations import Cases, CaseUniverse
from tolerance_rules.vocabulary.fact_spec import Value


class Completion:
    """What is known of the facts of every case once implied findings are added."""

    def __init__(self, rules: Ruleset, universe: CaseUniverse) -> None:
        self._rules, self._universe = rules, universe
        self._vocabulary = rules.vocabulary
        self._leaves: dict[tuple[str, tuple[Value, ...]], tuple[Cases, Cases]] = {}
        self._presumed: dict[tuple[str, tuple[Value, ...]], Cases] = {}
        self._possible: dict[tuple[str, Value], Cases] = {}
        self.refused: dict[str, Cases] = {}
        """The cases that each combination refuses."""
        self.implied: dict[str, Cases] = {}
        """The cases in which something is implied of each fact."""
        self.consistent: Cases = universe.every
        """The cases that no combination refuses."""
        self._refuse(rules.impossible)
        while self._imply(rules.impossible):
            self._refuse(rules.impossible)
        # What was implied in a case that then turned out to clash is no finding.
        self.implied = {name: cases & self.consistent for name, cases in self.implied.items()}
        self._leaves.clear()

    def of(self, rules: Ruleset) -> Completion:
        """Return the completion by other rules: this one, if they imply and presume the same."""
        same = (
            rules.impossible is self._rules.impossible
            and rules.vocabulary is self._rules.vocabulary
        )
        return self if same else Completion(rules, self._universe)

    def possible(self, fact: str, value: Value) -> Cases:
        """Return the cases in which a value of a fact is still possible."""
        key = (fact, value)
        if key not in self._possible:
            self._possible[key] = self._universe.possible(fact, value)
        return self._possible[key]

    def established(self, leaf: Fact) -> Cases:
        """Return the cases in which every value still possible is one that a leaf names."""
        return self.decided(leaf)[0]

    def decided(self, leaf: Fact) -> tuple[Cases, Cases]:
        """Return the cases in which a leaf is established, and those in which it is refuted."""
        key = (leaf.name, leaf.values)
        if key not in self._leaves:
            others = (v for v in self._vocabulary[leaf.name].values if v not in leaf.values)
            refuted = self._none_of(leaf.name, leaf.values)
            self._leaves[key] = self._none_of(leaf.name, others), refuted
        return self._leaves[key]

    def presumed(self, leaf: Fact) -> Cases:
        """Return the cases in which the first of the preferred values is one that a leaf names."""
        key = (leaf.name, leaf.values)
        if key not in self._presumed:
            self._presumed[key] = self._presuming(leaf)
        return self._presumed[key]

    def _presuming(self, leaf: Fact) -> Cases:
        found, earlier = self._universe.none, self._universe.none
        for value in self._vocabulary[leaf.name].preference:
            possible = self.possible(leaf.name, value)
            if value in leaf.values:
                found |= possible & ~earlier
            earlier |= possible
        return found

    def _none_of(self, fact: str, values: Iterable[Value]) -> Cases:
        found = self._universe.every
        for value in values:
            found &= ~self.possible(fact, value)
        return found

    def _refuse(self, impossible: Iterable[Combination]) -> None:
        clashing = self._universe.none
        for combination in impossible:
            cases = self.consistent & self._all(combination.literals)
            before = self.refused.get(combination.id, self._universe.none)
            self.refused[combination.id] = before | cases
            clashing |= cases
        self.consistent &= ~clashing

    def _imply(self, impossible: Iterable[Combination]) -> bool:
        """Strike from each case the first values that are excluded; tell whether there were any."""
        moved = self._universe.none
        steps = []
        for literal, others in _last_open(impossible):
            established, refuted = self.decided(literal)
            cases = self.consistent & self._all(others) & ~established & ~refuted & ~moved
            moved |= cases
            steps.append((literal, cases))
        self._leaves.clear()  # what is struck out below was still possible there
        for literal, cases in steps:
            for value in literal.values:
                self._possible[literal.name, value] = self.possible(literal.name, value) & ~cases
            before = self.implied.get(literal.name, self._universe.none)
            self.implied[literal.name] = before | cases
        return bool(moved != self._universe.none)

    def _all(self, literals: Iterable[Fact]) -> Cases:
        found = self._universe.every
        for literal in literals:
            found &= self.established(literal)
        return found


def _last_open(impossible: Iterable[Combination]) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
    """Yield each literal of each combination, with the others: it may be the one left open."""
    for combination in impossible:
        for literal in combination.literals:
            yield literal, tuple(each for each in combination.literals if each is not literal)
