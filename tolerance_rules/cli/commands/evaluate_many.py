"""Evaluate many: a table of cases in, the judged table and the rejected rows out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tolerance_rules.cli.commands.audit import MAPPING
from tolerance_rules.cli.commands.evaluate_many_batch import batch_of
from tolerance_rules.cli.commands.evaluate_many_words import (
    ABOUT,
    EARLIER,
    OPTIONS,
    OUTCOME,
    REJECTED,
    ROWS,
    SOME_PRESUMED,
    STEPS,
    TITLE,
    TO_COME,
)
from tolerance_rules.cli.terminal.click_localised import Command, OneOf
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_engine,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import Output, emit, inputs_of
from tolerance_rules.cli.terminal.table_options import table_options
from tolerance_rules.language import Lang, pick
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
        *table_options(lang),
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
        batch = batch_of(lang, engine.rules, mapping, inputs, **given)  # type: ignore[arg-type]
        return evaluate_many(lang, batch, engine, format_)

    return Command("evaluate-many", lang, ABOUT, run, params)


def evaluate_many(lang: Lang, batch: Batch, engine: Engine, format_: str) -> int:
    """Evaluate the table, report how it went, and return the exit code."""
    from tolerance_rules.tables.batch import evaluate_batch
    from tolerance_rules.tables.connection_string import shown

    with _progress(lang) as progress:
        summary = evaluate_batch(batch, engine.many_cases, progress)
    for note in summary.notes:
        emit(pick(lang, note), err=True)
    if summary.earlier:
        emit(pick(lang, EARLIER).format(summary.earlier, _notice(lang, engine.rules)), err=True)
    if summary.rejected:
        emit(pick(lang, REJECTED).format(batch.rejects), err=True)
    if format_ == "json":
        Output(lang).json(_document(lang, summary, batch, shown(batch.out)))
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


def _document(lang: Lang, summary: Summary, batch: Batch, out: str) -> dict[str, object]:
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
        "notes": [pick(lang, note) for note in summary.notes],
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
