"""One case: durable-rules decides, whole or not at all; what fails is an error, then is over."""

from __future__ import annotations

import builtins
import gc
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from support.random_cases import likely
from support.random_facts import random_facts
from tolerance_rules import CaseFacts, Engine, ExecutorError, InconsistentFactsError
from tolerance_rules.executors import one_case, one_case_clauses, one_case_engine
from tolerance_rules.executors.one_case import OneCase
from tolerance_rules.executors.one_case_engine import available
from tolerance_rules.executors.one_case_stages import MEMOISED
from tolerance_rules.loader import from_yaml, shipped
from tolerance_rules.semantics import judge
from tolerance_rules.testing.rule_tests import run_tests

if not available():
    pytest.skip("durable-rules cannot be imported here", allow_module_level=True)

RULES = shipped("zzvc-2023-32")
# The first stage it asks, the combinations that cannot be, fires more than `done`.
CASE = CaseFacts.from_facts({"nature.persisted_after_prohibition": True, "nature.other_bar": True})
REAL = one_case_engine.import_engine()


class Faulty:
    """The engine of C functions, one of which is put out of order once."""

    def __init__(self, function: str, fault: Callable[..., Any]) -> None:
        self.function, self.fault, self.armed = function, fault, False

    def __getattr__(self, name: str) -> Any:
        real = getattr(REAL, name)
        if name != self.function:
            return real

        def call(*args: Any) -> Any:
            if self.armed:
                self.armed = False
                return self.fault(real, *args)
            return real(*args)

        return call


def raising(error: BaseException) -> Callable[..., Any]:
    def fault(_real: Any, *_args: Any) -> Any:
        raise error

    return fault


FAULTS: dict[str, tuple[str, Callable[..., Any]]] = {
    "assert_fact raises": ("assert_fact", raising(RuntimeError("error code: 303"))),
    "assert_fact says no": ("assert_fact", lambda real, *args: (309, real(*args)[1])),
    "memory runs out": ("start_action_for_state", raising(MemoryError("no memory"))),
    "nothing fires": ("start_action_for_state", lambda *_: None),
    "the last rules are lost": ("complete_and_start_action", lambda *_: None),
    "the state cannot be deleted": ("delete_state", raising(RuntimeError("error code: 309"))),
    "what fired is not JSON": ("complete_and_start_action", lambda *_: "{"),
}


def faulty(monkeypatch: pytest.MonkeyPatch, function: str, fault: Callable[..., Any]) -> Faulty:
    made = Faulty(function, fault)
    monkeypatch.setattr(one_case_engine, "import_engine", lambda: made)
    return made


