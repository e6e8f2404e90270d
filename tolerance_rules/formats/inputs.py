"""Inputs: whether writing to a file would write to what is read, by whatever name that goes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

READ = (".yaml", ".yml", ".json", ".csv", ".xlsx", ".xls", ".parquet", ".arrow", ".feather")
"""Kinds of files that are read out of a folder: a new one there would be an input the next time."""

_ESCAPED = rb"%([0-9A-Fa-f]{2})"


def is_input(target: str | Path, inputs: Iterable[str | Path]) -> bool:
    """Tell whether a file is one of the inputs, or a part of one.

    Links, hard links and connection strings are followed to the file they lead to. Of a folder,
    every file below it is an input, and so is one that is not there yet but would be read.
    """
    name = file_of(target)
    return name is not None and any(_reads(given, name) for given in map(file_of, inputs) if given)


def file_of(place: str | Path) -> Path | None:
    """Return the file of a path or of a connection string; None if it leads to a server."""
    text = str(place)
    if "://" not in text:
        return Path(text) if text else None
    scheme = text.partition("://")[0].partition("+")[0].lower()
    if scheme not in ("sqlite", "duckdb", "file"):
        return None
    path = "/" + re.split(r"[?#]", text.partition("://")[2])[0].partition("/")[2]
    path = re.sub(_ESCAPED, lambda found: bytes.fromhex(found[1].decode()), path.encode()).decode(
        errors="replace"
    )
    # sqlite:///relative.db and sqlite:////absolute.db, as SQLAlchemy has them.
    return Path(path if scheme == "file" else path.removeprefix("/"))


def _reads(given: Path, target: Path) -> bool:
    if _same(given, target):
        return True
    if not given.is_dir():
        return False
    if any(_same(file, target) for file in _files(given)):
        return True
    inside = _real(target).startswith(_real(given).rstrip(os.sep) + os.sep)
    return inside and target.suffix.lower() in READ and not target.name.startswith(".")


def _files(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there
        return _real(one) == _real(other)


def _real(file: Path) -> str:
    try:
        return os.path.normcase(os.path.realpath(file))
    except (OSError, ValueError):  # links in a circle, or no path at all
        return os.path.normcase(os.path.abspath(str(file).replace("\0", "")))
