"""Observations: everything a decision says, each as the set of cases of which it says so.

Two rulesets that agree on every observation decide every case alike. A case may have unknown
facts, and may or may not name an option of each reading. The sets are those of a universe: the
cases of the rule tests, or every case there is; what is observed is written once, for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any as Anything
from typing import Protocol, TypeAlias

from tolerance_rules.facts import vocabulary
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.space import READING
from tolerance_rules.rules import All, Any, ClauseRef, Fact, Node, Not, OutcomeRow, Reading, Ruleset
from tolerance_rules.testing.completion import Completion

Cases: TypeAlias = Anything
"""A set of cases of a universe: `&`, `|` combine sets, `universe.every & ~it` is all the others."""

Observation: TypeAlias = tuple[str, ...]
"""What is said: ("outcome", "exempt"), ("status", "5.3", "open"), ("because", "5.3", "a fact")."""

CITATIONS = ("cites", "role", "because")
"""The kinds of observation that are of citations."""

UNKNOWN = "?"
"""The value of a fact that is not established, and of a reading of which no option is named."""


class CaseUniverse(Protocol):
    """The cases that sets are made of."""

    every: Cases
    none: Cases

    def written(self, name: str, value: object) -> Cases:
        """Return the cases that give a fact, or a reading, this value; or UNKNOWN."""
        ...


def observed(
    rules: Ruleset, universe: CaseUniverse, *, citations: bool = True
) -> Mapping[Observation, Cases]:
    """Return what the rules say of the cases of a universe; it is quicker without citations."""
    return FrozenDict(_Observer(rules, universe, citations=citations).found)


def changed_observations(
    one: Mapping[Observation, Cases], other: Mapping[Observation, Cases], universe: CaseUniverse
) -> Iterator[tuple[Observation, Cases]]:
    """Yield the observations that two rulesets do not make of the same cases, with those cases."""
    for name in dict.fromkeys([*one, *other]):
        ones, others = one.get(name, universe.none), other.get(name, universe.none)
        if ones != others:
            yield name, (ones | others) & ~(ones & others)


class _Observer:
    """Works through a ruleset once, noting what it finds."""

    def __init__(self, rules: Ruleset, universe: CaseUniverse, *, citations: bool) -> None:
        self.rules, self.universe, self.cites = rules, universe, citations
        self.found: dict[Observation, Cases] = {}
        self.case = Completion(rules.impossible, universe.every, universe.none, universe.written)
        self.decided = self.case.possible
        self._holds: dict[Node, Cases] = {}
        self._kleene: dict[Node, tuple[Cases, Cases]] = {}
        for name, cases in self.case.refused.items():
            self._note(("refused", name), cases)
        for (name, value), cases in self.case.implied.items():
            self._note(("implied", name, str(value)), cases)
        for combination in rules.explain:
            met = self.decided
            for literal in combination.literals:
                met &= self.case.known(literal.name, literal.values)
            self._note(("warning", combination.id), met)
        self._note(("by_reference",), self.decided & self.holds(rules.by_reference))
        for clause in rules.clauses:
            self._status(clause)
        self._table()

    def _note(self, observation: Observation, cases: Cases) -> None:
        if cases != self.universe.none:
            self.found[observation] = self.found.get(observation, self.universe.none) | cases

    def _other(self, cases: Cases) -> Cases:
        return self.universe.every & ~cases

    def chosen(self, reading: str, option: str) -> Cases:
        """Return the cases in which an option is in force: named, or the default of none named."""
        found = self.universe.written(READING + reading, option)
        if option == self.rules.readings[reading].default:
            found |= self.universe.written(READING + reading, UNKNOWN)
        return found

    def holds(self, node: Node) -> Cases:
        """Return the cases in which a condition holds once what is unknown is presumed."""
        if node not in self._holds:
            self._holds[node] = self._holding(node)
        return self._holds[node]

    def _holding(self, node: Node) -> Cases:
        if isinstance(node, Fact):
            found = self.case.known(node.name, node.values)
            if vocabulary()[node.name].presumed in node.values:
                found |= self.case.unknown(node.name)
            return found
        if isinstance(node, ClauseRef):
            return self.holds(self.rules.condition(node.clause))
        if isinstance(node, Not):
            return self._other(self.holds(node.item))
        if isinstance(node, Reading):
            return self._either(
                self.chosen(node.name, option) & self.holds(branch)
                for option, branch in node.options
            )
        if isinstance(node, All):
            return self._other(self._either(self._other(self.holds(item)) for item in node.items))
        return self._either(self.holds(item) for item in node.items)

    def kleene(self, node: Node) -> tuple[Cases, Cases]:
        """Return the cases in which a condition is established, and in which it is refuted."""
        if node not in self._kleene:
            self._kleene[node] = self._kleene_of(node)
        return self._kleene[node]

    def _kleene_of(self, node: Node) -> tuple[Cases, Cases]:
        if isinstance(node, Fact):
            spec = vocabulary()[node.name]
            others = tuple(value for value in spec.values if value not in node.values)
            return self.case.known(node.name, node.values), self.case.known(node.name, others)
        if isinstance(node, ClauseRef):
            return self.kleene(self.rules.condition(node.clause))
        if isinstance(node, Not):
            established, refuted = self.kleene(node.item)
            return refuted, established
        if isinstance(node, Reading):
            established = refuted = self.universe.none
            for option, branch in node.options:
                within, (one, other) = self.chosen(node.name, option), self.kleene(branch)
                established, refuted = established | within & one, refuted | within & other
            return established, refuted
        items = [self.kleene(item) for item in node.items]
        holding, failing = [each[0] for each in items], [each[1] for each in items]
        if isinstance(node, All):
            return self._every(holding), self._either(failing)
        return self._either(holding), self._every(failing)

    def _either(self, sets: Iterable[Cases]) -> Cases:
        found = self.universe.none
        for cases in sets:
            found |= cases
        return found

    def _every(self, sets: Iterable[Cases]) -> Cases:
        found = self.universe.every
        for cases in sets:
            found &= cases
        return found

    def _status(self, clause: str) -> None:
        established, refuted = self.kleene(ClauseRef(clause))
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
        for pick in self.rules.policy.rows:
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

        for each in row.cites:
            article = self.rules.articles.get(each.clause)
            inner = article.clauses if article is not None and not each.whole else (each.clause,)
            for clause in inner:
                holds = self.holds(ClauseRef(clause))
                within = cases & (holds if each.status == "established" else self._other(holds))
                cite(clause, each.role, within)
                self._because(clause, clause, within)
        cite(row.disposition.clause, "disposition", cases)
        if row.by_policy:
            cite("policy", "policy", cases)
        for clause, counted in times.items():
            for number, within in enumerate(counted, 1):
                self._note(("cites", clause, str(number)), within)

    def _because(self, cited: str, clause: str, cases: Cases) -> None:
        """Note the facts that made a cited clause, or each clause of an article, what it is."""
        article = self.rules.articles.get(clause)
        if article is None:
            self._reasons(cited, self.rules.clauses[clause].when, cases)
            return
        for inner in article.clauses:
            self._because(cited, inner, cases & self._alike(article.when, ClauseRef(inner)))

    def _reasons(self, cited: str, node: Node, cases: Cases) -> None:
        if cases == self.universe.none:
            return
        if isinstance(node, Fact):
            self._note(("because", cited, node.name), cases)
        elif isinstance(node, ClauseRef):
            self._reasons(cited, self.rules.condition(node.clause), cases)
        elif isinstance(node, Not):
            self._reasons(cited, node.item, cases)
        elif isinstance(node, Reading):
            for option, branch in node.options:
                self._reasons(cited, branch, cases & self.chosen(node.name, option))
        else:
            assert isinstance(node, (All, Any))
            for item in node.items:
                self._reasons(cited, item, cases & self._alike(node, item))

    def _alike(self, one: Node, other: Node) -> Cases:
        """Return the cases in which two conditions both hold or both fail."""
        ones, others = self.holds(one), self.holds(other)
        return self._other((ones | others) & ~(ones & others))
