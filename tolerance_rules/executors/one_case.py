"""One case: durable-rules decides; the verdict is built from what fired.

What is asserted, and what may fire, is compiled in `one_case_stages`; how the engine is used is in
`one_case_engine`; docs/decisions/one-case-executor.md says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import chain, product
from operator import or_
from typing import TYPE_CHECKING

from tolerance_rules.executors.one_case_citations import Case, Cited
from tolerance_rules.executors.one_case_clauses import ClauseTable
from tolerance_rules.executors.one_case_consistency import (
    Consistency,
    ConsistencyTable,
    Warnings,
)
from tolerance_rules.executors.one_case_engine import connect
from tolerance_rules.executors.one_case_groups import ClauseGroup, grouped
from tolerance_rules.executors.one_case_outcomes import OutcomeTables
from tolerance_rules.executors.one_case_presumed import Presumptions
from tolerance_rules.executors.one_case_readings import Turning, alternatives
from tolerance_rules.executors.one_case_stages import (
    FIELD,
    STATUS_BITS,
    STATUSES,
    Layout,
    article_tables,
    memoise,
)
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import Ruleset, leaves
from tolerance_rules.semantics import contradiction
from tolerance_rules.verdict.verdict import Implied, Status, Verdict
from tolerance_rules.verdict.worked_out import WORK_OUT, made

if TYPE_CHECKING:
    from tolerance_rules.executors.executor import PackedFacts

_AT_ONCE = 4
"""How many clauses are unpacked at once; see `_entries`."""
_LOW = (1 << STATUS_BITS * _AT_ONCE) - 1


class OneCase:
    """Judges one case after another by durable-rules; shared by any number of threads."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        layout = Layout(rules, connect)
        self._consistency = ConsistencyTable(rules.impossible, layout)
        self._consistent = (
            self._consistency.mask,
            self._consistency.answers.get,
            self._consistency,
        )
        warnings = Warnings(rules.explain, layout)
        self._warned = warnings.mask, warnings.answers.get, warnings
        articles = article_tables(rules, layout)
        others = tuple(alternatives(rules, layout, articles))
        self._clauses = [
            ClauseTable(
                clause,
                rules,
                layout,
                [
                    (number, other.clauses[clause.id])
                    for number, other in enumerate(others)
                    if clause.id in other.clauses
                ],
            )
            for clause in rules.clauses.values()
        ]
        self._groups = grouped(self._clauses, rules.vocabulary)
        self._look_up = [(group.mask, group.answers.get, group) for group in self._groups]
        self._sum_up = [(table.mask, table.answers.get, table) for table in articles]
        self._table = OutcomeTables(rules, layout)
        self._turning = Turning(rules, others, self._table)
        self._cited = Cited(rules, layout, self._clauses, articles)
        self._presumptions = Presumptions(rules.vocabulary)
        self._rest = _Rest(rules, layout, self._groups)
        self._count = len(rules.vocabulary)
        reference = rules.by_reference
        self._by_reference = (
            rules.vocabulary.pack({reference.name: reference.values}) if reference else 0
        )

    def judge(self, facts: PackedFacts) -> Verdict:
        """Return what the rules find in a case; InconsistentFactsError if its facts clash."""
        given = known = facts.packed
        implied: tuple[Implied, ...] = ()
        # Every case passes here: the look-ups are written out, for a call costs more than they do.
        mask, ask, consistency_table = self._consistent
        consistency = ask(given & mask) or consistency_table.query(given)
        if consistency.clashes or consistency.implied:
            known, implied = self._implied(facts, consistency)
        mask, warned, warning_tables = self._warned
        warnings = warned(known & mask)
        if warnings is None:
            warnings = warning_tables.query(known)
        total, case = known, None
        presumed: tuple[str, ...] = ()
        if known.bit_count() != self._count:  # more than one value is possible of some fact
            total, presumed = self._presumptions.query(known)
        if total != given:
            case = Case(self.rules, given, known, total, implied)
        whole = total
        changes: list[tuple[int, int]] = []
        for mask, get, group in self._look_up:
            codes, differing = get(total & mask) or group.query(total)
            whole += codes
            if differing:
                changes += differing
        # With something presumed they are those of what is known, and cost as much as all of this.
        statuses = None if presumed else whole - total
        for mask, add, table in self._sum_up:
            whole += add(whole & mask) or table.query(whole)
        deciding = self._table.query(whole)
        row = deciding.row
        return made(
            Verdict,
            {
                "row": row,
                "outcome": deciding.outcome,
                "citations": (*self._cited.by(row, whole, case), *deciding.closing),
                "implied": implied,
                "presumed": presumed,
                "warnings": warnings,
                "by_reference": total & self._by_reference != 0,
                "turning": self._turning.query(whole, changes, deciding),
                WORK_OUT: _Found(self._rest, known, statuses),
            },
        )

    def _implied(
        self, facts: PackedFacts, consistency: Consistency
    ) -> tuple[int, tuple[Implied, ...]]:
        """Chain forward until nothing more is implied, or facts clash."""
        packed, vocabulary = facts.packed, self.rules.vocabulary
        known, found = dict(facts.flat), list[Implied]()
        while True:
            if consistency.clashes:
                raise contradiction(list(consistency.clashes), known, self.rules)
            new = consistency.implied
            if new is None:
                return packed, tuple(found)
            found.append(new)
            known[new.fact] = new.value
            packed &= ~vocabulary.codes[new.fact][None]
            packed |= vocabulary.pack({new.fact: new.value})
            consistency = self._consistency.query(packed)


