"""One case: durable-rules decides; the verdict is built from what fired.

What is asserted, and what may fire, is compiled in `one_case_stages`; how the engine is used is in
`one_case_engine`; docs/decisions/one-case-executor.md says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter, or_

from tolerance_rules.executors.one_case_consistency import (
    Consistency,
    ConsistencyTable,
    Warnings,
)
from tolerance_rules.executors.one_case_engine import connect
from tolerance_rules.executors.one_case_outcomes import OutcomeTables
from tolerance_rules.executors.one_case_readings import Turning, alternatives
from tolerance_rules.executors.one_case_stages import (
    FIELD,
    STATUS_CODES,
    STATUSES,
    ArticleTable,
    ClauseStatus,
    ClauseTable,
    Layout,
    article_tables,
    gate_of,
    items_of,
)
from tolerance_rules.facts import CaseModel
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import (
    Article,
    OutcomeRow,
    Ruleset,
    leaves,
)
from tolerance_rules.semantics import contradiction
from tolerance_rules.verdict.verdict import (
    ROLES,
    Because,
    Citation,
    Completed,
    Implied,
    Role,
    Status,
    Verdict,
    arranged,
)

_PACKED = attrgetter("packed")
_ENTRY = attrgetter("entry")


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which clauses, by place, or which whole article, an outcome row cites at a status."""

    article: Article | None
    whole: bool
    status: Status
    role: Role
    places: tuple[int, ...]
    gate: ArticleTable | None


