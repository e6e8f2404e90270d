"""Form: the papers of a regulation, filled from cases, as Word or PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.commands.record import choice_options, chosen
from tolerance_rules.cli.terminal.case_sources import (
    Refused,
    complaint,
    decided,
    read,
    sources,
)
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_engine,
    output_options,
    refuse,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import Output, destination, emit, inputs_of
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rendering.document import Table

if TYPE_CHECKING:
    from tolerance_rules.formats.forms_file import Form, Forms
    from tolerance_rules.forms.forms import Filled
    from tolerance_rules.rules import Ruleset

WRITTEN, WRONG = 0, 1
FORMATS = ("docx", "pdf")

ABOUT: Pair = (
    "写出规定所附的表格和其他文书（Word 或 PDF），按案件填好；没有说到的，留空白。\n"
    "\n"
    "  tolerance-rules form                                    有哪些文书\n"
    "  tolerance-rules form annex-3 案件.yaml -o 决定书.docx\n"
    "  tolerance-rules form annex-4 案件目录 -o 备案表.pdf     一行一个案件\n"
    "\n"
    "姓名、职务等写在案件文件的 forms 部分，或者用 --field 栏目=内容。结论不符、未定的，不写。\n"
    "退出码：0 已写出；1 没有写出；2 用法有误。",
    "Write the papers annexed to the regulation, and others, as Word or PDF, filled from cases;\n"
    "what nobody has said stays blank.\n"
    "\n"
    "  tolerance-rules form                                    which there are\n"
    "  tolerance-rules form annex-3 case.yaml -o decision.docx\n"
    "  tolerance-rules form annex-4 cases/ -o filing.pdf       a row for each case\n"
    "\n"
    "Names and posts stand in the section `forms` of a case file, or in --field NAME=TEXT. What\n"
    "is not settled, or of another outcome, is refused.\n"
    "Exit codes: 0 written; 1 not written; 2 usage.",
)
FIELD: Pair = ("一个栏目的内容；可以写多次", "What a field says; may be repeated")
TWICE: Pair = ("--field 把一个栏目写了两次，请只写一次", "--field names one field twice; keep one")
NO_FILE: Pair = ("请写 -o 文件.docx 或 -o 文件.pdf", "Give -o FILE.docx or -o FILE.pdf")
NO_CASE: Pair = ("请写案件文件", "Name a case file")
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
    cases: Sequence[str],
    fields: Sequence[str],
    choose: str | None,
    reason: str,
    format_: str,
    output: str | None,
    ruleset: str,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
) -> int:
    """Write a form, or list those there are, and return the exit code."""
    from tolerance_rules.errors import FormError
    from tolerance_rules.formats.forms_file import read_forms
    from tolerance_rules.forms.forms import Filled, make, written_fields
    from tolerance_rules.forms.pdf_file import to_pdf

    engine = load_engine(lang, ruleset, readings, policy)
    forms = read_forms(engine.rules)
    if form is None:
        into = Output(lang)
        into.text(into.tables([_listed(forms, engine.rules, lang)]))
        return WRITTEN
    wanted = _named(lang, form, forms)
    if not cases:
        usage_error(pick(lang, NO_CASE))
    if output is None or output == "-":
        usage_error(pick(lang, NO_FILE))
    into = destination(lang, output, inputs_of(engine.rules, *cases, policy))
    pairs = [_pair(lang, each) for each in fields]
    given = written_fields(dict(pairs), forms)
    if len(given) < len(pairs):
        usage_error(pick(lang, TWICE))
    filled: list[Filled] = []
    refused: list[Refused] = []
    for source in sources(cases):
        case = source if isinstance(source, Refused) else read(source, engine)
        if not isinstance(source, Refused) and not isinstance(case, Refused):
            decision = decided(case, source, engine)
            if not isinstance(decision, Refused):
                decision = chosen(lang, decision, choose, reason)
                try:
                    written = {**written_fields(case.forms, forms), **given}
                except FormError as error:
                    case = Refused(source, tuple(map(case.placed, error.faults)))
                else:
                    filled.append(Filled(decision, written, case.analysis, source.name))
            else:
                case = decision
        if isinstance(case, Refused):
            refused.append(case)
    for each in refused:
        emit(complaint(each, lang), err=True)
    if refused:
        return WRONG
    word = make(wanted, forms, filled, engine.rules)
    into.bytes(to_pdf(word) if format_ == "pdf" else word)
    return WRITTEN


def _pair(lang: Lang, text: str) -> tuple[str, str]:
    name, mark, said = text.partition("=")
    if not (name and mark):
        usage_error(say(lang, ("--field 应当写成 栏目=内容：{}", "--field is NAME=TEXT: {}"), text))
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
