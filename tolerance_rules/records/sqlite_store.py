"""SQLite store: a log as one file, for one machine; several programs may write to it.

The journal is truncated and every commit waits for the disk. WAL would be faster, but the SQLite
that comes with the Pythons of today (3.7.0 to 3.51.2 but for two fixed lines) can damage a WAL
database under two writers, and the mode stays with the file: a log must not depend on which
program opens it. Files on network drives are refused: their locks do not hold.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from tolerance_rules.errors import LogError
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.records.log_tables import FORMAT, REQUESTS, tables
from tolerance_rules.records.sql_store import Rows, SqlStore, Statement
from tolerance_rules.records.store import Tail
from tolerance_rules.verdict.time_in_force import BEIJING

WAIT = 120.0
"""How many seconds a writer waits for others."""
_ID = 0x544C4F47
"""Tells the file from other databases."""
NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "ceph", "glusterfs", "lustre", "9p"}
    | {"fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "davfs", "fuse.davfs"}
)
"""The file systems that stand on another machine, as Linux calls them."""
_REFUSED = ("UPDATE", "DELETE")
_APPEND_ONLY = (
    "CREATE TRIGGER decision_log_no_{0} BEFORE {0} ON decision_log_records"
    " BEGIN SELECT RAISE(ABORT, 'a record is never changed'); END"
)
_MADE = frozenset({*tables("INTEGER", "BLOB"), *map(_APPEND_ONLY.format, _REFUSED)})
"""What is in a log from the first, as SQLite keeps it."""
# As it is kept, the words IF NOT EXISTS are gone.
_LATER = REQUESTS.format("INTEGER").replace("IF NOT EXISTS ", "")
"""What is made later, and only by a service."""
_PAUSE = 0.0005
"""How many seconds pass before a writer tries again."""


class SqliteStore(SqlStore):
    """A log in a file."""

    guards = ("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL",)

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        if not self.path.is_file():
            what, remedy = "没有这个日志", "请核对路径；新建日志用 tolerance-rules log init"
            raise LogError([log_fault("L030", what, remedy, str(path))])
        self._refuse_network()
        self._link = self._connected()
        try:
            self.origin = self._named()
        except BaseException:
            self._link.close()
            raise

    def _named(self) -> str:
        # Asked first: a log that others keep locked is not taken for a file that is none.
        found = self._run("SELECT 1 FROM sqlite_master WHERE name = 'decision_log'")
        rows = self._run("SELECT origin, format FROM decision_log") if found else []
        if len(rows) != 1 or rows[0][1] != FORMAT:
            what, remedy = "不是本库的决定日志，或者日志已经损坏", "请核对路径；损坏的从备份取回"
            raise LogError([log_fault("L031", what, remedy, str(self.path))])
        return str(rows[0][0])

    @classmethod
    def create(cls, path: str | Path, origin: str) -> SqliteStore:
        """Make a new log; LogError if something is there."""
        store = cls.__new__(cls)
        store.path = Path(path)
        store._refuse_network()
        try:
            # Exclusively: two programs never make one log.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o640))
        except FileExistsError:
            what, remedy = "已经有这个文件，没有新建", "请另取一个文件名"
            raise LogError([log_fault("L032", what, remedy, str(path))]) from None
        try:
            store._link = store._connected()
            store._make(origin)
        except BaseException:
            # A file without tables is no log, and would be in the way of the next attempt.
            for left in (store.path, Path(f"{store.path}-journal")):
                left.unlink(missing_ok=True)
            raise
        store.origin = origin
        return store

    def _make(self, origin: str) -> None:
        try:
            with self._writing():
                for statement in tables("INTEGER", "BLOB"):
                    self._run(statement)
                for change in _REFUSED:
                    self._run(_APPEND_ONLY.format(change))
                self._run("INSERT INTO decision_log VALUES (?, ?)", origin, FORMAT)
                self._run(f"PRAGMA application_id = {_ID}")
        except BaseException:
            self._link.close()
            raise

    def _changed(self, guards: Rows) -> list[str]:
        found = {str(sql): str(name) for name, sql in guards}
        found.pop(_LATER, None)
        missing = [each.split()[2] for each in sorted(_MADE - found.keys())]
        added = sorted(name for sql, name in found.items() if sql not in _MADE)
        return [f"表或者触发器 {each} 没有了，或者改动过" for each in missing] + [
            f"多了一个 {each}：不是本库建的，或者改动过" for each in added if each not in missing
        ]

    def _has_requests(self) -> bool:
        return bool(self._run("SELECT 1 FROM sqlite_master WHERE name = 'decision_log_requests'"))

    def _connected(self) -> sqlite3.Connection:
        try:
            link = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)
        except sqlite3.Error as error:
            raise self._error(error) from None
        try:
            for setting in (
                "journal_mode = TRUNCATE",
                "synchronous = FULL",
                "fullfsync = ON",
                "mmap_size = 0",
                "trusted_schema = OFF",
                "cell_size_check = ON",
            ):
                link.execute(f"PRAGMA {setting}")
        except sqlite3.Error as error:
            # An open file cannot be moved or deleted on Windows.
            link.close()
            raise self._error(error) from None
        return link

    def _refuse_network(self) -> None:
        kind = _file_system(self.path.resolve().parent)
        if kind in NETWORK:
            what = f"日志在网络盘上（{kind}），锁不可靠，多人同写会损坏"
            remedy = "请放在本机的磁盘上，或者用 PostgreSQL"
            raise LogError([log_fault("L033", what, remedy, str(self.path))])

    def _run(self, sql: str, *values: Any) -> Rows:
        try:
            return self._link.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._error(error) from None

    def tail(self) -> Tail:
        """Return the end of the log."""
        return self._tail(datetime.now(BEIJING))

    @contextmanager
    def _writing(self, *asked: Statement) -> Iterator[list[Rows]]:
        self._begin()
        try:
            yield [self._run(*each) for each in asked]
            self._run("COMMIT")
        except BaseException:
            # A full disk may have rolled it back already.
            if self._link.in_transaction:
                self._link.execute("ROLLBACK")
            raise

    def _begin(self) -> None:
        """Begin as soon as no other writer is at it, in the time that is left to wait."""
        # SQLite would look again after ever longer, up to a tenth of a second.
        until = time.monotonic() + WAIT
        self._run("PRAGMA busy_timeout = 0")
        try:
            while (error := self._refused_to_begin()) is not None:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise self._error(error)
                time.sleep(_PAUSE)
        finally:
            self._run(f"PRAGMA busy_timeout = {WAIT * 1000:.0f}")

    def _refused_to_begin(self) -> sqlite3.Error | None:
        try:
            self._link.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            return error
        return None

    def _error(self, error: sqlite3.Error) -> LogError:
        text = str(error)
        known = {
            "disk is full": ("磁盘已满，没有写入", "请腾出空间，再做一次"),
            "locked": (f"等了 {WAIT:.0f} 秒，别的程序仍在写", "请稍后再试"),
            "readonly": ("日志不能写入", "请检查文件和目录的权限"),
            "malformed": ("日志文件已经损坏", "请从备份取回"),
            "not a database": ("不是本库的决定日志，或者日志已经损坏", "请核对路径"),
            "unable to open": ("日志文件打不开", "请检查文件和目录的权限"),
            "no such": ("日志里缺少表或者列，改动过", "请从备份取回"),
            "disk I/O": ("磁盘读写出错", "请检查磁盘，再核对日志"),
        }
        found = next((words for part, words in known.items() if part in text), None)
        what, remedy = found or (f"数据库出错：{text}", "请检查文件")
        return LogError([log_fault("L034", what, remedy, str(self.path))])

    def damage(self) -> list[str]:
        """Return what SQLite finds damaged in the file."""
        try:
            found = self._run("PRAGMA integrity_check(10)")
        except LogError as error:
            return [error.faults[0].message]
        return [str(each) for (each,) in found if each != "ok"]

    def notices(self) -> tuple[str, ...]:
        """Return nothing: a commit waits for the disk."""
        return ()

    def close(self) -> None:
        """Close the file."""
        self._link.close()


def _file_system(folder: Path) -> str:
    """Return the kind of file system of a folder, where the system tells."""
    if sys.platform == "win32":
        import ctypes

        drive = os.path.splitdrive(folder)[0]
        remote = drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == 4
        return "smbfs" if remote else ""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    best, kind = "", ""
    for line in mounts.splitlines():
        _, point, name, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        inside = str(folder) == point or str(folder).startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, name
    return kind
