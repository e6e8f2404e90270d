"""Tokens: who may ask the service; a file of names, roles and hashes, never of the tokens.

A token is 256 bits of chance, so its plain SHA-256 cannot be searched for; a slow hash would only
slow down every request.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from tolerance_rules.errors import CaseError, Fault, UnknownNameError, shorten, unreadable
from tolerance_rules.formats.atomic_file import write
from tolerance_rules.formats.file_lock import locked
from tolerance_rules.formats.human_dates import today
from tolerance_rules.formats.strict_json import plain_from_json
from tolerance_rules.formats.text_bytes import read_bytes
from tolerance_rules.service.roles import Role

PREFIX = "tr"
FORMAT = "tolerance-rules/tokens/1"
_NOBODY = sha256(b"nobody").hexdigest()
LONGEST_NAME = 60


@dataclass(frozen=True)
class Holder:
    """Who holds a token, and what it lets them do."""

    id: str
    name: str
    roles: frozenset[Role]
    hash: str
    created: str

    def to_dict(self) -> dict[str, Any]:
        """Return what the file says of it."""
        return {
            "id": self.id,
            "name": self.name,
            "roles": [role.value for role in Role if role in self.roles],
            "sha256": self.hash,
            "created": self.created,
        }


def _is_sound(entry: Mapping[str, Any]) -> bool:
    texts = [entry[name] for name in ("id", "name", "sha256", "created")]
    return all(isinstance(each, str) for each in texts) and entry["sha256"].isascii()


class TokenFile:
    """The tokens of a file, read again whenever it has changed: who is revoked is out at once."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._lock = threading.Lock()
        self._state: tuple[int, int, int] | None = None
        self._holders: dict[str, Holder] = {}

    def holder(self, token: str) -> Holder | None:
        """Return who holds a token, or None; it takes as long whether its id is known or not."""
        prefix, _, rest = token.partition("_")
        id_, _, secret = rest.partition("_")
        found = self.holders().get(id_)
        given = sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
        same = hmac.compare_digest(given, found.hash if found else _NOBODY)
        return found if same and prefix == PREFIX else None

    def holders(self) -> dict[str, Holder]:
        """Return the holders by id; CaseError if the file cannot be read."""
        with self._lock:
            try:
                status = self.path.stat()
            except OSError as error:
                raise CaseError([unreadable("S010", error, str(self.path))]) from None
            state = (status.st_mtime_ns, status.st_size, status.st_ino)
            if state != self._state:
                self._holders = {each.id: each for each in self._read()}
                self._state = state
            return self._holders

    def _read(self) -> list[Holder]:
        try:
            data = read_bytes(self.path)
        except OSError as error:
            raise CaseError([unreadable("S010", error, str(self.path))]) from None
        document = plain_from_json(data, str(self.path))
        try:
            assert isinstance(document, dict)
            assert document["format"] == FORMAT
            assert all(_is_sound(each) for each in document["tokens"])
            return [
                Holder(
                    each["id"],
                    each["name"],
                    frozenset(map(Role, each["roles"])),
                    each["sha256"],
                    each["created"],
                )
                for each in document["tokens"]
            ]
        except (AssertionError, LookupError, TypeError, ValueError):
            message = ("不是令牌的文件", "This is no file of tokens")
            remedy = (
                "令牌的文件由 tolerance-rules serve token add 写出",
                "tolerance-rules serve token add writes one",
            )
            raise CaseError([Fault.of("S011", message, remedy, str(self.path))]) from None

    def add(self, name: str, roles: Iterable[Role]) -> str:
        """Add a token, in a new file if there is none, and return it: it is never shown again."""
        with locked(self.path):
            self._state = None  # what stands there now, not what was read before
            return self._add(name, roles)

    def _add(self, name: str, roles: Iterable[Role]) -> str:
        held = list(self.holders().values()) if self.path.exists() else []
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            message = (f"名称 {shorten(name)} 不合适", f"{shorten(name)} is no name for a token")
            remedy = (
                f"请写用它的系统或者人，不超过 {LONGEST_NAME} 字",
                f"name the system or the person in at most {LONGEST_NAME} characters",
            )
            raise CaseError([Fault.of("S012", message, remedy, subject="name")])
        if any(each.name == name for each in held):
            message = (f"已经有名为 {name} 的令牌", f"There is a token named {name} already")
            remedy = ("请另取一个名称，或者先停用它", "choose another name, or revoke it first")
            raise CaseError([Fault.of("S012", message, remedy, subject="name")])
        id_, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
        hashed = sha256(secret.encode()).hexdigest()
        held.append(Holder(id_, name, frozenset(roles), hashed, today().isoformat()))
        self._write(held)
        return f"{PREFIX}_{id_}_{secret}"

    def revoke(self, name: str) -> Holder:
        """Take a token out, named by its name or its id."""
        with locked(self.path):
            self._state = None
            return self._revoke(name)

    def _revoke(self, name: str) -> Holder:
        held = list(self.holders().values())
        found = next((each for each in held if name in (each.name, each.id)), None)
        if found is None:
            raise UnknownNameError("令牌", name, [each.name for each in held])
        self._write([each for each in held if each is not found])
        return found

    def _write(self, holders: list[Holder]) -> None:
        document = {"format": FORMAT, "tokens": [each.to_dict() for each in holders]}
        if not self.path.exists():
            # For its owner alone from the first byte; a file that is replaced keeps its mode.
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        write(self.path, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        self._state = None
