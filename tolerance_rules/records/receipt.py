"""Receipt: what was recorded, and where; whoever has it may rely on the record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded, and where."""

    number: int
    month: str
    number_in_month: int
    recorded_at: datetime
    leaf_hash: str
    case_id: str
    outcome: str
    """The outcome as it stands in the log."""
    again: bool = field(default=False, compare=False)
    """Whether it was recorded before, and this only says so once more."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "number": self.number,
            "month": self.month,
            "number_in_month": self.number_in_month,
            "recorded_at": self.recorded_at.isoformat(timespec="milliseconds"),
            "case": self.case_id,
            "outcome": self.outcome,
            "hash": self.leaf_hash,
        }
