"""Reasons: the facts on which an outcome rests, how robust it is, and how both read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tolerance_rules.decision import Decision
from tolerance_rules.language import Lang
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Origin
from tolerance_rules.vocabulary.fact_spec import Known
from tolerance_rules.what_if.answers.changes import FactChange
from tolerance_rules.what_if.answers.phrases import AnswerPhrases
from tolerance_rules.what_if.answers.renderable import Renderable


@dataclass(frozen=True, slots=True)
class ReasonFact:
    """A fact on which an outcome rests: what is known of it, or what is only presumed."""

    fact: str
    value: Known
    origin: Origin


@dataclass(frozen=True)
class SufficientReason(Renderable):
    """A smallest set of a case's facts that forces its outcome, whatever the others are.

    Where the case is settled, no smaller set of established facts does. Where it is not,
    established facts alone do not force it: the grounds then hold as few presumptions as
    possible, and then as few facts.
    """

    decision: Decision
    outcome: Outcome
    grounds: tuple[ReasonFact, ...]
    presumptions: int

    def document(self, lang: Lang = "zh") -> Document:
        """Return the reason in words."""
        phrases = AnswerPhrases(lang, self.decision)
        return phrases.document(phrases.say("reason_title"), _reason(self, phrases))


@dataclass(frozen=True)
class Robustness(Renderable):
    """How many established facts would have to be wrong before the outcome changes.

    `distance` is their number: 0 if the case is not settled, None if no case has another outcome.
    As a witness, a nearest case of another outcome: `wrong` are its facts that are not as
    established, `found` those not
    established that would have to turn out otherwise than presumed.
    """

    decision: Decision
    outcome: Outcome
    distance: int | None
    becomes: Outcome | None
    wrong: tuple[FactChange, ...]
    found: tuple[FactChange, ...]

    def document(self, lang: Lang = "zh") -> Document:
        """Return the robustness in words."""
        phrases = AnswerPhrases(lang, self.decision)
        return phrases.document(phrases.say("robustness_title"), _robustness(self, phrases))


def reason_and_robustness(
    reason: SufficientReason, robustness: Robustness, lang: Lang = "zh"
) -> Document:
    """Return a sufficient reason and the robustness of the same case as one document."""
    phrases = AnswerPhrases(lang, reason.decision)
    title = phrases.say("reason_and_robustness_title")
    return phrases.document(title, _reason(reason, phrases), _robustness(robustness, phrases))


def _reason(reason: SufficientReason, phrases: AnswerPhrases) -> Section:
    count = len(reason.grounds)
    lead = phrases.say("forced", count, phrases.outcome(reason.outcome))
    if reason.presumptions:
        lead = phrases.say("rests", count, reason.presumptions)
    grounds = tuple(Item(_ground(each, phrases)) for each in reason.grounds)
    return Section(phrases.say("reason_title"), grounds, lead)


def _ground(ground: ReasonFact, phrases: AnswerPhrases) -> str:
    value = phrases.value(ground.fact, ground.value)
    if ground.origin == "presumed":
        value = phrases.known(ground.fact, phrases.decision.facts.flat[ground.fact])
    return phrases.say("is", fact=phrases.fact(ground.fact), value=value)


def _robustness(robustness: Robustness, phrases: AnswerPhrases) -> Section:
    return Section(phrases.say("robustness_title"), tuple(_nearest(robustness, phrases)))


def _nearest(robustness: Robustness, phrases: AnswerPhrases) -> Iterator[Item]:
    if robustness.becomes is None:
        yield Item(phrases.say("always"))
        return
    changes = [Item(phrases.change(each)) for each in (*robustness.wrong, *robustness.found)]
    changes.append(Item(phrases.say("becomes", phrases.outcome(robustness.becomes))))
    words = phrases.say("not_settled")
    if robustness.distance:
        words = phrases.say("wrong_facts", robustness.distance)
    yield Item(words, tuple(changes))
