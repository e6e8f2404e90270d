"""Compiled cache: what was worked out from a shipped ruleset, kept for the next process.

It lies where Python keeps what it compiled of this module (`__pycache__`, or wherever
PYTHONPYCACHEPREFIX says), for it is trusted as that is: who can write there can change the code.
It is never taken on trust beyond that. A cache counts only if all of this is so: it was made of
exactly these bytes of the rules, by exactly these bytes of the library, under this Python; it is
whole; nobody but the owner can write to it; and nothing is in it but the nouns of the rules.
Otherwise it is as if there were none. Where it cannot be written, everything works as without.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

VARIABLE = "TOLERANCE_RULES_COMPILED"
OFF = "off"
"""What the variable says where no cache is to be read or written."""

HEAD = b"tolerance-rules compiled 1\n"
MAX_BYTES = 1 << 24
SOURCES = ("", "errors", "executors", "formats", "verdict", "vocabulary")
"""The folders of the library whose code reads rules, or compiles what is kept."""
LIBRARIES = ("yaml", "dd")
"""What that code builds on, and what another version of might make differently."""
NOUNS = {
    "tolerance_rules.executors.diagram": ("Diagram",),
    "tolerance_rules.frozen_dict": ("FrozenDict",),
    "tolerance_rules.rules": (
        *("All", "Any", "Article", "Cite", "Clause", "ClauseRef", "Combination", "Deadline"),
        *("Disposition", "DocumentPart", "Duties", "Duty", "DutyEvent", "Fact", "InForce"),
        *("NoDuty", "Not", "OutcomeRow", "OutcomeWords", "Policy", "PolicyRow", "Reading"),
        *("ReadingCard", "Ruleset"),
    ),
    "tolerance_rules.vocabulary.fact_spec": ("FactSpec", "GroupSpec"),
    "tolerance_rules.vocabulary.vocabulary": ("Vocabulary",),
}
"""All that may be in a cache besides texts, numbers and what holds them: data, and no code."""


class CompiledCache:
    """What is kept of one folder of rules as it is now; each thing under a name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._place = _place()
        self._key = b"" if self._place is None else _fingerprint(folder)
        if not self._key:
            self._place = None

    def read(self, name: str) -> object:
        """Return what is kept under a name, or None if there is nothing that counts."""
        if self._place is None:
            return None
        try:
            with self._file(name).open("rb") as stream:
                if not _is_private(os.fstat(stream.fileno())):
                    return None
                data = stream.read(MAX_BYTES)
        except OSError:
            return None
        head = HEAD + self._key
        start = len(head) + hashlib.sha256().digest_size
        found = data[start:]
        if data[:start] != head + hashlib.sha256(found).digest():
            return None
        # Whatever goes wrong with what is no more than a copy, it can be made again.
        with suppress(Exception):
            return _Nouns(io.BytesIO(found)).load()
        return None

    def write(self, name: str, value: object) -> None:
        """Keep a value, unless the rules or the library have changed since this cache was opened.

        Where nothing can be written nothing is kept.
        """
        if self._place is None or sys.dont_write_bytecode or _fingerprint(self.folder) != self._key:
            return
        # Imported here: a process that finds a cache writes none.
        from tolerance_rules.formats.atomic_file import replacing

        data = pickle.dumps(value, protocol=4)
        file = self._file(name)
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            with replacing(file) as part:
                part.write_bytes(HEAD + self._key + hashlib.sha256(data).digest() + data)
                part.chmod(0o644)

    def _file(self, name: str) -> Path:
        assert self._place is not None
        tag = sys.implementation.cache_tag
        return self._place / f"{self.folder.name}.{name}.{tag}.compiled"


def fingerprint(folder: Path) -> bytes:
    """Return the fingerprint of all that decides what is made of a folder of rules."""
    found = hashlib.sha256()
    for part in _parts(folder):
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.digest()


def _fingerprint(folder: Path) -> bytes:
    """Return the fingerprint, or nothing where a file cannot be read, as one that is replaced."""
    try:
        return fingerprint(folder)
    except OSError:
        return b""


def _parts(folder: Path) -> Iterator[bytes]:
    yield f"{sys.version} {sys.platform} {folder.absolute()}".encode("utf-8", "surrogatepass")
    for library in LIBRARIES:
        spec = PathFinder.find_spec(library)
        if spec is not None and spec.origin is not None:
            about = os.stat(spec.origin)
            yield f"{spec.origin} {about.st_size} {about.st_mtime_ns}".encode()
    package = Path(__file__).parent.parent
    yield from _files(str(folder), deep=True)
    for name in SOURCES:
        yield from _files(str(package / name), deep=False, suffix=".py")


def _files(folder: str, *, deep: bool, suffix: str = "") -> Iterator[bytes]:
    """Yield the name and the bytes of each file of a folder, and of the folders in it if `deep`."""
    for each in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if each.is_dir():
            if deep and each.name != "__pycache__":
                yield from _files(each.path, deep=deep, suffix=suffix)
        elif each.name.endswith(suffix):
            yield each.path.encode("utf-8", "surrogateescape")
            with open(each.path, "rb", buffering=0) as stream:
                yield stream.read()


def _place() -> Path | None:
    """Return the folder of what Python compiled of this module; None where it keeps none."""
    if os.environ.get(VARIABLE, "").strip().lower() == OFF or not os.path.isfile(__file__):
        return None
    cached = __spec__.cached if __spec__ is not None else None
    return Path(cached).parent if cached else None


def _is_private(about: os.stat_result) -> bool:
    """Tell whether only the user, the administrator or the owner of the library can write."""
    if not hasattr(os, "geteuid"):  # Windows says nothing of it in the mode of a file
        return True
    owners = (0, os.geteuid(), os.stat(__file__).st_uid)
    return about.st_uid in owners and not about.st_mode & 0o022


class _Nouns(pickle.Unpickler):
    """Reads the nouns of the rules, and refuses whatever else a pickle may call."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        """Return a noun by its name."""
        if global_name not in NOUNS.get(module_name, ()):
            raise pickle.UnpicklingError(f"{module_name}.{global_name}")
        return super().find_class(module_name, global_name)
