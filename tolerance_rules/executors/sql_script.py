"""SQL script: the statements under a heading that says whose rules these are and what they give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tolerance_rules.executors.columnar.plan import CLAUSE, MEANINGLESS
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.outcome import Outcome

if TYPE_CHECKING:
    from tolerance_rules.executors.columnar.target import Target
    from tolerance_rules.executors.sql import RulesAsSql

ABOUT: Pair = (
    "{title}（{number}）：按规则评判的视图",
    "{title} ({number}): cases judged by the rules, as a view",
)
MADE: Pair = (
    "由 tolerance-rules sql 写出。请勿手改：规则、读法或者惯例变了，就重新写出、重新安装。",
    "Written by `tolerance-rules sql`. Do not edit: when rules, readings or policy change, write "
    "and install it again.",
)
RULESET: Pair = ("规则集  {id}  sha256 {sha}", "ruleset  {id}  sha256 {sha}")
READINGS: Pair = ("读法    {}", "readings {}")
POLICY: Pair = ("裁量惯例  {id}  sha256 {sha}", "policy   {id}  sha256 {sha}")
IN_FORCE: Pair = (
    "施行日期 {}。更早的决定不能据以评判，视图不看日期。",
    "In force from {}. Earlier decisions are not to be judged by it; the view looks at no dates.",
)
PLACE: Pair = (
    "数据库  {product}；事实表 {table}；视图 {view}",
    "database {product}; table of facts {table}; view {view}",
)
INSTALL: Pair = ("安装    {}", "install  {}")
FILE: Pair = ("本文件.sql", "this_file.sql")
FACTS: Pair = (
    "事实表每个事实一列，空值（NULL）即未查明；{flags}；其余的存代码，字母大小写须一致。",
    "The table has a column for each fact; NULL is unknown; {flags}; the others hold codes, to the "
    "letter.",
)
FLAGS: dict[bool, Pair] = {
    True: ("是、否存为布尔值", "true and false are booleans"),
    False: ("是、否存为 1、0", "true and false are 1 and 0"),
}
ABSENT: Pair = ("没有列、一律作未查明的事实：{}", "Facts without a column, unknown throughout: {}")
COLUMNS: Pair = ("视图的列：", "Columns of the view:")
KEPT: Pair = ("照录自事实表", "taken over from the table")
FINDINGS: dict[str, Pair] = {
    "outcome": (
        "结论；未查明的事实取推定值",
        "the outcome; what is unknown takes its presumed value",
    ),
    "permitted": ("准许的范围，逗号分隔", "the permitted set, with commas"),
    "settled": ("结论已定：未查明的事实都不能改变它", "settled: no unknown fact can change it"),
    "reachable": (
        "查明其余事实之后还可能的结论，逗号分隔",
        "the outcomes that unknown facts could still give, with commas",
    ),
    "row": ("结论表中起决定作用的一行", "the row of the outcome table that decides"),
    "refused": (
        "这一行不予评判的原因，其余的列为空值；予以评判的为空值",
        "why this row is not judged, all else being NULL; NULL if it is",
    ),
}
STATUS: Pair = (
    "{}：成立 {yes}，不成立 {no}，未定 NULL",
    "{}: established {yes}, refuted {no}, open NULL",
)
OUTCOMES: Pair = ("结论代码：", "Outcomes:")
REASONS: Pair = ("不予评判的原因：", "Reasons not to judge:")
VALUE: Pair = ("该事实的值不是规定的值", "the value is none of those of that fact")


def script(lang: Lang, rules: Ruleset, made: RulesAsSql, statements: Sequence[str]) -> str:
    """Return the whole script; the same rules and options give the same script to the letter."""
    heading = [f"-- {line}".rstrip() for line in _heading(lang, rules, made.target)]
    behind = f"\n{made.dialect.separator}" if made.dialect.separator else ""
    return "\n\n".join(["\n".join(heading), *(f"{each};{behind}" for each in statements)]) + "\n"


def _heading(lang: Lang, rules: Ruleset, target: Target) -> Iterator[str]:
    def said(words: Pair, *given: str, **named: str) -> str:
        return pick(lang, words).format(*given, **named)

    title = rules.title if lang == "zh" else rules.title_en
    yield said(ABOUT, title=title, number=rules.document_number)
    yield said(MADE)
    yield ""
    yield said(RULESET, id=rules.id, sha=rules.sha256)
    yield said(READINGS, "  ".join(f"{name}={option}" for name, option in rules.chosen.items()))
    yield said(POLICY, id=rules.policy.id, sha=rules.policy.sha256)
    yield said(IN_FORCE, rules.in_force.start)
    product = target.dialect.product
    yield said(PLACE, product=product, table=target.table, view=target.view)
    yield said(INSTALL, target.dialect.install.format(said(FILE)))
    yield ""
    yield said(FACTS, flags=said(FLAGS[target.dialect.booleans]))
    if target.absent:
        yield said(ABSENT, " ".join(sorted(target.absent)))
    yield ""
    yield said(COLUMNS)
    yes, no = ("TRUE", "FALSE") if target.dialect.booleans else ("1", "0")
    rows = [(name, said(KEPT)) for name in target.kept]
    for name, words in FINDINGS.items():
        if name == "refused":
            for id, clause in rules.clauses.items():
                meaning = said(STATUS, clause.citation, yes=yes, no=no)
                rows.append((target.finding(CLAUSE + id), meaning))
        rows.append((target.finding(name), said(words)))
    yield from _listed(rows)
    yield ""
    yield said(OUTCOMES)
    yield from _listed([(each.value, each.label(lang)) for each in Outcome])
    yield ""
    yield said(REASONS)
    reasons = [(f"{MEANINGLESS}…", said(VALUE))]
    for found in rules.impossible:
        reasons.append((found.id, found.reason if lang == "zh" else found.reason_en))
    yield from _listed(reasons)


def _listed(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    room = max(len(name) for name, _ in rows)
    for name, meaning in rows:
        yield f"  {name:{room}}  {meaning}"
