"""Rule tests: the tests of a ruleset, facts in, outcome and exact clauses out.

A ruleset's `tests/` folder holds YAML files of `cases:`. They are written and proofread by those
who write the rules; each runs through the engine as a real case does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.errors import ExecutorError, InconsistentFactsError, ToleranceRulesError
from tolerance_rules.formats.rule_test import RuleTest, with_defaults
from tolerance_rules.formats.rule_test_reader import load_tests
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Facts
from tolerance_rules.vocabulary.vocabulary import Vocabulary


@dataclass(frozen=True)
class TestResult:
    """What came of one case: `ok`, or how the decision differs from what was written."""

    __test__: ClassVar[bool] = False  # pytest: not a class of tests

    name: str
    file: str
    line: int
    ok: bool
    differences: tuple[str, ...]


def run_tests(rules: Ruleset) -> list[TestResult]:
    """Run every test of a ruleset; RulesError lists every fault of the test files.

    Readings that a case does not name have their defaults.
    """
    engines: dict[tuple[tuple[str, str], ...], Engine] = {}
    base, results = Engine(rules), []
    for test in load_tests(rules):
        readings = tuple(sorted(test.readings.items()))
        if readings not in engines:
            engines[readings] = base.under(with_defaults(rules, test.readings).chosen)
        found = tuple(differences(test, engines[readings]))
        results.append(TestResult(test.name, test.file, test.line, not found, found))
    return results


def differences(test: RuleTest, engine: Engine) -> Iterator[str]:
    """Yield, in Chinese, how what becomes of a case differs from what is written.

    ExecutorError if no case can be judged: a clause is too much for the executor.
    """
    try:
        decision = engine.evaluate(engine.facts(dict(test.facts)))
    except InconsistentFactsError as error:
        if test.refused is None:
            yield f"没有得出结论：{error}"
        elif sorted(test.refused) != sorted(error.combinations):
            yield _differing("退回所依据的矛盾", _list(test.refused), _list(error.combinations))
        return
    except ExecutorError:  # it fails for every case alike, and is said once
        raise
    except ToleranceRulesError as error:
        yield f"没有得出结论：{error}"
        return
    if test.refused is not None:
        given = f"{_outcome_word(decision)}为 {decision.label(decision.outcome)}"
        yield _differing("处理", f"作为矛盾退回（{_list(test.refused)}）", given)
        return
    yield from _outcome(test, decision)
    yield from _lists(test, decision)
    yield from _clauses(test, decision)


def cited_clauses(decision: Decision) -> tuple[str, ...]:
    """Return the clauses that a decision cites, in its order."""
    return tuple(citation.clause for citation in decision.citations)


def _outcome_word(decision: Decision) -> str:
    return "结论" if decision.settled else "推定结论"


def _outcome(test: RuleTest, decision: Decision) -> Iterator[str]:
    if test.outcome != decision.outcome.value:
        expected = decision.label(Outcome(test.outcome))
        yield _differing(_outcome_word(decision), expected, decision.label(decision.outcome))
    if test.settled is not None and decision.settled is not test.settled:
        words = {True: "已定", False: "未定"}
        yield _differing("结论是否已定", words[test.settled], words[decision.settled])
    if test.by_reference is not None and decision.by_reference is not test.by_reference:
        words = {True: "参照执行", False: "不是参照执行"}
        yield _differing("适用方式", words[test.by_reference], words[decision.by_reference])
    disposing = next(each.text for each in decision.citations if each.role.value == "disposition")
    said: tuple[tuple[str, str | None, str], ...] = (
        ("可以还是应当", test.modality, decision.modality),
        ("结论的依据", test.basis, decision.basis),
        ("作出处理所依据的原文", test.disposition, disposing),
    )
    for what, wanted, given in said:
        if wanted is not None and wanted != given:
            yield _differing(what, wanted, given)


def _lists(test: RuleTest, decision: Decision) -> Iterator[str]:
    implied = {found.fact: found.value for found in decision.implied}
    vocabulary = decision.facts.vocabulary
    expected_implied = None if test.implied is None else _said(test.implied, vocabulary)
    found: tuple[tuple[str, Iterable[str] | None, Iterable[str]], ...] = (
        ("准许的结论", test.permitted, decision.permitted),
        ("可能的结论", test.reachable, decision.reachable),
        ("引用的条款", test.cites, cited_clauses(decision)),
        ("须作说明的事项", test.warnings, [warning.id for warning in decision.warnings]),
        ("推知的事实", expected_implied, _said(implied, vocabulary)),
    )
    for what, expected, given in found:
        if expected is not None and sorted(map(str, expected)) != sorted(map(str, given)):
            yield _differing(what, _list(expected), _list(given))


def _clauses(test: RuleTest, decision: Decision) -> Iterator[str]:
    for clause, status in test.statuses.items():
        if decision.statuses[clause].value != status:
            yield _differing(f"{clause} 的状态", status, decision.statuses[clause].value)
    for clause, role in test.roles.items():
        roles = [each.role.value for each in decision.citations if each.clause == clause]
        if role not in roles:
            yield _differing(f"引用 {clause} 的作用", role, _list(roles))
    for clause, facts in test.because.items():
        reasons = {
            because.fact
            for each in decision.citations
            if each.clause == clause
            for because in each.because
        }
        if set(facts) != reasons:
            yield _differing(f"引用 {clause} 所依据的事实", _list(facts), _list(reasons))


def _said(facts: Facts, vocabulary: Vocabulary) -> list[str]:
    return [f"{name}（{vocabulary[name].label_of(known)}）" for name, known in facts.items()]


def _list(names: Iterable[str]) -> str:
    return "、".join(sorted(map(str, names))) or "没有"


def _differing(what: str, expected: str, given: str) -> str:
    return f"{what}应为 {expected}，实为 {given}"
