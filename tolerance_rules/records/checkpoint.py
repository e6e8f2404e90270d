"""Checkpoint: the size and the root of a log as a note that is signed and cosigned (C2SP).

Lines: the origin, which names the log; the size; the root in base64. An office that has seen the
log grow adds its own signature with the time: a cosignature (tlog-cosignature, cosignature/v1).
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timezone

from tolerance_rules.errors import CaseError, RecordError, shorten
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.records.signed_note import (
    COSIGNATURE,
    Note,
    Signature,
    SignerKey,
    VerifierKey,
    parse_note,
    signatures_of,
    signed,
    with_signature,
)

_DIGITS = 16
"""What a size stays below; Python refuses to read a number of very many."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many records a log has, and the root of the tree over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Return the text of the note."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint as it was issued: with whatever signatures stand below it."""

    checkpoint: Checkpoint
    note: Note

    def __str__(self) -> str:
        return str(self.note) if self.note.signatures else f"{self.note.text}\n"

    @staticmethod
    def of(checkpoint: Checkpoint, *keys: SignerKey) -> SignedCheckpoint:
        """Return a checkpoint signed by each of the keys of a log."""
        note = Note(checkpoint.text)
        for key in keys:
            note = signed(note, key)
        return SignedCheckpoint(checkpoint, note)

    @staticmethod
    def parse(data: str | bytes) -> SignedCheckpoint:
        """Return the checkpoint of a text, signed or not; CaseError if it is none."""
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        unsigned = text.endswith("\n\n") and text.count("\n\n") == 1
        note = Note(text[:-1]) if unsigned else parse_note(data)
        lines = note.text.split("\n")
        if len(lines) < 4 or not all(lines[:-1]):
            raise _wrong(text)
        origin, size, encoded = lines[:3]
        plain = size.isascii() and size.isdigit() and (size == "0" or size[0] != "0")
        plain = plain and len(size) < _DIGITS
        try:
            root = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            raise _wrong(text) from None
        if not plain or len(root) != 32 or base64.b64encode(root).decode() != encoded:
            raise _wrong(text)
        return SignedCheckpoint(Checkpoint(origin, int(size), root), note)

    def cosigned(self, key: SignerKey, at: datetime) -> SignedCheckpoint:
        """Return the checkpoint with the cosignature of another office, of an instant."""
        if key.algorithm != COSIGNATURE:
            what = f"{key.name} 不是副署的密钥"
            raise RecordError([log_fault("L012", what, "副署的密钥用 log keygen --cosign 生成")])
        time = int(at.timestamp())
        value = time.to_bytes(8, "big") + key.sign(_cosigned_message(self.note, time))
        own = Signature(key.name, key.verifier.key_id, value)
        return SignedCheckpoint(self.checkpoint, with_signature(self.note, own))

    def is_signed(self, key: VerifierKey) -> bool | None:
        """Tell whether a key signed or cosigned it; None if it has no signature of that key."""
        found = signatures_of(self.note, key)
        if not found:
            return None
        return all(self._is_right(each, key) for each in found)

    def _is_right(self, signature: Signature, key: VerifierKey) -> bool:
        if key.algorithm != COSIGNATURE:
            return key.verifies(self.note.text.encode(), signature.value)
        if len(signature.value) != 72:
            return False
        time = int.from_bytes(signature.value[:8], "big")
        return key.verifies(_cosigned_message(self.note, time), signature.value[8:])

    def cosigned_at(self, key: VerifierKey) -> datetime | None:
        """Return the instant of a cosignature, which `is_signed` has found right."""
        found = signatures_of(self.note, key)
        if key.algorithm != COSIGNATURE or not found:
            return None
        return datetime.fromtimestamp(int.from_bytes(found[0].value[:8], "big"), timezone.utc)


def _cosigned_message(note: Note, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{note.text}".encode()


def _wrong(text: str) -> CaseError:
    message = f"不是合格的检查点：{shorten(text)}"
    return RecordError(
        [log_fault("L013", message, "请核对是不是 log checkpoint 写出的，有没有改动")]
    )
