"""Search: whether a mutant means the same as the rules in every case, or in which it does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tolerance_rules.rules import Ruleset
from tolerance_rules.testing.case_universes import Beside, Everything
from tolerance_rules.testing.mutants import Edit, Mutant
from tolerance_rules.testing.observations import CITATIONS, Cases, Observation, differing, observed
from tolerance_rules.verdict.verdict import Facts


@dataclass(frozen=True)
class Lack:
    """A case that the rules lack beside them, and the mutants that survive for want of it.

    It is the smallest case in which the first of them differs; the others differ in it too.
    """

    facts: Facts
    readings: Mapping[str, str]
    changed: tuple[Observation, ...]
    """What the rules say of the case, and the mutants do not or the other way about."""
    survivors: tuple[Edit, ...]


# A case that comes to another outcome tells most; one in which another clause holds, more than one
# that is decided alike and only explained otherwise.
_TELLING = (("refused", "outcome"), ("status",))


class Search:
    """Looks among every case there is; the cases found so far are looked at first."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self.lacking: tuple[Lack, ...] = ()
        self._everything: Everything | None = None
        self._meaning: Mapping[Observation, Cases] = {}
        self._found = Beside([])

    def difference(self, mutant: Mutant) -> Lack | None:
        """Return a case in which a mutant differs from the rules, with nothing yet in it.

        None is a proof that there is none: in no case does anything observed differ. The case is
        the smallest, unless the mutant differs in one kept already.
        """
        place = next(iter(self._known(mutant)), None)
        if place is not None:
            return self.lacking[place]
        cases = self._differing(mutant)
        if cases is None:
            return None
        assert self._everything is not None
        return Lack(*self._everything.smallest(cases), (), ())

    def note(self, mutant: Mutant, lack: Lack) -> None:
        """Keep a case for want of which a mutant survives."""
        if lack not in self.lacking:
            self.lacking += (lack,)
            self._found = Beside([(each.facts, each.readings) for each in self.lacking])
        place = self.lacking.index(lack)
        more = tuple(dict.fromkeys([*lack.changed, *self._known(mutant)[place]]))
        noted = replace(lack, changed=more, survivors=(*lack.survivors, mutant.edit))
        self.lacking = (*self.lacking[:place], noted, *self.lacking[place + 1 :])

    def _known(self, mutant: Mutant) -> Mapping[int, list[Observation]]:
        """Return the cases kept in which a mutant differs, by place, and in what."""
        found: dict[int, list[Observation]] = {}
        ours, others = observed(self.rules, self._found), observed(mutant.rules, self._found)
        for observation, cases in differing(ours, others, self._found):
            for place in range(len(self.lacking)):
                if cases >> place & 1:
                    found.setdefault(place, []).append(observation)
        return dict(sorted(found.items()))

    def _differing(self, mutant: Mutant) -> Cases | None:
        """Return the cases in which a mutant differs most tellingly; None if in no case."""
        world = self._everything = self._everything or Everything(self.rules)
        self._meaning = self._meaning or observed(self.rules, world)
        said = {name: cases for name, cases in self._meaning.items() if name[0] not in CITATIONS}
        other = observed(mutant.rules, world, citations=False)
        for kinds in _TELLING:
            ours, theirs = _of(kinds, said), _of(kinds, other)
            if ours != theirs:
                return _union(differing(ours, theirs, world), world)
        if said == other:
            said, other = dict(self._meaning), observed(mutant.rules, world)
        return None if said == other else _union(differing(said, other, world), world)


def _of(kinds: tuple[str, ...], said: Mapping[Observation, Cases]) -> Mapping[Observation, Cases]:
    return {name: cases for name, cases in said.items() if name[0] in kinds}


def _union(found: Iterable[tuple[Observation, Cases]], world: Everything) -> Cases:
    union = world.none
    for _, cases in found:
        union |= cases
    return union
