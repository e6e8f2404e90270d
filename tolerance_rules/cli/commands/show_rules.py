"""Rules: the clauses, the outcome table, the policy and the readings of a ruleset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    clauses_named,
    lang_option,
    load_rules,
    output_options,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import destination, rules_files
from tolerance_rules.language import Lang, pick

ABOUT = (
    "列出条款、结论表、裁量惯例和读法；写出条款编号，就列出该条款的认定条件。\n"
    "\n"
    "  tolerance-rules rules\n"
    "  tolerance-rules rules 5.3 7.5",
    "List the clauses, the outcome table, the policy and the readings; of the clauses named,\n"
    "show the conditions.\n"
    "\n"
    "  tolerance-rules rules\n"
    "  tolerance-rules rules 5.3 7.5",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""
    argument = click.Argument(
        ["clauses"], nargs=-1, metavar=pick(lang, ("[条款编号]...", "[CLAUSE]..."))
    )
    options = [*output_options(lang), *rules_options(lang)]

    def run(**given: Any) -> int:
        return show(lang, **given)

    params = [argument, *options, lang_option(lang), version_option(lang)]
    return Command("rules", lang, ABOUT, run, params)


def show(
    lang: Lang,
    *,
    clauses: Sequence[str],
    format_: str,
    output: str | None,
    ruleset: str,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
) -> int:
    """Write the rules, or the conditions of the clauses named."""
    from tolerance_rules.rendering.document import markdown_table, to_markdown, to_text
    from tolerance_rules.rendering.ruleset_words import (
        conditions_document,
        heading,
        ruleset_data,
        ruleset_tables,
    )

    rules = load_rules(lang, ruleset, readings, policy)
    clauses = clauses_named(lang, rules, clauses)
    into = destination(lang, output, rules_files(rules))
    if format_ == "json":
        into.json(ruleset_data(rules, clauses))
    elif clauses:
        conditions = conditions_document(rules, clauses, lang)
        into.text(to_markdown(conditions) if format_ == "markdown" else to_text(conditions))
    else:
        tables = list(ruleset_tables(rules, lang))
        if format_ == "markdown":
            into.text("\n".join([f"# {heading(rules)}\n", *map(markdown_table, tables)]))
        else:
            into.text(f"{heading(rules)}\nsha256 {rules.sha256}\n\n{into.tables(tables)}")
    return 0
