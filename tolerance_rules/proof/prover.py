"""Prover: a ruleset in, a certificate out: every property proved, refuted or explained."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from math import prod

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.certificate import Certificate, PropertyResult
from tolerance_rules.proof.expected_refutations import (
    ExpectedRefutation,
    load_expected,
    reasons,
)
from tolerance_rules.proof.findings import SubjectFinding
from tolerance_rules.proof.model_counting import count
from tolerance_rules.proof.proof_context import ProofContext
from tolerance_rules.proof.properties import PROPERTIES
from tolerance_rules.rules import Ruleset


def prove(
    rules: Ruleset, *, all_readings: bool = True, only: Sequence[str] = tuple(PROPERTIES)
) -> Certificate:
    """Return what holds of a ruleset in every case, under all readings or only those it has chosen.

    `only` are the properties to show; a certificate without the rest does not pass the checker.
    RulesError if `proofs.yaml` or the rule tests have faults.
    """
    started = time.perf_counter()
    expected = load_expected(rules, tuple(PROPERTIES))
    context = ProofContext(rules, all_readings=all_readings)
    results = []
    for name in only:
        begun = time.perf_counter()
        findings = PROPERTIES[name].findings(context)
        found = tuple(_explained(name, finding, expected) for finding in findings)
        results.append(PropertyResult(name, found, round(time.perf_counter() - begun, 3)))
    cases, outcomes = _counts(context)
    return Certificate(
        ruleset=FrozenDict(id=rules.id, document_number=rules.document_number, sha256=rules.sha256),
        policy=FrozenDict(
            {"id": rules.policy.id, "sha256": rules.policy.sha256} if rules.policy else {}
        ),
        readings=FrozenDict(rules.chosen),
        combinations=context.combinations,
        cases=cases,
        outcomes=outcomes,
        solver=FrozenDict(name="dd.autoref", version=_version("dd")),
        results=tuple(results),
        stale=_stale(results, expected, context),
        seconds=round(time.perf_counter() - started, 3),
    )


def _explained(
    name: str, finding: SubjectFinding, expected: Sequence[ExpectedRefutation]
) -> SubjectFinding:
    """Return the finding, with its reasons if all that it fails under is on record."""
    if finding.proved:
        return finding
    reason, reason_en = reasons(finding, name, expected)
    return dataclasses.replace(finding, reason=reason, reason_en=reason_en)


def _stale(
    results: Sequence[PropertyResult], expected: Sequence[ExpectedRefutation], context: ProofContext
) -> tuple[ExpectedRefutation, ...]:
    """Return the entries whose refutation was due under the readings in scope and did not come."""
    found = {
        (result.id, finding.subject.name): finding
        for result in results
        for finding in result.findings
    }
    return tuple(
        entry
        for entry in expected
        if entry.property in {result.id for result in results}
        and not _borne_out(entry, found.get((entry.property, entry.subject)))
        and context.in_scope(entry.readings)
    )


def _borne_out(entry: ExpectedRefutation, finding: SubjectFinding | None) -> bool:
    return finding is not None and entry.borne_out(finding)


def _counts(context: ProofContext) -> tuple[int, Mapping[str, int]]:
    """Return how many cases there are, and how many come to each outcome as readings stand."""
    space, rules = context.space, context.rules
    every = count(space, context.possible)
    choices = prod(len(card.names) for card in rules.outcome_readings.values())
    chosen = space.chosen(rules.chosen)
    found = {outcome: count(space, space.among([outcome]) & chosen) for outcome in rules.labels}
    assert sum(found.values()) <= every // choices
    return every // choices, FrozenDict(found)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
