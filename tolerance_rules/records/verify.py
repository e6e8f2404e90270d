"""Verify: whether a log is whole and as it was written; every fault names its record.

One pass, in which little is remembered: numbers, chain, tree, seal, dates, amendments, and each
decision evaluated again by the rules that the log keeps. What only holds of the whole is held to
the checkpoints: those kept beside the records, and those that others brought.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tolerance_rules.decision import Decision
from tolerance_rules.errors import Fault, ToleranceRulesError
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.records.admission import case_faults
from tolerance_rules.records.checkpoint import SignedCheckpoint
from tolerance_rules.records.commitments import sealed
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.records.materials import KeptEngines
from tolerance_rules.records.record import (
    CONTENTS,
    FIRST,
    KINDS,
    Record,
    case_of,
    entry_of,
    facts_of,
    findings_of,
    written_instant,
)
from tolerance_rules.records.signed_note import VerifierKey
from tolerance_rules.records.store import Row
from tolerance_rules.records.subject import subject_of
from tolerance_rules.records.tree import Frontier
from tolerance_rules.verdict.time_in_force import BEIJING
from tolerance_rules.vocabulary.packed_facts import PackedFacts

_AHEAD = timedelta(minutes=5)
"""How far the clock of another machine may be ahead."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found of a log; true if nothing is wrong."""

    size: int
    root: bytes
    faults: tuple[Fault, ...]
    held_to: int
    """How many checkpoints it was held to."""
    sealed: int = 0
    """How many records the largest of them has: what was appended since, none of them covers."""

    def __bool__(self) -> bool:
        return not self.faults

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data; each fault with the number of its record, 0 for the whole."""
        return {
            "size": self.size,
            "root": self.root.hex(),
            "checkpoints": self.held_to,
            "sealed": self.sealed,
            "faults": [
                {"code": each.code, "number": int(each.subject or 0), "message": each.message}
                for each in self.faults
            ],
        }


def verify(
    log: DecisionLog,
    *,
    checkpoints: Iterable[SignedCheckpoint] = (),
    keys: Collection[VerifierKey] = (),
    evaluate: bool = True,
) -> Verification:
    """Return what is wrong with a log.

    `checkpoints` are those brought from elsewhere: each must be signed, and cosigned, under every
    one of the `keys`; of those kept in the log, at least one signature must be under one of them.
    """
    engines = log.engines if evaluate else None
    walk = RecordChecker(log.origin, engines, log.store.row_of)
    faults = [_fault("L100", 0, f"数据库损坏：{each}") for each in log.store.damage()]
    kept, brought = _parsed(log, faults), list(checkpoints)
    for each in brought:
        faults += _signature_faults(each, keys, all_of=True)
    for each in kept if keys else ():
        faults += _signature_faults(each, keys, all_of=False)
    wanted: dict[int, list[SignedCheckpoint]] = {}
    for each in (*kept, *brought):
        wanted.setdefault(each.checkpoint.size, []).append(each)
    faults += _roots(walk, wanted.pop(0, ()), log.origin)
    for row in log.store.rows():
        faults += walk.check(row)
        if row.number == walk.frontier.size:
            faults += _roots(walk, wanted.pop(row.number, ()), log.origin)
    for size, of in sorted(wanted.items()):
        faults += _too_short(size, walk, of)
    faults += [_fault("L125", max(at, 0), what) for at, what in log.store.strays()]
    faults += _unsealed(log, walk, [*kept, *brought], keys, whole=not faults)
    held = [each.checkpoint.size for each in (*kept, *brought)]
    root = walk.frontier.root()
    return Verification(
        walk.number, root, tuple(dict.fromkeys(faults)), len(held), max(held or [0])
    )


def _unsealed(
    log: DecisionLog,
    walk: RecordChecker,
    checkpoints: Sequence[SignedCheckpoint],
    keys: Collection[VerifierKey],
    *,
    whole: bool,
) -> Iterator[Fault]:
    """Yield what can only be told of the whole, at the end."""
    if keys and not checkpoints:
        what = "给了公钥，却没有一个检查点可以核对：从末尾截去了多少，看不出来"
        yield _fault("L126", 0, what)
    # Where a record is missing or altered its rules are, too, without one that names them.
    for name in log.store.materials() if whole else ():
        if name not in walk.named:
            yield _fault("L125", 0, f"所存的规则 {name[:12]} 没有一条记录用到，是插入的")


def _parsed(log: DecisionLog, faults: list[Fault]) -> list[SignedCheckpoint]:
    found = []
    for note in log.store.checkpoints():
        try:
            found.append(SignedCheckpoint.parse(note))
        except ToleranceRulesError as error:
            faults.append(_fault("L120", 0, f"日志里存的检查点不合格式：{_said(error)}"))
    return found


def _signature_faults(
    of: SignedCheckpoint, keys: Collection[VerifierKey], *, all_of: bool
) -> Iterator[Fault]:
    size = of.checkpoint.size
    found = [(key, of.is_signed(key)) for key in keys]
    for key, is_signed in found:
        if is_signed is False:
            yield _fault("L121", 0, f"检查点（{size} 条）上 {key.name} 的签名不对")
        elif is_signed is None and all_of:
            yield _fault("L121", 0, f"检查点（{size} 条）上没有 {key.name} 的签名")
    if not all_of and not any(is_signed for _, is_signed in found):
        yield _fault("L121", 0, f"日志里存的检查点（{size} 条）没有所给公钥的签名")


def _roots(walk: RecordChecker, of: Sequence[SignedCheckpoint], origin: str) -> Iterator[Fault]:
    for each in of:
        at = each.checkpoint
        if at.origin != origin:
            yield _fault("L122", 0, f"检查点是日志 {at.origin} 的，不是 {origin} 的")
        elif walk.whole and at.root != walk.frontier.root():
            what = f"同检查点不符：前 {at.size} 条记录里有改动过、换过的"
            yield _fault("L123", at.size, what)


def _too_short(size: int, walk: RecordChecker, of: Sequence[SignedCheckpoint]) -> Iterator[Fault]:
    if size > walk.number:
        first, last = walk.number + 1, size
        which = f"第 {first} 号" if first == last else f"第 {first}—{last} 号"
        for _ in of:
            yield _fault("L124", first, f"{which}记录缺失：检查点有 {size} 条")


class RecordChecker:
    """Checks the records of a log one by one, from the first."""

    def __init__(
        self,
        origin: str,
        engines: KeptEngines | None,
        row_of: Callable[[int], Row | None],
    ) -> None:
        self.origin, self.engines, self._row_of = origin, engines, row_of
        self.now = written_instant(datetime.now(BEIJING) + _AHEAD)
        self.number = 0
        self.frontier = Frontier()
        self.whole = True
        """Whether the tree could be followed so far."""
        self._last: dict[str, Any] | None = None
        self._previous: str | None = FIRST
        self._amended: set[int] = set()
        self.named: set[str] = set()
        """The fingerprints of the rules that the records so far name."""

    def copy(self) -> RecordChecker:
        """Return another that goes on from here."""
        found = copy.copy(self)
        found.frontier = copy.deepcopy(self.frontier)
        found._amended, found.named = set(self._amended), set(self.named)
        return found

    def check(self, row: Row) -> list[Fault]:
        """Return what is wrong with the next row."""
        faults = []
        if row.number != self.number + 1:
            first, last = self.number + 1, row.number - 1
            which = f"第 {first} 号" if first == last else f"第 {first}—{last} 号"
            faults.append(_fault("L101", first, f"{which}记录缺失"))
            self.whole, self._previous, self._last = False, None, None
        self.number = row.number
        try:
            record = Record(row.document)
            faults += self._faults(record, row)
            self._previous = record.leaf_hash.hex()
            self._last = record.entry
        except (ToleranceRulesError, *_MALFORMED) as error:
            faults.append(_fault("L102", row.number, f"读不出来：{_said(error)}"))
            self.whole, self._previous, self._last = False, None, None
        return faults

    def _faults(self, record: Record, row: Row) -> Iterator[Fault]:
        entry, number = record.entry, row.number
        if set(entry) != _ENTRY or set(record.contents) != CONTENTS:
            yield _fault("L102", number, "各项不全，或者多了")
            raise ValueError("fields")
        if entry["number"] != number or isinstance(entry["number"], bool):
            yield _fault("L103", number, f"里面写的是第 {entry['number']} 号，换过或者是插入的")
        if entry["log"] != self.origin:
            yield _fault("L103", number, f"是另一个日志 {entry['log']} 的记录，是插入的")
        if self._previous is not None and entry["previous"] != self._previous:
            what = f"同前一条接不上：第 {number - 1} 号改动过，或者这一条是插入的"
            yield _fault("L104", number, what)
        if self.whole:
            nodes = b"".join(self.frontier.add(record.leaf_hash))
            if nodes != row.nodes:
                yield _fault("L105", number, "散列不符，改动过")
        if sealed(record.commitments) != entry["sealed"]:
            yield _fault("L108", number, "事实或者依据改动过")
        self.named |= {entry["ruleset"]["files"], entry["policy"]["file"]}
        yield from self._dates(entry, number)
        yield from self._amendment(record, row)
        if self.engines is not None:
            yield from _decided_again(record, self.engines)

    def _dates(self, entry: dict[str, Any], number: int) -> Iterator[Fault]:
        at = entry["recorded_at"]
        if written_instant(datetime.fromisoformat(at)) != at or entry["month"] != at[:7]:
            yield _fault("L106", number, "记录时间或者月份不合格式")
        if entry["decided_on"] > at[:10]:
            yield _fault("L107", number, f"作出结论的日期在记录时间 {at[:10]} 之后")
        if at > self.now:
            yield _fault("L107", number, f"记录时间 {at} 还没有到")
        last, expected = self._last, 1
        if last is None and number > 1:
            return
        if last is not None:
            if at < last["recorded_at"]:
                what = f"记录时间 {at} 早于前一条的 {last['recorded_at']}，倒填了日期"
                yield _fault("L107", number, what)
            if last["month"] == entry["month"]:
                expected = last["number_in_month"] + 1
        if entry["number_in_month"] != expected:
            yield _fault("L106", number, f"当月号应为 {expected}，是 {entry['number_in_month']}")

    def _amendment(self, record: Record, row: Row) -> Iterator[Fault]:
        entry, number = record.entry, row.number
        amends = entry["amends"]
        target = amends["number"] if amends else None
        stated = {subject_of(record.case_id), record.case_id} if amends is None else {None}
        plain = (entry["kind"] == "decision") is (amends is None)
        registered = row.subject in stated and row.amends == target
        if entry["kind"] not in KINDS or not plain or not registered:
            yield _fault("L111", number, "编号、种类或者所取代的一号同登记的不符")
        if amends is None:
            return
        earlier = self._row_of(amends["number"]) if amends["number"] < number else None
        named = Record(earlier.document) if earlier else None
        right = named and (named.case_id, named.leaf_hash.hex()) == (record.case_id, amends["hash"])
        if not right or amends["number"] in self._amended:
            what = f"所取代的第 {amends['number']} 号不是它，已经取代，或者不是同一案件"
            yield _fault("L111", number, what)
        self._amended.add(amends["number"])


_MALFORMED = (TypeError, ValueError, AttributeError, LookupError, OverflowError)
"""What reading a document of another shape raises."""
_ENTRY = frozenset(
    {"amends", "authority", "decided_on", "format", "hash", "kind", "library", "log", "month"}
    | {"named", "number", "number_in_month", "outcome", "policy", "previous", "readings"}
    | {"recorded_at", "ruleset", "sealed"}
)


def decided_again(record: Record, engines: KeptEngines) -> Decision:
    """Return what the kept rules say of the facts of a record, with the authority's choice."""
    engine, said = engines.of(record.entry), record.contents["decision"]
    facts, info = record.contents["facts"], record.info
    case = engine.plain_case(facts, info) or CaseFile(engine.facts(facts), info)
    decision = engine.evaluate(case)
    if said["basis"] == "authority":
        decision = decision.choose(record.entry["outcome"], reason=said["reason"])
    return decision


