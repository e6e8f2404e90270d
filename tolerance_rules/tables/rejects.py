"""Rejects: the rows that cannot be judged, each with its number, its columns and the reason."""

from __future__ import annotations

from dataclasses import dataclass

from tolerance_rules.errors import Fault


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was refused, and why; `cells` is what stands in it, where that is known."""

    row: int
    faults: tuple[Fault, ...]
    cells: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    """The headers of the columns that the faults are about, in the order of the faults."""

    @property
    def reason(self) -> str:
        """Return what is wrong, for people."""
        return "；".join(map(str, self.faults))
