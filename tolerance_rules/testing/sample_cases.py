"""Sample cases: complete cases of a chosen outcome, and decisions, for the tests of a program.

    from tolerance_rules.testing import settled_case, stub_decision

A program that keeps or shows decisions is tested without knowing which facts lead to which outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine, default_engine
from tolerance_rules.errors import CaseError, Fault, UnknownNameError
from tolerance_rules.facts import CaseModel
from tolerance_rules.formats.case_file import CaseFile, from_document
from tolerance_rules.language import Pair
from tolerance_rules.verdict.outcome import Outcome

FEWER: Pair = ("请少给几项事实，或者换一种结论", "give fewer facts, or another outcome")


def settled_case(
    outcome: Outcome | str | None = None,
    *,
    facts: CaseModel | Mapping[str, Any] | None = None,
    engine: Engine | None = None,
) -> CaseModel:
    """Return a case of which every fact is established, and so its outcome is settled.

    Of the cases with that outcome it is one of those nearest to what is presumed; `facts` are kept
    as given. Without an outcome, every other fact is as presumed. UnknownNameError if the
    regulation has no such outcome, CaseError if no case with those facts has it.
    """
    engine = engine or default_engine()
    given = engine.facts(facts or {})
    before = engine.evaluate(given)
    if outcome is None:
        return engine.facts(before.completed.total)
    code, known = str(outcome), dict(before.completed.known)
    if code not in engine.rules.labels:
        raise UnknownNameError("结论", code, engine.rules.labels)
    diagram = engine.diagram.restricted(known)
    vocabulary = engine.rules.vocabulary
    prices = [
        [0.0 if value == vocabulary[name].presume(known[name]) else 1.0 for value in values]
        for name, values in diagram.domains.items()
    ]
    ends = [place for place, name in enumerate(diagram.terminals) if name == code]
    found = diagram.cheapest(prices, ends)
    if found is None:
        message = (
            f"具备所给事实的案件，没有一件的结论是 {engine.rules.label(code)}",
            f"No case with these facts has the outcome {engine.rules.label(code, 'en')}",
        )
        raise CaseError([Fault.of("C036", message, FEWER)])
    for place, index in found[1].items():
        name = diagram.order[place]
        known[name] = diagram.domains[name][index]
    return engine.facts(engine.evaluate(known).completed.total)


def stub_decision(
    outcome: Outcome | str | None = None,
    *,
    settled: bool = True,
    facts: CaseModel | Mapping[str, Any] | None = None,
    case: Mapping[str, Any] | None = None,
    engine: Engine | None = None,
) -> Decision:
    """Return a decision with that outcome: a real one, of a case made by `settled_case`.

    If it shall not be `settled`, some of the facts that are not in `facts` are left unknown, by
    which the outcome as presumed stays the same. `case` says what a case file says besides the
    facts: id, title, authority, dates.
    """
    engine = engine or default_engine()
    made = settled_case(outcome, facts=facts, engine=engine)
    info = from_document({"case": dict(case or {}), "facts": {}}, engine.rules.model).info
    decision = engine.evaluate(CaseFile(made, info))
    if settled:
        return decision
    kept = {name for name, known in engine.facts(facts or {}).flat.items() if known is not None}
    for name in (n for n, spec in made.vocabulary.items() if n not in kept and not spec.finding):
        found = engine.evaluate(CaseFile(made.with_facts({name: None}), info))
        if not found.settled and found.outcome is decision.outcome:
            return found
    label, label_en = decision.label(decision.outcome), decision.label(decision.outcome, "en")
    message = (
        f"结论是 {label} 的这个案件，不查明哪一项都已经确定",
        f"This case with the outcome {label_en} is settled whichever fact is unknown",
    )
    raise CaseError([Fault.of("C036", message, FEWER)])
