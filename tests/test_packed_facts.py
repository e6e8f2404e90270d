"""Facts read straight into their packed form are those that the model reads, or are left to it."""

from __future__ import annotations

import copy
import enum
import random
from typing import Any

import pytest

from support.random_facts import random_facts
from support.rulesets import for_every_ruleset
from tolerance_rules import CaseError, CaseFacts, Decision, Engine, InconsistentFactsError
from tolerance_rules.rules import Ruleset
from tolerance_rules.vocabulary.packed_facts import FactsReader, PackedFacts

ENGINE = Engine.load()
READER = FactsReader(CaseFacts.vocabulary)


class _Word(str, enum.Enum):
    NONE = "none"


ODD: list[Any] = [
    *(0, 1, 0.0, 1.0, 2, float("nan"), "", "true", "none", "None", "active", b"none", _Word.NONE),
    *([], [True], [False, True], (True,), ["none"], ["none", "some"], ["none", None], [1, 0]),
    *([[]], {}, {"a": 1}, set(), object(), None, True, False, "\ud800", "x" * 70_000, ("a", "b")),
]


def nested(flat: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, known in flat.items():
        group, _, fact = name.partition(".")
        found.setdefault(group, {})[fact] = known
    return found


def drawn(rules: Ruleset, rng: random.Random) -> dict[str, dict[str, Any]]:
    """Return nested facts, known, unknown, partly known or left out, in any order."""
    flat = random_facts(rules.vocabulary, rng, rng.choice((0.0, 0.0, 0.1, 0.6)))
    items = [(name, list(k) if isinstance(k, tuple) else k) for name, k in flat.items()]
    if rng.random() < 0.5:
        rng.shuffle(items)
        items = items[: rng.randint(0, len(items))]
    return nested(dict(items))


def broken(case: dict[str, dict[str, Any]], rng: random.Random) -> dict[Any, Any]:
    """Return the facts with something odd among them, which may be right all the same."""
    case = copy.deepcopy(case)
    groups = [*case, "work", "nature"]
    for _ in range(rng.randint(1, 3)):
        group = rng.choice(groups)
        inner = case.setdefault(group, {})
        if not isinstance(inner, dict) or rng.random() < 0.1:
            case[rng.choice((group, "wrok", 3, None, "facts", "work.pilot"))] = rng.choice(ODD)
        elif rng.random() < 0.2:
            inner[rng.choice(("pilott", 1, None, ""))] = rng.choice(ODD)
        else:
            inner[rng.choice([*inner, "pilot"])] = rng.choice(ODD)
    return case


@for_every_ruleset
def test_what_is_right_is_packed_as_the_model_packs_it(rules: Ruleset) -> None:
    rng, reader = random.Random(1), FactsReader(rules.vocabulary)
    for _ in range(400):
        case = drawn(rules, rng)
        facts = rules.facts(case)
        packed = reader.packed(case)
        assert packed == facts.packed
        assert PackedFacts(packed, rules.vocabulary).flat == facts.flat


def test_what_is_broken_is_left_to_the_model() -> None:
    """Whatever the fast way takes the model takes as the same; the rest it never takes."""
    rng, taken, refused = random.Random(2), 0, 0
    for _ in range(1500):
        case = broken(drawn(ENGINE.rules, rng), rng)
        packed = READER.packed(case)
        if packed is None:
            refused += 1
            continue
        assert CaseFacts.from_facts(case).packed == packed
        taken += 1
    assert taken > 30
    assert refused > 300


def outcome_of(document: dict[str, Any]) -> Decision | Exception:
    try:
        return ENGINE.evaluate(document)
    except (CaseError, InconsistentFactsError) as error:
        return error


def test_a_dict_is_decided_as_its_facts_are_and_refused_with_the_same_faults() -> None:
    rng, decided, refused = random.Random(3), 0, 0
    for _ in range(100):
        case = drawn(ENGINE.rules, rng)
        if rng.random() < 0.4:
            case = broken(case, rng)
        before = copy.deepcopy(case) if rng.random() < 0.2 else None
        expected = outcome_of({"facts": case})
        if isinstance(expected, Exception):
            refused += 1
            with pytest.raises(type(expected)) as found:
                ENGINE.evaluate(case)
            assert str(found.value) == str(expected) or READER.packed(case) is None
            continue
        decision = ENGINE.evaluate(case)
        decided += 1
        if before is not None:
            assert case == before
            case.clear()  # what the caller does to the dict afterwards changes nothing
        assert decision == expected
        assert type(decision.facts) is CaseFacts
        assert decision.to_json() == expected.to_json()
    assert decided > 20
    assert refused > 10


@for_every_ruleset
def test_a_finding_that_is_null_is_left_to_the_model(rules: Ruleset) -> None:
    reader, none = FactsReader(rules.vocabulary), dict.fromkeys(rules.vocabulary)
    findings = {name: False for name, spec in rules.vocabulary.items() if spec.finding}
    assert reader.packed_dotted({**none, **findings}) is not None
    for name in findings:
        assert reader.packed_dotted({**none, **findings, name: None}) is None
