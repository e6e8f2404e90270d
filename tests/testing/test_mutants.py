"""Mutants: the rule tests kill every one that is not proved to change nothing."""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from support import faulty_rules, random_cases
from support.mutants import MUTANTS, RULES, whole
from tolerance_rules import Engine, InconsistentFactsError, Outcome, loader, semantics
from tolerance_rules.facts import vocabulary
from tolerance_rules.formats.cards import presumable
from tolerance_rules.formats.rule_test import with_defaults
from tolerance_rules.formats.rule_test_reader import load_tests
from tolerance_rules.rules import OTHERWISE, leaves
from tolerance_rules.testing import mutation
from tolerance_rules.testing.case_universes import ListedCases
from tolerance_rules.testing.difference_search import DifferenceSearch
from tolerance_rules.testing.missing_tests import missing_tests_to_yaml
from tolerance_rules.testing.mutants import OPERATORS
from tolerance_rules.testing.observations import observed
from tolerance_rules.testing.rule_lines import RuleLines
from tolerance_rules.testing.rule_tests import differences, run_tests
from tolerance_rules.testing.test_suite import TestSuite

TESTS = load_tests(RULES)
OUTCOMES = tuple(outcome.value for outcome in Outcome)


def sample(count: int, seed: int):
    """Return some mutants of every kind."""
    rng = random.Random(seed)
    kinds = defaultdict(list)
    for mutant in MUTANTS:
        kinds[mutant.mutation.operator].append(mutant)
    return [m for found in kinds.values() for m in rng.sample(found, min(count, len(found)))]


def drawn_readings(rng: random.Random) -> dict[str, str]:
    return {
        name: rng.choice(card.names) for name, card in RULES.readings.items() if rng.random() < 0.4
    }


def drawn_cases(count: int, seed: int):
    """Return cases, of which some cannot be, each with the readings that it names."""
    rng = random.Random(seed)
    draw = (random_cases.partial, random_cases.partial, random_cases.careless)
    return [(rng.choice(draw)(rng), drawn_readings(rng)) for _ in range(count)]


def said(facts, readings, rules) -> set[tuple[str, ...]]:
    """Return what the definition says of a case, as observations."""
    try:
        verdict = semantics.judge(facts, with_defaults(rules, readings))
    except InconsistentFactsError as error:
        return {("refused", name) for name in error.combinations}
    row = verdict.row
    found = {
        ("outcome", verdict.outcome),
        ("modality", row.modality),
        ("basis", row.basis),
        ("disposition", row.disposition.text),
        *(("permitted", each) for each in row.permitted),
        *(("status", clause, status.value) for clause, status in verdict.statuses.items()),
        *(("implied", each.fact, str(each.value)) for each in verdict.implied),
        *(("warning", each.id) for each in verdict.warnings),
        *(("role", each.clause, each.role.value) for each in verdict.citations),
    }
    for clause, times in Counter(each.clause for each in verdict.citations).items():
        found |= {("cites", clause, str(number)) for number in range(1, times + 1)}
    for each in verdict.citations:
        found |= {("because", each.clause, because.fact) for because in each.because}
    return found | ({("by_reference",)} if verdict.by_reference else set())


def test_what_is_observed_is_what_the_definition_says() -> None:
    cases = drawn_cases(300, 1)
    for rules in (RULES, *(mutant.rules for mutant in sample(2, 2))):
        universe = ListedCases(cases)
        found = observed(rules, universe)
        for place in random.Random(3).sample(range(len(cases)), 30):
            facts, readings = cases[place]
            here = {name for name, among in found.items() if among >> place & 1}
            assert here == said(facts, readings, rules)


@pytest.mark.slow
def test_the_rule_tests_kill_every_mutant() -> None:
    found = whole()
    assert found.survivors == ()
    assert found.tests == len(TESTS)
    assert sum(found.made.values()) == len(MUTANTS) > 2000
    assert found.killed + len(found.equivalent) == len(MUTANTS)
    assert set(found.made) == set(OPERATORS)
    assert found.seconds < 60


@pytest.mark.slow
def test_what_is_proved_equivalent_decides_random_cases_alike() -> None:
    mutations = whole().equivalent
    assert mutations
    cases = drawn_cases(60, 4)
    for mutant in MUTANTS:
        if mutant.mutation in mutations:
            for facts, readings in cases:
                assert said(facts, readings, mutant.rules) == said(facts, readings, RULES)


def test_every_operator_makes_a_mutant_that_a_test_run_by_the_engine_kills() -> None:
    suite = TestSuite(RULES, TESTS)
    for mutant in sample(1, 5):
        killers = suite.killers(mutant)
        assert bool(killers) is suite.kills(mutant)
        for test in killers[:2]:
            engine = Engine(with_defaults(mutant.rules, test.readings))
            assert list(differences(test, engine)), (mutant.mutation.zh, test.name)


