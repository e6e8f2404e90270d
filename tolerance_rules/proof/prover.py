"""Prover: a ruleset in, a certificate out: every property proved, refuted or explained."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from math import prod

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.certificate import Certificate, Result
from tolerance_rules.proof.expected import Expected, load_expected
from tolerance_rules.proof.findings import Finding
from tolerance_rules.proof.model_counting import count
from tolerance_rules.proof.proof_context import Ground
from tolerance_rules.proof.properties import PROPERTIES
from tolerance_rules.proof.sentences import SENTENCES
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.outcome import Outcome


def prove(
    rules: Ruleset, *, all_readings: bool = True, only: Sequence[str] = tuple(SENTENCES)
) -> Certificate:
    """Return what holds of a ruleset in every case, under all readings or only those it has chosen.

    `only` are the properties to show; a certificate without the rest does not pass the checker.
    RulesError if `proofs.yaml` or the cases beside the rules have faults.
    """
    started = time.perf_counter()
    expected = load_expected(rules, tuple(SENTENCES))
    ground = Ground(rules, all_readings=all_readings)
    results = []
    for name in only:
        begun = time.perf_counter()
        found = tuple(_explained(name, finding, expected) for finding in PROPERTIES[name](ground))
        results.append(Result(name, found, round(time.perf_counter() - begun, 3)))
    cases, outcomes = _counts(ground)
    return Certificate(
        ruleset=FrozenDict(id=rules.id, document_number=rules.document_number, sha256=rules.sha256),
        policy=FrozenDict(id=rules.policy.id, sha256=rules.policy.sha256),
        readings=FrozenDict(rules.chosen),
        combinations=len(ground.combinations),
        cases=cases,
        outcomes=outcomes,
        solver=FrozenDict(name="dd.autoref", version=_version("dd")),
        results=tuple(results),
        stale=_stale(results, expected, ground),
        seconds=round(time.perf_counter() - started, 3),
    )


def _explained(name: str, finding: Finding, expected: Sequence[Expected]) -> Finding:
    """Return the finding, with the reason if its refutation is on record for all it fails under."""
    if finding.proved:
        return finding
    for entry in expected:
        named = (entry.property, entry.subject) == (name, finding.subject.name)
        if named and all(entry.covers(choice) for choice in finding.under):
            return dataclasses.replace(finding, reason=entry.reason, reason_en=entry.reason_en)
    return finding


def _stale(
    results: Sequence[Result], expected: Sequence[Expected], ground: Ground
) -> tuple[Expected, ...]:
    """Return the entries whose refutation was due under the readings in scope and did not come."""
    explained = {
        (result.id, finding.subject.name)
        for result in results
        for finding in result.findings
        if finding.verdict == "explained"
    }
    return tuple(
        entry
        for entry in expected
        if entry.property in {result.id for result in results}
        and (entry.property, entry.subject) not in explained
        and any(entry.covers(choice) for choice in ground.combinations)
    )


def _counts(ground: Ground) -> tuple[int, Mapping[str, int]]:
    """Return how many cases there are, and how many come to each outcome as readings stand."""
    space, rules = ground.space, ground.rules
    every = count(space, ground.possible)
    choices = prod(len(card.names) for card in rules.readings.values())
    chosen = space.chosen(rules.chosen)
    found = {
        outcome.value: count(space, space.among([outcome.value]) & chosen) for outcome in Outcome
    }
    assert sum(found.values()) <= every // choices
    return every // choices, FrozenDict(found)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
