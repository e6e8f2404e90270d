"""Citations of one case: what the row that decides cites, with the facts behind each clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from tolerance_rules.executors.one_case_clauses import ClauseStatus, ClauseTable, Grounds
from tolerance_rules.executors.one_case_stages import (
    FIELD,
    STATUS_CODES,
    STATUSES,
    ArticleTable,
    Layout,
    gate_of,
    items_of,
    memoise,
)
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.rules import Article, Cite, OutcomeRow, Ruleset
from tolerance_rules.verdict.verdict import (
    ROLES,
    Because,
    Citation,
    Completed,
    Implied,
    Role,
    Status,
    arranged,
)

_Kept: TypeAlias = ClauseStatus | Grounds


class Case:
    """A case that is not known throughout: its facts as given, with what is implied, in all."""

    def __init__(
        self, rules: Ruleset, given: int, known: int, total: int, implied: tuple[Implied, ...]
    ) -> None:
        self._rules, self._given, self._known, self._total = rules, given, known, total
        self._implied = implied
        self._completed: Completed | None = None

    def key(self, mask: int) -> tuple[int, int, int]:
        """Return all that the facts of a mask can say."""
        return self._total & mask, self._known & mask, self._given & mask

    @property
    def completed(self) -> Completed:
        """Return the facts by name."""
        if self._completed is None:
            vocabulary = self._rules.vocabulary
            known = FrozenDict(vocabulary.unpacked(self._known))
            self._completed = Completed.of(known, self._implied, vocabulary)
        return self._completed


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which clauses, or which whole article, an outcome row cites at a status."""

    article: Article | None
    whole: bool
    status: Status
    role: Role
    clauses: tuple[ClauseTable, ...]
    gate: ArticleTable | None
    mask: int
    """The statuses that say which of the clauses are cited."""
    cited: dict[int, tuple[ClauseTable, ...]] = field(default_factory=dict)
    """Which are, by those statuses."""


class Cited:
    """The citations of every row of the outcome table."""

    def __init__(
        self,
        rules: Ruleset,
        layout: Layout,
        clauses: Sequence[ClauseTable],
        articles: Sequence[ArticleTable],
    ) -> None:
        self._rules, self._shifts = rules, layout.shifts
        self._clauses = {table.clause.id: table for table in clauses}
        self._gates = {table.name: table for table in articles}
        self._plans = {row.row: tuple(self._planned(row)) for row in rules.outcomes}

    def _planned(self, row: OutcomeRow) -> Iterator[_Plan]:
        for cite in sorted(row.cites, key=lambda each: ROLES.index(Role(each.role))):
            yield self._plan(cite)

    def _plan(self, cite: Cite) -> _Plan:
        clauses = tuple(self._clauses[each] for each in self._rules.clauses_of(cite.clause))
        article = self._rules.articles.get(cite.clause)
        gate = self._gates.get(gate_of(article)) if article is not None else None
        whole = article is not None and cite.whole
        mask = sum(FIELD << table.shift for table in clauses) | (gate.field if gate else 0)
        return _Plan(article, whole, Status(cite.status), Role(cite.role), clauses, gate, mask)

    def by(self, row: OutcomeRow, whole: int, case: Case | None) -> Sequence[Citation]:
        """Return what a row cites in a packed case, with all its statuses."""
        citations: list[Citation] = []
        gated = False
        for plan in self._plans[row.row]:
            if plan.whole:
                gated = gated or plan.gate is not None
                citations += self._whole(plan, whole, case)
                continue
            found = plan.cited.get(whole & plan.mask)
            if found is None:
                found = self._matching(plan, whole)
            for table in found:
                citations.append(self._citation(table, plan.role, whole, case))
        # The plans are in the order of the roles, save that provisos come with their article.
        if gated and any(each.role is Role.PROVISO for each in citations):
            return arranged(citations, self._rules)
        return citations

    def _matching(self, plan: _Plan, whole: int) -> tuple[ClauseTable, ...]:
        gate, code = plan.gate, STATUS_CODES[plan.status]
        found: tuple[ClauseTable, ...] = ()
        if not (gate and plan.status is Status.ESTABLISHED and whole & gate.field != gate.holds):
            found = tuple(t for t in plan.clauses if whole >> t.shift & FIELD == code)
        memoise(plan.cited, whole & plan.mask, found)
        return found

    def _whole(self, plan: _Plan, whole: int, case: Case | None) -> Iterator[Citation]:
        """Yield an article that has a status, and the proviso for want of which it fails."""
        article = plan.article
        assert article is not None
        code = STATUS_CODES[plan.status]
        refuted = plan.status is Status.REFUTED
        if plan.gate and refuted and whole >> plan.gate.shift & FIELD == code:
            for clause in plan.gate.clauses_behind(whole):
                yield self._any_citation(clause, Role.PROVISO, whole, case)
        name = items_of(article) if plan.gate and refuted else article.id
        if whole >> self._shifts[name] & FIELD == code:
            yield self._any_citation(article.id, plan.role, whole, case)

    def _any_citation(self, name: str, role: Role, whole: int, case: Case | None) -> Citation:
        """Return the citation of a clause, or of an article as a whole."""
        card = self._rules.articles.get(name)
        if card is None:
            return self._citation(self._clauses[name], role, whole, case)
        status = STATUSES[whole >> self._shifts[name] & FIELD]
        because = tuple(self._because(name, whole, case))
        return Citation(card.id, card.citation, card.text, role, status, because)

    def _citation(self, table: ClauseTable, role: Role, whole: int, case: Case | None) -> Citation:
        found = table.answers.get(whole & table.mask) or table.query(whole)
        if case is None:
            return found.citations.get(role) or self._new(found, role, found.because, found)
        grounds = self._grounds(table, found, case)
        return grounds.citations.get(role) or self._new(found, role, grounds.because, grounds)

    def _new(
        self,
        found: ClauseStatus,
        role: Role,
        because: tuple[Because, ...],
        kept: ClauseStatus | Grounds,
    ) -> Citation:
        card = self._rules.clauses[found.clause]
        citation = Citation(card.id, card.citation, card.text, role, found.status, because)
        kept.citations[role] = citation
        return citation

    def _because(self, name: str, whole: int, case: Case | None) -> Iterator[Because]:
        """Yield the facts that made a clause, or the own clauses of an article, what they are."""
        article = self._rules.articles.get(name)
        if article is None:
            table = self._clauses[name]
            found = table.answers.get(whole & table.mask) or table.query(whole)
            yield from found.because if case is None else self._grounds(table, found, case).because
            return
        own = items_of(article) if article.provided else article.id
        code = whole >> self._shifts[own] & FIELD
        for clause in article.clauses:
            if whole >> self._shifts[clause] & FIELD == code:
                yield from self._because(clause, whole, case)

    def _grounds(self, table: ClauseTable, found: ClauseStatus, case: Case) -> Grounds:
        key = case.key(table.mask)
        grounds = table.grounds.get(key)
        if grounds is None:
            grounds = Grounds(tuple(_origins(found, case.completed)), {})
            memoise(table.grounds, key, grounds)
        return grounds


def _origins(found: ClauseStatus, case: Completed) -> Iterator[Because]:
    """Yield the facts behind a clause, with where their values come from."""
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
