"""Other policies: two that no ruleset has, made from it, to try programs with a policy of others.

The one asks what the policy of the ruleset asks, and picks otherwise; the other asks for facts that
the outcome table never asks for, and for clauses.
"""

from __future__ import annotations

import dataclasses
import hashlib

from tolerance_rules.reachability import decision_list
from tolerance_rules.rules import (
    OTHERWISE,
    All,
    Any,
    ClauseRef,
    Fact,
    Node,
    Not,
    Policy,
    PolicyRow,
    Ruleset,
    leaves,
)


def other_policies(rules: Ruleset) -> tuple[Policy, ...]:
    """Return the policies; none where the outcome table leaves nothing to one."""
    permitted = [row.permitted for row in rules.outcomes if row.by_policy]
    if not permitted or rules.policy is None:
        return ()
    common = [each for each in permitted[0] if all(each in other for other in permitted)]
    turned = dict(zip(common, [*common[1:], common[0]], strict=True))
    rows = tuple(dataclasses.replace(row, outcome=turned[row.outcome]) for row in rules.policy.rows)
    return _policy("turned", rows), _policy("asking", _asking(rules, common))


def _asking(rules: Ruleset, common: list[str]) -> tuple[PolicyRow, ...]:
    by_row = dataclasses.replace(
        rules, outcomes=tuple(dataclasses.replace(r, outcome=r.row) for r in rules.outcomes)
    )
    asked = {leaf.name for when, _ in decision_list(by_row, free=True) for leaf in leaves(when)}
    rest = [spec for name, spec in rules.vocabulary.items() if name not in asked]
    facts = [Fact(spec.name, spec.values[:1]) for spec in rest[:2]]
    holding = [ClauseRef(clause) for clause in [*rules.clauses][-2:]]
    conditions: list[Node] = [
        All((*facts[:1], Not(holding[0]))),
        Any((*facts[1:], All(tuple(holding)))),
    ]
    rows = [
        PolicyRow(str(number + 1), when, common[-1 - number % len(common)])
        for number, when in enumerate(conditions)
    ]
    return (*rows, PolicyRow(str(len(rows) + 1), OTHERWISE, common[0]))


def _policy(name: str, rows: tuple[PolicyRow, ...]) -> Policy:
    text = "；".join(f"{row.row} {row.outcome}" for row in rows)
    sha256 = hashlib.sha256(repr(rows).encode()).hexdigest()
    title = f"conformance policy {name}"
    return Policy(f"conformance-{name}", title, title, title, text, "", rows, sha256)
