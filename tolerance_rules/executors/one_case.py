"""One case: durable-rules decides; the verdict is built from what fired.

The only file that imports durable-rules. It is used as docs/decisions/one-case-executor.md
explains: its C functions, one state that is deleted after every assertion, one lock; what is
asserted, and what may fire, is compiled in `tolerance_rules.executors.one_case_stages`.
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

from tolerance_rules.errors import ExecutorError
from tolerance_rules.executors.one_case_consistency import Consistency, ConsistencyStage, Warnings
from tolerance_rules.executors.one_case_stages import (
    DONE,
    FIELD,
    STATUS_CODES,
    ClauseStage,
    Finding,
    Fire,
    Layout,
    Pattern,
    RowsStage,
    article_stages,
)
from tolerance_rules.facts import CaseFacts, pack, vocabulary
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.rules import ClauseRef, Node, OutcomeRow, Reading, Ruleset, walk
from tolerance_rules.semantics import contradiction
from tolerance_rules.verdict.verdict import (
    Because,
    Citation,
    Completed,
    Implied,
    Role,
    Status,
    TurningReading,
    Verdict,
    closing,
)


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
        self._name, self._definition = name, json.dumps(definition)
        self._create()

    def _create(self) -> None:
        try:
            self._handle = self._c.create_ruleset(self._name, self._definition)
        except Exception as error:
            raise ExecutorError(
                f"durable-rules 未能编译{_spoken(self._name)}：{error}。"
                "条件的嵌套或并列可能过多，请拆分"
            ) from error
        self._cleanup = weakref.finalize(self, self._c.delete_ruleset, self._handle)

    def fire(self, message: str) -> list[str]:
        """Assert one fact, let every rule fire, forget it, and return the names that fired."""
        with self._lock:
            if not self._cleanup.alive:
                self._create()
            try:
                return self._fire(message)
            except BaseException as error:
                # What a failure, or Ctrl-C, left in the engine is not known, and to delete it may
                # crash the process: it is abandoned, and the next case has an engine of its own.
                self._cleanup.detach()
                if isinstance(error, Exception):
                    raise ExecutorError(f"durable-rules 未能评判：{error}") from error
                raise

    def _fire(self, message: str) -> list[str]:
        code, state = self._c.assert_fact(self._handle, message)
        if code != 0:
            raise RuntimeError(f"assert_fact returned {code}")
        fired = []
        started = self._c.start_action_for_state(self._handle, state)
        action = started[1] if started else None
        while action:
            # {"rule":{"m":{...}}}: the names are ours, with nothing to unescape.
            fired.append(action[2 : action.index('"', 2)])
            action = self._c.complete_and_start_action(self._handle, state)
        if DONE not in fired:
            raise RuntimeError("not every rule fired")
        # INVARIANT: only a state in which every rule ran to its end is deleted; one in which none
        # fired holds a pointer that was never set, and to free that may crash the process.
        self._c.delete_state(self._handle, "1")
        return fired


def _spoken(kind: str) -> str:
    """Return what a stage judges, for whoever writes the rules."""
    named = {"rows": "结论表", "picks": "裁量惯例"}
    clause = kind[1:].replace("_", ".")
    return named.get(kind, f"条款 {clause}" if clause[:1].isdecimal() else f" {kind}")


def _connect(name: str, definition: Mapping[str, Pattern]) -> Fire:
    return _Engine(name, definition).fire


_PACKED = attrgetter("packed")
_ENTRY = attrgetter("entry")


@dataclass(frozen=True, slots=True)
class _Deciding:
    """What decides a case: the outcome row, the outcome, and what closes the decision."""

    row: OutcomeRow
    outcome: str
    closing: tuple[Citation, ...]


class _Table:
    """The outcome table, and the policy for the rows that leave the outcome to it."""

    def __init__(self, rules: Ruleset, layout: Layout) -> None:
        self.rows = RowsStage("rows", rules.outcomes, rules, layout)
        self.picks = RowsStage("picks", rules.policy.rows, rules, layout)
        self.mask = self.rows.mask | self.picks.mask
        self.deciding: dict[tuple[str, str], _Deciding] = {}
        for row in rules.outcomes:
            for pick in rules.policy.rows if row.by_policy else (None,):
                key = (row.row, pick.row if pick else "")
                outcome = pick.outcome if pick else row.outcome
                self.deciding[key] = _Deciding(row, outcome, closing(row, pick, rules))

    def ask(self, packed: int) -> _Deciding:
        """Return what decides a packed case."""
        rows = self.rows
        row = rows.answers.get(packed & rows.mask) or rows.ask(packed)
        return self.deciding[row.row, self.picks.ask(packed).row if row.by_policy else ""]


@dataclass(frozen=True, slots=True)
class _Alternative:
    """Another option of a reading: the clauses, and perhaps the table, that it changes."""

    reading: str
    option: str
    clauses: Mapping[str, ClauseStage]
    table: _Table | None


def _alternatives(rules: Ruleset, layout: Layout) -> Iterator[_Alternative]:
    for reading, card in rules.readings.items():
        for option in card.names:
            if option == rules.chosen[reading]:
                continue
            other = rules.with_readings({reading: option})
            clauses = {
                clause.id: ClauseStage(clause, other, layout)
                for clause in other.clauses.values()
                if _uses(clause.when, reading, other)
            }
            rows = [row.when for row in other.outcomes] + [r.when for r in other.policy.rows]
            changed = any(_uses(when, reading, other, follow=False) for when in rows)
            table = _Table(other, layout) if changed else None
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
        self._layout = layout = Layout(rules, _connect)
        self._consistency = ConsistencyStage(rules.impossible, layout)
        self._warnings = Warnings(rules.explain, layout)
        self._alternatives = tuple(_alternatives(rules, layout))
        self._clauses = [
            ClauseStage(
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
        cards = rules.articles.values()
        articles = [stage for card in cards for stage in article_stages(card, layout)]
        self._sum_up = [(stage.mask, stage.answers.get, stage) for stage in articles]
        self._within = {inner: stage for stage in articles for inner in stage.inputs}
        self._table = _Table(rules, layout)
        self._tables = [(n, o.table) for n, o in enumerate(self._alternatives) if o.table]
        self._places = {name: index for index, name in enumerate(rules.clauses)}
        self._read = [index for index, stage in enumerate(self._clauses) if stage.others]
        self._plans = {row.row: tuple(self._planned(row)) for row in rules.outcomes}
        self._ones = sum(1 << layout.shifts[name] for name in vocabulary())
        reference = rules.by_reference
        self._by_reference = {pack({reference.name: value}) for value in reference.values}
        self._by_reference_mask = FIELD << layout.shifts[reference.name]

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
            packed, case = self._implied(facts, consistency)
        warnings = self._warnings.ask(packed)
        known = findings = self._findings(packed)
        if (packed | packed >> 1 | packed >> 2) & self._ones != self._ones:
            case = _completed(facts, case.implied if case else ())
            packed = pack(case.total)
            findings = self._findings(packed)
        whole = packed + sum(map(_PACKED, findings))
        for mask, get, stage in self._sum_up:
            whole += get(whole & mask) or stage.ask(whole)
        deciding = self._table.ask(whole)
        return Verdict(
            row=deciding.row,
            outcome=deciding.outcome,
            citations=(*self._cited(deciding.row, whole, findings, case), *deciding.closing),
            statuses=FrozenDict(map(_ENTRY, known)),
            implied=case.implied if case else (),
            presumed=case.presumed if case else (),
            warnings=warnings,
            by_reference=packed & self._by_reference_mask in self._by_reference,
            turning=self._turning(whole, findings, deciding),
        )

    def _implied(self, facts: CaseFacts, consistency: Consistency) -> tuple[int, Completed]:
        """Chain forward until nothing more is implied, or facts clash."""
        packed = facts.packed
        found: list[Implied] = []
        while True:
            if consistency.clashes:
                known = facts.flat | {implied.fact: implied.value for implied in found}
                raise contradiction(list(consistency.clashes), known)
            if consistency.implied is None:
                return packed, _completed(facts, tuple(found))
            found.append(consistency.implied)
            packed += pack({consistency.implied.fact: consistency.implied.value})
            consistency = self._consistency.ask(packed)

    def _findings(self, packed: int) -> list[Finding]:
        # Every case passes here: the look-up is written out, for a call costs more than it does.
        return [get(packed & mask) or stage.ask(packed) for mask, get, stage in self._look_up]

    def _cited(
        self, row: OutcomeRow, whole: int, findings: Sequence[Finding], case: Completed | None
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
            elif whole >> self._layout.shifts[plan.article] & FIELD == STATUS_CODES[status]:
                card = self.rules.articles[plan.article]
                because = [reason for one in found for reason in _origins(one, case)]
                citations.append(
                    Citation(card.id, card.citation, card.text, role, status, tuple(because))
                )
        return citations

    def _citation(self, found: Finding, role: Role, case: Completed | None) -> Citation:
        card = self.rules.clauses[found.clause]
        because = tuple(_origins(found, case))
        citation = Citation(card.id, card.citation, card.text, role, found.status, because)
        if case is None:
            found.citations[role] = citation
        return citation

    def _turning(
        self, whole: int, findings: Sequence[Finding], deciding: _Deciding
    ) -> tuple[TurningReading, ...]:
        """Return the readings, each alone, under another option of which the outcome differs."""
        changed = {number: whole for number, _ in self._tables}
        for place in self._read:
            for number, other in findings[place].others:
                packed = changed.get(number, whole) + other.packed - findings[place].packed
                article = self._within.get(other.clause)
                while article:
                    status = article.answers.get(packed & article.mask) or article.ask(packed)
                    if status == packed & article.field:
                        break
                    packed += status - (packed & article.field)
                    article = self._within.get(article.name)
                changed[number] = packed
        outcomes: dict[int, str] = {}
        seen = self._table.mask
        for number, packed in changed.items():
            table = self._alternatives[number].table
            # Most changes of a clause stop at its article: the table then sees nothing of them.
            if table or packed & seen != whole & seen:
                outcome = (table or self._table).ask(packed).outcome
                if outcome != deciding.outcome:
                    outcomes[number] = outcome
        if not outcomes:
            return ()
        under: dict[str, dict[str, str]] = {}
        for number, outcome in sorted(outcomes.items()):
            alternative = self._alternatives[number]
            under.setdefault(alternative.reading, {})[alternative.option] = outcome
        return tuple(self._turned(name, found, deciding.outcome) for name, found in under.items())

    def _turned(self, name: str, under: Mapping[str, str], outcome: str) -> TurningReading:
        card = self.rules.readings[name]
        outcomes = FrozenDict({option: under.get(option, outcome) for option in card.names})
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


def _origins(found: Finding, case: Completed | None) -> Iterator[Because]:
    """Yield the facts behind a finding, with where their values come from."""
    for one in found.because:
        origin = case.origin(one.fact) if case else "established"
        if origin == "established":
            yield one
        else:
            yield Because(one.fact, one.value, one.quote, one.clause, origin)
