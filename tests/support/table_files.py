"""Table files for tests: CSV and workbooks as people and programs leave them, right and wrong."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from support.rulesets import SHIPPED
from tolerance_rules.tables.headers import fields_of
from tolerance_rules.tables.mapping import mapping_of
from tolerance_rules.tables.readers import open_table
from tolerance_rules.tables.source import ROW
from tolerance_rules.tables.typed_table import typed_table


def workbook(path, sheets, *, edit=None, **options):
    """Write a workbook: sheets by name, each a list of rows or a function that fills the sheet."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), options) as book:
        for name, content in sheets.items():
            sheet = book.add_worksheet(name)
            if callable(content):
                content(sheet, book)
            else:
                for number, row in enumerate(content):
                    sheet.write_row(number, 0, row)
    return edited(path, edit) if edit else path


def edited(path, edit):
    """Replace text in the XML of the sheets of a workbook, as other programs would write it."""
    path = Path(path)
    parts = {}
    with zipfile.ZipFile(path) as package:
        for info in package.infolist():
            data = package.read(info)
            if re.search(r"sheets?/sheet\d+\.xml$", info.filename):
                for old, new in edit.items():
                    data = data.replace(old.encode(), new.encode())
            parts[info.filename] = data
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def understood(path, mapping=None, *, rules=SHIPPED, keep=(), recorded=False):
    """Return the rows that are read, by their number, and the rejects as number and reason."""
    known = mapping_of(mapping, rules)
    with open_table(path, known, rules.vocabulary) as source:
        fields = fields_of(source, known, rules.vocabulary, keep=keep, recorded=recorded)
        table = typed_table(source, fields, known, rules, recorded=recorded)
        kept = {field.name: field.header for field in fields if field.kept}
        rows = {row.pop(ROW): row for row in table.good().rename(kept).collect().to_dicts()}
        return rows, {reject.row: reject for reject in table.rejects()}
