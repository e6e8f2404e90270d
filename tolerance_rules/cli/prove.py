"""Prove: the properties of the rules over every case, and a certificate that others can check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.localised import Command
from tolerance_rules.cli.options import (
    lang_option,
    load_rules,
    output_options,
    rules_options,
    version_option,
)
from tolerance_rules.cli.output import Output, Table, destination, markdown_table, rules_files
from tolerance_rules.cli.wording import Lang, Pair, pick

if TYPE_CHECKING:
    from tolerance_rules.proof.certificate import Certificate, Result
    from tolerance_rules.proof.checker import Report
    from tolerance_rules.proof.findings import Finding
    from tolerance_rules.rules import Ruleset

ABOUT = (
    "对每一个可能的案件证明规则的性质，证伪的给出反例。\n"
    "\n"
    "  tolerance-rules prove\n"
    "  tolerance-rules prove 修订稿/zzvc-2023-32 --counterexamples 反例\n"
    "  tolerance-rules prove --format json -o 证书.json\n"
    "  tolerance-rules prove --check 证书.json\n"
    "\n"
    "规则是规则集的编号或目录，默认随附的规则集。不写 --reading，就在各处释义的全部组合之下\n"
    "证明；写了，就只在写明的读法（其余用默认的）之下证明。结果是已证明、已证伪，或者已说明：\n"
    "证伪了，而规则旁的 proofs.yaml 说明了原文为何如此。\n"
    "退出码：0 没有已证伪的；1 有，或者有不该有的说明；2 用法有误。",
    "Prove the properties of the rules over every possible case, or refute them by example.\n"
    "\n"
    "  tolerance-rules prove\n"
    "  tolerance-rules prove draft/zzvc-2023-32 --counterexamples cases\n"
    "  tolerance-rules prove --format json -o certificate.json\n"
    "  tolerance-rules prove --check certificate.json\n"
    "\n"
    "RULES is a ruleset by id or its folder, by default the one shipped. Without --reading the\n"
    "proof is under every combination of readings, with it under those named and the defaults of\n"
    "the rest. A property is proved, refuted, or explained: refuted, while proofs.yaml beside the\n"
    "rules says why the text is so.\n"
    "Exit codes: 0 none is refuted; 1 one is, or an explanation is not due; 2 usage.",
)
EXAMPLES = (
    "把每个反例写成案件文件，放入这个目录",
    "Write each counter-example as a case file into this folder",
)
CHECK = (
    "不用决策图，重新核对一份证书",
    "Check a certificate again, without decision diagrams",
)
VERDICTS: dict[str, Pair] = {
    "proved": ("已证明", "proved"),
    "explained": ("已说明", "explained"),
    "refuted": ("已证伪", "refuted"),
}
HEADINGS: tuple[Pair, ...] = (
    ("性质", "Property"),
    ("结果", "Verdict"),
    ("逐项", "Items"),
    ("用时（秒）", "Seconds"),
)
TITLE: Pair = ("{}（裁量惯例 {}）的性质：{}", "Properties of {} (policy {}): {}")
ONE: Pair = ("释义的一种组合", "one combination of readings")
EVERY: Pair = ("释义的全部 {} 种组合", "all {} combinations of readings")
COUNT: Pair = ("{} 项", "{}")
SOME: Pair = ("{} 项，其中 {} 项不成立", "{}, of which {} fail")
LIST: dict[str, Pair] = {
    "refuted": ("已证伪：", "Refuted:"),
    "explained": ("已说明（证伪了，而原文就是如此）：", "Explained (refuted, as the text has it):"),
}
UNDER: Pair = ("只在这些释义之下：{}", "only under {}")
CASE: Pair = ("反例：{}", "counter-example: {}")
PRESUMED: Pair = ("各事实都取推定值", "every fact as presumed")
REASON: Pair = ("理由：{}", "reason: {}")
STALE: Pair = (
    "proofs.yaml 中有一条没有证伪，请删去：{} {}",
    "proofs.yaml explains what was not refuted; take it out: {} {}",
)
MORE: Pair = (
    "  {}：还有 {} 项不成立，见 --format json 或者 --counterexamples",
    "  {}: {} more fail; see --format json or --counterexamples",
)
LISTED = 10
"""How many items of one property are listed; a broken rule breaks many."""
CLOSING: Pair = (
    "事实齐备、互不矛盾的案件共 {cases} 个（每一种释义组合之下）。结论轻重：不予追究责任 < "
    "免于处理 < 减轻处理 < 从轻处理 < 不予容错、按照有关规定处理；后两种不比较轻重。\n"
    "求解：{solver}，共 {seconds} 秒。规则集指纹 {sha}。",
    "Complete cases without contradiction: {cases} (under each combination of readings). Order: "
    "not_pursued < exempt < mitigated < lighter < no_tolerance, ordinary_accountability; the last "
    "two are not compared.\nSolved by {solver} in {seconds} s. Ruleset sha256 {sha}.",
)
WRITTEN: Pair = ("写出 {} 个案件文件：{}", "Wrote case files: {} ({})")
STANDS: Pair = (
    "证书无误：{} 个案例逐一重判，结论表按条款状态逐一核对。",
    "The certificate stands: {} examples judged again, the outcome table enumerated.",
)
FALLS: Pair = ("证书有 {} 处不符：", "The certificate fails in {} places:")


def command(lang: Lang) -> click.Command:
    """Return the command."""
    argument = click.Argument(
        ["ruleset"],
        required=False,
        default="zzvc-2023-32",
        metavar=pick(lang, ("[规则]", "[RULES]")),
    )
    options = [
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
    ruleset: str,
    counterexamples: str | None,
    certificate: str | None,
    format_: str,
    output: str | None,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
) -> int:
    """Prove, or check a certificate, and return the exit code."""
    rules = load_rules(lang, ruleset, readings, policy, to_prove=True)
    inputs: list[str | Path] = [*rules_files(rules), *([policy] if policy else [])]
    if certificate is not None:
        into = destination(lang, output, [*inputs, certificate])
        return _check(into, format_, certificate, rules)
    into = destination(lang, output, inputs)
    from tolerance_rules.proof.prover import prove as proved

    found = proved(rules, all_readings=not readings)
    if counterexamples is not None:
        from tolerance_rules.proof.case_files import counterexamples as files
        from tolerance_rules.proof.case_files import write_all

        written = write_all(files(found), Path(counterexamples))
        click.echo(pick(lang, WRITTEN).format(len(written), counterexamples), err=True)
    if format_ == "json":
        into.json(found.to_dict())
    elif format_ == "markdown":
        into.text("\n".join([markdown_table(_table(found, lang)), *_closing(found, lang)]))
    else:
        into.text("\n".join([into.tables([_table(found, lang)]), *_closing(found, lang)]))
    return 0 if found.ok else 1


def _check(into: Output, format_: str, certificate: str, rules: Ruleset) -> int:
    from tolerance_rules.proof.certificate import from_json
    from tolerance_rules.proof.checker import check

    given = from_json(Path(certificate).read_bytes())
    report = check(given, rules.with_readings(given.readings))
    if format_ == "json":
        into.json({"ok": report.ok, "examples": report.examples, "faults": list(report.faults)})
    else:
        into.text(_told(report, into.lang))
    return 0 if report.ok else 1


def _told(report: Report, lang: Lang) -> str:
    if report.ok:
        return pick(lang, STANDS).format(report.examples)
    from tolerance_rules.document import printable

    heading = pick(lang, FALLS).format(len(report.faults))
    return "\n".join([heading, *(f"- {printable(fault)}" for fault in report.faults)])


def _table(found: Certificate, lang: Lang) -> Table:
    scope = pick(lang, ONE)
    if found.combinations > 1:
        scope = pick(lang, EVERY).format(found.combinations)
    title = pick(lang, TITLE).format(found.ruleset["document_number"], found.policy["id"], scope)
    rows = []
    for result in found.results:
        failing = sum(not finding.proved for finding in result.findings)
        counted = pick(lang, SOME if failing else COUNT).format(len(result.findings), failing)
        sentence = f"{pick(lang, (result.zh, result.en))}\n{result.id}"
        verdict = pick(lang, VERDICTS[result.verdict])
        rows.append((sentence, verdict, counted, f"{result.seconds:.2f}"))
    return Table(tuple(pick(lang, heading) for heading in HEADINGS), tuple(rows), title)


def _closing(found: Certificate, lang: Lang) -> Iterator[str]:
    for verdict, words in LIST.items():
        listed = [line for each in found.results for line in _listed(each, verdict, found, lang)]
        if listed:
            yield "\n".join([pick(lang, words), "", *listed, ""])
    for entry in found.stale:
        yield pick(lang, STALE).format(entry.property, entry.subject) + "\n"
    yield pick(lang, CLOSING).format(
        cases=f"{found.cases:,}",
        solver=f"{found.solver['name']} {found.solver['version']}",
        seconds=f"{found.seconds:.2f}",
        sha=found.ruleset["sha256"],
    )


def _listed(result: Result, verdict: str, found: Certificate, lang: Lang) -> Iterator[str]:
    findings = [finding for finding in result.findings if finding.verdict == verdict]
    for finding in findings[:LISTED]:
        yield from _finding(result.id, finding, found, lang)
    if len(findings) > LISTED:
        yield pick(lang, MORE).format(result.id, len(findings) - LISTED)


def _finding(name: str, finding: Finding, found: Certificate, lang: Lang) -> Iterator[str]:
    from tolerance_rules.proof.words import spoken_example

    subject = finding.subject
    yield f"- {pick(lang, (subject.zh, subject.en))}"
    yield f"  {name} / {subject.name}"
    if len(finding.under) < found.combinations:
        yield "  " + pick(lang, UNDER).format(_common(finding))
    if finding.example is not None:
        spoken = spoken_example(finding.example, lang) or pick(lang, PRESUMED)
        yield "  " + pick(lang, CASE).format(spoken)
    reason = pick(lang, (finding.reason, finding.reason_en))
    if reason:
        yield "  " + pick(lang, REASON).format(reason)


def _common(finding: Finding) -> str:
    """Return the options that every choice of readings has under which a property fails."""
    first, *rest = finding.under
    common = [
        f"{name}={option}"
        for name, option in first.items()
        if all(choice[name] == option for choice in rest)
    ]
    return " ".join(common) or str(len(finding.under))
