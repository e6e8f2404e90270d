"""Rule tables of one case: the rules as queries to a rule engine, in patterns it gets right.

A rule table is a clause, an article, the outcome table, the policy, or the consistency rules:
engine rules over just the facts, or the statuses, that it names. The names of the rules that fire,
leaf by leaf, are the whole answer. A table memoises its answers: the engine decides each
combination of its few inputs once.

Patterns are one to a rule, of positive literals over short machine-made names and values: nothing
of a user's text reaches the engine. docs/decisions/one-case-executor.md says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from graphlib import TopologicalSorter
from operator import or_
from typing import Any as Anything
from typing import Generic, TypeVar

from tolerance_rules.errors import ExecutorError
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import (
    All,
    Any,
    Article,
    ClauseRef,
    Fact,
    Node,
    Not,
    OutcomeRow,
    PolicyRow,
    Ruleset,
    walk,
)
from tolerance_rules.verdict.verdict import Status

MOST = 6
"""Most clauses whose statuses are queried at once; see `article_tables`."""

MEMOISED = 4096
"""How many answers a table keeps before it starts anew: bounds memory whatever the load."""

DONE = "done"
"""The rule of every table that always fires, and last: what was queried is answered whole."""

Pattern = dict[str, Anything]
Fired = frozenset[str]
Fire = Callable[[str], list[str]]
"""Asserts one fact, given as JSON text, and returns the names of the rules that fired."""
Connect = Callable[[str, Mapping[str, Pattern]], Fire]
"""Gives an engine, by name, its rules."""
Answer = TypeVar("Answer")
Key = TypeVar("Key")

STATUS_BITS = 2
FIELD = (1 << STATUS_BITS) - 1
"""Mask of one packed status."""
STATUS_CODES: Mapping[Status, int] = {
    Status.OPEN: 0,
    Status.ESTABLISHED: 1,
    Status.REFUTED: 2,
}
STATUSES = {code: status for status, code in STATUS_CODES.items()}
_SIGNED = {Status.ESTABLISHED: "+", Status.REFUTED: "-"}
TRUE, FALSE, OPEN = "T", "F", "U"
"""The values of a property: a leaf, or a clause, is established, refuted or open."""
_LETTERS = {Status.ESTABLISHED: TRUE, Status.REFUTED: FALSE, Status.OPEN: OPEN}


class Layout:
    """Where each fact, clause and article stands in the packed form of a case; and the engine.

    The facts come first, packed as their vocabulary packs them; then two bits for each status.
    """

    def __init__(self, rules: Ruleset, connect: Connect) -> None:
        self.vocabulary, self.connect = rules.vocabulary, connect
        inner = [part for article in rules.articles.values() for part in _parts(article)]
        gated = [article for article in rules.articles.values() if article.provided]
        gates = [part for article in gated for part in (gate_of(article), items_of(article))]
        named = (*rules.clauses, *inner, *gates, *rules.articles)
        first = rules.vocabulary.bits
        self.shifts = {name: first + STATUS_BITS * place for place, name in enumerate(named)}
        self.facts = (1 << first) - 1
        """Mask of all facts."""

    def mask(self, name: str) -> int:
        """Return the bits of a fact, a clause or an article."""
        if name in self.shifts:
            return FIELD << self.shifts[name]
        return self.vocabulary.codes[name][None]


def memoise(answers: dict[Key, Answer], key: Key, answer: Answer) -> None:
    """Keep an answer among a bounded number of others."""
    if len(answers) >= MEMOISED:
        answers.clear()
    answers[key] = answer


Leaf = tuple[str, tuple[Anything, ...]]
"""A property of the asserted fact: a fact with the values it may be, or a clause with none."""


class RuleTable(Generic[Answer]):
    """One query to the engine: a few packed inputs in, an answer from the rules that fire out.

    Each distinct leaf becomes a property p0, p1… of one asserted fact: T if every value still
    possible is one that the leaf names, F if none is, U if that is open.
    """

    def __init__(self, kind: str, inputs: Sequence[str], layout: Layout) -> None:
        self.kind, self.inputs, self.layout = kind, tuple(dict.fromkeys(inputs)), layout
        self.mask = 0
        for name in self.inputs:
            self.mask |= layout.mask(name)
        self.properties: dict[Leaf, tuple[int, int]] = {}
        """For each leaf, the bits that it names, and the other bits of its fact; of a clause that
        it is established, and that it is refuted."""
        self.rules: dict[str, Pattern] = {}
        self.answers: dict[int, Answer] = {}
        self.fired: dict[str, Fired] = {}
        """What fired, by the status of every leaf: of more facts than matter, fewer questions."""
        self._fire: Fire | None = None
        self._signs: tuple[tuple[str, str], ...] | None = None
        """The names of the rules of each place, once all are there."""

    def decide(self, fired: Fired, packed: int) -> Answer:
        """Return the answer that the rules that fired make."""
        raise NotImplementedError

    def query(self, packed: int) -> Answer:
        """Return the answer for a packed case, memoised or from the engine."""
        answer = self.answers.get(packed & self.mask)
        if answer is None:
            answer = self.decide(self.fire(packed), packed)
            memoise(self.answers, packed & self.mask, answer)
        return answer

    def leaf(self, node: Fact | ClauseRef, status: Status) -> Pattern:
        """Return the pattern that a leaf has a status."""
        key: Leaf
        if isinstance(node, Fact):
            key = node.name, node.values
            named = self.layout.vocabulary.pack({node.name: node.values})
            others = self.layout.mask(node.name) & ~named
        else:
            key, shift = (node.clause, ()), self.layout.shifts[node.clause]
            named = STATUS_CODES[Status.ESTABLISHED] << shift
            others = STATUS_CODES[Status.REFUTED] << shift
        place = list(self.properties).index(key) if key in self.properties else None
        if place is None:
            place = len(self.properties)
            self.properties[key] = named, others
        return {f"p{place}": _LETTERS[status]}

    def letters(self, packed: int) -> str:
        """Return the status of every leaf in a packed case: open if both or neither is set."""
        return "".join(
            [
                OPEN
                if (packed & named != 0) is (packed & others != 0)
                else TRUE
                if packed & named
                else FALSE
                for named, others in self.properties.values()
            ]
        )

    def fire(self, packed: int) -> Fired:
        """Return what fires, queried once for each combination of its leaves."""
        letters = self.letters(packed)
        answer = self.fired.get(letters)
        if answer is None:
            answer = self.fire_anew(packed, letters)
            memoise(self.fired, letters, answer)
        return answer

    def fire_anew(self, packed: int, letters: str) -> Fired:
        """Query the engine, and demand a whole answer."""
        if self._fire is None:
            self._fire = self.layout.connect(self.kind, dict(self._definition()))
        properties = "".join(f',"p{place}":"{letter}"' for place, letter in enumerate(letters))
        fired = self._fire(f'{{"sid":"1","id":"1","k":"{self.kind}"{properties}}}')
        if fired.count(DONE) != 1:
            raise _incomplete(fired)
        answer = frozenset(fired)
        self.demand(answer, letters)
        return answer

    def demand(self, fired: Fired, letters: str) -> None:
        """Raise ExecutorError if what fired is no whole answer to the statuses of the leaves."""

    def demand_signs(self, fired: Fired, letters: str) -> None:
        """Demand one sign of each place, established or refuted; of open inputs, at most one."""
        if self._signs is None:
            places = dict.fromkeys(name[:-1] for name in self.rules)
            self._signs = tuple((f"{place}+", f"{place}-") for place in places)
        fewest = 0 if OPEN in letters else 1
        for holds, fails in self._signs:
            if not fewest <= (holds in fired) + (fails in fired) <= 1:
                raise _incomplete(sorted(fired))

    def compile(self, node: Node, place: str) -> tuple[Pattern, Pattern]:
        """Add the rules of a node and those below; return its patterns, established, refuted.

        The rules are called after the place of the node in the condition, so what fired is the
        explanation: of a group that holds, the items that fired with it.
        """
        if isinstance(node, Not):
            established, refuted = self.compile(node.item, place)
            return refuted, established
        if isinstance(node, (Fact, ClauseRef)):
            patterns = self.leaf(node, Status.ESTABLISHED), self.leaf(node, Status.REFUTED)
        else:
            assert isinstance(node, (All, Any))
            inner = [self.compile(item, f"{place}_{i}") for i, item in enumerate(node.items)]
            ones, others = [yes for yes, _ in inner], [no for _, no in inner]
            if isinstance(node, All):
                patterns = both(ones), _either(others)
            else:
                patterns = _either(ones), both(others)
        self.rules[f"{place}+"], self.rules[f"{place}-"] = patterns
        return patterns

    def pattern(self, node: Node, *, holds: bool = True) -> Pattern:
        """Return the one pattern of a condition, without rules for what is below it."""
        if isinstance(node, Not):
            return self.pattern(node.item, holds=not holds)
        if isinstance(node, (Fact, ClauseRef)):
            return self.leaf(node, Status.ESTABLISHED if holds else Status.REFUTED)
        assert isinstance(node, (All, Any))
        inner = [self.pattern(item, holds=holds) for item in node.items]
        return both(inner) if isinstance(node, All) is holds else _either(inner)

    def _definition(self) -> Iterator[tuple[str, Pattern]]:
        # Each pattern starts with the kind: nothing else, the engine's own state included, matches.
        guard = {"k": self.kind}
        for name, pattern in self.rules.items():
            if pattern != NEVER_FIRES:
                yield name, _rule(both([guard, pattern]) if pattern else guard, 1)
        yield DONE, _rule(guard, 2)


def _rule(pattern: Pattern, priority: int) -> Pattern:
    return {"all": [{"m": pattern}], "pri": priority}


# The patterns of a condition without items: the bare guard of the table, and no rule at all.
ALWAYS_FIRES: Pattern = {}
NEVER_FIRES: Pattern = {"$or": []}


def _either(patterns: Sequence[Pattern]) -> Pattern:
    return patterns[0] if len(patterns) == 1 else {"$or": list(patterns)}


def both(patterns: Sequence[Pattern]) -> Pattern:
    """Return the pattern that all of `patterns` match."""
    if not patterns:
        return ALWAYS_FIRES
    return patterns[0] if len(patterns) == 1 else {"$and": list(patterns)}


def status_of(node: Node, fired: Fired) -> Status:
    """Return the status of a condition by what fired."""
    return {"+": Status.ESTABLISHED, "-": Status.REFUTED, "": Status.OPEN}[_sign(node, "n", fired)]


def _sign(node: Node, place: str, fired: Fired) -> str:
    """Return "+" if a node fired as established, "-" as refuted, "" if it did not."""
    if isinstance(node, Not):
        return {"+": "-", "-": "+", "": ""}[_sign(node.item, place, fired)]
    if f"{place}+" in fired:
        return "+"
    return "-" if f"{place}-" in fired else ""


def fired_leaves(node: Node, place: str, fired: Fired) -> Iterator[Fact | ClauseRef]:
    """Yield the leaves that made a node what it is; none if it did not fire."""
    sign = _sign(node, place, fired)
    if not sign:
        return
    if isinstance(node, Not):
        yield from fired_leaves(node.item, place, fired)
    elif isinstance(node, (Fact, ClauseRef)):
        yield node
    else:
        assert isinstance(node, (All, Any))
        for index, item in enumerate(node.items):
            if _sign(item, f"{place}_{index}", fired) == sign:
                yield from fired_leaves(item, f"{place}_{index}", fired)


class ArticleTable(RuleTable[int]):
    """An article, part of one, or its gate, over statuses; the answer is its own status, packed.

    Of a gate every place has its rules, to tell which clauses made it what it is.
    """

    def __init__(self, name: str, when: Node, layout: Layout, *, gate: bool = False) -> None:
        inputs = [node.clause for node in walk(when) if isinstance(node, ClauseRef)]
        super().__init__(f"a{name.replace('.', '_')}", inputs, layout)
        self.name, self.when, self.shift = name, when, layout.shifts[name]
        self.field = FIELD << self.shift
        self.holds = STATUS_CODES[Status.ESTABLISHED] << self.shift
        self._behind: dict[int, tuple[str, ...]] = {}
        if gate:
            self.compile(when, "n")
        else:
            self.rules = {"n+": self.pattern(when), "n-": self.pattern(when, holds=False)}

    def decide(self, fired: Fired, packed: int) -> int:
        """Return the status that fired, packed in the article's place."""
        return STATUS_CODES[status_of(self.when, fired)] << self.shift

    def demand(self, fired: Fired, letters: str) -> None:
        """Demand one sign of each place."""
        self.demand_signs(fired, letters)

    def clauses_behind(self, packed: int) -> tuple[str, ...]:
        """Return the clauses that made the condition of a gate what it is."""
        found = self._behind.get(packed & self.mask)
        if found is None:
            leaves = fired_leaves(self.when, "n", self.fire(packed))
            found = tuple(leaf.clause for leaf in leaves if isinstance(leaf, ClauseRef))
            memoise(self._behind, packed & self.mask, found)
        return found


