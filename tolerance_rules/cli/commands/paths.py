"""Paths: every smallest set of changes by which a case reaches an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.commands.case_command import ask, params
from tolerance_rules.cli.commands.evaluate import WRONG
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.parameters import Count, Named, outcome_parameter
from tolerance_rules.language import Lang, pick

if TYPE_CHECKING:
    from tolerance_rules.vocabulary.fact_spec import Mutability

FOUND, NONE = 0, 3
KINDS = ("doable", "establishable", "fixed")

ABOUT = (
    "要达到某种结论，尚需具备哪些事实：精确列出每一种最少的变更，一种不多，一种不少。\n"
    "\n"
    "  tolerance-rules paths 案件.yaml --to 不予追究责任\n"
    "  tolerance-rules paths 案件.yaml --to not_pursued --only doable\n"
    "\n"
    "每项变更注明：还可以做到（doable：整改、挽回损失等，做得比现在好）、还可以查明\n"
    "（establishable：也许有材料证明）、除非原认定有误（fixed：已经发生的事）。\n"
    "--only doable 只列作出决定前还可以做到的事项；作出决定以后的整改不在其内。\n"
    "退出码：0 有办法；3 没有办法；1 文件或事实有误；2 用法有误。",
    "The facts still needed to reach an outcome: every smallest set of changes, exactly.\n"
    "\n"
    "  tolerance-rules paths case.yaml --to not_pursued\n"
    "  tolerance-rules paths case.yaml --to not_pursued --only doable\n"
    "\n"
    "Each change says what it takes: doable (rectification, recovery of loss and the like, better\n"
    "than now), establishable (documents may show it), or fixed (a finding of what happened would\n"
    "have to be wrong). --only doable is what can still be done before the decision, not what a\n"
    "decision may order to be corrected after it.\n"
    "Exit codes: 0 there is a way; 3 there is none; 1 a file or its facts are wrong; 2 usage.",
)
TO = (
    "要达到的结论，中文或者代码：不予追究责任 not_pursued、免于处理 exempt、减轻处理 mitigated、"
    "从轻处理 lighter、不予容错 no_tolerance、按照有关规定处理 ordinary_accountability",
    "The outcome to reach: not_pursued, exempt, mitigated, lighter, no_tolerance or "
    "ordinary_accountability",
)
ONLY = (
    "只看这一种变更：doable、establishable 或 fixed；可以写多次",
    "Only changes of this kind: doable, establishable or fixed; may be repeated",
)
LIMIT = (
    "最多列出多少种办法，默认 20；项数最少的办法总是全部列出，其余的给出数目",
    "How many ways to list, default 20; the smallest are always all listed, the others counted",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""
    options: list[click.Parameter] = [
        click.Option(
            ["--to"],
            required=True,
            metavar=pick(lang, ("结论", "OUTCOME")),
            help=pick(lang, TO),
        ),
        click.Option(
            ["--only"],
            multiple=True,
            type=Named(lang, _kind, KINDS),
            metavar="KIND",
            help=pick(lang, ONLY),
        ),
        click.Option(
            ["--limit"], type=Count(lang), default=20, metavar="N", help=pick(lang, LIMIT)
        ),
    ]

    def run(**given: Any) -> int:
        return paths(lang, **given)

    return Command("paths", lang, ABOUT, run, params(lang, options))


def paths(lang: Lang, to: str, only: Sequence[Mutability], limit: int, **given: Any) -> int:
    """Find the ways to the outcome and return the exit code."""
    asked = ask(lang, "paths", **given)
    if asked is None:
        return WRONG
    from tolerance_rules.what_if import paths_to

    wanted = outcome_parameter(lang, asked.engine.rules, to)
    found = paths_to(asked.engine, asked.decision, wanted, only=only or None, limit=limit)
    asked.answer(found)
    return FOUND if found.total else NONE


def _kind(text: str) -> object:
    # Imported on use: --help answers without it.
    from tolerance_rules.what_if.answers.words import kind_from_text

    return kind_from_text(text)
