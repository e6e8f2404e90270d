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

from tolerance_rules.language import Lang
from tolerance_rules.service.audit_worker import STAGES
from tolerance_rules.service.pool import BUSY
from tolerance_rules.service.problems import Problem

KEPT_SECONDS = 3600
LOOKED_SECONDS = 60
"""How often it is looked for what is old."""
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
_STOPPED = Problem(
    "late", ("审计没有做完：过久，或者中止了", "The audit did not end: too long, or stopped")
)
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
    lang: Lang = "zh"
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
        self._closing = threading.Event()
        self._expiry: threading.Thread | None = None

    def add_register(self, owner: str, name: str, data: bytes) -> Register:
        """Keep a register; Problem if its caller has too many."""
        suffix = Path(name).suffix.lower()
        with self._lock:
            self._forget()
            self._require_room(owner)
            id_ = secrets.token_hex(12)
            folder = self._folder / id_
            folder.mkdir(mode=0o700)
            try:
                (folder / f"register{suffix}").write_bytes(data)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            found = self._registers[id_] = Register(id_, owner, name, folder, suffix)
            self._expire()
        return found

    def forget_register(self, register: Register) -> None:
        """Delete a register, unless an audit of it is kept."""
        with self._lock:
            if any(each.register == register.id for each in self._audits.values()):
                return
            self._registers.pop(register.id, None)
        shutil.rmtree(register.folder, ignore_errors=True)

    def remove_register(self, owner: str, id_: str) -> None:
        """Delete a register of its owner, and every audit of it."""
        register = self.register(owner, id_)
        with self._lock:
            audits = [each for each in self._audits.values() if each.register == id_]
            for each in audits:
                self._stop(each)
                del self._audits[each.id]
            self._registers.pop(id_, None)
        for folder in (register.folder, *(each.folder for each in audits)):
            shutil.rmtree(folder, ignore_errors=True)

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
        found = Audit(id_, register.owner, register.id, folder, order.get("lang", "zh"))
        try:
            _write_order(folder, register, order, mapping)
            with self._lock:
                # Others may have come meanwhile.
                self._require_room(register.owner)
                self._audits[id_] = found
                self._expire()
            self._thread.submit(self._run, found)
        except BaseException as error:
            with self._lock:
                self._audits.pop(id_, None)
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, FileNotFoundError):  # the register expired meanwhile
                raise GONE from None
            raise
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
        """Stop an audit, and forget it, and its register if no other audit is of it."""
        found = self.audit(owner, id_)
        with self._lock:
            self._stop(found)
            self._audits.pop(id_, None)
            register = self._registers.get(found.register)
        shutil.rmtree(found.folder, ignore_errors=True)
        if register is not None:
            self.forget_register(register)

    def _run(self, audit: Audit) -> None:
        try:
            self._audited(audit)
        except BaseException:
            # Nobody waits here to be told; who asks for the audit is.
            self._stop(audit)
            audit.problem, audit.state = _STOPPED.to_dict(audit.lang), "failed"
            raise

    def _audited(self, audit: Audit) -> None:
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
        if not good and audit.problem is None:
            audit.problem = _STOPPED.to_dict(audit.lang)
        audit.state = "done" if good else "failed"

    def _require_room(self, owner: str) -> None:
        everything: list[Register | Audit] = [*self._registers.values(), *self._audits.values()]
        own = sum(each.owner == owner for each in everything)
        waiting = sum(each.state == "waiting" for each in self._audits.values())
        if own >= 2 * MOST or len(everything) >= 2 * ALTOGETHER or waiting >= MOST:
            raise BUSY

    def _expire(self) -> None:
        """See to it that what is old is forgotten though nobody asks for anything."""
        if self._expiry is None:
            self._expiry = threading.Thread(target=self._expiring, name="audit-expiry", daemon=True)
            self._expiry.start()

    def _expiring(self) -> None:
        while not self._closing.wait(min(LOOKED_SECONDS, KEPT_SECONDS)):
            with self._lock:
                self._forget()

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
            self._closing.set()
            for each in self._audits.values():
                self._stop(each)
        self._thread.shutdown(wait=True, cancel_futures=True)
        shutil.rmtree(self._folder, ignore_errors=True)


def _write_order(
    folder: Path, register: Register, order: dict[str, Any], mapping: str | None
) -> None:
    """Write what the process of an audit reads."""
    name = f"register{register.suffix}"
    shutil.copyfile(register.folder / name, folder / name)
    if mapping is not None:
        (folder / "mapping.yaml").write_text(mapping, "utf-8")
    whole = {
        **order,
        "register": name,
        "name": register.name,
        "mapping_file": "mapping.yaml" if mapping is not None else "",
    }
    (folder / "order.json").write_text(json.dumps(whole), "utf-8")
