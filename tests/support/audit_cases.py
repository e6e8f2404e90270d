"""Random registers, and what an audit finds of them by the plain definition: all pairs, one by one.

Shared by the tests of the audit; it knows nothing of encodings, diagrams or groups.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from pathlib import Path
from sys import path

from support.audit_register import RegisterBuilder
from tolerance_rules.audit.register import Register
from tolerance_rules.facts import vocabulary
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import ClauseRef, Ruleset, leaves
from tolerance_rules.semantics import complete, holds, pick_of, row_of, status
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Status
from tolerance_rules.vocabulary.fact_spec import Value

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "register"
path.insert(0, str(FOLDER))

Facts = Mapping[str, "Value | None"]
GOOD = {name: spec.presumed for name, spec in vocabulary().items()} | {
    "work.reform_and_innovation": True,
    "conditions.pilot_first": True,
    "nature.exploratory_error": True,
    "procedure.democratic_centralism": True,
    "procedure.major_matters_procedure": True,
    "procedure.reported_and_sought_instructions": True,
    "remedy.impact_removal": "not_needed",
    "remedy.loss_recovery": "not_needed",
    "discretion.cooperated": True,
}
"""A case with a circumstance and every condition."""

RANKS = ("not_pursued", "exempt", "mitigated", "lighter")


def random_register(seed: int, rows: int, unknown: float = 0.0) -> Register:
    """Return a register of cases like the example's, recorded anyhow, some facts not known."""
    from generator import endless

    rng = random.Random(seed)
    builder = RegisterBuilder()
    for row in islice(endless(seed), rows):
        facts = {n: None if rng.random() < unknown else value for n, value in row.facts.items()}
        recorded = rng.choice(list(Outcome)).value if rng.random() < 0.5 else row.recorded
        builder.add(facts, recorded, row.authority, decided_on=row.decided.isoformat())
    return builder.register()


def known(facts: Facts, rules: Ruleset) -> Facts:
    """Return the facts with implied findings."""
    return complete(facts, rules).known


def relevant(facts: Facts, rules: Ruleset) -> frozenset[str]:
    """Return the relevant facts: aggravating, or asked by a clause other than a refuted 5.x."""
    found = {name for name, spec in vocabulary().items() if spec.direction == "aggravating"}
    for clause in rules.clauses:
        node = inlined(ClauseRef(clause), rules)
        idle = clause.startswith("5.") and status(node, facts, rules) is Status.REFUTED
        found |= set() if idle else {leaf.name for leaf in leaves(node)}
    for row in rules.policy.rows:
        found |= {leaf.name for leaf in leaves(inlined(row.when, rules))}
    return frozenset(found)


def at_least(one: Facts, other: Facts, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Tell whether a case is at least as favourable as another on every fact relevant to each."""
    if not theirs <= mine:
        return False
    for name in mine:
        left, right, order = one[name], other[name], vocabulary()[name].order
        if name not in theirs:
            # Idle in the other case: no better than the worst, but unknown is not comparable.
            if left not in order:
                return False
        elif left != right and not (
            left in order and right in order and order.index(left) > order.index(right)
        ):
            return False
    return True


def treatment(recorded: str) -> int:
    """Return how a case was treated, from the best."""
    return RANKS.index(recorded) if recorded in RANKS else len(RANKS)


def completions(facts: Facts, rules: Ruleset) -> Iterator[Facts]:
    """Yield every consistent completion of the unknown facts."""
    names = [name for name, value in facts.items() if value is None]
    for values in product(*(vocabulary()[name].values for name in names)):
        total = {**facts, **dict(zip(names, values, strict=True))}
        if not any(holds(combination, total) for combination in rules.impossible):
            yield total


def kinds_of(recorded: str, facts: Facts, rules: Ruleset) -> set[str]:
    """Return what is found of a recorded outcome, completion by completion."""
    found, outcomes = set(), set()
    for total in completions(facts, rules):
        row = row_of(total, rules)
        outcome = pick_of(total, rules).outcome if row.by_policy else row.outcome
        outcomes.add(outcome)
        if recorded == outcome:
            found.add("")
        elif recorded in row.permitted:
            found.add("departure")
        elif row.modality == "may" and recorded == "ordinary_accountability":
            found.add("tolerance_withheld")
        else:
            found.add("error_of_law")
    certain = found - {""} if len(found) == 1 else set()
    return certain | ({"unsettled"} if len(outcomes) > 1 else set())


def flat(pattern: Sequence[Value | None]) -> dict[str, Value | None]:
    """Return a pattern by dotted name."""
    return dict(zip(vocabulary(), pattern, strict=True))
