"""Ruleset words: the clauses, the outcome table, the policy and the readings, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rendering.clause_examination import examine, plain_condition
from tolerance_rules.rendering.clause_explanation import CLAUSES, clause_item
from tolerance_rules.rendering.condition_words import condition_words
from tolerance_rules.rendering.document import Document, Section, Table
from tolerance_rules.rules import (
    POLICY,
    Article,
    Clause,
    Duty,
    OutcomeRow,
    Policy,
    ReadingCard,
    Ruleset,
)

CLAUSE_HEADINGS: tuple[Pair, ...] = (("编号", "Number"), ("条款", "Clause"), ("原文", "Text"))
GLOSS = "In English"
OUTCOME_HEADINGS: tuple[Pair, ...] = (
    ("行", "Row"),
    ("条件", "When"),
    ("结论", "Outcome"),
    ("", "Modality"),
    ("准许的结论", "Permitted"),
    ("依据", "By"),
)
POLICY_HEADINGS: tuple[Pair, ...] = (("行", "Row"), ("条件", "When"), ("结论", "Outcome"))
READING_HEADINGS: tuple[Pair, ...] = (
    ("名称", "Name"),
    ("条款", "Clause"),
    ("原文", "Phrase"),
    ("问题", "Question"),
    ("读法（* 为本次采用）", "Options (* in force)"),
)
DUTY_HEADINGS: tuple[Pair, ...] = (
    ("名称", "Name"),
    ("条款", "Clause"),
    ("事项", "Matter"),
    ("谁", "Who"),
    ("从何时起", "From"),
)
DUTY_TITLE: Pair = (
    "义务和事件（案件的 handling 可以记录的）",
    "Duties and events (what the section handling of a case may record)",
)
EVENT: Pair = ("（事件）", "(event)")
OUTCOME_TITLE: Pair = (
    "结论表（自上而下，以第一个符合的行为准）",
    "Outcomes (the first row that holds)",
)
POLICY_TITLE: Pair = ("{}（不是法规）", "{} (not law)")
READING_TITLE: Pair = ("读法：原文可作不止一种读法的词句", "Readings")
BY_POLICY: Pair = ("由裁量惯例选定", "picked by the policy")
MODALITY: dict[str, Pair] = {"shall": ("应当", "shall"), "may": ("可以", "may")}


def heading(rules: Ruleset) -> str:
    """Return how the regulation is called."""
    return f"{rules.document_number}《{rules.title}》"


def conditions_document(rules: Ruleset, clauses: Sequence[str], lang: Lang) -> Document:
    """Return the conditions of some clauses, of no case."""
    items = tuple(clause_item(examine(clause, rules), rules, lang) for clause in clauses)
    return Document(heading(rules), (Section(pick(lang, CLAUSES), items),), chinese=lang == "zh")


def ruleset_tables(rules: Ruleset, lang: Lang) -> Iterator[Table]:
    """Yield the clauses, the outcome table, the policy and the readings as tables."""
    yield _clauses(rules, lang)
    yield _outcomes(rules, lang)
    if rules.policy is not None:
        yield _policy(rules.policy, rules, lang)
    if rules.readings:
        yield _readings(rules, lang)
    if rules.obligations:
        yield _duties(rules, lang)


def _headings(pairs: Sequence[Pair], lang: Lang) -> tuple[str, ...]:
    return tuple(pick(lang, pair) for pair in pairs)


def _clauses(rules: Ruleset, lang: Lang) -> Table:
    english = lang == "en"
    headings = (*_headings(CLAUSE_HEADINGS, lang), *([GLOSS] if english else []))
    rows = tuple(
        (card.id, card.citation, card.text, *([card.gloss] if english else []))
        for card in rules.clauses.values()
    )
    return Table(headings, rows, pick(lang, CLAUSES))


def _outcomes(rules: Ruleset, lang: Lang) -> Table:
    rows = tuple(
        (
            row.row,
            condition_words(row.when, rules, lang),
            _label(row.outcome, rules, lang),
            pick(lang, MODALITY[row.modality]),
            "\n".join(_label(each, rules, lang) for each in row.permitted),
            row.disposition.citation,
        )
        for row in rules.outcomes
    )
    return Table(_headings(OUTCOME_HEADINGS, lang), rows, pick(lang, OUTCOME_TITLE))


def _policy(policy: Policy, rules: Ruleset, lang: Lang) -> Table:
    rows = tuple(
        (row.row, condition_words(row.when, rules, lang), _label(row.outcome, rules, lang))
        for row in policy.rows
    )
    title = say(lang, POLICY_TITLE, pick(lang, (policy.title, policy.title_en)))
    return Table(_headings(POLICY_HEADINGS, lang), rows, title)


def _readings(rules: Ruleset, lang: Lang) -> Table:
    rows = tuple(
        (
            card.id,
            card.clause,
            card.phrase,
            pick(lang, (card.question, card.question_en)),
            "\n".join(_options(card, rules, lang)),
        )
        for card in rules.readings.values()
    )
    return Table(_headings(READING_HEADINGS, lang), rows, pick(lang, READING_TITLE))


def _duties(rules: Ruleset, lang: Lang) -> Table:
    """Return what an office records of a case: duties, and the events that give rise to them."""
    rows = []
    for each in rules.obligations.recorded:
        who = rules.obligations.parties[each.who] if isinstance(each, Duty) else ("", "")
        starts = rules.obligations.label(each.starts) if isinstance(each, Duty) else EVENT
        said = (pick(lang, pair) for pair in (each.label, who, starts))
        rows.append((each.id, each.clause, *said))
    return Table(_headings(DUTY_HEADINGS, lang), tuple(rows), pick(lang, DUTY_TITLE))


def _options(card: ReadingCard, rules: Ruleset, lang: Lang) -> Iterator[str]:
    for name, words in card.options:
        mark = "* " if rules.chosen[card.id] == name else "  "
        yield f"{mark}{name}: {pick(lang, words)}"


def _label(outcome: str, rules: Ruleset, lang: Lang) -> str:
    return pick(lang, BY_POLICY) if outcome == POLICY else rules.label(outcome, lang)


def ruleset_data(rules: Ruleset, clauses: Sequence[str] = ()) -> dict[str, Any]:
    """Return the clauses named, or all of them, and the outcome table as plain data."""
    sources: dict[str, Clause | Article] = {**rules.articles, **rules.clauses}
    return {
        "ruleset": rules.id,
        "document_number": rules.document_number,
        "title": rules.title,
        "sha256": rules.sha256,
        "readings": dict(rules.chosen),
        "policy": _policy_data(rules.policy),
        "clauses": [_clause_data(sources[each], rules) for each in clauses or rules.clauses],
        "outcomes": [_row_data(row, rules) for row in rules.outcomes],
    }


def _policy_data(policy: Policy | None) -> dict[str, str] | None:
    return {"id": policy.id, "sha256": policy.sha256} if policy is not None else None


def _clause_data(source: Clause | Article, rules: Ruleset) -> dict[str, Any]:
    *gate, when = examine(source.id, rules).items
    return {
        "id": source.id,
        "citation": source.citation,
        "text": source.text,
        "gloss": source.gloss,
        **({"provided": plain_condition(gate[0].items[0])} if gate else {}),
        "when": plain_condition(when),
    }


def _row_data(row: OutcomeRow, rules: Ruleset) -> dict[str, Any]:
    return {
        "row": row.row,
        "when": condition_words(row.when, rules, "zh"),
        "when_en": condition_words(row.when, rules, "en"),
        "outcome": row.outcome,
        "modality": row.modality,
        "basis": row.basis,
        "permitted": list(row.permitted),
        "disposition": row.disposition.citation,
    }
