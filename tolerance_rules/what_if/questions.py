"""Questions: what to establish next, and what each answer would leave reachable."""

from __future__ import annotations

from dataclasses import dataclass

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.facts import vocabulary
from tolerance_rules.language import Lang
from tolerance_rules.rendering.document import Document
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.vocabulary.fact_spec import Value
from tolerance_rules.what_if.answers.renderable import Plain
from tolerance_rules.what_if.case import Case, decided
from tolerance_rules.what_if.diagram_evaluator import Lookout


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
    """An unknown fact, its possible answers, and how many outcomes they leave on average."""

    fact: str
    answers: tuple[Answer, ...]
    left: float


@dataclass(frozen=True)
class Questions(Plain):
    """The unknown facts that can still change the outcome, the most decisive first."""

    decision: Decision
    questions: tuple[Question, ...]

    def document(self, lang: Lang = "zh") -> Document:
        """Return the questions in words."""
        from tolerance_rules.what_if.told_questions import told

        return told(self, lang)


def next_questions(engine: Engine, case: Case) -> Questions:
    """Return the unknown facts in the order of `Decision.open_facts`, with each answer's effect."""
    decision = decided(engine, case)
    if decision.settled:
        return Questions(decision, ())
    lookout = Lookout(engine)
    rest = lookout.diagram.restricted(lookout.known(decision.facts.flat))
    found = []
    for name in decision.open_facts:
        place, answers = rest.order.index(name), []
        for index, value in enumerate(vocabulary()[name].values):
            left = rest.outcomes({place: index})
            reachable = tuple(outcome for outcome in Outcome if outcome.value in left)
            answers.append(Answer(value, reachable))
        counts = [len(each.reachable) for each in answers if each.reachable]
        found.append(Question(name, tuple(answers), sum(counts) / len(counts)))
    return Questions(decision, tuple(found))
