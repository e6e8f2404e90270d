"""Stages: the rules as questions to a rule engine, compiled to patterns it gets right.

A stage is a clause, an article, a table, or the consistency rules: rules over just the facts, or
the statuses, they name. The names of the rules that fire, leaf by leaf, are the whole answer. A
stage remembers its answers: the engine decides each combination of its few inputs once.

Patterns are one to a rule, of positive literals over short machine-made names and values: nothing
of a user's text reaches the engine. docs/decisions/one-case-executor.md says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any as Anything
from typing import Generic, TypeVar

from tolerance_rules.errors import ExecutorError
from tolerance_rules.facts import BITS, vocabulary
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import (
    All,
    Any,
    Article,
    Clause,
    ClauseRef,
    Fact,
    Node,
    Not,
    OutcomeRow,
    PolicyRow,
    Ruleset,
    walk,
)
from tolerance_rules.verdict.verdict import Because, Citation, Role, Status
from tolerance_rules.vocabulary.fact_spec import Value

MOST = 6
"""Most clauses whose statuses are asked about at once; see `article_stages`."""

REMEMBERED = 4096
"""How many answers a stage remembers before it starts anew: bounds memory whatever the load."""

DONE = "done"
"""The rule of every stage that always fires, and last: what was asked is answered whole."""

Pattern = dict[str, Anything]
Fired = frozenset[str]
Fire = Callable[[str], list[str]]
"""Asserts one fact, given as JSON text, and returns the names of the rules that fired."""
Connect = Callable[[str, Mapping[str, Pattern]], Fire]
"""Gives an engine, by name, its rules."""
Answer = TypeVar("Answer")

FIELD = (1 << BITS) - 1
"""Mask of one packed input."""
STATUS_CODES: Mapping[Status, int] = {
    Status.OPEN: 0,
    Status.ESTABLISHED: 1,
    Status.REFUTED: 2,
}
_SIGNED = {Status.ESTABLISHED: "+", Status.REFUTED: "-"}


class Layout:
    """Where each fact, clause and article stands in the packed form of a case; and the engine."""

    def __init__(self, rules: Ruleset, connect: Connect) -> None:
        self.connect = connect
        statuses = (Status.ESTABLISHED, Status.REFUTED)
        self.domains: dict[str, tuple[Value | Status, ...]] = {
            name: spec.values for name, spec in vocabulary().items()
        }
        parts = [part for article in rules.articles.values() for part in _parts(article)]
        self.domains |= dict.fromkeys((*rules.clauses, *parts, *rules.articles), statuses)
        self.shifts = {name: BITS * index for index, name in enumerate(self.domains)}


def remember(answers: dict[int, Answer], key: int, answer: Answer) -> None:
    """Keep an answer among a bounded number of others."""
    if len(answers) >= REMEMBERED:
        answers.clear()
    answers[key] = answer


class Stage(Generic[Answer]):
    """One question to the engine: a few packed inputs in, an answer from the rules that fire out.

    Inputs become the properties p0, p1… of one fact; their values become T and F, or v0, v1… for
    an enumeration, and U for what is unknown or open, which only an implication ever matches.
    """

    def __init__(self, kind: str, inputs: Sequence[str], layout: Layout) -> None:
        self.kind, self.inputs = kind, tuple(dict.fromkeys(inputs))
        self.domains = [layout.domains[name] for name in self.inputs]
        self.shifts = [layout.shifts[name] for name in self.inputs]
        self.mask = sum(FIELD << shift for shift in self.shifts)
        self.rules: dict[str, Pattern] = {}
        self.answers: dict[int, Answer] = {}
        self._connect = layout.connect
        self._fire: Fire | None = None

    def decide(self, fired: Fired, packed: int) -> Answer:
        """Return the answer that the rules that fired make."""
        raise NotImplementedError

    def ask(self, packed: int) -> Answer:
        """Return the answer for a packed case, remembered or from the engine."""
        answer = self.answers.get(packed & self.mask)
        if answer is None:
            answer = self.decide(self.fire(packed), packed)
            remember(self.answers, packed & self.mask, answer)
        return answer

    def literal(self, name: str, values: Sequence[Value | Status | None]) -> Pattern:
        """Return the pattern that an input is one of `values`; None stands for unknown."""
        index = self.inputs.index(name)
        codes = [self._code(index, value) for value in values]
        return _either([{f"p{index}": code} for code in codes])

    def _code(self, index: int, value: Value | Status | None) -> str:
        domain = self.domains[index]
        if value is None:
            return "U"
        return "TF"[domain.index(value)] if len(domain) == 2 else f"v{domain.index(value)}"

    def values(self, packed: int) -> list[Value | Status | None]:
        """Return the inputs, out of the packed form of a case."""
        numbers = [packed >> shift & FIELD for shift in self.shifts]
        return [dom[n - 1] if n else None for dom, n in zip(self.domains, numbers, strict=True)]

    def fire(self, packed: int) -> Fired:
        """Ask the engine, and demand one whole answer."""
        if self._fire is None:
            self._fire = self._connect(self.kind, dict(self._definition()))
        literals = "".join(
            f',"p{index}":"{self._code(index, value)}"'
            for index, value in enumerate(self.values(packed))
        )
        fired = self._fire(f'{{"sid":"1","id":"1","k":"{self.kind}"{literals}}}')
        if fired.count(DONE) != 1:
            raise ExecutorError(f"durable-rules 没有给出完整的结果：{fired}")
        return frozenset(fired)

    def demand_signs(self, fired: Fired, packed: int) -> None:
        """Demand one sign of each place, established or refuted; of inputs unknown, at most one."""
        fewest = 0 if None in self.values(packed) else 1
        for place in {name[:-1] for name in self.rules}:
            if not fewest <= (f"{place}+" in fired) + (f"{place}-" in fired) <= 1:
                raise ExecutorError(f"durable-rules 没有给出完整的结果：{sorted(fired)}")

    def _definition(self) -> Iterator[tuple[str, Pattern]]:
        # Each pattern starts with the kind: nothing else, the engine's own state included, matches.
        guard = {"k": self.kind}
        for name, pattern in self.rules.items():
            if pattern != NEVER_FIRES:
                yield name, _rule(both([guard, pattern]) if pattern else guard, 1)
        yield DONE, _rule(guard, 2)


def _rule(pattern: Pattern, priority: int) -> Pattern:
    return {"all": [{"m": pattern}], "pri": priority}


# The patterns of a condition without items: the bare guard of the stage, and no rule at all.
ALWAYS_FIRES: Pattern = {}
NEVER_FIRES: Pattern = {"$or": []}


def _either(patterns: Sequence[Pattern]) -> Pattern:
    return patterns[0] if len(patterns) == 1 else {"$or": list(patterns)}


def both(patterns: Sequence[Pattern]) -> Pattern:
    """Return the pattern that all of `patterns` match."""
    if not patterns:
        return ALWAYS_FIRES
    return patterns[0] if len(patterns) == 1 else {"$and": list(patterns)}


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of a clause: its status, the leaves that made it so, and its code in place."""

    clause: str
    status: Status
    entry: tuple[str, Status]
    leaves: tuple[Fact, ...]
    packed: int
    because: tuple[Because, ...]
    others: tuple[tuple[int, Finding], ...]
    """What differs under another option of a reading, by the number of that alternative."""
    citations: dict[Role, Citation]


