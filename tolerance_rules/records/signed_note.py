"""Signed note: a text with signatures below it, each under a named key (C2SP signed-note).

The only file that imports the library of signatures. The first byte of a key names its algorithm,
so that another may follow: 1 is Ed25519 over the text, 4 an Ed25519 cosignature with its time.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tolerance_rules.errors import CaseError, ExecutorError, RecordError, shorten
from tolerance_rules.records.log_faults import log_fault

ED25519, COSIGNATURE = 1, 4
ALGORITHMS = {ED25519: "Ed25519", COSIGNATURE: "Ed25519 cosignature/v1"}
_MARK, _PRIVATE = "— ", "PRIVATE+KEY+"
_MOST = 100
"""The most signatures that a note may have."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A line below a note: who signed, the first four bytes of the key's hash, the signature."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{_MARK}{self.name} {base64.b64encode(self.key_id + self.value).decode()}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends with a line end, and the signatures below it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return f"{self.text}\n" + "".join(f"{each}\n" for each in self.signatures)


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key, to check signatures with: its name, its algorithm and its 32 bytes."""

    name: str
    algorithm: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Return the first bytes of the hash of the key, by which a signature names it."""
        return _key_id(self.name, self.algorithm, self.public)

    def __str__(self) -> str:
        encoded = base64.b64encode(bytes([self.algorithm]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @staticmethod
    def parse(text: str) -> VerifierKey:
        """Return the key of a text; CaseError if it is none."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        algorithm, public = _key_bytes(encoded, "公钥")
        key = VerifierKey(name, algorithm, public)
        if not is_key_name(name) or key.key_id.hex() != key_id:
            raise _wrong("公钥", text)
        return key

    def verifies(self, message: bytes, value: bytes) -> bool:
        """Tell whether a signature of a message is that of this key."""
        library = _library()
        try:
            library.Ed25519PublicKey.from_public_bytes(self.public).verify(value, message)
        except Exception:  # the library has several; whichever it is, nothing is signed
            return False
        return True


@dataclass(frozen=True, slots=True)
class SignerKey:
    """A private key, to sign with: its name, its algorithm and its 32 bytes of seed."""

    name: str
    algorithm: int
    seed: bytes

    @property
    def verifier(self) -> VerifierKey:
        """Return the public key."""
        key = _library().Ed25519PrivateKey.from_private_bytes(self.seed)
        return VerifierKey(self.name, self.algorithm, key.public_key().public_bytes_raw())

    def __str__(self) -> str:
        encoded = base64.b64encode(bytes([self.algorithm]) + self.seed).decode()
        return f"{_PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{encoded}"

    @staticmethod
    def parse(text: str) -> SignerKey:
        """Return the key of a text; CaseError, which does not quote it, if it is none."""
        name, _, rest = text.strip().removeprefix(_PRIVATE).partition("+")
        key_id, _, encoded = rest.partition("+")
        algorithm, seed = _key_bytes(encoded, "私钥")
        key = SignerKey(name, algorithm, seed)
        named = text.strip().startswith(_PRIVATE) and is_key_name(name)
        if not named or key.verifier.key_id.hex() != key_id:
            raise _wrong("私钥", "")
        return key

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message."""
        return bytes(_library().Ed25519PrivateKey.from_private_bytes(self.seed).sign(message))


def new_key(name: str, algorithm: int = ED25519) -> SignerKey:
    """Return a new private key; CaseError if no key may have that name."""
    if not is_key_name(name):
        what = f"密钥的名称 {shorten(name)} 不能有空白和加号，也不能空着"
        raise RecordError([log_fault("L010", what, "请写成 jiwei.example.edu.cn/log 的样子")])
    key = _library().Ed25519PrivateKey.generate()
    return SignerKey(name, algorithm, key.private_bytes_raw())


def is_key_name(name: str) -> bool:
    """Tell whether a key may have a name."""
    return bool(name) and "+" not in name and not any(map(str.isspace, name)) and name.isprintable()


def signed(note: Note, key: SignerKey) -> Note:
    """Return the note with the signature of a key of the text, in place of an earlier one."""
    own = Signature(key.name, key.verifier.key_id, key.sign(note.text.encode()))
    return with_signature(note, own)


def with_signature(note: Note, own: Signature) -> Note:
    """Return the note with one more signature, in place of an earlier one of the same key."""
    kept = (each for each in note.signatures if (each.name, each.key_id) != (own.name, own.key_id))
    return Note(note.text, (*kept, own))


def is_signed(note: Note, key: VerifierKey) -> bool | None:
    """Tell whether a note has the signature of a key; None if it has none under that key.

    A note with one signature of the key that is wrong is not signed, whatever the others are.
    """
    found = signatures_of(note, key)
    if not found:
        return None
    return all(key.verifies(note.text.encode(), each.value) for each in found)


def signatures_of(note: Note, key: VerifierKey) -> Sequence[Signature]:
    """Return the signatures below a note that name a key, right or wrong."""
    return [each for each in note.signatures if (each.name, each.key_id) == (key.name, key.key_id)]


def parse_note(data: str | bytes) -> Note:
    """Return the note of a text; CaseError if it is in no such form."""
    try:
        text = data.decode() if isinstance(data, bytes) else data
    except UnicodeDecodeError:
        raise _wrong("签名的文书", "") from None
    body, gap, below = text.rpartition("\n\n")
    controls = any(ord(each) < 0x20 and each != "\n" for each in text)
    if not gap or controls or not below.endswith("\n") or len(below) < 2:
        raise _wrong("签名的文书", text)
    lines = below[:-1].split("\n")
    if len(lines) > _MOST:
        raise _wrong("签名的文书", text)
    return Note(f"{body}\n", tuple(map(_signature, lines)))


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_MARK).partition(" ")
    try:
        value = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        value = b""
    canonical = base64.b64encode(value).decode() == encoded
    if not line.startswith(_MARK) or not is_key_name(name) or len(value) < 5 or not canonical:
        raise _wrong("签名", line)
    return Signature(name, value[:4], value[4:])


def _key_id(name: str, algorithm: int, public: bytes) -> bytes:
    return sha256(f"{name}\n".encode() + bytes([algorithm]) + public).digest()[:4]


def _key_bytes(encoded: str, what: str) -> tuple[int, bytes]:
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if len(data) != 33 or data[0] not in ALGORITHMS or base64.b64encode(data).decode() != encoded:
        raise _wrong(what, "")
    return data[0], data[1:]


def _wrong(what: str, text: str) -> CaseError:
    shown = f"：{shorten(text)}" if text else ""
    return RecordError([log_fault("L011", f"不是合格的{what}{shown}", "请核对有没有抄漏、改动")])


def _library() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise ExecutorError(
            '签名需要 cryptography，本机没有安装。请运行：pip install "tolerance-rules[records]"'
        ) from error
    return ed25519
