"""Outcome properties: what the outcome table and the policy must do in every case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from typing_extensions import override

from tolerance_rules.proof import coverage
from tolerance_rules.proof.condition_edits import OUTCOMES, condition_of, holder_labels
from tolerance_rules.proof.examples import Example
from tolerance_rules.proof.findings import PropertySubject, SubjectFinding
from tolerance_rules.proof.property import InScope, Property
from tolerance_rules.proof.witnesses import Witnesses
from tolerance_rules.rules import POLICY, ClauseRef, OutcomeRow, Ruleset
from tolerance_rules.semantics import outcome_of, pick_of, row_of, status
from tolerance_rules.verdict.verdict import Status

if TYPE_CHECKING:
    from tolerance_rules.proof.proof_context import ProofContext


class OneOutcome(Property):
    """Every case comes to an outcome, and to no two."""

    name = "every_case_has_exactly_one_outcome"
    zh = "事实齐备、互不矛盾的案件，都有一个结论，也只有一个结论。"
    en = "Every complete and consistent case has exactly one outcome."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield from ("at least one", "at most one")

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space = context.space
        subject = PropertySubject("at least one", "至少有一个结论", "at least one outcome")
        yield context.never(subject, [Witnesses(space.undecided)])
        left, twice = context.none, context.none
        for cases in space.outcomes.values():
            twice |= left & cases
            left |= cases
        subject = PropertySubject("at most one", "至多有一个结论", "at most one outcome")
        yield context.never(subject, [Witnesses(twice)])

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        try:
            outcome_of(example.total(rules.vocabulary), rules)
        except StopIteration:
            return True
        return False


class PermittedOutcome(Property):
    """Each row, and each row of the policy where it decides, comes to a permitted outcome."""

    name = "policy_stays_within_the_permitted_set"
    zh = "裁量惯例选定的结论，都在原文准许的范围之内。"
    en = "The policy never leaves the permitted set."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        for row in _asked(rules):
            if row.by_policy:
                yield from (f"{POLICY}#{pick.row}" for pick in rules.policy_rows)
            else:
                yield f"{OUTCOMES}#{row.row}"

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space, rules, none = context.space, context.rules, context.none
        for row in _asked(rules):
            if not row.by_policy:
                bad = none if row.outcome in row.permitted else space.rows[row.row]
                subject = _row(rules, f"{OUTCOMES}#{row.row}")
                yield context.never(subject, [Witnesses(bad)])
                continue
            for pick in rules.policy_rows:
                bad = none if pick.outcome in row.permitted else space.picks[row.row, pick.row]
                yield context.never(_row(rules, f"{POLICY}#{pick.row}"), [Witnesses(bad)])

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts = example.total(rules.vocabulary)
        return outcome_of(facts, rules) not in row_of(facts, rules).permitted


class LiveRows(Property):
    """Each row of the outcome table and of the policy decides some case.

    A row whose condition is `never` under the readings in force is not in force, and nothing is
    asked of it there.
    """

    name = "no_outcome_row_is_dead"
    zh = "结论表和裁量惯例的每一行，都有案件适用（在现行读法下为 never 的行，视为未施行）。"
    en = "Every row in force of the outcome table and the policy decides some case."
    existential = True

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        for row in rules.outcomes:
            holder = f"{OUTCOMES}#{row.row}"
            under = coverage.in_force(condition_of(rules, holder), rules)
            yield from (holder for options in under if in_scope(options))
        yield from (f"{POLICY}#{pick.row}" for pick in rules.policy_rows)

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space, rules = context.space, context.rules
        for row in rules.outcomes:
            subject = _row(rules, f"{OUTCOMES}#{row.row}")
            decided = [Witnesses(space.rows[row.row])]
            near = [Witnesses(space.where(row.when)), Witnesses(context.closest(row.when))]
            for within in coverage.in_force(row.when, rules):
                yield from context.sometimes(subject, decided, near, within=within)
        for pick in rules.policy_rows:
            subject = _row(rules, f"{POLICY}#{pick.row}")
            picked = context.none
            for row in rules.outcomes:
                if row.by_policy:
                    picked |= space.picks[row.row, pick.row]
            near = [Witnesses(space.where(pick.when)), Witnesses(context.closest(pick.when))]
            yield from context.sometimes(subject, [Witnesses(picked)], near)

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        table, _, name = finding.subject.name.partition("#")
        facts = example.total(rules.vocabulary)
        row = row_of(facts, rules)
        if table == OUTCOMES:
            return row.row == name
        return table == POLICY and row.by_policy and pick_of(facts, rules).row == name


class CitedRows(Property):
    """Of the clauses that a row cites by themselves as holding, one holds in every case it decides.

    Clauses of different roles are not taken for one another. A case that the table forgot falls
    through to a row that is for something else.
    """

    name = "each_row_has_what_it_cites"
    zh = "结论表每一行单独引用为成立的条款，它决定的案件中都成立；同一作用的，有一款成立。"
    en = (
        "A clause that a row cites by itself as holding holds in every case that it decides; "
        "of several of one role, one does."
    )

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        for row in rules.outcomes:
            yield from (_cited(row, clauses) for clauses in coverage.cited_as_held(row, rules))

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space, rules = context.space, context.rules
        for row in rules.outcomes:
            zh, en = holder_labels(rules, f"{OUTCOMES}#{row.row}")
            for clauses in coverage.cited_as_held(row, rules):
                cited = "、".join(rules.clauses[clause].citation for clause in clauses)
                articles = ", ".join(f"Article {clause}" for clause in clauses)
                subject = PropertySubject(
                    _cited(row, clauses), f"{zh}：{cited}", f"{en}: {articles}"
                )
                bad = space.rows[row.row]
                for clause in clauses:
                    bad &= ~space.clauses[clause]
                yield context.never(subject, [Witnesses(bad)])

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts = example.total(rules.vocabulary)
        row = row_of(facts, rules)
        return any(
            _cited(row, clauses) == finding.subject.name
            and all(
                status(ClauseRef(clause), facts, rules) is not Status.ESTABLISHED
                for clause in clauses
            )
            for clauses in coverage.cited_as_held(row, rules)
        )


def _cited(row: OutcomeRow, clauses: tuple[str, ...]) -> str:
    return f"{OUTCOMES}#{row.row}: {', '.join(clauses)}"


def _asked(rules: Ruleset) -> Iterator[OutcomeRow]:
    """Yield the rows that must come to a permitted outcome: all, where any is left to a policy.

    Where none is, only rows that do not permit what they name: of the others nothing is to prove.
    """
    left_over = any(row.by_policy for row in rules.outcomes)
    yield from (row for row in rules.outcomes if left_over or row.outcome not in row.permitted)


def _row(rules: Ruleset, holder: str) -> PropertySubject:
    return PropertySubject(holder, *holder_labels(rules, holder))
