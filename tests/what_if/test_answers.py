"""Answers in words and as JSON, for any ruleset, with partly known facts among the others."""

from __future__ import annotations

import dataclasses
import json
import random
import re
from functools import cache

import pytest

from support.command_line import CASES, ROOT
from support.half_known import half_known
from support.random_facts import random_facts
from support.rulesets import RULESETS, SHIPPED, for_every_ruleset
from tolerance_rules import Engine, InconsistentFactsError
from tolerance_rules.cli.commands.ask_words import WORDS as ASK_WORDS
from tolerance_rules.formats.case_file import CaseFile, from_file
from tolerance_rules.what_if import (
    Interview,
    Scenario,
    compare,
    next_questions,
    paths_to,
    robustness,
    sensitivity,
    sufficient_reason,
    what_if,
)
from tolerance_rules.what_if.answers.words import WORDS

engine_of = cache(Engine)


def drawn(engine, rng, share=0.3):
    """Return the decision of a random case that can be."""
    while True:
        try:
            return engine.evaluate(engine.facts(random_facts(engine.rules.vocabulary, rng, share)))
        except InconsistentFactsError:
            continue


def answers(engine, decision):
    """Yield an answer to every question about a case."""
    vocabulary = engine.rules.vocabulary
    fact = next(name for name, spec in vocabulary.items() if len(spec.values) > 2)
    supposed = [Scenario("a", {fact: None}), Scenario("b", {fact: vocabulary[fact].values[:2]})]
    yield compare(engine, decision, supposed)
    yield sensitivity(engine, decision)
    yield paths_to(engine, decision, next(iter(engine.rules.labels)), limit=5)
    yield sufficient_reason(engine, decision)
    yield robustness(engine, decision)
    yield next_questions(engine, decision)


# One that has no policy, and in which nothing contradicts anything.
BARE = dataclasses.replace(RULESETS[-1], impossible=(), explain=())


@pytest.mark.slow
@pytest.mark.parametrize("rules", [*RULESETS, BARE], ids=lambda rules: rules.id)
def test_every_answer_reads_in_both_languages_and_is_plain_json(rules):
    engine, rng = engine_of(rules), random.Random(5)
    for _ in range(5):
        decision = drawn(engine, rng)
        for answer in answers(engine, decision):
            told = {lang: answer.explain(lang) for lang in ("zh", "en")}
            assert decision.label(decision.outcome, "zh") in told["zh"]
            assert decision.label(decision.outcome, "en") in told["en"]
            for text in (*told.values(), answer.markdown("zh")):
                assert "None" not in text
                assert "('" not in text
            assert json.loads(answer.to_json()) == answer.to_dict()
            assert answer.json_schema()["properties"].keys() == answer.to_dict().keys()


@pytest.mark.slow
@for_every_ruleset
def test_an_interview_asks_every_open_fact_and_no_finding_until_the_case_is_settled(rules):
    engine, rng = engine_of(rules), random.Random(9)
    for _ in range(6):
        whole = drawn(engine, rng, share=0)
        partly = engine.facts(random_facts(rules.vocabulary, rng, 1))
        facts = {
            name: spec.known({*spec.possible(partly.flat[name]), whole.facts.flat[name]})
            for name, spec in rules.vocabulary.items()
        }
        interview = Interview(engine, CaseFile(engine.facts(facts)))
        while (question := interview.question) is not None:
            spec = rules.vocabulary[question.fact]
            assert not spec.finding
            assert {answer.value for answer in question.answers} <= set(
                spec.possible(interview.case.facts.flat[question.fact])
            )
            interview = interview.answered(whole.facts.flat[question.fact])
        assert interview.decision.settled
        assert interview.decision.outcome is whole.outcome


def test_an_answer_narrows_and_never_widens_what_is_known():
    engine = engine_of(SHIPPED)
    facts = half_known("16_loss_recovered", {"consequences.loss": ("some", "major")}).facts
    start = Interview(engine, CaseFile(facts))
    assert start.question.fact == "consequences.loss"
    assert [answer.value for answer in start.question.answers] == ["some", "major"]
    for nothing in (None, ("some", "major"), ("major", "some")):
        after = start.answered(nothing)
        assert after.case.facts == facts
        assert after.answers == (("consequences.loss", None),)
        assert (after.found, after.question) == (0, None)
    for excluded in ("none", ("none", "some"), ("none", "some", "major")):
        with pytest.raises(ValueError, match=r"损失（consequences\.loss）已经排除了没有。请在"):
            start.answered(excluded)
    settled = start.answered("major")
    assert settled.case.facts.consequences.loss == "major"
    assert settled.decision.settled
    assert settled.undone().case.facts == facts


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            {"consequences.loss": ("some", "major")},
            "损失（consequences.loss）：“有损失，但不重大”或“重大损失”（推定“有损失，但不重大”）",
        ),
        ({"consequences.loss": None}, "损失（consequences.loss）：未查明，推定为没有"),
        (
            {"conditions.prohibited_by_law": True, "nature.express_prohibition_violated": None},
            "违反明确禁止性规定（nature.express_prohibition_violated）：未查明，推知为是",
        ),
    ],
)
def test_what_is_not_established_is_told_with_what_is_presumed_or_implied(facts, words):
    engine = engine_of(SHIPPED)
    case = from_file(CASES / "16_loss_recovered.yaml")
    changed = case.facts.with_facts(facts)
    back = {name: case.facts.flat[name] for name in facts}
    assert f"{words} → " in what_if(engine, changed, back).explain()


