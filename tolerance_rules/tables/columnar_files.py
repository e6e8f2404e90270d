"""Columnar files: Parquet, a folder of Parquet parts, or Arrow -> a source, lazily."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tolerance_rules.errors import Fault, TableError, shorten
from tolerance_rules.language import Pair
from tolerance_rules.tables import columnar_child
from tolerance_rules.tables.child_process import ended
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import ROW, Source, refusal

TRIED = 256 << 20
"""Files above this many bytes are not read in another process first: it would take too long."""
SECONDS = 600
FILE: Pair = ("文件", "the file")
DAMAGED: Pair = ("请重新导出", "export it again")


def open_columnar(file: Path, shown: Path, *, parquet: bool) -> Source:
    """Return the table of a file, or of the Parquet files of a folder as one table.

    Messages speak of the file `shown`. TableError where a file is damaged, and where the columns of
    parts differ: the part is named.
    """
    files = [file]
    if file.is_dir():
        files = sorted(file.glob("*.parquet"))
        if not files:
            message = ("目录中没有 .parquet 文件", "The folder has no .parquet file")
            raise refusal("G020", message, ("请检查路径", "check the path"), shown)
    names = {each: shown / each.name if file.is_dir() else shown for each in files}
    for each in files:
        each.open("rb").close()
    _try_out(files, names, parquet=parquet)
    if len(files) > 1:
        frame = _parts(files, names)
    elif parquet:
        frame = pl.scan_parquet(files, glob=False)
    else:
        frame = pl.scan_ipc(files[0], glob=False)
    columns = tuple(frame.collect_schema())
    return Source(shown.name, frame.with_row_index(ROW, offset=1), columns, columns, header_row=0)


def _parts(files: Sequence[Path], names: dict[Path, Path]) -> pl.LazyFrame:
    """Return the parts of a table as one; a part that knows no value of a column may differ."""
    first = pl.read_parquet_schema(files[0])
    faults = []
    relaxed = False
    for each in files[1:]:
        schema = pl.read_parquet_schema(each)
        relaxed |= pl.Null in (*schema.values(), *first.values())
        faults += _differences(first, schema, names[files[0]].name, str(names[each]))
        first |= {name: dtype for name, dtype in schema.items() if first.get(name) == pl.Null}
    if faults:
        raise TableError(faults)
    if not relaxed:
        return pl.scan_parquet(list(files), glob=False)
    scans = [pl.scan_parquet(each, glob=False).select(list(first)) for each in files]
    return pl.concat(scans, how="vertical_relaxed")


def _differences(
    first: dict[str, pl.DataType], schema: dict[str, pl.DataType], name: str, part: str
) -> list[Fault]:
    remedy = (
        "同一个目录中的各个文件，列名和类型应当一样",
        "the files of a folder should have the same columns, of the same types",
    )

    def fault(zh: str, en: str) -> Fault:
        return Fault.of("G046", (zh, en), remedy, part)

    faults = [
        fault(
            f"{column} 一列在 {name} 中有，在这个文件中没有",
            f"Column {column} is in {name}, but not in this file",
        )
        for column in first
        if column not in schema
    ]
    for column, dtype in schema.items():
        if column not in first:
            zh = f"{column} 一列在这个文件中有，在 {name} 中没有"
            en = f"Column {column} is in this file, but not in {name}"
        elif dtype != first[column] and pl.Null not in (dtype, first[column]):
            zh = f"{column} 一列在 {name} 中的类型是 {first[column]}，在这个文件中是 {dtype}"
            en = f"Column {column} is {first[column]} in {name}, and {dtype} in this file"
        else:
            continue
        faults.append(fault(zh, en))
    return faults


def _try_out(files: Sequence[Path], names: dict[Path, Path], *, parquet: bool) -> None:
    """Raise TableError where a file ends the process that reads it, or cannot be read."""
    tried = [each for each in files if each.stat().st_size <= TRIED]
    if not tried or not sys.executable:
        return
    size = max(each.stat().st_size for each in tried)
    kind = "parquet" if parquet else "arrow"
    arguments = kind, str(size), json.dumps([str(each) for each in tried])
    script, first = columnar_child.__file__, names[tried[0]]
    done = ended(script, *arguments, seconds=SECONDS, what=FILE, remedy=DAMAGED, shown=first)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if lines and "done" in lines[-1]:
        return
    last = lines[-1] if lines else {}
    at = names.get(Path(last.get("file", "")), first)
    if "why" in last:
        why = shorten(last["why"])
        message = (f"文件读不出来：{why}", f"The file cannot be read: {why}")
        raise refusal("G020", message, DAMAGED, at)
    message = (
        "文件读到一半停下了：内容有误，或者要用太多内存",
        "Reading the file ended half-way: it is damaged, or takes too much memory",
    )
    raise refusal("G021", message, DAMAGED, at)
