"""Precedents: a case not yet decided, and what the past decisions of a register say of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.commands.audit import casebook, mapping_option
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_engine,
    output_options,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import destination, rules_files
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.document import Table

if TYPE_CHECKING:
    from tolerance_rules.audit.precedents import Precedent, Precedents, Weighed

FREE, WRONG, CONFLICTING = 0, 1, 3

ABOUT = (
    "作决定之前，看登记簿里的先例：每一种结论，有哪些过去的决定支持，又同哪些相抵触。\n"
    "\n"
    "  tolerance-rules precedents 案件.yaml --register 登记簿.xlsx\n"
    "\n"
    "更不利的案件受过的处理，本案不得更重；更有利的案件受过的处理，本案不得更轻；相同的案件\n"
    "应当相同。违法的决定不作先例。退出码：0 有结论可作而不抵触先例；3 先例相互矛盾，\n"
    "无论作何结论都同某一件相抵触；1 文件有误，或者有行不能作先例；2 用法有误。",
    "Before a case is decided: the past decisions for and against each outcome.\n"
    "\n"
    "  tolerance-rules precedents case.yaml --register register.xlsx\n"
    "\n"
    "A case may not be treated worse than a less favourable one was, nor better than a more\n"
    "favourable one; a like case not otherwise. Errors of law are no precedents. Exit codes:\n"
    "0 some outcome breaks with none; 3 the precedents conflict, each outcome breaks with one;\n"
    "1 a file is wrong or rows were refused; 2 usage.",
)
REGISTER = (
    "过去的决定的登记簿（.csv、.xlsx、.parquet 或 .arrow）",
    "Register of past decisions (.csv, .xlsx, .parquet or .arrow)",
)
HEADINGS: tuple[Pair, ...] = (
    ("结论", "Outcome"),
    ("可否", "Standing"),
    ("支持", "For"),
    ("抵触", "Against"),
    ("依据或者最近的先例", "Clauses, or the closest precedents"),
)
STANDINGS: dict[str, Pair] = {
    "forced": ("唯一可作", "the only one left"),
    "allowed": ("可以", "open"),
    "against_precedent": ("同先例抵触", "against precedent"),
    "unlawful": ("规定不准", "forbidden by law"),
}
RELATIONS: dict[str, Pair] = {
    "like": ("案情相同", "like"),
    "less_favourable": ("比本案不利", "less favourable"),
    "more_favourable": ("比本案有利", "more favourable"),
}
TITLE: Pair = ("可比的先例 {} 件，其中案情相同的 {} 件", "Comparable past decisions: {}; like: {}")
UNSETTLED: Pair = (
    "本案结论尚未确定，请先查明：{}",
    "The case is not settled; to be established first: {}",
)
AND: Pair = ("、", ", ")
ONE: Pair = ("第 {} 行（{}，{}）", "row {} ({}, {})")


def command(lang: Lang) -> click.Command:
    """Return the command."""
    params: list[click.Parameter] = [
        click.Argument(["case"], required=True, metavar=pick(lang, ("案件", "CASE"))),
        click.Option(["--register"], required=True, metavar="FILE", help=pick(lang, REGISTER)),
        mapping_option(lang),
        *output_options(lang, ("text", "json")),
        *rules_options(lang),
        lang_option(lang),
        version_option(lang),
    ]

    def run(**given: Any) -> int:
        return precedents(lang, **given)

    return Command("precedents", lang, ABOUT, run, params)


def precedents(
    lang: Lang,
    *,
    case: str,
    register: str,
    mapping: str | None,
    format_: str,
    output: str | None,
    ruleset: str,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
) -> int:
    """Weigh each outcome of the case, write the result, and return the exit code."""
    from tolerance_rules.audit.precedents import precedents as weighed
    from tolerance_rules.formats import case_file

    engine = load_engine(lang, ruleset, readings, policy)
    inputs: list[str | Path] = [
        case,
        register,
        *filter(None, (mapping, policy)),
        *rules_files(engine.rules),
    ]
    into = destination(lang, output, inputs)
    facts = case_file.from_file(case).facts
    book = casebook(lang, register, mapping, engine)
    found = weighed(facts, book)
    if format_ == "json":
        into.json(found.to_dict())
    else:
        notes = ""
        if not found.settled:
            notes = pick(lang, UNSETTLED).format(" ".join(found.missing[:5]))
            notes += " …\n" if len(found.missing) > 5 else "\n"
        into.text(notes + into.tables([_table(found, lang)]))
    return WRONG if book.rejects else CONFLICTING if found.conflicting else FREE


def _table(found: Precedents, lang: Lang) -> Table:
    title = pick(lang, TITLE).format(found.comparable, found.like)
    headings = tuple(pick(lang, heading) for heading in HEADINGS)
    return Table(headings, tuple(_row(each, lang) for each in found.outcomes), title)


def _row(each: Weighed, lang: Lang) -> tuple[str, ...]:
    from tolerance_rules.legal_references import citation_of
    from tolerance_rules.verdict.outcome import Outcome

    shown = each.examples_against or each.examples_for
    cited = [citation_of(clause) or clause for clause in each.clauses]
    grounds = pick(lang, AND).join(cited or [_told(one, lang) for one in shown[:2]])
    return (
        Outcome(each.outcome).label(lang),
        pick(lang, STANDINGS[each.standing]),
        str(each.supporting),
        str(each.opposing),
        grounds,
    )


def _told(one: Precedent, lang: Lang) -> str:
    from tolerance_rules.verdict.outcome import Outcome

    recorded = Outcome(one.decision.recorded).label(lang)
    relation = pick(lang, RELATIONS[one.relation])
    return pick(lang, ONE).format(one.decision.row, relation, recorded)
