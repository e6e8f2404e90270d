"""Evaluate many: a table of cases in, the judged table and the rejected rows out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tolerance_rules.cli.commands.audit import MAPPING
from tolerance_rules.cli.commands.evaluate_many_words import (
    ABOUT,
    EARLIER,
    FOLDER,
    KIND,
    NO_TABLE,
    OPTIONS,
    OUTCOME,
    REJECTED,
    ROWS,
    SOME_PRESUMED,
    STEPS,
    TITLE,
    TO_COME,
    TWICE,
)
from tolerance_rules.cli.terminal.click_localised import Command, OneOf
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_engine,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import (
    EXISTS,
    IS_INPUT,
    Output,
    emit,
    inputs_of,
    may_replace,
)
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.formats.inputs import file_of, is_input
from tolerance_rules.language import Lang, pick, say
from tolerance_rules.rendering.document import Table

if TYPE_CHECKING:
    from tolerance_rules.engine import Engine
    from tolerance_rules.rules import Ruleset
    from tolerance_rules.tables.batch import Batch, Progress, Summary

SETTLED, WRONG, UNSETTLED = 0, 1, 3
FORMATS = ("text", "json")
OTHERS = ("refuse", "keep", "ignore")


def command(lang: Lang) -> click.Command:
    """Return the command."""

    def option(name: str, metavar: str | None = None, **more: object) -> click.Option:
        words = pick(lang, OPTIONS[name])
        return click.Option([name], metavar=metavar, help=words, **more)  # type: ignore[arg-type]

    params: list[click.Parameter] = [
        click.Argument(["place"], required=True, metavar=pick(lang, ("表", "TABLE"))),
        option("--out", "FILE", required=True),
        click.Option(["--mapping"], metavar="FILE", help=pick(lang, MAPPING)),
        option("--rejects", "FILE"),
        option("--keep", "COLUMN", multiple=True),
        option("--others", "WORD", type=OneOf(lang, OTHERS)),
        option("--sheet", "NAME"),
        option("--separator", "CHAR"),
        option("--table", "NAME"),
        option("--query", "SQL"),
        option("--out-table", "NAME"),
        option("--labels", is_flag=True),
        option("--no-clauses", is_flag=True),
        option("--force", is_flag=True),
        click.Option(
            ["--format", "format_"],
            type=OneOf(lang, FORMATS),
            default="text",
            envvar="TOLERANCE_RULES_FORMAT",
            metavar="FORMAT",
            help=pick(lang, ("小结的格式：text、json", "Format of the summary: text, json")),
        ),
        *rules_options(lang),
        lang_option(lang),
        version_option(lang),
    ]

    def run(
        *,
        ruleset: str,
        readings: Sequence[tuple[str, str]],
        policy: str | None,
        format_: str,
        mapping: str | None,
        **given: object,
    ) -> int:
        engine = load_engine(lang, ruleset, readings, policy)
        inputs = inputs_of(engine.rules, mapping, policy)
        batch = _batch(lang, engine.rules, mapping, inputs, **given)  # type: ignore[arg-type]
        return evaluate_many(lang, batch, engine, format_)

    return Command("evaluate-many", lang, ABOUT, run, params)


def evaluate_many(lang: Lang, batch: Batch, engine: Engine, format_: str) -> int:
    """Evaluate the table, report how it went, and return the exit code."""
    from tolerance_rules.tables.batch import evaluate_batch
    from tolerance_rules.tables.database import shown

    with _progress(lang) as progress:
        summary = evaluate_batch(batch, engine.many_cases, progress)
    for note in summary.notes:
        emit(note, err=True)
    if summary.earlier:
        emit(pick(lang, EARLIER).format(summary.earlier, _notice(lang, engine.rules)), err=True)
    if summary.rejected:
        emit(pick(lang, REJECTED).format(batch.rejects), err=True)
    if format_ == "json":
        Output(lang).json(_document(summary, batch, shown(batch.out)))
    else:
        into = Output(lang)
        text = into.tables([_table(lang, engine.rules, summary, shown(batch.place))])
        if rows := summary.to_come:
            listed = " ".join(map(str, rows[:10])) + ("…" if len(rows) > 10 else "")
            text += "\n" + pick(lang, TO_COME).format(len(rows), listed)
        into.text(text)
    if summary.rejected:
        return WRONG
    return UNSETTLED if summary.unsettled else SETTLED


def _notice(lang: Lang, rules: Ruleset) -> str:
    return pick(lang, rules.earlier_conduct or ("", ""))


def _document(summary: Summary, batch: Batch, out: str) -> dict[str, object]:
    return {
        "rows": summary.rows,
        "judged": summary.judged,
        "rejected": summary.rejected,
        "settled": summary.settled,
        "unsettled": summary.unsettled,
        "earlier_conduct": summary.earlier,
        "date_to_come": list(summary.to_come),
        "outcomes": dict(summary.outcomes),
        "out": out,
        "rejects": str(batch.rejects) if summary.rejected or batch.always else None,
        "notes": list(summary.notes),
    }


def _table(lang: Lang, rules: Ruleset, summary: Summary, name: str) -> Table:
    from tolerance_rules.tables.readers import readable_name

    title = pick(lang, TITLE).format(
        name if "://" in name else readable_name(Path(name)),
        summary.rows,
        summary.judged,
        summary.rejected,
        summary.unsettled,
    )
    rows = [(rules.label(code, lang), str(n)) for code, n in summary.outcomes.items()]
    outcome = SOME_PRESUMED if summary.unsettled else OUTCOME
    return Table((pick(lang, outcome), pick(lang, ROWS)), tuple(rows), title)


def _batch(
    lang: Lang,
    rules: Ruleset,
    mapping: str | None,
    inputs: Sequence[str | Path],
    *,
    place: str,
    out: str,
    rejects: str | None,
    keep: Sequence[str],
    others: str | None,
    sheet: str | None,
    separator: str | None,
    table: str | None,
    query: str | None,
    out_table: str | None,
    labels: bool,
    no_clauses: bool,
    force: bool,
) -> Batch:
    from tolerance_rules.tables.batch import Batch
    from tolerance_rules.tables.database import is_database
    from tolerance_rules.tables.database_inputs import overwrites
    from tolerance_rules.tables.mapping import mapping_of

    known = mapping_of(mapping, rules)
    if others:
        known = replace(known, others=others)  # type: ignore[arg-type]
    if sheet:
        known = replace(known, sheet=sheet)
    given = [place, *inputs]
    into_database = is_database(out)
    beside = Path(f"{out_table or 'judged'}.csv") if into_database else Path(out)
    refused = Path(rejects) if rejects else beside.with_name(f"{beside.stem}.rejects.csv")
    if into_database and not out_table:
        usage_error(pick(lang, NO_TABLE))
    if into_database and overwrites(out, out_table or "", place, table or "", query or ""):
        usage_error(say(lang, IS_INPUT, out_table or ""))
    if into_database and (file := file_of(out)) and is_input(file, inputs):
        usage_error(say(lang, IS_INPUT, str(file)))
    targets = [refused] if into_database else [Path(out), refused]
    for target in targets:
        _require_free(lang, target, given, force=force)
    if not into_database:
        _require_kind(lang, Path(out))
        if Path(out).resolve() == refused.resolve():
            usage_error(pick(lang, TWICE))
    return Batch(
        place,
        out,
        refused,
        known,
        tuple(keep),
        table or "",
        query or "",
        separator.replace("\\t", "\t") if separator else "",
        out_table or "",
        statuses=not no_clauses,
        labels=lang if labels else None,
        replace=force,
        always=rejects is not None or (force and refused.exists()),
    )


def _require_kind(lang: Lang, out: Path) -> None:
    from tolerance_rules.tables.writers import FORMATS as KINDS

    if out.suffix.lower() not in KINDS:
        mark = "、" if lang == "zh" else ", "
        usage_error(pick(lang, KIND).format(out.name, mark.join(KINDS)))


def _require_free(lang: Lang, target: Path, inputs: Sequence[str | Path], *, force: bool) -> None:
    if not target.parent.is_dir():
        usage_error(pick(lang, FOLDER).format(target.parent))
    if is_input(target, inputs):
        usage_error(say(lang, IS_INPUT, str(target)))
    if target.is_dir() or not may_replace(target, force=force):
        usage_error(say(lang, EXISTS, str(target)))


@contextmanager
def _progress(lang: Lang) -> Iterator[Progress | None]:
    """Give what progress is reported to: a bar on a terminal, elsewhere nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f} / {task.total:,.0f}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(pick(lang, STEPS["reading"]), total=0)

        def report(step: str, done: int, rows: int) -> None:
            bar.update(task, description=pick(lang, STEPS[step]), completed=done, total=rows)

        yield report
