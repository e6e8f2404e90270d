"""Engine: what is of the wrong type is refused by the library, and its log holds no case."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, timezone
from typing import Any

import pytest

from support.executors import for_every_executor
from tolerance_rules import CaseFacts, Decision, Engine, evaluate
from tolerance_rules.errors import CaseError, ToleranceRulesError, UnknownNameError, WrongTypeError
from tolerance_rules.formats.case_file import from_file

ENGINE = Engine.load()
WRONG: dict[str, Callable[[Any], object]] = {
    "on": lambda given: ENGINE.evaluate({}, on=given),
    "on of evaluate": lambda given: evaluate({}, on=given),
    "ruleset": Engine.load,
    "policy": lambda given: Engine.load(policy=given),
    "readings": lambda given: Engine.load(readings=given),
    "rules": Engine,
    "path": from_file,
    "changes": CaseFacts().with_facts,
    "mapping": lambda given: ENGINE.evaluate_many([{}], mapping=given),
    "text": Decision.from_json,
}


@pytest.mark.parametrize("argument", WRONG)
@pytest.mark.parametrize("given", [5, ["x"], object(), 1.5], ids=["int", "list", "object", "float"])
def test_an_argument_of_the_wrong_type_is_refused_by_name(argument: str, given: object) -> None:
    with pytest.raises(WrongTypeError, match=f"参数 {argument.split()[0]} 应当是") as error:
        WRONG[argument](given)
    assert isinstance(error.value, TypeError)
    assert error.value.name == argument.split()[0]


@pytest.mark.parametrize("on", ["2024-01-01", "", 20240101, False, 0, (2024, 1, 1)])
def test_a_date_that_is_none_is_never_passed_over(on: Any) -> None:
    for case in ({}, {"case": {"decided_on": "2024-05-01"}, "facts": {}}):
        with pytest.raises(WrongTypeError, match=r"datetime\.date"):
            ENGINE.evaluate(case, on=on)


def test_dates_and_instants_are_dates() -> None:
    for on in (date(2024, 1, 1), datetime(2024, 1, 1), datetime(2024, 1, 1, tzinfo=timezone.utc)):
        assert ENGINE.evaluate({}, on=on).row


@pytest.mark.parametrize("case", [None, 5, [], "案件.yaml", b"x", {1: 2}, {"facts": 5}, object()])
def test_what_is_no_case_is_refused(case: Any) -> None:
    with pytest.raises(CaseError):
        ENGINE.evaluate(case)
    with pytest.raises(ToleranceRulesError):
        ENGINE.facts(case)


@pytest.mark.parametrize("lang", ["fr", 5, None, ""])
def test_a_language_that_is_none_is_refused(lang: Any) -> None:
    with pytest.raises(UnknownNameError, match="可用的有：en、zh"):
        ENGINE.evaluate({}).explain(lang)


@for_every_executor
def test_the_log_tells_what_was_loaded_and_decided_and_nothing_of_a_case(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "tolerance_rules")
    engine = Engine.load(executor=name)
    secret = {
        "case": {"id": "密-1", "title": "密件", "authority": "密办", "decided_on": "2024-05-06"},
        "facts": {"work": {"pilot": True}},
        "evidence": {"work.pilot": "密证"},
    }
    decision = engine.evaluate(secret)
    with pytest.raises(CaseError):
        engine.evaluate({"work.pilot": "密值"})
    assert name in caplog.text
    assert "zzvc-2023-32" in caplog.text
    assert f"row {decision.row} " in caplog.text
    for word in ("密", "2024", "work", "pilot"):
        assert word not in caplog.text
    assert {record.name for record in caplog.records} == {"tolerance_rules.engine"}
