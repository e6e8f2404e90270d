"""Log: decisions recorded one behind the other, never changed; what is returned is durable.

    log = DecisionLog.open("决定.log.db")
    receipt = log.record(decision, engine)

An object is for one thread; open one for each, or for each process: they wait for one another.
"""

from __future__ import annotations

import json
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.errors import CaseError, LogError, RecordError, shorten
from tolerance_rules.records.admission import evidence_references, require_admissible
from tolerance_rules.records.checkpoint import Checkpoint, SignedCheckpoint
from tolerance_rules.records.commitments import new_secret
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.records.materials import KEPT, KeptEngines, Materials, materials_of
from tolerance_rules.records.proof_files import ConsistencyProof, InclusionProof
from tolerance_rules.records.receipt import Receipt
from tolerance_rules.records.record import FIRST, Draft, Kind, Place, Record, draft
from tolerance_rules.records.requests import Request
from tolerance_rules.records.signed_note import COSIGNATURE, SignerKey
from tolerance_rules.records.sqlite_store import SqliteStore
from tolerance_rules.records.store import Appending, Row, Store, Tail, not_whole, versions
from tolerance_rules.records.subject import subject_of
from tolerance_rules.records.tree import consistency_proof, inclusion_proof, leaf_hash, root
from tolerance_rules.tables.connection_string import SHAPE, is_database, parsed
from tolerance_rules.verdict.time_in_force import BEIJING

_JITTER = timedelta(minutes=1)
"""How far a clock may be set back, as clocks are by a moment, without a record being refused."""


