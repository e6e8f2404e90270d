"""JavaScript answers: what the evaluator in JavaScript answers investigators, beside Python's.

From the folder `tests`, `python -m support.javascript_answers 500` compares every answer about that
many random cases.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from support.javascript_words import (
    JavaScriptError,
    WordsProcess,
    drawn_engine,
    drawn_facts,
    first_difference,
    strict_policy,
)
from support.rulesets import SHIPPED
from tolerance_rules import Decision, Engine, InconsistentFactsError, Outcome
from tolerance_rules.language import Lang
from tolerance_rules.portable.rule_data import policy_data
from tolerance_rules.rendering.document import to_text
from tolerance_rules.rules import Ruleset
from tolerance_rules.what_if import (
    Scenario,
    compare,
    next_questions,
    paths_to,
    robustness,
    sensitivity,
    sufficient_reason,
)
from tolerance_rules.what_if.answers.reasons import reason_and_robustness


class Both:
    """A sufficient reason and the robustness of one case, which are told together."""

    def __init__(self, engine: Engine, decision: Decision, among: list[str] | None) -> None:
        self.reason = sufficient_reason(engine, decision, among=among)
        self.robustness = robustness(engine, decision, among=among)

    def to_dict(self) -> dict[str, Any]:
        return {"reason": self.reason.to_dict(), "robustness": self.robustness.to_dict()}

    def explain(self, lang: Lang) -> str:
        return to_text(reason_and_robustness(self.reason, self.robustness, lang))


Asked = tuple[str, dict[str, Any], Callable[[], Any]]
"""What is asked, with what options, and what Python answers."""


def asked(
    engine: Engine, decision: Decision, rng: random.Random, *, varied: bool = True
) -> Iterator[Asked]:
    """Yield each question that may be asked about a case."""
    vocabulary = engine.rules.vocabulary
    names = [*vocabulary, *vocabulary.groups]
    yield "sensitivity", {}, lambda: sensitivity(engine, decision)
    yield "questions", {}, lambda: next_questions(engine, decision)
    among = rng.sample(names, rng.randint(1, 12)) if rng.random() < 0.4 else None
    options = {"among": among}
    yield "reason", options, lambda: sufficient_reason(engine, decision, among=among)
    yield "robustness", options, lambda: robustness(engine, decision, among=among)
    yield "reasons", options, lambda: Both(engine, decision, among)
    to = rng.choice([Outcome(code) for code in engine.rules.labels])
    only = rng.choice((None, "doable", ["doable", "establishable"], "establishable", None))
    limit = rng.choice((100, 100, 5, 400))
    options = {"to": to.value, "only": only, "among": among, "limit": limit}
    yield (
        "paths",
        options,
        lambda: paths_to(engine, decision, to, only=only, among=among, limit=limit),
    )
    scenarios = [drawn_scenario(engine.rules, rng, varied=varied) for _ in range(2)]
    given = [
        {
            "name": each.name,
            "facts": dict(each.changes),
            "readings": dict(each.readings or {}),
            "policy": policy_data(each.policy) if each.policy else None,
        }
        for each in scenarios
    ]
    yield "compare", {"scenarios": given}, lambda: compare(engine, decision, scenarios)


def drawn_scenario(rules: Ruleset, rng: random.Random, *, varied: bool) -> Scenario:
    """Return random changes of facts, and if `varied` of readings and policy."""
    other = drawn_facts(rules, rng)
    changes = {name: other[name] for name in rng.sample(list(other), rng.randint(0, 5))}
    readings = {
        card.id: rng.choice(card.names)
        for card in rules.readings.values()
        if varied and rng.random() < rng.choice((0, 0.2))
    }
    strict = varied and rules.id == SHIPPED.id and rng.random() < 0.3
    policy = strict_policy() if strict else None
    return Scenario(rng.choice(("", "假设甲")), changes, readings, policy)


def differences(
    javascript: WordsProcess, seed: int, count: int, seen: Counter[str], *, varied: bool = True
) -> Iterator[str]:
    """Yield where answers about so many random cases differ; `seen` counts the questions."""
    rng = random.Random(seed)
    while count:
        engine = drawn_engine(rng, varied=varied)
        facts = engine.facts(drawn_facts(engine.rules, rng))
        try:
            decision = engine.evaluate(facts)
        except InconsistentFactsError:
            continue
        count -= 1
        javascript.open(engine)
        document = facts.model_dump(mode="json")
        for what, options, answer in asked(engine, decision, rng, varied=varied):
            seen[what] += 1
            given = options["scenarios"] if what == "compare" else options
            found = said(partial(javascript.ask, what, facts=document, options=given))
            expected = said(partial(_told, answer))
            if found != expected:
                yield f"{what} {options} of {document}: {_first(found, expected, what)}"


def said(ask: Callable[[], Any]) -> Any:
    """Return an answer without the decisions in it, or the facts that clash."""
    try:
        return without_decisions(ask())
    except InconsistentFactsError as error:
        return {"clash": list(error.facts)}
    except JavaScriptError as error:
        name, facts, text = error.args
        return {"clash": facts} if name == "FactsError" else {"error": text}


def without_decisions(answer: Any) -> Any:
    """Return an answer with of each decision in it no more than the outcome.

    The decisions themselves are compared elsewhere.
    """
    if isinstance(answer, list):
        return [without_decisions(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    if "citations" in answer:
        return {key: answer[key] for key in ("outcome", "settled", "reachable", "permitted")}
    return {key: without_decisions(each) for key, each in answer.items() if key != "decision"}


def _told(answer: Callable[[], Any]) -> Any:
    found = answer()
    return {"answer": found.to_dict(), "words": [found.explain("zh"), found.explain("en")]}


def _first(found: Any, expected: Any, where: str) -> str:
    """Return where two answers first differ."""
    if isinstance(found, dict) and isinstance(expected, dict) and found.keys() == expected.keys():
        for key in expected:
            if found[key] != expected[key]:
                return _first(found[key], expected[key], f"{where}.{key}")
    if isinstance(found, list) and isinstance(expected, list):
        for place, (one, other) in enumerate(zip(found, expected, strict=False)):
            if one != other:
                return _first(one, other, f"{where}[{place}]")
    if isinstance(found, str) and isinstance(expected, str):
        return first_difference(found, expected)
    return f"{where}: {found!r:.600} for {expected!r:.600}"


def main() -> int:
    count, seen, wrong = int(sys.argv[1]), Counter[str](), 0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with WordsProcess() as javascript:
        for difference in differences(javascript, seed, count, seen):
            wrong += 1
            print(difference, flush=True)
            if wrong >= 10:
                break
    print(f"{count} cases of seed {seed}: {wrong} answers differ; compared {dict(seen)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
