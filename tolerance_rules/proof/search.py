"""Search: whether a mutant means the same as the rules in every case, or in which it does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tolerance_rules.proof.mutants import Edit, Mutant
from tolerance_rules.proof.observations import Cases, Observation, differing, observed
from tolerance_rules.proof.worlds import Beside, Everything
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict import Facts


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


class Search:
    """Looks among every case there is; the cases found so far are looked at first."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self.lacking: tuple[Lack, ...] = ()
        self._everything: Everything | None = None
        self._meaning: Mapping[Observation, Cases] = {}
        self._found = Beside([])

    def equivalent(self, mutant: Mutant) -> bool:
        """Tell whether in no case anything observed differs: a proof, not a sample."""
        if self._known(mutant):
            return False
        return not any(self._differences(mutant))

    def note(self, mutant: Mutant) -> None:
        """Keep the smallest case in which a mutant differs, if it does in none kept already."""
        known = self._known(mutant)
        if not known:
            self._find(mutant)
            known = self._known(mutant)
        place, changed = next(iter(known.items()))
        lack = self.lacking[place]
        more = tuple(dict.fromkeys([*lack.changed, *changed]))
        lack = replace(lack, changed=more, survivors=(*lack.survivors, mutant.edit))
        self.lacking = (*self.lacking[:place], lack, *self.lacking[place + 1 :])

    def _known(self, mutant: Mutant) -> Mapping[int, list[Observation]]:
        """Return the cases kept in which a mutant differs, by place, and in what."""
        found: dict[int, list[Observation]] = {}
        ours, others = observed(self.rules, self._found), observed(mutant.rules, self._found)
        for observation, cases in differing(ours, others, self._found):
            for place in range(len(self.lacking)):
                if cases >> place & 1:
                    found.setdefault(place, []).append(observation)
        return dict(sorted(found.items()))

    def _differences(self, mutant: Mutant) -> Mapping[Observation, Cases]:
        world = self._everything = self._everything or Everything(self.rules)
        self._meaning = self._meaning or observed(self.rules, world)
        return dict(differing(self._meaning, observed(mutant.rules, world), world))

    def _find(self, mutant: Mutant) -> None:
        changed = self._differences(mutant)
        world = self._everything
        assert world is not None
        # A case that comes to another outcome tells most; one that another clause holds in, more
        # than one that is decided alike and only explained otherwise.
        for kinds in (("refused", "outcome"), ("status",), {name[0] for name in changed}):
            union = world.none
            for observation, cases in changed.items():
                if observation[0] in kinds:
                    union |= cases
            if union != world.none:
                break
        facts, readings = world.smallest(union)
        self.lacking += (Lack(facts, readings, (), ()),)
        self._found = Beside([(lack.facts, lack.readings) for lack in self.lacking])
