"""Atomic file: a file is written whole or not at all; nobody ever reads half of one."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def write(file: Path, text: str) -> None:
    """Write a text as a file, in the place of an earlier one; a pipe is written to directly."""
    if _is_special(file):
        file.write_bytes(_encoded(text))
        return
    with replacing(file) as part:
        part.write_bytes(_encoded(text))


def write_new(file: Path, text: str) -> None:
    """Write a text as a file that is not there yet; FileExistsError if it is."""
    with creating(file) as part:
        part.write_bytes(_encoded(text))


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """Give a path to write to, beside `file`; at the end of the block it takes its place.

    If the block fails, nothing has changed. The mode of a file that is replaced is kept, and a
    symbolic link goes on pointing to it. What is no file is not replaced: FileExistsError for a
    device or a pipe, IsADirectoryError for a folder. An OSError of writing names `file`.
    """
    target = file.resolve()
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    if _is_special(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
    with _part(target, file) as part:
        yield part
        if target.exists():
            _shutil().copymode(target, part)
        part.replace(target)


@contextmanager
def creating(file: Path) -> Iterator[Path]:
    """Give a path to write to, beside `file`; at the end it becomes `file`, unless that exists.

    FileExistsError if it does, even if another program made it in the meantime.
    """
    if os.path.lexists(file):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
    with _part(file, file) as part:
        yield part
        try:
            # A link is made at once, and never in the place of another file.
            os.link(part, file)
        except FileExistsError:
            raise
        except (OSError, AttributeError, NotImplementedError):  # a disk without links
            _copy_new(part, file)


@contextmanager
def _part(target: Path, file: Path) -> Iterator[Path]:
    """Give a file to write to, which is gone at the end; its errors are told of `file`.

    An error, an interruption or a signal that ends the program by SystemExit leaves nothing; only
    what ends it at once, as kill -9 does, leaves a file `.*.part`, which may be deleted.
    """
    made = False
    part = target.with_name(f".{_chance()}.part")
    try:
        # A name that nobody else has, and exclusively: two programs on one folder, each in a
        # container of its own, and whoever lays a link there, never meet. A folder that cannot be
        # written to is refused before the work, not after.
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o666))
        made = True
        yield part
    except OSError as error:
        if error.filename in (None, str(part)):
            error.filename = str(file)
        raise
    finally:
        if made:
            part.unlink(missing_ok=True)


def _chance() -> str:
    # As `secrets.token_hex`, without the libraries of ciphers and of numbers that it imports.
    return os.urandom(16).hex()


def _copy_new(part: Path, file: Path) -> None:
    with part.open("rb") as source, file.open("xb") as stream:
        try:
            _shutil().copyfileobj(source, stream)
        except OSError:
            file.unlink()
            raise


def _is_special(file: Path) -> bool:
    """Tell whether a path is something else than a file or a folder: /dev/stdout, a pipe."""
    return file.exists() and not file.is_file() and not file.is_dir()


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _shutil() -> ModuleType:
    # Imported here: it brings four ways to compress, and most commands write to the screen.
    import shutil

    return shutil
