"""Refusals: the rows of a table that cannot be judged: unreadable, contradictory, out of force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tolerance_rules.errors import Fault, InconsistentFactsError
from tolerance_rules.executors.many_cases import ManyCases
from tolerance_rules.rules import Ruleset
from tolerance_rules.semantics import complete
from tolerance_rules.tables.cell_values import known_of
from tolerance_rules.tables.days import (
    DECIDED,
    NUMBER,
    OCCURRED,
    day_faults,
    duplicate,
    why_refused,
)
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.rejects import Reject
from tolerance_rules.tables.source import ROW
from tolerance_rules.tables.typed_table import TypedTable


def refused(typed: TypedTable, executor: ManyCases) -> list[Reject]:
    """Return the rows that cannot be read, and those that the rules refuse."""
    good = typed.good()
    found = executor.judged(good, keep=[ROW], statuses=False, reachable=False)
    clash = found.filter(pl.col("refused").is_not_null()).select(ROW)
    reasons: dict[int, tuple[Fault, ...]] = {}
    clashing = clash.collect(engine="streaming").to_series()
    if len(clashing):
        facts = good.filter(pl.col(ROW).is_in(clashing.to_list()))
        reasons = _contradictions(facts, executor.rules)
    for row, fault in (*_days(good, executor.rules), *_duplicates(good)):
        reasons[row] = (*reasons.get(row, ()), fault)
    rejects = typed.rejects()
    if reasons:
        rows = typed.source.frame.filter(pl.col(ROW).is_in(list(reasons)))
        rejects += typed.rejected(rows, reasons)
    return sorted(rejects, key=lambda reject: reject.row)


def _days(good: pl.LazyFrame, rules: Ruleset) -> Iterator[tuple[int, Fault]]:
    """Yield the rows whose dates no rules can judge, with what is wrong with them."""
    there = [name for name in (OCCURRED, DECIDED) if name in good.collect_schema()]
    occurred = pl.col(OCCURRED) if OCCURRED in there else None
    why = why_refused(occurred, pl.col(DECIDED) if DECIDED in there else None, rules)
    if why is None:
        return
    texts = [pl.col(name).cast(pl.String).fill_null("") for name in there]
    found = good.filter(why.is_not_null()).select(ROW, *texts).collect(engine="streaming")
    for each in found.iter_rows(named=True):
        for fault in day_faults(each.get(OCCURRED, ""), each.get(DECIDED, ""), rules):
            yield int(each[ROW]), fault


def _duplicates(good: pl.LazyFrame) -> Iterator[tuple[int, Fault]]:
    """Yield the rows whose decision number an earlier row has."""
    if NUMBER not in good.collect_schema():
        return
    number = pl.col(NUMBER).cast(pl.String)
    numbered = good.select(ROW, number).filter(number.is_not_null() & (number != ""))
    # Their hashes first: a number is long, and there may be a hundred million of them.
    hashes = numbered.group_by(number.hash().alias("hash")).len().filter(pl.col("len") > 1)
    several = hashes.collect(engine="streaming")["hash"].to_list()
    if not several:
        return
    rows = numbered.filter(number.hash().is_in(several)).collect(engine="streaming").sort(ROW)
    first: dict[str, int] = {}
    for row, text in rows.iter_rows():
        if first.setdefault(text, row) != row:
            yield int(row), duplicate(text, first[text])


def _contradictions(facts: pl.LazyFrame, rules: Ruleset) -> dict[int, tuple[Fault, ...]]:
    present = [name for name in facts.collect_schema() if name in rules.vocabulary]
    known: dict[tuple[object, ...], tuple[Fault, ...]] = {}
    found = {}
    for row, *values in facts.select(ROW, *present).collect().iter_rows():
        key = tuple(values)
        if key not in known:
            case = {
                name: known_of(rules.vocabulary[name], cell)
                for name, cell in zip(present, values, strict=True)
            }
            try:
                complete(rules.facts(case).flat, rules)
            except InconsistentFactsError as error:
                about = ",".join(error.facts)
                known[key] = tuple(replace(fault, subject=about) for fault in error.faults)
        found[int(row)] = known[key]
    return found
