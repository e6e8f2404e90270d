"""Workbook process: has a workbook read by a process of its own, and takes what that leaves."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from tolerance_rules.errors import Fault, TableError
from tolerance_rules.language import Pair
from tolerance_rules.tables import workbook_child
from tolerance_rules.tables.child_process import ended
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import refusal

Range: TypeAlias = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of a merged range: rows and columns from 0."""

SECONDS = 900
"""How long a workbook may take to be read."""
WORKBOOK: Pair = ("工作簿", "the workbook")
CONVERT: Pair = (
    "请用 Excel 或 WPS 打开，另存为 .xlsx",
    "open it in Excel or WPS and save it as .xlsx",
)
UNLOCK: Pair = (
    "请用 Excel 或 WPS 打开，去掉密码（文件—信息／文档加密），另存为 .xlsx",
    "open it in Excel or WPS, remove the password, and save it as .xlsx",
)
NO_WORKBOOK: Pair = (
    "文件不是 Excel 工作簿，或已损坏、加密",
    "The file is no Excel workbook, or is damaged or encrypted",
)
LOCKED: Pair = ("工作簿加了密码", "The workbook has a password")


@dataclass(frozen=True)
class SheetRead:
    """A sheet as it was read: its cells as text, from the first row and column on."""

    name: str
    visible: bool
    file: Path | None
    """Where its cells are; None where it was not asked for."""
    width: int = 0
    merged: tuple[Range, ...] = ()

    def rows(self, most: int | None = None) -> pl.DataFrame:
        """Return the rows of the sheet, at most so many; null where nothing stands."""
        schema = {str(place): pl.String for place in range(self.width)}
        if self.file is None or not self.width or not self.file.stat().st_size:
            return pl.DataFrame(schema=schema)
        frame = pl.scan_csv(self.file, has_header=False, schema=schema, glob=False)
        frame = frame if most is None else frame.head(most)
        return frame.with_columns(pl.all().replace("", None)).collect()


def read_sheets(file: Path, folder: Path, names: Collection[str], shown: Path) -> list[SheetRead]:
    """Return the sheets of a workbook, read into `folder`; of those in `names`, or of all.

    TableError, about the file `shown`, where they cannot be read, or their reader comes to grief.
    """
    if find_spec("python_calamine") is None:
        message = (
            "读 Excel 工作簿需要 python-calamine，本机没有安装",
            "Reading Excel needs python-calamine, which is not installed",
        )
        command = 'pip install "tolerance-rules[audit]"'
        raise TableError([Fault.of("G022", message, (f"请运行：{command}", f"run: {command}"))])
    arguments = str(file), str(folder), json.dumps(list(names))
    script = workbook_child.__file__
    done = ended(
        script,
        *arguments,
        seconds=SECONDS,
        what=WORKBOOK,
        remedy=CONVERT,
        shown=shown,
    )
    index = folder / "index.json"
    if done.returncode or not index.is_file():
        gigabytes = workbook_child.MEMORY >> 30
        message = (
            f"工作簿读到一半停下了：内容有误，或者所用的内存超过 {gigabytes} GB",
            "Reading the workbook ended half-way: it is damaged, or takes more than "
            f"{gigabytes} GB of memory",
        )
        raise refusal("G021", message, CONVERT, shown)
    said = json.loads(index.read_text(encoding="utf-8"))
    if said.get("error") == "password":
        raise refusal("G021", LOCKED, UNLOCK, shown)
    if "error" in said:
        raise refusal("G021", NO_WORKBOOK, CONVERT, shown)
    return [
        SheetRead(
            each["name"],
            each["visible"],
            folder / each["file"] if "file" in each else None,
            each.get("width", 0),
            tuple(((r[0][0], r[0][1]), (r[1][0], r[1][1])) for r in each.get("merged", ())),
        )
        for each in said["sheets"]
        if each["worksheet"]
    ]