def gate_of(article: Article) -> str:
    """Return the name under which the status of the gate of an article is packed."""
    return f"{article.id}_gate"


def items_of(article: Article) -> str:
    """Return the name under which the status of the own clauses of a gated article is packed."""
    return f"{article.id}_items"


def article_tables(rules: Ruleset, layout: Layout) -> list[ArticleTable]:
    """Return the tables of all articles, each behind those whose statuses it needs.

    An article of many clauses is queried in parts, then over its parts: twelve clauses hold in
    some four thousand ways, two parts of six in sixty-four ways each.
    """
    tables = {}
    for article in rules.articles.values():
        holds = Any if article.holds == "any" else All
        parts = _parts(article)
        for part, clauses in parts.items():
            refs = tuple(map(ClauseRef, clauses))
            tables[part] = ArticleTable(part, holds(refs), layout)
        items: Node = holds(tuple(map(ClauseRef, tuple(parts) or article.clauses)))
        if article.provided is not None:
            gate = gate_of(article)
            when = inlined(article.provided, rules, follow=False)
            tables[gate] = ArticleTable(gate, when, layout, gate=True)
            own = items_of(article)
            tables[own] = ArticleTable(own, items, layout)
            items = All((ClauseRef(gate), ClauseRef(own)))
        tables[article.id] = ArticleTable(article.id, items, layout)
    graph = {name: set(table.inputs) & set(tables) for name, table in tables.items()}
    return [tables[name] for name in TopologicalSorter(graph).static_order()]


