"""Precedents: for a case not yet decided, the past decisions for and against each outcome.

A past decision speaks against treating a case worse that is at least as favourable, against
treating one better that is at most as favourable, and against treating a like case differently.
Errors of law are no precedents. Where none is comparable the nearest are named, which bind nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pydantic import TypeAdapter

from tolerance_rules.audit import lawfulness
from tolerance_rules.audit.casebook import RANK, Casebook
from tolerance_rules.audit.findings import Kind, PastDecision
from tolerance_rules.audit.judge import Judged
from tolerance_rules.audit.nearest import NearPrecedent, nearest
from tolerance_rules.audit.register import RegisterEntry
from tolerance_rules.decision import Decision
from tolerance_rules.facts import CaseModel
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.verdict.verdict import CaseWarning
from tolerance_rules.vocabulary.fact_spec import Known

Standing = Literal["forced", "allowed", "against_precedent", "unlawful"]
Relation = Literal["like", "less_favourable", "more_favourable"]
"""How a past case compares with the one to be decided."""
SHOWN = 5
"""How many past decisions are shown for and against each outcome, the closest first."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """A past decision comparable with the case, and how the two compare."""

    decision: PastDecision
    relation: Relation
    differing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """An outcome the case could have: its standing, and the past decisions for and against it.

    Forced is the only outcome that neither the law nor a past decision forbids; against precedent
    is lawful, but would treat this case worse than a less favourable one, or the other way round.
    """

    outcome: str
    standing: Standing
    clauses: tuple[str, ...]
    """The clauses that forbid it; empty for what is lawful."""
    supporting: int
    opposing: int
    examples_for: tuple[Precedent, ...]
    examples_against: tuple[Precedent, ...]
    withheld: bool = False
    """Whether it is to decline what the rules permit: lawful, and to be reasoned."""
    unlike: int = 0
    """How many past decisions on like cases it would differ from."""
    inverted: int = 0
    """How many less or more favourable cases would have been treated better or worse."""


@dataclass(frozen=True, slots=True)
class Precedents:
    """What past decisions say of a case not yet decided."""

    named: str
    permitted: tuple[str, ...]
    settled: bool
    missing: tuple[str, ...]
    comparable: int
    """How many past decisions are like it, or more or less favourable on every relevant fact."""
    like: int
    outcomes: tuple[Weighed, ...]
    facts: Mapping[str, Known] = field(default_factory=dict)
    """What is known of the relevant facts of the case; unknown ones are left out."""
    unweighed: tuple[str, ...] = ()
    """Adverse facts of the case established that did not bear on the outcome named."""
    warnings: tuple[CaseWarning, ...] = ()
    """What needs an explanation on the record of the case, as its decision says."""
    enough: bool = True
    """Whether enough of the relevant facts of the case is established to compare it."""
    nearest: tuple[NearPrecedent, ...] = ()
    """Where no past decision is comparable: the closest, the closest first."""

    @property
    def forced(self) -> str | None:
        """Return the only outcome left, if there is but one."""
        return next((w.outcome for w in self.outcomes if w.standing == "forced"), None)

    @property
    def conflicting(self) -> bool:
        """Tell whether each lawful outcome would contradict some past decision."""
        return all(w.standing in ("unlawful", "against_precedent") for w in self.outcomes)

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data."""
        document: dict[str, Any] = TypeAdapter(Precedents).dump_python(self, mode="json")
        return document


_Compared = tuple[Relation, int, RegisterEntry]


def precedents(case: CaseModel | CaseFile | Decision, book: Casebook) -> Precedents:
    """Return what the past decisions of a register say of a case, or of one decided by its rules.

    CaseError if its facts clash, OutOfForceError if a case file is of a decision before the rules.
    """
    rules = book.judge.engine.rules
    decision = case if isinstance(case, Decision) else book.judge.engine.evaluate(case)
    judged = book.judge.judge(tuple(decision.facts.flat.values()))
    compared: list[_Compared] = []
    if judged.comparable:
        compared = sorted(_compared(judged, book), key=lambda found: (found[1], found[2].row))
    weighed = [_weighed(outcome, judged, compared, book) for outcome in rules.labels]
    left = [each for each in weighed if each.standing == "allowed"]
    return Precedents(
        named=judged.named,
        permitted=judged.permitted,
        settled=judged.settled,
        missing=judged.missing,
        comparable=len(compared),
        like=sum(relation == "like" for relation, _, _ in compared),
        outcomes=tuple(
            replace(each, standing="forced") if left == [each] else each for each in weighed
        ),
        facts=book.judge.relevant_facts(judged).plain(),
        unweighed=decision.unweighed,
        warnings=decision.warnings,
        enough=judged.comparable,
        nearest=() if compared else nearest(judged, book),
    )


def _compared(judged: Judged, book: Casebook) -> Iterator[_Compared]:
    """Yield the lawful decisions on comparable cases, each with how far apart the cases are."""
    code = judged.code
    if code is None:
        return
    for other, entries in book.alike.items():
        apart = (other ^ code).bit_count()
        if other == code:
            yield from (("like", 0, entry) for entry in entries)
        elif (other ^ code) & book.judge.relevance.must_agree:
            continue
        elif not other & ~code:
            yield from (("less_favourable", apart, entry) for entry in entries)
        elif not code & ~other:
            yield from (("more_favourable", apart, entry) for entry in entries)


def _weighed(
    outcome: str, judged: Judged, compared: Sequence[_Compared], book: Casebook
) -> Weighed:
    kinds = {lawfulness.kind_of(outcome, disposal) for disposal in judged.disposals}
    unlawful = kinds == {Kind.ERROR_OF_LAW}
    supporting = [found for found in compared if _supports(outcome, found)]
    opposing = [found for found in compared if _opposes(outcome, found)]
    return Weighed(
        outcome=outcome,
        standing="unlawful" if unlawful else "against_precedent" if opposing else "allowed",
        clauses=book.judge.forbidding(judged, outcome) if unlawful else (),
        supporting=len(supporting),
        opposing=len(opposing),
        examples_for=tuple(_shown(judged, found, book) for found in supporting[:SHOWN]),
        examples_against=tuple(_shown(judged, found, book) for found in opposing[:SHOWN]),
        withheld=kinds == {Kind.TOLERANCE_WITHHELD},
        unlike=sum(relation == "like" for relation, _, _ in opposing),
        inverted=sum(relation != "like" for relation, _, _ in opposing),
    )


def _supports(outcome: str, found: _Compared) -> bool:
    """Tell whether a past decision is a reason for this outcome.

    That a worse case got the worst treatment, or a better one the best, says nothing of this one.
    """
    relation, _, entry = found
    idle = {"less_favourable": max(RANK.values()), "more_favourable": 0}.get(relation)
    return entry.recorded == outcome and RANK[outcome] != idle


def _opposes(outcome: str, found: _Compared) -> bool:
    """Tell whether a past decision would be contradicted by this outcome."""
    relation, _, entry = found
    this, that = RANK[outcome], RANK[entry.recorded]
    if relation == "like":
        return entry.recorded != outcome
    return this > that if relation == "less_favourable" else this < that


def _shown(judged: Judged, found: _Compared, book: Casebook) -> Precedent:
    relation, _, entry = found
    one, other = judged.code, book.judged(entry).code
    assert one is not None, "only what is comparable is compared"
    assert other is not None
    differing = book.judge.relevance.differing(one, other)
    return Precedent(book.past(entry), relation, differing)
