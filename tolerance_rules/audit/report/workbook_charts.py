"""Workbook charts: recorded outcomes and kinds of finding, drawn by Excel from the summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS = 17
"""The rows of the sheet that a chart takes."""
CHART_COLUMNS = 13
"""The columns of the sheet, of twelve characters each, that two charts take side by side."""
_WIDTH, _ROW_HEIGHT = 520, 20


@dataclass(frozen=True)
class Range:
    """The lines of a table in a sheet that a chart is drawn from: first and last row."""

    title: str
    first: int
    last: int
    values: int
    """The column of the numbers; the first column has the names."""


def draw(book: Workbook, sheet: str, into: Worksheet, row: int, ranges: list[Range]) -> int:
    """Draw a bar chart for each range of a sheet that has lines, side by side, into another.

    Returns the row below them.
    """
    drawn = [each for each in ranges if each.last >= each.first]
    for place, each in enumerate(drawn):
        chart = book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": each.title,
                "categories": [sheet, each.first, 0, each.last, 0],
                "values": [sheet, each.first, each.values, each.last, each.values],
                "fill": {"color": "#35618E"},
                "data_labels": {"value": True},
                "gap": 60,
            }
        )
        chart.set_title({"name": each.title, "name_font": {"size": 12}, "overlay": False})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_size({"width": _WIDTH, "height": ROWS * _ROW_HEIGHT})
        into.insert_chart(row, 0, chart, {"x_offset": place * (_WIDTH + 10), "object_position": 2})
    return row + ROWS if drawn else row
