"""Mutants: the rule tests kill every one that is not proved to change nothing."""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from support import faulty_rules
from support.mutants import MUTANTS, RULES, mutants, whole
from support.random_facts import random_facts
from support.rulesets import for_every_ruleset
from tolerance_rules import Engine, InconsistentFactsError, Outcome, loader, semantics
from tolerance_rules.formats.cards import presumable
from tolerance_rules.formats.rule_test import with_defaults
from tolerance_rules.formats.rule_test_reader import load_tests
from tolerance_rules.rules import OTHERWISE, leaves
from tolerance_rules.testing import mutation
from tolerance_rules.testing.case_universes import AllCases, ListedCases
from tolerance_rules.testing.completion import Completion
from tolerance_rules.testing.difference_search import DifferenceSearch
from tolerance_rules.testing.missing_tests import missing_tests_to_yaml
from tolerance_rules.testing.mutants import OPERATORS
from tolerance_rules.testing.rule_lines import RuleLines
from tolerance_rules.testing.rule_observer import observed
from tolerance_rules.testing.rule_tests import differences, run_tests
from tolerance_rules.testing.test_suite import TestSuite

pytestmark = pytest.mark.slow  # thousands of altered rulesets

TESTS = load_tests(RULES)
OUTCOMES = tuple(outcome.value for outcome in Outcome)


def sample(count: int, seed: int, rules=RULES):
    """Return some mutants of every operator."""
    rng = random.Random(seed)
    kinds = defaultdict(list)
    for mutant in mutants(rules):
        kinds[mutant.mutation.operator].append(mutant)
    return [m for found in kinds.values() for m in rng.sample(found, min(count, len(found)))]


def drawn_cases(count: int, seed: int, rules=RULES):
    """Return cases, of which some cannot be, each with the readings that it names."""
    rng = random.Random(seed)
    return [
        (
            random_facts(rules.vocabulary, rng, rng.choice((0.1, 0.4, 0.9))),
            {
                name: rng.choice(card.names)
                for name, card in rules.outcome_readings.items()
                if rng.random() < 0.4
            },
        )
        for _ in range(count)
    ]


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
        *(
            ("implied", each.fact, str(value))
            for each in {found.fact: found for found in verdict.implied}.values()
            for value in rules.vocabulary[each.fact].possible(each.value)
        ),
        *(("warning", each.id) for each in verdict.warnings),
        *(("role", each.clause, each.role.value) for each in verdict.citations),
    }
    for clause, times in Counter(each.clause for each in verdict.citations).items():
        found |= {("cites", clause, str(number)) for number in range(1, times + 1)}
    for each in verdict.citations:
        found |= {("because", each.clause, because.fact) for because in each.because}
    return found | ({("by_reference",)} if verdict.by_reference else set())


@for_every_ruleset
def test_what_is_observed_is_what_the_definition_says(rules) -> None:
    cases = drawn_cases(300, 1, rules)
    for each in (rules, *(mutant.rules for mutant in sample(2, 2, rules))):
        universe = ListedCases(cases, rules.vocabulary)
        found = observed(each, universe, Completion(rules, universe))
        for place in random.Random(3).sample(range(len(cases)), 30):
            facts, readings = cases[place]
            here = {name for name, among in found.items() if among >> place & 1}
            assert here == said(facts, readings, each)


@for_every_ruleset
def test_every_case_there_is_is_observed_alike(rules) -> None:
    universe = AllCases(rules)
    completion = Completion(rules, universe)
    found = observed(rules, universe, completion)
    assert found[("modality", "may")] & ~universe.every == universe.none
    for facts, readings in drawn_cases(25, 9, rules):
        here = universe.every
        for name, spec in rules.vocabulary.items():
            for value in spec.values:
                possible = universe.possible(name, value)
                here &= possible if value in spec.possible(facts[name]) else ~possible
        for name in rules.outcome_readings:
            here &= universe.names(name, readings.get(name))
        assert here != universe.none
        assert universe.smallest(here) == (facts, readings)
        assert {name for name, cases in found.items() if here & cases != universe.none} == said(
            facts, readings, rules
        )


