"""Rule tests: the cases beside a ruleset, facts in, outcome and exact clauses out.

A ruleset's `tests/` folder holds YAML files of `cases:`. They are written and proofread by those
who write the rules; each runs through the engine as a real case does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from tolerance_rules.decision import Decision, Outcome
from tolerance_rules.engine import Engine
from tolerance_rules.errors import Fault, RulesError, ToleranceRulesError
from tolerance_rules.facts import CaseFacts, value_faults, vocabulary
from tolerance_rules.rules import POLICY, Ruleset, Value
from tolerance_rules.strict_yaml import Scalar, Tree, YamlFault, parse
from tolerance_rules.tree_reader import Card, Faults
from tolerance_rules.verdict import Status

FOLDER = "tests"
"""The folder of test files, beside the rule files."""


@dataclass(frozen=True)
class RuleTest:
    """One case beside the rules. What is None, or not among `statuses`, is not tested.

    `facts` gives every fact of the vocabulary: those written, and the `others` as the case has
    them, presumed or unknown.
    """

    name: str
    file: str
    line: int
    facts: Mapping[str, Value | None]
    readings: Mapping[str, str]
    outcome: str
    permitted: tuple[str, ...] | None
    settled: bool | None
    reachable: tuple[str, ...] | None
    cites: tuple[str, ...] | None
    statuses: Mapping[str, str]


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
    """Run every case beside a ruleset; RulesError lists every fault of the test files.

    Readings that a case does not name have their defaults.
    """
    engines: dict[tuple[tuple[str, str], ...], Engine] = {}
    results = []
    for test in load_tests(rules):
        readings = tuple(sorted(test.readings.items()))
        if readings not in engines:
            engines[readings] = Engine(with_defaults(rules, test.readings))
        found = tuple(differences(test, engines[readings]))
        results.append(TestResult(test.name, test.file, test.line, not found, found))
    return results


def with_defaults(rules: Ruleset, readings: Mapping[str, str]) -> Ruleset:
    """Return the ruleset under the given readings, and the defaults of the others."""
    defaults = {name: card.default for name, card in rules.readings.items()}
    return rules.with_readings({**defaults, **readings})


def load_tests(rules: Ruleset) -> tuple[RuleTest, ...]:
    """Return the cases beside a ruleset; RulesError lists every fault of every file.

    A ruleset that was not loaded from a folder, or has no tests, gives none.
    """
    folder = Path(rules.folder, FOLDER)
    faults: list[Fault] = []
    tests: list[RuleTest] = []
    for path in sorted(folder.glob("*.yaml")) if rules.folder else ():
        reader = _TestReader(str(path), rules)
        tests += reader.read(path)
        faults += reader.faults.found
    if faults:
        raise RulesError(faults)
    return tuple(tests)


class _TestReader:
    """Reads the cases of one file."""

    def __init__(self, file: str, rules: Ruleset) -> None:
        self.faults, self.rules = Faults(file), rules
        self.citable = [*rules.clauses, *rules.articles]
        self.citable += [row.disposition.clause for row in rules.outcomes] + [POLICY]
        self.names: dict[str, int] = {}

    def read(self, path: Path) -> list[RuleTest]:
        try:
            tree, self.faults.found = parse(path.read_bytes(), str(path))
        except OSError as error:
            fault = Fault("R041", f"文件读不出来：{error.strerror}", "请检查路径和权限", str(path))
            self.faults.found.append(fault)
            return []
        except YamlFault as error:
            self.faults.found.append(error.fault)
            return []
        card = Card(tree, "案例文件", self.faults)
        tests = [self.case(item) for item in card.items("cases")]
        card.close()
        return tests

    def case(self, tree: Tree) -> RuleTest:
        card = Card(tree, "案例", self.faults)
        name = card.text("name")
        card.what = f"案例“{name}”"
        if name in self.names:
            self.faults.add(
                "R080", f"{card.what}与第 {self.names[name]} 行的同名", "请另起一个名称", tree
            )
        self.names.setdefault(name, tree.line)
        written = card.card("facts")
        facts = dict(self.facts(written)) if written is not None else {}
        presumed = card.choice("others", ("presumed", "unknown")) == "presumed"
        test = RuleTest(
            name=name,
            file=self.faults.file,
            line=tree.line,
            facts={
                fact: facts.get(fact, spec.presumed if presumed else None)
                for fact, spec in vocabulary().items()
            },
            readings=self.readings(card),
            outcome=card.choice("outcome", self.outcomes),
            permitted=self.optional(card, "permitted", self.outcomes),
            settled=self.yes_or_no(card, "settled"),
            reachable=self.optional(card, "reachable", self.outcomes),
            cites=self.optional(card, "cites", self.citable),
            statuses=self.statuses(card),
        )
        card.close()
        return test

    @property
    def outcomes(self) -> list[str]:
        return [outcome.value for outcome in Outcome]

    def facts(self, card: Card) -> Iterator[tuple[str, Value | None]]:
        for name, tree in card.rest():
            value = tree.value if isinstance(tree, Scalar) else "…"
            for fault in value_faults(name, value):
                self.faults.found.append(
                    replace(fault, file=self.faults.file, line=tree.line, column=tree.column)
                )
            yield name, value

    def readings(self, case: Card) -> Mapping[str, str]:
        card = case.card("readings", required=False)
        found = {}
        for name, tree in card.rest() if card is not None else ():
            if name in self.rules.readings:
                found[name] = case.text_of(tree, name)
                options = self.rules.readings[name].names
                if found[name] not in options:
                    text = f"{case.what}：释义 {name} 没有这个选项："
                    case.unknown("R006", text, found[name], options, tree)
            else:
                text = f"{case.what}用了没有的释义"
                case.unknown("R023", text, name, self.rules.readings, tree)
        return found

    def statuses(self, case: Card) -> Mapping[str, str]:
        card = case.card("statuses", required=False)
        found = {}
        for clause, tree in card.rest() if card is not None else ():
            found[clause] = case.text_of(tree, clause)
            if clause not in self.rules.clauses:
                text = f"{case.what}写了没有的条款"
                case.unknown("R022", text, clause, self.rules.clauses, tree)
            if found[clause] not in (known := [status.value for status in Status]):
                text = f"{case.what}：{clause} 的状态不能是"
                case.unknown("R006", text, found[clause], known, tree)
        return found

    def optional(self, card: Card, key: str, options: list[str]) -> tuple[str, ...] | None:
        if key in card.entries:
            return card.choices(key, options)
        card.asked.append(key)
        return None

    def yes_or_no(self, card: Card, key: str) -> bool | None:
        tree = card.get(key, required=False)
        if tree is None:
            return None
        value = tree.value if isinstance(tree, Scalar) else None
        if not isinstance(value, bool):
            self.faults.add("R081", f"{card.what}的 {key} 应当是 true 或 false", "请改正", tree)
            return None
        return value


def differences(test: RuleTest, engine: Engine) -> Iterator[str]:
    """Yield, in Chinese, how the decision of a case differs from what is written."""
    try:
        decision = engine.evaluate(CaseFacts.from_facts(dict(test.facts)))
    except ToleranceRulesError as error:
        yield f"没有得出结论：{error}"
        return
    if decision.outcome.value != test.outcome:
        yield _differing("结论", Outcome(test.outcome).label(), decision.outcome.label())
    if test.settled is not None and decision.settled is not test.settled:
        words = {True: "已定", False: "未定"}
        yield _differing("结论是否已定", words[test.settled], words[decision.settled])
    found: tuple[tuple[str, tuple[str, ...] | None, Iterable[str]], ...] = (
        ("准许的结论", test.permitted, decision.permitted),
        ("可能的结论", test.reachable, decision.reachable),
        ("引用的条款", test.cites, cited_clauses(decision)),
    )
    for what, expected, given in found:
        if expected is not None and sorted(expected) != sorted(given):
            yield _differing(what, "、".join(sorted(expected)), "、".join(sorted(given)))
    for clause, status in test.statuses.items():
        if decision.statuses[clause].value != status:
            yield _differing(f"{clause} 的状态", status, decision.statuses[clause].value)


def cited_clauses(decision: Decision) -> tuple[str, ...]:
    """Return the clauses that a decision cites, in its order."""
    return tuple(citation.clause for citation in decision.citations)


def _differing(what: str, expected: str, given: str) -> str:
    return f"{what}应为 {expected}，实为 {given}"
