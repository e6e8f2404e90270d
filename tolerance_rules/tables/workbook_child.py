"""Workbook child: reads a workbook in a process of its own, and leaves its sheets as CSV.

A script, run by `workbook_process`: a file made to harm may use up memory or end the process that
reads it, and then this one ends, not the program. It imports nothing of the package.
"""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

MEMORY = 4 << 30
"""The bytes of memory that a workbook may take, where the system can limit them."""


def main(file: str, folder: str, names: str) -> None:
    """Write each sheet among `names`, all if there are none, and an index of all sheets."""
    _limit_memory()
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    asked = json.loads(names)
    into = Path(folder)
    index: dict[str, Any] = {"sheets": []}
    try:
        with Path(file).open("rb") as stream, CalamineWorkbook.from_filelike(stream) as book:
            for place, each in enumerate(book.sheets_metadata):
                entry = {
                    "name": each.name,
                    "visible": str(each.visible).endswith(".Visible"),
                    "worksheet": str(each.typ).endswith(".WorkSheet"),
                }
                index["sheets"].append(entry)
                if entry["worksheet"] and (not asked or each.name in asked):
                    sheet = book.get_sheet_by_name(each.name)
                    entry["merged"] = sheet.merged_cell_ranges or []
                    entry["width"] = _write(sheet, into / f"{place}.csv")
                    entry["file"] = f"{place}.csv"
    except PasswordError:
        index = {"error": "password"}
    except (CalamineError, OSError, ValueError) as error:
        index = {"error": "unreadable", "why": str(error)[:200]}
    (into / "index.json").write_text(json.dumps(index), encoding="utf-8")


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _write(sheet: Any, file: Path) -> int:
    """Write the rows of a sheet from its first row and column on; return how wide it is."""
    start = sheet.start
    left = [""] * (start[1] if start else 0)
    width = len(left) + sheet.width
    with file.open("w", encoding="utf-8", newline="") as into:
        lines = csv.writer(into, quoting=csv.QUOTE_ALL, lineterminator="\n")
        if start and width:
            lines.writerows([*left, *map(_text, row)] for row in sheet.iter_rows())
    return width if start else 0


def _text(cell: Any) -> str:
    """Return a cell as text: a whole number without its point, a day as ISO, nothing if blank."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")[:19]
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    # The folder of this script is no place to import from.
    del sys.path[0]
    main(*sys.argv[1:])
