"""File lock: one program at a time reads a file, changes it, and writes it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the lock of a file until the block ends, waiting for whoever has it.

    The lock is a file beside it, `.NAME.lock`, which stays: `file` itself is another one each time
    it is written. An OSError of it names `file`.
    """
    place = file.resolve()
    beside = place.with_name(f".{place.name}.lock")
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        error.filename = str(file)
        raise
    try:
        # Closing it lets it go, and so does the end of the program, whatever ended it.
        _wait_for(handle)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _wait_for(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def _wait_for(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)
