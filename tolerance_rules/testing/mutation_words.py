"""Mutants, told: what slips the cases beside the rules would find, and the cases they lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tolerance_rules.cli.terminal.output import Output
from tolerance_rules.errors import Fault
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.document import Table, markdown_table

if TYPE_CHECKING:
    from tolerance_rules.rules import Ruleset
    from tolerance_rules.testing.mutants import Edit
    from tolerance_rules.testing.mutation import Mutation
    from tolerance_rules.testing.rule_lines import Lines

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
LACKING: Pair = (
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
    "{survived} 种没有案例发现。补上 {lacking} 个案例即可。",
    "{made} edits: the cases find {killed}, {equivalent} are proved to change nothing, and "
    "{survived} would pass unseen. {lacking} cases are lacking.",
)
NOT_YET: Pair = (
    "案例与规则不符，没有做笔误检验：请先改正。",
    "The cases differ from the rules, so no edits were tried: mend that first.",
)


def told(found: Mutation, rules: Ruleset, lang: Lang, into: Output, *, markdown: bool) -> str:
    """Return what came of every mutant, as text or as Markdown."""
    from tolerance_rules.rendering.document import escaped, printable
    from tolerance_rules.testing.missing_tests import written_lack
    from tolerance_rules.testing.rule_lines import Lines

    lines = Lines(rules)
    mark, fence = ("- ", ("```yaml\n", "```\n")) if markdown else ("", ("", ""))

    def listed(edits: Iterable[object]) -> str:
        plain = escaped if markdown else printable
        return "".join(f"{mark}{plain(str(each))}\n" for each in edits)

    table = _table(found, lang)
    parts = [markdown_table(table) if markdown else into.tables([table])]
    if found.equivalent:
        parts.append(pick(lang, EQUIVALENT) + "\n")
        parts.append(listed(_placed(edit, lines, lang) for edit in found.equivalent))
    for number, lack in enumerate(found.lacking, 1):
        parts.append(listed(_fault(edit, lines, lang, number) for edit in lack.survivors))
        heading = pick(lang, LACKING).format(number, len(lack.survivors))
        parts.append(f"{heading}\n\n{fence[0]}{written_lack(lack, number, rules)}{fence[1]}")
    return "\n".join((*parts, _closing(found, lang)))


def as_data(found: Mutation, rules: Ruleset) -> dict[str, Any]:
    """Return what came of every mutant as plain data."""
    from tolerance_rules.testing.missing_tests import written_lack
    from tolerance_rules.testing.rule_lines import Lines

    lines = Lines(rules)

    def edits(which: Sequence[Edit]) -> list[dict[str, Any]]:
        places = [lines.of(edit.place) for edit in which]
        return [
            {"kind": e.kind, "file": str(file), "line": line, "zh": e.zh, "en": e.en}
            for e, (file, line) in zip(which, places, strict=True)
        ]

    return {
        "made": sum(found.made.values()),
        "killed": found.killed,
        "kinds": dict(found.made),
        "equivalent": edits(found.equivalent),
        "lacking": [
            {"case": written_lack(lack, number, rules), "survivors": edits(lack.survivors)}
            for number, lack in enumerate(found.lacking, 1)
        ],
        "seconds": found.seconds,
    }


def _table(found: Mutation, lang: Lang) -> Table:
    from tolerance_rules.testing.mutants import KINDS

    equivalent = Counter(edit.kind for edit in found.equivalent)
    survived = Counter(edit.kind for edit in found.survivors)
    rows = [
        _row(pick(lang, KINDS[kind]), found.made[kind], equivalent[kind], survived[kind])
        for kind in KINDS
        if kind in found.made
    ]
    made = sum(found.made.values())
    rows.append(_row(pick(lang, TOTAL), made, len(found.equivalent), len(found.survivors)))
    return Table(tuple(pick(lang, each) for each in HEADINGS), tuple(rows), pick(lang, TITLE))


def _row(name: str, made: int, equivalent: int, survived: int) -> tuple[str, ...]:
    counts = (made, made - equivalent - survived, equivalent, survived)
    return (name, *(f"{number:,}" for number in counts))


def _placed(edit: Edit, lines: Lines, lang: Lang) -> str:
    file, line = lines.of(edit.place)
    return f"{file}:{line}: {pick(lang, (edit.zh, edit.en))}"


def _fault(edit: Edit, lines: Lines, lang: Lang, number: int) -> Fault:
    file, line = lines.of(edit.place)
    message = pick(lang, SURVIVED).format(pick(lang, (edit.zh, edit.en)))
    return Fault(CODE, message, pick(lang, REMEDY).format(number), str(file), line)


def _closing(found: Mutation, lang: Lang) -> str:
    return pick(lang, SOME_LEFT if found.lacking else ALL_FOUND).format(
        made=f"{sum(found.made.values()):,}",
        killed=f"{found.killed:,}",
        equivalent=f"{len(found.equivalent):,}",
        survived=f"{len(found.survivors):,}",
        lacking=f"{len(found.lacking):,}",
    )
