"""Screening: the one question for the bars says what it says, spares what it says, and no more."""

from __future__ import annotations

import random
from functools import cache

import pytest

from support.half_known import half_known
from support.random_facts import random_facts
from support.rulesets import RULESETS, SHIPPED, for_every_ruleset
from tolerance_rules import Engine, InconsistentFactsError
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.semantics import complete, status
from tolerance_rules.verdict.verdict import Status
from tolerance_rules.what_if import Interview, next_questions

engine_of = cache(Engine)
BARS = dict.fromkeys(
    (
        "motive.gain_for_others",
        "nature.eight_point_violated",
        "consequences.harm_to_students_or_staff",
        "consequences.impact",
        "remedy.rectification",
    )
)


def drawn(engine, rng, share):
    """Return the decision of a random case that can be, of which no bar need hold."""
    while True:
        facts = random_facts(engine.rules.vocabulary, rng, share)
        for name in facts_of_bars(engine.rules):
            facts[name] = None
        try:
            return engine.evaluate(engine.facts(facts))
        except InconsistentFactsError:
            continue


def facts_of_bars(rules):
    users = rules.clauses_using
    bars = {clause for name in rules.cited_as("bar") for clause in rules.clauses_of(name)}
    findings = {name for name, spec in rules.vocabulary.items() if spec.finding}
    return [name for name in users if bars & set(users[name]) and name not in findings]


@for_every_ruleset
def test_the_answer_that_none_is_present_leaves_what_it_says(rules):
    engine, rng, found = engine_of(rules), random.Random(6), 0
    for share in (0.1, 0.3, 0.5, 0.7, 0.9) * 4:
        decision = drawn(engine, rng, share)
        screening = next_questions(engine, decision).screening
        if screening is None:
            continue
        found += 1
        known, vocabulary = decision.completed.known, rules.vocabulary
        # Each circumstance alone makes its clause hold, and may be present.
        for each in screening.circumstances:
            assert set(each.values) & set(vocabulary[each.fact].possible(known[each.fact]))
            for value in each.values:
                try:
                    case = complete({**known, each.fact: value}, rules).known
                except InconsistentFactsError:
                    continue
                condition = rules.clauses[each.clause].when
                assert status(condition, case, rules) is Status.ESTABLISHED
        # The answer that none is present excludes just these values.
        excluded = {name: set() for name in screening.none}
        for each in screening.circumstances:
            excluded[each.fact] |= set(each.values)
        for name, left in screening.none.items():
            spec = vocabulary[name]
            assert set(spec.possible(left)) == set(spec.possible(known[name])) - excluded[name]
        after = engine.evaluate(decision.facts.with_facts(screening.none))
        assert after.reachable == screening.reachable
        assert not set(screening.spared) & set(after.open_facts)
        assert set(screening.none) == set(screening.spared) | (
            set(screening.none) & set(after.open_facts)
        )
        assert len(screening.spared) > 1
    assert found > 5


def test_none_of_these_says_no_more_than_was_asked():
    case = half_known("21_food_poisoning", BARS)
    screening = next_questions(engine_of(SHIPPED), case).screening
    assert screening.none == {
        "nature.eight_point_violated": False,
        "motive.gain_for_others": False,
        "consequences.harm_to_students_or_staff": ("none", "minor"),
        "consequences.impact": ("none", "some", "serious"),
        "remedy.rectification": ("active", "nothing_to_correct"),
    }
    assert "consequences.impact" not in screening.spared
    assert "consequences.harm_to_students_or_staff" in screening.spared


@pytest.mark.parametrize("option", ["any", "with_accident"])
def test_the_circumstances_follow_the_reading_in_force(option):
    engine = Engine(SHIPPED.with_readings({"harm_threshold": option}))
    facts = {**BARS, "consequences.safety_accident": None}
    screening = next_questions(engine, half_known("21_food_poisoning", facts)).screening
    values = {each.fact: each.values for each in screening.circumstances}
    harm = values.get("consequences.harm_to_students_or_staff")
    # Where harm bars only with an accident, it makes no circumstance of its own.
    assert harm == (("minor", "serious") if option == "any" else None)


def test_one_open_bar_is_asked_about_as_any_other_fact():
    case = half_known("21_food_poisoning", {"motive.gain_for_others": None})
    found = next_questions(engine_of(SHIPPED), case)
    assert found.screening is None
    assert [each.fact for each in found.questions] == ["motive.gain_for_others"]
    assert next_questions(engine_of(SHIPPED), half_known("21_food_poisoning", {})).screening is None


def test_questions_of_which_no_answer_narrows_anything_stand_on_one_line():
    case = half_known(
        "01_campus_flood",
        {"nature.took_responsibility": None, "work.campus_safety": None, "work.creative": None},
    )
    found = next_questions(engine_of(SHIPPED), case)
    narrowing = [each.fact for each in found.questions if each.narrows]
    idle = [each.fact for each in found.questions if not each.narrows]
    text = found.explain()
    for name in narrowing:
        assert f"（{name}）：" in text
    for name in idle:
        assert f"（{name}）" not in text
        assert SHIPPED.vocabulary[name].label in text


@pytest.mark.parametrize("rules", RULESETS, ids=lambda rules: rules.id)
def test_an_interview_puts_the_one_question_once(rules):
    engine, rng, found = engine_of(rules), random.Random(2), 0
    for share in (0.2, 0.4, 0.6, 0.8) * 3:
        interview = Interview(engine, CaseFile(drawn(engine, rng, share).facts))
        while interview.question is not None and interview.screening is None:
            interview = interview.answered(None)
        if interview.screening is None:
            continue
        found += 1
        screening = interview.screening
        assert interview.question.fact in screening.none
        none = interview.screened(none=True)
        assert none.case.facts == interview.case.facts.with_facts(screening.none)
        assert none.decision.reachable == screening.reachable
        assert none.screening is None
        assert none.undone() == interview
        assert none.answers == (*interview.answers, *screening.none.items())
        one_by_one = interview.screened(none=False)
        assert one_by_one.case == interview.case
        assert (one_by_one.question, one_by_one.screening) == (interview.question, None)
        with pytest.raises(ValueError, match="没有逐项排查的问题"):
            one_by_one.screened(none=True)
    assert found > 3
