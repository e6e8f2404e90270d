"""Diff: which cases come to another outcome by other rules, other readings or another policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tolerance_rules.executors.all_cases import CaseSet
from tolerance_rules.proof.examples import Example
from tolerance_rules.proof.model_counting import count, smallest
from tolerance_rules.proof.space import Space
from tolerance_rules.proof.witnesses import symmetric_difference
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import Ruleset
from tolerance_rules.semantics import pick_of, row_of
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Facts

REFUSED = "refused"
"""Stands for the outcome of a case that one of the two rulesets refuses as contradictory."""

WORDING = "wording"
"""Stands for edits of what explains the rules and decides nothing."""


@dataclass(frozen=True)
class OutcomeChange:
    """Every case that goes from one outcome to another, and the smallest of them."""

    before: str
    after: str
    cases: int
    clauses: Mapping[str, int]
    """The clauses whose status differs in some of the cases, each with how many."""
    example: Example
    responsible: tuple[str, ...]
    """The clauses whose status differs in the example."""
    rows: tuple[str, str]
    """The rows that decide the example before and after, with that of the policy; or `refused`."""


@dataclass(frozen=True)
class RulesetDifference:
    """What a change of the rules means: every pair of outcomes, before and after, that occurs."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    edits: tuple[str, ...]
    """What was changed in the rules: clauses, rows, readings, the policy, by name."""
    cases: int
    """How many cases there are: complete, and without contradiction by one ruleset or the other."""
    changes: tuple[OutcomeChange, ...]

    @property
    def changed(self) -> int:
        """Return how many cases come to another outcome."""
        return sum(change.cases for change in self.changes)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; counts of cases are strings, being past what JSON readers hold."""
        return {
            "old": dict(self.old),
            "new": dict(self.new),
            "edits": list(self.edits),
            "cases": str(self.cases),
            "changed": str(self.changed),
            "changes": [
                {
                    "before": change.before,
                    "after": change.after,
                    "cases": str(change.cases),
                    "clauses": {name: str(number) for name, number in change.clauses.items()},
                    "example": {
                        "facts": dict(change.example.facts),
                        "responsible": list(change.responsible),
                        "rows": list(change.rows),
                    },
                }
                for change in self.changes
            ],
        }


def diff(old: Ruleset, new: Ruleset) -> RulesetDifference:
    """Return how the outcomes of cases differ between two rulesets, as each is read and chosen."""
    before, after = Space.of(old, new, fixed=True)
    moved = dict(_moved(before, after))
    changes = []
    for one, ones in _parts(before, after).items():
        for other, others in _parts(after, before).items():
            cases = ones & others
            if one != other and cases != before.sets.none:
                changes.append(_change(one, other, cases, moved, (before, after)))
    return RulesetDifference(
        _side(old),
        _side(new),
        tuple(_edits(old, new)),
        count(before, before.possible | after.possible),
        tuple(changes),
    )


def _parts(space: Space, other: Space) -> dict[str, CaseSet]:
    """Return the cases by outcome, and those that only the other ruleset admits."""
    order = [outcome.value for outcome in Outcome]
    parts = {name: space.outcomes[name] for name in order if name in space.outcomes}
    return parts | {REFUSED: other.possible & ~space.possible}


def _moved(before: Space, after: Space) -> Iterator[tuple[str, CaseSet]]:
    """Yield the clauses that do not hold in the same cases, with those that tell."""
    names = [*before.rules.clauses, *after.rules.clauses]
    for clause in dict.fromkeys(names):
        one = before.clauses.get(clause, before.sets.none)
        other = after.clauses.get(clause, before.sets.none)
        cases = symmetric_difference(one, other)
        if cases != before.sets.none:
            yield clause, cases


def _change(
    one: str, other: str, cases: CaseSet, moved: Mapping[str, CaseSet], spaces: tuple[Space, Space]
) -> OutcomeChange:
    before, after = spaces
    none = before.sets.none
    example = smallest(before, cases)
    within = {clause: cases & telling for clause, telling in moved.items()}
    facts = example.total
    return OutcomeChange(
        before=one,
        after=other,
        cases=count(before, cases),
        clauses={
            clause: count(before, telling) for clause, telling in within.items() if telling != none
        },
        example=example,
        responsible=tuple(
            clause for clause, telling in moved.items() if before.contains(telling, facts)
        ),
        rows=(
            REFUSED if one == REFUSED else deciding(facts, before.rules),
            REFUSED if other == REFUSED else deciding(facts, after.rules),
        ),
    )


def deciding(facts: Facts, rules: Ruleset) -> str:
    """Return the row that decides a complete case, and the row of the policy if that does."""
    row = row_of(facts, rules)
    return f"{row.row}/{pick_of(facts, rules).row}" if row.by_policy else row.row


def _side(rules: Ruleset) -> dict[str, Any]:
    return {
        "id": rules.id,
        "document_number": rules.document_number,
        "folder": rules.folder,
        "sha256": rules.sha256,
        "readings": dict(rules.chosen),
        "policy": {"id": rules.policy.id, "sha256": rules.policy.sha256},
    }


def _edits(old: Ruleset, new: Ruleset) -> Iterator[str]:
    """Yield the names of what differs, readings as chosen put in."""
    found = list(_deciding_edits(old, new))
    # Glosses, notes, reasons: what explains and decides nothing.
    if not found and (old.sha256, old.policy.sha256) != (new.sha256, new.policy.sha256):
        found.append(WORDING)
    yield from found


def _deciding_edits(old: Ruleset, new: Ruleset) -> Iterator[str]:
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
    if [(row.row, row.when, row.outcome) for row in old.policy.rows] != [
        (row.row, row.when, row.outcome) for row in new.policy.rows
    ]:
        yield "policy"
    for name in dict.fromkeys([*old.chosen, *new.chosen]):
        if old.chosen.get(name) != new.chosen.get(name):
            yield f"reading {name}: {old.chosen.get(name)} -> {new.chosen.get(name)}"
    if [each.literals for each in old.impossible] != [each.literals for each in new.impossible]:
        yield "consistency"


def _holds(article: str, rules: Ruleset) -> str:
    return rules.articles[article].holds if article in rules.articles else ""


def _rows(rules: Ruleset) -> list[tuple[Any, ...]]:
    return [
        (row.row, inlined(row.when, rules, follow=False), row.outcome, row.permitted, row.modality)
        for row in rules.outcomes
    ]
