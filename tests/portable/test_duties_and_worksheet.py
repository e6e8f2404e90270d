"""Duties and worksheet in JavaScript: the same as in Python, of random cases on random days."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from support.case_process import case_answers
from support.limits_in_words import LIMITS, NO_LIMITS
from support.random_facts import complete_facts, doubtful
from support.rulesets import SHIPPED, for_every_ruleset
from tolerance_rules import CaseError, Engine, InconsistentFactsError
from tolerance_rules.analysis.worksheet import assessments, worksheet
from tolerance_rules.errors import Fault
from tolerance_rules.formats.analysis_file import read_standard
from tolerance_rules.formats.case_file import from_document
from tolerance_rules.formats.forms_file import read_forms
from tolerance_rules.obligations.calendar import working_days
from tolerance_rules.obligations.obligations import obligations_of
from tolerance_rules.rendering.duties import Report
from tolerance_rules.rules import Ruleset

WORDS = ("favourable", "有利", "兼有", "Unfavourable", "不利", None, {"note": "说明"})


def random_request(rules: Ruleset, rng: random.Random) -> dict[str, Any]:
    """Return the facts of a case, what is recorded of it, and a day to look at."""
    start = date.fromisoformat(rules.in_force.start) + timedelta(rng.randint(31, 1500))
    facts = complete_facts(rules.vocabulary, rng)
    known = doubtful(facts, rules.vocabulary, rng, rng.choice((0, 0, 0.1, 0.5)))
    recorded = rng.sample(rules.obligations.recorded, min(len(rules.obligations.recorded), 8))
    handling = {
        rng.choice((each.id, *each.label)): start + timedelta(rng.randint(-30, 60))
        for each in recorded[: rng.randint(0, 8)]
    }
    contrasts = list(read_standard(rules).contrasts.values())
    analysis = [
        [rng.choice((each.id, each.favourable)), rng.choice(WORDS)]
        for each in rng.sample(contrasts, min(len(contrasts), rng.randint(0, 4)))
    ]
    return {
        "do": "follow",
        "facts": {n: list(k) if isinstance(k, tuple) else k for n, k in known.items()},
        "decided_on": rng.choice(("", start.isoformat())),
        "handling": [[name, day.isoformat()] for name, day in handling.items()],
        "analysis": analysis,
        "on": (start + timedelta(rng.randint(-10, 90))).isoformat(),
    }


def in_python(engine: Engine, asked: dict[str, Any]) -> dict[str, Any] | list[Fault]:
    """Return what Python says; the faults of what is recorded, if there are any."""
    rules, standard = engine.rules, read_standard(engine.rules)
    case = {"decided_on": asked["decided_on"] or None}
    try:
        given = from_document(
            {"case": case, "facts": asked["facts"], "handling": dict(asked["handling"])},
            rules.model,
        )
        decision = engine.evaluate(given)
    except InconsistentFactsError:
        raise
    except CaseError as error:
        return list(error.faults)
    days = working_days()
    report = Report(
        decision,
        rules,
        obligations_of(decision, rules, days),
        date.fromisoformat(asked["on"]),
        days.rests_on,
        read_forms(rules),
    )
    assessed = assessments(dict(asked["analysis"]), standard)
    lines = [line.to_dict() for line in worksheet(standard, decision, assessed)]
    return {"duties": report.data(), "worksheet": {"lines": lines, "faults": []}}


def agree(rules: Ruleset, count: int, seed: int) -> None:
    engine, rng = Engine(rules), random.Random(seed)
    asked, expected = [], []
    while len(asked) < count:
        each = random_request(rules, rng)
        try:
            expected.append(in_python(engine, each))
        except InconsistentFactsError:
            continue
        asked.append(each)
    for request, mine, found in zip(asked, expected, case_answers(rules, asked), strict=True):
        if isinstance(mine, dict):
            assert found == mine, request
        else:
            told = [(each["code"], each["subject"], each["zh"]) for each in found["faults"]]
            assert [(f.code, f.subject) for f in mine] == [each[:2] for each in told], request
            assert all(f.told().endswith(each[2]) for f, each in zip(mine, told, strict=True))


@for_every_ruleset
def test_duties_and_worksheet_are_those_of_python(rules: Ruleset) -> None:
    agree(rules, 25, 1)


@pytest.mark.slow
@for_every_ruleset
def test_duties_and_worksheet_of_many_cases(rules: Ruleset) -> None:
    agree(rules, 200, 2)


def test_the_words_that_set_a_limit_are_those_of_python() -> None:
    texts = [*LIMITS, *NO_LIMITS]
    (found,) = case_answers(SHIPPED, [{"do": "limits", "texts": texts}])
    assert found["stated"] == [True] * len(LIMITS) + [False] * len(NO_LIMITS)
