"""Rule test properties: the rule tests come out as people wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from typing_extensions import override

from tolerance_rules.formats.rule_test import RuleTest, with_defaults
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.examples import Example, presumed
from tolerance_rules.proof.findings import PropertySubject, SubjectFinding
from tolerance_rules.proof.property import Check, InScope, Property
from tolerance_rules.proof.rule_test_outcomes import (
    REFUSED,
    comes_to,
    rule_tests_by_name,
    under_own_policy,
)
from tolerance_rules.rules import Ruleset

if TYPE_CHECKING:
    from tolerance_rules.proof.proof_context import ProofContext


class RuleTestsAsWritten(Property):
    """Each rule test comes to what is written; under its own readings, and its own policy."""

    name = "rule_tests_come_out_as_written"
    zh = "规则旁的每一个案例，结论都与所写的一致。"
    en = "Every rule test comes to the outcome written there."

    @override
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        yield from rule_tests_by_name(rules)

    @override
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        rules = under_own_policy(context.rules)
        for name, test in rule_tests_by_name(context.rules).items():
            under = with_defaults(rules, test.readings)
            subject = PropertySubject(name, test.name, name)
            if comes_to(test.facts, under) == (test.outcome or REFUSED):
                yield SubjectFinding(subject, proved=True)
            else:
                example = _example(test, under)
                yield SubjectFinding(subject, False, example, under=(example.readings,))

    @override
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        return self.check(rules)(finding, example, rules)

    @override
    def check(self, rules: Ruleset) -> Check:
        """Return the check, with the tests of the ruleset read once."""
        tests, own = rule_tests_by_name(rules), under_own_policy(rules)

        def not_as_written(finding: SubjectFinding, example: Example, _rules: Ruleset) -> bool:
            test = tests[finding.subject.name]
            under = with_defaults(own, test.readings)
            same = example.known(own.vocabulary) == test.facts and example.readings == under.chosen
            return same and comes_to(test.facts, under) != (test.outcome or REFUSED)

        return not_as_written


def _example(test: RuleTest, rules: Ruleset) -> Example:
    usual = presumed(rules.vocabulary)
    facts = {name: known for name, known in test.facts.items() if known != usual[name]}
    return Example(FrozenDict(facts), FrozenDict(rules.chosen))
