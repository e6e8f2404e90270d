"""Conformance cases: hard cases of a ruleset, chosen by its diagrams and its conditions, seeded.

For each row of the outcome table and each outcome, cases that come to it; for each clause and
article, what it takes and what is one fact short of it; each contradiction, each combination that
needs an explanation; cases that turn on a reading, under each of its options; cases under policies
of other people's; and of all these, some in which facts are unknown or partly known.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tolerance_rules.executors.all_cases import CaseSets
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.portable.diagram_paths import Paths
from tolerance_rules.portable.diagrams_data import ROW, both_diagrams
from tolerance_rules.portable.other_policies import other_policies
from tolerance_rules.reachability import IMPOSSIBLE, READING, inlined
from tolerance_rules.rules import ClauseRef, Combination, Node, Policy, Ruleset, leaves
from tolerance_rules.semantics import status
from tolerance_rules.verdict.verdict import Status
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known, Value

Given = Mapping[str, Any]
NO_READINGS: Mapping[str, str] = FrozenDict()

RANDOMLY = "at random"
"""What the cases are about that come last, of which there is no end."""
JOINT_READINGS = 6
"""How many choices of several readings at once are tried, besides each option alone."""
OF_A_ROW, OF_AN_OUTCOME, OF_A_READING, OF_A_POLICY = 24, 8, 5, 20
"""How many paths are drawn to each row, outcome, option of a reading and policy."""
LEAST, AT_RANDOM = 3_200, 300
"""How many cases there are at least, and how many of them at least are drawn at random."""


@dataclass(frozen=True)
class ConformanceCase:
    """A case to be decided: its facts as given, and under which readings and which policy."""

    about: str
    facts: Given
    readings: Mapping[str, str] = field(default_factory=lambda: NO_READINGS)
    policy: Policy | None = None
    """Another policy than that of the ruleset."""


def conformance_cases(rules: Ruleset, seed: int) -> Iterator[ConformanceCase]:
    """Yield the cases of a ruleset, each once."""
    seen: set[object] = set()
    chooser = _Chooser(rules, seed)
    for case in itertools.chain(chooser.cases(), chooser.at_random()):
        if case.about == RANDOMLY and len(seen) >= LEAST and chooser.drawn >= AT_RANDOM:
            return
        facts = tuple(sorted((name, known) for name, known in case.facts.items()))
        key = facts, tuple(case.readings.items()), case.policy and case.policy.id
        if key not in seen:
            seen.add(key)
            listed = {n: list(k) if isinstance(k, tuple) else k for n, k in case.facts.items()}
            yield ConformanceCase(case.about, listed, case.readings, case.policy)


class _Chooser:
    def __init__(self, rules: Ruleset, seed: int) -> None:
        self.rules, self.rng = rules, random.Random(seed)
        self.drawn = 0
        both = both_diagrams(rules)
        self.outcomes, self.rows = Paths(both.outcomes, self.rng), Paths(both.rows, self.rng)
        self.presumed = {name: spec.presumed for name, spec in rules.vocabulary.items()}
        self.options = [
            {name: option}
            for name, card in rules.outcome_readings.items()
            for option in card.names
            if option != rules.chosen[name]
        ]
        self.joint = [
            {name: self.rng.choice(card.names) for name, card in rules.outcome_readings.items()}
            for _ in range(JOINT_READINGS)
        ]

    def cases(self) -> Iterator[ConformanceCase]:
        yield ConformanceCase("nothing known", {})
        yield ConformanceCase("all as presumed", self.presumed)
        yield from self.of_rows()
        yield from self.of_outcomes()
        yield from self.of_clauses()
        for combination in self.rules.impossible:
            yield from self.of_combination("impossible", combination)
        for combination in self.rules.explain:
            yield from self.of_combination("explain", combination)
        yield from self.of_readings()
        yield from self.of_policies()

    def of_rows(self) -> Iterator[ConformanceCase]:
        for number, end in enumerate(self.rows.diagram.terminals):
            if end != IMPOSSIBLE:
                about = f"row {end.removeprefix(ROW)}"
                yield from self.along(about, self.rows, number, OF_A_ROW)

    def of_outcomes(self) -> Iterator[ConformanceCase]:
        for number, end in enumerate(self.outcomes.diagram.terminals):
            if end != IMPOSSIBLE:
                yield from self.along(f"outcome {end}", self.outcomes, number, OF_AN_OUTCOME)

    def along(self, about: str, paths: Paths, end: int, times: int) -> Iterator[ConformanceCase]:
        """Yield cases that come to a terminal: complete, only what decides, and in doubt."""
        for time in range(times):
            readings = self.drawn_readings() if time % 3 == 2 else NO_READINGS
            taken = paths.drawn(end, self.fixed(readings))
            if taken is None:
                continue
            path = self.facts_of(taken)
            total = self.filled(path)
            yield ConformanceCase(f"{about}, complete", total, readings)
            yield ConformanceCase(f"{about}, what decides", self.only(path), readings)
            for hidden in (1, 2, 4):
                doubt = self.doubted(path, path, hidden)
                yield ConformanceCase(f"{about}, {hidden} in doubt", {**total, **doubt}, readings)
            doubt = self.doubted(path, path, 3)
            yield ConformanceCase(f"{about}, little known", self.only({**path, **doubt}), readings)

    def of_clauses(self) -> Iterator[ConformanceCase]:
        for clause in (*self.rules.clauses, *self.rules.articles):
            # An article is asked under the default readings: its clauses are, under each option.
            options = self.options if clause in self.rules.clauses else ()
            chosen = [NO_READINGS, *(each for each in options if self.asks(clause, each))]
            for readings in chosen:
                rules = self.rules.with_readings(readings)
                condition = inlined(ClauseRef(clause), rules)
                for kind, known in self.about_condition(condition, rules):
                    about = f"clause {clause} {kind}"
                    yield ConformanceCase(about, {**self.presumed, **known}, readings)
                    if not readings:
                        yield ConformanceCase(f"{about}, alone", self.only(known))

    def asks(self, clause: str, readings: Mapping[str, str]) -> bool:
        """Tell whether a clause is another under some readings."""
        under = self.rules.with_readings(readings)
        return inlined(ClauseRef(clause), under) != inlined(ClauseRef(clause), self.rules)

    def about_condition(
        self, condition: Node, rules: Ruleset
    ) -> Iterator[tuple[str, Mapping[str, Known]]]:
        """Yield assignments by which a condition holds, fails by one fact, or is open for it.

        Such of every fact that it asks for: each, where it turns the condition.
        """
        names = list(dict.fromkeys(leaf.name for leaf in leaves(condition)))
        sets = CaseSets({name: rules.vocabulary[name].values for name in names})
        paths = Paths(sets.membership(sets.where(condition)), self.rng)
        for name in names:
            around = self.around(name, names, paths)
            by: dict[bool, list[Value]] = {True: [], False: []}
            for value in rules.vocabulary[name].values:
                known = {**self.presumed, **around, name: value}
                by[status(condition, known, rules) is Status.ESTABLISHED].append(value)
            if not (by[True] and by[False]):
                continue
            hit, miss = self.rng.choice(by[True]), self.rng.choice(by[False])
            yield "hit", {**around, name: hit}
            yield "near miss", {**around, name: miss}
            spec = rules.vocabulary[name]
            if not spec.finding:
                yield "open", {**around, name: None}
                yield "open", {**around, name: spec.known({hit, miss})}

    def around(self, name: str, names: Iterable[str], paths: Paths) -> dict[str, Value]:
        """Return what of the other facts makes a condition turn on one, if chance finds it."""
        taken = paths.turning(name, {}, self.presumed) or {}
        return {each: taken.get(each, self.presumed[each]) for each in names}

    def of_combination(self, kind: str, combination: Combination) -> Iterator[ConformanceCase]:
        about = f"{kind} {combination.id}"
        literals = combination.literals
        for values in itertools.product(*(literal.values for literal in literals)):
            clash = {lit.name: value for lit, value in zip(literals, values, strict=True)}
            yield ConformanceCase(about, {**self.presumed, **clash})
            yield ConformanceCase(f"{about}, alone", self.only(clash))
            for literal in literals:
                spec = self.rules.vocabulary[literal.name]
                others = [value for value in spec.values if value not in literal.values]
                away = {**clash, literal.name: self.rng.choice(others)}
                yield ConformanceCase(f"{about}, one away", {**self.presumed, **away})
                if spec.finding:
                    continue
                partly = spec.known({clash[literal.name], self.rng.choice(others)})
                for known in (None, partly):
                    doubt = {**clash, literal.name: known}
                    yield ConformanceCase(f"{about}, open", {**self.presumed, **doubt})

    def of_readings(self) -> Iterator[ConformanceCase]:
        """Yield cases whose outcome turns on a reading, under each of its options."""
        for name, card in self.rules.outcome_readings.items():
            for _ in range(OF_A_READING * len(card.names)):
                rest = self.filled({}, 0.5)
                taken = self.outcomes.turning(READING + name, self.fixed(NO_READINGS), rest)
                if taken is None:
                    continue
                path = self.facts_of(taken)
                total = {**rest, **path}
                doubt = self.doubted(path, path, 2)
                for option in card.names:
                    readings = {} if option == self.rules.chosen[name] else {name: option}
                    about = f"reading {name} {option}"
                    yield ConformanceCase(about, total, readings)
                    yield ConformanceCase(f"{about}, what decides", self.only(path), readings)
                    known = {**total, **doubt}
                    yield ConformanceCase(f"{about}, in doubt", known, readings)

    def of_policies(self) -> Iterator[ConformanceCase]:
        picked = {row.row for row in self.rules.outcomes if row.by_policy}
        ends = [
            number
            for number, end in enumerate(self.rows.diagram.terminals)
            if end.removeprefix(ROW) in picked
        ]
        for policy in other_policies(self.rules):
            asked = [leaf.name for row in policy.rows for leaf in leaves(row.when)]
            for end in ends:
                for case in self.along(f"policy {policy.id}", self.rows, end, OF_A_POLICY):
                    facts = dict(case.facts)
                    for name in asked:
                        if name in facts and self.rng.random() < 0.5:
                            facts[name] = self.rng.choice(self.rules.vocabulary[name].values)
                    yield ConformanceCase(case.about, facts, case.readings, policy)

    def at_random(self) -> Iterator[ConformanceCase]:
        for number in itertools.count():
            self.drawn = number
            ends = range(len(self.outcomes.diagram.terminals))
            end = self.rng.choice([e for e in ends if e != self.outcomes.diagram.impossible])
            path = self.outcomes.drawn(end, {}) or {}
            facts: dict[str, Known] = dict(self.filled(self.facts_of(path), 0.5))
            share = (0, 0.1, 0.3, 0.6)[number % 4]
            doubted = [n for n in facts if self.rng.random() < share]
            facts |= self.doubted(facts, doubted, len(doubted))
            readings = self.drawn_readings() if number % 3 == 0 else NO_READINGS
            yield ConformanceCase(RANDOMLY, facts, readings)

    def drawn_readings(self) -> Mapping[str, str]:
        pool = [*self.options, *self.joint]
        drawn = self.rng.choice(pool) if pool else {}
        return {n: option for n, option in drawn.items() if option != self.rules.chosen[n]}

    def fixed(self, readings: Mapping[str, str]) -> Mapping[str, Value]:
        return {READING + n: option for n, option in {**self.rules.chosen, **readings}.items()}

    def facts_of(self, taken: Mapping[str, Value]) -> dict[str, Value]:
        return {name: value for name, value in taken.items() if not name.startswith(READING)}

    def filled(self, path: Mapping[str, Value], share: float = 0.2) -> dict[str, Value]:
        """Return a complete case along a path: about `share` of the rest is not as presumed."""
        return {
            name: path[name]
            if name in path
            else self.rng.choice(spec.values)
            if self.rng.random() < share
            else spec.presumed
            for name, spec in self.rules.vocabulary.items()
        }

    def doubted(
        self, facts: Mapping[str, Known], among: Iterable[str], count: int
    ) -> dict[str, Known]:
        """Return so many facts as not established: unknown, or partly known."""
        vocabulary = self.rules.vocabulary
        names = [name for name in among if not vocabulary[name].finding]
        found: dict[str, Known] = {}
        for name in self.rng.sample(names, min(count, len(names))):
            spec = vocabulary[name]
            some = self.rng.sample(spec.values, self.rng.randint(1, len(spec.values)))
            several = len(spec.values) > 2 and self.rng.random() < 0.6
            found[name] = spec.known({self.value(facts[name], spec), *some}) if several else None
        return found

    def value(self, known: Known, spec: FactSpec) -> Value:
        """Return a value that is possible."""
        return spec.possible(known)[0]

    def only(self, known: Mapping[str, Known]) -> Given:
        """Return a case in which nothing is known but this; findings not made are left out."""
        return {n: k for n, k in known.items() if k is not None}
