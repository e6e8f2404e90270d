"""Readers: a path or a connection string -> a source, by its ending and its first bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tolerance_rules.errors import reason_of, shorten
from tolerance_rules.tables.csv_file import open_csv
from tolerance_rules.tables.database import is_database, open_database
from tolerance_rules.tables.headers import facts_among
from tolerance_rules.tables.mapping import TableMapping
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import ROW, Source, refusal
from tolerance_rules.vocabulary.vocabulary import Vocabulary

TEXT = (".csv", ".tsv", ".txt")
EXCEL = (".xlsx", ".xlsm", ".xls", ".et", ".ods")
UNREAD = (".xlsb", ".xlt", ".ett", ".numbers", ".wps", ".doc", ".docx", ".pdf")
CONVERT = "请用 Excel 或 WPS 打开，另存为 .xlsx"
PARQUET = (".parquet", ".pq")
ARROW = (".arrow", ".feather", ".ipc")
_MAGIC = {
    b"PK\x03\x04": "Excel 工作簿（.xlsx）",
    b"\xd0\xcf\x11\xe0": "旧式的 Excel 工作簿（.xls）",
    b"PAR1": "Parquet（.parquet）",
    b"ARROW1": "Arrow（.arrow）",
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
    """Open a table for as long as the context lasts; CaseError says why it cannot be read."""
    if is_database(str(place)):
        yield open_database(str(place), table=table, query=query)
        return
    file = Path(place)
    try:
        with TemporaryDirectory(prefix="tolerance-rules-") as scratch:
            yield _opened(file, mapping, vocabulary, Path(scratch), separator)
    except (OSError, pl.exceptions.PolarsError) as error:
        if isinstance(error, OSError) and error.filename not in (str(file), file, None):
            raise  # another file: where the result goes
        why = reason_of(error) if isinstance(error, OSError) else _first_line(error)
        raise refusal("G020", f"文件读不出来：{why}", "请检查路径、权限和内容", file) from None


def _opened(
    file: Path, mapping: TableMapping, vocabulary: Vocabulary, scratch: Path, separator: str
) -> Source:
    kind = file.suffix.lower()
    if kind in PARQUET or file.is_dir():
        return _columnar(file, parquet=True)
    if kind in ARROW:
        return _columnar(file, parquet=False)
    if kind in EXCEL:
        # Imported here: reading CSV needs no library for Excel.
        from tolerance_rules.tables.excel import open_excel

        file.open("rb").close()
        return open_excel(file, mapping, facts_among(mapping, vocabulary), scratch, file)
    if kind in UNREAD:
        raise refusal("G021", f"{kind} 不能读", CONVERT, file)
    if kind not in TEXT:
        known = "、".join((*TEXT, *EXCEL, *PARQUET, *ARROW))
        message = f"不认识扩展名 {shorten(kind) or '（无）'}"
        raise refusal("G021", message, f"可以读的有：{known}", file)
    with file.open("rb") as stream:
        head = stream.read(8)
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise refusal("G021", f"文件其实是{what}", "请改正扩展名", file)
    facts = facts_among(mapping, vocabulary)
    return open_csv(file, scratch, facts, mapping.header_row, separator)


def _columnar(file: Path, *, parquet: bool) -> Source:
    if file.is_dir():
        files = sorted(file.glob("*.parquet"))
        if not files:
            raise refusal("G020", "目录中没有 .parquet 文件", "请检查路径", file)
    else:
        file.open("rb").close()
        files = [file]
    if parquet:
        frame = pl.scan_parquet(files, glob=False, row_index_name=ROW, row_index_offset=1)
    else:
        frame = pl.scan_ipc(files[0], glob=False, row_index_name=ROW, row_index_offset=1)
    columns = tuple(name for name in frame.collect_schema() if name != ROW)
    return Source(file.name, frame, columns, columns, header_row=0)


def _first_line(error: Exception) -> str:
    return shorten(str(error).partition("\n")[0])
