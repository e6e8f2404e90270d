"""Rejects: the rows that cannot be judged, each with its number, its columns and the reason."""

from __future__ import annotations

from dataclasses import dataclass

from tolerance_rules.errors import Fault
from tolerance_rules.language import Lang, pick


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
        """Return what is wrong, for people, in Chinese."""
        return self.told()

    def told(self, lang: Lang = "zh") -> str:
        """Return what is wrong, for people."""
        places = (*self.places, *[""] * (len(self.faults) - len(self.places)))
        colon, between = pick(lang, ("：", ": ")), pick(lang, ("；", "; "))
        return between.join(
            f"{place}{colon}{fault.told(lang)}" if place else fault.told(lang)
            for place, fault in zip(places, self.faults, strict=True)
        )
