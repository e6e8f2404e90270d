"""Law properties: what the regulation says of every case, whatever table and clauses do.

The scope, the bars, the circumstances and the conditions are those that the outcome table cites
as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from typing_extensions import override

from tolerance_rules.proof import coverage
from tolerance_rules.proof.examples import Example
from tolerance_rules.proof.findings import PropertySubject, SubjectFinding
from tolerance_rules.proof.outcome_order import (
    TOLERANT,
    lightest,
    outcome_of_a_bar,
    outcome_out_of_scope,
)
from tolerance_rules.proof.property import InScope, Property
from tolerance_rules.proof.witnesses import Witnesses
from tolerance_rules.rules import ClauseRef, Node, Ruleset
from tolerance_rules.semantics import outcome_of, status
from tolerance_rules.verdict.verdict import Facts, Status

if TYPE_CHECKING:
    from tolerance_rules.executors.all_cases import CaseSet
    from tolerance_rules.proof.proof_context import ProofContext


class ScopeComesFirst(Property):
    """No case outside the scope is decided by these rules; shown of each clause of the scope."""

    name = "only_what_is_in_scope_is_decided"
    zh = "不属于适用范围的，一律按照有关规定处理。"
    en = "A case outside the scope is handled under the ordinary rules."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield from coverage.scope_clauses(rules)

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        decided = ~context.space.among([outcome_out_of_scope(context.rules)])
        for clause in coverage.scope_clauses(context.rules):
            outside = ~context.space.clauses[clause]
            yield context.never(_clause(context.rules, clause), [Witnesses(outside & decided)])

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts = example.total(rules.vocabulary)
        outside = not _stands(ClauseRef(finding.subject.name), facts, rules)
        return outside and outcome_of(facts, rules) != outcome_out_of_scope(rules)


class Exclusion(Property):
    """No case with a bar is tolerated, and in scope the bar is what decides; shown of each bar."""

    name = "exclusion_trumps_tolerance"
    zh = "有任何一项不予容错情形的，都不能容错；属于适用范围的，就以此作出结论。"
    en = "Any bar trumps: no tolerance, whatever else is found, and in scope the bar decides."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield from coverage.bars(rules)

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space, rules = context.space, context.rules
        tolerated = space.among(TOLERANT)
        otherwise = _inside(context) & ~space.among([outcome_of_a_bar(rules)])
        for bar in coverage.bars(rules):
            barred = space.where(coverage.in_effect(rules, bar))
            witnesses = [Witnesses(barred & tolerated), Witnesses(barred & otherwise)]
            yield context.never(_clause(rules, bar), witnesses)

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts = example.total(rules.vocabulary)
        outcome = outcome_of(facts, rules)
        decided = not _is_inside(facts, rules) or outcome == outcome_of_a_bar(rules)
        barred = _stands(coverage.in_effect(rules, finding.subject.name), facts, rules)
        return barred and (outcome in TOLERANT or not decided)


class EachBarSuffices(Property):
    """A bar holds wherever one thing that it lists is, and nothing it excepts; shown of each."""

    name = "each_bar_suffices_alone"
    zh = "不予容错的各项情形所列的情节，有其一而没有除外情节的，即属该项情形。"
    en = "Each thing that a bar lists is a bar by itself, where nothing it excepts is there."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        for bar in coverage.bars(rules):
            yield from (
                each.name for each, _ in coverage.listed(rules, bar) if in_scope(each.under)
            )

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        rules, space = context.rules, context.space
        for bar in coverage.bars(rules):
            for each, alone in coverage.listed(rules, bar):
                if context.in_scope(each.under):
                    here = space.where(alone) & space.chosen(each.under)
                    subject = PropertySubject(each.name, *each.labels(rules))
                    yield context.never(subject, [Witnesses(here & ~space.clauses[bar])])

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts = example.total(rules.vocabulary)
        for bar in coverage.bars(rules):
            for each, alone in coverage.listed(rules, bar):
                if each.name == finding.subject.name:
                    under = all(rules.chosen[name] == opt for name, opt in each.under.items())
                    here = under and _stands(alone, facts, rules)
                    return here and not _stands(ClauseRef(bar), facts, rules)
        return False


class EachCircumstanceSuffices(Property):
    """In scope and with no bar, a case with a circumstance in effect is tolerated."""

    name = "each_circumstance_opens_tolerance"
    zh = "属于适用范围、没有不予容错情形的，有任何一项容错情形（连同其前提），都可以容错。"
    en = "Any circumstance, its article's gate open, opens tolerance in scope and with no bar."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield from coverage.circumstances(rules)

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space, rules = context.space, context.rules
        refused = _inside(context) & ~space.among(TOLERANT)
        for bar in coverage.bars(rules):
            refused &= ~space.where(coverage.in_effect(rules, bar))
        for clause in coverage.circumstances(rules):
            here = space.where(coverage.in_effect(rules, clause))
            yield context.never(_clause(rules, clause), [Witnesses(here & refused)])

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts = example.total(rules.vocabulary)
        bars = [coverage.in_effect(rules, bar) for bar in coverage.bars(rules)]
        barred = any(_stands(bar, facts, rules) for bar in bars)
        holds = _stands(coverage.in_effect(rules, finding.subject.name), facts, rules)
        open_to_it = _is_inside(facts, rules) and not barred
        return open_to_it and holds and outcome_of(facts, rules) not in TOLERANT


class CircumstanceNeeded(Property):
    """No case without any circumstance in effect is tolerated; shown of all of them at once."""

    name = "tolerance_needs_a_circumstance"
    zh = "容错的，都有一项容错情形（连同其前提）。"
    en = "There is no tolerance without a circumstance, the gate of its article open."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        names = rules.cited_as("circumstance")
        yield from [", ".join(names)] if names else []

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space, rules = context.space, context.rules
        without = space.among(TOLERANT)
        for clause in coverage.circumstances(rules):
            without &= ~space.where(coverage.in_effect(rules, clause))
        names = rules.cited_as("circumstance")
        cards = [rules.articles.get(name) or rules.clauses[name] for name in names]
        zh = "、".join(card.citation for card in cards)
        en = ", ".join(f"Article {name}" for name in names)
        if names:
            yield context.never(PropertySubject(", ".join(names), zh, en), [Witnesses(without)])

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts = example.total(rules.vocabulary)
        nodes = [coverage.in_effect(rules, clause) for clause in coverage.circumstances(rules)]
        none = not any(_stands(node, facts, rules) for node in nodes)
        return none and outcome_of(facts, rules) in TOLERANT


class ConditionsNeeded(Property):
    """No case comes to the most lenient outcome without a condition; shown of each condition."""

    name = "lightest_outcome_needs_every_condition"
    zh = "最宽的结论，都以须同时具备的条件一项不缺为前提。"
    en = "The most lenient outcome is reached only with every condition that must be met."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield from coverage.conditions(rules)

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space, rules = context.space, context.rules
        most_lenient = space.among(filter(None, [lightest(rules)]))
        for clause in coverage.conditions(rules):
            witnesses = [Witnesses(most_lenient & ~space.clauses[clause])]
            yield context.never(_clause(rules, clause), witnesses)

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts = example.total(rules.vocabulary)
        unmet = not _stands(ClauseRef(finding.subject.name), facts, rules)
        return unmet and outcome_of(facts, rules) == lightest(rules)


def _inside(context: ProofContext) -> CaseSet:
    inside = context.possible
    for clause in coverage.scope_clauses(context.rules):
        inside &= context.space.clauses[clause]
    return inside


def _is_inside(facts: Facts, rules: Ruleset) -> bool:
    clauses = coverage.scope_clauses(rules)
    return all(_stands(ClauseRef(clause), facts, rules) for clause in clauses)


def _stands(node: Node, facts: Facts, rules: Ruleset) -> bool:
    return status(node, facts, rules) is Status.ESTABLISHED


def _clause(rules: Ruleset, clause: str) -> PropertySubject:
    return PropertySubject(clause, rules.clauses[clause].citation, f"Article {clause}")
