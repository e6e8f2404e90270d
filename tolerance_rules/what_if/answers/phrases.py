"""Answer phrases: the facts, changes and outcomes of a case, as the answers about it write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tolerance_rules.decision import Decision
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rendering.decision_phrases import Phrases
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import CaseWarning
from tolerance_rules.vocabulary.fact_spec import Known, Mutability, Value
from tolerance_rules.what_if.answers.changes import FactChange
from tolerance_rules.what_if.answers.words import KIND_WORDS, WORDS


@dataclass(frozen=True)
class AnswerPhrases:
    """The words for what is answered about one case, decided, in one language."""

    lang: Lang
    decision: Decision

    def pick(self, pair: Pair) -> str:
        """Return the words of a pair in the language."""
        return pick(self.lang, pair)

    def say(self, key: str, *values: object, **named: object) -> str:
        """Return the words of a key, with values put in."""
        return say(self.lang, WORDS[key], *values, **named)

    def standing_words(self, key: str, *values: object, **named: object) -> str:
        """Return the words of a key as they are said of an outcome that is settled, or is not."""
        return self.say(as_settled(key, settled=self.decision.settled), *values, **named)

    @property
    def decided(self) -> Phrases:
        """Return the words for what the decision holds."""
        return Phrases(self.decision, self.lang)

    def label(self, fact: str) -> str:
        """Return the label of a fact."""
        return self.decided.spec(fact).name_of(self.lang)

    def fact(self, fact: str) -> str:
        """Return the label of a fact and its dotted name."""
        return self.say("fact", label=self.label(fact), name=fact)

    def question(self, fact: str) -> str:
        """Return the question that establishes a fact."""
        return self.decided.spec(fact).question_of(self.lang)

    def value(self, fact: str, known: Known) -> str:
        """Return the label of a value of a fact, or of those still possible."""
        return self.decided.value(fact, known)

    def known(self, fact: str, known: Known) -> str:
        """Return what is known of a fact; if not established, also what is implied or presumed."""
        spec = self.decided.spec(fact)
        if known is not None and not isinstance(known, tuple):
            return self.value(fact, known)
        origin, value = "presumed", spec.presume(known)
        if known == self.decision.facts.flat[fact]:
            completed = self.decision.completed
            origin, value = completed.origin(fact), completed.total[fact]
        if known is None:
            return self.say(origin, self.value(fact, value))
        left, taken = self.value(fact, known), self.value(fact, value)
        return self.say(f"partly_{origin}", left=left, value=taken)

    def circumstance(self, fact: str, values: tuple[Value, ...]) -> str:
        """Return that a fact has one of some values; of a fact that is simply so, its label."""
        if values == (True,):
            return self.label(fact)
        spec = self.decided.spec(fact)
        named = self.series(spec.label_of(value, self.lang) for value in values)
        return self.say("being", fact=self.label(fact), values=named)

    def change(self, change: FactChange) -> str:
        """Return a change."""
        return self.say(
            "change",
            fact=self.fact(change.fact),
            before=self.known(change.fact, change.before),
            after=self.known(change.fact, change.after),
        )

    def change_and_kind(self, change: FactChange) -> str:
        """Return a change, and what it takes."""
        return self.say("taking", change=self.change(change), kind=self.kind(change.kind))

    def kind(self, kind: Mutability) -> str:
        """Return what a change of a kind takes."""
        return self.pick(KIND_WORDS[kind])

    def series(self, parts: Iterable[str], word: str = "and") -> str:
        """Return the parts as one enumeration."""
        return self.decided.series(parts, word)

    def outcome(self, outcome: Outcome) -> str:
        """Return the label of an outcome."""
        return self.decision.label(outcome, self.lang)

    def outcomes(self, found: Iterable[Outcome]) -> str:
        """Return outcomes as one enumeration."""
        return self.decided.outcomes(found)

    def standing(self, outcome: Outcome, reachable: tuple[Outcome, ...], *, settled: bool) -> str:
        """Return an outcome, and whether it is settled."""
        if settled:
            return self.say("settled", self.outcome(outcome))
        named = {"outcome": self.outcome(outcome), "reachable": self.outcomes(reachable)}
        return self.say("unsettled", **named)

    def to_explain(self, warning: CaseWarning) -> Item:
        """Return a matter that needs an explanation."""
        return Item(self.say("to_explain", self.pick((warning.question, warning.question_en))))

    def document(self, title: str, *sections: Section, remark: str = "") -> Document:
        """Return a document: the title with the name of the case, how it stands, the sections.

        A `remark` is an answer that needs no section of its own.
        """
        about, now = self.decision.case, self.decision
        if name := about.title or about.id:
            title = self.say("named", title=title, name=name)
        words = self.standing(now.outcome, now.reachable, settled=now.settled)
        items = (Item(words, strong=True), *([Item(remark)] if remark else []))
        first = Section(self.standing_words("now"), items)
        return Document(title, (first, *sections), chinese=self.lang == "zh")


def as_settled(key: str, *, settled: bool) -> str:
    """Return the key of the words for what is settled, or for what is only presumed."""
    return key if settled else f"{key}_presumed"
