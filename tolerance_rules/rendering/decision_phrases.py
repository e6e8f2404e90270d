"""Decision phrases: how one decision names its outcomes, its clauses and its facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tolerance_rules.language import Lang, say
from tolerance_rules.rendering.explanation_words import WORDS, clause_name, series
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.decision_data import DecisionData
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known


@dataclass(frozen=True)
class Phrases:
    """The words for what a decision holds, in one language; `rules` are those that decided."""

    decision: DecisionData
    lang: Lang
    rules: Ruleset | None = None

    def say(self, key: str, *values: object, **named: object) -> str:
        """Return the words of a key, with values put in."""
        return say(self.lang, WORDS[key], *values, **named)

    def series(self, parts: Iterable[str], word: str = "and") -> str:
        """Return the parts as one enumeration."""
        return series(self.lang, parts, word)

    def outcomes(self, outcomes: Iterable[Outcome]) -> str:
        """Return the names that the regulation has for outcomes."""
        return self.series(self.decision.label(each, self.lang) for each in outcomes)

    def clause(self, clause: str, citation: str = "") -> str:
        """Return how a clause is cited."""
        return clause_name(self.lang, clause, citation)

    def spec(self, fact: str) -> FactSpec:
        """Return a fact of the vocabulary that the decision was made in."""
        return self.decision.plain_facts.vocabulary[fact]

    def known(self, fact: str) -> Known:
        """Return what is known of a fact, implied findings counted in."""
        return self.decision.completed.known[fact]

    def partly_known(self, fact: str) -> bool:
        """Tell whether some values of a fact are excluded and more than one is possible."""
        return isinstance(self.known(fact), tuple)

    def stated(self, fact: str) -> str:
        """Return a fact with what is known of it."""
        return self.valued(fact, self.known(fact))

    def taken(self, fact: str) -> str:
        """Return a fact with the value it is taken to have, and what is known if that is less."""
        valued = self.valued(fact, self.decision.completed.total[fact])
        if not self.partly_known(fact):
            return valued
        return self.say("known_to_be", fact=valued, among=self.value(fact, self.known(fact)))

    def valued(self, fact: str, known: Known) -> str:
        """Return a fact with a value, or with several that are possible."""
        label = self.spec(fact).name_of(self.lang)
        return self.say("is", label=label, value=self.value(fact, known))

    def value(self, fact: str, known: Known) -> str:
        """Return a value in words; of several that are possible, each in quotation marks."""
        spec = self.spec(fact)
        if not isinstance(known, tuple):
            return spec.label_of(known, self.lang)
        quoted = (self.say("quoted", spec.label_of(value, self.lang)) for value in known)
        return self.series(quoted, "or")
