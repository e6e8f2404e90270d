"""Rule test outcomes: what the definition makes of the rule tests, and what is written there.

The tests are few, but they say what no sentence about every case can: that one of two facts is
enough for a clause, and that both are needed for another. A condition turned around shows here, in
a case that people wrote and proofread.
"""

from __future__ import annotations

from pathlib import Path

from tolerance_rules.errors import InconsistentFactsError
from tolerance_rules.formats.rule_test import RuleTest
from tolerance_rules.formats.rule_test_reader import load_tests
from tolerance_rules.loader import policy_from_yaml
from tolerance_rules.rules import Ruleset
from tolerance_rules.semantics import complete, outcome_of
from tolerance_rules.verdict.verdict import Facts

REFUSED = "refused"
"""What becomes of a case whose facts contradict each other."""


def rule_tests_by_name(rules: Ruleset) -> dict[str, RuleTest]:
    """Return the tests of a ruleset by file and name."""
    return {f"{Path(test.file).name}: {test.name}": test for test in load_tests(rules)}


def under_own_policy(rules: Ruleset) -> Ruleset:
    """Return the ruleset with the policy that its own tests were written for."""
    own = Path(rules.folder, "policy.yaml")
    if not rules.folder or not own.is_file():
        return rules
    policy = policy_from_yaml(own, rules, to_prove=True)
    return (
        rules
        if rules.policy is not None and policy.sha256 == rules.policy.sha256
        else rules.with_policy(policy)
    )


def comes_to(facts: Facts, rules: Ruleset) -> str:
    """Return the outcome of a case by the definition, or that it is refused; "" if it has none."""
    try:
        return outcome_of(complete(facts, rules).total, rules)
    except InconsistentFactsError:
        return REFUSED
    except StopIteration:
        return ""
