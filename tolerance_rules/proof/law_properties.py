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
from tolerance_rules.proof.outcome_order import BARRED, NOT_PURSUED, ORDINARY, TOLERANT
from tolerance_rules.proof.property import InScope, Property
from tolerance_rules.proof.witnesses import Witnesses
from tolerance_rules.rules import ClauseRef, Ruleset
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
        decided = ~context.space.among([ORDINARY])
        for clause in coverage.scope_clauses(context.rules):
            outside = ~context.space.clauses[clause]
            yield context.never(_clause(context.rules, clause), [Witnesses(outside & decided)])

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts = example.total
        outside = not _stands(finding.subject.name, facts, rules)
        return outside and outcome_of(facts, rules) != ORDINARY


class Exclusion(Property):
    """No case with a bar is tolerated, and in scope the bar is what decides; shown of each bar."""

    name = "exclusion_trumps_tolerance"
    zh = "有第六条任何一项情形的，都不能容错；属于适用范围的，结论都是不予容错。"
    en = "Any bar of Article 6 trumps: no tolerance, whatever else is found."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield from coverage.bars(rules)

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space, inside = context.space, _inside(context)
        tolerated, otherwise = space.among(TOLERANT), inside & ~space.among([BARRED])
        for clause in coverage.bars(context.rules):
            barred = space.clauses[clause]
            witnesses = [Witnesses(barred & tolerated), Witnesses(barred & otherwise)]
            yield context.never(_clause(context.rules, clause), witnesses)

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts = example.total
        outcome = outcome_of(facts, rules)
        wrong = outcome in TOLERANT or (_is_inside(facts, rules) and outcome != BARRED)
        return wrong and _stands(finding.subject.name, facts, rules)


class EachBarSuffices(Property):
    """A bar holds in every case that has one of the things it lists; shown of each thing."""

    name = "each_bar_suffices_alone"
    zh = "第六条各项所列的情节，有其一即属该项情形。"
    en = "Each thing that a bar of Article 6 lists is a bar by itself."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        for bar in coverage.bars(rules):
            yield from (each.name for each in coverage.listed(rules, bar) if in_scope(each.under))

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        rules, space = context.rules, context.space
        for bar in coverage.bars(rules):
            for each in coverage.listed(rules, bar):
                if context.in_scope(each.under):
                    here = space.where(each.node) & space.chosen(each.under)
                    subject = PropertySubject(each.name, *each.labels(rules))
                    yield context.never(subject, [Witnesses(here & ~space.clauses[bar])])

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts = example.total
        for bar in coverage.bars(rules):
            for each in coverage.listed(rules, bar):
                if each.name == finding.subject.name:
                    here = status(each.node, facts, rules) is Status.ESTABLISHED
                    under = all(rules.chosen[name] == opt for name, opt in each.under.items())
                    return here and under and not _stands(bar, facts, rules)
        return False


class EachCircumstanceSuffices(Property):
    """In scope and with no bar, a case with a circumstance is tolerated; shown of each."""

    name = "each_circumstance_opens_tolerance"
    zh = "有第五条任何一项情形，属于适用范围又没有第六条情形的，都可以容错。"
    en = "Any circumstance of Article 5 opens tolerance, in scope and with no bar."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield from coverage.circumstances(rules)

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space, rules = context.space, context.rules
        refused = _inside(context) & ~space.among(TOLERANT)
        for bar in coverage.bars(rules):
            refused &= ~space.clauses[bar]
        for clause in coverage.circumstances(rules):
            witnesses = [Witnesses(space.clauses[clause] & refused)]
            yield context.never(_clause(rules, clause), witnesses)

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts = example.total
        barred = any(_stands(bar, facts, rules) for bar in coverage.bars(rules))
        holds = _stands(finding.subject.name, facts, rules)
        open_to_it = _is_inside(facts, rules) and not barred
        return open_to_it and holds and outcome_of(facts, rules) not in TOLERANT


class CircumstanceNeeded(Property):
    """No case without any circumstance is tolerated."""

    name = "tolerance_needs_a_circumstance"
    zh = "容错的，都有第五条的情形。"
    en = "There is no tolerance without a circumstance of Article 5."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield ", ".join(coverage.cited_as(rules, "circumstance"))

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space, rules = context.space, context.rules
        without = space.among(TOLERANT)
        for clause in coverage.circumstances(rules):
            without &= ~space.clauses[clause]
        names = coverage.cited_as(rules, "circumstance")
        cards = [rules.articles.get(name) or rules.clauses[name] for name in names]
        zh = "、".join(card.citation for card in cards)
        en = ", ".join(f"Article {name}" for name in names)
        yield context.never(PropertySubject(", ".join(names), zh, en), [Witnesses(without)])

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts = example.total
        clauses = coverage.circumstances(rules)
        none = not any(_stands(clause, facts, rules) for clause in clauses)
        return none and outcome_of(facts, rules) in TOLERANT


class ConditionsNeeded(Property):
    """Liability is never left unpursued without a condition; shown of each condition."""

    name = "not_pursued_needs_every_condition"
    zh = "不予追究责任的，都同时具备第七条第（五）项的四种情形。"
    en = "Liability is left unpursued only with every condition of Article 7(5)."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield from coverage.conditions(rules)

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space = context.space
        dropped = space.among([NOT_PURSUED])
        for clause in coverage.conditions(context.rules):
            witnesses = [Witnesses(dropped & ~space.clauses[clause])]
            yield context.never(_clause(context.rules, clause), witnesses)

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        facts = example.total
        unmet = not _stands(finding.subject.name, facts, rules)
        return unmet and outcome_of(facts, rules) == NOT_PURSUED


def _inside(context: ProofContext) -> CaseSet:
    inside = context.possible
    for clause in coverage.scope_clauses(context.rules):
        inside &= context.space.clauses[clause]
    return inside


def _is_inside(facts: Facts, rules: Ruleset) -> bool:
    return all(_stands(clause, facts, rules) for clause in coverage.scope_clauses(rules))


def _stands(clause: str, facts: Facts, rules: Ruleset) -> bool:
    return status(ClauseRef(clause), facts, rules) is Status.ESTABLISHED


def _clause(rules: Ruleset, clause: str) -> PropertySubject:
    return PropertySubject(clause, rules.clauses[clause].citation, f"Article {clause}")
