"""Weighed terms: that an adverse fact, established, did not bear on the outcome, as terms.

A fact bears on it if a citation rests on it, or if the policy that picks asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tolerance_rules.audit.case_terms import CaseTerms
from tolerance_rules.executors.columnar.circuit import FALSE, TRUE, Circuit, Term
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import (
    OTHERWISE,
    All,
    Article,
    Cite,
    ClauseRef,
    Fact,
    Node,
    Not,
    OutcomeRow,
    Reading,
    Ruleset,
    leaves,
)
from tolerance_rules.verdict.verdict import Status


def unweighed_terms(terms: CaseTerms, rules: Ruleset) -> Mapping[str, Term]:
    """Return, for each adverse fact, that it is established and did not bear on the outcome."""
    circuit, weighed = terms.circuit, _Weighed(terms, rules)
    found = {}
    for name, spec in rules.vocabulary.items():
        if spec.adverse:
            literals = terms.known.literals[name]
            adverse = circuit.either(literals.established((value,)) for value in spec.adverse)
            bears = circuit.either(weighed.terms.get(name, ()))
            found[name] = circuit.both([adverse, circuit.inverse(bears)])
    return found


@dataclass(frozen=True)
class _Cited:
    """A clause or an article, by its name, and that it is cited."""

    name: str
    term: Term


class _Weighed:
    """Collects, for each adverse fact, the terms under which it bears on the outcome."""

    def __init__(self, terms: CaseTerms, rules: Ruleset) -> None:
        self._rules, self._total = rules, terms.total
        self._circuit: Circuit = terms.total.circuit
        self._adverse = {name for name, spec in rules.vocabulary.items() if spec.adverse}
        self.terms: dict[str, list[Term]] = {}
        asked = (inlined(pick.when, rules) for pick in rules.policy_rows)
        picked = {leaf.name for condition in asked for leaf in leaves(condition)}
        for row in rules.outcomes:
            decides = self._circuit.either(
                term for term, each, _ in terms.decided if each == row.row
            )
            for cited in self._cited(row, decides):
                for name, term in self._reasons(cited.name):
                    self._add(name, self._circuit.both([cited.term, term]))
            if row.by_policy:
                for name in picked:
                    self._add(name, decides)

    def _add(self, name: str, term: Term) -> None:
        self.terms.setdefault(name, []).append(term)

    def _cited(self, row: OutcomeRow, decides: Term) -> Iterator[_Cited]:
        """Yield what a row cites, as `verdict.cited` and `arranged` say."""
        own, provisos = list[_Cited](), list[_Cited]()
        for cite in row.cites:
            article = self._rules.articles.get(cite.clause)
            if article is None:
                own.append(_Cited(cite.clause, self._is(ClauseRef(cite.clause), cite.status)))
                continue
            for cited, proviso in self._of_article(article, cite):
                (provisos if proviso else own).append(cited)
        both, inverse = self._circuit.both, self._circuit.inverse
        yield from (_Cited(each.name, both([decides, each.term])) for each in own)
        for each in provisos:
            items = {each.name, *self._rules.clauses_of(each.name)}
            # What is cited in a role of its own at this status is no proviso too.
            named = [cited for cited in own if cited.name in items]
            same = (
                both([cited.term, self._alike(ClauseRef(cited.name), ClauseRef(each.name))])
                for cited in named
            )
            left = inverse(self._circuit.either(same))
            yield _Cited(each.name, both([decides, each.term, left]))

    def _of_article(self, article: Article, cite: Cite) -> Iterator[tuple[_Cited, bool]]:
        both, refuted = self._circuit.both, cite.status == Status.REFUTED.value
        gate = article.provided or OTHERWISE
        if cite.whole:
            if refuted:
                fails = self._is(gate, cite.status)
                for clause, term in self._behind(gate, TRUE):
                    yield _Cited(clause, both([fails, term])), True
            holding = article.items if refuted else ClauseRef(article.id)
            yield _Cited(article.id, self._is(holding, cite.status)), False
            return
        counts = TRUE if refuted else self._is(gate, Status.ESTABLISHED.value)
        for clause in article.clauses:
            yield _Cited(clause, both([counts, self._is(ClauseRef(clause), cite.status)])), False

    def _is(self, node: Node, status: str) -> Term:
        """Return that a condition has a status; nothing is open once all is presumed."""
        holds, fails = self._total.of(node)
        return {Status.ESTABLISHED.value: holds, Status.REFUTED.value: fails}.get(status, FALSE)

    def _alike(self, one: Node, other: Node) -> Term:
        (holds, fails), (other_holds, other_fails) = self._total.of(one), self._total.of(other)
        both = self._circuit.both
        return self._circuit.either([both([holds, other_holds]), both([fails, other_fails])])

    def _reasons(self, name: str) -> Iterator[tuple[str, Term]]:
        """Yield the adverse facts behind a clause, or the own clauses of an article, and when."""
        article = self._rules.articles.get(name)
        if article is None:
            yield from self._leaves(self._rules.clauses[name].when, TRUE)
            return
        for clause, term in self._behind(article.items, TRUE):
            for fact, inner in self._reasons(clause):
                yield fact, self._circuit.both([term, inner])

    def _leaves(self, node: Node, here: Term) -> Iterator[tuple[str, Term]]:
        """Yield the adverse facts that make a condition what it is, and when they do."""
        if isinstance(node, Fact):
            if node.name in self._adverse:
                yield node.name, here
        elif isinstance(node, ClauseRef):
            yield from self._leaves(self._rules.condition(node.clause), here)
        else:
            for item, term in self._items(node, here):
                yield from self._leaves(item, term)

    def _behind(self, node: Node, here: Term) -> Iterator[tuple[str, Term]]:
        """Yield the clauses that make a condition over clauses what it is, and when they do."""
        if isinstance(node, ClauseRef):
            yield node.clause, here
        elif not isinstance(node, Fact):
            for item, term in self._items(node, here):
                yield from self._behind(item, term)

    def _items(self, node: Node, here: Term) -> Iterator[tuple[Node, Term]]:
        """Yield the items of a group that are what the group is, and when they are."""
        if isinstance(node, Reading):
            yield self._rules.option(node), here
        elif isinstance(node, Not):
            yield node.item, here
        else:
            assert not isinstance(node, (Fact, ClauseRef))
            holds, fails = self._total.of(node)
            every = isinstance(node, All)
            for item in node.items:
                item_holds, item_fails = self._total.of(item)
                # Where a group of all holds, each does; where it fails, those that fail.
                alike = [holds, item_fails] if every else [fails, item_holds]
                yield item, self._circuit.both([here, self._circuit.either(alike)])
