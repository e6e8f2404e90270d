"""Init: write a blank case, a blank register, or a ruleset to start from."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_rules,
    ruleset_option,
    version_option,
)
from tolerance_rules.cli.terminal.output import Output, emit
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, pick, say

ABOUT = (
    "写出一份空白案件：每个事实都附问题和可填的值，未查明的写 null。\n"
    "\n"
    "文件名默认 case.yaml；- 写到屏幕。已有的文件不会覆盖。\n"
    "加 --register 写出一本空白登记簿（.xlsx，有下拉列表）和它的对照表。\n"
    "加 --mapping 登记簿，给已有的登记簿拟一份对照表，逐行写明有多大把握。\n"
    "\n"
    "--ruleset 写一个还没有的目录，又不写文件，就在那里写出一套带说明的规则，供照着改写：\n"
    "\n"
    "  tolerance-rules init --ruleset 本校办法",
    "Write a blank case file: each fact with its question and its values; null is not yet\n"
    "established.\n"
    "\n"
    "The file is case.yaml unless named; - is the screen. No file is overwritten.\n"
    "With --register, a blank register (.xlsx, with drop-down lists) and its mapping.\n"
    "With --mapping REGISTER, a mapping proposed for a register there is, line by line.\n"
    "\n"
    "With --ruleset and a folder that is not there yet, and no file, a small commented ruleset\n"
    "is written there, to start one's own from:\n"
    "\n"
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
NO_WORKBOOK = (
    "登记簿应当是 .xlsx 文件，不是 {}",
    "A register is an .xlsx file, not {}",
)
EXISTS = (
    "{} 已经存在，不会覆盖。请另取一个文件名",
    "{} exists and is not overwritten. Choose another name",
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

    def run(file: str | None, *, register: bool, mapping: str | None, ruleset: str) -> int:
        if mapping is not None:
            return init_mapping(lang, mapping, file, ruleset)
        if register:
            return init_register(lang, file or "register.xlsx", ruleset)
        if file is None and _names_new_ruleset(ruleset):
            return init_ruleset(lang, ruleset)
        return init_case(lang, file or "case.yaml", ruleset)

    params = [
        argument,
        flag,
        proposed,
        ruleset_option(lang),
        lang_option(lang),
        version_option(lang),
    ]
    return Command("init", lang, ABOUT, run, params)


def _names_new_ruleset(ruleset: str) -> bool:
    """Tell whether --ruleset was written, and is no ruleset yet."""
    from tolerance_rules.loader import rulesets

    source = click.get_current_context().get_parameter_source("ruleset")
    there = ruleset in rulesets() or Path(ruleset, "ruleset.yaml").exists()
    return source is ParameterSource.COMMANDLINE and not there


def init_case(lang: Lang, file: str, ruleset: str) -> int:
    """Write the blank case and return the exit code."""
    from tolerance_rules.formats.atomic_file import write_new
    from tolerance_rules.formats.blank_case import blank_case

    text = blank_case(load_rules(lang, ruleset).vocabulary, lang)
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

    try:
        start_ruleset(Path(folder))
    except FileExistsError:
        usage_error(say(lang, NOT_EMPTY, folder))
    emit(say(lang, STARTED, folder, folder), err=True)
    return 0


def init_register(lang: Lang, file: str, ruleset: str) -> int:
    """Write the blank register and its mapping, and return the exit code."""
    from tolerance_rules.formats.atomic_file import write_new
    from tolerance_rules.tables.template import mapping_yaml, write_template

    book = Path(file)
    if book.suffix.lower() != ".xlsx":
        usage_error(say(lang, NO_WORKBOOK, file))
    mapping = book.with_suffix(".mapping.yaml")
    for each in (book, mapping):
        if each.exists():
            usage_error(say(lang, EXISTS, each))
    rules = load_rules(lang, ruleset)
    write_template(book, rules, lang)
    write_new(mapping, mapping_yaml(rules, lang))
    for each in (book, mapping):
        emit(say(lang, WRITTEN, each), err=True)
    return 0


def init_mapping(lang: Lang, register: str, file: str | None, ruleset: str) -> int:
    """Write the mapping that is proposed for a register, and return the exit code."""
    from tolerance_rules.formats.atomic_file import write_new
    from tolerance_rules.tables.mapping_proposal import proposal_for

    text, told = proposal_for(register, load_rules(lang, ruleset), lang)
    for note in told:
        emit(note, err=True)
    if file == "-":
        Output(lang).text(text)
        return 0
    target = Path(file) if file else Path(register).with_suffix(".mapping.yaml")
    try:
        write_new(target, text)
    except FileExistsError:
        usage_error(say(lang, EXISTS, target))
    emit(say(lang, WRITTEN, target), err=True)
    return 0
