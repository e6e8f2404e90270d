"""Lawfulness: each past decision against what the rules permit and name for its facts.

While facts are unknown, a decision is found wrong only if it is so in every completion of them: an
error of law lies outside the union of all the permitted sets that could still apply.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tolerance_rules.audit.completions import Disposal
from tolerance_rules.audit.findings import AuditFinding, Kind, PastDecision
from tolerance_rules.audit.judge import Judge, Judged


def kind_of(recorded: str, disposal: Disposal) -> Kind | None:
    """Return what a recorded outcome is under a disposal; None if it is the named outcome."""
    if recorded == disposal.outcome:
        return None
    if recorded in disposal.permitted:
        return Kind.DEPARTURE
    return Kind.TOLERANCE_WITHHELD if disposal.allows(recorded) else Kind.ERROR_OF_LAW


def kinds(recorded: str, judged: Judged) -> tuple[Kind, ...]:
    """Return what is found of a recorded outcome: what holds in every completion, and unsettled."""
    found = {kind_of(recorded, disposal) for disposal in judged.disposals}
    unsettled = () if judged.settled else (Kind.UNSETTLED,)
    if len(found) == 1:
        (kind,) = found
        return (kind, *unsettled) if kind else unsettled
    return unsettled


def findings(
    past: PastDecision, judged: Judged, judge: Judge, under: Sequence[str] | None = None
) -> Iterator[AuditFinding]:
    """Yield what the rules find of one past decision, the error of law first.

    `under` are the options of readings under which its outcome may be lawful, where they are known
    already.
    """
    for kind in kinds(past.recorded, judged):
        if kind is Kind.UNSETTLED:
            yield AuditFinding(kind, (past,), facts=judged.missing)
        elif kind is Kind.ERROR_OF_LAW:
            if under is None:
                under = judge.lawful_under(judged, past.recorded)
            forbidding = judge.forbidding(judged, past.recorded)
            yield AuditFinding(
                kind,
                (past,),
                clauses=forbidding,
                facts=judge.deciding(judged, forbidding),
                details={"lawful_under": "、".join(under)} if under else {},
            )
        else:
            # Tolerance rests on the circumstances that stand.
            yield AuditFinding(kind, (past,), clauses=judged.circumstances)
