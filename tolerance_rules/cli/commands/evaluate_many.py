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
from tolerance_rules.cli.terminal.click_localised import Command, OneOf
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_engine,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import Output, emit, rules_files
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.document import Table

if TYPE_CHECKING:
    from tolerance_rules.engine import Engine
    from tolerance_rules.tables.batch import Batch, Progress, Summary

SETTLED, WRONG, UNSETTLED = 0, 1, 3
FORMATS = ("text", "json")
OTHERS = ("refuse", "keep", "ignore")

ABOUT = (
    "批量评判一张表：一行一个案件，写出每一行的结论和依据；不能评判的行另写一个文件。\n"
    "\n"
    "  tolerance-rules evaluate-many 登记簿.xlsx --out 结果.xlsx --labels\n"
    "  tolerance-rules evaluate-many 登记簿.csv --mapping 对照表.yaml --out 结果.parquet\n"
    "  tolerance-rules evaluate-many postgresql://用户@主机/库 --table 案件 --out 结果.csv\n"
    "\n"
    "读 .csv、.xlsx、.parquet、.arrow 和数据库（PostgreSQL、SQLite），写同样几种。第一行是表头。\n"
    "不能评判的行，连同行号、列和原因写入拒收文件；读入的行数等于评判的加拒收的。\n"
    "退出码：0 结论都已定；3 有的未定；1 文件有误，或者有行被拒收；2 用法有误。",
    "Evaluate a table, a case to a row; rows that cannot be judged go to a file of their own.\n"
    "\n"
    "  tolerance-rules evaluate-many register.xlsx --out judged.xlsx --labels\n"
    "  tolerance-rules evaluate-many register.csv --mapping mapping.yaml --out judged.parquet\n"
    "  tolerance-rules evaluate-many postgresql://user@host/db --table cases --out judged.csv\n"
    "\n"
    "Reads .csv, .xlsx, .parquet, .arrow and databases (PostgreSQL, SQLite), and writes the same.\n"
    "The first row has the headers. Rows that cannot be judged go to the rejects file with row\n"
    "number, column and reason; rows in = judged + rejected. Exit codes: 0 all settled; 3 some\n"
    "are not; 1 the file is wrong or rows were rejected; 2 usage.",
)
OPTIONS: dict[str, Pair] = {
    "--out": (
        "结果写到哪里：文件，或者数据库",
        "Where the judged table goes: a file or a database",
    ),
    "--rejects": (
        "拒收的行写到哪里，默认是结果旁边的 .rejects.csv",
        "Where rejected rows go; default .rejects.csv beside the result",
    ),
    "--keep": (
        "结果中还要保留的列：表头，或者事实的名称；* 是全部。可以写多次",
        "A column to keep: its header or a fact; * is all. May be repeated",
    ),
    "--others": (
        "没有写明的列：refuse 是错（默认），keep 保留，ignore 不要",
        "Columns not named: refuse (default), keep or ignore",
    ),
    "--sheet": ("读哪一张工作表", "The sheet to read"),
    "--separator": ("CSV 的分隔符，默认自己看", "What separates CSV cells; default: found out"),
    "--table": ("数据库中的表", "The table of the database"),
    "--query": ("数据库的查询，代替 --table", "A query of the database, in place of --table"),
    "--out-table": ("结果写入数据库的哪张表", "The table of the database that results go to"),
    "--labels": ("结果写中文的名称，不写代码", "Write labels, not codes"),
    "--no-clauses": ("结果不写各条款成立与否", "Leave out the status of each clause"),
    "--force": ("结果文件已经有了也覆盖", "Replace a result that exists"),
}
EXISTS: Pair = (
    "{} 已经存在，不会覆盖。请另取一个文件名，或者加 --force",
    "{} exists and is not overwritten. Choose another name, or add --force",
)
INPUT: Pair = (
    "{} 是输入的文件，不能覆盖。请另取一个文件名",
    "{} is an input and is not overwritten. Choose another name",
)
KIND: Pair = (
    "不能写成 {}。可以写的有：{}",
    "Cannot write {}. There are: {}",
)
FOLDER: Pair = ("没有目录 {}", "There is no folder {}")
TWICE: Pair = ("结果和拒收的行不能写到同一个文件", "Results and rejects need two files")
NO_TABLE: Pair = ("写入数据库要用 --out-table 写明表名", "Name the table with --out-table")
STEPS: dict[str, Pair] = {
    "reading": ("读入", "Reading"),
    "checking": ("核对", "Checking"),
    "judging": ("评判", "Judging"),
    "writing": ("写出", "Writing"),
}
TITLE: Pair = (
    "{}：读入 {} 行，评判 {} 行，拒收 {} 行；结论未定 {} 行",
    "{}: rows {}, judged {}, rejected {}; unsettled {}",
)
HEADINGS: tuple[Pair, Pair] = (("结论", "Outcome"), ("行数", "Rows"))
REJECTED: Pair = ("拒收的行见 {}", "Rejected rows: {}")


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
        inputs = [*filter(None, (mapping, policy)), *rules_files(engine.rules)]
        batch = _batch(lang, mapping, inputs, **given)  # type: ignore[arg-type]
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
    if summary.rejected:
        emit(pick(lang, REJECTED).format(batch.rejects), err=True)
    if format_ == "json":
        Output(lang).json(_document(summary, batch, shown(batch.out)))
    else:
        into = Output(lang)
        into.text(into.tables([_table(lang, summary, shown(batch.place))]))
    if summary.rejected:
        return WRONG
    return UNSETTLED if summary.unsettled else SETTLED


