"""Rule properties: every clause, branch, requirement and reading is there for something."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from typing_extensions import override

from tolerance_rules.proof import coverage
from tolerance_rules.proof.condition_edits import (
    ConditionEdit,
    Occurrence,
    condition_of,
    holders,
)
from tolerance_rules.proof.examples import Example
from tolerance_rules.proof.findings import PropertySubject, SubjectFinding
from tolerance_rules.proof.property import InScope, Property
from tolerance_rules.proof.witnesses import Witnesses, symmetric_difference
from tolerance_rules.rules import ClauseRef, ReadingCard, Ruleset
from tolerance_rules.semantics import outcome_of, status
from tolerance_rules.verdict.verdict import Status

if TYPE_CHECKING:
    from tolerance_rules.executors.all_cases import CaseSet
    from tolerance_rules.proof.proof_context import ProofContext


class _Edited(Property):
    """A property whose examples come to another outcome once the rules are edited."""

    existential = True

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        assert finding.edit is not None
        facts = example.total(rules.vocabulary)
        return outcome_of(facts, rules) != outcome_of(facts, finding.edit(rules))


class ClausesMatter(_Edited):
    """Each clause decides some case by holding, and another by not holding."""

    name = "every_clause_can_change_some_outcome"
    zh = "每一项条款，成立与不成立，都能改变某个案件的结论。"
    en = "Every clause, holding and not holding, can change some outcome."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        for clause in rules.clauses:
            yield from (f"{clause} holding", f"{clause} not holding")

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        for clause, card in context.rules.clauses.items():
            turning, holds = context.turning(clause), context.space.clauses[clause]
            for to, cases, zh, en in (
                ("never", holds, "成立", "holding"),
                ("always", ~holds, "不成立", "not holding"),
            ):
                name = f"{clause} {en}"
                subject = PropertySubject(name, f"{card.citation}{zh}", f"Article {clause}, {en}")
                edit = ConditionEdit(clause, (), to)
                near = _near(context, edit, cases)
                witnesses = [Witnesses(turning & cases)]
                yield from context.sometimes(subject, witnesses, near, edit=edit)


class _PartsMatter(_Edited):
    """Each part of a kind decides some case; shown of each by taking it out."""

    @abstractmethod
    def parts(self, rules: Ruleset, holder: str) -> Iterator[tuple[Occurrence, ConditionEdit]]:
        """Yield the parts of a condition, each with the edit that takes it out."""

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        for holder in holders(rules):
            for part, _ in self.parts(rules, holder):
                if in_scope(part.under):
                    yield part.name

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        for holder in holders(context.rules):
            for part, edit in self.parts(context.rules, holder):
                yield from self._matters(context, part, edit)

    def _matters(
        self, context: ProofContext, part: Occurrence, edit: ConditionEdit
    ) -> Iterator[SubjectFinding]:
        rules, space = context.rules, context.space
        moved = symmetric_difference(
            space.where(condition_of(rules, part.holder)),
            space.where(condition_of(edit(rules), part.holder)),
        )
        holds = space.where(part.node)
        near = _near(context, edit, ~holds if edit.to == "always" else holds, moved)
        witnesses = [Witnesses(context.turning(part.holder) & moved)]
        subject = PropertySubject(part.name, *part.labels(rules))
        yield from context.sometimes(subject, witnesses, near, edit=edit, within=part.under)


class BranchesMatter(_PartsMatter):
    """Without an item of an `any`, or a value of an `is`, some case comes to another outcome."""

    name = "every_branch_can_change_some_outcome"
    zh = "每一个“或”的选项、每一种取值，去掉之后都有案件的结论改变。"
    en = "Every branch of every any, and every value listed, can change some outcome."

    @override
    def parts(self, rules: Ruleset, holder: str) -> Iterator[tuple[Occurrence, ConditionEdit]]:
        return coverage.branches(rules, holder)


class RequirementsMatter(_PartsMatter):
    """Without an item of an `all` some case comes to another outcome."""

    name = "every_requirement_can_change_some_outcome"
    zh = "每一个“且”的条件，去掉之后都有案件的结论改变。"
    en = "Every requirement of every all can change some outcome."

    @override
    def parts(self, rules: Ruleset, holder: str) -> Iterator[tuple[Occurrence, ConditionEdit]]:
        return coverage.requirements(rules, holder)


class NoneImplied(Property):
    """Of each two clauses of an article, the first can hold without the second."""

    name = "no_clause_is_implied_by_another"
    zh = "同一条中，任何一项都可以成立而另一项不成立。"
    en = "No clause is implied by another of its article."
    existential = True

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield from (f"{one} without {other}" for one, other in self._pairs(rules))

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        rules, space = context.rules, context.space
        for one, other in self._pairs(rules):
            subject = PropertySubject(
                f"{one} without {other}",
                f"{rules.clauses[one].citation}成立而{rules.clauses[other].citation}不成立",
                f"Article {one} without Article {other}",
            )
            alone = space.clauses[one] & ~space.clauses[other]
            near = [Witnesses(space.clauses[one])]
            yield from context.sometimes(subject, [Witnesses(alone)], near)

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        one, _, other = finding.subject.name.partition(" without ")
        facts = example.total(rules.vocabulary)
        stands = [
            status(ClauseRef(clause), facts, rules) is Status.ESTABLISHED for clause in (one, other)
        ]
        return stands == [True, False]

    def _pairs(self, rules: Ruleset) -> Iterator[tuple[str, str]]:
        for article in rules.articles.values():
            for one in article.clauses:
                yield from ((one, other) for other in article.clauses if one != other)


class ReadingsMatter(Property):
    """Some case comes to another outcome by an option of a reading than by its default."""

    name = "every_reading_changes_some_outcome"
    zh = "每一处读法，换一种读法，都有案件的结论改变。"
    en = "Every reading changes some outcome."
    existential = True

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        for name, card in rules.outcome_readings.items():
            yield from (f"{name}={option}" for option in card.names if option != card.default)

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        space = context.space
        for name, card in context.rules.outcome_readings.items():
            for option in card.names[1:]:
                changed = self._differing(context, card, option, space.outcomes.values())
                zh, en = dict(card.options)[option]
                subject = PropertySubject(
                    f"{name}={option}", f"“{card.phrase}”的读法：{zh}", f"reading {name}: {en}"
                )
                near = self._nearest(context, card, option)
                yield from context.sometimes(subject, [Witnesses(changed)], near)

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        name, _, option = finding.subject.name.partition("=")
        facts = example.total(rules.vocabulary)
        by_default, otherwise = (
            outcome_of(facts, rules.with_readings({name: each}))
            for each in (rules.readings[name].default, option)
        )
        return by_default != otherwise

    def _nearest(
        self, context: ProofContext, card: ReadingCard, option: str
    ) -> Iterator[Witnesses]:
        """Yield where an option that changes no outcome should have changed one."""
        clauses = context.space.clauses.values()
        yield Witnesses(self._differing(context, card, option, clauses))
        yield Witnesses(context.closest(condition_of(context.rules, card.clause)))

    def _differing(
        self, context: ProofContext, card: ReadingCard, option: str, sets: Iterable[CaseSet]
    ) -> CaseSet:
        """Return the cases that are in some set by an option and not by the default, or reverse."""
        reread, found = context.space.reread, context.none
        for cases in sets:
            found |= symmetric_difference(
                reread(cases, card.id, card.default), reread(cases, card.id, option)
            )
        return found


def _near(
    context: ProofContext, edit: ConditionEdit, cases: CaseSet, *sets: CaseSet
) -> Iterator[Witnesses]:
    """Yield where an edit that changes no outcome should have changed one: among these cases."""
    yield from map(Witnesses, sets)
    closest = context.closest(condition_of(context.rules, edit.holder))
    yield from map(Witnesses, (closest & cases, cases, closest))
