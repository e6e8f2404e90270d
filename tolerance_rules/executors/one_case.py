"""One case: durable-rules decides; the verdict is built from what fired.

The only file that imports durable-rules. Each clause, each article, the outcome table with the
policy, and the consistency rules are a stage: rules compiled from the YAML, to which just the facts
they name are asserted. The names of the rules that fire, leaf by leaf, are the whole answer. A
stage remembers its answers: the engine decides each combination of its own few facts once.

The engine is used as docs/decisions/one-case-executor.md explains: its C functions, one pattern a
rule, positive literals over short machine-made names and values, one state that is deleted after
every assertion, one lock. Nothing of a user's text reaches it.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from types import ModuleType
from typing import Any as Anything
from typing import Generic, TypeVar

from tolerance_rules.errors import ExecutorError
from tolerance_rules.facts import BITS, CaseFacts, pack, vocabulary
from tolerance_rules.rules import (
    All,
    Any,
    Clause,
    ClauseRef,
    Combination,
    Fact,
    Node,
    Not,
    OutcomeRow,
    PolicyRow,
    Reading,
    Ruleset,
    Value,
    walk,
)
from tolerance_rules.semantics import bare, contradiction
from tolerance_rules.verdict import (
    Because,
    CaseWarning,
    Citation,
    Completed,
    Implied,
    Role,
    Status,
    TurningReading,
    Verdict,
    closing,
)

REMEMBERED = 4096
"""How many answers a stage remembers before it starts anew: bounds memory whatever the load."""

Pattern = dict[str, Anything]
Fired = frozenset[str]
Answer = TypeVar("Answer")

_FIELD = (1 << BITS) - 1
_STATUS_CODES: Mapping[Status, int] = {
    Status.OPEN: 0,
    Status.ESTABLISHED: 1,
    Status.REFUTED: 2,
}


def _import_engine() -> ModuleType:
    """Import the C extension; on Python 3.13 lazily, for a symbol that is gone but never used."""
    lazy = sys.version_info >= (3, 13) and hasattr(sys, "setdlopenflags")
    flags = sys.getdlopenflags() if lazy else 0
    try:
        if lazy:
            sys.setdlopenflags((flags & ~os.RTLD_NOW) | os.RTLD_LAZY)
        import durable_rules_engine
    except ImportError as error:
        raise ExecutorError(
            f"不能载入 durable-rules：{error}。它只有源码包，安装需要 C 编译器。请先装好编译器"
            "（Debian：apt-get install gcc python3-dev；Windows：Visual Studio Build Tools），"
            "再运行："
            'CPPFLAGS="-DPyEval_CallObject=PyObject_CallObject" '
            "pip install --no-cache-dir --force-reinstall durable-rules==2.0.28"
        ) from error
    finally:
        if lazy:
            sys.setdlopenflags(flags)
    engine: ModuleType = durable_rules_engine
    return engine


class _Engine:
    """One durable-rules ruleset and its only state; safe from several threads."""

    def __init__(self, name: str, definition: Mapping[str, Pattern]) -> None:
        self._c = _import_engine()
        self._lock = threading.Lock()
        try:
            self._handle = self._c.create_ruleset(name, json.dumps(definition))
        except Exception as error:
            raise ExecutorError(
                f"durable-rules 未能编译 {name}：{error}。条件的嵌套或并列可能过多，请拆分该条款"
            ) from error
        weakref.finalize(self, self._c.delete_ruleset, self._handle)

    def fire(self, message: str) -> list[str]:
        """Assert one fact, let every rule fire, forget it, and return the names that fired."""
        with self._lock:
            try:
                return self._fire(message)
            except Exception as error:
                raise ExecutorError(f"durable-rules 未能评判：{error}") from error

    def _fire(self, message: str) -> list[str]:
        code, state = self._c.assert_fact(self._handle, message)
        if code != 0:
            raise RuntimeError(f"assert_fact returned {code}")
        fired = []
        try:
            started = self._c.start_action_for_state(self._handle, state)
            action = started[1] if started else None
            while action:
                # {"rule":{"m":{...}}}: the names are ours, with nothing to unescape.
                fired.append(action[2 : action.index('"', 2)])
                action = self._c.complete_and_start_action(self._handle, state)
        finally:
            self._c.delete_state(self._handle, "1")
        return fired


class _Layout:
    """Where each fact, clause and article stands in the packed form of a case."""

    def __init__(self, rules: Ruleset) -> None:
        statuses = (Status.ESTABLISHED, Status.REFUTED)
        self.domains: dict[str, tuple[Value | Status, ...]] = {
            name: spec.values for name, spec in vocabulary().items()
        }
        self.domains |= dict.fromkeys((*rules.clauses, *rules.articles), statuses)
        self.shifts = {name: BITS * index for index, name in enumerate(self.domains)}


class _Stage(Generic[Answer]):
    """One question to the engine: a few packed inputs in, the rules that fire out.

    Inputs become the properties p0, p1… of one fact; their values become T and F, or v0, v1… for
    an enumeration, and U for what is unknown or open, which no pattern ever matches.
    """

    def __init__(self, kind: str, inputs: Sequence[str], layout: _Layout) -> None:
        self.kind, self.inputs = kind, tuple(dict.fromkeys(inputs))
        self.domains = [layout.domains[name] for name in self.inputs]
        self.shifts = [layout.shifts[name] for name in self.inputs]
        self.mask = sum(_FIELD << shift for shift in self.shifts)
        self.rules: dict[str, Pattern] = {}
        self.engine: _Engine | None = None
        self.answers: dict[int, Answer] = {}

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
        numbers = [packed >> shift & _FIELD for shift in self.shifts]
        return [dom[n - 1] if n else None for dom, n in zip(self.domains, numbers, strict=True)]

    def fire(self, packed: int) -> Fired:
        """Ask the engine, and demand one whole answer."""
        if self.engine is None:
            self.engine = _Engine(self.kind, dict(self._definition()))
        literals = "".join(
            f',"p{index}":"{self._code(index, value)}"'
            for index, value in enumerate(self.values(packed))
        )
        fired = self.engine.fire(f'{{"sid":"1","id":"1","k":"{self.kind}"{literals}}}')
        if fired.count("done") != 1:
            raise ExecutorError(f"durable-rules 没有给出完整的结果：{fired}")
        return frozenset(fired)

    def remember(self, packed: int, answer: Answer) -> Answer:
        """Keep an answer for the next case with the same inputs."""
        if len(self.answers) >= REMEMBERED:
            self.answers.clear()
        self.answers[packed & self.mask] = answer
        return answer

    def _definition(self) -> Iterator[tuple[str, Pattern]]:
        # Each pattern starts with the kind: nothing else, the engine's own state included, matches.
        guard = {"k": self.kind}
        for name, pattern in self.rules.items():
            if pattern != NEVER_FIRES:
                yield name, _rule(_both([guard, pattern]) if pattern else guard, 1)
        yield "done", _rule(guard, 2)


def _rule(pattern: Pattern, priority: int) -> Pattern:
    return {"all": [{"m": pattern}], "pri": priority}


# The patterns of a condition without items: the bare guard of the stage, and no rule at all.
ALWAYS_FIRES: Pattern = {}
NEVER_FIRES: Pattern = {"$or": []}


def _either(patterns: Sequence[Pattern]) -> Pattern:
    return patterns[0] if len(patterns) == 1 else {"$or": list(patterns)}


def _both(patterns: Sequence[Pattern]) -> Pattern:
    if not patterns:
        return ALWAYS_FIRES
    return patterns[0] if len(patterns) == 1 else {"$and": list(patterns)}


@dataclass(frozen=True, slots=True)
class _Finding:
    """The answer of a clause: its status, the leaves that made it so, and its code in place."""

    clause: str
    status: Status
    leaves: tuple[Fact, ...]
    packed: int
    because: tuple[Because, ...]
    others: tuple[tuple[int, _Finding], ...]
    """What differs under another option of a reading, by the number of that alternative."""
    citations: dict[Role, Citation]


_PACKED = attrgetter("packed")
_STATUS = attrgetter("status")


class _ClauseStage(_Stage[_Finding]):
    """A clause: a rule for each leaf and each group of leaves, established and refuted.

    The rules are called after the place of the node in the condition, so what fired is the
    explanation: of a group that holds, the items that fired with it.
    """

    def __init__(
        self,
        clause: Clause,
        rules: Ruleset,
        layout: _Layout,
        others: Sequence[tuple[int, _ClauseStage]] = (),
    ) -> None:
        self.clause, self.others, self.shift = clause, others, layout.shifts[clause.id]
        self.root = bare(clause.when, rules)
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
                patterns = _both(ones), _either(others)
            else:
                patterns = _either(ones), _both(others)
        self.rules[f"{place}+"], self.rules[f"{place}-"] = patterns
        return patterns

    def ask(self, packed: int) -> _Finding:
        """Return the finding of the clause for a packed case."""
        found = self.answers.get(packed & self.mask)
        return found if found is not None else self.remember(packed, self._ask(packed))

    def _ask(self, packed: int) -> _Finding:
        fired = self.fire(packed)
        sign = _sign(self.root, "n", fired)
        status = {"+": Status.ESTABLISHED, "-": Status.REFUTED, "": Status.OPEN}[sign]
        leaves = tuple(_fired_leaves(self.root, "n", fired)) if sign else ()
        values = dict(zip(self.inputs, self.values(packed), strict=True))
        because = tuple(
            Because(leaf.name, value, leaf.quote, self.clause.id)
            for leaf in leaves
            if (value := values[leaf.name]) is not None and not isinstance(value, Status)
        )
        code = _STATUS_CODES[status] << self.shift
        others = [(number, other.ask(packed)) for number, other in self.others]
        differing = tuple((n, other) for n, other in others if other.status is not status)
        return _Finding(self.clause.id, status, leaves, code, because, differing, {})


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


def _pattern(node: Node, stage: _Stage[Answer], rules: Ruleset, *, holds: bool = True) -> Pattern:
    """Return the pattern of a table's condition over facts and the statuses of clauses."""
    if isinstance(node, Not):
        return _pattern(node.item, stage, rules, holds=not holds)
    if isinstance(node, Fact):
        domain = vocabulary()[node.name].values
        return stage.literal(node.name, [v for v in domain if (v in node.values) is holds])
    if isinstance(node, ClauseRef):
        return stage.literal(node.clause, [Status.ESTABLISHED if holds else Status.REFUTED])
    assert isinstance(node, (All, Any))
    inner = [_pattern(item, stage, rules, holds=holds) for item in node.items]
    return _both(inner) if isinstance(node, All) is holds else _either(inner)


