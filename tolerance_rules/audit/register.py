"""Register: past decisions as recorded, row by row, each with the place of its pattern of facts.

Rows with the same facts share one pattern, which is kept, and judged, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from tolerance_rules.facts import vocabulary
from tolerance_rules.tables.cell_values import normal, outcome_fault, words_of
from tolerance_rules.tables.fields import COLUMNS, DATES, RECORDED, TEXTS
from tolerance_rules.tables.rejects import Reject
from tolerance_rules.vocabulary.fact_spec import Value

__all__ = [
    "COLUMNS",
    "DATES",
    "RECORDED",
    "TEXTS",
    "Pattern",
    "Register",
    "RegisterBuilder",
    "RegisterEntry",
    "Reject",
    "period",
]

Pattern: TypeAlias = tuple[Value | None, ...]
"""The facts of a case in the order of the vocabulary; None is unknown."""


class RegisterEntry(NamedTuple):
    """A row of a register; `pattern` is the place of its facts among the register's patterns."""

    row: int
    id: str
    authority: str
    title: str
    recorded: str
    dates: tuple[str, ...]
    """ISO dates in the order of DATES; empty where not given."""
    pattern: int


@dataclass(frozen=True)
class Register:
    """The rows of a register in order, its distinct patterns of facts, and the rows refused."""

    name: str
    entries: Sequence[RegisterEntry]
    patterns: Sequence[Pattern]
    rejects: Sequence[Reject] = ()

    @property
    def rows(self) -> int:
        """Return how many rows were read, refused ones included."""
        return len(self.entries) + len(self.rejects)


class RegisterBuilder:
    """Builds a register from columns, a batch of rows at a time."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._outcomes = words_of(RECORDED)
        self._places: dict[Pattern, int] = {}
        self._texts: dict[str, str] = {}
        self._dates: dict[tuple[Any, ...], tuple[str, ...]] = {}
        self._entries: list[RegisterEntry] = []
        self._rejects: list[Reject] = []

    def add(self, rows: Sequence[int], columns: Mapping[str, Sequence[object]]) -> None:
        """Add a batch: columns by dotted fact or by the names in COLUMNS, None for no value.

        Facts are values already, a recorded outcome is a code or its Chinese name, dates are ISO.
        """
        nothing = [None] * len(rows)

        def rows_of(names: Iterable[str]) -> Iterator[tuple[Any, ...]]:
            return zip(*(columns.get(name, nothing) for name in names), strict=True)

        for row, values, texts, dates, (recorded,) in zip(
            rows,
            rows_of(vocabulary()),
            rows_of(TEXTS),
            rows_of(DATES),
            rows_of([RECORDED]),
            strict=True,
        ):
            outcome = self._outcomes.get(normal(str(recorded)))
            if outcome is None:
                self._rejects.append(Reject(row, (outcome_fault(recorded),)))
                continue
            place = self._places.setdefault(values, len(self._places))
            id_, authority, title = map(self._text, texts)
            on = self._dates.setdefault(dates, tuple(map(self._text, dates)))
            self._entries.append(RegisterEntry(row, id_, authority, title, str(outcome), on, place))

    def refuse(self, rejects: Iterable[Reject]) -> None:
        """Add rows that could not be read."""
        self._rejects += rejects

    def register(self) -> Register:
        """Return the register."""
        rejects = sorted(self._rejects, key=lambda reject: reject.row)
        return Register(self._name, self._entries, list(self._places), rejects)

    def _text(self, value: object) -> str:
        # Authorities and dates repeat: one copy of each is kept.
        text = "" if value is None else str(value)
        return self._texts.setdefault(text, text)


def period(decided_on: str) -> str:
    """Return the year and quarter of an ISO date, such as 2024Q2; nothing without a date."""
    if not decided_on:
        return ""
    return f"{decided_on[:4]}Q{(int(decided_on[5:7]) + 2) // 3}"
