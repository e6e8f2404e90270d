"""Audit: what is wrong, or to be explained, in a register of past decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tolerance_rules.audit import consistency, deadlines, lawfulness
from tolerance_rules.audit.casebook import Casebook
from tolerance_rules.audit.distribution import distributions
from tolerance_rules.audit.findings import AuditFinding, AuditReport, Kind, RefusedRow
from tolerance_rules.audit.judge import Judge
from tolerance_rules.audit.lawful_readings import lawful_readings
from tolerance_rules.audit.register import Register, RegisterEntry
from tolerance_rules.engine import Engine, default_engine
from tolerance_rules.formats.human_dates import today
from tolerance_rules.obligations.calendar import working_days
from tolerance_rules.tables.fields import DATES

OF_DATES = frozenset(
    {
        Kind.EARLIER_CONDUCT,
        Kind.DATE_TO_COME,
        Kind.LATE_NOTICE,
        Kind.LATE_FILING,
        Kind.CALENDAR_UNKNOWN,
    }
)
"""The kinds that need no facts."""


def audit(register: Register, engine: Engine | None = None) -> AuditReport:
    """Return what is found of a register's decisions, against the rules and each other.

    Rows that cannot be judged are counted as rejected; `casebook` tells why.
    """
    return report(casebook(register, engine))


def casebook(register: Register, engine: Engine | None = None) -> Casebook:
    """Return a register with what the rules say of every row, and the rows they cannot judge."""
    return Casebook(register, Judge(engine or default_engine()))


def report(book: Casebook) -> AuditReport:
    """Return the report on a register already judged."""
    rules = book.judge.engine.rules
    dated = [entry for entry in book.entries if rules.deadlines and any(entry.dates[2:])]
    found = [*_before_the_rules(book), *_to_come(book), *_late(book, dated)]
    if book.register.facts:
        found += [
            *_against_the_rules(book),
            *consistency.unlike(book),
            *consistency.inversions(book).findings,
        ]
    kinds = list(Kind)
    found.sort(key=lambda finding: (kinds.index(finding.kind), finding.decisions[0].row))
    outcomes = Counter(entry.recorded for entry in book.entries)
    read = [pair for pair in (book.register.read, *book.register.notes) if any(pair)]
    return AuditReport(
        register=book.register.name,
        rows=book.register.rows,
        rejected=len(book.rejects),
        ruleset=book.judge.engine.evaluate({}).ruleset,
        policy=rules.policy.id if rules.policy else "",
        outcomes=dict(outcomes.most_common()),
        findings=tuple(found),
        distributions=distributions(book) if book.register.facts else (),
        calendar_years=working_days(insist=True).years if dated else (0, 0),
        refused=tuple(
            RefusedRow(reject.row, reject.told(), reject.told("en")) for reject in book.rejects
        ),
        kinds=tuple(kind for kind in kinds if _is_looked_for(kind, book)),
        not_compared=book.not_compared if book.register.facts else 0,
        read=tuple(zh for zh, _ in read),
        read_en=tuple(en for _, en in read),
    )


def _against_the_rules(book: Casebook) -> Iterator[AuditFinding]:
    found = [(entry, kinds) for entry, kinds in zip(book.entries, book.kinds, strict=True) if kinds]
    errors = [entry for entry, kinds in found if Kind.ERROR_OF_LAW in kinds]
    under = iter(lawful_readings([(book.judged(e), e.recorded) for e in errors], book.judge))
    for entry, kinds in found:
        lawful = next(under) if Kind.ERROR_OF_LAW in kinds else ()
        yield from lawfulness.findings(book.past(entry), book.judged(entry), book.judge, lawful)


def _before_the_rules(book: Casebook) -> Iterator[AuditFinding]:
    rules = book.judge.engine.rules
    for entry in book.entries:
        if rules.is_earlier_conduct(entry.dates[DATES.index("occurred_on")]):
            yield AuditFinding(Kind.EARLIER_CONDUCT, (book.past(entry),))


def _to_come(book: Casebook) -> Iterator[AuditFinding]:
    now = today().isoformat()
    for entry in book.entries:
        if max(entry.dates[:2]) > now:
            yield AuditFinding(Kind.DATE_TO_COME, (book.past(entry),), details={"today": now})


def _is_looked_for(kind: Kind, book: Casebook) -> bool:
    """Tell whether findings of a kind are possible under a ruleset, in a register."""
    rules = book.judge.engine.rules
    if kind not in OF_DATES and not book.register.facts:
        return False
    if kind is Kind.EARLIER_CONDUCT:
        return rules.earlier_conduct is not None
    return deadlines.is_looked_for(kind, rules.deadlines)


def _late(book: Casebook, dated: Sequence[RegisterEntry]) -> Iterator[AuditFinding]:
    limits = deadlines.Limits(book.judge.engine.rules.deadlines)
    for entry in dated:
        dates = dict(zip(DATES, entry.dates, strict=True))
        # Few are late: only they are written out.
        for late in limits.exceeded(entry.row, entry.recorded, dates):
            yield AuditFinding(late.kind, (book.past(entry),), (late.clause,), details=late.details)
