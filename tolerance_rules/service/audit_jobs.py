"""Audit jobs: registers that were sent, and the audits of them, one process after the other.

Everything lies in a folder that is gone with the service; what nobody fetched goes after an hour.
"""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tolerance_rules.service.audit_worker import STAGES
from tolerance_rules.service.pool import BUSY
from tolerance_rules.service.problems import Problem

KEPT_SECONDS = 3600
MOST = 8
"""How many registers and audits are kept of one caller."""
ALTOGETHER = 32
LONGEST_SECONDS = 900
"""After which an audit is given up."""
SUFFIXES = (".csv", ".xlsx", ".xls", ".parquet", ".arrow")
REPORTS: Mapping[str, str] = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
GONE = Problem("not-found", ("没有这一项，或者已经过期", "There is no such thing, or no longer"))


@dataclass
class Register:
    """A register that was sent."""

    id: str
    owner: str
    name: str
    """What its sender calls it; never the name of a file here."""
    folder: Path
    suffix: str
    made: float = field(default_factory=time.monotonic)


@dataclass
class Audit:
    """An audit, and how far it is."""

    id: str
    owner: str
    register: str
    folder: Path
    state: str = "waiting"
    stage: str = ""
    found: dict[str, Any] = field(default_factory=dict)
    problem: dict[str, Any] | None = None
    process: subprocess.Popen[str] | None = None
    made: float = field(default_factory=time.monotonic)

    def to_dict(self) -> dict[str, Any]:
        """Return how far it is, as plain data."""
        done = STAGES.index(self.stage) if self.stage else 0
        progress = 1.0 if self.state == "done" else done / len(STAGES)
        more = {"problem": self.problem} if self.problem is not None else {}
        return {
            "id": self.id,
            "register": self.register,
            "state": self.state,
            "stage": self.stage,
            "progress": progress,
            **self.found,
            **more,
        }


class AuditJobs:
    """The registers and the audits of a service."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="tolerance-rules-audit-"))
        self._registers: dict[str, Register] = {}
        self._audits: dict[str, Audit] = {}
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="audit")
        self._closed = False

    def add_register(self, owner: str, name: str, data: bytes) -> Register:
        """Keep a register; Problem if its caller has too many."""
        suffix = Path(name).suffix.lower()
        with self._lock:
            self._forget()
            self._require_room(owner)
            id_ = secrets.token_hex(12)
            folder = self._folder / id_
            folder.mkdir(mode=0o700)
            (folder / f"register{suffix}").write_bytes(data)
            found = self._registers[id_] = Register(id_, owner, name, folder, suffix)
        return found

    def register(self, owner: str, id_: str) -> Register:
        """Return a register of its owner."""
        with self._lock:
            self._forget()
            found = self._registers.get(id_)
        if found is None or found.owner != owner:
            raise GONE
        return found

    def start(self, register: Register, order: dict[str, Any], mapping: str | None) -> Audit:
        """Ask for an audit; it is done when those before it are."""
        with self._lock:
            self._forget()
            self._require_room(register.owner)
            id_ = secrets.token_hex(12)
            folder = self._folder / id_
            folder.mkdir(mode=0o700)
            found = self._audits[id_] = Audit(id_, register.owner, register.id, folder)
        shutil.copyfile(
            register.folder / f"register{register.suffix}", folder / f"register{register.suffix}"
        )
        if mapping is not None:
            (folder / "mapping.yaml").write_text(mapping, "utf-8")
        whole = {
            **order,
            "register": f"register{register.suffix}",
            "name": register.name,
            "mapping_file": "mapping.yaml" if mapping is not None else "",
        }
        (folder / "order.json").write_text(json.dumps(whole), "utf-8")
        self._thread.submit(self._run, found)
        return found

    def audit(self, owner: str, id_: str) -> Audit:
        """Return an audit of its owner."""
        with self._lock:
            self._forget()
            found = self._audits.get(id_)
        if found is None or found.owner != owner:
            raise GONE
        return found

    def remove(self, owner: str, id_: str) -> None:
        """Stop an audit, and forget it."""
        found = self.audit(owner, id_)
        with self._lock:
            self._stop(found)
            self._audits.pop(id_, None)
        shutil.rmtree(found.folder, ignore_errors=True)

    def _run(self, audit: Audit) -> None:
        with self._lock:
            if self._closed or audit.id not in self._audits:
                return
            command = [sys.executable, "-m", "tolerance_rules.service.audit_worker"]
            audit.process = subprocess.Popen(
                [*command, str(audit.folder)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                # What went wrong may quote the register.
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="ascii",
            )
            audit.state = "running"
        late = threading.Timer(LONGEST_SECONDS, audit.process.kill)
        late.start()
        try:
            with audit.process as process:
                assert process.stdout is not None
                for line in process.stdout:
                    said = json.loads(line)
                    audit.stage = said.pop("stage", audit.stage)
                    audit.problem = said.pop("problem", None)
                    audit.found |= said
            good = process.returncode == 0
        except ValueError:  # killed in the midst of a line
            good = False
        finally:
            late.cancel()
        audit.state = "done" if good else "failed"
        if not good and audit.problem is None:
            words = (
                "审计没有做完：过久，或者中止了",
                "The audit did not end: too long, or stopped",
            )
            audit.problem = Problem("late", words).to_dict("zh")

    def _require_room(self, owner: str) -> None:
        everything: list[Register | Audit] = [*self._registers.values(), *self._audits.values()]
        own = sum(each.owner == owner for each in everything)
        waiting = sum(each.state == "waiting" for each in self._audits.values())
        if own >= 2 * MOST or len(everything) >= 2 * ALTOGETHER or waiting >= MOST:
            raise BUSY

    def _forget(self) -> None:
        """Forget what is old."""
        now = time.monotonic()
        everything: list[Register | Audit] = [*self._registers.values(), *self._audits.values()]
        for each in everything:
            if now - each.made > KEPT_SECONDS:
                if isinstance(each, Audit):
                    self._stop(each)
                    del self._audits[each.id]
                else:
                    del self._registers[each.id]
                shutil.rmtree(each.folder, ignore_errors=True)

    @staticmethod
    def _stop(audit: Audit) -> None:
        if audit.process is not None and audit.process.poll() is None:
            audit.process.kill()

    def close(self) -> None:
        """Stop every audit and delete everything."""
        with self._lock:
            self._closed = True
            for each in self._audits.values():
                self._stop(each)
        self._thread.shutdown(wait=True, cancel_futures=True)
        shutil.rmtree(self._folder, ignore_errors=True)