class _ArticleStage(_Stage[int]):
    """An article over the statuses of its clauses; the answer is its own status, packed."""

    def __init__(self, article: str, rules: Ruleset, layout: _Layout) -> None:
        card = rules.articles[article]
        super().__init__(f"a{article.replace('.', '_')}", card.clauses, layout)
        self.shift = layout.shifts[article]
        self.field = _FIELD << self.shift
        for sign, holds in (("+", True), ("-", False)):
            self.rules[sign] = _pattern(card.when, self, rules, holds=holds)

    def ask(self, packed: int) -> int:
        """Return the status of the article, packed in its place."""
        found = self.answers.get(packed & self.mask)
        if found is not None:
            return found
        fired = self.fire(packed)
        status = next((s for s, sign in _SIGNED.items() if sign in fired), Status.OPEN)
        return self.remember(packed, _STATUS_CODES[status] << self.shift)


_SIGNED = {Status.ESTABLISHED: "+", Status.REFUTED: "-"}


@dataclass(frozen=True, slots=True)
class _Deciding:
    """The answer of the table: the row that decides, the outcome, and what closes the decision."""

    row: OutcomeRow
    outcome: str
    closing: tuple[Citation, ...]
    others: tuple[tuple[int, str], ...]
    """The outcomes that differ under another option of a reading, by number of alternative."""


