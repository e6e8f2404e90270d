"""Old workbooks: .xls, .et and .ods: what can be read of them, and what cannot be told from it."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from tolerance_rules.language import Pair
from tolerance_rules.tables.source import refusal
from tolerance_rules.tables.workbook_process import CONVERT

NOTE: Pair = (
    "这是旧式的工作簿：没有算过的公式、符号字体和数字格式看不出来；拿不准的，请另存为 .xlsx 再读",
    "This is a workbook of an older kind: formulas never calculated, symbol fonts and number "
    "formats cannot be told in it; where in doubt, save it as .xlsx and read that",
)
LARGEST = 256 << 20
_ERRORS = rb"[\x00\x07\x0f\x17\x1d\x24\x2a]"
_XLS = re.compile(
    # A formula's record whose value is an error, and the record of an error.
    rb"\x06\x00[\x16-\xff].{7}\x02." + _ERRORS + rb"...\xff\xff"
    rb"|\x05\x02\x08\x00.{6}" + _ERRORS + rb"\x01",
    re.DOTALL,
)
_ODS = re.compile(
    rb"value-type=[\"\']error[\"\']|>(?:#(?:DIV/0!|N/A|REF!|NAME\?|NUM!|VALUE!)|Err:\d+)<"
)


def require_without_errors(file: Path, shown: Path) -> None:
    """Refuse a workbook with an error value: its reader gives that as blank."""
    if file.stat().st_size > LARGEST:
        message = (
            f"旧式的工作簿超过 {LARGEST >> 20} MB",
            f"A workbook of an older kind of more than {LARGEST >> 20} MB",
        )
        raise refusal("G021", message, CONVERT, shown)
    data = file.read_bytes()
    pattern = _XLS
    if data.startswith(b"PK"):
        data, pattern = _content(file, shown), _ODS
    if pattern.search(data):
        message = (
            "工作簿中有错误值（如 #DIV/0!），在旧式的工作簿中分不出是哪一格",
            "The workbook has an error value such as #DIV/0!; in one of an older kind it cannot "
            "be told which cell has it",
        )
        remedy = (f"请改正，或者{CONVERT[0].removeprefix('请')}", f"mend it, or {CONVERT[1]}")
        raise refusal("G034", message, remedy, shown)


def _content(file: Path, shown: Path) -> bytes:
    """Return the part of an .ods file that has the cells."""
    try:
        with ZipFile(file) as package:
            info = package.getinfo("content.xml")
            if info.file_size <= LARGEST:
                return package.read(info)
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError):
        pass
    message = (
        "文件不是工作簿，或已损坏、加密，或太大",
        "The file is no workbook, or is damaged, encrypted or too large",
    )
    raise refusal("G021", message, CONVERT, shown)
