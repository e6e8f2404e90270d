"""Next questions: which unknown fact to establish first, worked out on the decision diagram."""

from __future__ import annotations

from tolerance_rules.engine import Engine
from tolerance_rules.facts import vocabulary
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.what_if.answers.questions import Answer, Question, Questions
from tolerance_rules.what_if.case import Case, decided
from tolerance_rules.what_if.diagram_evaluator import DiagramEvaluator


def next_questions(engine: Engine, case: Case) -> Questions:
    """Return the unknown facts in the order of `Decision.open_facts`, with each answer's effect."""
    decision = decided(engine, case)
    if decision.settled:
        return Questions(decision, ())
    evaluator = DiagramEvaluator(engine)
    rest = evaluator.diagram.restricted(evaluator.known(decision.facts.flat))
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
