"""Dataframes: a table of any kind in, the same kind of table out, with the findings beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from tolerance_rules.errors import ExecutorError, Fault, TableError, shorten
from tolerance_rules.executors.many_cases import ManyCases
from tolerance_rules.language import Pair
from tolerance_rules.tables.date_faults import DECIDED, OCCURRED
from tolerance_rules.tables.days import (
    DUPLICATE,
    is_earlier,
    is_looked_for,
    is_to_come,
    why_refused,
)
from tolerance_rules.tables.doubled_numbers import doubled_numbers
from tolerance_rules.tables.headers import fields_of
from tolerance_rules.tables.mapping import TableMapping, mapping_of
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.readers import open_table
from tolerance_rules.tables.records import is_records, records_frame
from tolerance_rules.tables.source import ROW, Source
from tolerance_rules.tables.typed_table import TypedTable, typed_table

RENAME: Pair = ("请先改名", "rename it first")
SOURCE_ROW = "source_row"
"""The column that says in which row of its file a case stood."""


def judged_table(
    table: Any,
    executor: ManyCases,
    *,
    mapping: TableMapping | str | Path | Mapping[str, str] | None = None,
    statuses: bool = True,
    reachable: bool = True,
) -> Any:
    """Return a table with the findings of each row beside it, as the kind of table it came as.

    A path gives a Polars DataFrame, a LazyFrame gives a LazyFrame. Every row is there, in its
    order; one that cannot be judged has nulls, and the reason in `refused`.
    """
    rules = executor.rules
    known = mapping_of(mapping, rules)

    def judge(source: Source) -> pl.LazyFrame:
        typed = typed_table(source, fields_of(source, known, rules.vocabulary), known, rules)
        # Numbers are compared with those of all rows before: a lazy table may have too many.
        doubled = not isinstance(table, pl.LazyFrame)
        return _beside(typed, executor, statuses=statuses, reachable=reachable, doubled=doubled)

    if isinstance(table, (str, Path)):
        with open_table(table, known, rules.vocabulary) as source:
            return judge(source).rename({ROW: SOURCE_ROW}).collect(engine="streaming")
    if mapping is None:
        known = replace(known, others="keep")
    read = partial(records_frame, vocabulary=rules.vocabulary) if is_records(table) else _frame_of
    frame, back = read(table)
    columns = tuple(frame.collect_schema())
    numbered = frame.with_row_index(ROW, offset=1)
    return back(judge(Source("表", numbered, columns, columns, header_row=0)).drop(ROW))


def _beside(
    typed: TypedTable, executor: ManyCases, *, statuses: bool, reachable: bool, doubled: bool
) -> pl.LazyFrame:
    """Return a table with its findings; `doubled` also refuses numbers given before."""
    source, bad = typed.source, typed.bad
    decided, occurred = typed.day(DECIDED), typed.day(OCCURRED)
    reasons = [bad, why_refused(occurred, decided, typed.rules)]
    reasons.append(_doubled(typed) if doubled else None)
    if given := [reason for reason in reasons if reason is not None]:
        bad = pl.coalesce(given)
    early = []
    if occurred is not None and is_looked_for([OCCURRED], typed.rules):
        early.append(is_earlier(occurred, typed.rules))
    if days := [day for day in (occurred, decided) if day is not None]:
        early.append(is_to_come(days))
    own = {f"~own:{place}": header for place, header in enumerate(source.headers) if header}
    # The table's columns go through under other names: one may be called like a fact.
    table = source.frame.select(
        ROW,
        *(pl.col(source.columns[int(name[5:])]).alias(name) for name in own),
        (pl.lit(None, dtype=pl.String) if bad is None else bad).alias("~bad"),
        *typed.facts,
        *early,
    )
    keep = [ROW, *own, "~bad", *(each.meta.output_name() for each in early)]
    found = executor.judged(table, keep=keep, statuses=statuses, reachable=reachable)
    findings = [name for name in found.collect_schema() if name not in (ROW, "~bad", *own)]
    _require_free(list(own.values()), [*findings, SOURCE_ROW])
    if bad is not None:
        known = [name for name in findings if name != "refused"]
        found = found.with_columns(
            *(pl.when(pl.col("~bad").is_null()).then(pl.col(name)).alias(name) for name in known),
            pl.coalesce("~bad", pl.col("refused").cast(pl.String)).alias("refused"),
        )
    return found.drop("~bad").rename(own)


def _doubled(typed: TypedTable) -> pl.Expr | None:
    """Return the reason that an earlier row has the same number; None if none has."""
    rows = doubled_numbers(typed)[ROW]
    if rows.is_empty():
        return None
    return pl.when(pl.col(ROW).is_in(rows.implode())).then(pl.lit(DUPLICATE))


def _require_free(headers: list[str], findings: list[str]) -> None:
    faults = [
        Fault.of(
            "G037",
            (
                f"列 {shorten(name)} 与结果的列同名",
                f"Column {shorten(name)} is called as one of the result",
            ),
            RENAME,
            subject=name,
        )
        for name in headers
        if name in findings
    ]
    doubled = {name for name, times in Counter(headers).items() if times > 1}
    faults += [
        Fault.of(
            "G025",
            (f"有几列都叫 {shorten(name)}", f"Several columns are called {shorten(name)}"),
            RENAME,
            subject=name,
        )
        for name in sorted(doubled)
    ]
    if faults:
        raise TableError(faults)


def _frame_of(table: Any) -> tuple[pl.LazyFrame, Callable[[pl.LazyFrame], Any]]:
    """Return a table as a LazyFrame, and how to make a LazyFrame into what the table was."""
    if isinstance(table, pl.LazyFrame):
        try:
            table.collect_schema()
        except pl.exceptions.PolarsError as error:
            why = shorten(str(error).partition("\n")[0])
            message = (f"表读不成列：{why}", f"The table does not make columns: {why}")
            remedy = (
                "请检查列名：不能重复，不能引用没有的列",
                "check the names of its columns: none twice, none that is not there",
            )
            raise TableError([Fault.of("G033", message, remedy)]) from None
        return table, lambda frame: frame
    if isinstance(table, pl.DataFrame):
        return table.lazy(), lambda frame: frame.collect()
    home = type(table).__module__.partition(".")[0]
    if home == "pyspark":
        # It would hand out all its rows, to this one process.
        message = ("这是 Spark 的表", "This is a table of Spark's")
        remedy = ("请用 Engine.evaluate_spark", "use Engine.evaluate_spark")
        raise TableError([Fault.of("G033", message, remedy)])
    try:
        if home == "pandas":
            return _from_pandas(table)
        if hasattr(table, "__arrow_c_stream__"):
            import pyarrow as pa

            given = pl.DataFrame(table).lazy()
            return given, lambda frame: pa.table(_plain(frame).to_arrow())
    except ImportError as error:
        raise ExecutorError(
            "pandas 和 Arrow 的表需要 pyarrow，本机没有安装。"
            '请运行：pip install "tolerance-rules[pandas]"',
            english="Tables of pandas and Arrow need pyarrow, which is not installed: "
            'pip install "tolerance-rules[pandas]"',
        ) from error
    except TableError:
        raise
    except (TypeError, ValueError, pl.exceptions.PolarsError) as error:
        why = shorten(str(error))
        message = (f"表读不成列：{why}", f"The table does not make columns: {why}")
        remedy = ("一列请只放一种值", "a column should have values of one kind")
        raise TableError([Fault.of("G033", message, remedy)]) from None
    what = shorten(type(table).__name__)
    remedy = (
        "请给出路径、字典的列表、Polars、pandas 或者 Arrow 的表",
        "give a path, a list of dicts, or a table of Polars, pandas or Arrow",
    )
    raise TableError([Fault.of("G033", (f"{what} 不是表", f"{what} is no table"), remedy)])


def _from_pandas(table: Any) -> tuple[pl.LazyFrame, Callable[[pl.LazyFrame], Any]]:
    import pyarrow  # noqa: F401  # Polars needs it both ways, and says so only in English

    _require_free([str(name) for name in table.columns], [])
    index = table.index

    def back(frame: pl.LazyFrame) -> Any:
        return _plain(frame).to_pandas().set_index(index)

    return pl.from_pandas(table.reset_index(drop=True)).lazy(), back


def _plain(frame: pl.LazyFrame) -> pl.DataFrame:
    """Return a frame without types that only Polars has."""
    return frame.collect().with_columns(pl.col(pl.Enum, pl.Categorical).cast(pl.String))
