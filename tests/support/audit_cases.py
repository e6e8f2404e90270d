"""What an audit finds by the plain definition: completions and pairs, one by one.

Shared by the tests of the audit; it knows nothing of encodings, diagrams or groups.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from sys import path

from support.audit_register import RegisterBuilder
from support.rulesets import SHIPPED
from tolerance_rules.audit.register import Pattern, Register
from tolerance_rules.rules import ClauseRef, Fact, Node, Reading, Ruleset, children
from tolerance_rules.semantics import complete, holds, pick_of, row_of, status
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Facts, Status
from tolerance_rules.vocabulary.fact_spec import Known

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "register"
path.insert(0, str(FOLDER))

GOOD = {name: spec.presumed for name, spec in SHIPPED.vocabulary.items()} | {
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
    """Return the relevant facts: aggravating, asked of every case, or by a circumstance left."""
    circumstances = [c for name in rules.cited_as("circumstance") for c in rules.clauses_of(name)]
    found = {name for name, spec in rules.vocabulary.items() if spec.direction == "aggravating"}
    for row in (*rules.outcomes, *rules.policy_rows):
        found |= set(asked(row.when, rules, circumstances))
    gates = {c: a.provided for a in rules.articles.values() for c in a.clauses if a.provided}
    for clause in circumstances:
        conditions = [ClauseRef(clause), *([gates[clause]] if clause in gates else [])]
        if Status.REFUTED not in {status(node, facts, rules) for node in conditions}:
            found |= set(asked(rules.clauses[clause].when, rules, ()))
    return frozenset(found)


def asked(node: Node, rules: Ruleset, without: Sequence[str]) -> Iterator[str]:
    """Yield the facts that a condition asks, those of some clauses left out."""
    if isinstance(node, Fact):
        yield node.name
    elif isinstance(node, Reading):
        yield from asked(rules.option(node), rules, without)
    elif isinstance(node, ClauseRef):
        if node.clause not in without:
            yield from asked(rules.condition(node.clause), rules, without)
    else:
        for child in children(node):
            yield from asked(child, rules, without)


def at_least(
    one: Facts, other: Facts, mine: frozenset[str], theirs: frozenset[str], rules: Ruleset
) -> bool:
    """Tell whether a case is at least as favourable as another on every fact relevant to each."""
    if not theirs <= mine:
        return False
    for name in mine:
        left, right, order = one[name], other[name], rules.vocabulary[name].order
        if name not in theirs:
            # Idle in the other case: no better than the worst, but unknown is not comparable.
            if left not in order:
                return False
        elif left != right and not (
            left in order and right in order and order.index(left) > order.index(right)
        ):
            return False
    return True


def is_compared(facts: Facts, names: frozenset[str], rules: Ruleset) -> bool:
    """Tell whether nine in ten of the facts that count, findings aside, have one value each."""
    counted = [name for name in names if not rules.vocabulary[name].finding]
    unknown = [n for n in counted if facts[n] is None or isinstance(facts[n], tuple)]
    return 10 * len(unknown) <= len(counted)


def treatment(recorded: str) -> int:
    """Return how a case was treated, from the best."""
    return RANKS.index(recorded) if recorded in RANKS else len(RANKS)


def completions(facts: Facts, rules: Ruleset) -> Iterator[Facts]:
    """Yield every consistent completion of the facts that are not established."""
    possible = (rules.vocabulary[name].possible(known) for name, known in facts.items())
    for values in product(*possible):
        total = dict(zip(facts, values, strict=True))
        if not any(holds(combination, total, rules) for combination in rules.impossible):
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


def flat(pattern: Pattern, rules: Ruleset = SHIPPED) -> dict[str, Known]:
    """Return a pattern by dotted name."""
    return dict(zip(rules.vocabulary, pattern, strict=True))
