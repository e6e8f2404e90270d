"""Report sheet: one sheet of the workbook, filled from the top and ready to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from math import ceil
from typing import TYPE_CHECKING, Any

from tolerance_rules.audit.report.tables import Cell
from tolerance_rules.rendering.text_width import width
from tolerance_rules.tables.workbook import LAST_ROW, LONGEST

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDEST = 70
"""The widest column; longer text goes on in the next line of its cell."""
A4 = 9
PAGE = 168
"""The columns of text that a page across holds while it can still be read."""
NARROW = 12
"""A column as narrow as this keeps its width where others are made to fit."""
ROOM = 1.05
"""What a 汉字 takes of a cell over two Latin characters, and each of these likewise."""
LINE, HIGHEST = 15, 409
"""Points: of a line, and of the highest row there is."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Sheet:
    """One sheet being filled; every text is written as text, never as a formula.

    It prints on A4 across, one page wide, its headers on every page. Of a sheet with `printed`
    columns the others, to the right, stay on the screen.
    """

    def __init__(
        self, book: Workbook, name: str, widths: Sequence[int], *, printed: int | None = None
    ) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self._last = (len(widths) if printed is None else printed) - 1
        # The quote prefix keeps a text a text even when somebody edits the cell.
        self._looks = {
            quoted: book.add_format(_look(text_wrap=True, quote_prefix=quoted))
            for quoted in (True, False)
        }
        self._head = book.add_format(_look(text_wrap=True, bold=True, bg_color="#E8EDF3"))
        self._beside = book.add_format(_look(text_wrap=True, align="left"))
        self.row = 0
        self._widths = _fitted([min(width, WIDEST) for width in widths], self._last + 1)
        for index, columns in enumerate(self._widths):
            self.sheet.set_column(index, index, columns)
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self.sheet.set_header("&L&A")
        self.sheet.set_footer("&C&P / &N")

    def table(self, heads: Sequence[str], body: Iterable[Sequence[Cell]], *, filter: bool) -> None:
        """Write a table below what stands; what goes beyond the last row is left out."""
        top = self.row
        self._write(heads, self._head)
        if filter:
            self.sheet.freeze_panes(self.row, 0)
            self.sheet.repeat_rows(top)
        for cells in islice(body, LAST_ROW + 1 - self.row):
            self._write(cells)
        if filter:
            self.sheet.autofilter(top, 0, max(self.row - 1, top), len(heads) - 1)
        self.print_to(self.row - 1)

    def wide_table(self, heads: tuple[str, str], body: Iterable[tuple[str, Cell]]) -> None:
        """Write a table of two columns below what stands, the second over the rest of the page."""
        for number, (name, said) in enumerate((heads, *body)):
            quoted = isinstance(said, str) and said.startswith(_FORMULA)
            look = self._looks[True] if quoted else self._beside if number else self._head
            wide = sum(self._widths[1 : self._last + 1])
            self._heighten([name, said], [self._widths[0], wide])
            self.sheet.merge_range(self.row, 1, self.row, self._last, "", look)
            # The cells beside the first of a merge are blank.
            self._write([name, said], look, heighten=False)
        self.print_to(self.row - 1)

    def print_to(self, row: int) -> None:
        """Print down to a row."""
        self.sheet.print_area(0, 0, max(row, 0), self._last)

    def _heighten(self, cells: Sequence[Cell], widths: Sequence[int]) -> None:
        """Make the row as high as its text: what opens the workbook may not do so itself."""
        lines = max(map(_lines, cells, widths), default=1)
        if lines > 1:
            self.sheet.set_row(self.row, min(lines * LINE, HIGHEST))

    def _write(
        self, cells: Sequence[Cell], look: Format | None = None, *, heighten: bool = True
    ) -> None:
        if heighten:
            # What is not printed is long, and looked up in the line above the cells.
            printed = self._last + 1
            self._heighten(cells[:printed], self._widths[:printed])
        for index, cell in enumerate(cells):
            if isinstance(cell, int):
                self.sheet.write_number(self.row, index, cell, look or self._looks[False])
            else:
                text = cell if len(cell) <= LONGEST else cell[: LONGEST - 1] + "…"
                text = text.encode("utf-8", "replace").decode("utf-8")
                style = look or self._looks[text.startswith(_FORMULA)]
                self.sheet.write_string(self.row, index, text, style)
        self.row += 1


def _lines(cell: Cell, columns: int) -> int:
    """Return how many lines a cell takes, a word being broken wherever the line ends."""
    parts = str(cell).split("\n")
    return sum(max(1, ceil(ROOM * width(part) / columns)) for part in parts)


def _fitted(widths: Sequence[int], printed: int) -> list[int]:
    """Return widths of which those `printed` fit on a page, the wide ones made narrower."""
    over = sum(widths[:printed]) - PAGE
    wide = [width for width in widths[:printed] if width > NARROW]
    if over <= 0 or not wide:
        return list(widths)
    share = max(1 - over / sum(wide), 0)
    return [
        max(NARROW, int(width * share)) if place < printed and width > NARROW else width
        for place, width in enumerate(widths)
    ]


def _look(**properties: Any) -> dict[str, Any]:
    return {"valign": "top", "border": 1, "border_color": "#C9D0D8", **properties}
