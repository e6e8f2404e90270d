"""Report sheet: one sheet of the workbook, filled from the top and ready to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from tolerance_rules.audit.report.tables import Cell
from tolerance_rules.tables.workbook import LAST_ROW, LONGEST

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDEST = 70
"""The widest column; longer text goes on in the next line of its cell."""
A4 = 9
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
        self.row = 0
        for index, width in enumerate(widths):
            self.sheet.set_column(index, index, min(width, WIDEST))
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
            look = self._looks[quoted] if number else self._head
            self.sheet.merge_range(self.row, 1, self.row, self._last, "", look)
            # The cells beside the first of a merge are blank.
            self._write([name, said], look)
        self.print_to(self.row - 1)

    def print_to(self, row: int) -> None:
        """Print down to a row."""
        self.sheet.print_area(0, 0, max(row, 0), self._last)

    def _write(self, cells: Sequence[Cell], look: Format | None = None) -> None:
        for index, cell in enumerate(cells):
            if isinstance(cell, int):
                self.sheet.write_number(self.row, index, cell, look or self._looks[False])
            else:
                text = cell if len(cell) <= LONGEST else cell[: LONGEST - 1] + "…"
                text = text.encode("utf-8", "replace").decode("utf-8")
                style = look or self._looks[text.startswith(_FORMULA)]
                self.sheet.write_string(self.row, index, text, style)
        self.row += 1


def _look(**properties: Any) -> dict[str, Any]:
    return {"valign": "top", "border": 1, "border_color": "#C9D0D8", **properties}
