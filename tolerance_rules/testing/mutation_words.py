"""Mutation words: what mistakes the rule tests would find, and the tests that are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from tolerance_rules.errors import Fault
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.document import Table, escaped, printable
from tolerance_rules.rules import Ruleset
from tolerance_rules.testing.missing_tests import missing_test_to_yaml
from tolerance_rules.testing.mutants import OPERATORS, Mutation
from tolerance_rules.testing.mutation import MutationReport
from tolerance_rules.testing.rule_lines import RuleLines

CODE = "R091"
TITLE: Pair = ("笔误检验：每次只改规则的一处", "Mutants: one edit of the rules at a time")
HEADINGS: tuple[Pair, ...] = (
    ("笔误", "Edit"),
    ("种数", "Made"),
    ("案例能发现", "Killed"),
    ("证明与原规则相同", "Proved equivalent"),
    ("没有案例发现", "Survived"),
)
TOTAL: Pair = ("合计", "All")
EQUIVALENT: Pair = (
    "下列改动经证明不改变规则的意思：任何案件，不论查明多少，结论、引用、理由都一样。",
    "These edits are proved to change nothing: whatever the case and however much of it is "
    "known, all that is said of it is the same.",
)
SURVIVED: Pair = ("没有案例能发现这处笔误：{}", "no case finds this edit: {}")
REMEDY: Pair = (
    "请把下面第 {} 个案例放入 tests/ 中",
    "put case {} below among those in tests/",
)
MISSING: Pair = (
    "第 {} 个案例（能发现上面 {} 处笔误；名称请改写）：",
    "Case {} (finds {} of the edits above; give it a name of your own):",
)
ALL_FOUND: Pair = (
    "共 {made} 种笔误，{killed} 种有案例发现，{equivalent} 种经证明不改变规则的意思。"
    "案例没有遗漏。",
    "{made} edits: the cases find {killed}, and {equivalent} are proved to change nothing. "
    "The cases miss none.",
)
SOME_LEFT: Pair = (
    "共 {made} 种笔误，{killed} 种有案例发现，{equivalent} 种经证明不改变规则的意思，"
    "{survived} 种没有案例发现。补上 {missing} 个案例即可。",
    "{made} edits: the cases find {killed}, {equivalent} are proved to change nothing, and "
    "{survived} would pass unseen. {missing} cases are lacking.",
)


def table(report: MutationReport, lang: Lang) -> Table:
    """Return how many mutants each operator made, and what came of them."""
    equivalent = Counter(mutation.operator for mutation in report.equivalent)
    survived = Counter(mutation.operator for mutation in report.survivors)
    rows = [
        _row(pick(lang, words), report.made[operator], equivalent[operator], survived[operator])
        for operator, words in OPERATORS.items()
        if operator in report.made
    ]
    made = sum(report.made.values())
    rows.append(_row(pick(lang, TOTAL), made, len(report.equivalent), len(report.survivors)))
    return Table(tuple(pick(lang, each) for each in HEADINGS), tuple(rows), pick(lang, TITLE))


def details(report: MutationReport, rules: Ruleset, lang: Lang, *, markdown: bool) -> str:
    """Return which mutants are equivalent and which survive, the missing tests, and the sum."""
    lines = RuleLines(rules)
    mark, fence = ("- ", ("```yaml\n", "```\n")) if markdown else ("", ("", ""))

    def listed(entries: Iterable[object]) -> str:
        plain = escaped if markdown else printable
        return "".join(f"{mark}{plain(str(each))}\n" for each in entries)

    parts = []
    if report.equivalent:
        parts.append(pick(lang, EQUIVALENT) + "\n")
        parts.append(listed(_placed(each, lines, lang) for each in report.equivalent))
    for number, test in enumerate(report.missing, 1):
        parts.append(listed(_fault(each, lines, number).told(lang) for each in test.survivors))
        heading = pick(lang, MISSING).format(number, len(test.survivors))
        text = missing_test_to_yaml(test, number, rules)
        parts.append(f"{heading}\n\n{fence[0]}{text}{fence[1]}")
    return "\n".join((*parts, _sum(report, lang)))


def as_data(report: MutationReport, rules: Ruleset) -> dict[str, Any]:
    """Return what came of every mutant as plain data."""
    lines = RuleLines(rules)

    def placed(mutations: Sequence[Mutation]) -> list[dict[str, Any]]:
        places = [lines.of(mutation.place) for mutation in mutations]
        return [
            {"kind": m.operator, "file": str(file), "line": line, "zh": m.zh, "en": m.en}
            for m, (file, line) in zip(mutations, places, strict=True)
        ]

    return {
        "made": sum(report.made.values()),
        "killed": report.killed,
        "kinds": dict(report.made),
        "equivalent": placed(report.equivalent),
        "lacking": [
            {
                "case": missing_test_to_yaml(test, number, rules),
                "survivors": placed(test.survivors),
            }
            for number, test in enumerate(report.missing, 1)
        ],
        "seconds": report.seconds,
    }


def _row(name: str, made: int, equivalent: int, survived: int) -> tuple[str, ...]:
    counts = (made, made - equivalent - survived, equivalent, survived)
    return (name, *(f"{number:,}" for number in counts))


def _placed(mutation: Mutation, lines: RuleLines, lang: Lang) -> str:
    file, line = lines.of(mutation.place)
    return f"{file}:{line}: {pick(lang, (mutation.zh, mutation.en))}"


def _fault(mutation: Mutation, lines: RuleLines, number: int) -> Fault:
    file, line = lines.of(mutation.place)
    message = (SURVIVED[0].format(mutation.zh), SURVIVED[1].format(mutation.en))
    remedy = (REMEDY[0].format(number), REMEDY[1].format(number))
    return Fault.of(CODE, message, remedy, str(file), line)


def _sum(report: MutationReport, lang: Lang) -> str:
    return pick(lang, SOME_LEFT if report.missing else ALL_FOUND).format(
        made=f"{sum(report.made.values()):,}",
        killed=f"{report.killed:,}",
        equivalent=f"{len(report.equivalent):,}",
        survived=f"{len(report.survivors):,}",
        missing=f"{len(report.missing):,}",
    )