def test_no_test_is_said_to_kill_a_mutant_that_it_does_not() -> None:
    suite = TestSuite(RULES, TESTS)
    rng = random.Random(6)
    for mutant in sample(1, 7):
        killers = suite.killers(mutant)
        for test in rng.sample([each for each in TESTS if each not in killers], 2):
            engine = Engine(with_defaults(mutant.rules, test.readings))
            told = [each for each in differences(test, engine) if "可能的结论" not in each]
            assert [each for each in told if "是否已定" not in each] == []


def test_without_a_test_that_is_needed_a_mutant_survives() -> None:
    suite = TestSuite(RULES, TESTS)
    needed = (m for m in MUTANTS if len(suite.killers(m)) == 1)
    for mutant in itertools.islice(needed, 2):
        (only,) = suite.killers(mutant)
        fewer = TestSuite(RULES, tuple(test for test in TESTS if test is not only))
        assert not fewer.kills(mutant)
        assert DifferenceSearch(RULES).difference(mutant) is not None


@pytest.mark.parametrize(
    "files", [(), pytest.param(("scope.yaml", "article_6.yaml"), marks=pytest.mark.slow)]
)
def test_the_tests_that_are_missing_are_given_and_leave_no_survivor(
    files: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = faulty_rules.copied(tmp_path, with_tests=True)
    for file in (folder / "tests").glob("*.yaml"):
        if file.name not in files:
            file.unlink()
    rules = loader.from_yaml(folder)
    tried = sample(2, 8)
    monkeypatch.setattr(mutation, "mutants", lambda _rules: iter(tried))
    weak = mutation.run_mutants(rules)
    assert weak.survivors
    assert len(weak.missing) <= len(weak.survivors)
    text = missing_tests_to_yaml(weak.missing, rules)
    (folder / "tests" / "missing.yaml").write_text(text, encoding="utf-8")
    assert all(result.ok for result in run_tests(rules))
    strong = mutation.run_mutants(rules)
    assert strong.survivors == ()
    assert strong.equivalent == weak.equivalent
    assert strong.killed == weak.killed + len(weak.survivors)


def test_a_mutant_that_only_reachable_outcomes_show_is_killed_by_them() -> None:
    label = "结论表第 4 行：结论“不予追究责任”写成了“免于处理”"
    mutant = next(each for each in MUTANTS if each.mutation.zh == label)
    asked = next(t for t in TESTS if not t.facts["work.pilot"] and t.reachable and not t.settled)
    test = replace(asked, facts=dict.fromkeys(asked.facts), reachable=OUTCOMES, settled=False)
    test = replace(test, outcome="ordinary_accountability", cites=None, statuses={})
    suite = TestSuite(RULES, (test,))
    assert not suite.kills(mutant)
    assert suite.kills_by_reach(mutant)
    (told,) = differences(test, Engine(mutant.rules))
    assert told.startswith("可能的结论应为")
    assert not TestSuite(RULES, (replace(test, reachable=None),)).kills_by_reach(mutant)


def test_each_mutation_is_described_once_and_has_its_line() -> None:
    lines = RuleLines(RULES)
    specs = vocabulary()
    told = Counter(mutant.mutation.zh for mutant in MUTANTS)
    assert [words for words, times in told.items() if times > 1] == []
    read = {file: file.read_text(encoding="utf-8").split("\n") for file in _files()}
    for mutant in MUTANTS:
        file, line = lines.of(mutant.mutation.place)
        text = read[file][line - 1]
        if mutant.mutation.operator == "fact":
            assert "fact:" in text
            names = [n for n in specs if f"fact: {n}" in text]
            assert any(
                specs[name].label in mutant.mutation.zh.replace("‘", "“").replace("’", "”")
                for name in names
            ), (mutant.mutation.zh, text)
        if mutant.mutation.operator == "default":
            assert text.strip().startswith("default:")


def _files() -> list[Path]:
    return sorted(Path(RULES.folder).glob("*.yaml"))


def test_every_mutant_is_one_that_would_load() -> None:
    specs = vocabulary()
    for mutant in MUTANTS:
        rules = mutant.rules
        for rows in (rules.outcomes, rules.policy.rows):
            assert [row.when == OTHERWISE for row in rows] == [False] * (len(rows) - 1) + [True]
        picks = {pick.outcome for pick in rules.policy.rows}
        for row in rules.outcomes:
            assert (picks if row.by_policy else {row.outcome}) <= set(row.permitted)
            assert row.by_policy is (row.basis == "policy")
            assert row.cites
        for combination in (*rules.impossible, *rules.explain):
            assert len({literal.name for literal in combination.literals}) > 1
        assert all(map(presumable, rules.impossible))
        nodes = [card.when for card in rules.clauses.values()]
        for leaf in itertools.chain.from_iterable(map(leaves, [*nodes, rules.by_reference])):
            assert set(leaf.values) < set(specs[leaf.name].values)
            assert leaf.values
