"""Requests: a record that is asked for twice is written once; the second gets the first receipt.

The key of a request is noted in the transaction that writes the record: either both are durable,
or neither is, whenever the program is killed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tolerance_rules.errors import RecordError
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.records.receipt import Receipt
from tolerance_rules.records.record import Record
from tolerance_rules.records.store import Appending, Store


@dataclass(frozen=True, slots=True)
class Request:
    """A request by its key and its fingerprint; one who asks again sends both once more."""

    key: str
    fingerprint: str

    def receipt(self, end: Appending | Store) -> Receipt | None:
        """Return what it came to before; CaseError if the key was that of another request."""
        found = end.answered(self.key)
        if found is None:
            return None
        fingerprint, number = found
        row = end.row_of(number)
        if fingerprint != self.fingerprint or row is None:
            what = "这个幂等键已经用于另一个请求"
            raise RecordError([log_fault("L037", what, "另一个请求请用另一个键")])
        return receipt_of(Record(row.document))


def receipt_of(record: Record) -> Receipt:
    """Return the receipt of a record that is in the log."""
    entry = record.entry
    return Receipt(
        record.number,
        entry["month"],
        entry["number_in_month"],
        datetime.fromisoformat(entry["recorded_at"]),
        record.leaf_hash.hex(),
        record.case_id,
        entry["outcome"],
        again=True,
    )