class _Found:
    """What the rest of a verdict is worked out from."""

    __slots__ = ("_codes", "_known", "_rest")

    def __init__(self, rest: _Rest, known: int, codes: int | None) -> None:
        self._rest, self._known, self._codes = rest, known, codes

    def statuses(self, _verdict: Verdict) -> FrozenDict[str, Status]:
        """Return the status of every clause."""
        return FrozenDict(chain.from_iterable(self.status_parts()))

    def status_parts(self) -> Sequence[tuple[tuple[str, Status], ...]]:
        """Return the status of every clause, those of a few at once that all such cases share."""
        rest = self._rest
        return rest.statuses(rest.codes(self._known) if self._codes is None else self._codes)

    def unweighed(self, verdict: Verdict) -> tuple[str, ...]:
        """Return the adverse facts established that bear on nothing."""
        return self._rest.unweighed(self._known, verdict)


class _Rest:
    """Works out what few ask of a verdict."""

    def __init__(self, rules: Ruleset, layout: Layout, groups: Sequence[ClauseGroup]) -> None:
        self._groups = groups
        clauses = tuple(rules.clauses)
        starts = range(0, len(clauses), _AT_ONCE)
        self._entries = [
            (layout.shifts[clauses[start]], _entries(clauses[start : start + _AT_ONCE]))
            for start in starts
        ]
        """For each few clauses, where they are packed, and what each of their packed statuses says
        of them."""
        self._adverse = [
            (name, layout.mask(name), rules.vocabulary.pack({name: spec.adverse}))
            for name, spec in rules.vocabulary.items()
            if spec.adverse
        ]
        self._any_aggravating = reduce(or_, (mask for _, mask, _ in self._adverse), 0)
        self._established: dict[int, tuple[str, ...]] = {}
        """The adverse facts established, by what is known of all that could be."""
        asked = (inlined(pick.when, rules) for pick in rules.policy_rows)
        self._asked = {leaf.name for condition in asked for leaf in leaves(condition)}

    def codes(self, known: int) -> int:
        """Return the status of every clause, packed, by what is known."""
        return sum([group.query(known)[0] for group in self._groups])

    def statuses(self, codes: int) -> Sequence[tuple[tuple[str, Status], ...]]:
        """Return the status of every clause, a few at once, from all of them packed."""
        return [entries[codes >> shift & _LOW] for shift, entries in self._entries]

    def unweighed(self, known: int, verdict: Verdict) -> tuple[str, ...]:
        """Return the adverse facts established that bear on nothing; most cases have none."""
        established = self._established.get(known & self._any_aggravating)
        if established is None:
            established = tuple(
                name
                for name, mask, adverse in self._adverse
                if known & adverse and (known & mask).bit_count() == 1
            )
            memoise(self._established, known & self._any_aggravating, established)
        if not established:
            return ()
        weighed = {each.fact for citation in verdict.citations for each in citation.because}
        if verdict.row.by_policy:
            weighed |= self._asked
        return tuple([name for name in established if name not in weighed])


def _entries(clauses: Sequence[str]) -> list[tuple[tuple[str, Status], ...]]:
    """Return, for all that the statuses of a few clauses may be, packed, each with its status."""
    statuses = [STATUSES.get(code, Status.OPEN) for code in range(FIELD + 1)]
    # The first clause is packed lowest: its status changes from each code to the next.
    pairs = [[(clause, status) for status in statuses] for clause in reversed(clauses)]
    found = [entry[::-1] for entry in product(*pairs)]
    # Of fewer clauses than are unpacked at once, what is packed above them does not count.
    return found * (1 << STATUS_BITS * (_AT_ONCE - len(clauses)))
