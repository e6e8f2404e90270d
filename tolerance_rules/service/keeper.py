"""Keeper: the decision log of a service: one who writes, and as many who read as ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from tolerance_rules.errors import LogError
from tolerance_rules.records.checkpoint import SignedCheckpoint
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.signed_note import SignerKey
from tolerance_rules.service.pool import Pool
from tolerance_rules.service.problems import Problem
from tolerance_rules.service.settings import Settings
from tolerance_rules.tables.connection_string import is_database

T = TypeVar("T")

NO_LOG = Problem(
    "not-found",
    (
        "服务没有决定日志（启动时写 --store）",
        "The service has no decision log (start it with --store)",
    ),
)


class Keeper:
    """Writes on one thread, in order; reads on any, each with a connection of its own."""

    def __init__(self, settings: Settings) -> None:
        self._where = settings.store
        self._key: SignerKey | None = None
        if settings.key is not None:
            self._key = SignerKey.parse(settings.key.read_bytes().decode())
        self._log: DecisionLog | None = None
        limits = settings.limits
        self.pool = Pool("log", 1, limits.requests, limits.seconds)
        if self._where is not None:
            self.notices = self._prepared(self._where, settings.origin)

    notices: tuple[str, ...] = ()
    """What keeps a record from being durable, in the words of the library."""

    def _prepared(self, where: str, origin: str | None) -> tuple[str, ...]:
        """Make the log if there is none, and what a service keeps beside it."""
        if not is_database(where) and not Path(where).exists():
            DecisionLog.create(where, origin).store.close()
        with DecisionLog.open(where) as log:
            if self._key is not None:
                log.require_own(self._key)
            log.store.keep_requests()
            return log.store.notices()

    @contextmanager
    def reading(self) -> Iterator[DecisionLog]:
        """Give the log to read from."""
        if self._where is None:
            raise NO_LOG
        with DecisionLog.open(self._where) as log:
            yield log

    def write(self, work: Callable[[DecisionLog], T], *, reads: bool = False) -> T:
        """Return what writing comes to; called on the thread that writes.

        What a database refuses may have cost the connection, so the next one is new; what only
        `reads` is asked once more on that.
        """
        if self._where is None:
            raise NO_LOG
        new = self._log is None
        if self._log is None:
            self._log = DecisionLog.open(self._where)
        try:
            return work(self._log)
        except LogError:
            self._closed()
            if new or not reads:
                raise
        return self.write(work, reads=True)

    def checkpoint(self, log: DecisionLog) -> SignedCheckpoint:
        """Return the checkpoint of now, signed if the service has a key; it is not kept."""
        at = log.checkpoint().checkpoint
        return SignedCheckpoint.of(at, *([self._key] if self._key else []))

    def is_there(self) -> bool:
        """Tell whether the log can be read, if there is to be one."""
        if self._where is None:
            return True
        try:
            with DecisionLog.open(self._where) as log:
                log.store.row_of(1)
        except LogError:
            return False
        return True

    def _closed(self) -> None:
        if self._log is not None:
            self._log.store.close()
            self._log = None

    def close(self) -> None:
        """Let what is being written end, and close the log on the thread that has it open."""
        self.pool.last(self._closed)
