"""Each past decision against the rules: found wrong only if it is so in every completion."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from support.audit_cases import GOOD, flat, kinds_of, known, random_register
from support.audit_register import RegisterBuilder, doubted, register_of
from support.rulesets import RULESETS, SHIPPED, for_every_ruleset
from tolerance_rules import Engine
from tolerance_rules.audit import distribution, lawfulness
from tolerance_rules.audit.audit import audit, casebook
from tolerance_rules.audit.completions import ORDINARY, Disposal
from tolerance_rules.audit.distribution import catch_alls
from tolerance_rules.audit.findings import Kind
from tolerance_rules.audit.judge import Judge
from tolerance_rules.audit.lawful_readings import FEW, lawful_readings
from tolerance_rules.audit.report.labels import Labels
from tolerance_rules.legal_references import citation_of
from tolerance_rules.rules import All
from tolerance_rules.semantics import row_of, status
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Status

JUDGE = Judge(Engine.load())

"""A case of 5.3 with all four conditions: not pursued is named."""
CASES = [
    ({}, "not_pursued", [], ()),
    ({}, "lighter", ["departure"], ("5.3",)),
    ({}, "ordinary_accountability", ["tolerance_withheld"], ("5.3",)),
    ({}, "no_tolerance", ["error_of_law"], ("6", "7.5")),
    ({"consequences.loss": "major"}, "not_pursued", ["error_of_law"], ("7.5.3", "7.5")),
    # What keeps it from not being pursued does not keep it from being refused.
    ({"consequences.loss": "major"}, "no_tolerance", ["error_of_law"], ("6", "7.5")),
    ({"consequences.loss": "major"}, "exempt", ["departure"], ("5.3",)),
    ({"nature.other_bar": True}, "mitigated", ["error_of_law"], ("6.6", "7.1")),
    ({"nature.other_bar": True}, "ordinary_accountability", ["error_of_law"], ("6.6", "7.1")),
    ({"nature.other_bar": True}, "no_tolerance", [], ()),
    ({"subject.kind": "other"}, "exempt", ["error_of_law"], ("3", "7.5")),
    ({"work.performing_duty": False}, "no_tolerance", ["error_of_law"], ("6", "4", "7.5")),
    # Out of scope, but a bar stands: it is the scope alone that forbids to go by Article 6.
    (
        {"work.performing_duty": False, "nature.other_bar": True},
        "no_tolerance",
        ["error_of_law"],
        ("4", "7.5"),
    ),
    ({"conditions.pilot_first": False}, "no_tolerance", ["error_of_law"], ("6", "5", "7.5")),
    ({"conditions.pilot_first": False}, "ordinary_accountability", [], ()),
    # Unknown: 6.5 may bar. What is wrong either way is wrong; what may be right is unsettled.
    ({"remedy.rectification": None}, "not_pursued", ["unsettled"], ()),
    ({"remedy.rectification": None}, "lighter", ["unsettled"], ()),
    ({"remedy.rectification": None}, "no_tolerance", ["unsettled"], ()),
    ({"remedy.rectification": None}, "ordinary_accountability", ["unsettled"], ()),
    (
        {"remedy.rectification": None, "consequences.loss": "major"},
        "not_pursued",
        ["error_of_law", "unsettled"],
        ("7.5.3", "7.5"),
    ),
    # Unknown: all four conditions or not; tolerance is withheld, and exempt departs, either way.
    (
        {"consequences.loss": None},
        "ordinary_accountability",
        ["tolerance_withheld", "unsettled"],
        ("5.3",),
    ),
    ({"consequences.loss": None}, "exempt", ["departure", "unsettled"], ("5.3",)),
    ({"consequences.loss": None}, "not_pursued", ["unsettled"], ()),
    # Unknown but immaterial: the policy has no say where all four conditions are met.
    ({"discretion.minor_breach": None}, "not_pursued", [], ()),
    ({"work.pilot": None}, "exempt", ["departure"], ("5.3",)),
]


@pytest.mark.parametrize(("changes", "recorded", "kinds", "clauses"), CASES)
def test_what_is_found_of_a_recorded_outcome(changes, recorded, kinds, clauses) -> None:
    builder = RegisterBuilder()
    builder.add({**GOOD, **changes}, recorded)
    book = casebook(builder.register(), JUDGE.engine)
    (entry,) = book.entries
    found = list(lawfulness.findings(book.past(entry), book.judged(entry), book.judge))
    assert [finding.kind for finding in found] == kinds
    if found and found[0].kind is not Kind.UNSETTLED:
        assert found[0].clauses == clauses
    missing = [name for name, value in changes.items() if value is None]
    for finding in found:
        if finding.kind is Kind.UNSETTLED:
            assert list(finding.facts) == missing


@pytest.mark.parametrize(
    ("register", "rules"),
    [(random_register(5, 60), SHIPPED), *((register_of(r, 6, 60), r) for r in RULESETS)],
)
def test_findings_agree_with_every_completion_of_what_is_not_established(register, rules) -> None:
    rng = random.Random(7)
    judge, seen = Judge(Engine(rules)), set()
    for pattern in register.patterns:
        facts = flat(pattern, rules)
        for name in rng.sample(list(facts), 4):
            facts[name] = doubted(rules.vocabulary[name], facts[name], 1, rng)
        judged = judge.judge(tuple(facts.values()))
        for outcome in Outcome:
            found = {kind.value for kind in lawfulness.kinds(outcome.value, judged)}
            assert found == kinds_of(outcome.value, facts, rules)
            seen.add(frozenset(found))
    assert len(seen) >= 4


@for_every_ruleset
def test_a_reading_makes_lawful_what_the_definition_says_it_does(rules) -> None:
    judge, seen = Judge(Engine(rules)), 0
    for pattern in register_of(rules, 8, 150).patterns:
        judged, facts = judge.judge(pattern), flat(pattern, rules)
        for outcome in rules.labels:
            under = {
                f"{turning.name}={option}"
                for turning in judged.turning
                for option in rules.readings[turning.name].names
                if option != turning.option
                and "error_of_law"
                not in kinds_of(outcome, facts, rules.with_readings({turning.name: option}))
            }
            assert set(judge.lawful_under(judged, outcome)) == under
            seen += len(under)
    assert seen


@for_every_ruleset
def test_many_are_lawful_under_the_readings_under_which_each_is(rules) -> None:
    rng, judge = random.Random(9), Judge(Engine(rules))
    cases = []
    for pattern in register_of(rules, 9, 60).patterns:
        facts = flat(pattern, rules)
        for name in rng.sample(list(facts), rng.choice((0, 8, 8))):
            facts[name] = doubted(rules.vocabulary[name], facts[name], 1, rng)
        cases.append((judge.judge(tuple(facts.values())), rng.choice(list(rules.labels))))
    assert sum(not judge.is_established(judged) for judged, _ in cases) > FEW
    assert lawful_readings(cases, judge) == [judge.lawful_under(*case) for case in cases]


@for_every_ruleset
def test_what_an_error_of_law_is_founded_on_is_a_clause_of_the_regulation(rules) -> None:
    judge = Judge(Engine(rules))
    for pattern in register_of(rules, 10, 60).patterns:
        judged = judge.judge(pattern)
        for outcome in Outcome:
            forbidding = judge.forbidding(judged, outcome.value)
            lawful = row_of(judge._total(judged), rules)
            allowed = Disposal.of(lawful, "").allows(outcome.value)
            assert bool(forbidding) is not allowed
            # What the regulation only permits may be declined, and nothing else may.
            declined = outcome.value not in judged.permitted and allowed
            assert not declined or (outcome.value, lawful.modality) == (ORDINARY, "may")
            assert all(map(citation_of, forbidding))


@for_every_ruleset
def test_a_circumstance_stands_only_with_the_gate_of_its_article(rules) -> None:
    judge, gated = Judge(Engine(rules)), 0
    for pattern in register_of(rules, 12, 120, 0.02).patterns:
        judged, facts = judge.judge(pattern), known(flat(pattern, rules), rules)
        for name in rules.cited_as("circumstance"):
            article = rules.articles[name]
            gate = status(article.provided or All(()), facts, rules)
            gated += gate is not Status.ESTABLISHED
            for clause in article.clauses:
                own = status(rules.clauses[clause].when, facts, rules)
                stands = own is gate is Status.ESTABLISHED
                assert (clause in judged.circumstances) is stands
                cannot = Status.REFUTED in (own, gate)
                assert (clause in judged.refuted) is cannot
    assert bool(gated) is any(article.provided for article in rules.articles.values())


def test_the_catch_alls_are_the_clauses_that_end_a_list_with_others() -> None:
    found = {rules.id: list(catch_alls(rules)) for rules in RULESETS}
    assert found["zzvc-2023-32"] == ["5.12", "6.6"]
    assert found["shili-2025-6"] == ["11.7"]


def test_an_error_of_law_says_under_which_readings_it_would_be_none() -> None:
    facts = {**GOOD, "remedy.rectification": "passive"}
    judged = JUDGE.judge(tuple(facts.values()))
    assert JUDGE.lawful_under(judged, "exempt") == ("not_active=refused_only",)
    assert JUDGE.lawful_under(judged, "no_tolerance") == ()
    # To withhold tolerance is lawful where it could be given.
    assert JUDGE.lawful_under(judged, "ordinary_accountability") == ("not_active=refused_only",)


def test_a_catch_all_is_counted_whether_or_not_the_decision_was_settled() -> None:
    builder = RegisterBuilder()
    found = {**GOOD, "nature.three_distinctions": True}
    for changes in ({}, {"remedy.rectification": None}, {"work.pilot": None}):
        builder.add({**found, **changes}, "exempt", "甲")
    distributions = distribution.distributions(casebook(builder.register(), JUDGE.engine))
    relied_on = {s.permitted: s.counts for s in distributions if s.dimension == "5.12"}
    favour = ("not_pursued", "exempt", "mitigated", "lighter")
    # Whether a bar stands is not known: what is permitted is not fixed, but 5.12 was relied on.
    assert relied_on == {favour: {"5.3,5.12": {"exempt": 2}}, (): {"5.3,5.12": {"exempt": 1}}}
    assert {s.permitted for s in distributions if s.dimension == "authority"} == {favour}


def test_the_permitted_set_is_fixed_where_every_completion_has_the_same() -> None:
    unmet = {**GOOD, "procedure.democratic_centralism": False, "discretion.minor_breach": None}
    judged = JUDGE.judge(tuple(unmet.values()))
    assert judged.reachable == ("exempt", "mitigated")
    assert judged.fixed == ("exempt", "mitigated", "lighter")
    assert JUDGE.judge(tuple({**GOOD, "consequences.loss": None}.values())).fixed == ()


def test_readings_change_what_is_an_error() -> None:
    engine = Engine.load(readings={"not_active": "refused_only"})
    facts = {**GOOD, "remedy.rectification": "passive"}
    assert lawfulness.kinds("not_pursued", Judge(engine).judge(tuple(facts.values()))) == ()
    assert lawfulness.kinds("not_pursued", JUDGE.judge(tuple(facts.values()))) == (
        Kind.ERROR_OF_LAW,
    )


@pytest.mark.parametrize("changes", [{}, {"procedure.democratic_centralism": False}])
def test_a_recorded_refusal_of_tolerance_is_lawful_as_it_is_to_choose_it(changes) -> None:
    builder = RegisterBuilder()
    builder.add({**GOOD, **changes}, "ordinary_accountability")
    (found,) = audit(builder.register(), JUDGE.engine).findings
    assert found.kind is Kind.TOLERANCE_WITHHELD
    (past,) = found.decisions
    decision = JUDGE.engine.evaluate(JUDGE.engine.facts({**GOOD, **changes}))
    declined = decision.choose(past.recorded, reason="不宜容错")
    assert declined.withheld
    assert declined.set_aside == past.named


def test_the_adverse_facts_that_did_not_matter_are_those_of_the_decision() -> None:
    facts = {**GOOD, "motive.gain_for_unit": True, "consequences.loss": "major"}
    builder = RegisterBuilder()
    builder.add(facts, "lighter")
    (found,) = audit(builder.register(), JUDGE.engine).findings
    decision = JUDGE.engine.evaluate(JUDGE.engine.facts(facts))
    assert found.decisions[0].unweighed == decision.unweighed == ("consequences.loss",)


@pytest.mark.parametrize(
    ("occurred", "noticed"), [("2023-07-26", True), ("2023-07-27", False), ("", False)]
)
def test_conduct_before_the_rules_is_noticed_as_in_a_decision(occurred, noticed) -> None:
    builder = RegisterBuilder()
    builder.add(GOOD, "not_pursued", occurred_on=occurred)
    report = audit(builder.register(), JUDGE.engine)
    assert Kind.EARLIER_CONDUCT in report.kinds
    assert [found.kind for found in report.findings] == [Kind.EARLIER_CONDUCT] * noticed
    case = {"case": {"occurred_on": occurred} if occurred else {}, "facts": GOOD}
    warnings = JUDGE.engine.evaluate(case).warnings
    assert [warning.id for warning in warnings] == ["earlier_conduct"] * noticed
    labels = Labels(report, JUDGE.engine.rules, "zh")
    assert labels.meaning(Kind.EARLIER_CONDUCT) == JUDGE.engine.rules.earlier_conduct[0]


def test_nothing_is_noticed_of_earlier_conduct_where_a_regulation_says_nothing_of_it() -> None:
    rules = replace(JUDGE.engine.rules, earlier_conduct=None)
    builder = RegisterBuilder()
    builder.add(GOOD, "not_pursued", occurred_on="2019-01-01")
    report = audit(builder.register(), Engine(rules))
    assert not report.findings
    assert Kind.EARLIER_CONDUCT not in report.kinds


@for_every_ruleset
def test_an_error_of_law_names_the_facts_that_decide_with_their_values(rules) -> None:
    report = audit(register_of(rules, 41, 150), Engine(rules))
    errors = report.of(Kind.ERROR_OF_LAW)
    assert sum(bool(found.facts) for found in errors) > len(errors) / 2
    for found in errors:
        assert set(found.facts) <= set(found.decisions[0].facts)
        assert len(set(found.facts)) == len(found.facts)