class _TableStage(_Stage[_Deciding]):
    """The outcome table and the policy: every row that holds fires, and the first decides."""

    def __init__(
        self, rules: Ruleset, layout: _Layout, others: Sequence[tuple[int, _TableStage]] = ()
    ) -> None:
        self.ruleset, self.others = rules, others
        rows = [bare(row.when, rules, follow=False) for row in rules.outcomes]
        picks = [bare(row.when, rules, follow=False) for row in rules.policy.rows]
        names = list(_inputs([*rows, *picks]))
        names += [name for _, other in others for name in other.inputs]
        super().__init__("table", names, layout)
        for prefix, conditions in (("row", rows), ("pick", picks)):
            for index, node in enumerate(conditions):
                self.rules[f"{prefix}{index}"] = _pattern(node, self, rules)

    def ask(self, packed: int) -> _Deciding:
        """Return the row that decides."""
        found = self.answers.get(packed & self.mask)
        return found if found is not None else self.remember(packed, self._ask(packed))

    def _ask(self, packed: int) -> _Deciding:
        fired = self.fire(packed)
        row = _first(self.ruleset.outcomes, "row", fired)
        pick = _first(self.ruleset.policy.rows, "pick", fired) if row.by_policy else None
        outcome = pick.outcome if pick else row.outcome
        others = [(number, other.ask(packed).outcome) for number, other in self.others]
        differing = tuple((number, other) for number, other in others if other != outcome)
        return _Deciding(row, outcome, closing(row, pick, self.ruleset), differing)


