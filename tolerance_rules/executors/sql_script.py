"""SQL script: the statements under a heading that says whose rules these are and what they give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tolerance_rules.characters import prefixed
from tolerance_rules.executors.columnar.circuit import SEPARATOR
from tolerance_rules.executors.columnar.columns import CLAUSE
from tolerance_rules.executors.columnar.plan import MEANINGLESS
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rules import Ruleset
from tolerance_rules.vocabulary.vocabulary import Vocabulary

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
    "施行日期 {}。更早的决定不能据以评判。视图不看日期（施行期、先后、是否未到），"
    "也不比编号是否重复，请先核对。",
    "In force from {}. Earlier decisions are not to be judged by it. The view looks at no dates "
    "(in force, in order, still to come) and compares no numbers: check them first.",
)
EARLIER: Pair = ("更早的行为：{}", "Earlier conduct: {}")
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
SEVERAL: Pair = (
    "只查明了一部分的，写尚有可能的各个代码，用 {bar} 隔开，先后不拘，如 {example}。",
    "Of what is known in part, the codes still possible, with {bar} between them, in any order: "
    "{example}.",
)
FOUND: Pair = (
    "须有书面认定的事实，空值即没有认定，不是未查明：{}",
    "Recorded findings: NULL is not made, never unknown: {}",
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
        "结论；未定的是推定结论，即未查明的事实都取推定值时的结论",
        "the outcome; where it is not settled, that by which what is unknown is as presumed",
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
    # INVARIANT: whatever stands in a title, every line of the heading is a comment.
    heading = [
        line for words in _heading(lang, rules, made.target) for line in prefixed(words, "-- ")
    ]
    behind = f"\n{made.dialect.separator}" if made.dialect.separator else ""
    parts = ["\n".join(heading), *(f"{each};{behind}" for each in statements)]
    mark, command = made.dialect.literally
    if mark and any(mark in part for part in parts):
        parts.insert(0, command)
    return "\n\n".join(parts) + "\n"


def _heading(lang: Lang, rules: Ruleset, target: Target) -> Iterator[str]:
    title = rules.title if lang == "zh" else rules.title_en
    yield say(lang, ABOUT, title=title, number=rules.document_number)
    yield say(lang, MADE)
    yield ""
    yield say(lang, RULESET, id=rules.id, sha=rules.sha256)
    if rules.chosen:
        chosen = "  ".join(f"{name}={option}" for name, option in rules.chosen.items())
        yield say(lang, READINGS, chosen)
    if rules.policy is not None:
        yield say(lang, POLICY, id=rules.policy.id, sha=rules.policy.sha256)
    yield say(lang, IN_FORCE, rules.in_force.start)
    if rules.earlier_conduct is not None:
        yield say(lang, EARLIER, pick(lang, rules.earlier_conduct))
    product = target.dialect.product
    yield say(lang, PLACE, product=product, table=target.table, view=target.view)
    yield say(lang, INSTALL, target.dialect.install.format(say(lang, FILE)))
    yield ""
    yield from _facts(lang, rules.vocabulary, target)
    yield ""
    yield say(lang, COLUMNS)
    yield from _listed(_columns(lang, rules, target))
    yield ""
    yield say(lang, OUTCOMES)
    yield from _listed([(outcome, rules.label(outcome, lang)) for outcome in rules.labels])
    yield ""
    yield say(lang, REASONS)
    reasons = [(f"{MEANINGLESS}…", say(lang, VALUE))]
    reasons += [(each.id, pick(lang, (each.reason, each.reason_en))) for each in rules.impossible]
    yield from _listed(reasons)


def _facts(lang: Lang, vocabulary: Vocabulary, target: Target) -> Iterator[str]:
    flags = say(lang, FLAGS[target.dialect.booleans])
    yield say(lang, FACTS, flags=flags)
    several = [spec.values for spec in vocabulary.values() if len(spec.values) > 2]
    if several:
        example = SEPARATOR.join(map(str, several[0][-2:]))
        yield say(lang, SEVERAL, bar=SEPARATOR, example=example)
    findings = [name for name, spec in vocabulary.items() if spec.finding]
    if findings:
        yield say(lang, FOUND, " ".join(findings))
    if target.absent:
        yield say(lang, ABSENT, " ".join(sorted(target.absent)))


def _columns(lang: Lang, rules: Ruleset, target: Target) -> list[tuple[str, str]]:
    yes, no = ("TRUE", "FALSE") if target.dialect.booleans else ("1", "0")
    rows = [(name, say(lang, KEPT)) for name in target.kept]
    for name, words in FINDINGS.items():
        if name == "refused":
            for id, clause in rules.clauses.items():
                meaning = say(lang, STATUS, clause.citation, yes=yes, no=no)
                rows.append((target.finding(CLAUSE + id), meaning))
        rows.append((target.finding(name), say(lang, words)))
    return rows


def _listed(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    room = max(len(name) for name, _ in rows)
    for name, meaning in rows:
        yield f"  {name:{room}}  {meaning}"