class DecisionLog:
    """A log in a store; `open` one that is there, or `create` one."""

    def __init__(self, store: Store) -> None:
        # Imported here: the package exports what stands above this.
        from tolerance_rules import __version__

        self.store, self._library = store, __version__
        self._materials: OrderedDict[tuple[str, ...], Materials] = OrderedDict()
        self._kept: set[str] = set()
        self.engines = KeptEngines(self._material)

    @classmethod
    def open(cls, where: str | Path) -> DecisionLog:
        """Return the log of a file, or of a PostgreSQL connection string; LogError if none."""
        return cls(_store(where))

    @classmethod
    def create(cls, where: str | Path, origin: str | None = None) -> DecisionLog:
        """Make a new log; `origin` is its name for ever, and best says whose it is."""
        origin = f"tolerance-rules/log/{secrets.token_hex(8)}" if origin is None else origin
        if not origin or not origin.isprintable() or "+" in origin or " " in origin:
            what = f"日志的名称 {shorten(origin)} 不能有空白和加号，也不能空着"
            raise RecordError([log_fault("L015", what, "请写成 jiwei.example.edu.cn/log 的样子")])
        return cls(_store(where, origin))

    def __enter__(self) -> DecisionLog:
        return self

    def __exit__(self, *_error: object) -> None:
        self.store.close()

    @property
    def origin(self) -> str:
        """Return the name of the log."""
        return self.store.origin

    def record(
        self,
        decision: Decision,
        engine: Engine,
        *,
        policy_file: str | Path | None = None,
        request: Request | None = None,
    ) -> Receipt:
        """Append a decision, made by the rules of `engine`; what is returned is durable.

        `policy_file` is that of a policy of one's own. UnsettledDecisionError,
        ForbiddenOutcomeError, OutOfForceError or CaseError say why it is not recorded, LogError
        why the log cannot be written. A `request` that was answered before is not recorded again.
        """
        return self._recorded(partial(self._draft, decision, engine, policy_file), None, request)

    def answered(self, request: Request) -> Receipt | None:
        """Return the receipt of a request that was recorded before, None if it was not.

        CaseError if its key was that of another request.
        """
        return request.receipt(self.store)

    def amend(
        self,
        number: int,
        decision: Decision,
        engine: Engine,
        *,
        kind: Kind,
        note: str,
        policy_file: str | Path | None = None,
        request: Request | None = None,
    ) -> Receipt:
        """Append what takes the place of an earlier record: a correction, or an appeal's result.

        `note` says why. The earlier record stays as it is; it must be the latest of its case.
        """
        if kind not in ("correction", "appeal") or not note.strip():
            what = "更正或者复审的结果，没有写明种类和缘由"
            raise RecordError(
                [log_fault("L027", what, "请写明（--kind、--why）", subject="amendment")]
            )
        draft = partial(self._draft, decision, engine, policy_file, kind, note, amends=number)
        return self._recorded(draft, number, request)

    def _recorded(
        self,
        draft: Callable[[], tuple[Draft, Materials]],
        amends: int | None,
        request: Request | None,
    ) -> Receipt:
        before = self.answered(request) if request is not None else None
        if before is not None:
            return before
        try:
            made, materials = draft()
        except RecordError:
            # The record in its place may be that of the same request, sent to another process.
            before = self.answered(request) if request is not None else None
            if before is None:
                raise
            return before
        return self._append(made, materials, amends, request)

    def _draft(
        self,
        decision: Decision,
        engine: Engine,
        policy_file: str | Path | None,
        kind: Kind = "decision",
        note: str = "",
        *,
        amends: int | None = None,
    ) -> tuple[Draft, Materials]:
        _require_made_by(decision, engine)
        materials = self._materials_of(engine, policy_file)
        made = draft(
            decision,
            materials.references,
            secret=new_secret(),
            library=self._library,
            text=engine.rules.regulation_sha256,
            kind=kind,
            amendment=note,
            evidence=evidence_references(decision),
        )
        if decision.settled and not self.engines.has(made.entry):
            # What cannot be appended costs no engine; whoever appends meanwhile is met again.
            decided = self.store.number_of(made.case_id) if amends is None else None
            self._place_of(self.store, made.case_id, amends, decided)
        require_admissible(decision, self.engines.of(made.entry), amendment=note)
        return made, materials

    def _materials_of(self, engine: Engine, policy_file: str | Path | None) -> Materials:
        rules = engine.rules
        policy = rules.policy.sha256 if rules.policy else ""
        key = str(rules.folder), rules.sha256, rules.regulation_sha256, policy
        found = self._materials.get(key)
        if found is None:
            found = self._materials[key] = materials_of(rules, policy_file)
            if len(self._materials) > KEPT:
                self._materials.popitem(last=False)
        self._materials.move_to_end(key)
        return found

    def _append(
        self,
        made: Draft,
        materials: Materials,
        amends: int | None = None,
        request: Request | None = None,
    ) -> Receipt:
        names = materials.names
        subject = subject_of(made.case_id) if amends is None else None
        with self.store.appending(made.case_id) as end:
            before = request.receipt(end) if request is not None else None
            if before is not None:
                return before
            tail = end.tail()
            place = self._place(end, made, tail, amends)
            document, entry = made.document(place)
            leaf = leaf_hash(entry)
            nodes = b"".join(tail.frontier.add(leaf))
            for name in names.keys() - self._kept:
                end.keep(name, names[name])
            end.add(Row(place.number, document, nodes, subject, amends))
            if request is not None:
                end.note_answer(request.key, request.fingerprint, place.number)
        self._kept |= names.keys()
        return Receipt(
            place.number,
            f"{place.recorded_at:%Y-%m}",
            place.number_in_month,
            place.recorded_at,
            leaf.hex(),
            made.case_id,
            made.entry["outcome"],
        )

    def _place(self, end: Appending, made: Draft, tail: Tail, amends: int | None) -> Place:
        at, number, in_month, previous = tail.now.astimezone(BEIJING), 1, 1, FIRST
        if tail.last is not None:
            last, before = _end(tail.last)
            if before - at > _JITTER:
                what = f"本机时间 {at:%F %T} 早于第 {last['number']} 号记录的时间 {before:%F %T}"
                raise LogError([log_fault("L036", what, "请校准时间，再记录")])
            at, number, previous = max(at, before), last["number"] + 1, tail.previous.hex()
            if last["month"] == f"{at:%Y-%m}":
                in_month = last["number_in_month"] + 1
        if date.fromisoformat(made.entry["decided_on"]) > at.date():
            what = f"作出结论的日期 {made.entry['decided_on']} 还没有到"
            raise RecordError([log_fault("L024", what, "请核对日期", subject="case.decided_on")])
        named = self._place_of(end, made.case_id, amends, tail.decided)
        return Place(self.origin, number, in_month, at, previous, named)

    def _place_of(
        self, end: Appending | Store, case_id: str, amends: int | None, decided: int | None
    ) -> dict[str, Any] | None:
        """Return what names the record that is amended, if one is; CaseError if it cannot be.

        `decided` is the number of the record that decides the case already.
        """
        if amends is not None:
            return self._amended(end, amends, case_id)
        if decided is not None:
            *_, standing = versions(end, decided)
            what = f"编号 {shorten(case_id)} 的案件已经记录，是第 {standing} 号"
            remedy = "请核对编号；要更正的，用 tolerance-rules log amend"
            raise _taken(standing, "L028", what, remedy, subject="case.id")
        return None

    def _amended(self, end: Appending | Store, number: int, case_id: str) -> dict[str, Any]:
        row = end.row_of(number)
        if row is None:
            raise _absent(number)
        *_, standing = versions(end, number)
        if standing != number:
            what = f"第 {number} 号记录已经由第 {standing} 号取代"
            raise _taken(standing, "L038", what, f"请看过第 {standing} 号，再更正那一号")
        earlier = Record(row.document)
        if earlier.case_id != case_id:
            what = f"第 {number} 号记录是编号 {shorten(earlier.case_id)} 的案件，不是这一件"
            raise RecordError([log_fault("L029", what, "请核对号数和编号")])
        return {"hash": earlier.leaf_hash.hex(), "number": number}

    def _material(self, name: str) -> bytes | None:
        for each in self._materials.values():
            if name in each.names:
                return each.names[name]
        return self.store.material(name)

    def records(self, start: int = 1, stop: int | None = None) -> Iterator[Record]:
        """Yield the records in order."""
        return (Record(row.document) for row in self.store.rows(start, stop))

    def current(self) -> Iterator[Record]:
        """Yield the records that stand: those that no later one took the place of."""
        amended: set[int | None] = set()
        last = 0
        for row in self.store.rows():
            amended.add(row.amends)
            last = row.number
        # No further: what is appended meanwhile may amend one of these.
        return (record for record in self.records(1, last) if record.number not in amended)

    def get(self, number: int) -> Record:
        """Return a record; CaseError if there is none of that number."""
        row = self.store.row_of(number)
        if row is None:
            raise _absent(number)
        return Record(row.document)

    def checkpoint(self, *keys: SignerKey) -> SignedCheckpoint:
        """Return the size and the root of the log now, signed with each key, and then kept.

        RecordError if a key is none of this log: nobody could check what it signs.
        """
        for key in keys:
            self.require_own(key)
        size = self.store.size()
        at = Checkpoint(self.origin, size, root(size, self._node))
        made = SignedCheckpoint.of(at, *keys)
        if keys:
            self.store.keep_checkpoint(size, str(made).encode())
        return made

    def require_own(self, key: SignerKey) -> None:
        """Raise RecordError unless a key is that of this log."""
        remedy = f"请用日志自己的密钥：tolerance-rules log keygen {self.origin} 生成的"
        if key.algorithm == COSIGNATURE:
            what = f"{key.name} 的密钥是副署用的，不能给日志签名"
            raise RecordError([log_fault("L017", what, f"{remedy}；副署用 log cosign")])
        if key.name != self.origin:
            what = f"密钥是 {shorten(key.name)} 的，不是日志 {shorten(self.origin)} 的"
            raise RecordError([log_fault("L017", what, remedy)])

    def inclusion(self, number: int, at: SignedCheckpoint) -> InclusionProof:
        """Return the proof that a record is in the log of a checkpoint."""
        size = at.checkpoint.size
        if number < 1:
            raise _absent(number)
        if number > size:
            what = f"第 {number} 号记录在检查点（{size} 条）之后"
            raise RecordError(
                [log_fault("L029", what, "请用新的检查点：tolerance-rules log checkpoint")]
            )
        hashes = inclusion_proof(number - 1, size, self._node)
        return InclusionProof(self.get(number).leaf, number - 1, tuple(hashes), at)

    def consistency(self, old: int, at: SignedCheckpoint) -> ConsistencyProof:
        """Return the proof that the log of a checkpoint begins with that of an older size."""
        size = at.checkpoint.size
        if not 0 < old <= size:
            what = f"原来的条数 {old} 应当在 1 和 {size} 之间"
            raise RecordError([log_fault("L029", what, "请核对原来的检查点")])
        return ConsistencyProof(old, tuple(consistency_proof(old, size, self._node)), at)

    def _node(self, level: int, index: int) -> bytes:
        found = self.store.node(level, index)
        if len(found) != len(FIRST) // 2:
            what = f"第 {index + 1 << level} 号记录的散列不在日志里"
            raise LogError([log_fault("L105", what, "请核对日志：tolerance-rules log verify")])
        return found