class ClauseStage(Stage[Finding]):
    """A clause: a rule for each leaf and each group of leaves, established and refuted.

    The rules are called after the place of the node in the condition, so what fired is the
    explanation: of a group that holds, the items that fired with it.
    """

    def __init__(
        self,
        clause: Clause,
        rules: Ruleset,
        layout: Layout,
        others: Sequence[tuple[int, ClauseStage]] = (),
    ) -> None:
        self.clause, self.others, self.shift = clause, others, layout.shifts[clause.id]
        self.root = inlined(clause.when, rules)
        names = [node.name for node in walk(self.root) if isinstance(node, Fact)]
        # What another reading asks for is an input too: its finding is remembered with this one.
        names += [name for _, other in others for name in other.inputs]
        super().__init__(f"c{clause.id.replace('.', '_')}", names, layout)
        self._compile(self.root, "n")

    def _compile(self, node: Node, place: str) -> tuple[Pattern, Pattern]:
        """Add the rules of a node and those below; return its patterns, established, refuted."""
        if isinstance(node, Not):
            established, refuted = self._compile(node.item, place)
            return refuted, established
        if isinstance(node, Fact):
            rest = [v for v in vocabulary()[node.name].values if v not in node.values]
            patterns = self.literal(node.name, node.values), self.literal(node.name, rest)
        else:
            assert isinstance(node, (All, Any))
            inner = [self._compile(item, f"{place}_{i}") for i, item in enumerate(node.items)]
            ones, others = [yes for yes, _ in inner], [no for _, no in inner]
            if isinstance(node, All):
                patterns = both(ones), _either(others)
            else:
                patterns = _either(ones), both(others)
        self.rules[f"{place}+"], self.rules[f"{place}-"] = patterns
        return patterns

    def decide(self, fired: Fired, packed: int) -> Finding:
        """Return the finding: its leaves are those that fired with the root."""
        self.demand_signs(fired, packed)
        sign = _sign(self.root, "n", fired)
        status = {"+": Status.ESTABLISHED, "-": Status.REFUTED, "": Status.OPEN}[sign]
        leaves = tuple(_fired_leaves(self.root, "n", fired)) if sign else ()
        values = dict(zip(self.inputs, self.values(packed), strict=True))
        because = tuple(
            Because(leaf.name, value, leaf.quote, self.clause.id)
            for leaf in leaves
            if (value := values[leaf.name]) is not None and not isinstance(value, Status)
        )
        code = STATUS_CODES[status] << self.shift
        others = [(number, other.ask(packed)) for number, other in self.others]
        differing = tuple((n, other) for n, other in others if other.status is not status)
        entry = self.clause.id, status
        return Finding(*entry, entry, leaves, code, because, differing, {})


