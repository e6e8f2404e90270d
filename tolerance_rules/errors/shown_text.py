"""Shown text: what is put into a message: values cut short and made visible, reasons in words."""

from __future__ import annotations

import errno

from tolerance_rules.characters import escape
from tolerance_rules.language import Lang, Pair, pick

# A hostile value may be megabytes long; a message quotes only this much of it.
QUOTED = 60


def shorten(value: object) -> str:
    """Return `value` as printable text of at most `QUOTED` characters."""
    text = as_text(value)
    if not text[: QUOTED + 1].isprintable():
        text = "".join(c if c.isprintable() else escape(c) for c in text[: QUOTED + 1])
    return text if len(text) <= QUOTED else text[:QUOTED] + "…"


def as_text(value: object) -> str:
    """Return `value` as a file would write it; a hostile one may be too long to be written."""
    if isinstance(value, str):
        return value
    try:
        # Imported here: it is of use to none but a fault.
        import json

        return json.dumps(value, ensure_ascii=False)
    except TypeError:  # nothing that a file can hold
        return repr(value)
    except (ValueError, RecursionError):  # too many digits, or nested in itself
        return "（过长的值）"


def in_english(name: str) -> str:
    """Return a name as it stands among English words: quoted, where it is none of them."""
    return name if name.isascii() else f"“{name}”"


def reason_of(error: OSError, lang: Lang = "zh") -> str:
    """Return why a file or a folder cannot be read or written."""
    reasons: tuple[tuple[type[OSError], Pair], ...] = (
        (FileNotFoundError, ("没有这个文件或目录", "there is no such file or folder")),
        (PermissionError, ("没有权限", "no permission")),
        (IsADirectoryError, ("这是目录，不是文件", "this is a folder, not a file")),
        (NotADirectoryError, ("这是文件，不是目录", "this is a file, not a folder")),
        (FileExistsError, ("已经存在", "it is there already")),
    )
    numbered: dict[int, Pair] = {
        errno.EBADF: ("没有打开，请不要关闭它", "it is not open; leave it open"),
        errno.ELOOP: ("符号链接成环", "symbolic links go in a circle"),
        errno.ENAMETOOLONG: ("文件名过长", "the name is too long"),
        errno.EIO: ("读写出错", "reading or writing failed"),
        errno.ENOSPC: ("磁盘已满", "the disk is full"),
        errno.EROFS: ("磁盘是只读的", "the disk is read-only"),
        errno.ENOTSUP: ("这是设备或者管道，不是文件", "this is a device or a pipe, no file"),
        errno.ENOTEMPTY: ("目录不是空的", "the folder is not empty"),
        errno.ENXIO: ("没有这个设备", "there is no such device"),
    }
    found = next((reason for kind, reason in reasons if isinstance(error, kind)), None)
    found = found or numbered.get(error.errno or 0)
    return pick(lang, found) if found else error.strerror or str(error)


def reasons_of(error: OSError) -> Pair:
    """Return why a file or a folder cannot be read or written, in both languages."""
    return reason_of(error), reason_of(error, "en")
