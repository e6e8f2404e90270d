"""Proof files: an inclusion proof and a consistency proof as plain text (C2SP tlog-proof, witness).

An inclusion proof brings along, as `extra`, the leaf that it proves, so that one file is enough.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from tolerance_rules.errors import CaseError, RecordError
from tolerance_rules.records.checkpoint import SignedCheckpoint
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.records.tree import is_consistent, is_included, leaf_hash

_HEAD = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That a leaf is in the log of a checkpoint; `index` counts from 0."""

    leaf: bytes
    index: int
    hashes: tuple[bytes, ...]
    checkpoint: SignedCheckpoint

    def __str__(self) -> str:
        head = f"{_HEAD}\nextra {_encoded(self.leaf)}\nindex {self.index}\n"
        return (
            head + "".join(f"{_encoded(each)}\n" for each in self.hashes) + f"\n{self.checkpoint}"
        )

    def __bool__(self) -> bool:
        """Tell whether it proves what it says."""
        of = self.checkpoint.checkpoint
        return is_included(leaf_hash(self.leaf), self.index, of.size, self.hashes, of.root)

    @staticmethod
    def parse(text: str) -> InclusionProof:
        """Return the proof of a text; CaseError if it is in no such form."""
        above, _, below = text.partition("\n\n")
        lines = above.split("\n")
        if len(lines) < 3 or lines[0] != _HEAD or not lines[1].startswith("extra "):
            raise _wrong("包含证明")
        leaf = _decoded(lines[1].removeprefix("extra "), "包含证明")
        index = _number(lines[2], "index ", "包含证明")
        hashes = tuple(_hash(line, "包含证明") for line in lines[3:])
        return InclusionProof(leaf, index, hashes, SignedCheckpoint.parse(below))


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """That the log of a checkpoint begins with the records it had at an older size."""

    old: int
    hashes: tuple[bytes, ...]
    checkpoint: SignedCheckpoint

    def __str__(self) -> str:
        hashes = "".join(f"{_encoded(each)}\n" for each in self.hashes)
        return f"old {self.old}\n{hashes}\n{self.checkpoint}"

    def holds(self, before: SignedCheckpoint) -> bool:
        """Tell whether the log only grew since an older checkpoint of it."""
        old, new = before.checkpoint, self.checkpoint.checkpoint
        return (
            old.origin == new.origin
            and old.size == self.old
            and is_consistent(old.size, new.size, self.hashes, old.root, new.root)
        )

    @staticmethod
    def parse(text: str) -> ConsistencyProof:
        """Return the proof of a text; CaseError if it is in no such form."""
        above, _, below = text.partition("\n\n")
        lines = above.split("\n")
        old = _number(lines[0], "old ", "延续证明")
        hashes = tuple(_hash(line, "延续证明") for line in lines[1:])
        return ConsistencyProof(old, hashes, SignedCheckpoint.parse(below))


def _number(line: str, start: str, what: str) -> int:
    digits = line.removeprefix(start)
    plain = digits.isascii() and digits.isdigit() and len(digits) < 16
    if not line.startswith(start) or not plain or (digits[0] == "0" and digits != "0"):
        raise _wrong(what)
    return int(digits)


def _hash(line: str, what: str) -> bytes:
    found = _decoded(line, what)
    if len(found) != 32:
        raise _wrong(what)
    return found


def _decoded(encoded: str, what: str) -> bytes:
    try:
        found = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise _wrong(what) from None
    if _encoded(found) != encoded:
        raise _wrong(what)
    return found


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _wrong(what: str) -> CaseError:
    return RecordError(
        [log_fault("L014", f"不是合格的{what}", "请核对是不是 log proof 写出的，有没有改动")]
    )
