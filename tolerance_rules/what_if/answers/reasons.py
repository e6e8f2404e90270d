"""Reasons: the facts on which an outcome rests, how robust it is, and how both read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tolerance_rules.decision import Decision
from tolerance_rules.language import Lang
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Origin
from tolerance_rules.vocabulary.fact_spec import Known
from tolerance_rules.what_if.answers.changes import FactChange
from tolerance_rules.what_if.answers.phrases import AnswerPhrases, as_settled
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

    With the grounds known and nothing else, the outcome is the only one reachable. Where the case
    is settled, no smaller set of established facts does. Where it is not, established facts alone
    do not force it: the grounds then hold as few presumptions as possible, then as few facts that
    were not asked about, and then as few facts.
    """

    decision: Decision
    outcome: Outcome
    grounds: tuple[ReasonFact, ...]
    presumptions: int
    outside: tuple[str, ...] = ()
    """The facts among the grounds that were not asked about, without which it is not forced."""

    def document(self, lang: Lang = "zh") -> Document:
        """Return the reason in words."""
        phrases = AnswerPhrases(lang, self.decision)
        title = phrases.standing_words("reason_title")
        if not self.grounds:
            return phrases.document(title, remark=phrases.say("always"))
        return phrases.document(title, _reason(self, phrases))


@dataclass(frozen=True)
class Robustness(Renderable):
    """How many established facts would have to be wrong before the outcome changes.

    `distance` is their number: 0 if the case is not settled, None if no case has another outcome.
    As a witness, a nearest case of another outcome, which is `becomes_settled` if nothing unknown
    can change it: `wrong` are its facts that are not as established, `found` those not established
    that would have to turn out otherwise than presumed.
    """

    decision: Decision
    outcome: Outcome
    distance: int | None
    becomes: Outcome | None
    becomes_settled: bool
    wrong: tuple[FactChange, ...]
    found: tuple[FactChange, ...]

    def document(self, lang: Lang = "zh") -> Document:
        """Return the robustness in words."""
        phrases = AnswerPhrases(lang, self.decision)
        title = phrases.standing_words("robustness_title")
        if self.becomes is None:
            return phrases.document(title, remark=phrases.say("always"))
        return phrases.document(title, _robustness(self, phrases))


def reason_data(reason: SufficientReason, robustness: Robustness) -> dict[str, Any]:
    """Return both as plain data; the decision and its outcome stand there once."""
    robust = robustness.to_dict()
    rest = {key: value for key, value in robust.items() if key not in ("decision", "outcome")}
    return {**reason.to_dict(), "robustness": rest}


def reason_and_robustness(
    reason: SufficientReason, robustness: Robustness, lang: Lang = "zh"
) -> Document:
    """Return a sufficient reason and the robustness of the same case as one document."""
    phrases = AnswerPhrases(lang, reason.decision)
    title = phrases.standing_words("reason_and_robustness_title")
    # Where no fact can change the outcome, there is no reason, and no case of another outcome.
    if robustness.becomes is None:
        return phrases.document(title, remark=phrases.say("always"))
    return phrases.document(title, _reason(reason, phrases), _robustness(robustness, phrases))


def _reason(reason: SufficientReason, phrases: AnswerPhrases) -> Section:
    count = len(reason.grounds)
    lead = phrases.say("forced", count, phrases.outcome(reason.outcome))
    if reason.presumptions:
        lead = phrases.say("rests", count, reason.presumptions)
    if reason.outside:
        facts = phrases.series(map(phrases.fact, reason.outside))
        lead = phrases.say("outside", lead=lead, facts=facts)
    grounds = tuple(Item(_ground(each, phrases)) for each in reason.grounds)
    return Section(phrases.standing_words("reason_title"), grounds, lead)


def _ground(ground: ReasonFact, phrases: AnswerPhrases) -> str:
    value = phrases.value(ground.fact, ground.value)
    if ground.origin == "presumed":
        value = phrases.known(ground.fact, phrases.decision.facts.flat[ground.fact])
    return phrases.say("is", fact=phrases.fact(ground.fact), value=value)


def _robustness(robustness: Robustness, phrases: AnswerPhrases) -> Section:
    assert robustness.becomes is not None
    changes = [Item(phrases.change(each)) for each in (*robustness.wrong, *robustness.found)]
    becomes = as_settled("becomes", settled=robustness.becomes_settled)
    changes.append(Item(phrases.say(becomes, phrases.outcome(robustness.becomes))))
    words = phrases.say("not_settled")
    if robustness.distance:
        words = phrases.say("wrong_facts", robustness.distance)
    nearest = Item(words, tuple(changes))
    return Section(phrases.standing_words("robustness_title"), (nearest,))
