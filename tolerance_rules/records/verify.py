"""Verify: whether a log is whole and as it was written; every fault names its record.

One pass, in which little is remembered: numbers, chain, tree, seal, dates, amendments, and each
decision evaluated again by the rules that the log keeps. What only holds of the whole is held to
the checkpoints: those kept beside the records, and those that others brought.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tolerance_rules.errors import Fault, ToleranceRulesError
from tolerance_rules.records.checkpoint import SignedCheckpoint
from tolerance_rules.records.examined import record_fault, said
from tolerance_rules.records.examiners import examiners
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.record_checker import RecordChecker
from tolerance_rules.records.signed_note import VerifierKey


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
    processes: int = 1,
) -> Verification:
    """Return what is wrong with a log.

    `checkpoints` are those brought from elsewhere: each must be signed, and cosigned, under every
    one of the `keys`; of those kept in the log, at least one signature must be under one of them.
    With more than one of the `processes` the records are examined in so many others, at most
    MOST_PROCESSES; a script that asks for them has its own work below
    `if __name__ == "__main__":`.
    """
    walk = RecordChecker(log.origin, None, log.store.row_of)
    faults = [record_fault("L100", 0, f"数据库损坏：{each}") for each in log.store.damage()]
    kept, brought = _parsed(log, faults), list(checkpoints)
    for each in brought:
        faults += _signature_faults(each, keys, all_of=True)
    for each in kept if keys else ():
        faults += _signature_faults(each, keys, all_of=False)
    wanted: dict[int, list[SignedCheckpoint]] = {}
    for each in (*kept, *brought):
        wanted.setdefault(each.checkpoint.size, []).append(each)
    faults += _roots(walk, wanted.pop(0, ()), log.origin)
    with examiners(log, processes, evaluate=evaluate) as examine:
        for row, found in examine(log.store.rows()):
            faults += walk.follow(row, found)
            if row.number == walk.frontier.size:
                faults += _roots(walk, wanted.pop(row.number, ()), log.origin)
    for size, of in sorted(wanted.items()):
        faults += _too_short(size, walk, of)
    faults += [record_fault("L125", max(at, 0), what) for at, what in log.store.strays()]
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
        yield record_fault("L126", 0, what)
    # Where a record is missing or altered its rules are, too, without one that names them.
    for name in log.store.materials() if whole else ():
        if name not in walk.named:
            yield record_fault("L125", 0, f"所存的规则 {name[:12]} 没有一条记录用到，是插入的")


def _parsed(log: DecisionLog, faults: list[Fault]) -> list[SignedCheckpoint]:
    found = []
    for note in log.store.checkpoints():
        try:
            found.append(SignedCheckpoint.parse(note))
        except ToleranceRulesError as error:
            faults.append(record_fault("L120", 0, f"日志里存的检查点不合格式：{said(error)}"))
    return found


def _signature_faults(
    of: SignedCheckpoint, keys: Collection[VerifierKey], *, all_of: bool
) -> Iterator[Fault]:
    size = of.checkpoint.size
    found = [(key, of.is_signed(key)) for key in keys]
    for key, is_signed in found:
        if is_signed is False:
            yield record_fault("L121", 0, f"检查点（{size} 条）上 {key.name} 的签名不对")
        elif is_signed is None and all_of:
            yield record_fault("L121", 0, f"检查点（{size} 条）上没有 {key.name} 的签名")
    if not all_of and not any(is_signed for _, is_signed in found):
        yield record_fault("L121", 0, f"日志里存的检查点（{size} 条）没有所给公钥的签名")


def _roots(walk: RecordChecker, of: Sequence[SignedCheckpoint], origin: str) -> Iterator[Fault]:
    for each in of:
        at = each.checkpoint
        if at.origin != origin:
            yield record_fault("L122", 0, f"检查点是日志 {at.origin} 的，不是 {origin} 的")
        elif walk.whole and at.root != walk.frontier.root():
            what = f"同检查点不符：前 {at.size} 条记录里有改动过、换过的"
            yield record_fault("L123", at.size, what)


def _too_short(size: int, walk: RecordChecker, of: Sequence[SignedCheckpoint]) -> Iterator[Fault]:
    if size > walk.number:
        first, last = walk.number + 1, size
        which = f"第 {first} 号" if first == last else f"第 {first}—{last} 号"
        for _ in of:
            yield record_fault("L124", first, f"{which}记录缺失：检查点有 {size} 条")
