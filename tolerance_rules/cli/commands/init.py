"""Init: write a blank case, a blank register, or a ruleset to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.hints import quoted, runnable
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_rules,
    ruleset_option,
    version_option,
)
from tolerance_rules.cli.terminal.output import Output, emit
from tolerance_rules.cli.terminal.table_options import table_choice, table_options
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, pick, say

if TYPE_CHECKING:
    from tolerance_rules.tables.table_choice import TableChoice

ABOUT = (
    "写出一份空白案件：每个事实都附问题和可填的值，未查明的写 null。\n"
    "\n"
    "文件名默认 case.yaml；- 写到屏幕。已有的文件不会覆盖。\n"
    "加 --register 写出一本空白登记簿和它的对照表：.xlsx 有下拉列表和说明，.csv 只有表头。\n"
    "加 --mapping 登记簿，给已有的登记簿拟一份对照表，逐行写明有多大把握。\n"
    "别的规则集的案件，--ruleset 和文件都要写；只写 --ruleset 和一个还没有的目录，就在那里写出\n"
    "一套带说明的规则，供照着改写：\n"
    "\n"
    "  tolerance-rules init 案件.yaml --ruleset 本校办法\n"
    "  tolerance-rules init --ruleset 本校办法",
    "Write a blank case file: each fact with its question and its values; null is not yet\n"
    "established.\n"
    "\n"
    "The file is case.yaml unless named; - is the screen. No file is overwritten.\n"
    "With --register, a blank register and its mapping: .xlsx has drop-down lists and what each\n"
    "column asks, .csv the headers only.\n"
    "With --mapping REGISTER, a mapping proposed for a register there is, line by line.\n"
    "A case of another ruleset takes --ruleset and FILE both. With --ruleset alone, and a folder\n"
    "that is not there yet, a small commented ruleset is written there, to start one's own from:\n"
    "\n"
    "  tolerance-rules init case.yaml --ruleset our-rules\n"
    "  tolerance-rules init --ruleset our-rules",
)
REGISTER = (
    "写一本空白登记簿，供 evaluate-many 和 audit 读入",
    "Write a blank register, for evaluate-many and audit to read",
)
MAPPING = (
    "给这本登记簿拟一份对照表：工作表、表头行、各列和读不懂的说法",
    "Propose a mapping for this register: sheet, row of headers, columns, words not understood",
)
ONLY_MAPPING = (
    "--sheet、--separator、--table、--query 要同 --mapping 一起写",
    "--sheet, --separator, --table and --query go with --mapping",
)
NO_REGISTER = (
    "空白登记簿写成 .xlsx 或 .csv，不写成 {}",
    "A blank register is written as .xlsx or .csv, not as {}",
)
HEADERS_ONLY = (
    "CSV 只有表头，没有下拉列表和说明：各列可填的值见 tolerance-rules facts",
    "A CSV has the headers only: what each column may hold is shown by tolerance-rules facts",
)
EXISTS = (
    "{} 已经存在，不会覆盖。请另取一个文件名",
    "{} exists and is not overwritten. Choose another name",
)
IS_RULESET = (
    "{} 已经是一套规则，没有写出什么。要写它的空白案件，请写明文件：\n"
    "  tolerance-rules init case.yaml\n"
    "要另写一套规则，请另取一个目录名",
    "{} is a ruleset already, and nothing was written. For a blank case of it, name the file:\n"
    "  tolerance-rules init case.yaml\n"
    "To start another ruleset, choose the name of another folder",
)
NOT_EMPTY = (
    "{} 已经存在，又不是规则集。请另取一个目录名",
    "{} exists and is no ruleset. Choose the name of another folder",
)
WRITTEN = ("已写出 {}", "Wrote {}")
STARTED = (
    "已写出规则集 {}。检查：tolerance-rules check {}",
    "Wrote the ruleset {}. To check it: tolerance-rules check {}",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""
    argument = click.Argument(["file"], required=False, metavar=pick(lang, ("[文件]", "[FILE]")))
    flag = click.Option(["--register"], is_flag=True, help=pick(lang, REGISTER))

    proposed = click.Option(
        ["--mapping"], metavar=pick(lang, ("登记簿", "REGISTER")), help=pick(lang, MAPPING)
    )

    def run(
        file: str | None, *, register: bool, mapping: str | None, ruleset: str, **given: Any
    ) -> int:
        if mapping is not None:
            return init_mapping(lang, mapping, file, ruleset, table_choice(lang, given))
        if any(given.values()):
            usage_error(pick(lang, ONLY_MAPPING))
        if register:
            return init_register(lang, file or "register.xlsx", ruleset)
        if file is None and _ruleset_alone():
            return init_ruleset(lang, ruleset)
        return init_case(lang, file or "case.yaml", ruleset)

    params = [
        argument,
        flag,
        proposed,
        *table_options(lang),
        ruleset_option(lang),
        lang_option(lang),
        version_option(lang),
    ]
    return Command("init", lang, ABOUT, run, params)


def _ruleset_alone() -> bool:
    """Tell whether --ruleset was written: from the environment it is the ruleset of a case."""
    source = click.get_current_context().get_parameter_source("ruleset")
    return source is ParameterSource.COMMANDLINE


def init_case(lang: Lang, file: str, ruleset: str) -> int:
    """Write the blank case and return the exit code."""
    from tolerance_rules.formats.atomic_file import write_new
    from tolerance_rules.formats.blank_case import blank_case
    from tolerance_rules.loader import DEFAULT

    options = "" if ruleset == DEFAULT else f"--ruleset {quoted(ruleset)}"
    text = blank_case(load_rules(lang, ruleset), lang, options)
    if file == "-":
        Output(lang).text(text)
        return 0
    try:
        write_new(Path(file), text)
    except FileExistsError:
        usage_error(say(lang, EXISTS, file))
    emit(say(lang, WRITTEN, file), err=True)
    return 0


def init_ruleset(lang: Lang, folder: str) -> int:
    """Write the ruleset to start from and return the exit code."""
    from tolerance_rules.formats.blank_ruleset import start_ruleset
    from tolerance_rules.loader import rulesets

    if folder in rulesets() or Path(folder, "ruleset.yaml").exists():
        usage_error(say(lang, IS_RULESET, folder))
    try:
        start_ruleset(Path(folder))
    except FileExistsError:
        usage_error(say(lang, NOT_EMPTY, folder))
    emit(say(lang, STARTED, folder, quoted(folder)), err=True)
    return 0


def init_register(lang: Lang, file: str, ruleset: str) -> int:
    """Write the blank register and its mapping, and return the exit code."""
    from tolerance_rules.formats.atomic_file import write_new
    from tolerance_rules.tables.template import mapping_yaml, write_template

    book = Path(file)
    if book.suffix.lower() not in (".xlsx", ".csv"):
        usage_error(say(lang, NO_REGISTER, file))
    mapping = book.with_suffix(".mapping.yaml")
    for each in (book, mapping):
        if each.exists():
            usage_error(say(lang, EXISTS, each))
    rules = load_rules(lang, ruleset)
    write_template(book, rules, lang)
    write_new(mapping, mapping_yaml(rules, lang))
    for each in (book, mapping):
        emit(say(lang, WRITTEN, each), err=True)
    if book.suffix.lower() == ".csv":
        emit(runnable(say(lang, HEADERS_ONLY)), err=True)
    return 0


def init_mapping(
    lang: Lang, register: str, file: str | None, ruleset: str, choice: TableChoice
) -> int:
    """Write the mapping that is proposed for a register, and return the exit code."""
    from tolerance_rules.formats.atomic_file import write_new
    from tolerance_rules.tables.connection_string import is_database
    from tolerance_rules.tables.mapping_proposal import proposal_for

    proposed = proposal_for(register, load_rules(lang, ruleset), lang, choice)
    text = proposed.text
    for note in proposed.told:
        emit(pick(lang, note), err=True)
    if file == "-":
        Output(lang).text(text)
        return 0
    # The name of a table may have a dot, as the schema before it: no ending to be replaced.
    named = Path(f"{choice.table or 'register'}.mapping.yaml")
    beside = named if is_database(register) else Path(register).with_suffix(".mapping.yaml")
    target = Path(file) if file else beside
    try:
        write_new(target, text)
    except FileExistsError:
        usage_error(say(lang, EXISTS, target))
    emit(say(lang, WRITTEN, target), err=True)
    return 0
