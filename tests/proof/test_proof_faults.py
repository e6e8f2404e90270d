"""Faults put into a copy of the rules are refuted, each with a case that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import faulty_rules, proof_sample
from support.faulty_rules import FAULTS
from support.rulesets import RULESETS, SHIPPED
from tolerance_rules import Engine, InconsistentFactsError
from tolerance_rules.executors import all_cases
from tolerance_rules.formats.case_file import from_file
from tolerance_rules.proof import proof_context
from tolerance_rules.proof.case_files import counterexamples, write_all
from tolerance_rules.proof.checker import check
from tolerance_rules.proof.condition_edits import (
    condition_of,
    holders,
    occurrences,
    put,
    with_condition,
)
from tolerance_rules.proof.properties import PROPERTIES
from tolerance_rules.proof.prover import prove
from tolerance_rules.rules import NEVER, OTHERWISE, All, Any
from tolerance_rules.semantics import outcome_of

ENGINE = Engine(SHIPPED)
RULE_TESTS = "rule_tests_come_out_as_written"
TRIED_EVERYWHERE = {
    "a bar out of the reach of the table",
    "an any of a bar turned all",
    "an any of a circumstance turned all",
    "a row of the policy outside the permitted set",
    "a clause that nothing meets",
    "a merit that counts against",
}
"""Faults tried on every Python; the others are tried on the first."""
TRIED = [
    pytest.param(
        fault, id=fault.name, marks=[] if fault.name in TRIED_EVERYWHERE else pytest.mark.slow
    )
    for fault in FAULTS
]
LEARNING = "learning_never_adds_a_reachable_outcome"


def findings(rules, name, **options):
    certificate = prove(rules, only=[name], **options)
    (result,) = certificate.results
    return certificate, {finding.subject.name: finding for finding in result.findings}


def test_every_property_has_a_fault_that_breaks_it() -> None:
    assert {fault.property for fault in FAULTS} | {LEARNING} == set(PROPERTIES)


@pytest.mark.slow
@pytest.mark.parametrize("fault", TRIED)
def test_a_fault_is_refuted_with_a_case_that_shows_it(fault, tmp_path: Path) -> None:
    tests = fault.property == RULE_TESTS
    edit = (fault.file, fault.old, fault.new)
    rules = faulty_rules.loaded(tmp_path, edit, with_tests=tests)
    certificate, found = findings(rules, fault.property)
    refuted = [finding for finding in found.values() if not finding.proved]
    finding = found[fault.subject]
    assert finding.verdict == "refuted"
    assert finding.under
    assert not certificate.ok
    # It is the fault that is refuted: without it the same is proved, or is not there to be.
    before = proof_sample.findings(fault.property)
    assert fault.subject not in before or before[fault.subject].verdict != "refuted"

    # The checker, which has no diagrams, finds that the cases show what is said.
    report = check(certificate, rules)
    assert report.examples >= len(refuted)
    assert [each for each in report.faults if each.startswith(fault.property)] == []

    # The cases are written as files that are read, and judged, as they stand.
    files = write_all(counterexamples(certificate, rules), tmp_path / "cases")
    examples = [finding.example for finding in refuted]
    assert len(files) == sum(2 if example.change else 1 for example in examples)
    cases = [from_file(file) for file in files]
    assert cases[0].facts == SHIPPED.facts(examples[0].known(SHIPPED.vocabulary))
    refused = 0
    for case in cases[:20]:
        try:
            ENGINE.evaluate(case)
        except InconsistentFactsError:
            refused += 1
    # Some of the rule tests are there to be refused; no other case is.
    assert not refused or tests


SECOND = RULESETS[1]
GATED = [article.id for article in SECOND.articles.values() if article.provided is not None]


@pytest.mark.parametrize("article", GATED)
def test_a_gate_left_out_is_refuted(article: str) -> None:
    name = "lightest_outcome_needs_every_condition"
    open_to_all = with_condition(SECOND, f"provided#{article}", OTHERWISE)
    certificate, found = findings(open_to_all, name)
    assert {each.verdict for each in found.values()} == {"refuted"}
    report = check(certificate, open_to_all)
    assert [fault for fault in report.faults if fault.startswith(name)] == []
    for finding in found.values():
        facts = finding.example.total(SECOND.vocabulary)
        assert outcome_of(facts, open_to_all) == "not_pursued" != outcome_of(facts, SECOND)


@pytest.mark.parametrize("article", GATED)
def test_a_gate_that_nothing_passes_is_refuted(article: str) -> None:
    shut = with_condition(SECOND, f"provided#{article}", NEVER)
    _, found = findings(shut, "every_clause_can_change_some_outcome")
    dead = {name for name, finding in found.items() if finding.verdict == "refuted"}
    assert {f"{clause} holding" for clause in SECOND.articles[article].clauses} <= dead


@pytest.mark.slow
def test_a_gate_is_a_requirement_that_changes_some_outcome() -> None:
    found = proof_sample.findings("every_requirement_can_change_some_outcome", SECOND)
    gates = [name for name in found if name.startswith("provided#")]
    assert {name.partition(":")[0] for name in gates} == {f"provided#{each}" for each in GATED}
    assert len(gates) > len(GATED)
    assert all(found[name].proved for name in gates)


SWAPS = [
    pytest.param(holder, spot, id=f"{holder} {'.'.join(map(str, spot.path))}")
    for holder in holders(SHIPPED)
    for spot in occurrences(SHIPPED, holder)
    if isinstance(spot.node, (All, Any)) and len(spot.node.items) > 1
]


@pytest.mark.slow
@pytest.mark.parametrize(("holder", "spot"), SWAPS)
def test_every_any_turned_all_and_every_all_turned_any_is_refuted(holder, spot) -> None:
    swapped = (All if isinstance(spot.node, Any) else Any)(spot.node.items)
    condition = put(condition_of(SHIPPED, holder), spot.path, swapped)
    certificate = prove(
        with_condition(SHIPPED, holder, condition),
        only=["each_bar_suffices_alone", RULE_TESTS],
    )
    refuted = [
        finding
        for result in certificate.results
        for finding in result.findings
        if finding.verdict == "refuted"
    ]
    assert refuted
    assert all(finding.example for finding in refuted)


def test_an_engine_whose_diagram_is_wrong_is_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    right = all_cases.compiled

    def wrong(rules):
        diagram = right(rules)
        one, other, *rest = diagram.terminals
        return type(diagram)(
            (other, one, *rest), diagram.order, diagram.facts, diagram.children, diagram.root
        )

    monkeypatch.setattr(proof_context, "compiled", wrong)
    _, found = findings(SHIPPED, LEARNING, all_readings=False)
    assert {name for name, finding in found.items() if not finding.proved} == {
        "engine: exactly ordinary_accountability",
        "engine: exactly no_tolerance",
    }
    assert all(finding.example for finding in found.values() if not finding.proved)
