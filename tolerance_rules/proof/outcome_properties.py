"""Outcome properties: what the outcome table and the policy must do in every case."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.proof.edits import OUTCOMES, holder_label
from tolerance_rules.proof.findings import Finding, Subject
from tolerance_rules.proof.ground import Ground, Way
from tolerance_rules.rules import NEVER, POLICY, Node, Reading, Ruleset
from tolerance_rules.semantics import bare

BARS = "6"
"""The article that bars tolerance."""
BARRED = "no_tolerance"
TOLERANT = ("not_pursued", "exempt", "mitigated", "lighter")
"""The outcomes of tolerance, from the most lenient."""
SCOPE = "scope"


def one_outcome(ground: Ground) -> Iterator[Finding]:
    """Show that every case comes to an outcome, and to no two."""
    space = ground.space
    subject = Subject("at least one", "至少有一个结论", "at least one outcome")
    yield ground.never(subject, [Way(space.undecided)])
    left, twice = ground.none, ground.none
    for cases in space.outcomes.values():
        twice |= left & cases
        left |= cases
    subject = Subject("at most one", "至多有一个结论", "at most one outcome")
    yield ground.never(subject, [Way(twice)])


def exclusion(ground: Ground) -> Iterator[Finding]:
    """Show of each bar that no case with it is tolerated, and that in scope it is what decides."""
    space, rules = ground.space, ground.rules
    tolerated = space.among(TOLERANT)
    inside = ground.possible
    for clause in scope_clauses(rules):
        inside &= space.clauses[clause]
    for clause in rules.articles[BARS].clauses:
        citation = rules.clauses[clause].citation
        subject = Subject(clause, citation, f"Article {clause}")
        barred = space.clauses[clause]
        yield ground.never(
            subject, [Way(barred & tolerated), Way(barred & inside & ~space.among([BARRED]))]
        )


def scope_clauses(rules: Ruleset) -> tuple[str, ...]:
    """Return the clauses that say to whom and to what the regulation applies."""
    cites = [cite for row in rules.outcomes for cite in row.cites]
    return tuple(dict.fromkeys(cite.clause for cite in cites if cite.role == SCOPE))


def permitted(ground: Ground) -> Iterator[Finding]:
    """Show of each row, and each row of the policy where it decides, that its outcome is open."""
    space, rules = ground.space, ground.rules
    for row in rules.outcomes:
        if not row.by_policy:
            bad = ground.none if row.outcome in row.permitted else space.rows[row.row]
            yield ground.never(row_subject(rules, f"{OUTCOMES}#{row.row}"), [Way(bad)])
            continue
        for pick in rules.policy.rows:
            bad = ground.none if pick.outcome in row.permitted else space.picks[row.row, pick.row]
            yield ground.never(row_subject(rules, f"{POLICY}#{pick.row}"), [Way(bad)])


def live_rows(ground: Ground) -> Iterator[Finding]:
    """Show of each row that it decides some case.

    A row whose condition is `never` under the readings in force is not in force, and nothing is
    asked of it there.
    """
    space, rules = ground.space, ground.rules
    for row in rules.outcomes:
        subject = row_subject(rules, f"{OUTCOMES}#{row.row}")
        near = [Way(space.where(row.when)), Way(ground.closest(row.when))]
        for within in in_force(row.when, rules):
            yield from ground.sometimes(subject, [Way(space.rows[row.row])], near, within=within)
    for pick in rules.policy.rows:
        subject = row_subject(rules, f"{POLICY}#{pick.row}")
        picked = ground.none
        for row in rules.outcomes:
            if row.by_policy:
                picked |= space.picks[row.row, pick.row]
        near = [Way(space.where(pick.when)), Way(ground.closest(pick.when))]
        yield from ground.sometimes(subject, [Way(picked)], near)


def in_force(node: Node, rules: Ruleset) -> Iterator[dict[str, str]]:
    """Yield the options under which a row that is one reading is not `never`; else no options."""
    if isinstance(node, Reading):
        options = [option for option, branch in node.options if branch != NEVER]
        yield from ({node.name: option} for option in options)
    elif bare(node, rules, follow=False) != NEVER:
        yield {}


def row_subject(rules: Ruleset, holder: str) -> Subject:
    """Return the subject that is a row of a table."""
    return Subject(holder, holder_label(rules, holder), holder_label(rules, holder, "en"))
