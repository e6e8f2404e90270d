"""Sensitivity: each fact alone, and what every other value of it would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.errors import InconsistentFactsError
from tolerance_rules.facts import vocabulary
from tolerance_rules.language import Lang
from tolerance_rules.rendering.document import Document
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Facts
from tolerance_rules.vocabulary.fact_spec import Value
from tolerance_rules.what_if.answers.renderable import Plain
from tolerance_rules.what_if.case import Case, decided
from tolerance_rules.what_if.changes import Change, change
from tolerance_rules.what_if.diagram_evaluator import Lookout


@dataclass(frozen=True, slots=True)
class Conflict:
    """Facts of an impossible combination, and why they cannot all be."""

    combination: str
    facts: tuple[str, ...]
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Variation:
    """The case with one fact changed: how it would stand, or what it would contradict."""

    change: Change
    outcome: Outcome | None
    settled: bool
    reachable: tuple[Outcome, ...]
    conflicts: tuple[Conflict, ...] = ()

    @property
    def possible(self) -> bool:
        """Tell whether the other facts allow the value."""
        return self.outcome is not None


@dataclass(frozen=True, slots=True)
class FactSensitivity:
    """A fact, and the variations of the case in it alone.

    `turns` says that one of them changes the outcome; `matters`, that one changes the outcome or
    what is reachable.
    """

    fact: str
    value: Value | None
    presumed: bool
    turns: bool
    matters: bool
    variations: tuple[Variation, ...]


@dataclass(frozen=True)
class Sensitivity(Plain):
    """What each fact alone would do, in the order of the vocabulary."""

    decision: Decision
    facts: tuple[FactSensitivity, ...]

    @property
    def turning(self) -> tuple[FactSensitivity, ...]:
        """Return the facts that alone change the outcome."""
        return tuple(each for each in self.facts if each.turns)

    def document(self, lang: Lang = "zh") -> Document:
        """Return the sensitivity in words."""
        from tolerance_rules.what_if.told_sensitivity import told

        return told(self, lang)


def sensitivity(engine: Engine, case: Case) -> Sensitivity:
    """Return what every other value of each fact, unknown included, would do alone."""
    decision = decided(engine, case)
    lookout, facts = Lookout(engine), decision.facts.flat
    presumed = set(decision.presumed)
    found = []
    for name, value in facts.items():
        variations = tuple(_variations(lookout, facts, name))
        possible = [each for each in variations if each.possible]
        turns = any(each.outcome is not decision.outcome for each in possible)
        matters = turns or any(each.reachable != decision.reachable for each in possible)
        found.append(FactSensitivity(name, value, name in presumed, turns, matters, variations))
    return Sensitivity(decision, tuple(found))


def _variations(lookout: Lookout, facts: Facts, name: str) -> Iterator[Variation]:
    for value in (*vocabulary()[name].values, None):
        if value == facts[name]:
            continue
        changed, other = {**facts, name: value}, change(name, facts[name], value)
        try:
            outlook = lookout.at(lookout.known(changed))
        except InconsistentFactsError as error:
            conflicts = tuple(
                Conflict(each.id, tuple(f.name for f in each.literals), each.reason, each.reason_en)
                for each in lookout.clashes(changed, error.facts)
            )
            yield Variation(other, None, False, (), conflicts)
        else:
            yield Variation(other, outlook.outcome, outlook.settled, outlook.reachable)
