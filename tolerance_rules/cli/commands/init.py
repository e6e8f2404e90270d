"""Init: write a blank case file, every fact with its question and what may be written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import lang_option, version_option
from tolerance_rules.cli.terminal.output import Output, emit
from tolerance_rules.language import Lang, Pair, pick

if TYPE_CHECKING:
    from tolerance_rules.facts import FactSpec

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
HEAD: Pair = (
    "# 容错纠错案件。逐项填写冒号后面的值：\n"
    "#   true 是；false 否；null 未查明（不写也是未查明）；有几种情况的，填所列的英文代码。\n"
    "# 填好后评判：tolerance-rules evaluate 本文件\n",
    "# A case for tolerance and correction. Fill in the value after each colon:\n"
    "#   true; false; null where not yet established (as is a fact left out); or a code listed.\n"
    "# Then evaluate it: tolerance-rules evaluate THIS-FILE\n",
)
ABOUT_CASE: tuple[tuple[str, Pair], ...] = (
    ("id", ("编号", "number")),
    ("title", ("名称", "title")),
    ("authority", ("责任追究部门", "the authority that holds to account")),
    ("occurred_on", ("行为发生日期，如 2024-05-01", "date of the conduct, such as 2024-05-01")),
    ("decided_on", ("决定日期，如 2024-05-01", "date of the decision, such as 2024-05-01")),
)
EVIDENCE: Pair = (
    "# 证据说明（可不写）：事实的名称: 证据。请去掉行首的 # 再写，例如\n"
    "# evidence:\n"
    "#   work.pilot: 《试点方案》（院发〔2024〕3号）\n",
    "# Notes on evidence (optional): name of the fact: note. Take the # away, as in\n"
    "# evidence:\n"
    "#   work.pilot: 《试点方案》（院发〔2024〕3号）\n",
)
QUESTION: Pair = (
    "{question}（未查明时推定：{presumed}）",
    "{label} | {question} (presumed: {presumed})",
)


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
    text = blank(lang)
    if file == "-":
        Output(lang).text(text)
        return 0
    try:
        with Path(file).open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        _refuse(pick(lang, EXISTS).format(file))
    emit(pick(lang, WRITTEN).format(file), err=True)
    return 0


def init_register(lang: Lang, file: str) -> int:
    """Write the blank register and its mapping, and return the exit code."""
    from tolerance_rules.tables.template import mapping_yaml, write_template

    book = Path(file)
    if book.suffix.lower() != ".xlsx":
        _refuse(pick(lang, NO_WORKBOOK).format(file))
    mapping = book.with_suffix(".mapping.yaml")
    for each in (book, mapping):
        if each.exists():
            _refuse(pick(lang, EXISTS).format(each))
    write_template(book, lang)
    with mapping.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(mapping_yaml(lang))
    for each in (book, mapping):
        emit(pick(lang, WRITTEN).format(each), err=True)
    return 0


def _refuse(message: str) -> NoReturn:
    raise click.UsageError(message, click.get_current_context(silent=True)) from None


def blank(lang: Lang) -> str:
    """Return the text of a blank case file."""
    return "\n".join(_lines(lang)) + "\n"


def _lines(lang: Lang) -> Iterator[str]:
    from tolerance_rules.facts import groups, vocabulary

    yield pick(lang, HEAD)
    yield "case:"
    for key, words in ABOUT_CASE:
        yield f"  {key}: null  # {pick(lang, words)}"
    yield ""
    yield "facts:"
    for group, title in groups().items():
        chinese, _, english = title.partition(" ")
        yield f"  # {pick(lang, (chinese, english))}"
        yield f"  {group}:"
        for spec in vocabulary().values():
            if spec.group == group:
                yield from _fact(spec, lang)
        yield ""
    yield pick(lang, EVIDENCE).rstrip("\n")


def _fact(spec: FactSpec, lang: Lang) -> Iterator[str]:
    presumed = spec.label_of(spec.presumed, lang)
    if spec.boolean:
        presumed = str(spec.presumed).lower()
    words = pick(lang, QUESTION)
    asked = words.format(label=spec.label_en, question=spec.question, presumed=presumed)
    yield f"    # {asked}"
    if not spec.boolean:
        yield from (f"    #   {value}  {spec.label_of(value, lang)}" for value in spec.values)
    yield f"    {spec.name.partition('.')[2]}: null"
