"""Conformance: whether a program in another language decides as the library does."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_rules,
    output_options,
    refuse,
    ruleset_option,
    version_option,
)
from tolerance_rules.cli.terminal.output import destination, emit, inputs_of
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.errors import CaseError, Fault, reason_of, shorten
from tolerance_rules.formats.atomic_file import replacing
from tolerance_rules.language import Lang, Pair, pick, say

if TYPE_CHECKING:
    from tolerance_rules.portable.corpus import Item
    from tolerance_rules.rules import Ruleset

ABOUT: Pair = (
    "检验用其他语言写的评判程序：把一致性案例逐个问它，与本库的答案比较。\n"
    "\n"
    '  tolerance-rules conformance --command "node evaluate.mjs"\n'
    '  tolerance-rules conformance --command "java Evaluate.java" --only outcome,reachable\n'
    "  tolerance-rules conformance --write conformance\n"
    "\n"
    "程序怎样问、怎样答，见 docs/portable.md。--write 把案例和答案写成文件。\n"
    "退出码：0 全部一致；3 有不一致；1 程序不能启动，或者文件有误。",
    "Try a program that evaluates in another language: ask it every conformance case, and compare\n"
    "its answers with the library's.\n"
    "\n"
    '  tolerance-rules conformance --command "node evaluate.mjs"\n'
    '  tolerance-rules conformance --command "java Evaluate.java" --only outcome,reachable\n'
    "  tolerance-rules conformance --write conformance\n"
    "\n"
    "How it is asked and how it answers: docs/portable.md. --write writes cases and answers.\n"
    "Exit codes: 0 all agree; 3 some do not; 1 it cannot be started, or a file is wrong.",
)
COMMAND: Pair = (
    "要检验的程序；规则包的路径作为最后一个参数给它",
    "The program to try; the path of the bundle is given to it as its last argument",
)
CASES: Pair = (
    "用这个文件中的案例，而不是现做",
    "Use the cases of this file, instead of making them",
)
ONLY: Pair = ("只比较这几项，用逗号分开：{}", "Compare only these parts, with commas: {}")
TIMEOUT: Pair = (
    "多少秒没有回答就算停住了，默认 {}",
    "After how many seconds without an answer it counts as hung; default {}",
)
WRITE: Pair = (
    "把案例写到这个目录，文件名是规则集的编号；已有的换成新的",
    "Write the cases into this folder, named after the ruleset, replacing those there",
)
ONE_OF: Pair = (
    "请写 --command 或者 --write，二者写一个",
    "Give --command or --write, one of the two",
)
NO_PART: Pair = ("没有名为 {} 的项", "There is no part {}")
QUOTES: Pair = ("--command 的引号没有成对", "--command has a quotation mark that is not closed")
EMPTY: Pair = ("--command 是空的", "--command is empty")
WRITTEN: Pair = ("{}：{} 例", "{}: {} cases")
SECONDS = 60
SHOWN = 10
"""How many disagreements are told; the JSON has all."""


def command(lang: Lang) -> click.Command:
    """Return the command."""
    from tolerance_rules.portable.conformance_parts import COMPARED

    mark = pick(lang, ("、", ", "))
    params: list[click.Parameter] = [
        click.Option(["--command", "program"], metavar="COMMAND", help=pick(lang, COMMAND)),
        click.Option(["--cases"], metavar="FILE", help=pick(lang, CASES)),
        click.Option(["--only"], metavar="PARTS", help=say(lang, ONLY, mark.join(COMPARED))),
        click.Option(
            ["--timeout"],
            type=click.FloatRange(0.1, 86_400),
            default=SECONDS,
            metavar="SECONDS",
            help=say(lang, TIMEOUT, SECONDS),
        ),
        click.Option(["--write"], metavar="FOLDER", help=pick(lang, WRITE)),
        *output_options(lang, ("text", "json")),
        ruleset_option(lang),
        lang_option(lang),
        version_option(lang),
    ]

    def run(**given: Any) -> int:
        return conformance(lang, **given)

    return Command("conformance", lang, ABOUT, run, params)


def conformance(
    lang: Lang,
    *,
    program: str | None,
    cases: str | None,
    only: str | None,
    timeout: float,
    write: str | None,
    format_: str,
    output: str | None,
    ruleset: str,
) -> int:
    """Try a program, or write the cases, and return the exit code."""
    if (program is None) == (write is None):
        usage_error(pick(lang, ONE_OF))
    rules = load_rules(lang, ruleset)
    if write is not None:
        return _write(lang, rules, Path(write))
    assert program is not None
    try:
        words = shlex.split(program, posix=os.name != "nt")
    except ValueError:
        usage_error(pick(lang, QUOTES))
    if not words:
        usage_error(pick(lang, EMPTY))
    parts = _parts(lang, only)
    into = destination(lang, output, inputs_of(rules, cases))
    from tolerance_rules.portable.bundle import bundle, to_json
    from tolerance_rules.portable.conformance_run import run_program
    from tolerance_rules.portable.conformance_words import as_data, as_text

    items = _items(rules, cases)
    try:
        report = run_program(words, to_json(bundle(rules)), items, only=parts, timeout=timeout)
    except OSError as error:
        zh, en = (reason_of(error, each) for each in ("zh", "en"))
        message = (
            f"程序 {shorten(words[0])} 不能启动：{zh}",
            f"the program {shorten(words[0])} cannot be started: {en}",
        )
        remedy = ("请检查 --command 的写法", "check what --command says")
        raise CaseError([Fault.of("K003", message, remedy)]) from None
    if format_ == "json":
        into.json(as_data(report, rules))
    else:
        into.text(as_text(report, lang, SHOWN))
    return 0 if report.conforms else 3


def _parts(lang: Lang, only: str | None) -> Sequence[str]:
    from tolerance_rules.portable.conformance_parts import COMPARED

    if only is None:
        return COMPARED
    parts = [each.strip() for each in only.replace("，", ",").split(",") if each.strip()]
    for part in parts:
        if part not in COMPARED:
            refuse(lang, NO_PART, part, COMPARED)
    return parts


def _items(rules: Ruleset, cases: str | None) -> list[Item]:
    """Return the cases of a file, by default of the one beside the library, or make them."""
    from tolerance_rules.portable.corpus import corpus, from_file, kept

    if cases is not None:
        return from_file(Path(cases), rules)
    return kept(rules) or list(corpus(rules))


def _write(lang: Lang, rules: Ruleset, folder: Path) -> int:
    from tolerance_rules.portable.corpus import corpus, to_bytes

    items = list(corpus(rules))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{rules.id}.jsonl.gz"
    with replacing(file) as part:
        part.write_bytes(to_bytes(rules, items))
    emit(say(lang, WRITTEN, file, len(items)))
    return 0
