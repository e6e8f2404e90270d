"""Questions: what to establish next, and what each answer would leave reachable."""

from __future__ import annotations

from dataclasses import dataclass

from tolerance_rules.decision import Decision
from tolerance_rules.language import Lang
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.vocabulary.fact_spec import Value
from tolerance_rules.what_if.answers.phrases import AnswerPhrases
from tolerance_rules.what_if.answers.renderable import Renderable


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, and exactly the outcomes it leaves reachable; none if it cannot be."""

    value: Value
    reachable: tuple[Outcome, ...]

    @property
    def settles(self) -> bool:
        """Tell whether the answer leaves one outcome."""
        return len(self.reachable) == 1


@dataclass(frozen=True, slots=True)
class Question:
    """A fact not established, its possible answers, and how many outcomes they leave on average."""

    fact: str
    answers: tuple[Answer, ...]
    left: float


@dataclass(frozen=True)
class Questions(Renderable):
    """The facts not established that can still change the outcome, the most decisive first."""

    decision: Decision
    questions: tuple[Question, ...]

    def document(self, lang: Lang = "zh") -> Document:
        """Return the questions in words."""
        phrases = AnswerPhrases(lang, self.decision)
        found = tuple(_question(each, phrases) for each in self.questions)
        section = Section(phrases.say("questions", len(found)), found, numbered=True)
        if not found:
            nothing = Item(phrases.say("nothing_to_ask"))
            section = Section(phrases.say("questions_title"), (nothing,))
        return phrases.document(phrases.say("questions_title"), section)


def _question(question: Question, phrases: AnswerPhrases) -> Item:
    fact, asked = question.fact, phrases.question(question.fact)
    words = phrases.say("question", fact=phrases.fact(fact), question=asked)
    return Item(words, tuple(Item(_answer(fact, each, phrases)) for each in question.answers))


def _answer(fact: str, answer: Answer, phrases: AnswerPhrases) -> str:
    value, left = phrases.value(fact, answer.value), phrases.outcomes(answer.reachable)
    if not answer.reachable:
        return phrases.say("answer_impossible", value=value)
    if answer.settles:
        return phrases.say("answer_settles", value=value, outcome=left)
    return phrases.say("answer_leaves", value=value, outcomes=left)
