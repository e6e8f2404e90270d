"""Precedents in words: a table with a row for each outcome, in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.audit.precedents import Precedent, Precedents, Weighed
from tolerance_rules.audit.relevance import ENOUGH
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.legal_references import citation_of
from tolerance_rules.rendering.document import Table
from tolerance_rules.rendering.explanation_words import series
from tolerance_rules.rules import Ruleset
from tolerance_rules.vocabulary.fact_spec import Known

TITLE: Pair = ("可比的先例 {} 件，其中案情相同的 {} 件", "Comparable past decisions: {}; like: {}")
HEADINGS: tuple[Pair, ...] = (
    ("结论", "Outcome"),
    ("可否", "Standing"),
    ("支持", "For"),
    ("抵触", "Against"),
    ("依据或者最近的先例", "Clauses, or the closest precedents"),
)
STANDINGS: dict[str, Pair] = {
    "forced": ("唯一可作", "the only one left"),
    "forced_unsettled": ("按已查明的事实只余这一种", "the only one left on what is established"),
    "allowed": ("可以", "open"),
    "forced_withheld": ("唯一可作，应当说明理由", "the only one left, to be reasoned"),
    "allowed_withheld": ("可以，应当说明理由", "open, to be reasoned"),
    "against_precedent": ("同先例抵触", "against precedent"),
    "unlawful": ("规定不准", "forbidden by law"),
}
RELATIONS: dict[str, Pair] = {
    "like": ("案情相同", "like"),
    "less_favourable": ("比本案不利", "less favourable"),
    "more_favourable": ("比本案有利", "more favourable"),
}
UNSETTLED: Pair = (
    "本案结论尚未确定，请先查明：{}",
    "The case is not settled; to be established first: {}",
)
UNWEIGHED: Pair = (
    "已查明而未影响结论的不利事实：{}",
    "Adverse facts established that did not bear on the outcome: {}",
)
NOT_ENOUGH: Pair = (
    "本案已查明的相关事实不足 {:.0%}，不能同先例严格比较：没有查明的，不算相同",
    "Less than {:.0%} of the relevant facts of the case are established, too few to compare it: "
    "what is not established is no likeness",
)
WARNING: Pair = ("案卷中须说明：{}", "The record should explain: {}")
IS: Pair = ("{}＝{}", "{} = {}")
AND: Pair = ("、", ", ")
NAMED: Pair = ("{}（{}）", "{} ({})")
ROW: Pair = ("第 {} 行", "row {}")
"""Where a past decision stands in a register."""
ONE: Pair = ("{}（{}，{}）", "{} ({}, {})")
MISSING_LISTED = 5
"""How many of the facts to be established are named."""
EXAMPLES = 2
"""How many of the closest precedents are named for each outcome."""


def notes(found: Precedents, rules: Ruleset, lang: Lang) -> Iterator[str]:
    """Yield what is to be known of the case itself before it is held against the precedents."""
    if not found.settled:
        yield _unsettled(found, rules, lang)
    if not found.enough:
        yield pick(lang, NOT_ENOUGH).format(float(ENOUGH))
    if found.unweighed:
        adverse = [_stated(name, found.facts[name], rules, lang) for name in found.unweighed]
        yield pick(lang, UNWEIGHED).format(series(lang, adverse))
    for warning in found.warnings:
        yield pick(lang, WARNING).format(pick(lang, (warning.question, warning.question_en)))


def _stated(name: str, known: Known, rules: Ruleset, lang: Lang) -> str:
    spec = rules.vocabulary[name]
    return pick(lang, IS).format(spec.name_of(lang), spec.label_of(known, lang))


def _unsettled(found: Precedents, rules: Ruleset, lang: Lang) -> str:
    named = [
        pick(lang, NAMED).format(name, rules.vocabulary[name].name_of(lang))
        for name in found.missing[:MISSING_LISTED]
    ]
    more = " …" if len(found.missing) > MISSING_LISTED else ""
    return pick(lang, UNSETTLED).format(series(lang, named)) + more


def precedents_table(found: Precedents, rules: Ruleset, lang: Lang, place: Pair = ROW) -> Table:
    """Return the outcomes, each with its standing and the closest past decisions.

    `place` says where a past decision stands.
    """
    title = pick(lang, TITLE).format(found.comparable, found.like)
    headings = tuple(pick(lang, heading) for heading in HEADINGS)
    rows = (_row(each, found, rules, lang, place) for each in found.outcomes)
    return Table(headings, tuple(rows), title)


def _row(
    each: Weighed, found: Precedents, rules: Ruleset, lang: Lang, place: Pair
) -> tuple[str, ...]:
    standing: str = each.standing
    if standing == "forced" and not found.settled:
        standing = "forced_unsettled"
    elif each.withheld and standing in ("forced", "allowed"):
        standing += "_withheld"
    examples = (each.examples_against or each.examples_for)[:EXAMPLES]
    cited = [citation_of(clause) or clause for clause in each.clauses]
    named = [example_words(one, rules, lang, place) for one in examples]
    grounds = pick(lang, AND).join(cited or named)
    return (
        rules.label(each.outcome, lang),
        pick(lang, STANDINGS[standing]),
        str(each.supporting),
        str(each.opposing),
        grounds,
    )


def example_words(one: Precedent, rules: Ruleset, lang: Lang, place: Pair) -> str:
    """Return where a past decision stands, how it compares, and its outcome."""
    recorded = rules.label(one.decision.recorded, lang)
    relation = pick(lang, RELATIONS[one.relation])
    where = pick(lang, place).format(one.decision.row)
    return pick(lang, ONE).format(where, relation, recorded)
