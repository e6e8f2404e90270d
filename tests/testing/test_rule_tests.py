"""Rule tests: through the engine and through the definition, and their faults."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from support import rulesets
from support.english import CHINESE, chinese_in, require_english
from tolerance_rules import Engine, InconsistentFactsError, RulesError, loader, semantics
from tolerance_rules.formats.rule_test import with_defaults
from tolerance_rules.formats.rule_test_reader import load_tests
from tolerance_rules.reachability import reachable
from tolerance_rules.rules import leaves
from tolerance_rules.testing import rule_tests

RULESETS = {rules.id: rules for rules in rulesets.RULESETS}
CASES = [
    pytest.param(name, test, id=f"{name}:{Path(test.file).stem}:{test.line}")
    for name, rules in RULESETS.items()
    for test in load_tests(rules)
]


@lru_cache(maxsize=64)
def engine(ruleset, readings):
    return Engine(with_defaults(RULESETS[ruleset], dict(readings)))


def engine_of(ruleset, test):
    return engine(ruleset, tuple(sorted(test.readings.items())))


def in_order(names):
    return None if names is None else sorted(names)


@pytest.mark.parametrize(("ruleset", "test"), CASES)
def test_the_engine_decides_as_written(ruleset, test):
    assert list(rule_tests.differences(test, engine_of(ruleset, test))) == []


@pytest.mark.parametrize(("ruleset", "test"), CASES)
def test_the_definition_decides_as_written(ruleset, test):
    rules = engine_of(ruleset, test).rules
    if test.refused is not None:
        with pytest.raises(InconsistentFactsError) as caught:
            semantics.judge(test.facts, rules)
        assert sorted(caught.value.combinations) == sorted(test.refused)
        return
    verdict = semantics.judge(test.facts, rules)
    asked = (test.settled, test.reachable) != (None, None)
    outcomes = reachable(test.facts, rules) if asked else ()
    implied = {found.fact: found.value for found in verdict.implied}
    disposing = verdict.row.disposition.text
    said = [
        (test.outcome, verdict.outcome),
        (test.permitted, verdict.row.permitted),
        (test.modality, verdict.row.modality),
        (test.basis, verdict.row.basis),
        (test.disposition, disposing),
        (test.settled, len(outcomes) == 1),
        (in_order(test.reachable), in_order(outcomes)),
        (in_order(test.cites), in_order(each.clause for each in verdict.citations)),
        (test.implied, implied),
        (in_order(test.warnings), in_order(each.id for each in verdict.warnings)),
        (test.by_reference, verdict.by_reference),
    ]
    assert [(one, other) for one, other in said if one not in (None, other)] == []
    for clause, status in test.statuses.items():
        assert verdict.statuses[clause].value == status, clause
    for clause, role in test.roles.items():
        assert role in [each.role for each in verdict.citations if each.clause == clause]
    for clause, facts in test.because.items():
        cited = [each for each in verdict.citations if each.clause == clause]
        assert {because.fact for each in cited for because in each.because} == set(facts)


@pytest.mark.slow
@pytest.mark.parametrize("ruleset", RULESETS)
def test_run_tests_runs_every_case(ruleset):
    results = rule_tests.run_tests(RULESETS[ruleset])
    assert len(results) == sum(case.values[0] == ruleset for case in CASES) >= 200
    assert all(result.ok and not result.differences for result in results)


@pytest.mark.parametrize("ruleset", RULESETS)
def test_every_clause_has_a_hit_a_miss_and_an_unknown_among_the_tests(ruleset):
    rules = RULESETS[ruleset]
    seen = {
        (clause, status) for test in load_tests(rules) for clause, status in test.statuses.items()
    }
    wanted = {(c, s) for c in rules.clauses for s in ("established", "refuted", "open")}
    # A recorded finding is never unknown, and a clause that asks for nothing else never open.
    for clause, card in rules.clauses.items():
        names = {leaf.name for leaf in leaves(card.when)}
        if names and all(rules.vocabulary[name].finding for name in names):
            wanted.remove((clause, "open"))
    assert wanted <= seen


@pytest.mark.slow
@pytest.mark.parametrize("ruleset", RULESETS)
def test_every_outcome_row_option_and_combination_is_met_among_the_tests(ruleset):
    rules = RULESETS[ruleset]
    tests = load_tests(rules)
    verdicts = [
        semantics.judge(test.facts, engine_of(ruleset, test).rules)
        for test in tests
        if test.refused is None
    ]
    assert {verdict.row.row for verdict in verdicts} == {row.row for row in rules.outcomes}
    assert {w.id for verdict in verdicts for w in verdict.warnings} == {c.id for c in rules.explain}
    refusing = {name for test in tests for name in test.refused or ()}
    assert refusing == {combination.id for combination in rules.impossible}
    chosen = {item for test in tests for item in test.readings.items()}
    assert chosen == {
        (card.id, name) for card in rules.outcome_readings.values() for name in card.names
    }


@pytest.fixture
def folder(tmp_path):
    """The folder of the rules, where there is nothing but the tests that `write` writes."""
    (tmp_path / "zzvc-2023-32" / "tests").mkdir(parents=True)
    return tmp_path / "zzvc-2023-32"


def rules_in(folder):
    """Return the rules as if they were loaded from a folder: its tests are read when asked for."""
    return replace(RULESETS["zzvc-2023-32"], folder=str(folder))


def write(folder, text, name="cases.yaml"):
    (folder / "tests" / name).write_text(text, encoding="utf-8")


CASE = """\
cases:
  - name: 甲
    facts:
      subject.kind: other
    others: unknown
    outcome: ordinary_accountability
    permitted: [ordinary_accountability]
    settled: true
    reachable: [ordinary_accountability]
    cites: ["3", "7.5"]
    statuses: {"3": refuted, "5.1": open}
    roles: {"3": scope}
    because: {"3": [subject.kind]}
    modality: shall
    basis: text
    disposition: 不符合容错条件且需追责问责的，按照有关规定处理，有关证据材料一并归入追责问责案卷。
    implied: {}
    warnings: []
    by_reference: false
