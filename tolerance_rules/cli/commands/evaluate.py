"""Evaluate: cases in, decisions out; every case is evaluated and every fault reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.terminal.case_sources import (
    Refused,
    Source,
    complaint,
    decide,
    sources,
)
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    FORMATS,
    lang_option,
    load_engine,
    output_options,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import Output, destination, emit, inputs_of
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rendering.document import Table, markdown_table

if TYPE_CHECKING:
    from tolerance_rules.decision import Decision
    from tolerance_rules.rules import Ruleset

SETTLED, WRONG, UNSETTLED = 0, 1, 3
PAPERS = ("docx", "pdf")
"""What is written to a file only; every case is explained in it."""

ABOUT = (
    "评判案件，写明结论、依据的条款和事实、尚待查明的事实。\n"
    "\n"
    "案件可以是文件（YAML、JSON）、目录，或者 -（标准输入）。一个案件给出完整说明，\n"
    "几个案件给出汇总表（加 --full 逐案说明）。所有案件都评判，所有错误都列出。\n"
    "退出码：0 结论都已确定；3 有结论未定；1 有文件或事实有误；2 用法有误。",
    "Evaluate cases: outcome, the clauses and facts relied on, what is still to be established.\n"
    "\n"
    "A case is a file (YAML, JSON), a folder, or - (standard input). One case is explained in\n"
    "full; several are tabled (with --full also explained). Every case is evaluated, and every\n"
    "fault reported. Exit codes: 0 all settled; 3 some unsettled; 1 a file or its facts are\n"
    "wrong; 2 usage.",
)
FULL = ("几个案件时，也逐案说明", "Explain each of several cases as well")
HEADINGS: tuple[Pair, ...] = (
    ("案件", "Case"),
    ("名称", "Title"),
    ("结论", "Outcome"),
    ("是否确定", "Settled"),
    ("依据", "Clauses"),
)
REFUSED = ("未予评判，有 {} 处错误", "not evaluated; faults: {}")
SETTLED_WORD = ("已定", "yes")
PRESUMED = ("推定结论：{}", "{} (as presumed)")
UNSETTLED_WORD = ("未定，还须查明 {} 项", "no; facts to establish: {}")
TOTALS = (
    "共 {} 件：结论已定 {} 件，未定 {} 件，有误 {} 件。",
    "Cases: {}. Settled: {}. Unsettled: {}. Wrong: {}.",
)

NO_FILE: Pair = ("这种格式要写 -o 文件.{}", "This format needs -o FILE.{}")

Result = tuple[Source, "Decision | Refused"]


def command(lang: Lang) -> click.Command:
    """Return the command."""
    argument = click.Argument(
        ["cases"], nargs=-1, required=True, metavar=pick(lang, ("案件...", "CASE..."))
    )
    full = click.Option(["--full"], is_flag=True, help=pick(lang, FULL))
    options = [*output_options(lang, (*FORMATS, *PAPERS)), full, *rules_options(lang)]

    def run(**given: Any) -> int:
        return evaluate(lang, **given)

    params = [argument, *options, lang_option(lang), version_option(lang)]
    return Command("evaluate", lang, ABOUT, run, params)


def evaluate(
    lang: Lang,
    *,
    cases: Sequence[str],
    format_: str,
    output: str | None,
    full: bool,
    ruleset: str,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
) -> int:
    """Evaluate the cases, write the results, and return the exit code."""
    named = sources(cases)
    inputs = [*cases, *(each.name for each in named if isinstance(each, Source))]
    engine = load_engine(lang, ruleset, readings, policy)
    into = destination(lang, output, inputs_of(engine.rules, *inputs, policy))
    if format_ in PAPERS and into.file is None:
        usage_error(say(lang, NO_FILE, format_))
    results: list[Result] = []
    for each in named:
        if isinstance(each, Refused):
            results.append((each.source, each))
        else:
            results.append((each, decide(each, engine)))
    results = [*unlike(results)]
    refused = [result for _, result in results if isinstance(result, Refused)]
    for each_refused in refused:
        emit(complaint(each_refused, lang), err=True)
    if len(results) > len(refused) or len(results) > 1 or format_ == "json":
        _write(into, format_, results, engine.rules, full=full)
    settled = sum(not isinstance(result, Refused) and result.settled for _, result in results)
    unsettled = len(results) - len(refused) - settled
    if len(results) > 1:
        totals = say(lang, TOTALS, len(results), settled, unsettled, len(refused))
        emit(totals, err=True)
    return WRONG if refused else UNSETTLED if unsettled else SETTLED


def unlike(results: Sequence[Result]) -> Iterator[Result]:
    """Yield the results; a case with the number of an earlier one is refused."""
    # Imported here: --help answers without it.
    from tolerance_rules.formats.case_faults import same_number
    from tolerance_rules.formats.human_values import is_number

    numbers: dict[str, str] = {}
    for source, result in results:
        number = "" if isinstance(result, Refused) else result.case.id
        if is_number(number) and numbers.setdefault(number, source.name) != source.name:
            yield source, Refused(source, (same_number(number, numbers[number], source.name),))
        else:
            yield source, result


def _write(
    into: Output, format_: str, results: Sequence[Result], rules: Ruleset, *, full: bool
) -> None:
    from tolerance_rules.rendering.explanation import explanation, markdown

    lang = into.lang
    decisions = [result for _, result in results if not isinstance(result, Refused)]
    single = len(results) == 1
    if format_ == "json":
        documents = [document(source, result) for source, result in results]
        into.json(documents[0] if single else documents)
    elif format_ in PAPERS:
        _on_paper(into, format_, decisions, rules)
    elif format_ == "markdown":
        told = decisions if single or full else []
        parts = [] if single else [markdown_table(_table(results, lang))]
        parts += [markdown(each, lang, rules=rules, level=1 if single else 2) for each in told]
        into.text("\n".join(parts))
    elif single:
        into.text(explanation(decisions[0], lang, rules=rules))
    else:
        told = decisions if full else []
        parts = [explanation(each, lang, rules=rules) for each in told]
        into.text("\n".join([into.tables([_table(results, lang)]), *parts]))


def _on_paper(into: Output, format_: str, decisions: Sequence[Decision], rules: Ruleset) -> None:
    # Imported here: no other format needs them.
    from tolerance_rules.forms.explanation_file import explanation_file
    from tolerance_rules.forms.pdf_file import to_pdf

    if decisions:
        word = explanation_file(decisions, rules, into.lang)
        into.bytes(to_pdf(word) if format_ == "pdf" else word)


def document(source: Source, result: Decision | Refused) -> dict[str, Any]:
    """Return the result document of a case with its file, or its faults."""
    if isinstance(result, Refused):
        return {"file": source.name, "faults": [asdict(fault) for fault in result.faults]}
    return {"file": source.name, **result.to_dict()}


def _table(results: Sequence[Result], lang: Lang) -> Table:
    headings = tuple(pick(lang, heading) for heading in HEADINGS)
    return Table(headings, tuple(_row(source, result, lang) for source, result in results))


def _row(source: Source, result: Decision | Refused, lang: Lang) -> tuple[str, ...]:
    if isinstance(result, Refused):
        return (source.name, "", say(lang, REFUSED, len(result.faults)), "", "")
    settled = pick(lang, SETTLED_WORD)
    if not result.settled:
        settled = say(lang, UNSETTLED_WORD, len(result.open_facts))
    clauses = dict.fromkeys(cited.clause for cited in result.citations)
    name = result.case.title or result.case.id
    outcome = result.label(result.outcome, lang)
    if not result.settled:
        outcome = say(lang, PRESUMED, outcome)
    return (source.name, name, outcome, settled, " ".join(clauses))
