"""The properties of the shipped rules: proved in every case, counted, and by brute force too."""

from __future__ import annotations

import dataclasses
import itertools
import math
import random
import subprocess
import sys

import pytest

from support import oracle, proof_sample, random_cases
from support.proof_sample import RULES, certificate
from support.random_facts import complete_facts
from support.rulesets import RULESETS, for_every_ruleset
from tolerance_rules import Outcome
from tolerance_rules.proof import coverage
from tolerance_rules.proof.certificate_words import table
from tolerance_rules.proof.examples import presumed
from tolerance_rules.proof.model_counting import count, smallest
from tolerance_rules.proof.proof_context import ProofContext
from tolerance_rules.proof.properties import PROPERTIES
from tolerance_rules.proof.prover import prove
from tolerance_rules.proof.space import Space
from tolerance_rules.rules import ClauseRef, Fact
from tolerance_rules.semantics import holds, outcome_of, status
from tolerance_rules.verdict.verdict import Status

pytestmark = pytest.mark.slow  # every case there is, under every reading

SPECS = RULES.vocabulary
HARM = "consequences.harm_to_students_or_staff is"
EXPLAINED = {
    "each_bar_suffices_alone": [f"6.4[harm_threshold=with_accident]: {HARM} minor|serious"],
    "every_clause_can_change_some_outcome": ["2 holding", "2 not holding"],
    "every_branch_can_change_some_outcome": [
        "6.4: reading harm_threshold",
        f"6.4[harm_threshold=with_accident]: {HARM} minor",
        f"6.4[harm_threshold=with_accident]: {HARM} serious",
        "7.5.3: consequences.impact is vile",
    ],
    "every_requirement_can_change_some_outcome": [
        *(
            f"{clause}: not motive.gain_for_{who}"
            for clause in ("2", "5.1", "5.12")
            for who in ("self", "others", "unit")
        ),
        *(
            f"{clause}: not {fact}"
            for clause in ("2", "5.12")
            for fact in ("motive.knowing_violation", "nature.persisted_after_prohibition")
        ),
        f"6.4[harm_threshold=with_accident]: {HARM} minor|serious",
        "provided#5: reading three_distinctions_scope",
    ],
    "no_fact_is_idle": [
        "conditions.objective_constraints",
        "consequences.harm_to_students_or_staff",
        "motive.knowing_violation",
        "nature.mandatory_rule_violated",
    ],
    "lightest_outcome_needs_every_condition": ["7.5.1", "7.5.2", "7.5.3", "7.5.4"],
}


NO_SUBJECT = "each_row_has_what_it_cites"
"""No row of these rules cites a clause by itself; tests/proof/test_exceptions_and_gaps.py has one
that does."""


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_property_is_proved_or_explained_under_all_readings(name: str) -> None:
    assert certificate().combinations == len(oracle.ALL_READINGS) == 6_144
    found = proof_sample.findings(name)
    assert bool(found) is (name != NO_SUBJECT)
    assert [each for each in found.values() if each.verdict == "refuted"] == []
    explained = {subject for subject, each in found.items() if not each.proved}
    assert explained == set(EXPLAINED.get(name, ()))


def test_a_certificate_says_what_is_explained_and_that_it_is_refuted() -> None:
    data = certificate().to_dict()
    assert data["ok"] is True
    assert data["verdicts"] == {"proved": 16, "explained": 6, "refuted": 0, "not_applicable": 1}
    assert data["ruleset"]["sha256"] == RULES.sha256
    assert data["solver"]["name"] == "dd.autoref"
    assert data["stale_explanations"] == []
    assert set(PROPERTIES) == {each["property"] for each in data["properties"]}
    for each in data["properties"]:
        assert each["seconds"] >= 0
        for finding in each["findings"]:
            if finding["verdict"] == "explained":
                assert finding["example"]
                assert finding["refuted_under"]
                assert all(finding["reason"].values())


