"""Prove: the properties of the rules over every case, and a certificate that others can check."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_rules,
    output_options,
    refuse,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import Output, destination, emit, forced, inputs_of
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.document import markdown_table

if TYPE_CHECKING:
    from tolerance_rules.rules import Ruleset

ABOUT = (
    "对每一个可能的案件证明规则的性质，证伪的给出反例。\n"
    "\n"
    "  tolerance-rules prove\n"
    "  tolerance-rules prove 修订稿 --counterexamples 反例\n"
    "  tolerance-rules prove --format json -o 证书.json\n"
    "  tolerance-rules prove --check 证书.json\n"
    "\n"
    "规则是规则集的编号或目录，默认随附的规则集。不写 --reading，就在各处读法的全部组合之下\n"
    "证明；写了，就只在写明的读法（其余用默认的）之下证明。结果是已证明、已证伪，或者已说明：\n"
    "证伪了，而规则旁的 proofs.yaml 说明了原文为何如此。\n"
    "退出码：0 没有已证伪的；1 有，或者有不该有的说明；2 用法有误。",
    "Prove the properties of the rules over every possible case, or refute them by example.\n"
    "\n"
    "  tolerance-rules prove\n"
    "  tolerance-rules prove draft --counterexamples cases\n"
    "  tolerance-rules prove --format json -o certificate.json\n"
    "  tolerance-rules prove --check certificate.json\n"
    "\n"
    "RULES is a ruleset by id or its folder, by default the one shipped. Without --reading the\n"
    "proof is under every combination of readings, with it under those named and the defaults of\n"
    "the rest. A property is proved, refuted, or explained: refuted, while proofs.yaml beside the\n"
    "rules says why the text is so.\n"
    "Exit codes: 0 none is refuted; 1 one is, or an explanation is not due; 2 usage.",
)
PROPERTY = (
    "只证明这一条性质（用英文名称）；可以写多次",
    "Prove this property only, by name; may be repeated",
)
EXAMPLES = (
    "把每个反例写成案件文件，放入这个目录",
    "Write each counter-example as a case file into this folder",
)
CHECK = (
    "不用决策图，重新核对一份证书",
    "Check a certificate again, without decision diagrams",
)
WRITTEN: Pair = ("写出 {} 个案件文件：{}", "Wrote case files: {} ({})")


def command(lang: Lang) -> click.Command:
    """Return the command."""
    argument = click.Argument(
        ["ruleset"],
        required=False,
        metavar=pick(lang, ("[规则]", "[RULES]")),
    )
    options = [
        click.Option(
            ["--property", "properties"], multiple=True, metavar="NAME", help=pick(lang, PROPERTY)
        ),
        click.Option(["--counterexamples"], metavar="DIR", help=pick(lang, EXAMPLES)),
        click.Option(["--check", "certificate"], metavar="FILE", help=pick(lang, CHECK)),
        *output_options(lang),
        *(option for option in rules_options(lang) if option.name != "ruleset"),
    ]

    def run(**given: Any) -> int:
        return prove(lang, **given)

    params = [argument, *options, lang_option(lang), version_option(lang)]
    return Command("prove", lang, ABOUT, run, params)


def prove(
    lang: Lang,
    *,
    ruleset: str | None,
    properties: Sequence[str],
    counterexamples: str | None,
    certificate: str | None,
    format_: str,
    output: str | None,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
) -> int:
    """Prove, or check a certificate, and return the exit code."""
    from tolerance_rules.loader import DEFAULT

    rules = load_rules(lang, ruleset or DEFAULT, readings, policy, to_prove=True)
    inputs = inputs_of(rules, policy)
    if certificate is not None:
        into = destination(lang, output, [*inputs, certificate])
        return _check(into, format_, certificate, rules)
    into = destination(lang, output, inputs)
    from tolerance_rules.proof.certificate_words import closing, table
    from tolerance_rules.proof.properties import PROPERTIES
    from tolerance_rules.proof.prover import prove as proved

    for name in properties:
        if name not in PROPERTIES:
            refuse(lang, ("没有名为 {} 的性质", "No property is named {}"), name, list(PROPERTIES))
    chosen = properties or tuple(PROPERTIES)
    # The solver makes millions of small tuples, and circles of none: to look for some is an
    # eighth of the time.
    gc.set_threshold(100_000, 50, 100)
    found = proved(rules, all_readings=not readings, only=tuple(dict.fromkeys(chosen)))
    if counterexamples is not None:
        from tolerance_rules.proof.case_files import counterexamples as files
        from tolerance_rules.proof.case_files import write_all

        written = write_all(files(found, rules), Path(counterexamples), replace=forced())
        emit(pick(lang, WRITTEN).format(len(written), counterexamples), err=True)
    if format_ == "json":
        into.json(found.to_dict())
    elif format_ == "markdown":
        into.text(
            "\n".join([markdown_table(table(found, rules, lang)), *closing(found, rules, lang)])
        )
    else:
        into.text(
            "\n".join([into.tables([table(found, rules, lang)]), *closing(found, rules, lang)])
        )
    return 0 if found.ok else 1


def _check(into: Output, format_: str, certificate: str, rules: Ruleset) -> int:
    from tolerance_rules.formats.text_bytes import require_file
    from tolerance_rules.proof.certificate import from_json
    from tolerance_rules.proof.certificate_words import report_words
    from tolerance_rules.proof.checker import check

    require_file(Path(certificate))
    given = from_json(Path(certificate).read_bytes())
    report = check(given, rules.with_readings(given.readings))
    if format_ == "json":
        into.json({"ok": report.ok, "examples": report.examples, "faults": list(report.faults)})
    else:
        into.text(report_words(report, into.lang))
    return 0 if report.ok else 1
