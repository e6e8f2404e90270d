"""Next questions: which fact to establish first, worked out on the decision diagram."""

from __future__ import annotations

from tolerance_rules.engine import Engine
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.what_if.answers.questions import Answer, Question, Questions
from tolerance_rules.what_if.case import Case, decided
from tolerance_rules.what_if.screening import screening


def next_questions(engine: Engine, case: Case) -> Questions:
    """Return the facts of `Decision.open_facts`, in order, with what each answer would leave."""
    decision = decided(engine, case)
    if decision.settled:
        return Questions(decision, None, ())
    known = decision.completed.known
    rest = engine.diagram.restricted(known)
    found = []
    for name in decision.open_facts:
        place, spec, answers = rest.order.index(name), engine.rules.vocabulary[name], []
        for value in spec.possible(known[name]):
            left = rest.outcomes({place: (spec.values.index(value),)})
            reachable = tuple(outcome for outcome in Outcome if outcome.value in left)
            answers.append(Answer(value, reachable))
        counts = [len(each.reachable) for each in answers if each.reachable]
        narrows = any(count < len(decision.reachable) for count in counts)
        found.append(Question(name, tuple(answers), sum(counts) / len(counts), narrows))
    return Questions(decision, screening(engine, decision), tuple(found))
