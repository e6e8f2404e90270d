"""Rule edits: what was changed between two drafts of one regulation, by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tolerance_rules.reachability import inlined
from tolerance_rules.rules import Ruleset

WORDING = "wording"
"""Stands for edits of what explains the rules and decides nothing."""


def edits(old: Ruleset, new: Ruleset) -> tuple[str, ...]:
    """Return the names of what differs, readings as chosen put in."""
    found = tuple(_deciding(old, new))
    # Glosses, notes, reasons: what explains and decides nothing.
    if not found and (old.sha256, _policy(old)) != (new.sha256, _policy(new)):
        return (WORDING,)
    return found


def _policy(rules: Ruleset) -> str:
    return rules.policy.sha256 if rules.policy is not None else ""


def _deciding(old: Ruleset, new: Ruleset) -> Iterator[str]:
    for clause in dict.fromkeys([*old.clauses, *new.clauses]):
        one, other = old.clauses.get(clause), new.clauses.get(clause)
        if one is None or other is None:
            yield f"{clause} {'added' if one is None else 'removed'}"
            continue
        if inlined(one.when, old, follow=False) != inlined(other.when, new, follow=False):
            yield clause
        if one.text != other.text:
            yield f"{clause} text"
    for article in dict.fromkeys([*old.articles, *new.articles]):
        if _holds(article, old) != _holds(article, new):
            yield f"{article} holds"
    if _rows(old) != _rows(new):
        yield "outcomes"
    if _picks(old) != _picks(new):
        yield "policy"
    for name in dict.fromkeys([*old.chosen, *new.chosen]):
        if old.chosen.get(name) != new.chosen.get(name):
            yield f"reading {name}: {old.chosen.get(name)} -> {new.chosen.get(name)}"
    if [each.literals for each in old.impossible] != [each.literals for each in new.impossible]:
        yield "consistency"
    if _facts(old) != _facts(new):
        yield "facts"


def _holds(name: str, rules: Ruleset) -> tuple[Any, ...]:
    """Return how the clauses of an article combine, and what it is provided."""
    article = rules.articles.get(name)
    if article is None:
        return ()
    gate = article.provided and inlined(article.provided, rules, follow=False)
    return article.holds, article.clauses, gate


def _facts(rules: Ruleset) -> dict[str, tuple[Any, ...]]:
    """Return what of each fact may decide a case."""
    return {
        name: (set(spec.values), spec.preference, spec.finding)
        for name, spec in rules.vocabulary.items()
    }


def _rows(rules: Ruleset) -> list[tuple[Any, ...]]:
    return [
        (row.row, inlined(row.when, rules, follow=False), row.outcome, row.permitted, row.modality)
        for row in rules.outcomes
    ]


def _picks(rules: Ruleset) -> list[tuple[Any, ...]]:
    return [(row.row, row.when, row.outcome) for row in rules.policy_rows]
