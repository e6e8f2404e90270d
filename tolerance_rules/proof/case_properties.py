"""Case properties: the cases beside the rules come out as people wrote them."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.formats.rule_test import RuleTest
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.examples import Example, presumed
from tolerance_rules.proof.findings import Finding, Subject
from tolerance_rules.proof.proof_context import Ground
from tolerance_rules.proof.written_outcomes import (
    REFUSED,
    comes_to,
    under_own_policy,
    with_defaults,
    written,
)
from tolerance_rules.rules import Ruleset


def as_written(ground: Ground) -> Iterator[Finding]:
    """Show of each case beside the rules that it comes to what is written."""
    rules = under_own_policy(ground.rules)
    for name, test in written(ground.rules).items():
        under = with_defaults(rules, test)
        subject = Subject(name, test.name, name)
        if comes_to(test.facts, under) == (test.outcome or REFUSED):
            yield Finding(subject, proved=True)
        else:
            example = _example(test, under)
            yield Finding(subject, False, example, under=(example.readings,))


def _example(test: RuleTest, rules: Ruleset) -> Example:
    usual = presumed()
    known = {name: value for name, value in test.facts.items() if value is not None}
    facts = {name: value for name, value in known.items() if value != usual[name]}
    unknown = tuple(name for name, value in test.facts.items() if value is None)
    return Example(FrozenDict(facts), FrozenDict(rules.chosen), unknown=unknown)
