"""Examined: what a record shows by itself, whatever stands before it in its log.

That it is written in the one form, says what its seal says, and that the rules which the log keeps
give its decision for its facts. Records are examined one by one, here or in other processes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from tolerance_rules.decision import Decision
from tolerance_rules.errors import Fault, ToleranceRulesError
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.records.admission import case_faults
from tolerance_rules.records.commitments import sealed
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.records.materials import KeptEngines
from tolerance_rules.records.record import (
    CONTENTS,
    Record,
    case_of,
    entry_of,
    facts_of,
    findings_of,
)
from tolerance_rules.vocabulary.packed_facts import PackedFacts

MALFORMED = (TypeError, ValueError, AttributeError, LookupError, OverflowError)
"""What reading a document of another shape raises."""
_ENTRY = frozenset(
    {"amends", "authority", "decided_on", "format", "hash", "kind", "library", "log", "month"}
    | {"named", "number", "number_in_month", "outcome", "policy", "previous", "readings"}
    | {"recorded_at", "ruleset", "sealed"}
)


class Examined(NamedTuple):
    """What a record shows by itself."""

    faults: tuple[Fault, ...]
    entry: dict[str, Any] | None = None
    """What the log commits to; None if the document is no record."""
    leaf_hash: bytes = b""
    case_id: str = ""


def examined(number: int, document: bytes, engines: KeptEngines | None) -> Examined:
    """Return what the record of a number shows; it is decided again if engines are given."""
    faults: list[Fault] = []
    try:
        record = Record(document)
        faults += _faults(record, number, engines)
        return Examined(tuple(faults), record.entry, record.leaf_hash, record.case_id)
    except (ToleranceRulesError, *MALFORMED) as error:
        return Examined((*faults, unread(number, error)))


def _faults(record: Record, number: int, engines: KeptEngines | None) -> Iterator[Fault]:
    if set(record.entry) != _ENTRY or set(record.contents) != CONTENTS:
        yield record_fault("L102", number, "各项不全，或者多了")
        raise ValueError("fields")
    if sealed(record.commitments) != record.entry["sealed"]:
        yield record_fault("L108", number, "事实或者依据改动过")
    if engines is not None:
        yield from _decided_again(record, number, engines)


def decided_again(record: Record, engines: KeptEngines) -> Decision:
    """Return what the kept rules say of the facts of a record, with the authority's choice."""
    engine, stated = engines.of(record.entry), record.contents["decision"]
    facts, info = record.contents["facts"], record.info
    case = engine.plain_case(facts, info) or CaseFile(engine.facts(facts), info)
    decision = engine.evaluate(case)
    if stated["basis"] == "authority":
        decision = decision.choose(record.entry["outcome"], reason=stated["reason"])
    return decision


def _decided_again(record: Record, number: int, engines: KeptEngines) -> Iterator[Fault]:
    entry, contents = record.entry, record.contents
    try:
        found = decided_again(record, engines)
    except ToleranceRulesError as error:
        yield record_fault("L110", number, f"重新评判不成：{said(error)}")
        return
    references = entry["ruleset"]["files"], entry["policy"]["file"]
    stated = entry_of(found, references, entry["ruleset"]["text"])
    differing = [name for name, value in stated.items() if entry[name] != value]
    again: dict[str, Any] = {"case": case_of(found), "decision": findings_of(found)}
    if not isinstance(found.plain_facts, PackedFacts):  # else each was taken exactly as it stands
        again["facts"] = facts_of(found)
    differing += [name for name, value in again.items() if contents[name] != value]
    if differing or not found.settled:
        names = "、".join(differing) or "settled"
        yield record_fault("L110", number, f"重新评判，得不出所记的结论：{names} 不同")
        return
    for fault in case_faults(found, contents["amendment"]):
        yield record_fault("L110", number, f"本来不该记录：{fault.message}")


def unread(number: int, error: Exception) -> Fault:
    """Return the fault of a record that cannot be read."""
    return record_fault("L102", number, f"读不出来：{said(error)}")


def said(error: Exception) -> str:
    """Return what an error says, without the heading that it has where it stands alone."""
    faults = getattr(error, "faults", ())
    return "；".join(each.message for each in faults) or str(error)


def record_fault(code: str, number: int, what: str) -> Fault:
    """Return the fault of a record, or of the whole log if the number is 0."""
    named = f"第 {number} 号记录：{what}" if number else what
    return log_fault(code, named, subject=str(number) if number else "")