"""

REFUSED = """\
cases:
  - name: 乙
    facts: {conditions.prohibited_by_law: true, nature.express_prohibition_violated: false}
    others: presumed
    refused: [prohibited_by_law_without_violation]
"""


def test_a_case_that_is_right_is_ok(folder):
    source = RULESETS["zzvc-2023-32"].folder
    ignore = shutil.ignore_patterns("tests")
    shutil.copytree(source, folder, ignore=ignore, dirs_exist_ok=True)
    write(folder, CASE)
    (result,) = rule_tests.run_tests(loader.from_yaml(folder))
    assert result.ok
    assert (result.name, result.line) == ("甲", 2)
    assert Path(result.file) == folder / "tests" / "cases.yaml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("outcome: ordinary", "outcome: no_tolerance #", "结论应为 不予容错"),
        ("settled: true", "settled: false", "结论是否已定应为 未定，实为 已定"),
        ("permitted: [ord", "permitted: [lighter, ord", "准许的结论应为 lighter、ord"),
        ("reachable: [ord", "reachable: [lighter, ord", "可能的结论应为 lighter、ord"),
        ('["3", "7.5"]', '["4", "7.5"]', "引用的条款应为 4、7.5，实为 3、7.5"),
        ('["3", "7.5"]', '["3", "7.5", "7.5"]', "引用的条款应为 3、7.5、7.5，实为 3、7.5"),
        ('"5.1": open', '"5.1": refuted', "5.1 的状态应为 refuted，实为 open"),
        (
            "subject.kind: other",
            "conditions.prohibited_by_law: true\n      nature.express_prohibition_violated: false",
            "没有得出结论：案件事实相互矛盾",
        ),
        ('"3": scope', '"3": circumstance', "引用 3 的作用应为 circumstance，实为 scope"),
        ('"3": scope', '"4": scope', "引用 4 的作用应为 scope，实为 没有"),
        ("[subject.kind]", "[work.pilot]", "引用 3 所依据的事实应为 work.pilot，实为 subject.kind"),
        ("modality: shall", "modality: may", "可以还是应当应为 may，实为 shall"),
        ("basis: text", "basis: policy", "结论的依据应为 policy，实为 text"),
        (
            "不符合容错条件且需追责问责的，按照有关规定处理，有关证据材料一并归入追责问责案卷。",
            "对不予容错的情形，责任追究部门不应启动容错程序。",
            "作出处理所依据的原文应为 对不予容错的情形",
        ),
        (
            "implied: {}",
            "implied: {work.pilot: true}",
            "推知的事实应为 work.pilot（是），实为 没有",
        ),
        ("warnings: []", "warnings: [major_accident_without_loss]", "须作说明的事项应为 major"),
        ("by_reference: false", "by_reference: true", "适用方式应为 参照执行，实为 不是参照执行"),
    ],
)
def test_a_case_that_is_wrong_says_how(folder, old, new, said):
    assert old in CASE
    write(folder, CASE.replace(old, new))
    (result,) = rule_tests.run_tests(rules_in(folder))
    assert not result.ok
    assert any(said in difference for difference in result.differences), result.differences
    law = [] if "disposition" not in str(result.differences_en) else CHINESE.findall(CASE + new)
    assert not [each for each in result.differences_en if chinese_in(each, law)]
    assert len(result.differences_en) == len(result.differences)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("violated: false", "violated: true", "处理应为 作为矛盾退回（prohibited_by_law_with"),
        ("[prohibited_by_law_with", "[persisted_with", "退回所依据的矛盾应为 persisted_without_"),
    ],
)
def test_a_case_that_is_refused_says_by_what(folder, old, new, said):
    write(folder, REFUSED)
    assert [result.ok for result in rule_tests.run_tests(rules_in(folder))] == [True]
    assert old in REFUSED
    write(folder, REFUSED.replace(old, new))
    (result,) = rule_tests.run_tests(rules_in(folder))
    assert any(said in difference for difference in result.differences), result.differences


def test_readings_not_named_have_their_defaults(folder):
    write(
        folder,
        """\
