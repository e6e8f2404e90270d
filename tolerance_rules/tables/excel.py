"""Excel: one sheet of a workbook -> a source, with the values that Excel shows.

Formulas are read as the values they show; a cell merged downwards says the same in all its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tolerance_rules.errors import TableError, means, nearest, shorten
from tolerance_rules.language import Pair
from tolerance_rules.tables.cell_values import SERIAL_EPOCH
from tolerance_rules.tables.excel_cells import SheetCells, sheet_cells
from tolerance_rules.tables.excel_compact import MOST, Lines, compacted, inhabited
from tolerance_rules.tables.excel_package import Package, SheetPart
from tolerance_rules.tables.excel_scan import Scan
from tolerance_rules.tables.fields import EXPLAINING
from tolerance_rules.tables.header_names import one_line
from tolerance_rules.tables.header_rows import FACT, LOOKED_AT, Facts, above, header_row_of
from tolerance_rules.tables.mapping import TableMapping
from tolerance_rules.tables.old_workbooks import NOTE, require_without_errors
from tolerance_rules.tables.source import Source, refusal
from tolerance_rules.tables.workbook_process import SheetRead, read_sheets

PICK: Pair = (
    "请用 --sheet，或者在对照表中用 sheet 写明读哪一张",
    "say with --sheet, or with sheet in a mapping, which to read",
)


@dataclass(frozen=True)
class _Candidate:
    """A sheet that may be read, and the row of its headers; 0 where no header is a fact."""

    sheet: SheetRead
    header_row: int
    weight: int
    """How much its headers look like those of cases."""
    lines: Lines | None


def open_excel(
    file: Path, mapping: TableMapping, facts: Facts, scratch: Path, shown: Path
) -> Source:
    """Return the table of a workbook: the sheet that the mapping names, or the only register.

    `facts` counts those among headers; `scratch` is a folder for copies; messages speak of the
    file `shown`. TableError where no sheet is a register, or more than one, or where the file is
    no workbook.
    """
    with file.open("rb") as stream:
        packed = stream.read(4) == b"PK\x03\x04"
    package = None
    if shown.suffix.lower() in (".xlsx", ".xlsm") or (packed and shown.suffix.lower() != ".ods"):
        package = Package(file, shown)
    else:
        require_without_errors(file, shown)
    scans, lines, too_large = _bounded(package, mapping, shown)
    copy = file
    if package is not None and lines:
        parts = {each.name: each.part for each in package.sheets}
        close = {parts[name]: each for name, each in lines.items()}
        copy = compacted(file, close, scratch / "close.xlsx")
    names = list(scans) if package else [mapping.sheet] if mapping.sheet else []
    read = read_sheets(copy, scratch, names, shown)
    sheets = tuple(each.name for each in read)
    _require_sheet(mapping, sheets, shown)
    candidates = [
        _Candidate(each, *_header_row(each, mapping, facts), lines.get(each.name))
        for each in read
        if each.file is not None and each.width
    ]
    try:
        chosen, notes = _chosen(candidates, mapping, shown)
    except TableError as error:
        error.sheets = sheets
        raise
    notes += [_unread(name, ("过大，", "too large, ")) for name in too_large]
    scan = scans.get(chosen.sheet.name)
    cells = sheet_cells(chosen.sheet, chosen.lines, scan, chosen.header_row or 1, shown)
    return replace(_source(cells, chosen, package, notes, shown), sheets=sheets)


def _source(
    cells: SheetCells, chosen: _Candidate, package: Package | None, notes: list[Pair], shown: Path
) -> Source:
    cells.require_headers(shown)
    told, sheet = above(cells.header_row), shorten(chosen.sheet.name)
    return Source(
        shown.name,
        cells.frame.lazy(),
        cells.headers,
        cells.columns,
        {number: tuple(found) for number, found in cells.faults.items()},
        cells.header_row,
        package.epoch if package else SERIAL_EPOCH,
        (*told, *([] if package else [NOTE]), *notes),
        cells=True,
        read=(
            f"读的是工作表 {sheet}，{cells.extent[0]}",
            f"Read: sheet {sheet}, {cells.extent[1]}",
        ),
        sheet=chosen.sheet.name,
        letters=cells.letters,
    )


def _bounded(
    package: Package | None, mapping: TableMapping, shown: Path
) -> tuple[dict[str, Scan], dict[str, Lines], list[str]]:
    """Return what the sheets to read hold, those to be put close together, and the too large."""
    scans: dict[str, Scan] = {}
    lines: dict[str, Lines] = {}
    too_large: list[str] = []
    if package is None:
        return scans, lines, too_large
    _require_sheet(mapping, [each.name for each in package.sheets], shown)
    styles = package.styles()
    for sheet in package.sheets:
        if mapping.sheet not in ("", sheet.name):
            continue
        scan = package.scan(sheet, styles)
        found = _lines(package, sheet, scan)
        if (found.cells if found else scan.last_row * scan.width) > MOST:
            if mapping.sheet or (sheet.visible and len(package.sheets) == 1):
                message = (
                    f"工作表 {shorten(sheet.name)} 有 {MOST:,} 格以上，太大",
                    f"Sheet {shorten(sheet.name)} has more than {MOST:,} cells: too large",
                )
                remedy = (
                    "请另存为 CSV，或者分成几张工作表",
                    "save it as CSV, or make several sheets of it",
                )
                raise refusal("G021", message, remedy, shown)
            too_large.append(sheet.name)
            continue
        scans[sheet.name] = scan
        if found and scan.scattered:
            lines[sheet.name] = found
    return scans, lines, too_large


def _lines(package: Package, sheet: SheetPart, scan: Scan) -> Lines | None:
    """Return where something stands in a sheet that takes room for far more."""
    if not scan.scattered and scan.last_row * scan.width <= MOST:
        return None
    with package.part(sheet.part) as stream:
        return inhabited(stream)


def _require_sheet(mapping: TableMapping, names: Sequence[str], shown: Path) -> None:
    if mapping.sheet and mapping.sheet not in names:
        near, known = means(nearest(mapping.sheet, names)), list(map(shorten, names))
        message = (
            f"没有名为 {shorten(mapping.sheet)} 的工作表{near[0]}",
            f"There is no sheet {shorten(mapping.sheet)}{near[1]}",
        )
        remedy = (f"可用的有：{'、'.join(known)}", f"there are: {', '.join(known)}")
        raise refusal("G029", message, remedy, shown)


def _header_row(sheet: SheetRead, mapping: TableMapping, facts: Facts) -> tuple[int, int]:
    """Return the row of the headers in a sheet, and their weight; 0 where no row has any."""
    most = max(LOOKED_AT, mapping.header_row)
    rows = [[one_line(cell or "") for cell in row] for row in sheet.rows(most).iter_rows()]
    found = header_row_of(rows, mapping.header_row, facts)
    weight = facts(rows[found - 1]) if found and found <= len(rows) else 0
    return (found, weight) if weight else (0, 0)


def _unread(name: str, why: Pair = ("", "")) -> Pair:
    sheet = shorten(name)
    return f"工作表 {sheet} {why[0]}没有读", f"Sheet {sheet} was {why[1]}not read"


def _chosen(
    candidates: Sequence[_Candidate], mapping: TableMapping, shown: Path
) -> tuple[_Candidate, list[Pair]]:
    filled = [each for each in candidates if each.sheet.visible and not _explains(each)]
    if mapping.sheet:
        filled = [each for each in candidates if each.sheet.name == mapping.sheet]
    if not filled:
        message = ("工作簿是空的", "The workbook is empty")
        remedy = ("第一行应当是表头", "the first row should have the headers")
        raise refusal("G028", message, remedy, shown)
    registers = [each for each in filled if each.weight >= FACT]
    unseen = [each.sheet.name for each in candidates if not each.sheet.visible and each.header_row]
    if unseen and not any(each.header_row for each in filled):
        listed = [shorten(name) for name in unseen]
        message = (
            f"看得见的工作表都不是登记簿，隐藏的 {'、'.join(listed)} 才是",
            f"No sheet in sight is a register; the hidden {', '.join(listed)} is",
        )
        raise refusal("G029", message, PICK, shown)
    # A sheet without facts is a register only where no other sheet has any.
    registers = registers or [each for each in filled if each.header_row]
    if len(registers) > 1:
        listed = [shorten(each.sheet.name) for each in registers]
        message = (
            f"有几张工作表都是登记簿：{'、'.join(listed)}",
            f"Several sheets are registers: {', '.join(listed)}",
        )
        raise refusal("G029", message, PICK, shown)
    chosen = (registers or filled)[0]
    if not chosen.header_row:
        chosen = replace(chosen, header_row=mapping.header_row)
    inked = filled if mapping.sheet else [each for each in candidates if each.sheet.visible]
    names = [each.sheet.name for each in inked if each.sheet is not chosen.sheet]
    notes = [_unread(name) for name in names]
    hidden = [shorten(name) for name in unseen if name != chosen.sheet.name]
    notes += [
        (f"隐藏的工作表 {name} 没有读", f"Hidden sheet {name} was not read") for name in hidden
    ]
    return chosen, notes


def _explains(candidate: _Candidate) -> bool:
    return any(candidate.sheet.name in names for names in EXPLAINING)
