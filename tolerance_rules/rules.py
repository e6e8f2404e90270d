"""Rules: the frozen nouns a ruleset is made of, from the leaf of a condition to the whole.

A condition is a tree of six kinds of node. The tree says what the law requires; what it means
for given facts is said in one place only, `tolerance_rules.semantics`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from tolerance_rules.errors import UnknownNameError
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.vocabulary.fact_spec import Value


@dataclass(frozen=True)
class Fact:
    """A leaf: the fact is established to be one of `values`; `quote` is the phrase it encodes."""

    name: str
    values: tuple[Value, ...] = (True,)
    quote: str = ""


@dataclass(frozen=True)
class ClauseRef:
    """An article or a clause, by its legal coordinates, holds."""

    clause: str


@dataclass(frozen=True)
class All:
    """Every item holds; with no items, always (`otherwise`)."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Any:
    """At least one item holds; with no items, never (`never`)."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    """The item does not hold."""

    item: Node


@dataclass(frozen=True)
class Reading:
    """The branch of the option in force of a named reading holds."""

    name: str
    options: tuple[tuple[str, Node], ...]


Node: TypeAlias = Fact | ClauseRef | All | Any | Not | Reading
OTHERWISE = All(())
NEVER = Any(())


@dataclass(frozen=True)
class Clause:
    """A card: one clause of the regulation, its words, and what it requires."""

    id: str
    citation: str
    text: str
    gloss: str
    when: Node
    note: str = ""


@dataclass(frozen=True)
class Article:
    """An article with clauses of its own: it holds when `any` or `all` of them hold."""

    id: str
    citation: str
    text: str
    gloss: str
    holds: str
    clauses: tuple[str, ...]

    @property
    def when(self) -> Node:
        """Return the condition of the article over its clauses."""
        refs = tuple(ClauseRef(clause) for clause in self.clauses)
        return Any(refs) if self.holds == "any" else All(refs)


@dataclass(frozen=True)
class Cite:
    """Which clauses an outcome row cites: `each` of an article, or the article as a `whole`."""

    clause: str
    whole: bool
    status: str
    role: str


@dataclass(frozen=True)
class Disposition:
    """The sentence of the regulation that disposes of a row's cases."""

    clause: str
    citation: str
    text: str


@dataclass(frozen=True)
class OutcomeRow:
    """A row of the outcome table; the first row whose condition holds decides."""

    row: str
    when: Node
    outcome: str
    modality: Literal["shall", "may"]
    basis: Literal["text", "policy"]
    permitted: tuple[str, ...]
    cites: tuple[Cite, ...]
    disposition: Disposition
    gloss: str = ""

    @property
    def by_policy(self) -> bool:
        """Tell whether the named policy, not the text, picks the outcome of this row."""
        return self.outcome == POLICY


POLICY = "policy"
"""The outcome of a row, and the clause of a citation, that stand for the named policy."""


@dataclass(frozen=True)
class PolicyRow:
    """A row of the policy; the first row whose condition holds picks the outcome."""

    row: str
    when: Node
    outcome: str
    gloss: str = ""


@dataclass(frozen=True)
class Policy:
    """The house convention that picks within a permitted set; not law, replaceable."""

    id: str
    title: str
    title_en: str
    citation: str
    text: str
    gloss: str
    rows: tuple[PolicyRow, ...]
    sha256: str


@dataclass(frozen=True)
class ReadingCard:
    """An ambiguous phrase, its readings (option -> Chinese and English), and the default."""

    id: str
    clause: str
    phrase: str
    question: str
    question_en: str
    default: str
    options: tuple[tuple[str, tuple[str, str]], ...]
    reason: str
    reason_en: str

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the options, default first."""
        return tuple(name for name, _ in self.options)


@dataclass(frozen=True)
class Combination:
    """Facts that cannot all be, or that together need an explanation; leaves or their Not."""

    id: str
    literals: tuple[Fact, ...]
    reason: str
    reason_en: str


@dataclass(frozen=True)
class InForce:
    """The time in force, ISO dates; `until` is the last day, or None while in force."""

    start: str
    until: str | None


@dataclass(frozen=True, eq=False)
class Ruleset:
    """A whole regulation as rules, with the readings and the policy in force."""

    id: str
    document_number: str
    title: str
    title_en: str
    issuer: str
    issuer_en: str
    in_force: InForce
    repeals: Mapping[str, str]
    interpreted_by: str
    regulation: str
    regulation_sha256: str
    articles: Mapping[str, Article]
    clauses: Mapping[str, Clause]
    by_reference: Fact
    outcomes: tuple[OutcomeRow, ...]
    policy: Policy
    readings: Mapping[str, ReadingCard]
    impossible: tuple[Combination, ...]
    explain: tuple[Combination, ...]
    sha256: str
    chosen: Mapping[str, str] = field(default_factory=FrozenDict)
    folder: str = ""

    def condition(self, clause: str) -> Node:
        """Return the condition of an article or a clause; UnknownNameError if there is none."""
        found = self.articles.get(clause) or self.clauses.get(clause)
        if found is None:
            raise UnknownNameError("条款", clause, [*self.clauses, *self.articles])
        return found.when

    def option(self, reading: Reading) -> Node:
        """Return the branch of `reading` that is in force."""
        return dict(reading.options)[self.chosen[reading.name]]

    def with_readings(self, readings: Mapping[str, str]) -> Ruleset:
        """Return the ruleset with other options chosen; unknown names are refused."""
        for name, option in readings.items():
            if name not in self.readings:
                raise UnknownNameError("释义（reading）", name, self.readings)
            if option not in self.readings[name].names:
                raise UnknownNameError(f"释义 {name} 的选项", option, self.readings[name].names)
        return dataclasses.replace(self, chosen=FrozenDict({**self.chosen, **readings}))

    def with_policy(self, policy: Policy) -> Ruleset:
        """Return the ruleset with another policy."""
        return dataclasses.replace(self, policy=policy)

    @cached_property
    def clauses_using(self) -> Mapping[str, tuple[str, ...]]:
        """Map each fact to the clauses, then the outcome and policy rows, that use it."""
        users: dict[str, dict[str, None]] = {}
        places: list[tuple[str, Node]] = [(c.id, c.when) for c in self.clauses.values()]
        places += [(f"outcomes#{row.row}", row.when) for row in self.outcomes]
        places += [(f"{POLICY}#{rule.row}", rule.when) for rule in self.policy.rows]
        for place, node in places:
            for leaf in leaves(node):
                users.setdefault(leaf.name, {})[place] = None
        return {name: tuple(found) for name, found in users.items()}


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below `node`, of every reading."""
    if isinstance(node, (All, Any)):
        return node.items
    if isinstance(node, Not):
        return (node.item,)
    if isinstance(node, Reading):
        return tuple(branch for _, branch in node.options)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and every node below it, in reading order."""
    yield node
    for child in children(node):
        yield from walk(child)


def leaves(node: Node) -> Iterator[Fact]:
    """Yield every fact leaf at or below `node`, clause references not followed."""
    return (found for found in walk(node) if isinstance(found, Fact))
