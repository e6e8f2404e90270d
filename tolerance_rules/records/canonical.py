"""Canonical form: the one way to write a document as bytes, RFC 8785, without floats.

What is hashed is first written like this, so that whoever has the same data has the same hash.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tolerance_rules.errors import CaseError, ExecutorError, RecordError
from tolerance_rules.records.log_faults import log_fault

_LARGEST = 2**53 - 1
"""The largest number that every program reads alike."""


def canonical(data: Any) -> bytes:
    """Return plain data in canonical form; CaseError if it has a float, or is not plain.

    A number that is no integer is written as text, a date too: two programs that read a float
    need not write the same one. Nothing is normalised: two texts of other code points differ.
    """
    if _is_simple(data):
        # Of such data Python writes the same bytes as the library, and twenty times as fast.
        written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        try:
            return written.encode()
        except UnicodeEncodeError as error:
            raise _refused(error) from None
    # Imported here: the library is one of an extra, and few data need it.
    try:
        import rfc8785
    except ImportError as error:
        raise ExecutorError(
            '决定日志需要 rfc8785，本机没有安装。请运行：pip install "tolerance-rules[records]"'
        ) from error
    try:
        return rfc8785.dumps(data)
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise _refused(error) from None


def _is_simple(data: Any) -> bool:
    """Tell whether data has names in ASCII only, whose order is the same in every encoding.

    CaseError if there is a float in it.
    """
    kind = type(data)
    if kind is str or kind is bool or data is None:
        return True
    if kind is int:
        return bool(-_LARGEST <= data <= _LARGEST)
    if kind is dict:
        simple = all(type(name) is str and name.isascii() for name in data)
        return all(map(_is_simple, data.values())) and simple
    if kind is list or kind is tuple:
        return all(map(_is_simple, data))
    if kind is float:
        raise RecordError([log_fault("L001", f"记录里不能有小数 {data!r}", "请写成文字")])
    return False


def _refused(error: Exception) -> CaseError:
    return RecordError([log_fault("L001", f"不能写成规范形式：{error}", "请核对文字和数值")])


def joined(members: Mapping[str, bytes]) -> bytes:
    """Return the canonical form of an object whose members are in canonical form already.

    The names are plain letters, so that their order is that of Python.
    """
    written = (b'"' + name.encode() + b'":' + members[name] for name in sorted(members))
    return b"{" + b",".join(written) + b"}"


def from_canonical(data: bytes) -> Any:
    """Return the data of bytes in canonical form; CaseError if they are in no such form."""
    fault = log_fault("L002", "不是规范形式的 JSON", "请核对是不是本库写出的，有没有改动")
    try:
        found = json.loads(data)
        again = canonical(found)
    except (ValueError, RecursionError):
        raise CaseError([fault]) from None
    if again != data:
        raise CaseError([fault])
    return found
