"""Records: a list of dicts is a table; its rows are judged as they are one by one."""

from __future__ import annotations

import random
from typing import Any

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")

from support.random_facts import random_facts
from support.rulesets import for_every_ruleset
from tolerance_rules import CaseError, Engine, InconsistentFactsError
from tolerance_rules.rules import Ruleset

ENGINE = Engine.load()


@for_every_ruleset
@pytest.mark.parametrize("shape", ["dotted", "nested", "case"])
def test_each_dict_is_judged_as_it_is_alone(rules: Ruleset, shape: str) -> None:
    engine, rng = Engine(rules), random.Random(3)
    records: list[dict[str, Any]] = []
    for _ in range(40):
        facts = {n: k for n, k in random_facts(rules.vocabulary, rng, 0.3).items() if k is not None}
        nested: dict[str, Any] = {}
        for name, known in facts.items():
            group, _, fact = name.partition(".")
            nested.setdefault(group, {})[fact] = known
        records.append({"dotted": facts, "nested": nested, "case": {"facts": nested}}[shape])
    judged = engine.evaluate_many(records)
    for record, found in zip(records, judged, strict=True):
        assert {name: found[name] for name in record} == record
        try:
            decision = engine.evaluate(record)
        except InconsistentFactsError:
            assert found["outcome"] is None
            assert found["refused"]
            continue
        assert (found["outcome"], found["settled"], found["refused"]) == (
            decision.outcome.value,
            decision.settled,
            None,
        )


def test_what_stands_beside_the_facts_is_handed_on() -> None:
    given = [{"案号": "甲", "nature.other_bar": True}, {"案号": "乙", "work": {"pilot": "是"}}]
    judged = ENGINE.evaluate_many(given, statuses=False)
    assert [(each["案号"], each["outcome"]) for each in judged] == [
        ("甲", "no_tolerance"),
        ("乙", "ordinary_accountability"),
    ]
    assert given == [
        {"案号": "甲", "nature.other_bar": True},
        {"案号": "乙", "work": {"pilot": "是"}},
    ]


def test_no_records_and_records_of_nothing() -> None:
    assert ENGINE.evaluate_many([]) == []
    found = ENGINE.evaluate_many([{}, {"work": None}, {}])
    assert [each["outcome"] for each in found] == ["ordinary_accountability"] * 3


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([{}, 1], "第 2 项是 int，不是字典"),
        (["work.pilot"], "第 1 项是 str，不是字典"),
        ([{"work.pilot": True, "work": {"pilot": True}}], "第 1 项中 work.pilot 给了两次"),
        ([{"work.pilott": True}], "您是否想写 work.pilot？"),
    ],
)
def test_what_is_no_record_is_refused(records: list[Any], said: str) -> None:
    with pytest.raises(CaseError, match=said):
        ENGINE.evaluate_many(records)


def test_a_value_that_says_nothing_is_refused_in_its_row_alone() -> None:
    bad, good = ENGINE.evaluate_many([{"work.pilot": 5}, {"work.pilot": True}])
    assert bad["outcome"] is None
    assert "work.pilot" in bad["refused"]
    assert good["refused"] is None
