"""Register: past decisions as recorded, row by row, each with the place of its pattern of facts.

Rows with the same facts share one pattern, which is kept, and judged, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tolerance_rules.audit.patterns import Pattern
from tolerance_rules.language import Pair
from tolerance_rules.tables.rejects import Reject


class RegisterEntry(NamedTuple):
    """A row of a register; `pattern` is the place of its facts among the register's patterns."""

    row: int
    id: str
    authority: str
    title: str
    recorded: str
    dates: tuple[str, ...]
    """ISO dates in the order of `tables.fields.DATES`; empty where not given."""
    pattern: int


@dataclass(frozen=True)
class Register:
    """The rows of a register in order, its distinct patterns of facts, and the rows refused."""

    name: str
    entries: Sequence[RegisterEntry]
    patterns: Sequence[Pattern]
    rejects: Sequence[Reject] = ()
    read: Pair = ("", "")
    """Which rows have been read, and of which sheet."""
    notes: Sequence[Pair] = ()
    """What has not been read."""
    told: Sequence[Pair] = ()
    """What of both the screen says."""
    facts: bool = True
    """Whether it records facts; of a register without, only dates can be audited."""
    doubled: Mapping[int, int] = field(default_factory=dict)
    """Rows whose number an earlier row has, with the first that has it."""

    @property
    def rows(self) -> int:
        """Return how many rows were read, refused ones included."""
        return len(self.entries) + len(self.rejects)


def period(decided_on: str) -> str:
    """Return the year and quarter of an ISO date, such as 2024Q2; nothing without a date."""
    if not decided_on:
        return ""
    return f"{decided_on[:4]}Q{(int(decided_on[5:7]) + 2) // 3}"
