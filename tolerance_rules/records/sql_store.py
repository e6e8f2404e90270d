"""SQL store: the statements that every database of a log is asked and told, and what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

from typing_extensions import Self

from tolerance_rules.records.log_tables import REQUESTS
from tolerance_rules.records.store import Row, Tail, not_whole
from tolerance_rules.records.strays import stray_requests, strays
from tolerance_rules.records.subject import subject_of
from tolerance_rules.records.tree import Frontier, peaks

NODE = 32
"""The bytes of a node."""
_AT_ONCE = 500
"""How many rows are read at once."""
_LAST = 2**62
"""Above every number; a database takes none that is much larger."""
Statement = tuple[Any, ...]
"""A statement of SQL, and what is put in."""
Rows = list[tuple[Any, ...]]
"""What a database answers."""


class SqlStore:
    """The statements of a store in SQL; `?` stands for what is put in."""

    origin: str
    number = "INTEGER"
    """The type of a number."""
    guards: Statement
    """Asks for what guards the tables."""
    _asked: tuple[Rows, Rows] = [], []
    """What is asked before anything is appended: the rows since those that are known, and the
    number of the record that decides the case."""
    _edge: tuple[Frontier, bytes] | None = None
    """The edge of the tree when something was last appended here, and the hash of its leaf."""

    def _run(self, sql: str, *values: Any) -> Rows:
        raise NotImplementedError

    def _writing(self, *asked: Statement) -> AbstractContextManager[list[Rows]]:
        """Let one write at a time, given what is asked then, at one go.

        What was written is durable at the end, or nothing is.
        """
        raise NotImplementedError

    def _changed(self, guards: Rows) -> list[str]:
        """Return how the tables differ from those that were made: what guards them included."""
        raise NotImplementedError

    def _has_requests(self) -> bool:
        raise NotImplementedError

    @contextmanager
    def appending(self, case_id: str = "") -> Iterator[Self]:
        """Let one append at a time."""
        known = self._edge[0].size if self._edge else _LAST
        with self._writing(
            self.guards, (_SINCE, known), (_DECIDED, subject_of(case_id), case_id)
        ) as (guards, since, decided):
            # A trigger that others made could take away what is acknowledged.
            if self._changed(guards):
                raise not_whole()
            self._asked = since, decided
            yield self

    def keep_checkpoint(self, size: int, note: bytes) -> None:
        """Keep a signed checkpoint."""
        with self._writing():
            self._run("INSERT INTO decision_log_checkpoints VALUES (?, ?)", size, note)

    def size(self) -> int:
        """Return how many records there are."""
        return int(self._run("SELECT count(*) FROM decision_log_records")[0][0])

    def rows(self, start: int = 1, stop: int | None = None) -> Iterator[Row]:
        """Yield the rows by number; between those that are read at once, others may append."""
        within = f"WHERE number >= ? AND number <= ? ORDER BY number LIMIT {_AT_ONCE}"
        last = _LAST if stop is None else stop
        while start <= last:
            found = self._run(f"{_ROWS} {within}", start, last)
            yield from (_row(*each) for each in found)
            # In a damaged file the numbers may go back.
            if len(found) < _AT_ONCE or found[-1][0] < start:
                return
            start = found[-1][0] + 1

    def row_of(self, number: int) -> Row | None:
        """Return the row of a record."""
        if not 0 < number <= _LAST:
            return None
        found = self._run(f"{_ROWS} WHERE number = ?", number)
        return _row(*found[0]) if found else None

    def node(self, level: int, index: int) -> bytes:
        """Return a node of the tree, empty if it is not there."""
        found = self._run(
            "SELECT substr(nodes, ?, ?) FROM decision_log_records WHERE number = ?",
            NODE * level + 1,
            NODE,
            index + 1 << level,
        )
        return _bytes(found[0][0]) if found else b""

    def number_of(self, case_id: str) -> int | None:
        """Return the number of the record that decides a case."""
        return _first(self._run(_DECIDED, subject_of(case_id), case_id))

    def amended_by(self, number: int) -> int | None:
        """Return the number of the record that amends another."""
        sql = "SELECT number FROM decision_log_records WHERE amends = ?"
        return _first(self._run(sql, number))

    def material(self, name: str) -> bytes | None:
        """Return the bytes of rules by their fingerprint."""
        found = self._run("SELECT content FROM decision_log_materials WHERE sha256 = ?", name)
        return _bytes(found[0][0]) if found else None

    def keep(self, name: str, material: bytes) -> None:
        """Keep the bytes of rules by their fingerprint, unless they are kept already."""
        if not self._run("SELECT 1 FROM decision_log_materials WHERE sha256 = ?", name):
            self._run("INSERT INTO decision_log_materials VALUES (?, ?)", name, material)

    def keep_requests(self) -> None:
        """Make the table of requests, in a log that has none: who may not make any needs none."""
        if not self._has_requests():
            with self._writing():
                self._run(REQUESTS.format(self.number))

    def answered(self, key: str) -> tuple[str, int] | None:
        """Return the fingerprint of the request of a key, and the record that it came to."""
        found = self._run("SELECT request, number FROM decision_log_requests WHERE key = ?", key)
        return (str(found[0][0]), int(found[0][1])) if found else None

    def note_answer(self, key: str, fingerprint: str, number: int) -> None:
        """Note which record a request came to."""
        self._run("INSERT INTO decision_log_requests VALUES (?, ?, ?)", key, fingerprint, number)

    def checkpoints(self) -> list[bytes]:
        """Return the signed checkpoints, in order."""
        found = self._run("SELECT note FROM decision_log_checkpoints ORDER BY size, note")
        return [_bytes(note) for (note,) in found]

    def strays(self) -> list[tuple[int, str]]:
        """Return what stands in the tables and no writer put there."""
        changed = self._changed(self._run(*self.guards))
        found = [(0, each) for each in changed] + list(strays(self._run, _bytes))
        return [*found, *(stray_requests(self._run, self.size()) if self._has_requests() else ())]

    def materials(self) -> list[str]:
        """Return the fingerprints of the rules that are kept."""
        return [str(name) for (name,) in self._run("SELECT sha256 FROM decision_log_materials")]

    def damage(self) -> list[str]:
        """Return nothing: a server watches over its own structures."""
        return []

    def add(self, row: Row) -> None:
        """Append a row."""
        self._run("INSERT INTO decision_log_records VALUES (?, ?, ?, ?, ?)", *row)

    def _tail(self, now: datetime) -> Tail:
        since, decided = self._asked
        last = since[-1] if self._edge and since else None
        frontier = self._followed(since) if last else None
        if last is None or frontier is None:
            last, frontier = self._read_edge()
        if last is None:
            return Tail(None, b"", frontier, now, _first(decided))
        leaf = _node(_bytes(last[1]), 0)
        self._edge = frontier.copy(), leaf
        return Tail(_bytes(last[2]), leaf, frontier, now, _first(decided))

    def _followed(self, since: Rows) -> Frontier | None:
        """Return the edge of the tree, grown by the rows since the one that is known.

        None if there are too many, or if the log is not the one that grew to what is known.
        """
        if self._edge is None or since[-1][2] is None:
            return None
        frontier, leaf = self._edge[0].copy(), self._edge[1]
        # The hash of a leaf depends on all before it.
        if (since[0][0], _node(_bytes(since[0][1]), 0)) != (frontier.size, leaf):
            return None
        for number, stored, _ in since[1:]:
            nodes = _bytes(stored)
            if number != frontier.size + 1 or b"".join(frontier.add(_node(nodes, 0))) != nodes:
                raise not_whole()
        return frontier

    def _read_edge(self) -> tuple[tuple[Any, ...] | None, Frontier]:
        """Return the last row, None if there is none, and the edge of the tree as it is stored."""
        size = int(self._run("SELECT coalesce(max(number), 0) FROM decision_log_records")[0][0])
        if not size:
            return None, Frontier()
        ends = {index + 1 << level: level for level, index in peaks(size)}
        marks = ", ".join("?" * len(ends))
        found = self._run(
            "SELECT number, nodes, CASE WHEN number = ? THEN document END"
            f" FROM decision_log_records WHERE number IN ({marks}) ORDER BY number",
            size,
            *ends,
        )
        hashes = [_node(_bytes(nodes), ends[number]) for number, nodes, _ in found]
        if len(hashes) < len(ends) or any(len(each) != NODE for each in hashes):
            raise not_whole()
        return found[-1], Frontier(size, hashes)


_ROWS = "SELECT number, document, nodes, subject, amends FROM decision_log_records"
_SINCE = (
    "SELECT number, nodes, CASE WHEN number ="
    " (SELECT max(number) FROM decision_log_records) THEN document END"
    f" FROM decision_log_records WHERE number >= ? ORDER BY number LIMIT {_AT_ONCE}"
)
"""The rows from one on, and the document of the last of the log."""
# As written, too: so it is in a log of before numbers were held to one form.
_DECIDED = "SELECT min(number) FROM decision_log_records WHERE subject IN (?, ?)"


def _row(number: int, document: bytes, nodes: bytes, subject: str | None, by: int | None) -> Row:
    # A tampered file may hold a text or a number in the place of bytes.
    return Row(number, _bytes(document), _bytes(nodes), subject, by)


def _first(found: Rows) -> int | None:
    return int(found[0][0]) if found and found[0][0] is not None else None


def _bytes(stored: object) -> bytes:
    return stored if isinstance(stored, bytes) else str(stored).encode()


def _node(nodes: bytes, level: int) -> bytes:
    return nodes[NODE * level : NODE * (level + 1)]
