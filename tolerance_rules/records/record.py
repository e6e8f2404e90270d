"""Record: one decision as one canonical document; what of it the log commits to, and what it says.

`contents` are the facts and the findings; `entry`, the leaf of the tree, has what may be published
of any decision, its place in the log, and one hash that seals the contents (`commitments`). So an
entry can be shown, and of its contents only what is to be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple

from tolerance_rules.decision import Decision
from tolerance_rules.errors import RecordError
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.records.canonical import canonical, held_to, joined
from tolerance_rules.records.commitments import commitments, sealed
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.records.tree import leaf_hash
from tolerance_rules.verdict.decision_data import CaseInfo
from tolerance_rules.verdict.time_in_force import BEIJING, DATE_TO_COME

FORMAT = "tolerance-rules/record/1"
HASH = "SHA-256"
Kind = Literal["decision", "correction", "appeal"]
KINDS: tuple[Kind, ...] = ("decision", "correction", "appeal")
CONTENTS = frozenset({"amendment", "case", "decision", "evidence", "facts", "secret"})
"""What the contents of a record are."""
FIRST = "0" * 64
"""What the first record has in the place of the hash of the one before it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: what is only known when it is written."""

    log: str
    number: int
    number_in_month: int
    recorded_at: datetime
    previous: str
    amends: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A record before it has its place: the contents as they are written, and its own entry."""

    contents: bytes
    entry: dict[str, Any]
    case_id: str

    def document(self, place: Place) -> tuple[bytes, bytes]:
        """Return the document of the record, and its entry, the leaf."""
        at = place.recorded_at.astimezone(BEIJING)
        entry = canonical(
            {
                **self.entry,
                "amends": place.amends,
                "log": place.log,
                "month": f"{at:%Y-%m}",
                "number": place.number,
                "number_in_month": place.number_in_month,
                "previous": place.previous,
                "recorded_at": written_instant(at),
            }
        )
        return joined({"contents": self.contents, "entry": entry}), entry


def written_instant(at: datetime) -> str:
    """Return an instant in the time of Beijing, always of the same length."""
    return at.astimezone(BEIJING).isoformat(timespec="milliseconds")


def draft(
    decision: Decision,
    references: tuple[str, str],
    *,
    secret: str,
    library: str,
    text: str,
    kind: Kind = "decision",
    amendment: str = "",
    evidence: Mapping[str, str] | None = None,
) -> Draft:
    """Return the record of a decision, which was found fit to be recorded (`admission`).

    `references` are the fingerprints of its materials, `text` that of the regulation.
    """
    contents: dict[str, Any] = {
        "amendment": amendment,
        "case": case_of(decision),
        "decision": findings_of(decision),
        "evidence": dict(evidence or {}),
        "facts": facts_of(decision),
        "secret": secret,
    }
    written = {name: canonical(each) for name, each in contents.items()}
    entry = {
        **entry_of(decision, references, text),
        "kind": kind,
        "library": library,
        "sealed": sealed(commitments(contents, written)),
    }
    return Draft(joined(written), entry, decision.case.id)


def entry_of(decision: Decision, references: tuple[str, str], text: str) -> dict[str, Any]:
    """Return what the entry of a decision says of it."""
    files, policy_file = references
    rules = decision.ruleset
    return {
        "authority": decision.case.authority,
        "decided_on": decision.case.decided_on,
        "format": FORMAT,
        "hash": HASH,
        "named": str(decision.set_aside or decision.outcome),
        "outcome": str(decision.outcome),
        "policy": {"file": policy_file, "id": decision.policy, "sha256": rules.policy_sha256},
        "readings": dict(rules.readings),
        "ruleset": {"files": files, "id": rules.id, "sha256": rules.sha256, "text": text},
    }


def case_of(decision: Decision) -> dict[str, str]:
    """Return what a record says of the case besides its facts; a title may name people."""
    return {"id": decision.case.id, "occurred_on": decision.case.occurred_on}


def facts_of(decision: Decision) -> dict[str, Any]:
    """Return the facts of a decision as a record has them."""
    return {
        name: list(known) if isinstance(known, tuple) else known
        for name, known in decision.plain_facts.flat.items()
    }


def findings_of(decision: Decision) -> dict[str, Any]:
    """Return what a record says of a decision besides its facts: ids only, no words of the law."""
    return {
        "basis": decision.basis,
        "by_reference": decision.by_reference,
        "citations": [
            {
                "because": sorted({each.fact for each in cited.because}),
                "clause": cited.clause,
                "role": str(cited.role),
                "status": str(cited.status),
            }
            for cited in decision.citations
        ],
        "modality": decision.modality,
        "permitted": list(map(str, decision.permitted)),
        "presumed": list(decision.presumed),
        "reason": decision.reason,
        "row": decision.row,
        "set_aside": str(decision.set_aside) if decision.set_aside else None,
        "turning": [each.name for each in decision.readings],
        "unweighed": list(decision.unweighed),
        # That a day is to come is not so for long.
        "warnings": [each.id for each in decision.warnings if each.id != DATE_TO_COME],
    }


class _Read(NamedTuple):
    """What is read of a document, and how its parts are written."""

    contents: dict[str, Any]
    written: dict[str, bytes]
    entry: dict[str, Any]
    leaf: bytes


def _read_of(data: Any) -> tuple[_Read | None, bytes]:
    """Return what is read of the data of a record, None if it is none, and the document."""
    whole = isinstance(data, dict) and set(data) == {"contents", "entry"}
    if not whole or not all(isinstance(each, dict) for each in data.values()):
        return None, canonical(data)
    contents, entry, leaf = data["contents"], data["entry"], canonical(data["entry"])
    if not CONTENTS.issuperset(contents):
        return _Read(contents, {}, entry, leaf), canonical(data)
    written = {name: canonical(each) for name, each in contents.items()}
    document = joined({"contents": joined(written), "entry": leaf})
    return _Read(contents, written, entry, leaf), document


@dataclass(frozen=True)
class Record:
    """A record as it stands in a log; CaseError if a document is none."""

    document: bytes

    @cached_property
    def _read(self) -> _Read:
        found = held_to(self.document, _read_of)
        if found is None:
            remedy = "请核对是不是本库写出的，有没有改动"
            raise RecordError([log_fault("L003", "不是一条记录", remedy)])
        return found

    @property
    def contents(self) -> dict[str, Any]:
        """Return the facts and the findings."""
        return self._read.contents

    @property
    def entry(self) -> dict[str, Any]:
        """Return what the log commits to."""
        return self._read.entry

    @property
    def commitments(self) -> dict[str, str]:
        """Return the salted hash of each thing that it says."""
        return commitments(self.contents, self._read.written)

    @property
    def leaf(self) -> bytes:
        """Return the bytes of the entry, of which the leaf of the tree is the hash."""
        return self._read.leaf

    @cached_property
    def leaf_hash(self) -> bytes:
        """Return the hash by which the next record, and the tree, refer to this one."""
        return leaf_hash(self.leaf)

    @property
    def number(self) -> int:
        """Return the number in the log."""
        number: int = self.entry["number"]
        return number

    @property
    def case_id(self) -> str:
        """Return the number of the case."""
        case_id: str = self.contents["case"]["id"]
        return case_id

    @property
    def info(self) -> CaseInfo:
        """Return what is recorded of the case besides its facts."""
        return CaseInfo(
            id=self.case_id,
            authority=self.entry["authority"],
            occurred_on=self.contents["case"]["occurred_on"],
            decided_on=self.entry["decided_on"],
            evidence=FrozenDict(self.contents["evidence"]),
        )
