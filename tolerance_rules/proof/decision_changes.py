"""Decision changes: what decisions say otherwise by other rules, though the outcome stays.

Over every case there is, facts not established and every choice of readings included: by which
combination it is refused, what is implied and permitted, which clauses hold and are cited, in which
role and on which facts, what needs an explanation. What is compared is what `rule_observer` notes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from tolerance_rules.executors.all_cases import CaseSet
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.shared_facts import SharedFacts
from tolerance_rules.rules import Ruleset
from tolerance_rules.testing.case_universes import AllCases
from tolerance_rules.testing.completion import Completion
from tolerance_rules.testing.observations import Observation, changed_observations
from tolerance_rules.testing.rule_observer import observed
from tolerance_rules.vocabulary.fact_spec import Known, Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary

PRESUMED = "presumed"
"""The kind of change of which the outcome as presumed is another, for another presumption."""
KINDS: Mapping[str, tuple[str, ...]] = {
    "refused": ("refused",),
    "permitted": ("permitted",),
    "modality": ("modality",),
    "basis": ("basis",),
    "status": ("status",),
    "implied": ("implied",),
    "citations": ("cites", "role", "because"),
    "disposition": ("disposition",),
    "warning": ("warning",),
    "by_reference": ("by_reference",),
}
"""The kinds of change, the most telling first, with the kinds of observation that each is of."""
_NAMELESS = ("disposition", "by_reference")


@dataclass(frozen=True)
class DecisionChange:
    """One kind of thing that decisions say otherwise, and the smallest case in which they do."""

    kind: str
    names: tuple[str, ...]
    """What is said otherwise: clauses cited, outcomes permitted, warnings given, by name."""
    facts: Mapping[str, Known]
    """The facts of the case that are not established as presumed."""
    readings: Mapping[str, str]
    """The readings that the case names, if it must."""


def decision_changes(old: Ruleset, new: Ruleset, facts: SharedFacts) -> tuple[DecisionChange, ...]:
    """Return what decisions say otherwise in cases of which the outcome is the same."""
    return tuple(_DecisionComparison(old, new, facts).changes())


class _DecisionComparison:
    def __init__(self, old: Ruleset, new: Ruleset, facts: SharedFacts) -> None:
        self.old, self.new, self.facts = old, new, facts
        self.universe = AllCases(old, new)
        self.among = self.universe.every & self._common_options()
        self.names = {spec.name for spec in self.universe.specs}

    def changes(self) -> Iterator[DecisionChange]:
        before = self._observed(self.old, 0)
        after = self._observed(self.new, 1)
        differing = {
            name: cases & self.among
            for name, cases in changed_observations(before, after, self.universe)
        }
        differing = {name: cases for name, cases in differing.items() if cases != self._none}
        presuming = self._presuming(after)
        if presuming != self._none:
            yield self._change(PRESUMED, (), presuming)
        alike = self.among & ~self._other_end(before, after)
        told = self._none
        for kind, of in KINDS.items():
            found = {n: c & alike for n, c in differing.items() if n[0] in of}
            found = {name: cases for name, cases in found.items() if cases != self._none}
            if found:
                cases = reduce(or_, found.values())
                names = () if kind in _NAMELESS else tuple(dict.fromkeys(n[1] for n in found))
                fresh = cases & ~told
                yield self._change(kind, names, cases if fresh == self._none else fresh)
                told |= cases

    @property
    def _none(self) -> CaseSet:
        return self.universe.none

    def _observed(
        self, rules: Ruleset, side: int, *, citations: bool = True
    ) -> Mapping[Observation, CaseSet]:
        held = {
            name: self.facts.held[side].get(name, spec.presumed)
            for name, spec in rules.vocabulary.items()
            if name not in self.names
        }
        cases = self.universe.held(held)
        return observed(rules, cases, Completion(rules, cases), citations=citations)

    def _common_options(self) -> CaseSet:
        """Return the cases that name no option of a reading that only one of two cards has."""
        found = self.universe.every
        for name in {*self.old.outcome_readings} & {*self.new.outcome_readings}:
            options = ({*rules.readings[name].names} for rules in (self.old, self.new))
            for option in set.symmetric_difference(*options):
                found &= ~self.universe.names(name, option)
        return found

    def _other_end(
        self, before: Mapping[Observation, CaseSet], after: Mapping[Observation, CaseSet]
    ) -> CaseSet:
        """Return the cases that come to another outcome, or that only one side refuses."""
        ones, others = (
            {n: cases for n, cases in each.items() if n[0] == "outcome"} for each in (before, after)
        )
        found = self._none
        for _, cases in changed_observations(ones, others, self.universe):
            found |= cases
        return found

    def _presuming(self, after: Mapping[Observation, CaseSet]) -> CaseSet:
        """Return the cases that come to another outcome only for what the new side presumes."""
        old, new = self.old.vocabulary, self.new.vocabulary
        specs = {
            name: dataclasses.replace(spec, preference=old[name].preference)
            if name in self.names and spec.preference != old[name].preference
            else spec
            for name, spec in new.items()
        }
        if all(specs[name] is spec for name, spec in new.items()):
            return self._none
        presuming = dataclasses.replace(self.new, vocabulary=Vocabulary(new.groups, specs))
        before = self._observed(presuming, 1, citations=False)
        return self.among & self._other_end(before, after)

    def _change(self, kind: str, names: tuple[str, ...], cases: CaseSet) -> DecisionChange:
        facts, readings = self.universe.smallest(cases)
        specs = self.old.vocabulary
        shown: dict[str, Known | Value] = {
            name: known
            for name, known in facts.items()
            if known is None or isinstance(known, tuple) or known != specs[name].presumed
        }
        return DecisionChange(kind, names, FrozenDict(shown), readings)