class OneCase:
    """Judges one case after another by durable-rules; shared by any number of threads."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self._layout = layout = Layout(rules, connect)
        self._consistency = ConsistencyTable(rules.impossible, layout)
        self._warnings = Warnings(rules.explain, layout)
        articles = article_tables(rules, layout)
        others = tuple(alternatives(rules, layout, articles))
        self._clauses = [
            ClauseTable(
                clause,
                rules,
                layout,
                [
                    (number, other.clauses[clause.id])
                    for number, other in enumerate(others)
                    if clause.id in other.clauses
                ],
            )
            for clause in rules.clauses.values()
        ]
        self._look_up = [(table.mask, table.answers.get, table) for table in self._clauses]
        self._sum_up = [(table.mask, table.answers.get, table) for table in articles]
        self._articles = {table.name: table for table in articles}
        self._table = OutcomeTables(rules, layout)
        self._turning = Turning(rules, others, self._table, self._clauses)
        self._places = {name: index for index, name in enumerate(rules.clauses)}
        self._plans = {row.row: tuple(self._planned(row)) for row in rules.outcomes}
        self._count = len(rules.vocabulary)
        self._adverse = [
            (name, layout.mask(name), rules.vocabulary.pack({name: spec.adverse}))
            for name, spec in rules.vocabulary.items()
            if spec.adverse
        ]
        self._any_adverse = reduce(or_, (bits for _, _, bits in self._adverse), 0)
        asked = (inlined(pick.when, rules) for pick in rules.policy_rows)
        self._asked = {leaf.name for condition in asked for leaf in leaves(condition)}
        reference = rules.by_reference
        self._by_reference = (
            rules.vocabulary.pack({reference.name: reference.values}) if reference else 0
        )

    def _planned(self, row: OutcomeRow) -> Iterator[_Plan]:
        for cite in sorted(row.cites, key=lambda each: ROLES.index(Role(each.role))):
            places = tuple(self._places[clause] for clause in self.rules.clauses_of(cite.clause))
            article = self.rules.articles.get(cite.clause)
            gate = self._articles.get(gate_of(article)) if article is not None else None
            whole = article is not None and cite.whole
            yield _Plan(article, whole, Status(cite.status), Role(cite.role), places, gate)

    def judge(self, facts: CaseModel) -> Verdict:
        """Return what the rules find in a case; InconsistentFactsError if its facts clash."""
        packed, case = facts.packed, None
        consistency = self._consistency.query(packed)
        if consistency.clashes or consistency.implied:
            packed, case = self._implied(facts, consistency)
        warnings = self._warnings.query(packed)
        established = packed
        known = findings = self._findings(packed)
        if packed.bit_count() != self._count:  # more than one value is possible of some fact
            case = case or Completed.of(facts.flat, (), self.rules.vocabulary)
            packed = self.rules.vocabulary.pack(case.total)
            findings = self._findings(packed)
        whole = packed + sum(map(_PACKED, findings))
        for mask, get, table in self._sum_up:
            whole += get(whole & mask) or table.query(whole)
        deciding = self._table.query(whole)
        citations = (*self._cited(deciding.row, whole, findings, case), *deciding.closing)
        return Verdict(
            row=deciding.row,
            outcome=deciding.outcome,
            citations=citations,
            statuses=FrozenDict(map(_ENTRY, known)),
            implied=case.implied if case else (),
            presumed=case.presumed if case else (),
            warnings=warnings,
            by_reference=packed & self._by_reference != 0,
            turning=self._turning.query(whole, findings, deciding),
            unweighed=self._unweighed(established, citations, deciding.row),
        )

    def _unweighed(
        self, packed: int, citations: Sequence[Citation], row: OutcomeRow
    ) -> tuple[str, ...]:
        """Return the adverse facts established that bear on nothing; most cases have none."""
        if not packed & self._any_adverse:
            return ()
        weighed = {each.fact for citation in citations for each in citation.because}
        if row.by_policy:
            weighed |= self._asked
        return tuple(
            name
            for name, mask, adverse in self._adverse
            if packed & adverse and name not in weighed and (packed & mask).bit_count() == 1
        )

    def _implied(self, facts: CaseModel, consistency: Consistency) -> tuple[int, Completed]:
        """Chain forward until nothing more is implied, or facts clash."""
        packed, vocabulary = facts.packed, self.rules.vocabulary
        known, found = dict(facts.flat), list[Implied]()
        while True:
            if consistency.clashes:
                raise contradiction(list(consistency.clashes), known, self.rules)
            new = consistency.implied
            if new is None:
                return packed, Completed.of(known, tuple(found), vocabulary)
            found.append(new)
            known[new.fact] = new.value
            packed &= ~vocabulary.codes[new.fact][None]
            packed |= vocabulary.pack({new.fact: new.value})
            consistency = self._consistency.query(packed)

    def _findings(self, packed: int) -> list[ClauseStatus]:
        # Every case passes here: the look-up is written out, for a call costs more than it does.
        return [get(packed & mask) or table.query(packed) for mask, get, table in self._look_up]

    def _cited(
        self, row: OutcomeRow, whole: int, findings: Sequence[ClauseStatus], case: Completed | None
    ) -> Sequence[Citation]:
        citations: list[Citation] = []
        for plan in self._plans[row.row]:
            if plan.whole:
                citations += self._cited_whole(plan, whole, findings, case)
                continue
            status, role, gate = plan.status, plan.role, plan.gate
            if gate and status is Status.ESTABLISHED and whole & gate.field != gate.holds:
                continue
            citations += [
                (None if case else one.citations.get(role)) or self._citation(one, role, case)
                for place in plan.places
                if (one := findings[place]).status is status
            ]
        # The plans are in the order of the roles, save that provisos come with their article.
        if any(each.role is Role.PROVISO for each in citations):
            return arranged(citations, self.rules)
        return citations

    def _cited_whole(
        self, plan: _Plan, whole: int, findings: Sequence[ClauseStatus], case: Completed | None
    ) -> Iterator[Citation]:
        """Yield an article that has a status, and the proviso for want of which it fails."""
        article, shifts = plan.article, self._layout.shifts
        assert article is not None
        refuted = plan.status is Status.REFUTED
        if plan.gate and refuted and whole >> plan.gate.shift & FIELD == STATUS_CODES[plan.status]:
            for clause in plan.gate.clauses_behind(whole):
                yield self._any_citation(clause, Role.PROVISO, whole, findings, case)
        name = items_of(article) if plan.gate and refuted else article.id
        if whole >> shifts[name] & FIELD == STATUS_CODES[plan.status]:
            yield self._any_citation(article.id, plan.role, whole, findings, case)

    def _any_citation(
        self,
        name: str,
        role: Role,
        whole: int,
        findings: Sequence[ClauseStatus],
        case: Completed | None,
    ) -> Citation:
        """Return the citation of a clause, or of an article as a whole."""
        card = self.rules.articles.get(name)
        if card is None:
            return self._citation(findings[self._places[name]], role, case)
        status = STATUSES[whole >> self._layout.shifts[name] & FIELD]
        because = tuple(self._because(name, whole, findings, case))
        return Citation(card.id, card.citation, card.text, role, status, because)

    def _citation(self, found: ClauseStatus, role: Role, case: Completed | None) -> Citation:
        card = self.rules.clauses[found.clause]
        because = tuple(_origins(found, case))
        citation = Citation(card.id, card.citation, card.text, role, found.status, because)
        if case is None:
            found.citations[role] = citation
        return citation

    def _because(
        self, name: str, whole: int, findings: Sequence[ClauseStatus], case: Completed | None
    ) -> Iterator[Because]:
        """Yield the facts that made a clause, or the own clauses of an article, what they are."""
        article, shifts = self.rules.articles.get(name), self._layout.shifts
        if article is None:
            yield from _origins(findings[self._places[name]], case)
            return
        own = items_of(article) if article.provided else article.id
        code = whole >> shifts[own] & FIELD
        for clause in article.clauses:
            if whole >> shifts[clause] & FIELD == code:
                yield from self._because(clause, whole, findings, case)


def _origins(found: ClauseStatus, case: Completed | None) -> Iterator[Because]:
    """Yield the facts behind a clause, with where their values come from."""
    if case is None:
        yield from found.because
        return
    for leaf, one in zip(found.leaves, found.because, strict=True):
        known, origin = case.known[leaf.name], case.origin(leaf.name)
        value = one.value
        if isinstance(known, tuple):
            # What is still possible decides a leaf that names all of it, or none.
            named = sum(each in leaf.values for each in known)
            if named in (0, len(known)):
                implied = any(each.fact == leaf.name for each in case.implied)
                value, origin = known, "implied" if implied else "established"
        yield (
            one
            if origin == "established" and value == one.value
            else Because(one.fact, value, one.quote, one.clause, origin)
        )