@for_every_ruleset
def test_the_rule_tests_kill_every_mutant(rules) -> None:
    found = whole(rules)
    assert found.survivors == ()
    assert found.tests == len(load_tests(rules))
    assert sum(found.made.values()) == len(mutants(rules)) > 1500
    assert found.killed + len(found.equivalent) == len(mutants(rules))
    unused = {"weight"} if rules.policy is None else set()
    assert set(OPERATORS) - unused <= set(found.made) <= set(OPERATORS)
    assert found.seconds < 60


@for_every_ruleset
def test_what_is_proved_equivalent_decides_random_cases_alike(rules) -> None:
    mutations = whole(rules).equivalent
    assert mutations
    cases = drawn_cases(60, 4, rules)
    for mutant in mutants(rules):
        if mutant.mutation in mutations:
            for facts, readings in cases:
                assert said(facts, readings, mutant.rules) == said(facts, readings, rules)


@for_every_ruleset
def test_a_gate_left_out_or_turned_is_a_mutant(rules) -> None:
    gated = [article.id for article in rules.articles.values() if article.provided is not None]
    for article in gated:
        placed = [m for m in mutants(rules) if m.mutation.place.steps[:1] == ("provided",)]
        made = [m.rules.articles[article].provided for m in placed]
        assert None in made
        assert len({each for each in made if each is not None}) > 1


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


@pytest.mark.parametrize("files", [(), ("scope.yaml", "article_6.yaml")])
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
    label = "结论表第 2 行：结论“不予容错”写成了“免于处理”"
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


@for_every_ruleset
def test_each_mutation_is_described_once_and_has_its_line(rules) -> None:
    lines = RuleLines(rules)
    specs = rules.vocabulary
    told = Counter(
        (mutant.mutation.zh, lines.of(mutant.mutation.place)) for mutant in mutants(rules)
    )
    assert [words for words, times in told.items() if times > 1] == []
    read = {
        file: file.read_text(encoding="utf-8").split("\n")
        for file in sorted(Path(rules.folder).glob("*.yaml"))
    }
    starts = {"default": "default:", "presumed": "presumed:"}
    for mutant in mutants(rules):
        file, line = lines.of(mutant.mutation.place)
        text = read[file][line - 1]
        operator = mutant.mutation.operator
        if operator == "fact":
            assert "fact:" in text
            names = [n for n in specs if f"fact: {n}" in text]
            assert any(
                specs[name].label in mutant.mutation.zh.replace("‘", "“").replace("’", "”")
                for name in names
            ), (mutant.mutation.zh, text)
        if operator in starts:
            assert text.strip().startswith(starts[operator])


@for_every_ruleset
def test_every_mutant_is_one_that_would_load(rules) -> None:
    for mutant in mutants(rules):
        made = mutant.rules
        specs = made.vocabulary
        for rows in filter(None, (made.outcomes, made.policy_rows)):
            assert [row.when == OTHERWISE for row in rows] == [False] * (len(rows) - 1) + [True]
        picks = {pick.outcome for pick in made.policy_rows}
        for row in made.outcomes:
            assert (picks if row.by_policy else {row.outcome}) <= set(row.permitted)
            assert set(row.permitted) <= set(rules.labels)
            assert row.by_policy is (row.basis == "policy")
            assert row.cites
        for combination in (*made.impossible, *made.explain):
            assert len({literal.name for literal in combination.literals}) > 1
        assert all(presumable(combination, specs) for combination in made.impossible)
        nodes = [card.when for card in made.clauses.values()]
        nodes += filter(None, [made.by_reference])
        for leaf in itertools.chain.from_iterable(map(leaves, nodes)):
            assert set(leaf.values) < set(specs[leaf.name].values)
            assert leaf.values
        gates = [article.provided for article in made.articles.values() if article.provided]
        assert not any(leaf for gate in gates for leaf in leaves(gate))
        # The definition follows references from clause to clause: a circle would never end.
        presumed = {name: spec.presumed for name, spec in specs.items()}
        assert semantics.outcome_of(presumed, made) in rules.labels
