"""Diff: which cases come to another outcome by other rules, other readings or another policy.

Two drafts of one regulation are compared clause by clause as well; of two regulations, by the facts
that they share, it is told on which clauses each side decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tolerance_rules.executors.all_cases import CaseSet, CaseSets
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.examples import Example, presumed
from tolerance_rules.proof.model_counting import count, smallest
from tolerance_rules.proof.rule_edits import edits
from tolerance_rules.proof.shared_facts import SharedFacts, shared_facts
from tolerance_rules.proof.space import Space, domains
from tolerance_rules.proof.witnesses import symmetric_difference
from tolerance_rules.rules import All, Combination, Ruleset
from tolerance_rules.semantics import judge, pick_of, row_of
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Facts, Role, Status
from tolerance_rules.vocabulary.fact_spec import Value

REFUSED = "refused"
"""Stands for the outcome of a case that one of the two rulesets refuses as contradictory."""


class CitedClause(NamedTuple):
    """A clause that a case is decided on: because it holds, or because it does not."""

    clause: str
    holds: bool


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
    cites: tuple[tuple[CitedClause, ...], tuple[CitedClause, ...]]
    """The clauses on which the example is decided before and after."""
    totals: tuple[Mapping[str, Value], Mapping[str, Value]]
    """Every fact of the example before and after: those that are not shared as they are held."""


@dataclass(frozen=True)
class SetApart:
    """The cases that one side refuses only for facts held that are not shared: not compared.

    That side has cases of the same shared facts, with other values of those held.
    """

    cases: int
    facts: tuple[str, ...]
    """The facts held that clash with shared ones."""


@dataclass(frozen=True)
class RulesetDifference:
    """What a change of the rules means: every pair of outcomes, before and after, that occurs."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    edits: tuple[str, ...]
    """What was changed in the rules: clauses, rows, readings, the policy, by name."""
    facts: SharedFacts
    cases: int
    """How many are compared: complete, and without contradiction by one ruleset or the other."""
    changes: tuple[OutcomeChange, ...]
    apart: tuple[SetApart, SetApart]
    """For either side, the cases that are not among those compared."""

    @property
    def one_regulation(self) -> bool:
        """Tell whether both sides are drafts, readings or policies of one regulation."""
        return bool(self.old["id"] == self.new["id"])

    @property
    def changed(self) -> int:
        """Return how many cases come to another outcome."""
        return sum(change.cases for change in self.changes)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; counts of cases are strings, being past what JSON readers hold."""
        old, new = self.facts.held
        return {
            "old": dict(self.old),
            "new": dict(self.new),
            "edits": list(self.edits),
            "facts": {
                "shared": list(self.facts.shared),
                "other_values": list(self.facts.other_values),
                "held": {"old": dict(old), "new": dict(new)},
            },
            "cases": str(self.cases),
            "set_apart": {
                side: {"cases": str(each.cases), "facts": list(each.facts)}
                for side, each in zip(("old", "new"), self.apart, strict=True)
            },
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
                        "cites": [[each._asdict() for each in side] for side in change.cites],
                    },
                }
                for change in self.changes
            ],
        }


def diff(
    old: Ruleset,
    new: Ruleset,
    *,
    given: tuple[Mapping[str, Value], Mapping[str, Value]] = (FrozenDict(), FrozenDict()),
) -> RulesetDifference:
    """Return how the outcomes of cases differ between two rulesets, as each is read and chosen.

    Facts that the two do not share are held as presumed, or as `given` for either side;
    InconsistentFactsError if these clash. Cases that clash with what is held are set apart.
    """
    facts = shared_facts(old, new, given)
    before, after = _spaces(old, new, facts)
    moved = dict(_moved(before, after)) if old.id == new.id else {}
    apart = _refused_for_held(before, after), _refused_for_held(after, before)
    compared = ~(apart[0] | apart[1])
    changes = []
    for one, ones in _parts(before, after).items():
        for other, others in _parts(after, before).items():
            cases = ones & others & compared
            if one != other and cases != before.sets.none:
                changes.append(_change(one, other, cases, moved, (before, after)))
    return RulesetDifference(
        _side(old),
        _side(new),
        edits(old, new) if old.id == new.id else (),
        facts,
        count(before, (before.possible | after.possible) & compared),
        tuple(changes),
        (_set_apart(before, apart[0]), _set_apart(after, apart[1])),
    )


def _spaces(old: Ruleset, new: Ruleset, facts: SharedFacts) -> tuple[Space, Space]:
    """Return the spaces of two rulesets over the facts that they share, as each is read."""
    values = domains((old, new))
    sets = CaseSets({name: each for name, each in values.items() if name in facts.shared})
    one, other = (
        Space(rules, sets, fixed=True, held=held)
        for rules, held in zip((old, new), facts.held, strict=True)
    )
    return one, other


def _refused_for_held(space: Space, other: Space) -> CaseSet:
    """Return the cases of the other side that this one refuses for nothing but what it holds."""
    cases = other.possible & ~space.possible
    for combination in space.rules.impossible:
        if not _held(combination, space):
            cases &= ~space.where(All(combination.literals))
    return cases


def _set_apart(space: Space, cases: CaseSet) -> SetApart:
    facts = {
        name: None
        for combination in space.rules.impossible
        if space.where(All(combination.literals)) & cases != space.sets.none
        for name in _held(combination, space)
    }
    return SetApart(count(space, cases), tuple(facts))


def _held(combination: Combination, space: Space) -> list[str]:
    """Return the facts of an impossible combination that are held."""
    return [each.name for each in combination.literals if each.name in space.held]


def _parts(space: Space, other: Space) -> dict[str, CaseSet]:
    """Return the cases by outcome, and those that only the other ruleset admits."""
    order = [outcome.value for outcome in Outcome]
    parts = {name: space.outcomes[name] for name in order if name in space.outcomes}
    return parts | {REFUSED: other.possible & ~space.possible}


def _moved(before: Space, after: Space) -> Iterator[tuple[str, CaseSet]]:
    """Yield the clauses that do not hold in the same cases, with those cases."""
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
    before, _ = spaces
    none = before.sets.none
    example = smallest(before, cases)
    within = {clause: cases & differing for clause, differing in moved.items()}
    total = example.total(before.rules.vocabulary)
    shared = {name: value for name, value in total.items() if name in before.sets.domains}
    totals = tuple(
        FrozenDict({**presumed(space.rules.vocabulary), **space.held, **shared}) for space in spaces
    )
    decided = [
        (REFUSED, ()) if end == REFUSED else (deciding(facts, space.rules), _cites(facts, space))
        for end, facts, space in zip((one, other), totals, spaces, strict=True)
    ]
    return OutcomeChange(
        before=one,
        after=other,
        cases=count(before, cases),
        clauses={
            clause: count(before, differing)
            for clause, differing in within.items()
            if differing != none
        },
        example=example,
        responsible=tuple(
            clause for clause, differing in moved.items() if before.contains(differing, shared)
        ),
        rows=(decided[0][0], decided[1][0]),
        cites=(decided[0][1], decided[1][1]),
        totals=(totals[0], totals[1]),
    )


def deciding(facts: Facts, rules: Ruleset) -> str:
    """Return the row that decides a complete case, and the row of the policy if that does."""
    row = row_of(facts, rules)
    return f"{row.row}/{pick_of(facts, rules).row}" if row.by_policy else row.row


def _cites(facts: Facts, space: Space) -> tuple[CitedClause, ...]:
    """Return the clauses that a decision on a complete case cites, but for how it disposes."""
    return tuple(
        CitedClause(each.clause, each.status is Status.ESTABLISHED)
        for each in judge(facts, space.rules).citations
        if each.role not in (Role.DISPOSITION, Role.POLICY)
    )


def _side(rules: Ruleset) -> dict[str, Any]:
    policy = rules.policy
    return {
        "id": rules.id,
        "document_number": rules.document_number,
        "folder": rules.folder,
        "sha256": rules.sha256,
        "readings": dict(rules.chosen),
        "policy": {"id": policy.id, "sha256": policy.sha256} if policy is not None else None,
    }
