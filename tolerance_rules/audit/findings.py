"""Findings: what an audit finds in a register, as plain data; every report is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated, Any

from pydantic import PlainSerializer, TypeAdapter

from tolerance_rules.audit.relevant_facts import RelevantFacts
from tolerance_rules.verdict.decision_data import RulesetRef
from tolerance_rules.vocabulary.fact_spec import Known


class Kind(str, Enum):
    """What is found; the first is an error of law, the rest are to be explained or looked at."""

    ERROR_OF_LAW = "error_of_law"
    """The recorded outcome is outside the permitted set."""
    DEPARTURE = "departure"
    """Within the permitted set, but not the named outcome."""
    TOLERANCE_WITHHELD = "tolerance_withheld"
    """Ordinary accountability though a circumstance stands and no bar does: to be reasoned."""
    UNSETTLED = "unsettled"
    """Decided while facts were missing that could have changed the outcome."""
    EARLIER_CONDUCT = "earlier_conduct"
    """The conduct was before the regulation was in force: the text of that time is to be seen."""
    DATE_TO_COME = "date_to_come"
    """The decision, or the conduct, is of a day that is still to come: a slip of the pen."""
    UNLIKE_TREATMENT = "unlike_treatment"
    """The same relevant facts, different recorded outcomes."""
    INVERSION = "inversion"
    """At least as favourable on every relevant fact, better on one, yet treated worse."""
    LATE_NOTICE = "late_notice"
    """Notice after its deadline, or before the decision."""
    LATE_FILING = "late_filing"
    """Filed after its deadline, or before the decision."""
    CALENDAR_UNKNOWN = "calendar_unknown"
    """A deadline that falls in a year whose official holidays are not known: not judged."""

    def __str__(self) -> str:
        return self.value


def _plain(facts: Mapping[str, Known]) -> dict[str, Known]:
    return facts.plain() if isinstance(facts, RelevantFacts) else dict(facts)


@dataclass(frozen=True, slots=True)
class PastDecision:
    """One row of a register: what was recorded, and what the rules say of its facts."""

    row: int
    """Row number in the register as its keeper sees it: the first row below the header is 2."""
    id: str
    authority: str
    period: str
    """Year and quarter of the decision, such as 2024Q2; empty without a date."""
    recorded: str
    named: str
    """Empty where the register has no facts."""
    permitted: tuple[str, ...]
    settled: bool
    reachable: tuple[str, ...]
    facts: Annotated[Mapping[str, Known], PlainSerializer(_plain)]
    """What is known of the relevant facts, by dotted name; unknown ones are left out."""
    unweighed: tuple[str, ...] = ()
    """Adverse facts established that did not bear on the outcome named."""
    title: str = ""
    dates: Mapping[str, str] = field(default_factory=dict)
    """ISO dates: occurred_on, decided_on, notified_on, filed_on; absent when not given."""


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """One thing found, about one past decision or a pair or group of them."""

    kind: Kind
    decisions: tuple[PastDecision, ...]
    """For an inversion: the better case that was treated worse, then the worse one."""
    clauses: tuple[str, ...] = ()
    """The clauses that forbid the recorded outcome, or on which the finding rests."""
    facts: tuple[str, ...] = ()
    """Missing facts, or the facts in which the cases of a pair differ; of an error of law, those on
    which the clauses rest that forbid the recorded outcome."""
    details: Mapping[str, str] = field(default_factory=dict)
    """Such as deadline, actual, working_days; or of a pair, which departs from the named outcome,
    and how many pairs it is in, on the side that it is shown on; of decisions compared, how many
    relevant facts were `compared`, and which are `open` in all of them, joined by commas."""


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not audited, and why."""

    row: int
    reason: str
    reason_en: str = ""


@dataclass(frozen=True)
class Distribution:
    """How outcomes spread over the decisions of one permitted set, by one dimension."""

    dimension: str
    """authority, period, circumstance, a catch-all clause, or a reading."""
    permitted: tuple[str, ...]
    """Empty for decisions whose permitted set the facts still unknown may change."""
    counts: Mapping[str, Mapping[str, int]]
    """Value of the dimension -> recorded outcome -> number of decisions."""


@dataclass(frozen=True)
class AuditReport:
    """The whole result of an audit; JSON, HTML and Excel are made from it alone."""

    register: str
    rows: int
    rejected: int
    ruleset: RulesetRef
    policy: str
    """The id of the policy; empty if the regulation leaves nothing to one."""
    outcomes: Mapping[str, int]
    """Recorded outcome -> number of decisions."""
    findings: tuple[AuditFinding, ...]
    distributions: tuple[Distribution, ...]
    calendar_years: tuple[int, int] = (0, 0)
    """First and last year whose official holiday calendar is known."""
    refused: tuple[RefusedRow, ...] = ()
    """The rows that were not audited, in order."""
    kinds: tuple[Kind, ...] = tuple(Kind)
    """The kinds of finding that were looked for: those of dates only where there is a deadline."""
    not_compared: int = 0
    """Decisions compared with no other, for too few of their relevant facts are established."""
    read: tuple[str, ...] = ()
    """Which rows of the register were read, of which sheet, and what was not."""
    read_en: tuple[str, ...] = ()

    def of(self, kind: Kind) -> tuple[AuditFinding, ...]:
        """Return the findings of one kind, in order of row."""
        return tuple(found for found in self.findings if found.kind is kind)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        document: dict[str, Any] = TypeAdapter(AuditReport).dump_python(self, mode="json")
        return document

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return the report as JSON text."""
        return TypeAdapter(AuditReport).dump_json(self, indent=indent).decode()
