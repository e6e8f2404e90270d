"""Readers: a path or a connection string -> a source, by its ending and its first bytes."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tolerance_rules.errors import TableError, reasons_of, shorten
from tolerance_rules.tables.columnar_files import DAMAGED, open_columnar
from tolerance_rules.tables.connection_string import is_database, shown
from tolerance_rules.tables.csv_file import open_csv
from tolerance_rules.tables.csv_headers import no_separator, separates
from tolerance_rules.tables.database import open_database
from tolerance_rules.tables.headers import facts_among
from tolerance_rules.tables.mapping import TableMapping
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.reread import reread
from tolerance_rules.tables.source import Source, refusal
from tolerance_rules.tables.workbook_process import CONVERT
from tolerance_rules.vocabulary.vocabulary import Vocabulary

TEXT = (".csv", ".tsv", ".txt")
EXCEL = (".xlsx", ".xlsm", ".xls", ".et", ".ods")
UNREAD = (".xlsb", ".xlt", ".ett", ".numbers", ".wps", ".doc", ".docx", ".pdf")
PARQUET = (".parquet", ".pq")
ARROW = (".arrow", ".feather", ".ipc")
_MAGIC = {
    b"PK\x03\x04": ("Excel 工作簿（.xlsx）", "an Excel workbook (.xlsx)"),
    b"\xd0\xcf\x11\xe0": (
        "旧式的 Excel 工作簿（.xls）",
        "an Excel workbook of the older kind (.xls)",
    ),
    b"PAR1": ("Parquet（.parquet）", "Parquet (.parquet)"),
    b"ARROW1": ("Arrow（.arrow）", "Arrow (.arrow)"),
}


@contextmanager
def open_table(
    place: str | Path,
    mapping: TableMapping,
    vocabulary: Vocabulary,
    *,
    table: str = "",
    query: str = "",
    separator: str = "",
) -> Iterator[Source]:
    """Open a table for as long as the context lasts; TableError says why it cannot be read."""
    if is_database(str(place)):
        try:
            yield open_database(str(place), table=table, query=query)
        except pl.exceptions.PanicException:
            message = (
                "结果中有读不出来的值，例如 infinity 一类的日期",
                "The result has values that cannot be read, such as a date infinity",
            )
            remedy = ("请在查询中用 CAST(… AS text) 改成文字", "make them text by CAST(… AS text)")
            raise refusal("G042", message, remedy, shown(str(place))) from None
        return
    file = Path(place)
    if separator and not separates(separator):
        raise refusal("G021", *no_separator(separator), file)
    try:
        with TemporaryDirectory(prefix="tolerance-rules-") as scratch:
            yield _opened(file, mapping, vocabulary, Path(scratch), separator)
    except pl.exceptions.PanicException:
        message = (
            "文件读到一半停下了：内容有误",
            "Reading the file ended half-way: it is damaged",
        )
        raise refusal("G021", message, DAMAGED, file) from None
    except (OSError, pl.exceptions.PolarsError) as error:
        if isinstance(error, OSError) and error.filename not in (str(file), file, None):
            raise  # another file: where the result goes
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        line = _first_line(error)
        zh, en = reasons_of(error) if isinstance(error, OSError) else (line, line)
        message = (f"文件读不出来：{zh}", f"The file cannot be read: {en}")
        remedy = ("请检查路径、权限和内容", "check path, permissions and content")
        raise refusal("G020", message, remedy, file) from None


def _opened(
    shown: Path, mapping: TableMapping, vocabulary: Vocabulary, scratch: Path, separator: str
) -> Source:
    kind = shown.suffix.lower()
    file = _nameable(shown, scratch)
    if file.exists() and not (file.is_file() or file.is_dir()):
        message = ("这是设备或者管道，不是文件", "This is a device or a pipe, no file")
        raise refusal("G020", message, ("请给出文件", "give a file"), shown)
    if kind in PARQUET or file.is_dir():
        return open_columnar(file, shown, parquet=True)
    if kind in ARROW:
        return open_columnar(file, shown, parquet=False)
    if kind in EXCEL:
        # Imported here: reading CSV needs no library for Excel.
        from tolerance_rules.tables.excel import open_excel

        file.open("rb").close()
        found = open_excel(file, mapping, facts_among(mapping, vocabulary), scratch, shown)
        return reread(found)
    if kind in UNREAD:
        message = (f"扩展名是 {kind} 的文件不能读", f"Files that end in {kind} are not read")
        raise refusal("G021", message, CONVERT, shown)
    if kind not in TEXT:
        known = (*TEXT, *EXCEL, *PARQUET, *ARROW)
        message = (
            f"不认识扩展名 {shorten(kind) or '（无）'}",
            f"Files that end in {shorten(kind) or 'nothing'} are not known",
        )
        remedy = (f"可以读的有：{'、'.join(known)}", f"those that are read: {', '.join(known)}")
        raise refusal("G021", message, remedy, shown)
    with file.open("rb") as stream:
        head = stream.read(8)
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            message = (f"文件其实是{what[0]}", f"The file is in truth {what[1]}")
            raise refusal("G021", message, ("请改正扩展名", "mend its ending"), shown)
    facts = facts_among(mapping, vocabulary)
    try:
        source = open_csv(file, scratch, facts, mapping.header_row, separator)
    except TableError as error:
        # The faults are of the file that was given, not of the link to it.
        raise TableError([replace(each, file=str(shown)) for each in error.faults]) from None
    return reread(replace(source, name=readable_name(shown)))


def _nameable(file: Path, scratch: Path) -> Path:
    """Return a path that is a text: where a name is not UTF-8, a link to the file."""
    try:
        str(file).encode()
    except UnicodeEncodeError:
        link = scratch / f"table{file.suffix}"
        link.symlink_to(file.absolute(), target_is_directory=file.is_dir())
        return link
    return file


def readable_name(file: Path) -> str:
    """Return the name of a file for people: one that is not UTF-8 is most likely GBK."""
    try:
        file.name.encode()
    except UnicodeEncodeError:
        return os.fsencode(file.name).decode("gb18030", "replace")
    return file.name


def _first_line(error: Exception) -> str:
    return shorten(str(error).partition("\n")[0])
