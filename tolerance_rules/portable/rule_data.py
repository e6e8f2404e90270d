"""Rule data: conditions, clauses, tables and readings of a ruleset as plain data."""

from __future__ import annotations

from typing import Any as Anything
from typing import TypeAlias

from tolerance_rules.language import Pair
from tolerance_rules.legal_references import citation_en
from tolerance_rules.rules import (
    All,
    Any,
    Article,
    Clause,
    ClauseRef,
    Combination,
    Fact,
    Node,
    Not,
    OutcomeRow,
    Policy,
    ReadingCard,
    Ruleset,
    leaves,
)

Data: TypeAlias = dict[str, Anything]


def pair(words: Pair) -> Data:
    """Return words in both languages."""
    return {"zh": words[0], "en": words[1]}


def pair_or_none(words: Pair | None) -> Data | None:
    """Return words in both languages, or None where there are none."""
    return None if words is None else pair(words)


def condition(node: Node) -> Data:
    """Return a condition; `all` of nothing always holds, `any` of nothing never."""
    if isinstance(node, Fact):
        return {"fact": node.name, "is": list(node.values), "quote": node.quote}
    if isinstance(node, ClauseRef):
        return {"clause": node.clause}
    if isinstance(node, All):
        return {"all": [condition(item) for item in node.items]}
    if isinstance(node, Any):
        return {"any": [condition(item) for item in node.items]}
    if isinstance(node, Not):
        return {"not": condition(node.item)}
    options = [{"option": name, "when": condition(branch)} for name, branch in node.options]
    return {"reading": node.name, "options": options}


def fact_value(leaf: Fact) -> Data:
    """Return a fact and the values that count, of a leaf that quotes nothing."""
    return {"fact": leaf.name, "is": list(leaf.values)}


def clause_data(clause: Clause) -> Data:
    """Return a clause: its words, and what it requires."""
    return {
        "id": clause.id,
        "citation": {"zh": clause.citation, "en": citation_en(clause.id)},
        "text": clause.text,
        "gloss": clause.gloss,
        "note": clause.note,
        "when": condition(clause.when),
        "unencoded": [{"words": words, "reason": reason} for words, reason in clause.unencoded],
    }


def article_data(article: Article) -> Data:
    """Return an article with clauses of its own."""
    provided = article.provided
    return {
        "id": article.id,
        "citation": {"zh": article.citation, "en": citation_en(article.id)},
        "text": article.text,
        "gloss": article.gloss,
        "holds": article.holds,
        "clauses": list(article.clauses),
        "provided": None if provided is None else condition(provided),
    }


def row_data(row: OutcomeRow) -> Data:
    """Return a row of the outcome table; its outcome is null where the policy picks."""
    words = row.disposition
    return {
        "row": row.row,
        "when": condition(row.when),
        "outcome": None if row.by_policy else row.outcome,
        "modality": row.modality,
        "basis": row.basis,
        "permitted": list(row.permitted),
        "cites": [
            {"clause": c.clause, "whole": c.whole, "status": c.status, "role": c.role}
            for c in row.cites
        ],
        "disposition": {
            "clause": words.clause,
            "citation": {"zh": words.citation, "en": citation_en(words.clause)},
            "text": words.text,
        },
        "gloss": row.gloss,
        "remark": pair(row.remark),
    }


def policy_data(policy: Policy) -> Data:
    """Return a policy."""
    return {
        "id": policy.id,
        "title": {"zh": policy.title, "en": policy.title_en},
        "citation": policy.citation,
        "text": policy.text,
        "gloss": policy.gloss,
        "sha256": policy.sha256,
        "rows": [
            {
                "row": row.row,
                "when": condition(row.when),
                "outcome": row.outcome,
                "gloss": row.gloss,
            }
            for row in policy.rows
        ],
    }


def reading_data(card: ReadingCard, rules: Ruleset) -> Data:
    """Return a reading, and which option is in force."""
    return {
        "id": card.id,
        "clause": card.clause,
        "phrase": card.phrase,
        "question": {"zh": card.question, "en": card.question_en},
        "default": card.default,
        "chosen": rules.chosen[card.id],
        "changes_outcomes": card.id in rules.outcome_readings,
        "options": [{"option": name, "meaning": pair(words)} for name, words in card.options],
        "reason": {"zh": card.reason, "en": card.reason_en},
    }


def combination_data(combination: Combination) -> Data:
    """Return facts that cannot all be, or that together need an explanation."""
    return {
        "id": combination.id,
        "facts": [fact_value(literal) for literal in combination.literals],
        "reason": {"zh": combination.reason, "en": combination.reason_en},
    }


def findings_of(node: Node, rules: Ruleset) -> list[str]:
    """Return the recorded findings that a condition asks for."""
    names = dict.fromkeys(leaf.name for leaf in leaves(node))
    return [name for name in names if rules.vocabulary[name].finding]
