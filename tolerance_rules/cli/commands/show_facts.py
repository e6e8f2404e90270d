"""Facts: the vocabulary, by group, with questions and the clauses that use each fact."""

from __future__ import annotations

from typing import Any

import click

from tolerance_rules.cli.terminal.click_localised import Command, OneOf
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_engine,
    output_options,
    ruleset_option,
    version_option,
)
from tolerance_rules.cli.terminal.output import destination, rules_files
from tolerance_rules.language import Lang, pick

GROUPS = (
    "subject",
    "work",
    "motive",
    "conditions",
    "procedure",
    "nature",
    "consequences",
    "remedy",
    "discretion",
)
ABOUT = (
    "列出全部事实：名称、问题、可填的值、未查明时的推定、用到它的条款。",
    "List every fact: name, question (in Chinese), values, presumption, and who uses it.",
)
GROUP = ("只列这一组；可以写多次", "List this group only; may be repeated")
RULESET = ("规则集的编号或目录，默认 zzvc-2023-32", "Ruleset by id, or its folder")


def command(lang: Lang) -> click.Command:
    """Return the command."""
    group = click.Option(
        ["--group", "chosen"],
        type=OneOf(lang, GROUPS),
        multiple=True,
        metavar="GROUP",
        help=pick(lang, GROUP),
    )
    options = [group, *output_options(lang), ruleset_option(lang, RULESET)]

    def run(**given: Any) -> int:
        return facts(lang, **given)

    return Command("facts", lang, ABOUT, run, [*options, lang_option(lang), version_option(lang)])


def facts(
    lang: Lang, chosen: tuple[str, ...], format_: str, output: str | None, ruleset: str
) -> int:
    """Write the vocabulary."""
    from tolerance_rules.rendering.document import markdown_table
    from tolerance_rules.rendering.fact_words import fact_documents, fact_tables

    rules = load_engine(lang, ruleset).rules
    into = destination(lang, output, rules_files(rules))
    asked = chosen or GROUPS
    if format_ == "json":
        into.json(fact_documents(rules, asked))
        return 0
    tables = list(fact_tables(rules, asked, lang))
    if format_ == "markdown":
        into.text("\n".join(map(markdown_table, tables)))
    else:
        into.text(into.tables(tables))
    return 0
