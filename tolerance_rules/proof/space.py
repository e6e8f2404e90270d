"""Space: every case of a ruleset, under every choice of its readings, as sets of cases.

A choice of a reading stands among the facts under the name `reading:NAME`, so that one set holds
the cases of every choice at once, and what is proved of the set is proved under all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tolerance_rules.executors.all_cases import CaseSet, CaseSets
from tolerance_rules.facts import vocabulary
from tolerance_rules.rules import All, Any, ClauseRef, Fact, Node, Not, Reading, Ruleset
from tolerance_rules.vocabulary.fact_spec import Value

READING = "reading:"
"""What the name of a reading begins with where it stands among the facts."""


class Space:
    """The sets of cases in which each clause holds, each row decides, each outcome results.

    Readings are free, the choices of all of them side by side, unless `fixed`: then those that
    the ruleset has chosen are in force.
    """

    def __init__(
        self, rules: Ruleset, sets: CaseSets, *, fixed: bool = False, like: Space | None = None
    ) -> None:
        self.rules, self.sets, self.fixed = rules, sets, fixed
        self.clauses: dict[str, CaseSet] = dict(_unchanged(rules, like)) if like else {}
        for name in (*rules.clauses, *rules.articles):
            self._clause(name)
        self.possible = sets.every
        for combination in rules.impossible:
            self.possible &= ~sets.where(All(combination.literals))
        self.rows: dict[str, CaseSet] = {}
        self.picks: dict[tuple[str, str], CaseSet] = {}
        self.outcomes: dict[str, CaseSet] = {}
        self.undecided = self._table()

    @classmethod
    def of(cls, *rulesets: Ruleset, fixed: bool = False) -> tuple[Space, ...]:
        """Return the spaces of several rulesets over the same facts, to be compared."""
        sets = CaseSets(domains(rulesets))
        return tuple(cls(rules, sets, fixed=fixed) for rules in rulesets)

    def changed(self, rules: Ruleset) -> Space:
        """Return the space of an edited ruleset over the same facts."""
        return Space(rules, self.sets, fixed=self.fixed, like=self)

    def where(self, node: Node) -> CaseSet:
        """Return the cases in which a condition holds, those that cannot be among them."""
        condition = without_readings(node, self.rules if self.fixed else None)
        return self.sets.where(condition, self.clauses)

    def chosen(self, readings: Mapping[str, str]) -> CaseSet:
        """Return the cases under a choice of readings."""
        return self.sets.where(
            All(tuple(Fact(READING + name, (option,)) for name, option in readings.items()))
        )

    def reread(self, cases: CaseSet, reading: str, option: str) -> CaseSet:
        """Return the cases that are in the set once a reading is changed to an option."""
        return self.sets.given(cases, READING + reading, option)

    def choices(self, cases: CaseSet) -> CaseSet:
        """Return every case under the choices of readings under which some case is in the set."""
        return self.sets.some(cases, vocabulary())

    def contains(self, cases: CaseSet, facts: Mapping[str, Value]) -> bool:
        """Tell whether a complete case is in a set, readings being fixed."""
        for name, value in facts.items():
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
                for pick in self.rules.policy.rows:
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


def without_readings(node: Node, rules: Ruleset | None = None) -> Node:
    """Return a condition without readings: with every choice, or with those `rules` has chosen."""
    if isinstance(node, Reading):
        if rules is not None:
            return without_readings(rules.option(node), rules)
        return Any(
            tuple(
                All((Fact(READING + node.name, (option,)), without_readings(branch)))
                for option, branch in node.options
            )
        )
    if isinstance(node, Not):
        return Not(without_readings(node.item, rules))
    if isinstance(node, (All, Any)):
        return type(node)(tuple(without_readings(item, rules) for item in node.items))
    return node


def domains(rulesets: Sequence[Ruleset]) -> Mapping[str, tuple[Value, ...]]:
    """Return every fact and every reading with its values, in the order the rules ask for them."""
    options: dict[str, dict[str, None]] = {}
    for rules in rulesets:
        for name, card in rules.readings.items():
            options.setdefault(READING + name, {}).update(dict.fromkeys(card.names))
    values: dict[str, tuple[Value, ...]] = {
        name: spec.values for name, spec in vocabulary().items()
    }
    values |= {name: tuple(found) for name, found in options.items()}
    asked = [name for rules in rulesets for name in _asked(rules)]
    return {name: values[name] for name in dict.fromkeys((*asked, *values))}


def _asked(rules: Ruleset) -> Iterator[str]:
    for combination in rules.impossible:
        yield from (literal.name for literal in combination.literals)
    for row in rules.outcomes:
        yield from _names(row.when, rules)
    for pick in rules.policy.rows:
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
    if isinstance(node, ClauseRef):
        yield node.clause
    elif isinstance(node, Not):
        yield from _references(node.item)
    elif isinstance(node, Reading):
        for _, branch in node.options:
            yield from _references(branch)
    elif isinstance(node, (All, Any)):
        for item in node.items:
            yield from _references(item)
