"""Sensitivity: what every other value of each fact alone would do, and how it reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tolerance_rules.decision import Decision
from tolerance_rules.language import Lang
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.vocabulary.fact_spec import Known
from tolerance_rules.what_if.answers.changes import FactChange
from tolerance_rules.what_if.answers.phrases import AnswerPhrases, as_settled
from tolerance_rules.what_if.answers.renderable import Renderable


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts of an impossible combination, and why they cannot all be."""

    combination: str
    facts: tuple[str, ...]
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Variation:
    """The case with one fact changed: how it would stand, or what it would contradict."""

    change: FactChange
    outcome: Outcome | None
    settled: bool
    reachable: tuple[Outcome, ...]
    conflicts: tuple[Contradiction, ...] = ()

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
    value: Known
    presumed: bool
    turns: bool
    matters: bool
    variations: tuple[Variation, ...]


@dataclass(frozen=True)
class Sensitivity(Renderable):
    """What each fact alone would do, in the order of the vocabulary."""

    decision: Decision
    facts: tuple[FactSensitivity, ...]

    @property
    def turning(self) -> tuple[FactSensitivity, ...]:
        """Return the facts that alone change the outcome."""
        return tuple(each for each in self.facts if each.turns)

    def document(self, lang: Lang = "zh") -> Document:
        """Return the sensitivity in words: what changes the outcome first."""
        phrases = AnswerPhrases(lang, self.decision)
        return phrases.document(phrases.say("sensitivity_title"), *_sections(self, phrases))


def _sections(sensitivity: Sensitivity, phrases: AnswerPhrases) -> Iterator[Section]:
    """Yield the facts that turn the outcome, those that only unsettle it, and the others."""
    unsettling = [each for each in sensitivity.facts if each.matters and not each.turns]
    # A fact of which some value cannot be is told of once, among what cannot be.
    without_effect = [f for f in sensitivity.facts if not f.matters and not _clashes(f)]
    for key, facts in (("turning", sensitivity.turning), ("unsettling", unsettling)):
        items = tuple(_fact(each, phrases) for each in facts)
        if items:
            yield Section(phrases.standing_words(key, len(facts)), items)
    impossible = tuple(_impossible(each, phrases) for each in sensitivity.facts if _clashes(each))
    if impossible:
        yield Section(phrases.say("impossible"), impossible)
    if without_effect:
        names = phrases.series((phrases.label(each.fact) for each in without_effect), "then")
        yield Section(phrases.say("without_effect", len(without_effect)), (Item(names),))


def _now(found: FactSensitivity, phrases: AnswerPhrases) -> str:
    value = phrases.known(found.fact, found.value)
    return phrases.say("fact_now", fact=phrases.fact(found.fact), value=value)


def _fact(found: FactSensitivity, phrases: AnswerPhrases) -> Item:
    decision, same, items = phrases.decision, [], []
    unknown_too = False
    for each in found.variations:
        if not each.possible:
            continue
        if (each.outcome, each.reachable) != (decision.outcome, decision.reachable):
            items.append(_would(each, phrases))
        elif each.change.after is None:
            unknown_too = True
        else:
            same.append(phrases.value(found.fact, each.change.after))
    if same:
        items.append(phrases.say("same", phrases.series(same, "then")))
    if unknown_too:
        items.append(phrases.say("same_unknown"))
    return Item(_now(found, phrases), tuple(map(Item, items)))


def _would(variation: Variation, phrases: AnswerPhrases) -> str:
    assert variation.outcome is not None
    after, decision = variation.change.after, phrases.decision
    outcome = phrases.standing(variation.outcome, variation.reachable, settled=variation.settled)
    if after is None and decision.settled and variation.outcome is decision.outcome:
        return phrases.say("unsettles", phrases.outcomes(variation.reachable))
    key = as_settled("if_unknown" if after is None else "if_value", settled=variation.settled)
    return phrases.say(key, value=phrases.value(variation.change.fact, after), outcome=outcome)


def _clashes(found: FactSensitivity) -> bool:
    return not all(each.possible for each in found.variations)


def _impossible(found: FactSensitivity, phrases: AnswerPhrases) -> Item:
    items = []
    for each in found.variations:
        value = phrases.value(found.fact, each.change.after)
        for conflict in each.conflicts:
            reason = phrases.pick((conflict.reason, conflict.reason_en))
            items.append(Item(phrases.say("because", value=value, reason=reason)))
    return Item(_now(found, phrases), tuple(items))
