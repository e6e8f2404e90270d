"""Excel: one sheet of an .xlsx workbook -> a source, with the values that Excel shows.

Formulas are read as the values they show; a cell merged downwards says the same in all its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from tolerance_rules.errors import CaseError, Fault, did_you_mean, shorten
from tolerance_rules.formats.human_values import BLANK
from tolerance_rules.tables.excel_package import SAVE_AS, Package
from tolerance_rules.tables.fields import EXPLAINING
from tolerance_rules.tables.mapping import TableMapping
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import ROW, Source, refusal

try:
    from python_calamine import (
        CalamineError,
        CalamineSheet,
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )
except ImportError as error:
    raise CaseError(
        [
            Fault(
                "G022",
                "读 Excel 工作簿需要 python-calamine，本机没有安装",
                '请运行：pip install "tolerance-rules[audit]"',
            )
        ]
    ) from error


def open_excel(
    file: Path, mapping: TableMapping, is_register: Callable[[Sequence[str]], bool]
) -> Source:
    """Return the table of a workbook: the sheet that the mapping names, or the only register.

    `is_register` tells of headers whether they are a register's. CaseError where no sheet is, or
    more than one, or where the file is no workbook.
    """
    package = Package(file)
    try:
        with CalamineWorkbook.from_path(str(file)) as book:
            sheet, notes = _chosen(book, mapping, is_register, file)
            rows = sheet.to_python(skip_empty_area=False)
            merged = sheet.merged_cell_ranges or []
    except CalamineError:
        message = "文件不是 Excel 工作簿，或已损坏、加密"
        raise refusal("G021", message, SAVE_AS, file) from None
    if len(rows) < mapping.header_row:
        message = f"工作表 {shorten(sheet.name)} 没有第 {mapping.header_row} 行"
        raise refusal("G028", message, "请写明 sheet 和 header_row", file)
    across = _fill(rows, merged, mapping.header_row)
    faults = _faults(package.without_value(sheet.name), across, mapping.header_row, file)
    headers = _headers(rows[mapping.header_row - 1])
    if not headers:
        message = f"工作表 {shorten(sheet.name)} 的第 {mapping.header_row} 行是空的，不是表头"
        remedy = "请写明 sheet 和 header_row"
        raise refusal("G024", message, remedy, file, mapping.header_row)
    # The reader of cells stops at the last value; below may stand formulas without one.
    rows += [[] for _ in range(max(faults, default=0) - len(rows))]
    width = max(map(len, rows))
    # Cells right of the last header are read too: what stands there must not be lost in silence.
    return Source(
        file.name,
        _frame(rows, mapping.header_row, width, faults).lazy(),
        (*headers, *[""] * (width - len(headers))),
        tuple(map(str, range(width))),
        {row: tuple(found) for row, found in faults.items()},
        mapping.header_row,
        package.epoch,
        notes,
        cells=True,
    )


def _chosen(
    book: CalamineWorkbook,
    mapping: TableMapping,
    is_register: Callable[[Sequence[str]], bool],
    file: Path,
) -> tuple[CalamineSheet, tuple[str, ...]]:
    names = [each.name for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if mapping.sheet:
        if mapping.sheet not in names:
            near = did_you_mean(mapping.sheet, names)
            message = f"没有名为 {shorten(mapping.sheet)} 的工作表{near}"
            raise refusal("G029", message, f"可用的有：{'、'.join(map(shorten, names))}", file)
        return book.get_sheet_by_name(mapping.sheet), ()
    shown = [
        book.get_sheet_by_name(each.name)
        for each in book.sheets_metadata
        if each.visible == SheetVisibleEnum.Visible and each.name in names
    ]
    filled = [sheet for sheet in shown if sheet.height and not _explains(sheet.name)]
    if not filled:
        raise refusal("G028", "工作簿是空的", "第一行应当是表头", file)
    registers = [sheet for sheet in filled if is_register(_first(sheet, mapping.header_row))]
    if len(registers) > 1:
        listed = "、".join(shorten(sheet.name) for sheet in registers)
        message = f"有几张工作表都是登记簿：{listed}"
        remedy = "请用 --sheet，或者在对照表中用 sheet 写明读哪一张"
        raise refusal("G029", message, remedy, file)
    chosen = (registers or filled)[0]
    notes = [f"工作表 {shorten(sheet.name)} 没有读" for sheet in filled if sheet is not chosen]
    hidden = (book.get_sheet_by_name(name) for name in names if name not in {s.name for s in shown})
    notes += [
        f"隐藏的工作表 {shorten(sheet.name)} 没有读"
        for sheet in hidden
        if is_register(_first(sheet, mapping.header_row))
    ]
    return chosen, tuple(notes)


def _explains(sheet: str) -> bool:
    return any(sheet in names for names in EXPLAINING)


def _first(sheet: CalamineSheet, header_row: int) -> list[str]:
    rows = sheet.to_python(skip_empty_area=False, nrows=header_row)
    return _headers(rows[header_row - 1]) if len(rows) >= header_row else []


def _headers(cells: Sequence[Any]) -> list[str]:
    headers = [(text(cell) or "").replace("\n", "").strip(BLANK) for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    return headers


def text(cell: Any) -> str | None:
    """Return a cell as text: a whole number without its point, a day as ISO, None if blank."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")[:19]
    if isinstance(cell, date):
        return cell.isoformat()
    return None if cell is None else str(cell)


