"""Questions: what to establish next, and what each answer would leave reachable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tolerance_rules.decision import Decision
from tolerance_rules.language import Lang
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.rendering.explanation_words import ROLES, clause_name
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Role
from tolerance_rules.vocabulary.fact_spec import Known, Value
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
    """A fact not established, its possible answers, and how many outcomes they leave on average.

    `narrows` says that some answer leaves fewer outcomes than are reachable now.
    """

    fact: str
    answers: tuple[Answer, ...]
    left: float
    narrows: bool

    @property
    def decisiveness(self) -> tuple[float, int]:
        """Return how many outcomes the answers leave, on average and at most; less decides more."""
        return self.left, max(len(each.reachable) for each in self.answers)


@dataclass(frozen=True, slots=True)
class Circumstance:
    """Values of a fact, each of which makes a clause hold."""

    clause: str
    citation: str
    fact: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Screening:
    """One question for several facts: whether none of these circumstances is present.

    `none` is what the answer that none is says of each fact, `reachable` what it leaves, and
    `spared` are the facts of which nothing need be asked then.
    """

    circumstances: tuple[Circumstance, ...]
    none: Mapping[str, Known]
    reachable: tuple[Outcome, ...]
    spared: tuple[str, ...]


@dataclass(frozen=True)
class Questions(Renderable):
    """The facts not established that can still change the outcome, the most decisive first.

    `screening` is the one question for the bars among them, if there are several.
    """

    decision: Decision
    screening: Screening | None
    questions: tuple[Question, ...]

    def document(self, lang: Lang = "zh") -> Document:
        """Return the questions in words, without those that the screening spares.

        Those of which no answer narrows what is possible stand on one line; so do the answers to a
        question that leave the same.
        """
        phrases = AnswerPhrases(lang, self.decision)
        title = phrases.say("questions_title")
        if not self.questions:
            return phrases.document(title, remark=phrases.say("nothing_to_ask"))
        return phrases.document(title, *_sections(self, phrases))


def screening_words(found: Screening, phrases: AnswerPhrases) -> tuple[str, str, tuple[str, ...]]:
    """Return what a screening is called, its question, and the circumstances clause by clause."""
    role = phrases.pick(ROLES[Role.BAR])
    return (
        phrases.say("screening", role),
        phrases.say("screening_question", role),
        tuple(_circumstances(found.circumstances, phrases)),
    )


def _circumstances(found: Sequence[Circumstance], phrases: AnswerPhrases) -> Iterator[str]:
    for (clause, citation), each in groupby(found, key=lambda c: (c.clause, c.citation)):
        named = (phrases.circumstance(one.fact, one.values) for one in each)
        name = clause_name(phrases.lang, clause, citation)
        yield phrases.say("screening_item", clause=name, facts=phrases.series(named, "then"))


def _sections(found: Questions, phrases: AnswerPhrases) -> Iterator[Section]:
    spared = found.screening.spared if found.screening else ()
    listed = [each for each in found.questions if each.fact not in spared]
    asked = tuple(_question(each, phrases) for each in listed if each.narrows)
    folded = [phrases.label(each.fact) for each in listed if not each.narrows]
    if found.screening:
        yield _screening(found.screening, phrases)
    if asked:
        yield Section(phrases.say("questions", len(asked)), asked, numbered=True)
    if folded:
        line = Item(phrases.series(folded, "then"))
        yield Section(phrases.say("folded", len(folded)), (line,))


def _screening(found: Screening, phrases: AnswerPhrases) -> Section:
    heading, question, circumstances = screening_words(found, phrases)
    items = (
        Item(question, tuple(map(Item, circumstances))),
        Item(_leaves(phrases.say("screening_none"), found.reachable, phrases)),
        Item(phrases.say("screening_some")),
    )
    return Section(heading, items)


def _question(question: Question, phrases: AnswerPhrases) -> Item:
    fact, asked = question.fact, phrases.question(question.fact)
    words = phrases.say("question", fact=phrases.fact(fact), question=asked)
    answers: dict[tuple[Outcome, ...], list[str]] = {}
    for each in question.answers:
        answers.setdefault(each.reachable, []).append(phrases.value(fact, each.value))
    lines = (
        Item(_leaves(phrases.series(alike, "then"), reachable, phrases))
        for reachable, alike in answers.items()
    )
    return Item(words, tuple(lines))


def _leaves(answer: str, reachable: tuple[Outcome, ...], phrases: AnswerPhrases) -> str:
    """Return an answer, and what it leaves."""
    left = phrases.outcomes(reachable)
    if not reachable:
        return phrases.say("answer_impossible", value=answer)
    if reachable == phrases.decision.reachable:
        return phrases.say("answer_same", value=answer)
    if len(reachable) == 1:
        return phrases.say("answer_settles", value=answer, outcome=left)
    return phrases.say("answer_leaves", value=answer, outcomes=left)
