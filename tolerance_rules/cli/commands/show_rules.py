"""Rules: the clauses, the outcome table, the policy and the readings of a ruleset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_engine,
    output_options,
    refuse,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import destination, rules_files
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.document import Table, markdown_table

if TYPE_CHECKING:
    from tolerance_rules.rendering.document import Document
    from tolerance_rules.rules import Ruleset

ABOUT = (
    "列出条款、结论表、裁量惯例和释义；写出条款编号，就列出该条款的认定条件。\n"
    "\n"
    "  tolerance-rules rules\n"
    "  tolerance-rules rules 5.3 7.5",
    "List the clauses, the outcome table, the policy and the readings; of the clauses named,\n"
    "show the conditions.\n"
    "\n"
    "  tolerance-rules rules\n"
    "  tolerance-rules rules 5.3 7.5",
)
CLAUSES: tuple[Pair, ...] = (("编号", "Number"), ("条款", "Clause"), ("原文", "Text"))
GLOSS = ("", "In English")
OUTCOMES: tuple[Pair, ...] = (
    ("行", "Row"),
    ("条件", "When"),
    ("结论", "Outcome"),
    ("", "Modality"),
    ("准许的结论", "Permitted"),
    ("依据", "By"),
)
POLICY: tuple[Pair, ...] = (("行", "Row"), ("条件", "When"), ("结论", "Outcome"))
READINGS: tuple[Pair, ...] = (
    ("名称", "Name"),
    ("条款", "Clause"),
    ("原文", "Phrase"),
    ("问题", "Question"),
    ("读法（* 为本次采用）", "Options (* in force)"),
)
CLAUSE_TITLE = ("条款", "Clauses")
OUTCOME_TITLE = ("结论表（自上而下，以第一个符合的行为准）", "Outcomes (the first row that holds)")
POLICY_TITLE = ("{}（不是法规）", "{} (not law)")
READING_TITLE = ("释义：可作两种读法的词句", "Readings")
BY_POLICY = ("由裁量惯例选定", "picked by the policy")
MODALITY = {"shall": ("应当", "shall"), "may": ("可以", "may")}


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
    rules = load_engine(lang, ruleset, readings, policy).rules
    for clause in clauses:
        known = [*rules.clauses, *rules.articles]
        if clause not in known:
            refuse(lang, ("没有编号为 {} 的条款", "There is no clause {}"), clause, known)
    into = destination(lang, output, rules_files(rules))
    if format_ == "json":
        into.json(_document(rules, clauses))
    elif clauses:
        from tolerance_rules.rendering.document import to_markdown, to_text

        told = _conditions(rules, clauses, lang)
        into.text(to_markdown(told) if format_ == "markdown" else to_text(told))
    else:
        tables = list(_tables(rules, lang))
        heading = f"{rules.document_number}《{rules.title}》"
        if format_ == "markdown":
            into.text("\n".join([f"# {heading}\n", *map(markdown_table, tables)]))
        else:
            into.text(f"{heading}\nsha256 {rules.sha256}\n\n{into.tables(tables)}")
    return 0


def _conditions(rules: Ruleset, clauses: Sequence[str], lang: Lang) -> Document:
    from tolerance_rules.rendering.clause_explanation import clause_item, examine
    from tolerance_rules.rendering.document import Document, Section

    items = tuple(clause_item(examine(clause, rules), rules, lang) for clause in clauses)
    heading = f"{rules.document_number}《{rules.title}》"
    section = Section(pick(lang, CLAUSE_TITLE), items)
    return Document(heading, (section,), chinese=lang == "zh")


def _tables(rules: Ruleset, lang: Lang) -> Iterator[Table]:
    from tolerance_rules.rendering.condition_words import condition_words
    from tolerance_rules.verdict.outcome import Outcome

    def label(outcome: str) -> str:
        return pick(lang, BY_POLICY) if outcome == "policy" else Outcome(outcome).label(lang)

    english = lang == "en"
    headings = [pick(lang, each) for each in CLAUSES] + ([GLOSS[1]] if english else [])
    cards = [
        (card.id, card.citation, card.text) + ((card.gloss,) if english else ())
        for card in rules.clauses.values()
    ]
    yield Table(tuple(headings), tuple(cards), pick(lang, CLAUSE_TITLE))
    outcomes = tuple(
        (
            row.row,
            condition_words(row.when, rules, lang),
            label(row.outcome),
            pick(lang, MODALITY[row.modality]),
            "\n".join(map(label, row.permitted)),
            row.disposition.citation,
        )
        for row in rules.outcomes
    )
    yield Table(tuple(pick(lang, each) for each in OUTCOMES), outcomes, pick(lang, OUTCOME_TITLE))
    picks = tuple(
        (row.row, condition_words(row.when, rules, lang), label(row.outcome))
        for row in rules.policy.rows
    )
    title = pick(lang, (rules.policy.title, rules.policy.title_en))
    policy_title = pick(lang, POLICY_TITLE).format(title)
    yield Table(tuple(pick(lang, each) for each in POLICY), picks, policy_title)
    cards = [
        (
            card.id,
            card.clause,
            card.phrase,
            pick(lang, (card.question, card.question_en)),
            "\n".join(
                f"{'* ' if rules.chosen[card.id] == name else '  '}{name}: {pick(lang, words)}"
                for name, words in card.options
            ),
        )
        for card in rules.readings.values()
    ]
    headings = [pick(lang, each) for each in READINGS]
    yield Table(tuple(headings), tuple(cards), pick(lang, READING_TITLE))


def _document(rules: Ruleset, clauses: Sequence[str]) -> dict[str, Any]:
    from tolerance_rules.cli.commands.explain import plain_condition
    from tolerance_rules.rendering.clause_explanation import examine
    from tolerance_rules.rendering.condition_words import condition_words

    asked = clauses or list(rules.clauses)
    return {
        "ruleset": rules.id,
        "document_number": rules.document_number,
        "title": rules.title,
        "sha256": rules.sha256,
        "readings": dict(rules.chosen),
        "policy": {"id": rules.policy.id, "sha256": rules.policy.sha256},
        "clauses": [
            {
                "id": clause,
                "citation": (rules.clauses.get(clause) or rules.articles[clause]).citation,
                "text": (rules.clauses.get(clause) or rules.articles[clause]).text,
                "gloss": (rules.clauses.get(clause) or rules.articles[clause]).gloss,
                "when": plain_condition(examine(clause, rules).items[0]),
            }
            for clause in asked
        ],
        "outcomes": [
            {
                "row": row.row,
                "when": condition_words(row.when, rules, "zh"),
                "when_en": condition_words(row.when, rules, "en"),
                "outcome": row.outcome,
                "modality": row.modality,
                "basis": row.basis,
                "permitted": list(row.permitted),
                "disposition": row.disposition.citation,
            }
            for row in rules.outcomes
        ],
    }