def _fill(
    rows: list[list[Any]],
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    header_row: int,
) -> dict[int, list[int]]:
    """Write the value of each merged cell into all its rows; return the rows merged sideways."""
    across: dict[int, list[int]] = {}
    for (top, left), (bottom, right) in merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in range(top, min(bottom + 1, len(rows))):
            rows[row][left] = value
            if right > left and row >= header_row and value not in ("", None):
                across.setdefault(row + 1, []).extend(range(left, right + 1))
    return across


def _faults(
    without_value: Mapping[tuple[int, int], str],
    across: Mapping[int, Iterable[int]],
    header_row: int,
    file: Path,
) -> dict[int, list[Fault]]:
    """Return what is wrong with the cells of each row, by the name of their column."""
    faults: dict[int, list[Fault]] = {}
    for (row, column), what in sorted(without_value.items()):
        if row == 0:
            raise refusal("G034", f"工作表中有{what}，位置不明", SAVE_AS, file)
        if row == header_row:
            raise refusal("G034", f"表头的第 {column} 列是{what}", "请改为文字", file, row)
        if row > header_row:
            remedy = "请在 Excel 中改正，或者打开后重新保存"
            fault = Fault("G034", f"这一格是{what}", remedy, subject=str(column - 1))
            faults.setdefault(row, []).append(fault)
    for row, places in across.items():
        for place in places:
            fault = Fault("G035", "这一格横跨几列合并", "请取消合并，分别填写", subject=str(place))
            faults.setdefault(row, []).append(fault)
    return faults


def _frame(
    rows: Sequence[Sequence[Any]], header_row: int, width: int, faulty: Collection[int]
) -> pl.DataFrame:
    """Return the rows below the headers that are not blank, all cells as text."""
    numbers = [
        number
        for number, cells in enumerate(rows[header_row:], header_row + 1)
        if number in faulty  # a formula without a value is all that may stand there
        or any(not isinstance(cell, str) or cell.strip(BLANK) for cell in cells)
    ]
    kept = [[*rows[number - 1], *[""] * (width - len(rows[number - 1]))] for number in numbers]
    data = {ROW: pl.Series(numbers, dtype=pl.UInt32)}
    for place, cells in enumerate(zip(*kept, strict=True) if kept else [()] * width):
        data[str(place)] = pl.Series(list(map(text, cells)), dtype=pl.String)
    return pl.DataFrame(data)
