"""Outcome properties: what the outcome table and the policy must do in every case."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.proof.coverage import in_force
from tolerance_rules.proof.edits import OUTCOMES, holder_label
from tolerance_rules.proof.findings import Finding, Subject
from tolerance_rules.proof.proof_context import Ground, Way
from tolerance_rules.rules import POLICY, Ruleset


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


def row_subject(rules: Ruleset, holder: str) -> Subject:
    """Return the subject that is a row of a table."""
    return Subject(holder, holder_label(rules, holder), holder_label(rules, holder, "en"))
