"""Canonical form: the one way to write a document as bytes, RFC 8785, without floats.

What is hashed is first written like this, so that whoever has the same data has the same hash.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from tolerance_rules.errors import CaseError, ExecutorError, RecordError
from tolerance_rules.records.log_faults import log_fault

T = TypeVar("T")

_LARGEST = 2**53 - 1
"""The largest number that every program reads alike."""
PLAIN = frozenset((str, bool, type(None)))
"""The types of which every value is simple."""
_TEXT = frozenset((str,))
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def canonical(data: Any) -> bytes:
    """Return plain data in canonical form; CaseError if it has a float, or is not plain.

    A number that is no integer is written as text, a date too: two programs that read a float
    need not write the same one. Nothing is normalised: two texts of other code points differ.
    """
    if _is_simple(data):
        # Of such data Python writes the same bytes as the library, and twenty times as fast.
        try:
            return _encoded(data).encode()
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
    if kind in PLAIN:
        return True
    if kind is int:
        return bool(-_LARGEST <= data <= _LARGEST)
    if kind is dict:
        simple = _all_simple(data.values())
        return simple and _TEXT.issuperset(map(type, data)) and "".join(data).isascii()
    if kind is list or kind is tuple:
        return _all_simple(data)
    if kind is float:
        raise RecordError([log_fault("L001", f"记录里不能有小数 {data!r}", "请写成文字")])
    return False


def _all_simple(data: Collection[Any]) -> bool:
    # Most lists and objects hold nothing else, and are told so at once.
    return PLAIN.issuperset(map(type, data)) or all(map(_is_simple, data))


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
    return held_to(data, lambda found: (found, canonical(found)))


def held_to(data: bytes, written: Callable[[Any], tuple[T, bytes]]) -> T:
    """Return what is made of the data of bytes; CaseError unless it is written so again."""
    try:
        found, again = written(json.loads(data))
    except (ValueError, TypeError, RecursionError):
        raise _not_canonical() from None
    if again != data:
        raise _not_canonical()
    return found


def _not_canonical() -> CaseError:
    what, remedy = "不是规范形式的 JSON", "请核对是不是本库写出的，有没有改动"
    return CaseError([log_fault("L002", what, remedy)])
