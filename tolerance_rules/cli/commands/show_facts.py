"""Facts: the vocabulary, by group, with questions and the clauses that use each fact."""

from __future__ import annotations

from typing import Any

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
from tolerance_rules.cli.terminal.output import destination, rules_files
from tolerance_rules.errors import UnknownNameError
from tolerance_rules.language import Lang, pick

ABOUT = (
    "列出全部事实：名称、问题、可填的值、未查明时的推定、用到它的条款。",
    "List every fact: name, question, values, presumption, and who uses it.",
)
NO_GROUP = ("没有名为 {} 的事实组", "There is no group of facts named {}")
GROUP = ("只列这一组；可以写多次", "List this group only; may be repeated")


def command(lang: Lang) -> click.Command:
    """Return the command."""
    group = click.Option(
        ["--group", "chosen"],
        multiple=True,
        metavar="GROUP",
        help=pick(lang, GROUP),
    )
    options = [group, *output_options(lang), ruleset_option(lang)]

    def run(**given: Any) -> int:
        return facts(lang, **given)

    return Command("facts", lang, ABOUT, run, [*options, lang_option(lang), version_option(lang)])


def facts(
    lang: Lang, chosen: tuple[str, ...], format_: str, output: str | None, ruleset: str
) -> int:
    """Write the vocabulary."""
    from tolerance_rules.formats.human_values import group_from_text
    from tolerance_rules.rendering.document import markdown_table
    from tolerance_rules.rendering.fact_words import fact_documents, fact_tables

    rules = load_rules(lang, ruleset)
    into = destination(lang, output, rules_files(rules))
    groups = tuple(rules.vocabulary.groups)
    specs = rules.vocabulary.groups
    labels = tuple(spec.label for spec in specs.values())
    names = [f"{spec.label}（{name}）" if lang == "zh" else name for name, spec in specs.items()]
    found = []
    for text in chosen:
        try:
            found.append(group_from_text(text, rules.vocabulary))
        except UnknownNameError:
            refuse(lang, NO_GROUP, text, names, (*groups, *labels))
    asked = tuple(found) or groups
    if format_ == "json":
        into.json(fact_documents(rules, asked))
        return 0
    tables = list(fact_tables(rules, asked, lang))
    if format_ == "markdown":
        into.text("\n".join(map(markdown_table, tables)))
    else:
        into.text(into.tables(tables))
    return 0
