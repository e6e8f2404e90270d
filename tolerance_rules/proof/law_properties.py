"""Law properties: what Articles 3 to 7 say of every case, whatever the table and the clauses do."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.executors.all_cases import CaseSet
from tolerance_rules.proof.certificate import ORDER
from tolerance_rules.proof.coverage import BARS, CIRCUMSTANCES, CONDITIONS, listed, scope_clauses
from tolerance_rules.proof.edits import holder_label
from tolerance_rules.proof.findings import Finding, Subject
from tolerance_rules.proof.proof_context import Ground, Way
from tolerance_rules.rendering.condition_words import condition_label
from tolerance_rules.rules import Ruleset

TOLERANT = ORDER["from_lightest"]
ORDINARY, BARRED, NOT_PURSUED = "ordinary_accountability", "no_tolerance", "not_pursued"


def scope_comes_first(ground: Ground) -> Iterator[Finding]:
    """Show of each clause of the scope that no case outside it is decided by these rules."""
    space = ground.space
    for clause in scope_clauses(ground.rules):
        outside = ~space.clauses[clause]
        ways = [Way(outside & ~space.among([ORDINARY]))]
        yield ground.never(_clause(ground.rules, clause), ways)


def exclusion(ground: Ground) -> Iterator[Finding]:
    """Show of each bar that no case with it is tolerated, and that in scope it is what decides."""
    space, inside = ground.space, _inside(ground)
    tolerated = space.among(TOLERANT)
    for clause in ground.rules.articles[BARS].clauses:
        barred = space.clauses[clause]
        ways = [Way(barred & tolerated), Way(barred & inside & ~space.among([BARRED]))]
        yield ground.never(_clause(ground.rules, clause), ways)


def bars_suffice(ground: Ground) -> Iterator[Finding]:
    """Show of each thing that a bar lists that the bar holds in every case that has it."""
    rules, space = ground.rules, ground.space
    for clause in rules.articles[BARS].clauses:
        for spot in listed(rules, clause):
            zh = f"{holder_label(rules, clause)}：{condition_label(spot.node, rules)}"
            en = f"{holder_label(rules, clause, 'en')}: {condition_label(spot.node, rules, 'en')}"
            alone = space.where(spot.node) & ~space.clauses[clause] & space.chosen(spot.under)
            if ground.asks(spot.under):
                yield ground.never(Subject(spot.name, zh, en), [Way(alone)])


def circumstances_suffice(ground: Ground) -> Iterator[Finding]:
    """Show of each circumstance that in scope, with no bar, it is tolerated."""
    space = ground.space
    refused = _inside(ground) & ~space.clauses[BARS] & ~space.among(TOLERANT)
    for clause in ground.rules.articles[CIRCUMSTANCES].clauses:
        ways = [Way(space.clauses[clause] & refused)]
        yield ground.never(_clause(ground.rules, clause), ways)


def circumstance_needed(ground: Ground) -> Iterator[Finding]:
    """Show that no case without any circumstance is tolerated."""
    space, article = ground.space, ground.rules.articles[CIRCUMSTANCES]
    none = ground.possible
    for clause in article.clauses:
        none &= ~space.clauses[clause]
    subject = Subject(article.id, article.citation, f"Article {article.id}")
    yield ground.never(subject, [Way(none & space.among(TOLERANT))])


def conditions_needed(ground: Ground) -> Iterator[Finding]:
    """Show of each condition that liability is never left unpursued without it."""
    space = ground.space
    for clause in ground.rules.articles[CONDITIONS].clauses:
        ways = [Way(~space.clauses[clause] & space.among([NOT_PURSUED]))]
        yield ground.never(_clause(ground.rules, clause), ways)


def _inside(ground: Ground) -> CaseSet:
    inside = ground.possible
    for clause in scope_clauses(ground.rules):
        inside &= ground.space.clauses[clause]
    return inside


def _clause(rules: Ruleset, clause: str) -> Subject:
    return Subject(clause, rules.clauses[clause].citation, f"Article {clause}")
