"""Told questions: what to establish next, in words."""

from __future__ import annotations

from tolerance_rules.facts import vocabulary
from tolerance_rules.language import Lang
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.what_if.answers.words import label, now, outcomes, say, titled
from tolerance_rules.what_if.questions import Answer, Question, Questions


def told(questions: Questions, lang: Lang) -> Document:
    """Return questions as a title and sections."""
    found = tuple(_question(each, lang) for each in questions.questions)
    asked = Section(say(lang, "questions", len(found)), found, numbered=True)
    if not found:
        asked = Section(say(lang, "questions_title"), (Item(say(lang, "nothing_to_ask")),))
    return Document(
        titled(lang, say(lang, "questions_title"), questions.decision),
        (now(lang, questions.decision), asked),
        chinese=lang == "zh",
    )


def _question(question: Question, lang: Lang) -> Item:
    spec = vocabulary()[question.fact]
    words = say(lang, "question", fact=label(lang, question.fact), question=spec.question)
    return Item(words, tuple(Item(answer_words(question.fact, a, lang)) for a in question.answers))


def answer_words(fact: str, answer: Answer, lang: Lang) -> str:
    """Return what an answer would leave, in words."""
    value = vocabulary()[fact].label_of(answer.value, lang)
    left = outcomes(lang, answer.reachable)
    if not answer.reachable:
        return say(lang, "answer_impossible", value=value)
    if answer.settles:
        return say(lang, "answer_settles", value=value, outcome=left)
    return say(lang, "answer_leaves", value=value, outcomes=left)
