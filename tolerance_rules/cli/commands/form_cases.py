"""Form cases: what a form is filled from, case files, a register, or the decision log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from tolerance_rules.cli.commands.audit import mapping_option
from tolerance_rules.cli.commands.log_options import (
    log_option,
    month_option,
    private_key,
    sign_option,
)
from tolerance_rules.cli.commands.record import chosen
from tolerance_rules.cli.terminal.case_sources import (
    Refused,
    Source,
    complaint,
    decided,
    read,
    sources,
)
from tolerance_rules.cli.terminal.output import emit
from tolerance_rules.cli.terminal.table_options import table_options
from tolerance_rules.language import Lang, Pair, pick

if TYPE_CHECKING:
    from tolerance_rules.decision import Decision
    from tolerance_rules.engine import Engine
    from tolerance_rules.formats.case_file import CaseFile
    from tolerance_rules.forms.filing import Filing
    from tolerance_rules.forms.forms import Filled, Paper
    from tolerance_rules.tables.table_choice import TableChoice

REGISTER: Pair = (
    "从一本登记簿里取案件，一行一个；写法同 audit",
    "Take the cases from a register, one to a row, as audit reads it",
)
COLUMN: Pair = (
    "登记簿的哪一列是哪一个栏目（栏目=表头）；表头就是栏目名称的不用写；可以写多次",
    "Which column of the register is which field (FIELD=HEADER); may be repeated",
)
MONTH: Pair = (
    "只写这个月（如 2026-11）到期备案的决定；没有决定的，写出空表",
    "Only decisions whose filing is due in a month, as 2026-11; a blank form if there are none",
)


LEFT_OUT: Pair = (
    "另有 {} 个案件不属于这个月，或者不用这种文书，没有列入",
    "{} more cases are of another month, or not for this form, and were left out",
)


LATE: Pair = (
    "日志第 {} 号的备案本应在以前的月份办，到这个月才记录，没有列入；请写出那个月的备案表补报",
    "No. {} of the log should have been filed in an earlier month and was only recorded in this "
    "one; it was left out: make the filing of that month anew",
)


@dataclass(frozen=True)
class Given:
    """What the arguments say that a form is filled from."""

    cases: Sequence[str]
    fields: Mapping[str, str]
    choose: str | None
    reason: str
    register: str | None
    mapping: str | None
    choice: TableChoice
    columns: Mapping[str, str]
    log: str | None
    sign: str | None


def source_options(lang: Lang) -> list[click.Parameter]:
    """Return the options that name a register, a log and a month."""
    return [
        click.Option(["--register"], metavar="FILE", help=pick(lang, REGISTER)),
        mapping_option(lang),
        *table_options(lang),
        click.Option(
            ["--column", "columns"], multiple=True, metavar="FIELD=HEADER", help=pick(lang, COLUMN)
        ),
        log_option(lang, required=False),
        sign_option(lang),
        month_option(lang, "--month", MONTH),
    ]


def filled_from(
    lang: Lang, given: Given, filing: Filing, engine: Engine
) -> tuple[list[Filled], Paper] | None:
    """Return the cases of a form, and what else its paper says; None if one was refused."""
    from tolerance_rules.forms.forms import Paper

    if given.register is not None:
        return _from_register(given, filing, engine), Paper(given.fields)
    found = [_read(source, given, filing, engine) for source in sources(given.cases)]
    if given.log is None:
        found = [_decided(lang, each, given, engine) for each in found]
    refused = [each for each in found if isinstance(each, Refused)]
    for each in refused:
        emit(complaint(each, lang), err=True)
    if refused:
        return None
    cases = [each for each in found if not isinstance(each, Refused)]
    if given.log is not None:
        return _from_log(lang, given, filing, {each.case.info.id: each.written for each in cases})
    filled = [each.filled() for each in cases]
    taken = [each for each in filled if not filing.month or filing.takes(each.decision)]
    if len(taken) < len(filled):
        emit(pick(lang, LEFT_OUT).format(len(filled) - len(taken)), err=True)
    return taken, Paper(given.fields)


@dataclass(frozen=True)
class _Case:
    """A case file that was read, what is written for the form, and in the end its decision."""

    source: Source
    case: CaseFile
    written: Mapping[str, str]
    decision: Decision | None = None

    def filled(self) -> Filled:
        from tolerance_rules.forms.forms import Filled

        assert self.decision is not None
        return Filled(self.decision, self.written, self.case.analysis, self.source.name)


def _read(
    source: Source | Refused, given: Given, filing: Filing, engine: Engine
) -> _Case | Refused:
    from tolerance_rules.errors import FormError
    from tolerance_rules.forms.forms import written_fields

    if isinstance(source, Refused):
        return source
    case = read(source, engine)
    if isinstance(case, Refused):
        return case
    try:
        written = {**written_fields(case.forms, filing.forms), **given.fields}
    except FormError as error:
        return Refused(source, tuple(map(case.placed, error.faults)))
    return _Case(source, case, written)


def _decided(lang: Lang, one: _Case | Refused, given: Given, engine: Engine) -> _Case | Refused:
    if isinstance(one, Refused):
        return one
    decision = decided(one.case, one.source, engine)
    if isinstance(decision, Refused):
        return decision
    return replace(one, decision=chosen(lang, decision, given.choose, given.reason))


def _from_register(given: Given, filing: Filing, engine: Engine) -> list[Filled]:
    from tolerance_rules.forms.register_cases import register_cases

    assert given.register is not None
    where = given.register, given.mapping
    rows = register_cases(*where, filing, engine, given.columns, choice=given.choice)
    return [replace(row, written={**row.written, **given.fields}) for row in rows]


def _from_log(
    lang: Lang, given: Given, filing: Filing, written: Mapping[str, Mapping[str, str]]
) -> tuple[list[Filled], Paper]:
    from tolerance_rules.forms.log_cases import log_cases, paper_of
    from tolerance_rules.records.log import DecisionLog

    assert given.log is not None
    keys = [private_key(given.sign)] if given.sign else []
    with DecisionLog.open(given.log) as log:
        found, late = log_cases(log, filing, written, given.fields)
        paper = paper_of((record for record, _ in found), log.checkpoint(*keys), given.fields)
    if late:
        emit(pick(lang, LATE).format(pick(lang, ("、", ", ")).join(map(str, late))), err=True)
    return [row for _, row in found], paper
