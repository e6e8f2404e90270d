"""Rule tests: the tests of a ruleset, facts in, outcome and exact clauses out.

A ruleset's `tests/` folder holds YAML files of `cases:`. They are written and proofread by those
who write the rules; each runs through the engine as a real case does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.errors import ExecutorError, InconsistentFactsError, ToleranceRulesError
from tolerance_rules.formats.rule_test import RuleTest, with_defaults
from tolerance_rules.formats.rule_test_reader import load_tests
from tolerance_rules.language import LANGS, Lang, Pair, pick, say
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
    differences_en: tuple[str, ...] = ()


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
        found = list(_differences(test, engines[readings]))
        told = (tuple(each[0] for each in found), tuple(each[1] for each in found))
        results.append(TestResult(test.name, test.file, test.line, not found, *told))
    return results


def differences(test: RuleTest, engine: Engine) -> Iterator[str]:
    """Return, in Chinese, how what becomes of a case differs from what is written.

    ExecutorError if no case can be judged: a clause is too much for the executor.
    """
    return (each[0] for each in _differences(test, engine))


def _differences(test: RuleTest, engine: Engine) -> Iterator[Pair]:
    try:
        decision = engine.evaluate(engine.facts(dict(test.facts)))
    except InconsistentFactsError as error:
        if test.refused is None:
            yield _undecided(error)
        elif sorted(test.refused) != sorted(error.combinations):
            yield _differing(
                ("退回所依据的矛盾", "the contradictions that it is refused for"),
                _list(test.refused),
                _list(error.combinations),
            )
        return
    except ExecutorError:  # it fails for every case alike, and is said once
        raise
    except ToleranceRulesError as error:
        yield _undecided(error)
        return
    if test.refused is not None:
        zh, en = (pick(lang, _list(test.refused)) for lang in LANGS)
        word, label = _outcome_word(decision), _label(decision, decision.outcome)
        yield _differing(
            ("处理", "what becomes of the case"),
            (f"作为矛盾退回（{zh}）", f"refused as a contradiction ({en})"),
            (f"{word[0]}为 {label[0]}", f"{word[1]} {label[1]}"),
        )
        return
    yield from _outcome(test, decision)
    yield from _lists(test, decision)
    yield from _clauses(test, decision)


def cited_clauses(decision: Decision) -> tuple[str, ...]:
    """Return the clauses that a decision cites, in its order."""
    return tuple(citation.clause for citation in decision.citations)


def _undecided(error: ToleranceRulesError) -> Pair:
    return f"没有得出结论：{error}", f"there is no decision: {error.told('en')}"


def _outcome_word(decision: Decision) -> Pair:
    return ("结论", "outcome") if decision.settled else ("推定结论", "presumed outcome")


def _label(decision: Decision, outcome: Outcome) -> Pair:
    return decision.label(outcome), decision.label(outcome, "en")


def _outcome(test: RuleTest, decision: Decision) -> Iterator[Pair]:
    if test.outcome != decision.outcome.value:
        expected = _label(decision, Outcome(test.outcome))
        yield _differing(_outcome_word(decision), expected, _label(decision, decision.outcome))
    if test.settled is not None and decision.settled is not test.settled:
        words = {True: ("已定", "settled"), False: ("未定", "not settled")}
        yield _differing(
            ("结论是否已定", "whether it is settled"), words[test.settled], words[decision.settled]
        )
    if test.by_reference is not None and decision.by_reference is not test.by_reference:
        words = {
            True: ("参照执行", "by reference"),
            False: ("不是参照执行", "not by reference"),
        }
        yield _differing(
            ("适用方式", "how the rules apply"),
            words[test.by_reference],
            words[decision.by_reference],
        )
    disposing = next(each.text for each in decision.citations if each.role.value == "disposition")
    said: tuple[tuple[Pair, str | None, str], ...] = (
        (("可以还是应当", "may or shall"), test.modality, decision.modality),
        (("结论的依据", "basis"), test.basis, decision.basis),
        (("作出处理所依据的原文", "disposition"), test.disposition, disposing),
    )
    for what, wanted, given in said:
        if wanted is not None and wanted != given:
            yield _differing(what, (wanted, wanted), (given, given))


def _lists(test: RuleTest, decision: Decision) -> Iterator[Pair]:
    implied = {found.fact: found.value for found in decision.implied}
    vocabulary = decision.facts.vocabulary
    found: tuple[tuple[Pair, Iterable[str] | None, Iterable[str]], ...] = (
        (("准许的结论", "permitted"), test.permitted, decision.permitted),
        (("可能的结论", "reachable"), test.reachable, decision.reachable),
        (("引用的条款", "clauses cited"), test.cites, cited_clauses(decision)),
        (
            ("须作说明的事项", "warnings"),
            test.warnings,
            [warning.id for warning in decision.warnings],
        ),
    )
    for what, expected, given in found:
        if expected is not None and sorted(map(str, expected)) != sorted(map(str, given)):
            yield _differing(what, _list(expected), _list(given))
    if test.implied is not None:
        wanted, seen = (
            {lang: _said(facts, vocabulary, lang) for lang in LANGS}
            for facts in (test.implied, implied)
        )
        if sorted(wanted["zh"]) != sorted(seen["zh"]):
            yield _differing(("推知的事实", "implied facts"), _both(wanted), _both(seen))


def _clauses(test: RuleTest, decision: Decision) -> Iterator[Pair]:
    for clause, status in test.statuses.items():
        if decision.statuses[clause].value != status:
            given = decision.statuses[clause].value
            what = (f"{clause} 的状态", f"status of {clause}")
            yield _differing(what, (status, status), (given, given))
    for clause, role in test.roles.items():
        roles = [each.role.value for each in decision.citations if each.clause == clause]
        if role not in roles:
            what = (f"引用 {clause} 的作用", f"role of {clause}")
            yield _differing(what, (role, role), _list(roles))
    for clause, facts in test.because.items():
        reasons = {
            because.fact
            for each in decision.citations
            if each.clause == clause
            for because in each.because
        }
        if set(facts) != reasons:
            what = (f"引用 {clause} 所依据的事实", f"facts that {clause} rests on")
            yield _differing(what, _list(facts), _list(reasons))


def _said(facts: Facts, vocabulary: Vocabulary, lang: Lang) -> list[str]:
    words = ("{}（{}）", "{} ({})")
    return [
        say(lang, words, name, vocabulary[name].label_of(known, lang))
        for name, known in facts.items()
    ]


def _list(names: Iterable[str]) -> Pair:
    listed = list(map(str, names))
    return _both(dict.fromkeys(LANGS, listed))


def _both(names: Mapping[Lang, Iterable[str]]) -> Pair:
    return "、".join(sorted(names["zh"])) or "没有", ", ".join(sorted(names["en"])) or "none"


def _differing(what: Pair, expected: Pair, given: Pair) -> Pair:
    return (
        f"{what[0]}应为 {expected[0]}，实为 {given[0]}",
        f"{what[1]}: {expected[1]} expected, {given[1]} found",
    )