cases:
  - name: 轻微损害师生利益的，默认读法下不在第六条之列
    facts: {consequences.harm_to_students_or_staff: minor}
    others: presumed
    outcome: ordinary_accountability
    statuses: {"6.4": refuted}
""",
    )
    rules = rules_in(folder).with_readings({"harm_threshold": "any"})
    assert [result.ok for result in rule_tests.run_tests(rules)] == [True]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("name: 甲", "nam: 甲", "R002", 2),
        ("name: 甲", "nam: 甲", "R008", 2),
        ("subject.kind: other", "subject.kin: other", "C003", 4),
        ("subject.kind: other", "subject.kind: others", "C005", 4),
        ("subject.kind: other", "work.pilot: yes", "C004", 4),
        ("subject.kind: other", 'work.pilot: "true"', "C004", 4),
        ("subject.kind: other", "work.pilot: [true, maybe]", "C004", 4),
        ("others: unknown", "others: unknwon", "R006", 5),
        ("    others: unknown\n", "", "R002", 2),
        ("outcome: ordinary_accountability", "outcome: ordinary", "R006", 6),
        ("settled: true", "settled: yes", "R081", 8),
        ("permitted: [ord", "permitted: [lightre, ord", "R006", 7),
        ('cites: ["3"', 'cites: ["5.13"', "R006", 10),
        ('"5.1": open', '"5.13": open', "R022", 11),
        ('"5.1": open', '"5.1": opne', "R006", 11),
        ("settled: true", "readings: {remedy: both}", "R023", 8),
        ("settled: true", "readings: {remedy_scope: bot}", "R006", 8),
        ("settled: true", "settled: true\n    settled: true", "Y011", 9),
        ("cases:", "case:", "R002", 1),
        ("settled: true", "refused: [persisted_without_violation]", "R082", 2),
        ("    outcome: ordinary_accountability\n", "", "R002", 2),
        ("warnings: []", "warnings: [no_loss]", "R006", 18),
        ("warnings: []", "warnings: none", "R007", 18),
        ("implied: {}", "implied: {work.pilto: true}", "C003", 17),
        ("implied: {}", "implied: {work.pilot: yes}", "C004", 17),
        ("by_reference: false", "by_reference: no", "R081", 19),
        ('"3": scope', '"3.9": scope', "R022", 12),
        ('"3": scope', '"3": scoop', "R006", 12),
        ('because: {"3"', 'because: {"3.9"', "R022", 13),
        ("[subject.kind]", "[subject.kin]", "R006", 13),
        ("modality: shall", "modality: must", "R006", 14),
        ("basis: text", "basis: law", "R006", 15),
        ("disposition: 不符合", "disposition: 符合", "R006", 16),
    ],
)
def test_faults_of_a_test_file_have_a_line(folder, old, new, code, line):
    assert old in CASE
    write(folder, CASE.replace(old, new))
    with pytest.raises(RulesError) as caught:
        load_tests(rules_in(folder))
    assert (code, line) in [(fault.code, fault.line) for fault in caught.value.faults]
    assert {Path(fault.file).name for fault in caught.value.faults} == {"cases.yaml"}
    require_english(caught.value.faults, new)


def test_faults_of_several_test_files_are_reported_at_once(folder):
    write(folder, CASE.replace("settled: true", "settled: yes"), "a.yaml")
    write(folder, "cases: [", "b.yaml")
    (folder / "tests" / "c.yaml").write_bytes("cases: 甲".encode("gbk"))
    write(folder, CASE + CASE.removeprefix("cases:\n"), "d.yaml")
    with pytest.raises(RulesError) as caught:
        rule_tests.run_tests(rules_in(folder))
    found = [(Path(fault.file).name, fault.code) for fault in caught.value.faults]
    assert found == [
        ("a.yaml", "R081"),
        ("b.yaml", "Y003"),
        ("c.yaml", "Y002"),
        ("d.yaml", "R080"),
    ]


def test_a_folder_without_tests_has_no_results(folder):
    assert rule_tests.run_tests(rules_in(folder)) == []
