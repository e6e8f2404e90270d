"""Workbook: a new .xlsx file in which a text is a text, never a formula, a link or a number."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tolerance_rules.errors import ExecutorError

if TYPE_CHECKING:
    from xlsxwriter import Workbook

LAST_ROW = 1_048_575
"""The last row of a sheet, counted from zero: as many rows stand below its headers."""
LONGEST = 32_767
"""The characters a cell holds."""


def new_workbook(file: Path, *, constant_memory: bool = True) -> Workbook:
    """Return a workbook written to a file as it closes; ExecutorError says what to install.

    With `constant_memory`, cells are written row after row.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise ExecutorError(
            "写 Excel 工作簿需要 XlsxWriter，本机没有安装。"
            '请运行：pip install "tolerance-rules[audit]"',
            english="Writing Excel needs XlsxWriter, which is not installed: "
            'pip install "tolerance-rules[audit]"',
        ) from error
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return Workbook(str(file), {"constant_memory": constant_memory, **options})