def _sign(node: Node, place: str, fired: Fired) -> str:
    """Return "+" if a node fired as established, "-" as refuted, "" if it did not."""
    if isinstance(node, Not):
        return {"+": "-", "-": "+", "": ""}[_sign(node.item, place, fired)]
    return next((sign for sign in "+-" if place + sign in fired), "")


def _fired_leaves(node: Node, place: str, fired: Fired) -> Iterator[Fact]:
    """Yield the leaves that fired with a node that fired."""
    if isinstance(node, Not):
        yield from _fired_leaves(node.item, place, fired)
    elif isinstance(node, Fact):
        yield node
    else:
        assert isinstance(node, (All, Any))
        sign = _sign(node, place, fired)
        for index, item in enumerate(node.items):
            if _sign(item, f"{place}_{index}", fired) == sign:
                yield from _fired_leaves(item, f"{place}_{index}", fired)


def _pattern(node: Node, stage: Stage[Answer], *, holds: bool = True) -> Pattern:
    """Return the pattern of a table's condition over facts and the statuses of clauses."""
    if isinstance(node, Not):
        return _pattern(node.item, stage, holds=not holds)
    if isinstance(node, Fact):
        domain = vocabulary()[node.name].values
        return stage.literal(node.name, [v for v in domain if (v in node.values) is holds])
    if isinstance(node, ClauseRef):
        return stage.literal(node.clause, [Status.ESTABLISHED if holds else Status.REFUTED])
    assert isinstance(node, (All, Any))
    inner = [_pattern(item, stage, holds=holds) for item in node.items]
    return both(inner) if isinstance(node, All) is holds else _either(inner)


class ArticleStage(Stage[int]):
    """An article, or part of one, over statuses; the answer is its own status, packed."""

    def __init__(self, name: str, holds: str, inputs: Sequence[str], layout: Layout) -> None:
        super().__init__(f"a{name.replace('.', '_')}", inputs, layout)
        self.name, self.shift = name, layout.shifts[name]
        self.field = FIELD << self.shift
        refs = tuple(map(ClauseRef, inputs))
        when = Any(refs) if holds == "any" else All(refs)
        for status, sign in _SIGNED.items():
            self.rules[sign] = _pattern(when, self, holds=status is Status.ESTABLISHED)

    def decide(self, fired: Fired, packed: int) -> int:
        """Return the status that fired, packed in the article's place."""
        self.demand_signs(fired, packed)
        status = next((s for s, sign in _SIGNED.items() if sign in fired), Status.OPEN)
        return STATUS_CODES[status] << self.shift


def article_stages(article: Article, layout: Layout) -> Iterator[ArticleStage]:
    """Yield the stages of an article: if its clauses are many, of parts of them, then of the parts.

    Twelve clauses hold in some four thousand ways, two parts of six in sixty-four ways each.
    """
    parts = _parts(article)
    for part, clauses in parts.items():
        yield ArticleStage(part, article.holds, clauses, layout)
    yield ArticleStage(article.id, article.holds, tuple(parts) or article.clauses, layout)


def _parts(article: Article) -> Mapping[str, Sequence[str]]:
    """Return the parts of an article with more than `MOST` clauses, by names of our own."""
    clauses = article.clauses
    if len(clauses) <= MOST:
        return {}
    starts = range(0, len(clauses), MOST)
    return {f"{article.id}_{start}": clauses[start : start + MOST] for start in starts}


Row = TypeVar("Row", OutcomeRow, PolicyRow)


class RowsStage(Stage[Row]):
    """A table: every row that holds fires, and the first of them is the answer."""

    def __init__(self, kind: str, rows: Sequence[Row], rules: Ruleset, layout: Layout) -> None:
        self.rows: tuple[Row, ...] = tuple(rows)
        conditions = [inlined(row.when, rules, follow=False) for row in rows]
        super().__init__(kind, list(_inputs(conditions)), layout)
        for index, node in enumerate(conditions):
            self.rules[f"row{index}"] = _pattern(node, self)

    def decide(self, fired: Fired, packed: int) -> Row:
        """Return the first row that fired."""
        for index, row in enumerate(self.rows):
            if f"row{index}" in fired:
                return row
        raise ExecutorError(f"durable-rules 没有给出结论：{self.kind} 没有一行成立")


def _inputs(conditions: Sequence[Node]) -> Iterator[str]:
    for condition in conditions:
        for node in walk(condition):
            if isinstance(node, Fact):
                yield node.name
            elif isinstance(node, ClauseRef):
                yield node.clause