def _decided_again(record: Record, engines: KeptEngines) -> Iterator[Fault]:
    entry, contents, number = record.entry, record.contents, record.number
    try:
        found = decided_again(record, engines)
    except ToleranceRulesError as error:
        yield _fault("L110", number, f"重新评判不成：{_said(error)}")
        return
    references = entry["ruleset"]["files"], entry["policy"]["file"]
    stated = entry_of(found, references, entry["ruleset"]["text"])
    differing = [name for name, value in stated.items() if entry[name] != value]
    again: dict[str, Any] = {"case": case_of(found), "decision": findings_of(found)}
    if not isinstance(found.plain_facts, PackedFacts):  # else each was taken exactly as it stands
        again["facts"] = facts_of(found)
    differing += [name for name, value in again.items() if contents[name] != value]
    if differing or not found.settled:
        names = "、".join(differing) or "settled"
        yield _fault("L110", number, f"重新评判，得不出所记的结论：{names} 不同")
        return
    for fault in case_faults(found, contents["amendment"]):
        yield _fault("L110", number, f"本来不该记录：{fault.message}")


def _said(error: Exception) -> str:
    """Return what an error says, without the heading that it has where it stands alone."""
    faults = getattr(error, "faults", ())
    return "；".join(each.message for each in faults) or str(error)


def _fault(code: str, number: int, what: str) -> Fault:
    named = f"第 {number} 号记录：{what}" if number else what
    return log_fault(code, named, subject=str(number) if number else "")
