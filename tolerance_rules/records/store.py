"""Store: what a log asks of a database, whichever it is.

One row a record: its document, and the nodes of the tree that it completes, so that a record is
written with one insertion, and a proof reads few rows. A row is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple, Protocol

from tolerance_rules.errors import LogError
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.records.tree import Frontier


class Row(NamedTuple):
    """A record as it is stored."""

    number: int
    document: bytes
    nodes: bytes
    """The nodes that it completes, from level 0 upwards, one behind the other."""
    subject: str | None
    """The number of the case, which only one record decides; None for what amends another."""
    amends: int | None
    """The number of the record that it amends, which only one record does."""


class Tail(NamedTuple):
    """The end of a log, as whoever is about to append finds it."""

    last: bytes | None
    """The document of the last record."""
    previous: bytes
    """The hash of its leaf."""
    frontier: Frontier
    now: datetime
    """The time of the clock that all who write to this log have in common."""
    decided: int | None
    """The number of the record that decides the case that is to be decided."""


class Appending(Protocol):
    """The one who may append, until the block ends."""

    def tail(self) -> Tail:
        """Return the end of the log."""

    def row_of(self, number: int) -> Row | None:
        """Return the row of a record."""

    def amended_by(self, number: int) -> int | None:
        """Return the number of the record that amends another."""

    def add(self, row: Row) -> None:
        """Append a row."""

    def keep(self, name: str, material: bytes) -> None:
        """Keep the bytes of rules by their fingerprint, unless they are kept already."""

    def answered(self, key: str) -> tuple[str, int] | None:
        """Return the fingerprint of the request of a key, and the record that it came to."""

    def note_answer(self, key: str, fingerprint: str, number: int) -> None:
        """Note which record a request came to."""


class Store(Protocol):
    """Where a log is kept. LogError says what is wrong with it."""

    origin: str
    """The name of the log."""

    def size(self) -> int:
        """Return how many records there are; gaps not counted."""

    def rows(self, start: int = 1, stop: int | None = None) -> Iterator[Row]:
        """Yield the rows by number, from `start` to `stop` inclusive."""

    def row_of(self, number: int) -> Row | None:
        """Return the row of a record."""

    def node(self, level: int, index: int) -> bytes:
        """Return a node of the tree, empty if it is not there."""

    def damage(self) -> list[str]:
        """Return what the database finds damaged in its own structures."""

    def strays(self) -> list[tuple[int, str]]:
        """Return what stands in the tables and no writer put there, with its number or 0."""

    def materials(self) -> list[str]:
        """Return the fingerprints of the rules that are kept."""

    def number_of(self, case_id: str) -> int | None:
        """Return the number of the record that decides a case."""

    def amended_by(self, number: int) -> int | None:
        """Return the number of the record that amends another."""

    def material(self, name: str) -> bytes | None:
        """Return the bytes of rules by their fingerprint."""

    def checkpoints(self) -> list[bytes]:
        """Return the signed checkpoints kept beside the records, in order."""

    def keep_checkpoint(self, size: int, note: bytes) -> None:
        """Keep a signed checkpoint."""

    def keep_requests(self) -> None:
        """Make the table of requests, in a log that is older than it."""

    def answered(self, key: str) -> tuple[str, int] | None:
        """Return the fingerprint of the request of a key, and the record that it came to."""

    def appending(self, case_id: str = "") -> AbstractContextManager[Appending]:
        """Let one append at a time; at the end of the block what was added is durable.

        If the block fails nothing was added. `case_id` is the case that is to be decided, if any.
        """

    def notices(self) -> tuple[str, ...]:
        """Return what of the database keeps a record from being durable."""

    def close(self) -> None:
        """Close the connection."""


def versions(log: Appending | Store, number: int) -> Iterator[int]:
    """Yield the number of a record, and of those that took its place one after the other.

    The last one stands.
    """
    yield number
    # In a log that was altered a record may be amended by an earlier one: there it ends.
    while (later := log.amended_by(number)) is not None and later > number:
        number = later
        yield number


def not_whole() -> LogError:
    """Return the error of a log whose end was damaged or altered: nothing is appended to it."""
    what, remedy = "日志不完整，不再往后记录", "请先核对：tolerance-rules log verify"
    return LogError([log_fault("L035", what, remedy)])
