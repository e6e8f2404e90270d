"""Checker: a certificate again, by the definition alone; no decision diagram is used here.

Every example is judged by `semantics`, and the outcome table is enumerated over the statuses of
the clauses. What rests on the diagrams only is that where no example is given there is none.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod

from tolerance_rules.errors import InconsistentFactsError
from tolerance_rules.proof.certificate import Certificate, PropertyResult
from tolerance_rules.proof.expected_refutations import load_expected, reasons
from tolerance_rules.proof.findings import SubjectFinding
from tolerance_rules.proof.properties import PROPERTIES
from tolerance_rules.proof.property import Check, InScope
from tolerance_rules.proof.table_check import table_faults
from tolerance_rules.rules import Reading, Ruleset, walk
from tolerance_rules.semantics import refuse_contradictions
from tolerance_rules.verdict.verdict import Facts
from tolerance_rules.vocabulary.vocabulary import Vocabulary


@dataclass(frozen=True)
class CheckReport:
    """How many examples were judged again, and everything that is not as the certificate says."""

    examples: int
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Tell whether the certificate stands."""
        return not self.faults


def check(certificate: Certificate, rules: Ruleset) -> CheckReport:
    """Return what the definition says of a certificate of a ruleset.

    `rules` must be under the readings and the policy that the certificate names.
    """
    faults = list(_identity(certificate, rules))
    examples = 0
    for result in certificate.results:
        check_example = PROPERTIES[result.id].check(rules)
        for finding in result.findings:
            examples += finding.example is not None
            problem = _problem(result, finding, rules, check_example)
            if problem:
                faults.append(f"{result.id} {finding.subject.name}：{problem}")
    faults += _unexplained(certificate, rules)
    for under in _readings_of_table(rules) if certificate.combinations > 1 else [rules]:
        faults += table_faults(under)
    return CheckReport(examples, tuple(dict.fromkeys(faults)))


def _unexplained(certificate: Certificate, rules: Ruleset) -> Iterator[str]:
    """Yield the refutations called explained of which `proofs.yaml` says nothing."""
    recorded = load_expected(rules, tuple(PROPERTIES))
    for result in certificate.results:
        for finding in result.findings:
            on_record = reasons(finding, result.id, recorded)
            if finding.verdict == "explained" and on_record != (finding.reason, finding.reason_en):
                yield f"{result.id} {finding.subject.name}：proofs.yaml 中没有这样说明"


def _readings_of_table(rules: Ruleset) -> Iterator[Ruleset]:
    """Yield the ruleset under every choice of the readings that the outcome table itself names."""
    conditions = [row.when for row in rules.outcomes] + [row.when for row in rules.policy_rows]
    nodes = [node for condition in conditions for node in walk(condition)]
    names = list(dict.fromkeys(node.name for node in nodes if isinstance(node, Reading)))
    for choice in itertools.product(*(rules.readings[name].names for name in names)):
        yield rules.with_readings(dict(zip(names, choice, strict=True)))


def _identity(certificate: Certificate, rules: Ruleset) -> Iterator[str]:
    for what, given, expected in (
        ("规则集指纹", certificate.ruleset.get("sha256"), rules.sha256),
        ("裁量惯例指纹", certificate.policy.get("sha256"), _policy(rules)),
        ("读法", dict(certificate.readings), dict(rules.chosen)),
        ("读法的组合数", certificate.combinations, _combinations(certificate, rules)),
    ):
        if given != expected:
            yield f"{what}与证书不符：证书为 {given}，规则为 {expected}"
    results = {result.id: result for result in certificate.results}
    missing = [name for name in PROPERTIES if name not in results]
    if missing:
        yield f"缺少性质：{'、'.join(missing)}"
    in_scope = _scope(certificate, rules)
    for name, property_ in PROPERTIES.items():
        due = list(property_.subjects(rules, in_scope))
        found = [each.subject.name for each in results[name].findings] if name in results else due
        absent = [subject for subject in due if subject not in found]
        if absent:
            yield f"{name}：没有说到 {'、'.join(absent)}"


def _scope(certificate: Certificate, rules: Ruleset) -> InScope:
    """Return what tells whether the certificate speaks of a choice of readings."""

    def in_scope(under: Mapping[str, str]) -> bool:
        chosen = all(rules.chosen[name] == option for name, option in under.items())
        return certificate.combinations > 1 or chosen

    return in_scope


def _combinations(certificate: Certificate, rules: Ruleset) -> int:
    every = prod(len(card.names) for card in rules.outcome_readings.values())
    return every if certificate.combinations > 1 else 1


def _problem(
    result: PropertyResult, finding: SubjectFinding, rules: Ruleset, check_example: Check
) -> str:
    """Return what is wrong with the example of a finding, or nothing."""
    example, existential = finding.example, PROPERTIES[result.id].existential
    if example is None:
        return "缺少案例" if finding.proved == existential else ""
    if not all(_known(each, rules.vocabulary) for each in (example.facts, example.change)):
        return "案例有没有的事实或取值"
    if finding.proved and not existential:
        return "说是已证明，却附有反例"
    if not finding.proved and not finding.fails_under(example.readings):
        return "案例的读法不在所说的组合之中"
    try:
        under = rules.with_readings(example.readings)
        if example.complete:
            for facts in (example.total(rules.vocabulary), example.changed(rules.vocabulary)):
                refuse_contradictions(facts, under)
        shown = check_example(finding, example, under)
    except InconsistentFactsError:
        # Where no case can be at all, the example of that is one that can't be.
        return "案例的事实相互矛盾" if finding.proved or not existential else ""
    except (KeyError, LookupError, ValueError, StopIteration, AssertionError) as error:
        return f"案例不能评判：{error!r}"
    # An example shows what an existential sentence says, and refutes one about every case.
    expected = finding.proved if existential else True
    return "" if shown is expected else "案例与所说的不符"


def _known(facts: Facts, vocabulary: Vocabulary) -> bool:
    """Tell whether facts are those of a vocabulary, each known in a way in which it can be."""
    return all(
        name in vocabulary
        and all(each in vocabulary[name].values for each in vocabulary[name].possible(known))
        and vocabulary[name].known(vocabulary[name].possible(known)) == known
        for name, known in facts.items()
    )


def _policy(rules: Ruleset) -> str | None:
    return rules.policy.sha256 if rules.policy is not None else None
