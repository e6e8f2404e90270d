"""The definition as executor: what it remembers, when it is chosen, and that it is as exact."""

from __future__ import annotations

import builtins
import random
import sys
from typing import Any

import pytest

from support.random_cases import likely
from support.random_facts import random_facts
from support.rulesets import for_every_ruleset
from tolerance_rules import (
    CaseFacts,
    Engine,
    ExecutorError,
    InconsistentFactsError,
    UnknownNameError,
)
from tolerance_rules.executors import one_case_engine, one_case_stages
from tolerance_rules.executors.definition import Definition
from tolerance_rules.executors.executor import VARIABLE, chosen
from tolerance_rules.loader import shipped
from tolerance_rules.rules import Ruleset
from tolerance_rules.semantics import complete, turning_readings

RULES = shipped("zzvc-2023-32")


@pytest.fixture
def without_durable_rules(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A machine on which durable-rules was not built."""
    real_import = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "durable_rules_engine":
            raise ImportError("No module named 'durable_rules_engine'")
        return real_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.delitem(sys.modules, "durable_rules_engine", raising=False)
    monkeypatch.delenv(VARIABLE, raising=False)
    one_case_engine.available.cache_clear()
    yield
    one_case_engine.available.cache_clear()


@pytest.mark.usefixtures("without_durable_rules")
def test_without_durable_rules_the_definition_decides() -> None:
    engine = Engine.load()
    assert engine.executor == "definition"
    assert engine.evaluate({"nature.other_bar": True}).outcome == "no_tolerance"
    with pytest.raises(ExecutorError, match=r"不装也能评判.*pip install"):
        Engine.load(executor="durable-rules")


def test_an_executor_is_chosen_by_name_or_by_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(VARIABLE, "definition")
    assert Engine.load().executor == "definition"
    monkeypatch.setenv(VARIABLE, "")
    assert Engine.load().executor == chosen()
    monkeypatch.setenv(VARIABLE, "drools")
    with pytest.raises(UnknownNameError, match="没有名为 drools 的执行器"):
        Engine.load()
    with pytest.raises(UnknownNameError):
        Engine.load(executor="durable_rules")


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_case_stages, "MEMOISED", 3)
    executor, rng = Definition(RULES), random.Random(5)
    for _ in range(10):
        facts = CaseFacts.from_facts({**likely(rng), "nature.three_distinctions": False})
        try:
            assert executor.judge(facts) is executor.judge(facts)
        except InconsistentFactsError:
            continue
        assert 0 < len(executor._answers) <= 3


@for_every_ruleset
def test_a_reading_that_is_passed_over_is_none_on_which_the_outcome_turns(rules: Ruleset) -> None:
    executor, rng, turned = Definition(rules), random.Random(9), 0
    for _ in range(150):
        try:
            case = complete(random_facts(rules.vocabulary, rng, 0.1), rules)
        except InconsistentFactsError:
            continue
        found = executor._turning(case.total, rules)
        assert found == turning_readings(case.total, rules)
        turned += bool(found)
    assert turned or len(rules.readings) < 2
