"""Form: the papers of a regulation, filled from cases, as Word or PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.commands.form_cases import Given, filled_from, source_options
from tolerance_rules.cli.commands.record import choice_options
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_engine,
    output_options,
    refuse,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import Output, destination, inputs_of
from tolerance_rules.cli.terminal.table_options import NEEDS, TABLE_OPTIONS, table_choice
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rendering.document import Table

if TYPE_CHECKING:
    from tolerance_rules.formats.forms_file import Form, Forms
    from tolerance_rules.rules import Ruleset

WRITTEN, WRONG = 0, 1
FORMATS = ("docx", "pdf")

ABOUT: Pair = (
    "写出规定所附的表格和其他文书（Word 或 PDF），按案件填好；没有说到的，留空白。\n"
    "\n"
    "  tolerance-rules form                                    有哪些文书\n"
    "  tolerance-rules form annex-3 案件.yaml -o 决定书.docx\n"
    "  tolerance-rules form annex-4 案件目录 --month 2026-05 -o 备案表.pdf\n"
    "  tolerance-rules form annex-4 --register 登记簿.xlsx --month 2026-05 -o 备案表.docx\n"
    "  tolerance-rules form annex-4 --log 决定.db --month 2026-05 -o 备案表.docx\n"
    "\n"
    "备案表一行一个案件；从日志写的，印着日志的检查点，姓名等写在一起给出的案件文件里。\n"
    "\n"
    "姓名、职务等写在案件文件的 forms 部分，或者用 --field 栏目=内容。结论不符、未定的，不写。\n"
    "退出码：0 已写出；1 没有写出；2 用法有误。",
    "Write the papers annexed to the regulation, and others, as Word or PDF, filled from cases;\n"
    "what nobody has said stays blank.\n"
    "\n"
    "  tolerance-rules form                                    which there are\n"
    "  tolerance-rules form annex-3 case.yaml -o decision.docx\n"
    "  tolerance-rules form annex-4 cases/ --month 2026-05 -o filing.pdf\n"
    "  tolerance-rules form annex-4 --register register.xlsx --month 2026-05 -o filing.docx\n"
    "  tolerance-rules form annex-4 --log decisions.db --month 2026-05 -o filing.docx\n"
    "\n"
    "A filing has a row for each case. From a log it has the checkpoint printed on it; names then\n"
    "stand in case files given beside it.\n"
    "\n"
    "Names and posts stand in the section `forms` of a case file, or in --field NAME=TEXT. What\n"
    "is not settled, or of another outcome, is refused.\n"
    "Exit codes: 0 written; 1 not written; 2 usage.",
)
FIELD: Pair = ("一个栏目的内容；可以写多次", "What a field says; may be repeated")
TWICE: Pair = ("--field 把一个栏目写了两次，请只写一次", "--field names one field twice; keep one")
NO_FILE: Pair = ("请写 -o 文件.docx 或 -o 文件.pdf", "Give -o FILE.docx or -o FILE.pdf")
NO_CASE: Pair = ("请写案件文件，或者 --register、--log", "Name a case file, --register or --log")
ALONE: Pair = (
    "--register 不能同案件文件、--log 一起写",
    "--register does not go with case files or --log",
)
CHOSEN: Pair = (
    "登记簿和日志里已有所作的决定，不写 --choose",
    "a register and a log hold what was decided: no --choose",
)
ONE_CASE: Pair = (
    "《{}》一次只写一个案件，不能用 --register、--log、--month",
    "{} takes one case, and no --register, --log or --month",
)
PAIR: Pair = ("{0} 应当写成 栏目=…：{1}", "{0} is NAME=…: {1}")
NO_FORM: Pair = ("没有名为 {} 的文书", "No form is named {}")
NO_FORMS: Pair = ("{} 没有文书", "{} has no forms")
HEADINGS: tuple[Pair, ...] = (
    ("名称", "Name"),
    ("文书", "Form"),
    ("依据", "Clause"),
    ("用于", "For"),
    ("案件文件里可以写的栏目", "Fields to be written"),
)
ANY: Pair = ("任何结论", "any outcome")


def command(lang: Lang) -> click.Command:
    """Return the command."""
    names = pick(lang, ("文书", "FORM")), pick(lang, ("案件...", "CASE..."))
    params = [
        click.Argument(["form"], required=False, metavar=f"[{names[0]}]"),
        click.Argument(["cases"], nargs=-1, metavar=f"[{names[1]}]"),
        click.Option(
            ["--field", "fields"], multiple=True, metavar="NAME=TEXT", help=pick(lang, FIELD)
        ),
        *source_options(lang),
        *choice_options(lang),
        *output_options(lang, FORMATS),
        *rules_options(lang),
        lang_option(lang),
        version_option(lang),
    ]

    def run(**given: Any) -> int:
        return write_form(lang, **given)

    return Command("form", lang, ABOUT, run, params)


def write_form(
    lang: Lang,
    *,
    form: str | None,
    fields: Sequence[str],
    columns: Sequence[str],
    month: str | None,
    format_: str,
    output: str | None,
    ruleset: str,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
    **given: Any,
) -> int:
    """Write a form, or list those there are, and return the exit code."""
    from tolerance_rules.formats.forms_file import read_forms
    from tolerance_rules.forms.filing import Filing
    from tolerance_rules.forms.forms import make, written_fields
    from tolerance_rules.forms.pdf_file import to_pdf

    engine = load_engine(lang, ruleset, readings, policy)
    forms = read_forms(engine.rules)
    if form is None:
        into = Output(lang)
        into.text(into.tables([_listed(forms, engine.rules, lang)]))
        return WRITTEN
    wanted = _named(lang, form, forms)
    _check_sources(lang, wanted, {**given, "month": month, "columns": columns})
    if output is None or output == "-":
        usage_error(pick(lang, NO_FILE))
    inputs = [given["register"], given["mapping"], given["log"], given["sign"], policy]
    into = destination(lang, output, inputs_of(engine.rules, *given["cases"], *inputs))
    pairs = [_pair(lang, "--field", each) for each in fields]
    written = written_fields(dict(pairs), forms)
    if len(written) < len(pairs):
        usage_error(pick(lang, TWICE))
    headed = written_fields(dict(_pair(lang, "--column", each) for each in columns), forms)
    choice = table_choice(lang, given)  # taken out of what is handed on
    found = filled_from(
        lang,
        Given(fields=written, columns=headed, choice=choice, **given),
        Filing(wanted, forms, engine.rules, month or ""),
        engine,
    )
    if found is None:
        return WRONG
    word = make(wanted, forms, found[0], engine.rules, found[1])
    into.bytes(to_pdf(word) if format_ == "pdf" else word)
    return WRITTEN


def _check_sources(lang: Lang, form: Form, given: Mapping[str, Any]) -> None:
    """Refuse sources that do not go together, and those of many cases for a form of one."""
    if not (given["cases"] or given["register"] or given["log"]):
        usage_error(pick(lang, NO_CASE))
    if given["register"] and (given["cases"] or given["log"]):
        usage_error(pick(lang, ALONE))
    if (given["register"] or given["log"]) and given["choose"]:
        usage_error(pick(lang, CHOSEN))
    if (given["register"] or given["log"] or given["month"]) and not form.row:
        usage_error(say(lang, ONE_CASE, form.name(lang)))
    of_register = ("mapping", "columns", *TABLE_OPTIONS)
    for name, needed in (*((each, "register") for each in of_register), ("sign", "log")):
        if given[name] and not given[needed]:
            usage_error(
                say(lang, NEEDS, *(f"--{each.removesuffix('s')}" for each in (name, needed)))
            )


def _pair(lang: Lang, option: str, text: str) -> tuple[str, str]:
    name, mark, said = text.partition("=")
    if not (name and mark and (said or option == "--field")):
        usage_error(say(lang, PAIR, option, text))
    return name, said


def _named(lang: Lang, name: str, forms: Forms) -> Form:
    """Return a form by its name or its title; a usage error if there is none."""
    for each in forms.forms.values():
        if name in (each.id, *each.title):
            return each
    return refuse(lang, NO_FORM, name, list(forms.forms))


def _listed(forms: Forms, rules: Ruleset, lang: Lang) -> Table:
    rows = []
    for form in forms.forms.values():
        outcomes = [rules.label(each, lang) for each in form.outcomes]
        mark = pick(lang, ("、", ", "))
        written = (forms.fields[each] for each in (*form.fields, *form.row))
        fields = mark.join(pick(lang, each.label) for each in written if not each.sources)
        told = mark.join(outcomes) or pick(lang, ANY)
        rows.append((form.id, form.name(lang), form.clause, told, fields))
    title = "" if rows else say(lang, NO_FORMS, rules.id)
    return Table(tuple(pick(lang, each) for each in HEADINGS), tuple(rows), title)
