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
    places: tuple[str, ...] = ()
    """What Excel calls the cells that they are about, in the same order; empty where nothing."""

    @property
    def reason(self) -> str:
        """Return what is wrong, for people."""
        places = (*self.places, *[""] * (len(self.faults) - len(self.places)))
        return "；".join(
            f"{place}：{fault}" if place else str(fault)
            for place, fault in zip(places, self.faults, strict=True)
        )
