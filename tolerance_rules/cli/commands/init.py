"""Init: write a blank case file, every fact with its question and what may be written."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import lang_option, version_option
from tolerance_rules.cli.terminal.output import Output, emit
from tolerance_rules.language import Lang, pick, say

ABOUT = (
    "写出一份空白案件：每个事实都附问题和可填的值，未查明的写 null。\n"
    "\n"
    "文件名默认 case.yaml；- 写到屏幕。已有的文件不会覆盖。\n"
    "加 --register 写出一本空白登记簿（.xlsx，有下拉列表）和它的对照表。",
    "Write a blank case file: each fact with its question and its values; null is not yet\n"
    "established.\n"
    "\n"
    "The file is case.yaml unless named; - is the screen. No file is overwritten.\n"
    "With --register, a blank register (.xlsx, with drop-down lists) and its mapping.",
)
REGISTER = (
    "写一本空白登记簿，供 evaluate-many 和 audit 读入",
    "Write a blank register, for evaluate-many and audit to read",
)
NO_WORKBOOK = (
    "登记簿应当是 .xlsx 文件，不是 {}",
    "A register is an .xlsx file, not {}",
)
EXISTS = (
    "{} 已经存在，不会覆盖。请另取一个文件名",
    "{} exists and is not overwritten. Choose another name",
)
WRITTEN = ("已写出 {}", "Wrote {}")


def command(lang: Lang) -> click.Command:
    """Return the command."""
    argument = click.Argument(["file"], required=False, metavar=pick(lang, ("[文件]", "[FILE]")))
    flag = click.Option(["--register"], is_flag=True, help=pick(lang, REGISTER))

    def run(file: str | None, *, register: bool) -> int:
        if register:
            return init_register(lang, file or "register.xlsx")
        return init(lang, file or "case.yaml")

    params = [argument, flag, lang_option(lang), version_option(lang)]
    return Command("init", lang, ABOUT, run, params)


def init(lang: Lang, file: str) -> int:
    """Write the blank case and return the exit code."""
    from tolerance_rules.formats.blank_case import blank_case

    text = blank_case(lang)
    if file == "-":
        Output(lang).text(text)
        return 0
    try:
        with Path(file).open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        _refuse(say(lang, EXISTS, file))
    emit(say(lang, WRITTEN, file), err=True)
    return 0


def init_register(lang: Lang, file: str) -> int:
    """Write the blank register and its mapping, and return the exit code."""
    from tolerance_rules import loader
    from tolerance_rules.tables.template import mapping_yaml, write_template

    book = Path(file)
    if book.suffix.lower() != ".xlsx":
        _refuse(say(lang, NO_WORKBOOK, file))
    mapping = book.with_suffix(".mapping.yaml")
    for each in (book, mapping):
        if each.exists():
            _refuse(say(lang, EXISTS, each))
    rules = loader.shipped(loader.DEFAULT)
    write_template(book, rules, lang)
    with mapping.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(mapping_yaml(rules, lang))
    for each in (book, mapping):
        emit(say(lang, WRITTEN, each), err=True)
    return 0


def _refuse(message: str) -> NoReturn:
    raise click.UsageError(message, click.get_current_context(silent=True)) from None
