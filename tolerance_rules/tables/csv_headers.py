"""CSV headers: where the headers of a CSV file stand, what separates them, and what a cell says."""

from __future__ import annotations

import csv
import mmap
import re
import shutil
from itertools import islice
from pathlib import Path

from tolerance_rules.errors import shorten
from tolerance_rules.formats.human_values import BLANK
from tolerance_rules.language import Pair
from tolerance_rules.tables.header_names import one_line
from tolerance_rules.tables.header_rows import LOOKED_AT, Facts, header_row_of
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import refusal

SEPARATORS = ",\t;|"
_MARKS = "!#$%&*,/:;<>?@^_`|~"
_TEXT_FORMULA = r'^\s*="((?:[^"]|"")*)"\s*$'
_EQUALS = re.compile(_TEXT_FORMULA)


def separates(mark: str) -> bool:
    """Tell whether a mark can stand between the cells of CSV: one byte, and in no value."""
    return mark == "\t" or (len(mark) == 1 and mark.isascii() and mark in _MARKS)


def no_separator(mark: str) -> tuple[Pair, Pair]:
    """Return what is wrong with a mark that cannot separate cells, and what to write."""
    message = (
        f"分隔符不能是 {shorten(mark)}",
        f"The separator cannot be {shorten(mark)}",
    )
    remedy = (
        "应当是一个半角符号，如 , ; | 或者 \\t（制表符）",
        "it is one mark of ASCII, such as , ; | or \\t, the tab",
    )
    return message, remedy


def find_header_row(text: Path, stated: int, separator: str, facts: Facts) -> int:
    """Return the row of the headers; where nothing tells which it is, the one stated, or 1."""
    with text.open(encoding="utf-8-sig", newline="") as lines:
        first = list(islice(lines, LOOKED_AT))
    for each in separator or sorted(SEPARATORS, key="".join(first).count, reverse=True):
        try:
            rows = list(csv.reader(first, delimiter=each))
        except csv.Error:
            continue
        found = header_row_of([list(map(one_line, row)) for row in rows], stated, facts)
        if found:
            return found
    return stated or 1


def from_headers(text: Path, header_row: int, scratch: Path) -> Path:
    """Return a file that starts with the headers: a copy, if there are rows above them."""
    if header_row == 1:
        return text
    copy = scratch / "headers.csv"
    with text.open(encoding="utf-8-sig", newline="") as lines:
        records = csv.reader(lines)
        try:
            for _ in range(header_row - 1):
                next(records, None)
            passed = records.line_num
        except csv.Error:
            passed = header_row - 1
        lines.seek(0)
        for _ in range(passed):
            lines.readline()
        with copy.open("w", encoding="utf-8", newline="") as into:
            shutil.copyfileobj(lines, into)
    return copy


def headers_of(text: Path, row: int, separator: str, file: Path) -> tuple[list[str], str]:
    """Return the headers in the first line of a file, and what separates them."""
    with text.open(encoding="utf-8-sig", newline="") as lines:
        if not separator:
            first = lines.readline()
            counts = {each: first.count(each) for each in SEPARATORS}
            separator = max(counts, key=lambda each: counts[each])
            lines.seek(0)
        try:
            found = next(csv.reader(lines, delimiter=separator, strict=True))
        except (csv.Error, StopIteration):
            message = (f"第 {row} 行读不出表头", f"No headers can be read from row {row}")
            remedy = (
                "请检查引号，或者写明 header_row",
                "check the quotation marks, or give header_row",
            )
            raise refusal("G024", message, remedy, file, row) from None
    if len(found) == 1 and (marks := [mark for mark in "，；" if mark in found[0]]):
        message = (
            f"表头各列之间是全角的 {marks[0]}",
            f"The headers are separated by the full-width {marks[0]}",
        )
        remedy = ("请改成半角的逗号，各行也一样", "write a plain comma, in all rows")
        raise refusal("G024", message, remedy, file, row)
    headers = [one_line(_EQUALS.sub(r"\1", header.strip(BLANK))) for header in found]
    if not any(headers):
        message = (f"第 {row} 行是空的，不是表头", f"Row {row} is blank, and no headers")
        raise refusal("G024", message, ("请写明 header_row", "give header_row"), file, row)
    return headers, separator


def has(text: Path, what: bytes) -> bool:
    """Tell whether a file has some bytes."""
    with (
        text.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        return data.find(what) >= 0


def meant(column: str) -> pl.Expr:
    """Return a column in which ="001" is 001: so exports keep Excel from dropping the noughts."""
    text = pl.col(column)
    inner = text.str.extract(_TEXT_FORMULA).str.replace_all('""', '"', literal=True)
    return pl.when(text.str.contains(_TEXT_FORMULA)).then(inner).otherwise(text).alias(column)