def _parts(article: Article) -> Mapping[str, Sequence[str]]:
    """Return the parts of an article with more than `MOST` clauses, by names of our own."""
    clauses = article.clauses
    if len(clauses) <= MOST:
        return {}
    starts = range(0, len(clauses), MOST)
    return {f"{article.id}_{start}": clauses[start : start + MOST] for start in starts}


Row = TypeVar("Row", OutcomeRow, PolicyRow)


class RowsTable(RuleTable[Row]):
    """A table of rows: every row that holds fires, and the first of them is the answer."""

    def __init__(self, kind: str, rows: Sequence[Row], rules: Ruleset, layout: Layout) -> None:
        self.rows: tuple[Row, ...] = tuple(rows)
        conditions = [inlined(row.when, rules, follow=False) for row in rows]
        super().__init__(kind, list(_inputs(conditions)), layout)
        self.seen: list[int] = []
        """What each row and those above it ask for."""
        for index, node in enumerate(conditions):
            self.rules[f"row{index}"] = self.pattern(node)
            above = self.seen[-1] if self.seen else 0
            self.seen.append(reduce(or_, map(layout.mask, _inputs([node])), above))

    def decide(self, fired: Fired, packed: int) -> Row:
        """Return the first row that fired."""
        for index, row in enumerate(self.rows):
            if f"row{index}" in fired:
                return row
        raise ExecutorError(
            f"durable-rules 没有给出结论：{self.kind} 没有一行成立",
            english=f"durable-rules gave no outcome: no row of {self.kind} holds",
        )


def _incomplete(fired: Sequence[str]) -> ExecutorError:
    return ExecutorError(
        f"durable-rules 没有给出完整的结果：{fired}",
        english=f"durable-rules gave no whole answer: {fired}",
    )


def _inputs(conditions: Sequence[Node]) -> Iterator[str]:
    for condition in conditions:
        for node in walk(condition):
            if isinstance(node, Fact):
                yield node.name
            elif isinstance(node, ClauseRef):
                yield node.clause
