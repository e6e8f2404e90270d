"""Facts: the vocabulary, by group, with questions and the clauses that use each fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.document import Table, markdown_table

if TYPE_CHECKING:
    from tolerance_rules.facts import FactSpec
    from tolerance_rules.rules import Ruleset

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
HEADINGS: tuple[Pair, ...] = (
    ("名称", "Name"),
    ("事实", "Fact"),
    ("问题", "Question"),
    ("可填的值", "Values"),
    ("推定", "Presumed"),
    ("用于", "Used by"),
)
ROW_WORDS = ("结论表", "outcomes", "裁量惯例", "policy")


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
    from tolerance_rules.facts import groups, vocabulary

    rules = load_engine(lang, ruleset).rules
    into = destination(lang, output, rules_files(rules))
    asked = chosen or tuple(groups())
    specs = [spec for spec in vocabulary().values() if spec.group in asked]
    if format_ == "json":
        into.json([_document(spec, rules) for spec in specs])
        return 0
    headings = tuple(pick(lang, heading) for heading in HEADINGS)
    tables = [
        Table(
            headings,
            tuple(_row(spec, rules, lang) for spec in specs if spec.group == group),
            f"{group} {_title(groups()[group], lang)}",
        )
        for group in groups()
        if group in asked
    ]
    if format_ == "markdown":
        into.text("\n".join(map(markdown_table, tables)))
    else:
        into.text(into.tables(tables))
    return 0


def _title(title: str, lang: Lang) -> str:
    # A group is titled in both languages: 动机态度 Motive and attitude (Annex 2, 1).
    chinese, _, english = title.partition(" ")
    return chinese if lang == "zh" else english


def _row(spec: FactSpec, rules: Ruleset, lang: Lang) -> tuple[str, ...]:
    values = [f"{_written(value)} {spec.label_of(value, lang)}" for value in spec.values]
    mark = " / " if spec.boolean else "\n"
    return (
        spec.name,
        spec.label if lang == "zh" else spec.label_en,
        spec.question,
        mark.join(values),
        spec.label_of(spec.presumed, lang),
        " ".join(_user(place, lang) for place in rules.clauses_using.get(spec.name, ())),
    )


def _written(value: bool | str) -> str:
    """Return a value as it is written in a case file."""
    return str(value).lower() if isinstance(value, bool) else value


def _user(place: str, lang: Lang) -> str:
    zh_outcomes, en_outcomes, zh_policy, en_policy = ROW_WORDS
    if lang == "en":
        return place
    return place.replace(en_outcomes, zh_outcomes).replace(en_policy, zh_policy)


def _document(spec: FactSpec, rules: Ruleset) -> dict[str, Any]:
    return {
        "name": spec.name,
        "label": spec.label,
        "label_en": spec.label_en,
        "question": spec.question,
        "direction": spec.direction,
        "presumed": spec.presumed,
        "values": [
            {"value": value, "label": spec.label_of(value), "label_en": spec.label_of(value, "en")}
            for value in spec.values
        ],
        "used_by": list(rules.clauses_using.get(spec.name, ())),
    }
