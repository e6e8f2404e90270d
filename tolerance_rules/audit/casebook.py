"""Casebook: the decisions of a register, each with what the rules say of its facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tolerance_rules.audit import lawfulness
from tolerance_rules.audit.findings import Kind, PastDecision
from tolerance_rules.audit.judge import Judge, Judged
from tolerance_rules.audit.judge_many import judged_patterns
from tolerance_rules.audit.register import Register, RegisterEntry, period
from tolerance_rules.frozen_dict import cached_property
from tolerance_rules.tables.date_faults import day_faults, duplicate
from tolerance_rules.tables.fields import DATES
from tolerance_rules.tables.rejects import Reject
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.vocabulary.fact_spec import Known

RANK = {
    Outcome.NOT_PURSUED.value: 0,
    Outcome.EXEMPT.value: 1,
    Outcome.MITIGATED.value: 2,
    Outcome.LIGHTER.value: 3,
    Outcome.NO_TOLERANCE.value: 4,
    Outcome.ORDINARY_ACCOUNTABILITY.value: 4,
}
"""How a case was treated, from the best; the last two are alike in that nothing is tolerated."""


class Casebook:
    """The decisions of a register that the rules can judge, and those they cannot."""

    def __init__(self, register: Register, judge: Judge) -> None:
        self.register, self.judge = register, judge
        self.rejects: list[Reject] = list(register.rejects)
        self.entries: list[RegisterEntry] = []
        judged = judged_patterns(register.patterns, judge)
        self._judged = judged
        for entry in register.entries:
            found = judged[entry.pattern]
            faults = [] if isinstance(found, Judged) else list(found)
            faults += day_faults(entry.dates[0], entry.dates[1], judge.engine.rules)
            if entry.row in register.doubled:
                faults.append(duplicate(entry.id, register.doubled[entry.row]))
            if faults:
                self.rejects.append(Reject(entry.row, tuple(faults)))
            else:
                self.entries.append(entry)
        self.rejects.sort(key=lambda reject: reject.row)
        self._known: list[Mapping[str, Known] | None] = [None] * len(judged)

    def judged(self, entry: RegisterEntry) -> Judged:
        """Return what the rules say of the facts of a row."""
        found = self._judged[entry.pattern]
        assert isinstance(found, Judged)
        return found

    @cached_property
    def kinds(self) -> Sequence[tuple[Kind, ...]]:
        """What is found of the outcome of each row, against the rules, in the order of `entries`.

        Equal ones are one object: of a million rows there are a few.
        """
        once: dict[tuple[Kind, ...], tuple[Kind, ...]] = {}
        found = (lawfulness.kinds(each.recorded, self.judged(each)) for each in self.entries)
        return [once.setdefault(kinds, kinds) for kinds in found]

    def lawful(self) -> Iterator[RegisterEntry]:
        """Yield the rows that record no error of law: only they are compared with each other."""
        for entry, kinds in zip(self.entries, self.kinds, strict=True):
            if Kind.ERROR_OF_LAW not in kinds:
                yield entry

    @cached_property
    def alike(self) -> Mapping[int, list[RegisterEntry]]:
        """The lawful rows by their relevant facts, encoded: those of a group are alike.

        Rows of which too little is established are like no other, and left out.
        """
        found: dict[int, list[RegisterEntry]] = {}
        for entry in self.lawful():
            code = self.judged(entry).code
            if code is not None:
                found.setdefault(code, []).append(entry)
        return found

    @cached_property
    def not_compared(self) -> int:
        """How many lawful rows are not compared, for too little of them is established."""
        return sum(not self.judged(entry).comparable for entry in self.lawful())

    def known(self, entry: RegisterEntry) -> Mapping[str, Known]:
        """Return what is known of the relevant facts of a row; one mapping for rows alike."""
        known = self._known[entry.pattern]
        if known is None:
            known = self.judge.relevant_facts(self.judged(entry))
            self._known[entry.pattern] = known
        return known

    def past(self, entry: RegisterEntry) -> PastDecision:
        """Return a row as findings show it."""
        judged, has_facts = self.judged(entry), self.register.facts
        return PastDecision(
            row=entry.row,
            id=entry.id,
            authority=entry.authority,
            period=period(entry.dates[1]),
            recorded=entry.recorded,
            # Of no facts at all the rules say nothing.
            named=judged.named if has_facts else "",
            permitted=judged.permitted if has_facts else (),
            settled=judged.settled,
            reachable=judged.reachable if has_facts else (),
            facts=self.known(entry),
            unweighed=judged.unweighed,
            title=entry.title,
            dates={name: day for name, day in zip(DATES, entry.dates, strict=True) if day},
        )