def _absent(number: int) -> CaseError:
    what = f"日志里没有第 {number} 号记录"
    return RecordError([log_fault("L029", what, "请核对号数，从 1 起")])


def _taken(number: int, code: str, what: str, remedy: str, *, subject: str = "") -> CaseError:
    fault = log_fault(code, what, remedy, subject=subject)
    error = RecordError([replace(fault, english=fault.english.format(number=number))])
    error.number = number
    return error


def _end(document: bytes) -> tuple[dict[str, Any], datetime]:
    """Return the entry of the last record, and when it was recorded; LogError if it is none.

    It is not held to its form, which `verify` does: others wait meanwhile.
    """
    try:
        entry = json.loads(document)["entry"]
        before = datetime.fromisoformat(entry["recorded_at"])
        kinds = {"number": int, "number_in_month": int, "month": str}
        whole = all(type(entry[name]) is kind for name, kind in kinds.items())
    except (ValueError, LookupError, TypeError, RecursionError):
        raise not_whole() from None
    if not whole or before.tzinfo is None:
        raise not_whole()
    return entry, before


def _store(where: str | Path, new: str | None = None) -> Store:
    """Return the store of a place, a new one if it is given a name."""
    address = None
    if is_database(str(where)):
        address = parsed(str(where))
        if address is None:
            raise LogError([log_fault("L030", "连接字符串的写法不对", SHAPE[0])])
    if address is None or address.kind == "sqlite":
        file = where if address is None else address.file
        return SqliteStore(file) if new is None else SqliteStore.create(file, new)
    from tolerance_rules.records.postgres_store import PostgresStore

    return PostgresStore(address, new)


def _require_made_by(decision: Decision, engine: Engine) -> None:
    policy = engine.rules.policy
    used = decision.ruleset.sha256, decision.ruleset.policy_sha256
    if used != (engine.rules.sha256, policy.sha256 if policy else ""):
        what = "结论不是用这套规则、这份裁量惯例评判的（ruleset.sha256、policy_sha256 不同）"
        raise RecordError([log_fault("L022", what, "请用同样的规则重新评判，再记录")])
