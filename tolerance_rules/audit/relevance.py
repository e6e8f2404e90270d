"""Relevance: which facts of a case count when past decisions are compared, and which is better.

Always relevant is what the rules ask of every case: scope, the bars, the conditions of an outcome
row, the policy; and every aggravating fact, for it may be why a case was treated worse even where
no clause turns on it. The mitigating facts of a circumstance are relevant only where it is not
refuted: half of a circumstance weighs nothing. Two cases are alike if their relevant facts are the
same, unknown ones included.

A case is encoded as one integer so that it is at least as favourable as another exactly if it has
all of the other's bits: one bit for each step of a fact's declared order, and for what compares
with nothing (a value out of the order, or unknown) a bit of its own that only its equal has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from tolerance_rules.facts import FactSpec, vocabulary
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import ClauseRef, Node, Ruleset, leaves
from tolerance_rules.verdict.verdict import Facts, Role, Status
from tolerance_rules.vocabulary.fact_spec import Value

REFUTED = Status.REFUTED
Code: TypeAlias = int
"""The relevant facts of a case, encoded: subset is at most as favourable, equal is alike."""


class Relevance:
    """The relevant facts of cases under one ruleset, its readings and its policy."""

    def __init__(self, rules: Ruleset) -> None:
        self.circumstances = tuple(dict.fromkeys(_circumstances(rules)))
        self._asked = {
            clause: frozenset(_facts(ClauseRef(clause), rules)) for clause in self.circumstances
        }
        self.always = frozenset(_always(rules, self.circumstances))
        self._bits: dict[str, dict[Value | None, Code]] = {}
        self._owner: list[str] = []
        self._relevant: dict[tuple[Status, ...], frozenset[str]] = {}
        self._plans: dict[frozenset[str], list[tuple[str, dict[Value | None, Code]]]] = {}
        self.must_agree: Code = 0
        """Bits that are equal in any two cases of which one is at least as favourable."""
        self._idle: Code = 0
        """Bits that only say that a fact of a circumstance counts: no difference by themselves."""
        for name, spec in vocabulary().items():
            if name in self.always or any(name in asked for asked in self._asked.values()):
                self._lay_out(name, spec)

    def _lay_out(self, name: str, spec: FactSpec) -> None:
        def bit() -> Code:
            self._owner.append(name)
            return 1 << len(self._owner) - 1

        bits: dict[Value | None, Code] = {}
        steps = ordered = bit()
        for value in spec.order:
            bits[value] = steps
            steps |= bit() if value != spec.order[-1] else 0
        alone = {value: bit() for value in (None, *spec.values) if value not in spec.order}
        self._bits[name] = bits | alone
        self.must_agree |= sum(alone.values())
        if name in self.always:
            self.must_agree |= ordered
        else:
            self._idle |= ordered

    def relevant(self, statuses: Mapping[str, Status]) -> frozenset[str]:
        """Return the names of the facts that count, by the statuses of the circumstances."""
        key = tuple(statuses[clause] for clause in self.circumstances)
        if key not in self._relevant:
            asked = (self._asked[c] for c in self.circumstances if statuses[c] is not REFUTED)
            self._relevant[key] = self.always.union(*asked)
        return self._relevant[key]

    def code(self, known: Facts, relevant: frozenset[str]) -> Code:
        """Return a case encoded; facts that do not count leave no bit."""
        plan = self._plans.get(relevant)
        if plan is None:
            plan = [(name, bits) for name, bits in self._bits.items() if name in relevant]
            self._plans[relevant] = plan
        return sum([bits[known[name]] for name, bits in plan])

    def differing(self, one: Code, other: Code) -> tuple[str, ...]:
        """Return the facts in which two comparable cases differ, in the order of the vocabulary."""
        left = (one ^ other) & ~self._idle
        return tuple(dict.fromkeys(o for index, o in enumerate(self._owner) if left >> index & 1))


def _circumstances(rules: Ruleset) -> Iterator[str]:
    """Yield the clauses that outcome rows cite as circumstances."""
    for row in rules.outcomes:
        for cite in row.cites:
            if cite.role == Role.CIRCUMSTANCE:
                article = rules.articles.get(cite.clause)
                yield from article.clauses if article else (cite.clause,)


def _facts(node: Node, rules: Ruleset) -> Iterator[str]:
    return (leaf.name for leaf in leaves(inlined(node, rules)))


def _always(rules: Ruleset, circumstances: tuple[str, ...]) -> Iterator[str]:
    yield from (name for name, spec in vocabulary().items() if spec.direction == "aggravating")
    for clause in rules.clauses:
        if clause not in circumstances:
            yield from _facts(ClauseRef(clause), rules)
    for rule in rules.policy.rows:
        yield from _facts(rule.when, rules)
    for row in rules.outcomes:
        # Articles are followed clause by clause above; what a row asks itself is asked always.
        yield from (leaf.name for leaf in leaves(inlined(row.when, rules, follow=False)))
