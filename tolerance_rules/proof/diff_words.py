"""Diff words: the difference between two rulesets as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.proof.certificate_words import PRESUMED, facts_words
from tolerance_rules.proof.decision_change_words import decisions_table, reading_words
from tolerance_rules.proof.diff import RulesetDifference
from tolerance_rules.proof.edit_words import edit_words
from tolerance_rules.proof.outcome_change import REFUSED, CitedClause, OutcomeChange
from tolerance_rules.proof.rule_edits import WORDING
from tolerance_rules.rendering.document import Table
from tolerance_rules.rules import Ruleset
from tolerance_rules.vocabulary.fact_spec import Value

Sides: TypeAlias = tuple[Ruleset, Ruleset]
"""The rulesets that are compared: the old and the new one, or those of two institutions."""

CASES: Pair = ("案件数", "Cases")
SMALLEST: Pair = ("最小的案例", "Smallest case")
DRAFTS: tuple[Pair, ...] = (
    ("原来", "Before"),
    ("现在", "After"),
    CASES,
    ("状态改变的条款", "Clauses"),
    SMALLEST,
)
DRAFTS_TITLE: Pair = ("{} 与 {}：结论的改变", "{} and {}: outcomes that change")
ELSEWHERE_TITLE: Pair = (
    "{} 与 {}：只在其他读法之下，结论的改变",
    "{} and {}: outcomes that change under other readings only",
)
REGULATIONS_TITLE: Pair = ("{} 与 {}：处理不同的案件", "{} and {}: cases treated differently")
FAILING: Pair = ("不成立：{}", "failing: {}")
BASIS: Pair = ("{} 的依据", "Clauses of {}")
NONE: Pair = (
    "共 {cases} 个案件（事实齐备、互不矛盾），没有一个的结论改变。",
    "Of {cases} cases (complete, without contradiction) none comes to another outcome.",
)
SOME: Pair = (
    "共 {cases} 个案件（事实齐备、互不矛盾），{changed} 个的结论改变（{share}）。",
    "Of {cases} cases (complete, without contradiction) {changed} come to another outcome "
    "({share}).",
)
ALIKE: Pair = (
    "按共有的事实共 {cases} 个案件（事实齐备、互不矛盾），没有一个处理不同。",
    "Of {cases} cases by the shared facts (complete, without contradiction) none is treated "
    "differently.",
)
APART: Pair = (
    "按共有的事实共 {cases} 个案件（事实齐备、互不矛盾），{changed} 个处理不同（{share}）。",
    "Of {cases} cases by the shared facts (complete, without contradiction) {changed} are treated "
    "differently ({share}).",
)
SHARED: Pair = (
    "共有的事实（名称、取值都相同）{} 个，逐一取遍：{}",
    "Facts that both have, by name and by values, {}, each taken in every way: {}",
)
HELD: Pair = (
    "{} 另有 {} 个事实，固定不变：{}",
    "{} has {} facts of its own, held fixed: {}",
)
OTHER_VALUES: Pair = (
    "其中 {} 个双方都有，但取值不同：{}",
    "Of these, {} are facts of both, but with other values: {}",
)
SET_APART: Pair = (
    "没有计入：{cases} 个案件，{document}只因固定的取值（{values}）与共有的事实矛盾而退回；"
    "换一个取值再比，用 {option}。",
    "Set apart: {cases} cases that {document} refuses only because what is held ({values}) "
    "contradicts the shared facts; to compare them, hold another value with {option}.",
)
EDITS: Pair = ("改动之处：{}", "What was changed: {}")
NO_EDITS: Pair = ("规则、读法、裁量惯例都相同", "rules, readings and policy are the same")
TEXT_ONLY: Pair = (
    "除释义和译文外，两份规则逐字相同。",
    "But for glosses and translations the two are the same, word for word.",
)
WITHOUT_EFFECT: Pair = (
    "已证明：任何读法之下，查明的、没有查明的案件，结论、准许的结论、条款、引用、提示都不改变。",
    "Proved: under any readings, whatever is known of a case, no outcome changes, nor what is "
    "permitted, holds, is cited or needs an explanation.",
)
BESIDES: Pair = (
    "结论不变的案件里，也有说法改变的，或者在其他读法之下改变的，见上表。",
    "Of the other cases some decisions say something else, or change under other readings: above.",
)
SAID: Pair = (
    "改动之处有写入结论、或者凡比较案件都要用到的，虽然没有一个案件因此改判。",
    "What was changed is read in decisions or counts where cases are compared, though no case is "
    "decided otherwise for it.",
)
NOTHING_BESIDES: Pair = (
    "结论不变的案件，说法也都不变。",
    "Of all other cases decisions say the same.",
)
REFUSES: Pair = ("作为矛盾退回", "refused as contradictory")
ROWS: Pair = ("没有（结论表第 {} 行改为第 {} 行）", "none (row {} gives way to row {})")


def tables(
    found: RulesetDifference, sides: Sides, names: tuple[str, str], lang: Lang
) -> list[Table]:
    """Return the outcomes that change, as the rules are read and otherwise, and what else does."""
    shown = [table(found, sides, names, lang)] if found.changes else []
    if found.elsewhere:
        headings = tuple(pick(lang, heading) for heading in DRAFTS)
        rows = []
        for change in found.elsewhere:
            *cells, case = _row(found, change, sides, lang)
            rows.append((*cells, "\n".join([case, *_readings(change, sides, lang)])))
        shown.append(Table(headings, tuple(rows), say(lang, ELSEWHERE_TITLE, *names)))
    if found.decisions:
        shown.append(decisions_table(found.decisions, sides, lang))
    return shown


def _readings(change: OutcomeChange, sides: Sides, lang: Lang) -> list[str]:
    """Return the readings of the smallest case that are not those in force."""
    old, _ = sides
    options = change.example.readings
    other = {name: option for name, option in options.items() if option != old.chosen.get(name)}
    return reading_words(other, sides, lang)


def table(found: RulesetDifference, sides: Sides, names: tuple[str, str], lang: Lang) -> Table:
    """Return the pairs of outcomes, one for each side, each with its smallest case."""
    if found.one_regulation:
        headings = [pick(lang, heading) for heading in DRAFTS]
        title = say(lang, DRAFTS_TITLE, *names)
    else:
        bases = [say(lang, BASIS, rules.document_number) for rules in sides]
        numbers = [rules.document_number for rules in sides]
        headings = [*numbers, pick(lang, CASES), *bases, pick(lang, SMALLEST)]
        title = say(lang, REGULATIONS_TITLE, *names)
    rows = tuple(_row(found, change, sides, lang) for change in found.changes)
    return Table(tuple(headings), rows, title)


def closing(found: RulesetDifference, sides: Sides, lang: Lang) -> Iterator[str]:
    """Yield what was edited or is not shared, and how many cases come to another outcome."""
    if found.one_regulation:
        listed = pick(lang, ("；", "; ")).join(
            edit_words(each, sides, lang) for each in found.edits
        )
        yield say(lang, EDITS, listed or pick(lang, NO_EDITS))
    if not found.one_regulation or any(found.facts.held):
        yield from _facts(found, sides, lang)
        yield from _apart(found, sides, lang)
    some, none = (SOME, NONE) if found.one_regulation else (APART, ALIKE)
    yield say(
        lang,
        some if found.changes else none,
        cases=f"{found.cases:,}",
        changed=f"{found.changed:,}",
        share=_share(found.changed, found.cases),
    )
    if found.one_regulation and found.edits:
        yield pick(lang, _standing(found))


def _standing(found: RulesetDifference) -> Pair:
    """Return what comes of the edits besides."""
    if any(edit.holder == WORDING for edit in found.edits):
        return TEXT_ONLY
    if not found.differs:
        return WITHOUT_EFFECT
    if found.elsewhere or found.decisions:
        return BESIDES
    return SAID if found.said else NOTHING_BESIDES


def _facts(found: RulesetDifference, sides: Sides, lang: Lang) -> Iterator[str]:
    """Yield which facts the two sides share, and how those are held that they do not."""
    mark = pick(lang, ("、", ", "))
    vocabulary = sides[0].vocabulary
    shared = mark.join(vocabulary[name].name_of(lang) for name in found.facts.shared)
    yield say(lang, SHARED, len(found.facts.shared), shared)
    # Two drafts of one regulation have one number: they are told apart as before and after.
    names = [pick(lang, each) for each in DRAFTS[:2]]
    if not found.one_regulation:
        names = [rules.document_number for rules in sides]
    for name, rules, held in zip(names, sides, found.facts.held, strict=True):
        if held:
            yield say(lang, HELD, name, len(held), _joined(held, rules, lang))
    if found.facts.other_values:
        others = mark.join(vocabulary[name].name_of(lang) for name in found.facts.other_values)
        yield say(lang, OTHER_VALUES, len(found.facts.other_values), others)


def _apart(found: RulesetDifference, sides: Sides, lang: Lang) -> Iterator[str]:
    """Yield which cases either side refuses only for what is held, and by which facts."""
    options = ("--old-fact", "--new-fact")
    for rules, held, apart, option in zip(
        sides, found.facts.held, found.apart, options, strict=True
    ):
        if apart.cases:
            values = {name: held[name] for name in apart.facts}
            yield say(
                lang,
                SET_APART,
                cases=f"{apart.cases:,}",
                document=rules.document_number,
                values=_joined(values, rules, lang),
                option=option,
            )


def _joined(facts: Mapping[str, Value], rules: Ruleset, lang: Lang) -> str:
    return pick(lang, ("；", "; ")).join(facts_words(facts, rules.vocabulary, lang))


def _row(
    found: RulesetDifference, change: OutcomeChange, sides: Sides, lang: Lang
) -> tuple[str, ...]:
    facts = facts_words(change.example.facts, sides[0].vocabulary, lang)
    if found.one_regulation:
        clauses = "\n".join(
            f"{name} ({_share(number, change.cases)})" for name, number in change.clauses.items()
        )
        bases = [clauses or say(lang, ROWS, *change.rows)]
    else:
        bases = [_basis(clauses, lang) for clauses in change.cites]
    ends = zip((change.before, change.after), sides, strict=True)
    return (
        *(outcome_words(outcome, rules, lang) for outcome, rules in ends),
        f"{change.cases:,}",
        *bases,
        "\n".join(facts) or pick(lang, PRESUMED),
    )


def _basis(cites: Sequence[CitedClause], lang: Lang) -> str:
    """Return the clauses that hold, then those that do not, as a decision rests on them."""
    mark = pick(lang, ("、", ", "))
    holding = mark.join(each.clause for each in cites if each.holds)
    failing = mark.join(each.clause for each in cites if not each.holds)
    return "\n".join(filter(None, (holding, failing and say(lang, FAILING, failing))))


def outcome_words(outcome: str, rules: Ruleset, lang: Lang = "zh") -> str:
    """Return what a regulation calls an outcome, or that a case is refused."""
    return pick(lang, REFUSES) if outcome == REFUSED else rules.label(outcome, lang)


def _share(part: int, whole: int) -> str:
    """Return a share as a percentage of three figures; never 0% or 100% unless it is."""
    if part in (0, whole):
        return "100%" if part else "0%"
    share = f"{100 * part / whole:.3g}"
    return "<100%" if share == "100" else f"{share}%"