@pytest.mark.slow
@for_every_ruleset
def test_what_is_not_settled_is_called_presumed(rules):
    engine, rng = engine_of(rules), random.Random(8)
    seen = set()
    while seen != {True, False}:
        decision = drawn(engine, rng, share=rng.choice((0, 0.02)))
        seen.add(decision.settled)
        for answer in answers(engine, decision):
            if "before" in answer.to_dict():
                continue
            first = answer.document().sections[0]
            assert first.heading == ("现在的结论" if decision.settled else "现在的推定结论")
            assert ("尚未确定" in first.items[0].text) is not decision.settled
        for text in (sufficient_reason, robustness):
            title = text(engine, decision).document().title
            assert title.startswith("结论" if decision.settled else "推定结论")


def test_a_scenario_says_of_each_side_whether_it_is_presumed():
    engine, case = engine_of(SHIPPED), half_known("16_loss_recovered", {})
    unsure = what_if(engine, case, {"motive.gain_for_self": None})
    assert "\n  - 结论：免于处理 → 推定结论：免于处理\n" in unsure.explain()
    assert (
        "\n  - 准许的结论：免于处理、减轻处理、从轻处理 → 按推定，准许的结论：" in unsure.explain()
    )
    barred = what_if(engine, case, {"motive.gain_for_self": True})
    assert "\n  - 结论：免于处理 → 不予容错\n" in barred.explain()
    assert " → 应当作出的结论：不予容错\n" in barred.explain()
    still = what_if(engine, unsure.after, {"nature.serious_breach": None}).explain()
    assert "\n  - 推定结论不变：免于处理\n" in still
    assert "Outcome: exempt from punishment → Outcome, as presumed: exempt" in unsure.explain("en")


def test_readings_and_policies_are_told_by_what_they_mean():
    engine, case = engine_of(SHIPPED), half_known("16_loss_recovered", {})
    for name, card in SHIPPED.readings.items():
        for option in card.names[1:]:
            text = what_if(engine, case, readings={name: option}).explain()
            meanings = [dict(card.options)[each][0].rstrip("。") for each in (card.default, option)]
            assert f"的读法：{' → '.join(meanings)}" in text
            assert not re.search(rf"\b({name}|{'|'.join(card.names)})\b", text)
    found = what_if(engine, case, policy=ROOT / "examples" / "policy_strict.yaml")
    assert "裁量惯例：“默认裁量惯例” → “" in found.explain()
    assert found.policy == ("default", "strict")
    for policy in found.policy:
        assert policy not in found.explain()
    # One policy edited, under the title that it had: they are told apart.
    edited = dataclasses.replace(SHIPPED.policy, sha256="0" * 64)
    text = what_if(engine, case, policy=edited).explain()
    assert "（sha256 000000000000）" in text


def test_both_languages_put_the_same_values_in():
    for key, (chinese, english) in {**WORDS, **ASK_WORDS}.items():
        fields = [sorted(re.findall(r"\{(\w*)\}", words)) for words in (chinese, english)]
        assert fields[0] == fields[1], key


@for_every_ruleset
def test_a_scenario_may_leave_what_was_established_open(rules):
    engine, rng = engine_of(rules), random.Random(3)
    for _ in range(10):
        decision = drawn(engine, rng, share=0)
        names = [name for name, spec in rules.vocabulary.items() if len(spec.values) > 2]
        spec = rules.vocabulary[rng.choice(names)]
        now = decision.facts.flat[spec.name]
        other = rng.choice([value for value in spec.values if value != now])
        left = spec.known({now, other})
        found = what_if(engine, decision, {spec.name: left})
        (change,) = found.facts
        assert (change.before, change.after) == (now, left)
        assert decision.outcome in found.after.reachable
        assert found.after == engine.evaluate(decision.facts.with_facts({spec.name: left}))


@for_every_ruleset
def test_what_leads_to_a_heavier_outcome_is_an_analysis_and_no_advice(rules):
    engine, rng = engine_of(rules), random.Random(9)
    seen = set()
    while seen != {False, True}:
        decision = drawn(engine, rng, share=0)
        for place, (code, words) in enumerate(rules.labels.items()):
            found = paths_to(engine, decision, words.label[0], limit=1)
            assert found.outcome == code
            heaviest = ("no_tolerance", "ordinary_accountability")
            now = list(rules.labels).index(decision.outcome)
            harsher = place > now and decision.outcome not in heaviest
            assert found.harsher is found.to_dict()["harsher"] is harsher
            for lang, wanted, analysis in (
                ("zh", "尚需具备的事实", "不是要做的事，也不是建议"),
                ("en", "Facts still needed", "nothing to be done, and no advice"),
            ):
                text = found.explain(lang)
                assert text.startswith(wanted) is not harsher
                assert (analysis in text) is (harsher and found.total > 0)
            seen.add(harsher)