def test_only_some_readings_refute_what_hangs_on_them() -> None:
    umbrella = proof_sample.findings("no_fact_is_idle")["conditions.objective_constraints"]
    assert umbrella.under == ({"constraints": "umbrella"},)
    for found in proof_sample.findings("lightest_outcome_needs_every_condition").values():
        assert found.under == ({"old_law": "no_liability_suffices"},)
    gain = proof_sample.findings("every_requirement_can_change_some_outcome")
    scope, others = "three_distinctions_scope", "others_include_unit"
    for choice in itertools.product(
        *({(each, o) for o in RULES.readings[each].names} for each in (scope, others))
    ):
        chosen = {**RULES.chosen, **dict(choice)}
        barred = chosen[others] == "unit_included"
        bound = chosen[scope] == "every_circumstance"
        assert gain["2: not motive.gain_for_unit"].fails_under(chosen) == (barred or not bound)
        assert gain["5.1: not motive.gain_for_unit"].fails_under(chosen) == (barred or bound)


def test_no_choice_of_readings_is_named_twice() -> None:
    for result in certificate().results:
        for finding in result.findings:
            for one, two in itertools.combinations(finding.under, 2):
                assert any(two.get(name, option) != option for name, option in one.items())


@for_every_ruleset
def test_every_property_is_proved_or_explained(rules) -> None:
    found = certificate(rules)
    assert found.ok
    assert found.combinations == math.prod(
        len(card.names) for card in rules.outcome_readings.values()
    )
    assert {result.id for result in found.results if result.verdict == "refuted"} == set()


@for_every_ruleset
def test_every_subject_is_shown_and_none_twice(rules) -> None:
    for name, each_property in PROPERTIES.items():
        due = list(each_property.subjects(rules, lambda _under: True))
        (result,) = (each for each in certificate(rules).results if each.id == name)
        names = [finding.subject.name for finding in result.findings]
        assert len(set(names)) == len(names), name
        assert set(due) <= set(names), name


def test_the_whole_of_prove_is_a_matter_of_seconds() -> None:
    certificate()
    # Ten on two cores; twice that for a machine that is slower.
    assert proof_sample.CPU_SECONDS[RULES.id] < 20


# --- counts and examples, by brute force ----------------------------------------------------------


def restricted(names):
    """Return every value of some facts, the others as presumed."""
    for values in itertools.product(*(SPECS[name].values for name in names)):
        yield presumed(SPECS) | dict(zip(names, values, strict=True))


FREE = (
    "motive.gain_for_self",
    "nature.three_distinctions",
    "conditions.law_at_the_time",
    "conditions.prohibited_by_law",
    "nature.express_prohibition_violated",
    "consequences.impact",
    "remedy.loss_recovery",
    "remedy.impact_removal",
    "discretion.cooperated",
)
RESCUE = dict.fromkeys(
    (
        "procedure.democratic_centralism",
        "procedure.major_matters_procedure",
        "procedure.reported_and_sought_instructions",
        "discretion.minor_breach",
    ),
    True,
)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_counts_and_smallest_cases_are_those_of_brute_force(seed: int) -> None:
    rng = random.Random(seed)
    readings = rng.choice(oracle.ALL_READINGS)
    space = Space.of(RULES.with_readings(readings), fixed=True)
    fixed = presumed(SPECS) | RESCUE
    held = space.sets.every
    for name, value in fixed.items():
        if name not in FREE:
            held &= space.where(Fact(name, (value,)))
    expected: dict[str, list[dict]] = {}
    total = 0
    for values in restricted(FREE):
        case = fixed | {name: values[name] for name in FREE}
        total += 1
        if oracle.consistent(case):
            expected.setdefault(oracle.judge(case, readings)[0], []).append(case)
    assert total == math.prod(len(SPECS[name].values) for name in FREE) == 6_144
    assert count(space, held) == total
    assert count(space, held & space.possible) == sum(map(len, expected.values()))
    assert len(expected) >= 4
    for outcome in Outcome:
        cases = held & space.outcomes[outcome.value]
        found = expected.get(outcome.value, [])
        assert count(space, cases) == len(found)
        if found:
            usual = presumed(SPECS)
            distances = [sum(case[n] != usual[n] for n in case) for case in found]
            example = smallest(space, cases)
            assert len(example.facts) == min(distances)
            assert example.total(SPECS) in found


@for_every_ruleset
def test_counts_add_up_and_cover_all_cases(rules) -> None:
    space = Space.of(rules, fixed=True)
    every = count(space, space.sets.every)
    assert every == math.prod(len(spec.values) for spec in rules.vocabulary.values())
    found = certificate(rules)
    assert found.cases == count(space, space.possible) < every
    assert sum(found.outcomes.values()) == found.cases
    assert found.outcomes == {
        outcome: count(space, space.outcomes[outcome]) for outcome in rules.labels
    }


