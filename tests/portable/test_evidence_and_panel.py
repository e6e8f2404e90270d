"""Evidence and panel in JavaScript: the same as in Python, of random cases."""

from __future__ import annotations

import random
from typing import Any

import pytest

from support.case_process import case_answers
from support.random_facts import complete_facts, doubtful
from support.rulesets import for_every_ruleset
from tolerance_rules import Engine, InconsistentFactsError
from tolerance_rules.rules import Ruleset
from tolerance_rules.vocabulary.fact_spec import Known
from tolerance_rules.what_if import evidence_of, panel_of


def plain(facts: dict[str, Known]) -> dict[str, Any]:
    return {
        fact: list(known) if isinstance(known, tuple) else known for fact, known in facts.items()
    }


def evidence_request(engine: Engine, rng: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    vocabulary = engine.rules.vocabulary
    facts = doubtful(complete_facts(vocabulary, rng), vocabulary, rng, rng.choice((0, 0, 0, 0.1)))
    documents, most = rng.choice((5, 12, 40)), rng.choice((1, 2, 3))
    notes = {
        fact: "材料"
        + "".join(f"[{rng.randint(1, documents)}]" for _ in range(rng.randint(0, most)))
        for fact in vocabulary
        if rng.random() < 0.9
    }
    held = rng.choice((2000, 2000, 6))
    found = evidence_of(engine, {"facts": plain(facts), "evidence": notes}, held=held)
    asked = {"do": "evidence", "facts": plain(facts), "evidence": notes, "held": held}
    return asked, found.to_dict()


def panel_request(engine: Engine, rng: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    vocabulary = engine.rules.vocabulary
    base = complete_facts(vocabulary, rng)
    members = []
    for _ in range(rng.randint(2, 4)):
        changed = {fact: rng.choice(vocabulary[fact].values) for fact in rng.sample([*base], 5)}
        members.append(plain(doubtful({**base, **changed}, vocabulary, rng, rng.choice((0, 0.1)))))
    found = panel_of(engine, {str(place): each for place, each in enumerate(members)})
    return {"do": "panel", "members": members}, found.to_dict()


def agree(rules: Ruleset, count: int, seed: int) -> None:
    engine, rng = Engine(rules), random.Random(seed)
    asked, expected = [], []
    while len(asked) < count:
        try:
            request, answer = rng.choice((evidence_request, panel_request))(engine, rng)
        except InconsistentFactsError:
            continue
        asked.append(request)
        expected.append({**answer, "decision": None})
    for request, mine, found in zip(asked, expected, case_answers(rules, asked), strict=True):
        if "sizes" in mine:
            mine["sizes"] = {str(size): number for size, number in mine["sizes"].items()}
        assert found == mine, request


@for_every_ruleset
def test_evidence_and_panel_are_those_of_python(rules: Ruleset) -> None:
    agree(rules, 14, 1)


@pytest.mark.slow
@for_every_ruleset
def test_evidence_and_panel_of_many_cases(rules: Ruleset) -> None:
    agree(rules, 120, 2)
