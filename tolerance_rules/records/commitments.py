"""Commitments: a salted hash of each thing a record says, so that some are shown without others.

Each salt has 128 bits of its own, drawn by SHAKE-256 from a secret of the record: who is shown one
salt learns nothing of another, and cannot find a hidden yes or no by hashing both.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256, shake_256
from typing import Any

from tolerance_rules.records.canonical import PLAIN, canonical

SALT = 16
"""The bytes of a salt."""
FACT = "facts/"
"""Begins the name of what a record says of a fact."""
BESIDE_FACTS = ("amendment", "case", "decision", "evidence")
"""What else a record says, each of which has one salted hash."""


def new_secret() -> str:
    """Return a new secret, from which the salts of one record are drawn."""
    return secrets.token_hex(32)


def salts(secret: str, names: Iterable[str]) -> dict[str, str]:
    """Return the salt of each thing that a record says, in the order of their names."""
    ordered = sorted(names)
    # The text of the secret, not the number it writes: another spelling is another secret.
    drawn = shake_256(secret.encode()).hexdigest(SALT * len(ordered))
    parts = [drawn[at : at + 2 * SALT] for at in range(0, len(drawn), 2 * SALT)]
    return dict(zip(ordered, parts, strict=True))


def commitment(salt: str, name: str, value: Any) -> str:
    """Return the salted hash of what is said of one thing: of the salt as written, and of both."""
    # The facts of any two records are largely the same; 1, which is equal to true, is none.
    written = _written(name, value) if type(value) in PLAIN else canonical([name, value])
    return sha256(salt.encode() + written).hexdigest()


@lru_cache(maxsize=4096)
def _written(name: str, value: bool | str | None) -> bytes:
    return canonical([name, value])


def things_of(contents: Mapping[str, Any]) -> dict[str, Any]:
    """Return each thing that the contents of a record say: every fact by itself, then the rest."""
    things = {f"{FACT}{name}": value for name, value in contents["facts"].items()}
    return {**things, **{name: contents[name] for name in BESIDE_FACTS}}


def commitments(
    contents: Mapping[str, Any], written: Mapping[str, bytes] | None = None
) -> dict[str, str]:
    """Return the salted hash of each thing; `written` are the contents, each in canonical form."""
    things = things_of(contents)
    hashes = {}
    for name, salt in salts(contents["secret"], things).items():
        if written is not None and name in written:
            pair = b'["%b",%b]' % (name.encode(), written[name])
            hashes[name] = sha256(salt.encode() + pair).hexdigest()
        else:
            hashes[name] = commitment(salt, name, things[name])
    return hashes


def sealed(hashes: Mapping[str, str]) -> str:
    """Return the hash over all salted hashes, which the entry in the log holds."""
    return sha256(canonical(dict(hashes))).hexdigest()
