"""Rule observer: works through a ruleset once, over all cases of a universe, noting what it says.

As the definition does, over sets of cases: what is refused and implied, the status of every clause,
the row that decides, its citations and the facts they rest on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import and_, or_

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.rules import (
    OTHERWISE,
    All,
    Any,
    ClauseRef,
    Fact,
    Node,
    Not,
    OutcomeRow,
    Reading,
    Ruleset,
)
from tolerance_rules.testing.completion import Completion
from tolerance_rules.testing.observations import Cases, CaseUniverse, Observation
from tolerance_rules.verdict.verdict import Role


def observed(
    rules: Ruleset, universe: CaseUniverse, case: Completion, *, citations: bool = True
) -> Mapping[Observation, Cases]:
    """Return what the rules say of the cases of a universe, completed by these rules or by others.

    It is quicker without citations.
    """
    return FrozenDict(_Observer(rules, universe, case.of(rules), citations=citations).found)


class _Observer:
    def __init__(
        self, rules: Ruleset, universe: CaseUniverse, case: Completion, *, citations: bool
    ) -> None:
        self.rules, self.universe, self.case, self.cites = rules, universe, case, citations
        self.found: dict[Observation, Cases] = {}
        self.decided = self.case.consistent
        # By the identity of nodes, which all live as long as the rules: to hash a condition takes
        # longer than most of what is asked of it. An article makes its condition anew each time.
        self._conditions = {name: each.when for name, each in rules.articles.items()}
        self._conditions |= {name: each.when for name, each in rules.clauses.items()}
        self._items = {name: each.items for name, each in rules.articles.items()}
        self._holds: dict[int, Cases] = {}
        self._kleene: dict[int, tuple[Cases, Cases]] = {}
        for name, cases in self.case.refused.items():
            self._note(("refused", name), cases)
        for fact, cases in self.case.implied.items():
            for value in rules.vocabulary[fact].values:
                left = cases & self.case.possible(fact, value)
                self._note(("implied", fact, str(value)), left)
        for combination in rules.explain:
            met = self._every(self.case.established(literal) for literal in combination.literals)
            self._note(("warning", combination.id), self.decided & met)
        if rules.by_reference is not None:
            self._note(("by_reference",), self.decided & self.holds(rules.by_reference))
        for clause in rules.clauses:
            self._status(clause)
        self._table()

    def _note(self, observation: Observation, cases: Cases) -> None:
        if cases != self.universe.none:
            self.found[observation] = self.found.get(observation, self.universe.none) | cases

    def _other(self, cases: Cases) -> Cases:
        return self.universe.every & ~cases

    def _either(self, sets: Iterable[Cases]) -> Cases:
        return reduce(or_, sets, self.universe.none)

    def _every(self, sets: Iterable[Cases]) -> Cases:
        return reduce(and_, sets, self.universe.every)

    def chosen(self, reading: str, option: str) -> Cases:
        """Return the cases in which an option is in force: named, or chosen where none is named."""
        found = self.universe.names(reading, option)
        if option == self.rules.chosen[reading]:
            found |= self.universe.names(reading, None)
        return found

    def holds(self, node: Node) -> Cases:
        """Return the cases in which a condition holds once what is not established is presumed."""
        if isinstance(node, ClauseRef):
            return self.holds(self._conditions[node.clause])
        if id(node) not in self._holds:
            self._holds[id(node)] = self._holding(node)
        return self._holds[id(node)]

    def _holding(self, node: Node) -> Cases:
        if isinstance(node, Fact):
            return self.case.presumed(node)
        if isinstance(node, Not):
            return self._other(self.holds(node.item))
        if isinstance(node, Reading):
            branches = node.options
            return self._either(self.chosen(node.name, o) & self.holds(b) for o, b in branches)
        assert isinstance(node, (All, Any))
        if isinstance(node, All):
            return self._every(map(self.holds, node.items))
        return self._either(map(self.holds, node.items))

    def kleene(self, node: Node) -> tuple[Cases, Cases]:
        """Return the cases in which a condition is established, and in which it is refuted."""
        if isinstance(node, ClauseRef):
            return self.kleene(self._conditions[node.clause])
        if id(node) not in self._kleene:
            self._kleene[id(node)] = self._kleene_of(node)
        return self._kleene[id(node)]

    def _kleene_of(self, node: Node) -> tuple[Cases, Cases]:
        if isinstance(node, Fact):
            return self.case.decided(node)
        if isinstance(node, Not):
            established, refuted = self.kleene(node.item)
            return refuted, established
        if isinstance(node, Reading):
            established = refuted = self.universe.none
            for option, branch in node.options:
                within, (one, other) = self.chosen(node.name, option), self.kleene(branch)
                established, refuted = established | within & one, refuted | within & other
            return established, refuted
        assert isinstance(node, (All, Any))
        items = [self.kleene(item) for item in node.items]
        holding, failing = [each[0] for each in items], [each[1] for each in items]
        if isinstance(node, All):
            return self._every(holding), self._either(failing)
        return self._either(holding), self._every(failing)

    def _status(self, clause: str) -> None:
        established, refuted = self.kleene(self._conditions[clause])
        self._note(("status", clause, "established"), self.decided & established)
        self._note(("status", clause, "refuted"), self.decided & refuted)
        self._note(("status", clause, "open"), self.decided & ~established & ~refuted)

    def _table(self) -> None:
        """Note what the outcome table makes of the cases, from the top."""
        left = self.decided
        for row in self.rules.outcomes:
            holds = self.holds(row.when)
            cases = left & holds
            left &= ~holds
            if cases == self.universe.none:
                continue
            if row.by_policy:
                self._pick(cases)
            else:
                self._note(("outcome", row.outcome), cases)
            for outcome in row.permitted:
                self._note(("permitted", outcome), cases)
            self._note(("modality", row.modality), cases)
            self._note(("basis", row.basis), cases)
            self._note(("disposition", row.disposition.text), cases)
            if self.cites:
                self._citations(row, cases)

    def _pick(self, left: Cases) -> None:
        for pick in self.rules.policy_rows:
            holds = self.holds(pick.when)
            self._note(("outcome", pick.outcome), left & holds)
            left &= ~holds

    def _citations(self, row: OutcomeRow, cases: Cases) -> None:
        times: dict[str, list[Cases]] = {}

        def cite(clause: str, role: str, within: Cases) -> None:
            self._note(("role", clause, role), within)
            # Cited once at least, twice at least, and so on.
            counted = times.setdefault(clause, [])
            for place, before in enumerate(counted):
                counted[place] = before | within
                within &= before
            counted.append(within)

        own: dict[tuple[str, bool], Cases] = {}
        provisos: list[tuple[str, Cases]] = []
        for each in row.cites:
            article = self.rules.articles.get(each.clause)
            established, among = each.status == "established", cases
            conditions = {each.clause: self._conditions[each.clause]}
            gate = article.provided or OTHERWISE if article is not None else OTHERWISE
            if article is not None and not each.whole:
                conditions = {name: self._conditions[name] for name in article.clauses}
                among = cases & self.holds(gate) if established else cases
            elif article is not None and not established:
                conditions = {each.clause: self._items[each.clause]}
                provisos += self._clauses(gate, cases & self._other(self.holds(gate)))
            for clause, condition in conditions.items():
                held = self.holds(condition)
                within = among & (held if established else self._other(held))
                own[clause, established] = (
                    own.get((clause, established), self.universe.none) | within
                )
                cite(clause, each.role, within)
                self._because(clause, clause, within)
        for clause, within in self._provisos(provisos, own):
            cite(clause, Role.PROVISO.value, within)
            self._because(clause, clause, within)
        cite(row.disposition.clause, "disposition", cases)
        if row.by_policy:
            cite("policy", "policy", cases)
        for clause, counted in times.items():
            for number, within in enumerate(counted, 1):
                self._note(("cites", clause, str(number)), within)

    def _provisos(
        self, found: Iterable[tuple[str, Cases]], own: Mapping[tuple[str, bool], Cases]
    ) -> Iterator[tuple[str, Cases]]:
        """Yield the provisos once, where a row does not cite them, or their items, of itself."""
        times: dict[str, Cases] = {}
        for clause, within in found:
            held = self.holds(self._conditions[clause])
            elsewhere = self._either(
                own.get((name, holds), self.universe.none) & alike
                for name in (clause, *self.rules.clauses_of(clause))
                for holds, alike in ((True, held), (False, self._other(held)))
            )
            before = times.get(clause, elsewhere)
            times[clause] = before | within
            yield clause, within & self._other(before)

    def _because(self, cited: str, clause: str, cases: Cases) -> None:
        """Note the facts that made a cited clause, or the own clauses of an article, hold."""
        if clause in self.rules.clauses:
            self._reasons(cited, self.rules.clauses[clause].when, cases)
        else:
            for inner, among in self._clauses(self._items[clause], cases):
                self._because(cited, inner, among)

    def _clauses(self, node: Node, cases: Cases) -> Iterator[tuple[str, Cases]]:
        """Yield the clauses that made a condition over clauses what it is, each with its cases."""
        if cases == self.universe.none:
            return
        if isinstance(node, ClauseRef):
            yield node.clause, cases
        for inner, among in self._below(node, cases):
            yield from self._clauses(inner, among)

    def _reasons(self, cited: str, node: Node, cases: Cases) -> None:
        """Note the facts that made a condition what it is."""
        if cases == self.universe.none:
            return
        if isinstance(node, Fact):
            self._note(("because", cited, node.name), cases)
        elif isinstance(node, ClauseRef):
            self._reasons(cited, self._conditions[node.clause], cases)
        for inner, among in self._below(node, cases):
            self._reasons(cited, inner, among)

    def _below(self, node: Node, cases: Cases) -> Iterable[tuple[Node, Cases]]:
        """Yield the nodes below one, each with the cases in which it made that what it is."""
        if isinstance(node, Not):
            yield node.item, cases
        elif isinstance(node, Reading):
            for option, branch in node.options:
                yield branch, cases & self.chosen(node.name, option)
        elif isinstance(node, (All, Any)):
            yield from ((item, cases & self._alike(node, item)) for item in node.items)

    def _alike(self, one: Node, other: Node) -> Cases:
        """Return the cases in which two conditions both hold or both fail."""
        ones, others = self.holds(one), self.holds(other)
        return self._other((ones | others) & ~(ones & others))
