"""Refusals: the rows of a table that cannot be judged: unreadable, contradictory, out of force."""

from __future__ import annotations

from dataclasses import replace

from tolerance_rules.errors import Fault, InconsistentFactsError
from tolerance_rules.executors.many_cases import ManyCases
from tolerance_rules.rules import Ruleset
from tolerance_rules.semantics import complete
from tolerance_rules.tables.cell_values import known_of
from tolerance_rules.tables.days import DECIDED, is_outside
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
    if DECIDED in good.collect_schema():
        day = pl.col(DECIDED)
        late = good.filter(is_outside(day, executor.rules)).select(ROW, day.cast(pl.String))
        for row, decided in late.collect(engine="streaming").iter_rows():
            fault = out_of_force(decided, executor.rules)
            reasons[int(row)] = (*reasons.get(int(row), ()), fault)
    rejects = typed.rejects()
    if reasons:
        rows = typed.source.frame.filter(pl.col(ROW).is_in(list(reasons)))
        rejects += typed.rejected(rows, reasons)
    return sorted(rejects, key=lambda reject: reject.row)


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


def out_of_force(decided: str, rules: Ruleset) -> Fault:
    """Return what is wrong with a decision of a day on which the rules were not in force."""
    until = f"，{rules.in_force.until} 失效" if rules.in_force.until else ""
    return Fault(
        "G003",
        f"作出结论日期 {decided} 不在{rules.document_number}的施行期内"
        f"（{rules.in_force.start} 起施行{until}），不能据以评判",
        "请核对日期，或者用当时有效的规则集",
        subject=DECIDED,
    )
