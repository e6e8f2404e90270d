"""Batch: a table evaluated as a whole; every row is in the result or among the rejects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from tolerance_rules.errors import Fault, TableError
from tolerance_rules.executors.many_cases import ManyCases
from tolerance_rules.formats.atomic_file import replacing
from tolerance_rules.language import Lang, Pair
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.connection_string import is_database
from tolerance_rules.tables.database import write_database
from tolerance_rules.tables.dataframes import SOURCE_ROW
from tolerance_rules.tables.date_faults import OCCURRED
from tolerance_rules.tables.days import EARLIER, is_earlier, is_looked_for, still_to_come
from tolerance_rules.tables.fields import COLUMNS
from tolerance_rules.tables.headers import Field, fields_of
from tolerance_rules.tables.labels import labelled
from tolerance_rules.tables.mapping import TableMapping
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.refusals import Refusals
from tolerance_rules.tables.source import ROW, Source
from tolerance_rules.tables.table_choice import FOUND_OUT, TableChoice, open_chosen
from tolerance_rules.tables.typed_table import typed_table
from tolerance_rules.tables.writers import plainly_named, write_rejects, write_table

ALL = "*"
"""What `keep` says for every column."""


@dataclass(frozen=True)
class Batch:
    """A table to evaluate: where it is, how it is read, and where the result goes."""

    place: str
    out: str
    rejects: Path
    mapping: TableMapping = field(default_factory=TableMapping)
    keep: Sequence[str] = ()
    """Headers, or facts, to hand on besides what a register says of a decision."""
    choice: TableChoice = FOUND_OUT
    """Which table of the place is read."""
    out_table: str = ""
    statuses: bool = True
    labels: Lang | None = None
    replace: bool = False
    always: bool = False
    """Whether a file of rejects is written even where there are none."""
    lang: Lang = "zh"
    """The language of the reasons in the file of rejects."""


@dataclass(frozen=True)
class Summary:
    """How a batch ended: rows in = judged + rejected."""

    rows: int
    outcomes: Mapping[str, int]
    settled: int
    rejected: int
    earlier: int = 0
    """Rows whose conduct was before the regulation was in force."""
    notes: Sequence[Pair] = ()
    to_come: Sequence[int] = ()
    """Rows whose conduct or decision is of a day still to come."""

    @property
    def judged(self) -> int:
        """Return how many rows were judged."""
        return sum(self.outcomes.values())

    @property
    def unsettled(self) -> int:
        """Return how many rows were judged but have an outcome that may still change."""
        return self.judged - self.settled


Labelling: TypeAlias = Callable[[pl.LazyFrame], pl.LazyFrame]
Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the name of a step, the rows it has done, and how many there are."""


def evaluate_batch(batch: Batch, executor: ManyCases, progress: Progress | None = None) -> Summary:
    """Evaluate a table and write what is found; nothing is written if it cannot be read.

    TableError lists what is wrong with the file or its headers.
    """
    report, rules = progress or _silent, executor.rules
    report("reading", 0, 0)
    with ExitStack() as stack:
        source = stack.enter_context(
            open_chosen(batch.place, batch.mapping, rules.vocabulary, batch.choice)
        )
        fields = fields_of(source, batch.mapping, rules.vocabulary, keep=batch.keep)
        kept = _kept(fields, batch.keep, source)
        typed = typed_table(source, fields, batch.mapping, rules)
        source = typed.source
        rows = source.rows
        report("checking", 0, rows)
        refusals = Refusals(typed, executor)
        good, rejected = refusals.good, len(refusals.rows)
        judged = _judged(good, executor, kept, statuses=batch.statuses)
        if rejected or batch.always:
            part = stack.enter_context(replacing(batch.rejects))
            write_rejects(refusals.rejects(), source.headers, part, batch.lang)
        label = _labelling(batch, rules, kept)
        outcomes, settled, earlier = _written(judged, batch, label, rows, progress)
        late = still_to_come(good)
        summary = Summary(rows, outcomes, settled, rejected, earlier, source.told, late)
        # INVARIANT: no row is lost, and none is judged twice.
        assert summary.judged + summary.rejected == rows
    return summary


def _silent(step: str, done: int, rows: int) -> None:
    """Report to nobody."""


def _kept(fields: Sequence[Field], keep: Collection[str], source: Source) -> list[Field]:
    known = {name for each in fields for name in (each.name, each.header)}
    wrong = [name for name in keep if name != ALL and name not in known]
    if wrong:
        message = (
            f"要保留的列 {'、'.join(wrong)} 不在表中",
            f"Columns to keep that are not in the table: {', '.join(wrong)}",
        )
        remedy = ("请写表头，或者事实的名称", "give headers, or names of facts")
        raise TableError([Fault.of("G038", message, remedy, source.name)])
    return [
        each
        for each in fields
        if each.kept
        or each.name in COLUMNS
        or ALL in keep
        or each.name in keep
        or each.header in keep
    ]


