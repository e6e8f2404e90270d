"""Space: every case of a ruleset, under every choice of its readings, as sets of cases.

A choice of a reading stands among the facts under the name `reading:NAME`, so that one set holds
the cases of every choice at once, and what is proved of the set is proved under all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tolerance_rules.executors.all_cases import CaseSet, CaseSets
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.reachability import READING
from tolerance_rules.rules import (
    NEVER,
    OTHERWISE,
    All,
    Any,
    ClauseRef,
    Fact,
    Node,
    Not,
    Reading,
    Ruleset,
    walk,
)
from tolerance_rules.vocabulary.fact_spec import Value


class Space:
    """The sets of cases in which each clause holds, each row decides, each outcome results.

    Readings are free, the choices of all of them side by side, unless `fixed`: then those that
    the ruleset has chosen are in force. Facts that are `held` have one value in every case.
    """

    def __init__(
        self,
        rules: Ruleset,
        sets: CaseSets,
        *,
        fixed: bool = False,
        held: Mapping[str, Value] | None = None,
        like: Space | None = None,
    ) -> None:
        self.rules, self.sets, self.fixed = rules, sets, fixed
        self.held: Mapping[str, Value] = FrozenDict(held or {})
        self.clauses: dict[str, CaseSet] = dict(_unchanged(rules, like)) if like else {}
        for name in (*rules.clauses, *rules.articles):
            self._clause(name)
        self.possible = sets.every
        for combination in rules.impossible:
            self.possible &= ~self.where(All(combination.literals))
        self.rows: dict[str, CaseSet] = {}
        self.picks: dict[tuple[str, str], CaseSet] = {}
        self.outcomes: dict[str, CaseSet] = {}
        self.undecided = self._table()

    @classmethod
    def of(cls, rules: Ruleset, *, fixed: bool = False) -> Space:
        """Return the space of a ruleset: its readings free, or fixed as chosen."""
        found = domains([rules])
        if fixed:
            found = {name: each for name, each in found.items() if not name.startswith(READING)}
        return cls(rules, CaseSets(found), fixed=fixed)

    def changed(self, rules: Ruleset) -> Space:
        """Return the space of an edited ruleset over the same facts."""
        return Space(rules, self.sets, fixed=self.fixed, held=self.held, like=self)

    def where(self, node: Node) -> CaseSet:
        """Return the cases in which a condition holds, those that cannot be among them."""
        return self.sets.where(self._over_variables(node), self.clauses)

    def chosen(self, readings: Mapping[str, str]) -> CaseSet:
        """Return the cases under a choice of readings; those of time limits have no part in it."""
        options = (Fact(READING + name, (option,)) for name, option in readings.items())
        free = (each for each in options if each.name in self.sets.domains)
        return self.sets.where(All(tuple(free)))

    def reread(self, cases: CaseSet, reading: str, option: str) -> CaseSet:
        """Return the cases that are in the set once a reading is changed to an option."""
        return self.sets.given(cases, READING + reading, option)

    def choices(self, cases: CaseSet) -> CaseSet:
        """Return every case under the choices of readings under which some case is in the set."""
        return self.sets.some(cases, self.rules.vocabulary)

    def contains(self, cases: CaseSet, facts: Mapping[str, Value]) -> bool:
        """Tell whether a complete case is in a set, readings being fixed."""
        for name, value in facts.items():
            if name in self.sets.domains:
                cases = self.sets.given(cases, name, value)
        return bool(cases == self.sets.every)

    def among(self, outcomes: Iterable[str]) -> CaseSet:
        """Return the cases that come to one of the outcomes."""
        found = self.sets.none
        for outcome in outcomes:
            found |= self.outcomes.get(outcome, self.sets.none)
        return found

    def differing_from(self, other: Space) -> CaseSet:
        """Return the cases, possible in both spaces, that come to different outcomes."""
        same = self.undecided & other.undecided
        for outcome, cases in self.outcomes.items():
            same |= cases & other.outcomes.get(outcome, self.sets.none)
        return self.possible & other.possible & ~same

    def _over_variables(self, node: Node) -> Node:
        """Return a condition over free facts and free readings: no reading node, no held fact."""
        if isinstance(node, Fact) and node.name in self.held:
            return OTHERWISE if self.held[node.name] in node.values else NEVER
        if isinstance(node, Reading) and self.fixed:
            return self._over_variables(self.rules.option(node))
        if isinstance(node, Reading):
            return Any(
                tuple(
                    All((Fact(READING + node.name, (option,)), self._over_variables(branch)))
                    for option, branch in node.options
                )
            )
        if isinstance(node, Not):
            return Not(self._over_variables(node.item))
        if isinstance(node, (All, Any)):
            return type(node)(tuple(self._over_variables(item) for item in node.items))
        return node

    def _clause(self, name: str) -> CaseSet:
        if name not in self.clauses:
            condition = self.rules.condition(name)
            for inner in _references(condition):
                self._clause(inner)
            self.clauses[name] = self.where(condition)
        return self.clauses[name]

    def _table(self) -> CaseSet:
        """Fill in the rows and the outcomes; return the cases that no row decides."""
        left, undecided = self.possible, self.sets.none
        for row in self.rules.outcomes:
            holds = self.where(row.when)
            decided = self.rows[row.row] = left & holds
            left &= ~holds
            if row.by_policy:
                for pick in self.rules.policy_rows:
                    holds = self.where(pick.when)
                    picked = self.picks[row.row, pick.row] = decided & holds
                    decided &= ~holds
                    self._add(pick.outcome, picked)
                undecided |= decided
            else:
                self._add(row.outcome, decided)
        return undecided | left

    def _add(self, outcome: str, cases: CaseSet) -> None:
        self.outcomes[outcome] = self.outcomes.get(outcome, self.sets.none) | cases


def domains(rulesets: Sequence[Ruleset]) -> Mapping[str, tuple[Value, ...]]:
    """Return every fact and every reading that can change an outcome, with their values.

    They are in the order in which the rules ask for them.
    """
    options: dict[str, dict[str, None]] = {}
    for rules in rulesets:
        for name, card in rules.outcome_readings.items():
            options.setdefault(READING + name, {}).update(dict.fromkeys(card.names))
    values: dict[str, tuple[Value, ...]] = {
        name: spec.values for rules in rulesets for name, spec in rules.vocabulary.items()
    }
    values |= {name: tuple(found) for name, found in options.items()}
    asked = [name for rules in rulesets for name in _asked(rules)]
    return {name: values[name] for name in dict.fromkeys((*asked, *values))}


def _asked(rules: Ruleset) -> Iterator[str]:
    for combination in rules.impossible:
        yield from (literal.name for literal in combination.literals)
    for row in rules.outcomes:
        yield from _names(row.when, rules)
    for pick in rules.policy_rows:
        yield from _names(pick.when, rules)


def _names(node: Node, rules: Ruleset) -> Iterator[str]:
    """Yield the facts and the readings of a condition, clauses followed, in reading order."""
    if isinstance(node, Fact):
        yield node.name
    elif isinstance(node, ClauseRef):
        yield from _names(rules.condition(node.clause), rules)
    elif isinstance(node, Not):
        yield from _names(node.item, rules)
    elif isinstance(node, Reading):
        yield READING + node.name
        for _, branch in node.options:
            yield from _names(branch, rules)
    else:
        for item in node.items:
            yield from _names(item, rules)


def _unchanged(rules: Ruleset, like: Space) -> Iterator[tuple[str, CaseSet]]:
    """Yield the clauses that are the same cards as in a space and refer to no other clause."""
    for name, card in rules.clauses.items():
        if like.rules.clauses.get(name) is card and not any(_references(card.when)):
            yield name, like.clauses[name]


def _references(node: Node) -> Iterator[str]:
    return (each.clause for each in walk(node) if isinstance(each, ClauseRef))
