"""Panel: one case as several members see it: on which facts they differ, and where that matters.

Of each fact, what is still possible to any of the members is taken together (the union of their
answers). The outcomes reachable then are exactly those that some choice among the answers gives,
fact by fact. The outcome turns on a difference if two such choices, alike but for that fact, differ
in outcome; every other difference can be set aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.errors import CaseError, Fault
from tolerance_rules.executors.diagram import Diagram, open_facts
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.vocabulary.fact_spec import Known
from tolerance_rules.what_if.answers.panel import Difference, Member, Panel
from tolerance_rules.what_if.answers.questions import Answer
from tolerance_rules.what_if.case import Case, decided
from tolerance_rules.what_if.diagram_evaluator import evaluator_of


def panel_of(engine: Engine, members: Mapping[str, Case]) -> Panel:
    """Return on which facts the members differ, given the case of each by name.

    CaseError if there are fewer than two; InconsistentFactsError if the facts of one clash.
    """
    if len(members) < 2:
        message = ("合议至少要有两名成员的案件", "A panel has at least two members")
        raise CaseError([Fault.of("C046", message, ("请再给一份", "give another case"))])
    decisions = {name: decided(engine, case) for name, case in members.items()}
    answers = [decision.completed.known for decision in decisions.values()]
    vocabulary, evaluator = engine.rules.vocabulary, evaluator_of(engine)
    union: dict[str, Known] = {
        fact: spec.known(value for known in answers for value in spec.possible(known[fact]))
        for fact, spec in vocabulary.items()
    }
    known = evaluator.known(union)
    found = evaluator.evaluate(known)
    rest = engine.diagram.restricted(known)
    turning = open_facts(rest, known, engine.rules) if not found.settled else ()
    differing = [fact for fact in vocabulary if len({known[fact] for known in answers}) > 1]

    def difference(fact: str) -> Difference:
        given = tuple(known[fact] for known in answers)
        possible = [set(vocabulary[fact].possible(each)) for each in given]
        contrary = any(one.isdisjoint(other) for one in possible for other in possible)
        left = tuple(_answers(engine, rest, fact, known)) if fact in turning else ()
        return Difference(fact, given, contrary, left)

    return Panel(
        decision=_first(decisions),
        members=tuple(
            Member(name, each.outcome, each.settled, each.reachable)
            for name, each in decisions.items()
        ),
        settled=found.settled,
        reachable=found.reachable,
        turning=tuple(difference(fact) for fact in turning if fact in differing),
        set_aside=tuple(difference(fact) for fact in differing if fact not in turning),
        open_facts=tuple(fact for fact in turning if fact not in differing),
        agreed=len(vocabulary) - len(differing),
    )


def _first(decisions: Mapping[str, Decision]) -> Decision:
    return next(iter(decisions.values()))


def _answers(
    engine: Engine, rest: Diagram, fact: str, known: Mapping[str, Known]
) -> Iterator[Answer]:
    """Yield what each answer of the members to a fact would leave, were it agreed upon."""
    spec, place = engine.rules.vocabulary[fact], rest.order.index(fact)
    for value in spec.possible(known[fact]):
        left = rest.outcomes({place: (spec.values.index(value),)})
        yield Answer(value, tuple(each for each in Outcome if each.value in left))
