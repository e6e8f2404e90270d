"""Strict JSON: text -> plain data.

Refused are keys given twice, huge files and deep nesting; what programs send to one another may
moreover have no NaN and no Infinity, no integer that some of them would round, and no half of a
surrogate pair, in a key or in a value (RFC 7493).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from tolerance_rules.errors import CaseError, Fault, shorten
from tolerance_rules.formats.byte_sources import FILE, SENT
from tolerance_rules.formats.json_slips import NO_VALUE, TEXT, json_slip
from tolerance_rules.formats.text_bytes import MAX_BYTES, may_hide, text_of

if TYPE_CHECKING:
    import json

_PROBLEMS = (
    ("Expecting value", "这里缺少一个值"),
    ("property name", "键应当用双引号括起来"),
    ("':' delimiter", "键的后面缺少冒号"),
    ("',' delimiter", "缺少逗号，或括号没有成对"),
    ("trailing comma", "最后一项的后面多了逗号"),
    ("Extra data", "括号已经成对，后面还有内容"),
    ("control character", "引号中有不可见的控制字符或换行"),
    ("Unterminated string", "引号没有成对"),
    ("escape", "反斜杠的写法不对"),
)
"""What Python's JSON parser says is wrong, and the Chinese for it."""

LARGEST = 2**53 - 1
"""The largest integer that every reader of JSON keeps as it is."""


def _in_chinese(problem: str) -> str:
    return next((zh for part, zh in _PROBLEMS if part in problem), "这里的写法不能识别")


def _fault(error: json.JSONDecodeError, text: str, file: str) -> Fault:
    """Return what is wrong, and, where it is clear what was meant, the line as it should be."""
    if slip := json_slip(text, error.pos, error.msg):
        return slip.fault(file)
    place = (file, error.lineno, error.colno)
    message = f"不是合格的 JSON：{_in_chinese(error.msg)}"
    english = f"No sound JSON: {error.msg}"
    return Fault("Y012", message, "请检查引号、逗号和括号", *place, english=english)


def plain_from_json(data: bytes, file: str, *, sent: bool = False) -> object:
    """Return the plain data of a file, or of what was `sent`; CaseError says why there is none."""
    if sent:
        found = _plainly_sound(data)
        if found is not None:
            return found
    # Imported here: a command that reads no JSON does without.
    import json

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) < len(items):
            counts = Counter(name for name, _ in items)
            raise CaseError(
                [
                    Fault.of(
                        "Y011",
                        (f"键 {shorten(name)} 重复", f"The key {shorten(name)} stands twice"),
                        ("请删去其中一个", "delete one of them"),
                        file,
                    )
                    for name, count in counts.items()
                    if count > 1
                ]
            )
        return found

    def constant(name: str) -> NoReturn:
        message = (f"JSON 里没有 {name} 这个值", f"JSON has no value {name}")
        remedy = ("没有查明的，写 null", "write null for what is not known")
        raise CaseError([Fault.of("Y012", message, remedy, file)])

    def nowhere(_: str) -> NoReturn:
        # The parser does not say where: it is the first of them that is not within a text.
        assert isinstance(text, str)
        words = re.finditer(rf"{TEXT}|({NO_VALUE})", text)
        place = next(each.start() for each in words if each[1])
        raise json.JSONDecodeError("Expecting value", text, place)

    def integer(digits: str) -> int:
        number = int(digits)
        if abs(number) > LARGEST:
            message = (
                f"整数 {shorten(digits)} 过大，各种程序读法不一",
                f"The integer {shorten(digits)} is too large: programs read it differently",
            )
            remedy = ("编号请加引号，写成文字", "write a number that names something as text")
            raise CaseError([Fault.of("Y012", message, remedy, file)])
        return number

    text = text_of(data, file, strict_lines=False, source=SENT if sent else FILE)
    if isinstance(text, Fault):
        raise CaseError([text])
    try:
        if not sent:
            return json.loads(text, object_pairs_hook=pairs, parse_constant=nowhere)
        found = json.loads(
            text, object_pairs_hook=pairs, parse_constant=constant, parse_int=integer
        )
    except CaseError:  # a ValueError too
        raise
    except json.JSONDecodeError as error:
        fault = _fault(error, text, file)
    except RecursionError:
        fault = Fault("Y007", "嵌套过深", "请减少嵌套的层数", file, english="Nested too deep")
    except ValueError:
        message = ("不是合格的 JSON：有过长的数字", "No sound JSON: a number is too long")
        fault = Fault.of("Y012", message, ("请核对数值", "check the number"), file)
    else:
        half = _half_in(found) if re.search(_MAY_BE_HALF, text) else ""
        if not half:
            return found
        shown = f"\\u{ord(half):04x}"
        message = (
            f"{shown} 是残缺的代理字符，不是一个字",
            f"{shown} is half of a surrogate pair, and no character",
        )
        remedy = ("请写出整个字", "write the whole character")
        fault = Fault.of("Y012", message, remedy, file)
    raise CaseError([fault])


_MAY_BE_HALF = r"\\u[dD][89a-fA-F]"
"""In a text that was decoded, half of a surrogate pair can only be written like this."""
_HALF = "[\ud800-\udfff]"


def _half_in(data: object) -> str:
    """Return a half of a surrogate pair in the keys or the values of plain data, else nothing."""
    left = [data]
    while left:
        each = left.pop()
        if isinstance(each, str):
            if found := re.search(_HALF, each):
                return found.group()
        elif isinstance(each, dict):
            left += [*each, *each.values()]
        elif isinstance(each, list):
            left += each
    return ""


_TOLD = (str, bool, type(None))


def _plainly_sound(data: bytes) -> object:
    """Return what was sent, if it is an object of texts, yes, no and null at any depth, else None.

    Outside of strings there is one colon to each key; see `quickly`.
    """
    if len(data) > MAX_BYTES or may_hide(data):
        return None
    try:
        found = _parser()(data, allow_inf_nan=False)
    except ValueError:
        return None
    left: list[object] = [found]
    keys = 0
    for each in left:
        if type(each) is dict:
            keys += len(each)
            inner: Iterable[object] = each.values()
        elif type(each) is list:
            inner = each
        else:  # a number, which is read otherwise
            return None
        left += [part for part in inner if type(part) not in _TOLD]
    return found if data.count(b":") == keys else None


def quickly(data: bytes) -> dict[str, dict[str, Any]] | None:
    """Return a dict of dicts that is plainly sound; None where `plain_from_json` must look.

    Outside of strings there is one colon to each key. So if there are no more of them than keys
    were found, in strings or out of them, none was given twice.
    """
    if len(data) > MAX_BYTES or not data.isascii():
        return None
    try:
        found = _parser()(data, allow_inf_nan=False)
        keys = len(found) + sum(map(len, found.values()))
    except (ValueError, TypeError, AttributeError):
        return None
    return found if data.count(b":") == keys else None


@cache
def _parser() -> Callable[..., Any]:
    from pydantic_core import from_json

    return from_json