Row = TypeVar("Row", OutcomeRow, PolicyRow)


def _first(rows: Sequence[Row], prefix: str, fired: Fired) -> Row:
    found = next((row for index, row in enumerate(rows) if f"{prefix}{index}" in fired), None)
    if found is None:
        raise ExecutorError("durable-rules 没有给出结论：结论表没有一行成立")
    return found


def _inputs(conditions: Sequence[Node]) -> Iterator[str]:
    for condition in conditions:
        for node in walk(condition):
            if isinstance(node, Fact):
                yield node.name
            elif isinstance(node, ClauseRef):
                yield node.clause


@dataclass(frozen=True, slots=True)
class _Consistency:
    clashes: tuple[Combination, ...]
    implied: Implied | None
    warnings: tuple[CaseWarning, ...]


class _ConsistencyStage(_Stage[_Consistency]):
    """Combinations of facts: those that cannot be, what they imply, those to be explained."""

    def __init__(self, rules: Ruleset, layout: _Layout) -> None:
        self.ruleset = rules
        combinations = (*rules.impossible, *rules.explain)
        super().__init__("consistency", [f.name for c in combinations for f in c.literals], layout)
        self.implications: list[tuple[str, Implied]] = []
        for index, combination in enumerate(rules.impossible):
            self.rules[f"clash{index}"] = self._together(combination)
            self._imply(index, combination)
        for index, combination in enumerate(rules.explain):
            self.rules[f"explain{index}"] = self._together(combination)
        self.warnings = [
            CaseWarning(c.id, tuple(f.name for f in c.literals), c.reason, c.reason_en)
            for c in rules.explain
        ]

    def _together(self, combination: Combination) -> Pattern:
        return _both([self.literal(f.name, f.values) for f in combination.literals])

    def _imply(self, index: int, combination: Combination) -> None:
        for place, literal in enumerate(combination.literals):
            left = [v for v in vocabulary()[literal.name].values if v not in literal.values]
            if len(left) == 1:
                others = [other for other in combination.literals if other is not literal]
                patterns = [self.literal(other.name, other.values) for other in others]
                unknown = self.literal(literal.name, [None])
                self.rules[f"imply{index}_{place}"] = _both([unknown, *patterns])
                by = tuple(other.name for other in others)
                implied = Implied(literal.name, left[0], by, combination.id)
                self.implications.append((f"imply{index}_{place}", implied))

    def ask(self, packed: int) -> _Consistency:
        """Return what clashes, the first fact implied, and the warnings."""
        found = self.answers.get(packed & self.mask)
        return found if found is not None else self.remember(packed, self._ask(packed))

    def _ask(self, packed: int) -> _Consistency:
        fired = self.fire(packed)
        return _Consistency(
            tuple(c for i, c in enumerate(self.ruleset.impossible) if f"clash{i}" in fired),
            next((implied for name, implied in self.implications if name in fired), None),
            tuple(w for i, w in enumerate(self.warnings) if f"explain{i}" in fired),
        )


@dataclass(frozen=True, slots=True)
class _Alternative:
    """Another option of a reading: the clauses, and perhaps the table, that it changes."""

    reading: str
    option: str
    clauses: Mapping[str, _ClauseStage]
    table: _TableStage | None


