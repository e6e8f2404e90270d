"""Difference search: a case in which a mutant means something else, or the proof that none does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tolerance_rules.frozen_dict import cached_property
from tolerance_rules.rules import Ruleset
from tolerance_rules.testing.case_universes import AllCases, ListedCases
from tolerance_rules.testing.completion import Completion
from tolerance_rules.testing.mutants import Mutant, Mutation
from tolerance_rules.testing.observations import (
    CITATIONS,
    Cases,
    Observation,
    changed_observations,
)
from tolerance_rules.testing.rule_observer import observed
from tolerance_rules.verdict.verdict import Facts


@dataclass(frozen=True)
class MissingTest:
    """A case that is not among the rule tests, and the mutations that survive for want of it.

    It is the smallest case in which the first of them differs; the others differ in it too.
    """

    facts: Facts
    readings: Mapping[str, str]
    changed: tuple[Observation, ...]
    """What the rules say of the case, and the mutants do not or the other way about."""
    survivors: tuple[Mutation, ...]


# A case that comes to another outcome tells most; one in which another clause holds, more than one
# that is decided alike and only explained otherwise.
_TELLING = (("refused", "outcome"), ("status",))


class DifferenceSearch:
    """Looks among every case there is; the cases found so far are looked at first."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self.missing: tuple[MissingTest, ...] = ()
        self._meaning: Mapping[Observation, Cases] = {}
        self._found = ListedCases([], rules.vocabulary)

    @cached_property
    def _everywhere(self) -> tuple[AllCases, Completion]:
        universe = AllCases(self.rules)
        return universe, Completion(self.rules, universe)

    def difference(self, mutant: Mutant) -> MissingTest | None:
        """Return a case in which a mutant differs from the rules, with no survivors noted yet.

        None is a proof that there is none: in no case does anything observed differ. The case is
        the smallest, unless the mutant differs in one kept already.
        """
        place = next(iter(self._known(mutant)), None)
        if place is not None:
            return self.missing[place]
        cases = self._differing(mutant)
        if cases is None:
            return None
        return MissingTest(*self._everywhere[0].smallest(cases), (), ())

    def note(self, mutant: Mutant, test: MissingTest) -> None:
        """Keep a case for want of which a mutant survives."""
        if test not in self.missing:
            self.missing += (test,)
            cases = [(each.facts, each.readings) for each in self.missing]
            self._found = ListedCases(cases, self.rules.vocabulary)
        place = self.missing.index(test)
        more = tuple(dict.fromkeys([*test.changed, *self._known(mutant)[place]]))
        noted = replace(test, changed=more, survivors=(*test.survivors, mutant.mutation))
        self.missing = (*self.missing[:place], noted, *self.missing[place + 1 :])

    def _known(self, mutant: Mutant) -> Mapping[int, list[Observation]]:
        """Return the cases kept in which a mutant differs, by place, and in what."""
        found: dict[int, list[Observation]] = {}
        if not self.missing:
            return {}
        completion = Completion(self.rules, self._found)
        ours, others = (
            observed(rules, self._found, completion) for rules in (self.rules, mutant.rules)
        )
        for observation, cases in changed_observations(ours, others, self._found):
            for place in range(len(self.missing)):
                if cases >> place & 1:
                    found.setdefault(place, []).append(observation)
        return dict(sorted(found.items()))

    def _differing(self, mutant: Mutant) -> Cases | None:
        """Return the cases in which a mutant differs most tellingly; None if in no case."""
        universe, completion = self._everywhere
        self._meaning = self._meaning or observed(self.rules, universe, completion)
        said = {name: cases for name, cases in self._meaning.items() if name[0] not in CITATIONS}
        other = observed(mutant.rules, universe, completion, citations=False)
        for kinds in _TELLING:
            ours, theirs = _of(kinds, said), _of(kinds, other)
            if ours != theirs:
                return _union(changed_observations(ours, theirs, universe), universe)
        if said == other:
            said, other = dict(self._meaning), observed(mutant.rules, universe, completion)
        if said == other:
            return None
        return _union(changed_observations(said, other, universe), universe)


def _of(kinds: tuple[str, ...], said: Mapping[Observation, Cases]) -> Mapping[Observation, Cases]:
    return {name: cases for name, cases in said.items() if name[0] in kinds}


def _union(found: Iterable[tuple[Observation, Cases]], universe: AllCases) -> Cases:
    union = universe.none
    for _, cases in found:
        union |= cases
    return union
