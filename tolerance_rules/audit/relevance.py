"""Relevance: which facts of a case count when past decisions are compared, and which is better.

Always relevant is what the rules ask of every case: scope, the bars, the conditions of an outcome
row, the policy; and every aggravating fact, for it may be why a case was treated worse even where
no clause turns on it. The facts that a circumstance asks are relevant only where it is not refuted:
half of a circumstance weighs nothing.

Two cases are alike only in what is known. What is not established is no likeness: a case of which
less than ENOUGH of the relevant facts is established is compared with nothing. Of the rest, two are
alike if their established facts are equal, and the same facts are open in both.

A case is encoded as one integer so that it is at least as favourable as another exactly if it has
all of the other's bits: one bit for each step of a fact's declared order, and for what compares
with nothing (a value out of the order, a fact not or only partly known) a bit of its own that only
its equal has.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import ClauseRef, Fact, Node, Ruleset, leaves
from tolerance_rules.verdict.verdict import Facts, Role, Status
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known

Code: TypeAlias = int
"""The relevant facts of a case, encoded: subset is at most as favourable, equal is alike."""

ENOUGH = Fraction(9, 10)
"""The least share of its relevant facts that is established in a case that is compared.

A finding not made is recorded by nobody: it is neither established nor open, and does not count.
"""


class FactCodes(dict[Known, Code]):
    """The code of each thing that may be known of a fact.

    What compares with nothing gets a bit of its own when it is first met.
    """

    def __init__(self, ordered: Mapping[Known, Code], own_bit: Callable[[], Code]) -> None:
        super().__init__(ordered)
        self._own_bit = own_bit

    def __missing__(self, known: Known) -> Code:
        code = self[known] = self._own_bit()
        return code


class Relevance:
    """The relevant facts of cases under one ruleset, its readings and its policy."""

    def __init__(self, rules: Ruleset) -> None:
        self.circumstances = tuple(
            dict.fromkeys(
                clause
                for name in rules.cited_as(Role.CIRCUMSTANCE.value)
                for clause in rules.clauses_of(name)
            )
        )
        self.asked = {
            clause: frozenset(_facts(ClauseRef(clause), rules)) for clause in self.circumstances
        }
        """For each circumstance, the facts that it asks."""
        self.always = frozenset(_always(rules, self.circumstances))
        self._recorded = frozenset(n for n, spec in rules.vocabulary.items() if not spec.finding)
        self._codes: dict[str, FactCodes] = {}
        self._owner: list[str] = []
        self._relevant: dict[tuple[Status, ...], frozenset[str]] = {}
        self._plans: dict[frozenset[str], list[tuple[str, FactCodes]]] = {}
        self.must_agree: Code = 0
        """Bits that are equal in any two cases of which one is at least as favourable."""
        self._idle: Code = 0
        """Bits that only say that a fact of a circumstance counts: no difference by themselves."""
        asked = self.always.union(*self.asked.values())
        for name, spec in rules.vocabulary.items():
            if name in asked:
                self._codes[name] = self._lay_out(name, spec)

    def _lay_out(self, name: str, spec: FactSpec) -> FactCodes:
        def bit() -> Code:
            self._owner.append(name)
            return 1 << len(self._owner) - 1

        def own_bit() -> Code:
            code = bit()
            self.must_agree |= code
            return code

        codes: dict[Known, Code] = {}
        steps = ordered = bit()
        for value in spec.order:
            codes[value] = steps
            steps |= bit() if value != spec.order[-1] else 0
        if name in self.always:
            self.must_agree |= ordered
        else:
            self._idle |= ordered
        return FactCodes(codes, own_bit)

    def relevant(self, statuses: Mapping[str, Status]) -> frozenset[str]:
        """Return the names of the facts that count, by the statuses of the circumstances."""
        key = tuple(statuses[clause] for clause in self.circumstances)
        if key not in self._relevant:
            asked = (
                self.asked[clause]
                for clause in self.circumstances
                if statuses[clause] is not Status.REFUTED
            )
            self._relevant[key] = self.always.union(*asked)
        return self._relevant[key]

    def open(self, known: Facts, relevant: frozenset[str]) -> tuple[str, ...]:
        """Return the facts that count and are not, or only partly, known."""
        return tuple(
            name
            for name, value in known.items()
            if (value is None or isinstance(value, tuple)) and name in relevant
        )

    def compared(self, relevant: frozenset[str], open_: Collection[str]) -> int:
        """Return how many of the facts that count can be compared: those that are established."""
        return len(relevant & self._recorded) - len(open_)

    def is_enough(self, relevant: frozenset[str], open_: Collection[str]) -> bool:
        """Tell whether enough of the facts that count is established to compare a case."""
        return self.compared(relevant, open_) >= ENOUGH * len(relevant & self._recorded)

    def code(self, known: Facts, relevant: frozenset[str]) -> Code:
        """Return a case encoded; facts that do not count leave no bit."""
        plan = self._plans.get(relevant)
        if plan is None:
            plan = [(name, codes) for name, codes in self._codes.items() if name in relevant]
            self._plans[relevant] = plan
        return sum([codes[known[name]] for name, codes in plan])

    def differing(self, one: Code, other: Code) -> tuple[str, ...]:
        """Return the facts in which two comparable cases differ, in the order of the vocabulary."""
        left = (one ^ other) & ~self._idle
        # INVARIANT: they do not differ in bits added later, which are out of that order.
        return tuple(dict.fromkeys(o for index, o in enumerate(self._owner) if left >> index & 1))


def _facts(node: Node, rules: Ruleset) -> Iterator[str]:
    return (leaf.name for leaf in leaves(inlined(node, rules)))


def _always(rules: Ruleset, circumstances: tuple[str, ...]) -> Iterator[str]:
    """Yield the aggravating facts, and those that the tables ask beside the circumstances."""
    yield from (n for n, spec in rules.vocabulary.items() if spec.direction == "aggravating")
    set_aside = {c: dataclasses.replace(rules.clauses[c], when=Fact("")) for c in circumstances}
    rest = dataclasses.replace(rules, clauses=FrozenDict({**rules.clauses, **set_aside}))
    conditions = [row.when for row in rules.outcomes] + [row.when for row in rules.policy_rows]
    for condition in conditions:
        yield from (name for name in _facts(condition, rest) if name)
