"""Beside: the cases that stand beside the rules, each with the outcome written there.

They are few, but they say what no sentence about every case can: that 缺乏经验 alone will do for
one clause, and that two things must come together for another. A condition turned around shows
here, in a case that people wrote and proofread.
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


def written(rules: Ruleset) -> dict[str, RuleTest]:
    """Return the cases beside a ruleset by file and name."""
    return {f"{Path(test.file).name}: {test.name}": test for test in load_tests(rules)}


def with_defaults(rules: Ruleset, test: RuleTest) -> Ruleset:
    """Return the ruleset under the readings of a case, by default those that come first."""
    return rules.with_readings(
        {name: test.readings.get(name, card.default) for name, card in rules.readings.items()}
    )


def under_own_policy(rules: Ruleset) -> Ruleset:
    """Return the ruleset with the policy that its own cases were written for."""
    own = Path(rules.folder, "policy.yaml")
    if not rules.folder or not own.is_file():
        return rules
    policy = policy_from_yaml(own, rules, to_prove=True)
    return rules if policy.sha256 == rules.policy.sha256 else rules.with_policy(policy)


def comes_to(facts: Facts, rules: Ruleset) -> str:
    """Return the outcome of a case by the definition, or that it is refused; "" if it has none."""
    try:
        return outcome_of(complete(facts, rules).total, rules)
    except InconsistentFactsError:
        return REFUSED
    except StopIteration:
        return ""
