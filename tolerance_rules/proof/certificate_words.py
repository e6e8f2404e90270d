"""Certificate words: a certificate, its examples, or what came of checking it, for people."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.proof.certificate import Certificate, PropertyResult
from tolerance_rules.proof.checker import CheckReport
from tolerance_rules.proof.examples import Example
from tolerance_rules.proof.findings import SubjectFinding
from tolerance_rules.proof.outcome_order import REFUSING, TOLERANT
from tolerance_rules.rendering.condition_words import option_words
from tolerance_rules.rendering.document import Table, printable
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.verdict import Facts
from tolerance_rules.vocabulary.vocabulary import Vocabulary

VERDICTS: dict[str, Pair] = {
    "proved": ("已证明", "proved"),
    "explained": ("已说明", "explained"),
    "refuted": ("已证伪", "refuted"),
    "not_applicable": ("不适用", "not applicable"),
}
HEADINGS: tuple[Pair, ...] = (
    ("性质", "Property"),
    ("结果", "Verdict"),
    ("逐项", "Items"),
)
TITLE: Pair = ("{}{}的性质：{}", "Properties of {}{}: {}")
POLICY: Pair = ("（裁量惯例“{}”）", " (policy “{}”)")
ONE: Pair = ("读法的一种组合", "one combination of readings")
EVERY: Pair = ("读法的全部 {} 种组合", "all {} combinations of readings")
COUNT: Pair = ("{} 项", "{}")
VACUOUS: Pair = ("规则中没有这类内容", "the rules have nothing of the kind")
SOME: Pair = ("{} 项，其中 {} 项不成立", "{}, of which {} fail")
LIST: dict[str, Pair] = {
    "refuted": ("已证伪：", "Refuted:"),
    "explained": ("已说明（证伪了，理由在案）：", "Explained (refuted, for a reason on record):"),
}
UNDER: Pair = ("只在这些读法之下：{}", "only under {}")
OR: Pair = ("；或者：", "; or ")
CHOSEN: Pair = ("现行的读法", "the readings as chosen")
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
    "事实齐备、互不矛盾的案件共 {cases} 个（每一种读法组合之下）。结论轻重：{order}。\n"
    "求解：{solver}，共 {seconds} 秒。规则集指纹 {sha}。",
    "Complete cases without contradiction: {cases} (under each combination of readings). Order: "
    "{order}.\nSolved by {solver} in {seconds} s. Ruleset sha256 {sha}.",
)
NOT_COMPARED: Pair = ("（“/”两边的不比较轻重）", " (those beside “/” are not compared)")
STANDS: Pair = (
    "证书无误：{} 个案例逐一重判，结论表按条款状态逐一核对。",
    "The certificate stands: {} examples judged again, the outcome table enumerated.",
)
FALLS: Pair = ("证书有 {} 处不符：", "The certificate fails in {} places:")


def report_words(report: CheckReport, lang: Lang) -> str:
    """Return what came of a certificate that was checked."""
    if report.ok:
        return pick(lang, STANDS).format(report.examples)
    heading = pick(lang, FALLS).format(len(report.faults))
    return "\n".join([heading, *(f"- {printable(fault)}" for fault in report.faults)])


def table(found: Certificate, rules: Ruleset, lang: Lang) -> Table:
    """Return the properties with their verdicts."""
    scope = pick(lang, ONE)
    if found.combinations > 1:
        scope = pick(lang, EVERY).format(found.combinations)
    used = rules.policy
    policy = say(lang, POLICY, pick(lang, (used.title, used.title_en))) if used else ""
    title = say(lang, TITLE, found.ruleset["document_number"], policy, scope)
    rows = []
    for result in found.results:
        failing = sum(not finding.proved for finding in result.findings)
        counted = say(lang, SOME if failing else COUNT, len(result.findings), failing)
        if not result.findings:
            counted = pick(lang, VACUOUS)
        sentence = f"{pick(lang, (result.zh, result.en))}\n{result.id}"
        verdict = pick(lang, VERDICTS[result.verdict])
        rows.append((sentence, verdict, counted))
    return Table(tuple(pick(lang, heading) for heading in HEADINGS), tuple(rows), title)


def closing(found: Certificate, rules: Ruleset, lang: Lang) -> Iterator[str]:
    """Yield what fails, what is explained, and of what and how it was proved."""
    for verdict, words in LIST.items():
        listed = [
            line for each in found.results for line in _listed(each, verdict, found, rules, lang)
        ]
        if listed:
            yield "\n".join([pick(lang, words), "", *listed, ""])
    for entry in found.stale:
        yield pick(lang, STALE).format(entry.property, entry.subject) + "\n"
    yield pick(lang, CLOSING).format(
        cases=f"{found.cases:,}",
        order=_order(rules, lang),
        solver=f"{found.solver['name']} {found.solver['version']}",
        seconds=f"{found.seconds:.2f}",
        sha=found.ruleset["sha256"],
    )


def _order(rules: Ruleset, lang: Lang) -> str:
    """Return the outcomes that the regulation has, from the lightest."""
    steps = [rules.label(outcome, lang) for outcome in TOLERANT if outcome in rules.labels]
    heaviest = [rules.label(outcome, lang) for outcome in REFUSING if outcome in rules.labels]
    order = " < ".join((*steps, " / ".join(heaviest)) if heaviest else steps)
    return order + (pick(lang, NOT_COMPARED) if len(heaviest) > 1 else "")


def _listed(
    result: PropertyResult, verdict: str, found: Certificate, rules: Ruleset, lang: Lang
) -> Iterator[str]:
    findings = [finding for finding in result.findings if finding.verdict == verdict]
    for finding in findings[:LISTED]:
        yield from _finding(result.id, finding, found, rules, lang)
    if len(findings) > LISTED:
        yield pick(lang, MORE).format(result.id, len(findings) - LISTED)


def _finding(
    name: str, finding: SubjectFinding, found: Certificate, rules: Ruleset, lang: Lang
) -> Iterator[str]:
    subject = finding.subject
    yield f"- {pick(lang, (subject.zh, subject.en))}"
    yield f"  {name} / {subject.name}"
    if found.combinations > 1 and all(finding.under):
        yield "  " + pick(lang, UNDER).format(_options(finding, found, rules, lang))
    if finding.example is not None:
        words = example_words(finding.example, rules.vocabulary, lang) or pick(lang, PRESUMED)
        yield "  " + pick(lang, CASE).format(words)
    reason = pick(lang, (finding.reason, finding.reason_en))
    if reason:
        yield "  " + pick(lang, REASON).format(reason)


def _options(finding: SubjectFinding, found: Certificate, rules: Ruleset, lang: Lang) -> str:
    """Return the options that every choice of readings has under which a property fails.

    If there are none, all that it fails under, one after the other. Of a single choice of all
    readings, those that are not as the certificate has them.
    """
    common = set.intersection(*(set(options.items()) for options in finding.under))
    if len(common) == len(found.readings):
        common -= found.readings.items()
    alternatives = [dict(common)] if common or len(finding.under) == 1 else finding.under
    semicolon = pick(lang, ("；", "; "))
    words = [
        semicolon.join(
            option_words(name, options[name], rules, lang)
            for name in rules.readings
            if name in options
        )
        for options in alternatives
    ]
    return pick(lang, OR).join(words) or pick(lang, CHOSEN)


def facts_words(facts: Facts, vocabulary: Vocabulary, lang: Lang = "zh") -> list[str]:
    """Return each fact with its label and what is known of it."""
    mark = pick(lang, ("：", " = "))
    return [
        f"{vocabulary[name].name_of(lang)}{mark}{vocabulary[name].label_of(known, lang)}"
        for name, known in facts.items()
    ]


def example_words(example: Example, vocabulary: Vocabulary, lang: Lang = "zh") -> str:
    """Return what is not as presumed in an example, and what then changes.

    What is unknown is left out where that is most of the facts.
    """
    unknown = [name for name, known in example.facts.items() if known is None]
    left_out = unknown if len(unknown) >= len(vocabulary) // 2 else ()
    facts = {name: known for name, known in example.facts.items() if name not in left_out}
    mark = pick(lang, ("；", "; "))
    text = mark.join(facts_words(facts, vocabulary, lang))
    if example.change:
        changes = mark.join(facts_words(example.change, vocabulary, lang))
        text += (" → " if text else "→ ") + changes
    return text