def _alternatives(rules: Ruleset, layout: _Layout) -> Iterator[_Alternative]:
    for reading, card in rules.readings.items():
        for option in card.names:
            if option == rules.chosen[reading]:
                continue
            other = rules.with_readings({reading: option})
            clauses = {
                clause.id: _ClauseStage(clause, other, layout)
                for clause in other.clauses.values()
                if _uses(clause.when, reading, other)
            }
            rows = [row.when for row in other.outcomes] + [r.when for r in other.policy.rows]
            changed = any(_uses(when, reading, other, follow=False) for when in rows)
            table = _TableStage(other, layout) if changed else None
            yield _Alternative(reading, option, clauses, table)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which findings, by place, an outcome row cites if they have a status."""

    article: str
    status: Status
    role: Role
    places: tuple[int, ...]


class OneCase:
    """Judges one case after another by durable-rules; shared by any number of threads."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self._layout = layout = _Layout(rules)
        self._consistency = _ConsistencyStage(rules, layout)
        self._alternatives = tuple(_alternatives(rules, layout))
        self._clauses = [
            _ClauseStage(
                clause,
                rules,
                layout,
                [
                    (number, other.clauses[clause.id])
                    for number, other in enumerate(self._alternatives)
                    if clause.id in other.clauses
                ],
            )
            for clause in rules.clauses.values()
        ]
        self._look_up = [(stage.mask, stage.answers.get, stage) for stage in self._clauses]
        self._articles = [_ArticleStage(article, rules, layout) for article in rules.articles]
        self._within = {clause: a for a in self._articles for clause in a.inputs}
        tables = [(n, other.table) for n, other in enumerate(self._alternatives) if other.table]
        self._table = _TableStage(rules, layout, tables)
        self._places = {name: index for index, name in enumerate(rules.clauses)}
        self._read = [index for index, stage in enumerate(self._clauses) if stage.others]
        self._plans = {row.row: tuple(self._planned(row)) for row in rules.outcomes}
        self._ones = sum(1 << layout.shifts[name] for name in vocabulary())
        reference = rules.by_reference
        self._by_reference = {pack({reference.name: value}) for value in reference.values}
        self._by_reference_mask = _FIELD << layout.shifts[reference.name]

    def _planned(self, row: OutcomeRow) -> Iterator[_Plan]:
        for cite in row.cites:
            article = self.rules.articles.get(cite.clause)
            clauses = article.clauses if article else (cite.clause,)
            places = tuple(self._places[clause] for clause in clauses)
            whole = article.id if article and cite.whole else ""
            yield _Plan(whole, Status(cite.status), Role(cite.role), places)

    def judge(self, facts: CaseFacts) -> Verdict:
        """Return what the rules find in a case; InconsistentFactsError if its facts clash."""
        packed, case = facts.packed, None
        consistency = self._consistency.ask(packed)
        if consistency.clashes or consistency.implied:
            packed, case, consistency = self._implied(facts, consistency)
        known = findings = self._findings(packed)
        if (packed | packed >> 1 | packed >> 2) & self._ones != self._ones:
            case = _completed(facts, case.implied if case else ())
            packed = pack(case.total)
            findings = self._findings(packed)
        whole, deciding = self._decide(packed, findings, self._table)
        return Verdict(
            row=deciding.row,
            outcome=deciding.outcome,
            citations=(*self._cited(deciding.row, whole, findings, case), *deciding.closing),
            statuses=dict(zip(self._places, map(_STATUS, known), strict=True)),
            implied=case.implied if case else (),
            presumed=case.presumed if case else (),
            warnings=consistency.warnings,
            by_reference=packed & self._by_reference_mask in self._by_reference,
            turning=self._turning(whole, findings, deciding),
        )

    def _implied(
        self, facts: CaseFacts, consistency: _Consistency
    ) -> tuple[int, Completed, _Consistency]:
        """Chain forward until nothing more is implied, or facts clash."""
        packed = facts.packed
        found: list[Implied] = []
        while True:
            if consistency.clashes:
                known = facts.flat | {implied.fact: implied.value for implied in found}
                raise contradiction(list(consistency.clashes), known)
            if consistency.implied is None:
                return packed, _completed(facts, tuple(found)), consistency
            found.append(consistency.implied)
            packed += pack({consistency.implied.fact: consistency.implied.value})
            consistency = self._consistency.ask(packed)

    def _findings(self, packed: int) -> list[_Finding]:
        # Every case passes here: the look-up is written out, for a call costs more than it does.
        return [get(packed & mask) or stage.ask(packed) for mask, get, stage in self._look_up]

    def _decide(
        self, packed: int, findings: Sequence[_Finding], table: _TableStage
    ) -> tuple[int, _Deciding]:
        """Return the packed case with clauses and articles put in, and what decides it."""
        packed += sum(map(_PACKED, findings))
        for article in self._articles:
            packed += article.answers.get(packed & article.mask) or article.ask(packed)
        return packed, table.answers.get(packed & table.mask) or table.ask(packed)

    def _cited(
        self, row: OutcomeRow, whole: int, findings: Sequence[_Finding], case: Completed | None
    ) -> list[Citation]:
        citations = []
        for plan in self._plans[row.row]:
            status, role = plan.status, plan.role
            found = [findings[p] for p in plan.places if findings[p].status is status]
            if not plan.article:
                citations += [
                    (None if case else one.citations.get(role)) or self._citation(one, role, case)
                    for one in found
                ]
            elif whole >> self._layout.shifts[plan.article] & _FIELD == _STATUS_CODES[status]:
                card = self.rules.articles[plan.article]
                because = [reason for one in found for reason in _origins(one, case)]
                citations.append(
                    Citation(card.id, card.citation, card.text, role, status, tuple(because))
                )
        return citations

    def _citation(self, found: _Finding, role: Role, case: Completed | None) -> Citation:
        card = self.rules.clauses[found.clause]
        because = tuple(_origins(found, case))
        citation = Citation(card.id, card.citation, card.text, role, found.status, because)
        if case is None:
            found.citations[role] = citation
        return citation

    def _turning(
        self, whole: int, findings: Sequence[_Finding], deciding: _Deciding
    ) -> tuple[TurningReading, ...]:
        """Return the readings, each alone, under another option of which the outcome differs."""
        outcomes = dict(deciding.others)
        changed: dict[int, int] = {}
        for place in self._read:
            for number, other in findings[place].others:
                packed = changed.get(number, whole) + other.packed - findings[place].packed
                article = self._within.get(other.clause)
                if article:
                    status = article.answers.get(packed & article.mask) or article.ask(packed)
                    packed += status - (packed & article.field)
                changed[number] = packed
        seen = self._table.mask
        for number, packed in changed.items():
            table = self._alternatives[number].table
            # Most changes of a clause stop at its article: the table then sees nothing of them.
            if table or packed & seen != whole & seen:
                outcomes[number] = (table or self._table).ask(packed).outcome
        if not outcomes:
            return ()
        under: dict[str, dict[str, str]] = {}
        for number, outcome in sorted(outcomes.items()):
            if outcome != deciding.outcome:
                other_option = self._alternatives[number]
                under.setdefault(other_option.reading, {})[other_option.option] = outcome
        return tuple(self._turned(name, found, deciding.outcome) for name, found in under.items())

    def _turned(self, name: str, under: Mapping[str, str], outcome: str) -> TurningReading:
        card = self.rules.readings[name]
        outcomes = {option: under.get(option, outcome) for option in card.names}
        return TurningReading(name, card.clause, card.phrase, self.rules.chosen[name], outcomes)


def _uses(node: Node, reading: str, rules: Ruleset, *, follow: bool = True) -> bool:
    for inner in walk(node):
        if isinstance(inner, Reading) and inner.name == reading:
            return True
        if (
            follow
            and isinstance(inner, ClauseRef)
            and _uses(rules.condition(inner.clause), reading, rules)
        ):
            return True
    return False


def _completed(facts: CaseFacts, implied: tuple[Implied, ...]) -> Completed:
    known = facts.flat | {found.fact: found.value for found in implied}
    presumed = tuple(name for name, value in known.items() if value is None)
    total = {
        name: vocabulary()[name].presumed if value is None else value
        for name, value in known.items()
    }
    return Completed(known, total, implied, presumed)


def _origins(found: _Finding, case: Completed | None) -> Iterator[Because]:
    """Yield the facts behind a finding, with where their values come from."""
    for one in found.because:
        origin = case.origin(one.fact) if case else "established"
        if origin == "established":
            yield one
        else:
            yield Because(one.fact, one.value, one.quote, one.clause, origin)
