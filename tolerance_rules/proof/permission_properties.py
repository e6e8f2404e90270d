"""Permission properties: an outcome is permitted only in the cases that the text gives it to.

What an outcome asks for is told by the outcome table. A row whose outcome the text itself names
says when that is so; an outcome that may be leaves room for a heavier one, one that shall be does
not. What tolerates asks for all that tolerance does besides: the scope, a circumstance, no bar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from tolerance_rules.proof import coverage
from tolerance_rules.proof.examples import Example
from tolerance_rules.proof.findings import PropertySubject, SubjectFinding
from tolerance_rules.proof.outcome_order import TOLERANT, weight
from tolerance_rules.proof.property import InScope, Property
from tolerance_rules.proof.witnesses import Witnesses
from tolerance_rules.rules import OTHERWISE, All, Any, ClauseRef, Node, Not, OutcomeRow, Ruleset
from tolerance_rules.semantics import row_of, status
from tolerance_rules.verdict.verdict import Status

if TYPE_CHECKING:
    from tolerance_rules.proof.proof_context import ProofContext


class PermittedWhereDue(Property):
    """No row permits an outcome in a case without what it asks for; shown of each outcome."""

    name = "each_outcome_is_permitted_only_where_due"
    zh = "每一种结论，只在具备它自己的条件的案件中准许。"
    en = "Each outcome is permitted only where its own conditions hold."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield from rules.labels

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space, rules = context.space, context.rules
        for outcome in rules.labels:
            due = space.where(asked_for(outcome, rules))
            astray = context.none
            for row in rules.outcomes:
                if outcome in row.permitted:
                    decided = space.rows[row.row]
                    astray |= decided if _leaves_no_choice(row, outcome) else decided & ~due
            yield context.never(_subject(rules, outcome), [Witnesses(astray)])

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts, outcome = example.total(rules.vocabulary), finding.subject.name
        row = row_of(facts, rules)
        due = status(asked_for(outcome, rules), facts, rules) is Status.ESTABLISHED
        return outcome in row.permitted and (not due or _leaves_no_choice(row, outcome))


def _leaves_no_choice(row: OutcomeRow, outcome: str) -> bool:
    """Tell whether a row says that another outcome shall be (应当)."""
    return row.modality == "shall" and not row.by_policy and outcome != row.outcome


def asked_for(outcome: str, rules: Ruleset) -> Node:
    """Return the condition of the cases in which an outcome may be permitted."""
    given = Any(tuple(_giving(outcome, rules)))
    if outcome not in TOLERANT:
        return given
    named = any(row.outcome == outcome for row in rules.outcomes)
    return All((*_tolerable(rules), *([given] if named else [])))


def _giving(outcome: str, rules: Ruleset) -> Iterator[Node]:
    """Yield when each row holds that by the text gives an outcome, or leaves room for it."""
    for place, row in enumerate(rules.outcomes):
        lighter = row.outcome in TOLERANT and weight(row.outcome) < weight(outcome)
        if row.outcome == outcome or (lighter and outcome in TOLERANT and row.modality == "may"):
            yield _when(row, rules.outcomes[:place])


def _when(row: OutcomeRow, before: Sequence[OutcomeRow]) -> Node:
    if row.when != OTHERWISE:
        return row.when
    return Not(Any(tuple(each.when for each in before)))


def _tolerable(rules: Ruleset) -> Iterator[Node]:
    """Yield what every outcome that tolerates asks for, as far as the regulation asks for it."""
    yield from map(ClauseRef, coverage.scope_clauses(rules))
    yield from (Not(coverage.in_effect(rules, bar)) for bar in coverage.bars(rules))
    circumstances = [coverage.in_effect(rules, each) for each in coverage.circumstances(rules)]
    if circumstances:
        yield Any(tuple(circumstances))


def _subject(rules: Ruleset, outcome: str) -> PropertySubject:
    return PropertySubject(outcome, rules.label(outcome), rules.label(outcome, "en"))