def _judged(
    good: pl.LazyFrame, executor: ManyCases, kept: Sequence[Field], *, statuses: bool
) -> pl.LazyFrame:
    # Under a name of its own on the way through: a kept column may be called as a finding is.
    own = {f"~keep:{place}": each.name for place, each in enumerate(kept)}
    table = good.with_columns(pl.col(name).alias(alias) for alias, name in own.items())
    early = []
    if is_looked_for(good.collect_schema(), executor.rules):
        early = [EARLIER]
        table = table.with_columns(is_earlier(pl.col(OCCURRED), executor.rules))
    found = executor.judged(table, keep=[ROW, *own, *early], statuses=statuses, refused=False)
    columns = found.collect_schema().names()
    found = found.select(*(name for name in columns if name not in early), *early)
    findings = {*columns, SOURCE_ROW}
    clashing = [each for each in kept if each.header in findings]
    if clashing:
        names = [each.header for each in clashing]
        message = (
            f"列 {'、'.join(names)} 与结果的列同名",
            f"Columns that are called as those of the result: {', '.join(names)}",
        )
        remedy = ("请先改名，或者不要保留", "rename them first, or do not keep them")
        raise TableError([Fault.of("G037", message, remedy)])
    headers = {alias: each.header for alias, each in zip(own, kept, strict=True)}
    return found.rename({ROW: SOURCE_ROW, **headers})


def _labelling(batch: Batch, rules: Ruleset, kept: Sequence[Field]) -> Labelling | None:
    """Return what puts labels into the result, if the batch wants them."""
    if batch.labels is None:
        return None
    specs = {each.header: rules.vocabulary.get(each.name) for each in kept if not each.kept}
    facts = {header: spec for header, spec in specs.items() if spec is not None}
    return partial(labelled, rules=rules, facts=facts, lang=batch.labels)


def _written(
    judged: pl.LazyFrame,
    batch: Batch,
    label: Labelling | None,
    rows: int,
    progress: Progress | None,
) -> tuple[dict[str, int], int, int]:
    """Write the judged rows; return how many of each outcome, settled, and of earlier conduct."""
    report, done = progress or _silent, Counter[str]()

    def count(step: str, more: int) -> None:
        done[step] += more
        report(step, done[step], rows)

    if progress is not None:
        judged = judged.with_columns(_counted(pl.col(SOURCE_ROW), lambda n: count("judging", n)))
    with ExitStack() as stack:
        kind = "" if is_database(batch.out) else Path(batch.out).suffix.lower()
        target = Path(stack.enter_context(TemporaryDirectory(prefix="tolerance-rules-")))
        stored = target / "judged.parquet"
        if kind == ".parquet" and label is None:
            part = stack.enter_context(replacing(Path(batch.out)))
            stored = stack.enter_context(plainly_named(part))
        report("judging", 0, rows)
        # What goes wrong here is in the table that is read: its reader says so.
        judged.sink_parquet(stored)
        found = pl.scan_parquet(stored, glob=False)
        counted = _outcomes(found)
        shown = found if label is None else label(found)
        if not kind:
            report("writing", 0, rows)
            write_database(shown.collect(), batch.out, batch.out_table, replace=batch.replace)
        elif stored.parent == target:
            report("writing", 0, rows)
            part = stack.enter_context(replacing(Path(batch.out)))
            write_table(shown, part, kind, lambda more: count("writing", more))
    return counted


def _counted(column: pl.Expr, on_rows: Callable[[int], None]) -> pl.Expr:
    def count(rows: pl.Series) -> pl.Series:
        on_rows(len(rows))
        return rows

    return column.map_batches(count, return_dtype=pl.UInt32, is_elementwise=True)


def _outcomes(found: pl.LazyFrame) -> tuple[dict[str, int], int, int]:
    early = pl.col(EARLIER) if EARLIER in found.collect_schema() else pl.lit(value=False)
    counted = found.group_by(pl.col("outcome").cast(pl.String)).agg(
        pl.len().alias("rows"),
        pl.col("settled").sum().alias("settled"),
        early.sum().alias("earlier"),
    )
    rows = counted.sort("rows", "outcome", descending=[True, False]).collect(engine="streaming")
    outcomes = dict(zip(rows["outcome"].to_list(), rows["rows"].to_list(), strict=True))
    return outcomes, int(rows["settled"].sum()), int(rows["earlier"].sum())