def _document(summary: Summary, batch: Batch, out: str) -> dict[str, object]:
    return {
        "rows": summary.rows,
        "judged": summary.judged,
        "rejected": summary.rejected,
        "settled": summary.settled,
        "unsettled": summary.unsettled,
        "outcomes": dict(summary.outcomes),
        "out": out,
        "rejects": str(batch.rejects) if summary.rejected or batch.always else None,
        "notes": list(summary.notes),
    }


def _table(lang: Lang, summary: Summary, name: str) -> Table:
    from tolerance_rules.verdict.outcome import Outcome

    title = pick(lang, TITLE).format(
        name.rpartition("/")[2] if "://" not in name else name,
        summary.rows,
        summary.judged,
        summary.rejected,
        summary.unsettled,
    )
    rows = [(Outcome(code).label(lang), str(n)) for code, n in summary.outcomes.items()]
    return Table(tuple(pick(lang, each) for each in HEADINGS), tuple(rows), title)


def _batch(
    lang: Lang,
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
    from tolerance_rules.tables.mapping import mapping_of

    known = mapping_of(mapping)
    if others:
        known = replace(known, others=others)  # type: ignore[arg-type]
    if sheet:
        known = replace(known, sheet=sheet)
    given = [each for each in (place, *inputs) if not is_database(str(each))]
    into_database = is_database(out)
    beside = Path(f"{out_table or 'judged'}.csv") if into_database else Path(out)
    refused = Path(rejects) if rejects else beside.with_name(f"{beside.stem}.rejects.csv")
    if into_database and not out_table:
        _refuse(pick(lang, NO_TABLE))
    targets = [refused] if into_database else [Path(out), refused]
    for target in targets:
        _require_free(lang, target, given, force=force)
    if not into_database:
        _require_kind(lang, Path(out))
        if Path(out).resolve() == refused.resolve():
            _refuse(pick(lang, TWICE))
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
        _refuse(pick(lang, KIND).format(out.name, mark.join(KINDS)))


def _require_free(lang: Lang, target: Path, inputs: Sequence[str | Path], *, force: bool) -> None:
    if not target.parent.is_dir():
        _refuse(pick(lang, FOLDER).format(target.parent))
    if not target.exists():
        return
    if any(Path(each).exists() and target.samefile(each) for each in inputs):
        _refuse(pick(lang, INPUT).format(target))
    if not force or not target.is_file():
        _refuse(pick(lang, EXISTS).format(target))


def _refuse(message: str) -> None:
    raise click.UsageError(message, click.get_current_context(silent=True))


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
