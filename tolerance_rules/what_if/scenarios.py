"""Scenarios: a case decided as it is, and again as it would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tolerance_rules import loader
from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.rules import Policy, Ruleset
from tolerance_rules.verdict.verdict import Citation, Role
from tolerance_rules.vocabulary.fact_spec import Known
from tolerance_rules.what_if.answers.comparisons import (
    ReadingChange,
    ScenarioComparison,
    ScenarioComparisons,
    StatusChange,
)
from tolerance_rules.what_if.case import Case, decided
from tolerance_rules.what_if.changes import between


@dataclass(frozen=True)
class Scenario:
    """What would be otherwise: what is known of facts by dotted name, readings, the policy."""

    name: str = ""
    changes: Mapping[str, Known] = field(default_factory=FrozenDict)
    readings: Mapping[str, str] | None = None
    policy: Policy | str | Path | None = None


def what_if(
    engine: Engine,
    case: Case,
    changes: Mapping[str, Known] | None = None,
    *,
    readings: Mapping[str, str] | None = None,
    policy: Policy | str | Path | None = None,
) -> ScenarioComparison:
    """Return a case before and after changes of facts, of readings, or of the policy.

    `changes` are by dotted name; several values are those still possible, None makes a fact
    unknown. CaseError lists every fault of the changes, InconsistentFactsError names facts that
    cannot both be.
    """
    return compare(engine, case, [Scenario("", changes or {}, readings, policy)]).scenarios[0]


def compare(engine: Engine, case: Case, scenarios: Iterable[Scenario]) -> ScenarioComparisons:
    """Return a case before and after each of several scenarios; see `what_if`."""
    before = decided(engine, case)
    engines: dict[tuple[tuple[tuple[str, str], ...], Policy | None], Engine] = {}
    found = []
    for scenario in scenarios:
        policy = _policy(engine, scenario.policy)
        readings = {**engine.rules.chosen, **(scenario.readings or {})}
        key = (tuple(sorted(readings.items())), policy)
        if key not in engines:
            same = readings == engine.rules.chosen and policy == engine.rules.policy
            engines[key] = engine if same else _engine(engine, readings, policy)
        after = _after(engines[key], before, scenario)
        found.append(_compared(scenario.name, before, after, engine.rules))
    return ScenarioComparisons(before, tuple(found))


def _engine(engine: Engine, readings: Mapping[str, str], policy: Policy | None) -> Engine:
    if policy is None or policy == engine.rules.policy:
        return engine.under(readings)
    return Engine(engine.rules.with_readings(readings).with_policy(policy))


def _policy(engine: Engine, policy: Policy | str | Path | None) -> Policy | None:
    if policy is None:
        return engine.rules.policy
    return policy if isinstance(policy, Policy) else loader.policy_from_yaml(policy, engine.rules)


def _after(engine: Engine, before: Decision, scenario: Scenario) -> Decision:
    facts = before.facts.with_facts(scenario.changes)
    return engine.evaluate(CaseFile(facts, before.case))


def _compared(name: str, before: Decision, after: Decision, rules: Ruleset) -> ScenarioComparison:
    vocabulary = rules.vocabulary
    facts = tuple(between(before.facts.flat, after.facts.flat, vocabulary))
    implied = between(before.completed.known, after.completed.known, vocabulary)
    changed = {each.fact for each in facts}
    warned = {each.id for each in before.warnings}
    return ScenarioComparison(
        name=name,
        before=before,
        after=after,
        facts=facts,
        consequences=tuple(each for each in implied if each.fact not in changed),
        readings=tuple(_readings(before, after, rules)),
        policy=None
        if before.ruleset.policy_sha256 == after.ruleset.policy_sha256
        else (before.policy, after.policy),
        gained=_only(after, before),
        lost=_only(before, after),
        statuses=tuple(_statuses(before, after, rules)),
        new_warnings=tuple(each for each in after.warnings if each.id not in warned),
    )


def _readings(before: Decision, after: Decision, rules: Ruleset) -> Iterator[ReadingChange]:
    options = before.ruleset.readings, after.ruleset.readings
    for name, card in rules.readings.items():
        one, other = (each[name] for each in options)
        if one != other:
            meanings = dict(card.options)
            meant = meanings[one], meanings[other]
            yield ReadingChange(name, card.clause, card.phrase, one, other, meant)


def _only(one: Decision, other: Decision) -> tuple[Citation, ...]:
    def cited(each: Citation) -> tuple[str, Role, str]:
        return each.clause, each.role, each.text

    elsewhere = set(map(cited, other.citations))
    return tuple(each for each in one.citations if cited(each) not in elsewhere)


def _statuses(before: Decision, after: Decision, rules: Ruleset) -> Iterator[StatusChange]:
    for clause, status in before.statuses.items():
        if after.statuses[clause] is not status:
            citation = rules.clauses[clause].citation
            yield StatusChange(clause, citation, status, after.statuses[clause])
