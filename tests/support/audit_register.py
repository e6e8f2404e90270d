"""Registers made row by row, without a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tolerance_rules.audit.register import Pattern, Register, RegisterEntry
from tolerance_rules.facts import vocabulary
from tolerance_rules.tables.fields import DATES


class RegisterBuilder:
    """Builds a register; rows with the same facts share a pattern."""

    def __init__(self) -> None:
        self._places: dict[Pattern, int] = {}
        self._entries: list[RegisterEntry] = []

    def add(self, facts: Mapping[str, Any], recorded: str, authority: str = "", **on: str) -> None:
        """Add a row with some facts, the outcome recorded, and dates by name."""
        pattern = tuple(facts.get(name) for name in vocabulary())
        place = self._places.setdefault(pattern, len(self._places))
        dates = tuple(on.get(name, "") for name in DATES)
        row = len(self._entries) + 2
        self._entries.append(RegisterEntry(row, "", authority, "", recorded, dates, place))

    def register(self) -> Register:
        """Return the register."""
        return Register("made", self._entries, list(self._places))