def test_the_sets_hold_exactly_the_cases_that_the_oracle_puts_there() -> None:
    rng = random.Random(5)
    context = ProofContext(RULES)
    space = context.space
    for _ in range(50):
        readings = rng.choice(oracle.ALL_READINGS)
        case = rng.choice((random_cases.likely, random_cases.even, random_cases.plain))(rng)
        chosen = space.chosen(readings)
        here = chosen
        for name, value in case.items():
            here &= space.where(Fact(name, (value,)))
        possible = here & context.possible != context.none
        assert possible == oracle.consistent(case)
        if possible:
            outcome = oracle.judge(case, readings)[0]
            assert {
                name for name, cases in space.outcomes.items() if here & cases != context.none
            } == {outcome}
            holds = oracle.clauses(case, readings)
            for clause, expected in holds.items():
                assert (here & space.clauses[clause] != context.none) == bool(expected)


@for_every_ruleset
def test_the_sets_hold_exactly_the_cases_that_the_definition_puts_there(rules) -> None:
    rng = random.Random(6)
    context = ProofContext(rules, all_readings=True)
    space = context.space
    for _ in range(40):
        readings = {name: rng.choice(card.names) for name, card in rules.readings.items()}
        under = rules.with_readings(readings)
        case = complete_facts(rules.vocabulary, rng)
        here = space.chosen(readings)
        for name, value in case.items():
            here &= space.where(Fact(name, (value,)))
        impossible = any(holds(combination, case, rules) for combination in rules.impossible)
        assert (here & context.possible == context.none) == impossible
        for clause in (*rules.clauses, *rules.articles):
            stands = status(ClauseRef(clause), case, under) is Status.ESTABLISHED
            assert (here & space.clauses[clause] != context.none) == stands
        if not impossible:
            outcomes = {o for o, cases in space.outcomes.items() if here & cases != context.none}
            assert outcomes == {outcome_of(case, under)}


@for_every_ruleset
def test_what_is_read_off_the_outcome_table_is_there(rules) -> None:
    for clauses in (
        coverage.scope_clauses(rules),
        coverage.bars(rules),
        coverage.circumstances(rules),
        coverage.conditions(rules),
    ):
        assert clauses
        assert set(clauses) <= set(rules.clauses)


def test_of_a_ruleset_without_bars_readings_or_contradictions_nothing_is_asked() -> None:
    rows = tuple(row for row in RULES.outcomes if "bar" not in {cite.role for cite in row.cites})
    rules = dataclasses.replace(RULES, outcomes=rows, impossible=(), folder="")
    names = ("exclusion_trumps_tolerance", "each_bar_suffices_alone")
    found = prove(rules, only=[*names, "presumed_outcome_is_reachable"])
    assert [result.findings for result in found.results] == [(), (), ()]
    assert found.ok
    shown = table(found, rules, "zh")
    assert [row[1:] for row in shown.rows] == [("不适用", "规则中没有这类内容")] * 3


def test_sets_that_vanish_in_any_order_say_nothing() -> None:
    program = """
from tolerance_rules import loader
from tolerance_rules.proof.space import Space
ring = {"space": Space.of(loader.shipped("zzvc-2023-32"))}
ring["ring"] = ring
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_where_nothing_is_left_to_a_policy_nothing_is_proved_of_one() -> None:
    (rules,) = (each for each in RULESETS if each.policy is None)
    name = "policy_stays_within_the_permitted_set"
    found = prove(rules, only=[name])
    assert (found.results[0].findings, found.results[0].verdict) == ((), "not_applicable")
    assert found.verdicts["proved"] == 0
    for lang, words in (("zh", ("不适用", "规则中没有这类内容")), ("en", ("not applicable",))):
        (row,) = table(found, rules, lang).rows
        assert row[1:][: len(words)] == words
    # A row that does not permit what it names is refuted all the same.
    row = next(row for row in rules.outcomes if row.permitted == ("no_tolerance",))
    wrong = dataclasses.replace(row, permitted=("exempt",))
    rows = tuple(wrong if each is row else each for each in rules.outcomes)
    found = prove(dataclasses.replace(rules, outcomes=rows, folder=""), only=[name])
    assert [finding.verdict for finding in found.results[0].findings] == ["refuted"]