@pytest.mark.parametrize("kind", FAULTS)
def test_a_failure_is_an_error_and_the_next_case_is_right(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = faulty(monkeypatch, *FAULTS[kind])
    executor = OneCase(RULES)
    for _ in range(3):
        engine.armed = True
        with pytest.raises(ExecutorError, match="durable-rules"):
            executor.judge(CASE)
        assert not engine.armed
    assert executor.judge(CASE) == judge(CASE.flat, RULES)


@pytest.mark.parametrize("function", ["assert_fact", "start_action_for_state", "delete_state"])
def test_what_is_interrupted_is_brought_to_its_end_and_leaks_nothing(
    function: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often: the engine that was interrupted is the one that answers next."""
    engine = faulty(monkeypatch, function, raising(KeyboardInterrupt()))
    made: list[str] = []
    monkeypatch.setattr(
        engine,
        "create_ruleset",
        lambda name, text: made.append(name) or REAL.create_ruleset(name, text),
        raising=False,
    )
    executor = OneCase(RULES)
    executor.judge(CASE)
    before = len(made)
    for _ in range(20):
        for table in (*executor._clauses, executor._table.rows, executor._consistency):
            table.answers.clear()
            table.fired.clear()
        for group in executor._groups:
            group.answers.clear()
        engine.armed = True
        with pytest.raises(KeyboardInterrupt):
            executor.judge(CASE)
        assert executor.judge(CASE) == judge(CASE.flat, RULES)
    assert len(made) == before


def test_an_interruption_goes_through_and_the_next_case_is_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = faulty(monkeypatch, "complete_and_start_action", raising(KeyboardInterrupt()))
    executor = OneCase(RULES)
    engine.armed = True
    with pytest.raises(KeyboardInterrupt):
        executor.judge(CASE)
    assert executor.judge(CASE) == judge(CASE.flat, RULES)


def test_a_row_that_does_not_fire_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer of the engine without any row of the table is refused, not passed over."""

    def silent(name: str, definition: Any) -> Any:
        fire = one_case_engine.DurableEngine(name, definition).fire
        kept = ("rows", "picks")
        return lambda message: [n for n in fire(message) if name not in kept or n == "done"]

    monkeypatch.setattr(one_case, "connect", silent)
    with pytest.raises(ExecutorError, match="没有一行成立"):
        OneCase(RULES).judge(CASE)


def test_the_answer_is_what_fired_and_not_the_definition(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lying engine is believed: nothing is recomputed behind its back."""

    def lying(name: str, definition: Any) -> Any:
        fire = one_case_engine.DurableEngine(name, definition).fire
        swap = {"n+": "n-", "n-": "n+"} if name == "c6_6" else {}
        return lambda message: [swap.get(fired, fired) for fired in fire(message)]

    monkeypatch.setattr(one_case, "connect", lying)
    executor = OneCase(RULES)
    assert executor.judge(CASE).outcome == "ordinary_accountability"
    without = CaseFacts.from_facts({"nature.other_bar": False})
    assert executor.judge(without).outcome == "no_tolerance"


def test_only_short_words_of_ours_reach_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    asserted: list[str] = []

    def watched(name: str, definition: Any) -> Any:
        fire = one_case_engine.DurableEngine(name, definition).fire
        return lambda message: asserted.append(message) or fire(message)

    monkeypatch.setattr(one_case, "connect", watched)
    engine = Engine(RULES)
    engine.evaluate(
        {"case": {"title": "标题" * 100}, "facts": {}, "evidence": {"work.pilot": "密"}}
    )
    assert asserted
    for message in asserted:
        assert message.isascii()
        assert message.startswith('{"sid":"1","id":"1","k":"')
        assert "title" not in message
        assert len(message) < 1000


def test_what_it_remembers_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    from tolerance_rules.executors import one_case_stages as stages

    assert MEMOISED == stages.MEMOISED
    monkeypatch.setattr(stages, "MEMOISED", 3)
    executor, rng = OneCase(RULES), random.Random(3)
    for _ in range(60):
        facts = CaseFacts.from_facts({**likely(rng), "nature.three_distinctions": False})
        if facts.nature.express_prohibition_violated:
            assert executor.judge(facts) == judge(facts.flat, RULES)
    assert max(len(stage.answers) for stage in executor._clauses) <= 3


def test_a_clause_asked_in_parts_is_what_it_is_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever is known of it: here every group inside a clause is a part of its own."""
    monkeypatch.setattr(one_case_clauses, "MOST", 1)
    executor, rng = OneCase(RULES), random.Random(11)
    assert sum(table._parts is not None for table in executor._clauses) > 15
    for number in range(60):
        given = random_facts(RULES.vocabulary, rng, (0.0, 0.1, 0.6)[number % 3])
        facts = CaseFacts.from_facts(given)
        try:
            expected = judge(facts.flat, RULES)
        except InconsistentFactsError:
            continue
        assert executor.judge(facts) == expected


def test_a_dropped_engine_gives_its_ruleset_back(monkeypatch: pytest.MonkeyPatch) -> None:
    deleted: list[int] = []
    counting = SimpleNamespace(**{name: getattr(REAL, name) for name in dir(REAL)})
    counting.delete_ruleset = lambda handle: deleted.append(handle) or REAL.delete_ruleset(handle)
    monkeypatch.setattr(one_case_engine, "import_engine", lambda: counting)
    executor = OneCase(RULES)
    executor.judge(CASE)
    assert not deleted
    del executor
    gc.collect()
    assert len(set(deleted)) == len(deleted) > 20


def test_without_durable_rules_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real_import = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "durable_rules_engine":
            raise ImportError("undefined symbol: PyEval_CallObject")
        return real_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.delitem(sys.modules, "durable_rules_engine", raising=False)
    with pytest.raises(ExecutorError) as error:
        OneCase(RULES).judge(CASE)
    for said in ("PyEval_CallObject", "gcc", "CPPFLAGS", "CL", "pip install", "定义"):
        assert said in str(error.value)


def test_a_clause_too_deep_for_the_engine_is_named_and_said_once(tmp_path: Path) -> None:
    """What the engine will not compile is no wrong answer, and `check` does not repeat it."""
    leaf = "{fact: nature.other_bar, quote: 其他不应予容错的情形}"
    other = leaf.replace("other_bar", "serious_breach")
    deep = leaf
    for _ in range(6):
        deep = f"{{any: [{{all: [{deep}, {other}]}}, {other}]}}"
    folder = tmp_path / "zzvc-2023-32"
    shutil.copytree(RULES.folder, folder)
    file = folder / "article_6.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace(leaf, f"{{all: [{deep}, {deep}]}}"), "utf-8")
    with pytest.raises(ExecutorError, match=r"未能编译条款 6\.6：.*请拆分"):
        run_tests(from_yaml(folder))
