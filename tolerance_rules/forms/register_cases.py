"""Register cases: the rows of a register as cases of a form, with what stands in their columns.

A column is a field of the form if its header is the name of one, or if it is said so. The outcome
is the recorded one, and the rules must permit it for the facts of the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.errors import Fault, FormError, ToleranceRulesError, shorten
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.formats.forms_file import Forms
from tolerance_rules.forms.filing import Filing
from tolerance_rules.forms.forms import Filled
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.language import Pair
from tolerance_rules.obligations.filing_month import decided_between
from tolerance_rules.tables.cell_values import known_of
from tolerance_rules.tables.date_faults import DECIDED, OCCURRED
from tolerance_rules.tables.fields import RECORDED
from tolerance_rules.tables.header_names import one_line
from tolerance_rules.tables.headers import Field, fields_of
from tolerance_rules.tables.mapping import TableMapping, mapping_of
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import ROW
from tolerance_rules.tables.table_choice import FOUND_OUT, TableChoice, open_chosen
from tolerance_rules.tables.typed_table import TypedTable, typed_table
from tolerance_rules.verdict.decision_data import CaseInfo

NUMBERED = "第 {} 行"
NO_DATE: tuple[Pair, Pair] = (
    ("没有作出结论日期，不知道归入哪个月", "no date of the decision, so of no month"),
    ("请补填，或者不写 --month", "fill it in, or leave out --month"),
)


def register_cases(
    register: str | Path,
    mapping: TableMapping | str | Path | None,
    filing: Filing,
    engine: Engine,
    columns: Mapping[str, str] = FrozenDict(),
    *,
    choice: TableChoice = FOUND_OUT,
) -> list[Filled]:
    """Return the rows of a register that are filed, in their order.

    `engine` has the rules of the filing. `columns` are the headers of the columns of fields that
    are headed otherwise. FormError lists every row that cannot be read, or whose outcome the rules
    do not permit; those of other months are not looked at. TableError says what is wrong with the
    table.
    """
    rules = engine.rules
    known = mapping_of(mapping, rules)
    headers = _headers(filing.forms, columns)
    with open_chosen(register, known, rules.vocabulary, choice) as source:
        fields = fields_of(source, known, rules.vocabulary, keep=headers, recorded=True)
        kept = {each.name: name for each in fields if (name := _kept(each, headers))}
        absent = [each for each in columns.values() if headers[one_line(each)] not in kept.values()]
        if absent:
            raise FormError(list(map(_no_column, absent)))
        typed = typed_table(source, fields, known, rules, recorded=True)
        if filing.month:
            typed = _of_month(typed, filing)
        faults = [
            _row_fault(reject.row, fault) for reject in typed.rejects() for fault in reject.faults
        ]
        rows = list(typed.good().collect(engine="streaming").iter_rows(named=True))
    cases = []
    for row in rows:
        try:
            decision = _decision(row, filing, engine)
        except ToleranceRulesError as error:
            told = Fault.of("F009", (error.told(), error.told("en")))
            faults += [_row_fault(row[ROW], each) for each in getattr(error, "faults", [told])]
            continue
        if decision is not None:
            written = {name: str(row[key]) for key, name in kept.items() if row[key] is not None}
            cases.append(Filled(decision, written, name=NUMBERED.format(row[ROW])))
    if faults:
        raise FormError(faults)
    return cases


def _headers(forms: Forms, columns: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of columns that are fields of the forms, with the ids of these."""
    own = {
        each: field.id
        for field in forms.fields.values()
        if not field.sources
        for each in (field.id, *field.label)
    }
    return {**own, **{one_line(header): field for field, header in columns.items()}}


def _kept(field: Field, headers: Mapping[str, str]) -> str:
    """Return which field of the forms a column is."""
    return headers.get(one_line(field.header), "") if field.kept else ""


def _of_month(typed: TypedTable, filing: Filing) -> TypedTable:
    """Return the rows that may go with a month: those decided then, or without a readable day."""
    decided = typed.day(DECIDED)
    if decided is None:
        raise FormError([_no_column("作出结论日期")])
    first, last = decided_between(filing.month, filing.rules)
    day = decided.cast(pl.String)
    asked = day.is_null() | day.is_between(pl.lit(first), pl.lit(last))
    frame = typed.source.frame.filter(asked)
    return replace(typed, source=replace(typed.source, frame=frame))


def _decision(row: Mapping[str, Any], filing: Filing, engine: Engine) -> Decision | None:
    """Return the decision of a row with the recorded outcome; None if it is not filed.

    CaseError or ForbiddenOutcomeError if the facts do not give it.
    """
    id_, title, authority, occurred, decided = (
        str(row.get(name) or "") for name in ("id", "title", "authority", OCCURRED, DECIDED)
    )
    recorded = row[RECORDED]
    if not filing.is_for(recorded):
        return None
    if filing.month and not decided:
        raise FormError([Fault.of("F012", *NO_DATE)])
    if not filing.is_of(decided):
        return None
    facts = {
        name: known_of(spec, row[name])
        for name, spec in engine.rules.vocabulary.items()
        if name in row
    }
    decision = engine.evaluate(
        CaseFile(engine.facts(facts), CaseInfo(id_, title, authority, occurred, decided))
    )
    if decision.settled and decision.outcome != recorded:
        return decision.choose(recorded, reason="")
    return decision


def _row_fault(row: int, fault: Fault) -> Fault:
    zh, en = NUMBERED.format(row), f"row {row}"
    message = f"{zh}：{fault.message}"
    english = f"{en}: {fault.english or fault.message}"
    return replace(fault, message=message, english=english, file="", line=0, column=0)


def _no_column(header: str) -> Fault:
    shown = shorten(header)
    message = (f"登记簿没有 {shown} 一列", f"the register has no column {shown}")
    remedy = ("请核对表头和对照表", "compare the headers and the mapping")
    return Fault.of("F011", message, remedy)
