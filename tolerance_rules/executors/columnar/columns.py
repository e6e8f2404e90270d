"""Columns: the kinds of column that a plan gives, each made from terms of its circuit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress, product
from typing import TypeAlias

from tolerance_rules.executors.columnar.circuit import Term

JOIN = ","
"""What stands between the outcomes of a set written as text."""
CLAUSE = "clause."
"""What stands before the id of a clause in the name of the column of its status."""


@dataclass(frozen=True)
class Choice:
    """A column of text: the text of the first case whose term holds; null if none does."""

    name: str
    cases: tuple[tuple[Term, str], ...]
    texts: tuple[str, ...]
    """All texts the column may hold for a table of any shape, so that its type is always equal."""


@dataclass(frozen=True)
class Members:
    """A column of text: the words whose terms hold, joined by commas, in this order."""

    name: str
    cases: tuple[tuple[Term, str], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all texts the column may hold; word n is in those whose index has bit n."""
        words = [word for _, word in self.cases]
        bits = product((False, True), repeat=len(words))
        return tuple(JOIN.join(compress(words, reversed(each))) for each in bits)


@dataclass(frozen=True)
class Flag:
    """A column of true and false."""

    name: str
    term: Term


@dataclass(frozen=True)
class Status:
    """A column of true where established, false where refuted, and null where open."""

    name: str
    established: Term
    refuted: Term


Column: TypeAlias = Choice | Members | Flag | Status
