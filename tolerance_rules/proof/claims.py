"""Claims: what the example of each property must show, by the definition alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tolerance_rules.facts import vocabulary
from tolerance_rules.proof.certificate import ORDER
from tolerance_rules.proof.coverage import BARS, CIRCUMSTANCES, listed, scope_clauses
from tolerance_rules.proof.edits import OUTCOMES
from tolerance_rules.proof.examples import Example
from tolerance_rules.proof.findings import Finding
from tolerance_rules.proof.written_outcomes import (
    REFUSED,
    comes_to,
    under_own_policy,
    with_defaults,
    written,
)
from tolerance_rules.reachability import reachable
from tolerance_rules.rules import POLICY, ClauseRef, Ruleset
from tolerance_rules.semantics import complete, holds, outcome_of, pick_of, row_of, status
from tolerance_rules.verdict.verdict import Facts, Status
from tolerance_rules.vocabulary.fact_spec import Value

TOLERANT = ORDER["from_lightest"]
BARRED, ORDINARY, NOT_PURSUED = "no_tolerance", "ordinary_accountability", "not_pursued"


def _stands(clause: str, facts: Facts, rules: Ruleset) -> bool:
    return status(ClauseRef(clause), facts, rules) is Status.ESTABLISHED


def _no_outcome(_finding: Finding, example: Example, rules: Ruleset) -> bool:
    try:
        outcome_of(example.total, rules)
    except StopIteration:
        return True
    return False


def _bar_ignored(finding: Finding, example: Example, rules: Ruleset) -> bool:
    facts = example.total
    outcome = outcome_of(facts, rules)
    wrong = outcome in TOLERANT or (_inside(facts, rules) and outcome != BARRED)
    return wrong and _stands(finding.subject.name, facts, rules)


def _inside(facts: Facts, rules: Ruleset) -> bool:
    return all(_stands(clause, facts, rules) for clause in scope_clauses(rules))


def _outside_decided(finding: Finding, example: Example, rules: Ruleset) -> bool:
    facts = example.total
    outside = not _stands(finding.subject.name, facts, rules)
    return outside and outcome_of(facts, rules) != ORDINARY


def _listed_alone_is_no_bar(finding: Finding, example: Example, rules: Ruleset) -> bool:
    facts = example.total
    for clause in rules.articles[BARS].clauses:
        for spot in listed(rules, clause):
            if spot.name == finding.subject.name:
                here = status(spot.node, facts, rules) is Status.ESTABLISHED
                under = all(rules.chosen[name] == option for name, option in spot.under.items())
                return here and under and not _stands(clause, facts, rules)
    return False


def _circumstance_refused(finding: Finding, example: Example, rules: Ruleset) -> bool:
    facts = example.total
    open_to_it = _inside(facts, rules) and not _stands(BARS, facts, rules)
    holds_here = _stands(finding.subject.name, facts, rules)
    return open_to_it and holds_here and outcome_of(facts, rules) not in TOLERANT


def _tolerated_without(_finding: Finding, example: Example, rules: Ruleset) -> bool:
    facts = example.total
    clauses = rules.articles[CIRCUMSTANCES].clauses
    none = not any(_stands(clause, facts, rules) for clause in clauses)
    return none and outcome_of(facts, rules) in TOLERANT


def _dropped_without(finding: Finding, example: Example, rules: Ruleset) -> bool:
    facts = example.total
    unmet = not _stands(finding.subject.name, facts, rules)
    return unmet and outcome_of(facts, rules) == NOT_PURSUED


def _not_permitted(_finding: Finding, example: Example, rules: Ruleset) -> bool:
    row = row_of(example.total, rules)
    return outcome_of(example.total, rules) not in row.permitted


def _row_decides(finding: Finding, example: Example, rules: Ruleset) -> bool:
    table, _, name = finding.subject.name.partition("#")
    row = row_of(example.total, rules)
    if table == OUTCOMES:
        return row.row == name
    return table == POLICY and row.by_policy and pick_of(example.total, rules).row == name


def _edit_tells(finding: Finding, example: Example, rules: Ruleset) -> bool:
    assert finding.edit is not None
    facts = example.total
    return outcome_of(facts, rules) != outcome_of(facts, finding.edit(rules))


def _one_without_other(finding: Finding, example: Example, rules: Ruleset) -> bool:
    one, _, other = finding.subject.name.partition(" without ")
    facts = example.total
    return _stands(one, facts, rules) and not _stands(other, facts, rules)


def _reading_tells(finding: Finding, example: Example, rules: Ruleset) -> bool:
    name, _, option = finding.subject.name.partition("=")
    options = (rules.readings[name].default, option)
    one, other = (outcome_of(example.total, rules.with_readings({name: each})) for each in options)
    return one != other


def _fact_tells(finding: Finding, example: Example, rules: Ruleset) -> bool:
    if set(example.change) != {finding.subject.name}:
        return False
    if not example.unknown:
        return outcome_of(example.total, rules) != outcome_of(example.changed, rules)
    before, after = (
        reachable(facts, rules) for facts in (example.known, example.known | dict(example.change))
    )
    return bool(after) and after < before


def _heavier(finding: Finding, example: Example, rules: Ruleset) -> bool:
    return _moves_against(finding, example, rules, mitigating=True)


def _lighter(finding: Finding, example: Example, rules: Ruleset) -> bool:
    return _moves_against(finding, example, rules, mitigating=False)


def _moves_against(finding: Finding, example: Example, rules: Ruleset, *, mitigating: bool) -> bool:
    spec = vocabulary()[finding.subject.name]
    before: Value = example.total[spec.name]
    after: Value = example.changed[spec.name]
    if set(example.change) != {spec.name} or before not in spec.order or after not in spec.order:
        return False
    if (spec.order.index(after) > spec.order.index(before)) is not mitigating:
        return False
    ranks = [_rank(outcome_of(facts, rules)) for facts in (example.total, example.changed)]
    return ranks[1] > ranks[0] if mitigating else ranks[1] < ranks[0]


def _rank(outcome: str) -> int:
    return TOLERANT.index(outcome) if outcome in TOLERANT else len(TOLERANT)


def _reached_wrongly(_finding: Finding, _example: Example, _rules: Ruleset) -> bool:
    return True  # what the diagram does can't be told without it


def _presumed_into_contradiction(finding: Finding, example: Example, rules: Ruleset) -> bool:
    total = complete(example.known, rules).total
    combination = next(each for each in rules.impossible if each.id == finding.subject.name)
    return holds(combination, total)


def _has_value(finding: Finding, example: Example, _rules: Ruleset) -> bool:
    name, _, value = finding.subject.name.partition("=")
    return str(example.total[name]).lower() == value


Claim = Callable[[Finding, Example, Ruleset], bool]
POSSIBLE: Mapping[str, Claim] = {
    "no_outcome_row_is_dead": _row_decides,
    "every_clause_can_change_some_outcome": _edit_tells,
    "every_branch_can_change_some_outcome": _edit_tells,
    "every_requirement_can_change_some_outcome": _edit_tells,
    "no_clause_is_implied_by_another": _one_without_other,
    "every_reading_changes_some_outcome": _reading_tells,
    "no_fact_is_idle": _fact_tells,
    "consistency_fixes_no_fact": _has_value,
}
"""Of each property that says something can be: what its examples must show."""

NEVER: Mapping[str, Claim] = {
    "every_case_has_exactly_one_outcome": _no_outcome,
    "only_what_is_in_scope_is_decided": _outside_decided,
    "exclusion_trumps_tolerance": _bar_ignored,
    "each_bar_suffices_alone": _listed_alone_is_no_bar,
    "each_circumstance_opens_tolerance": _circumstance_refused,
    "tolerance_needs_a_circumstance": _tolerated_without,
    "not_pursued_needs_every_condition": _dropped_without,
    "policy_stays_within_the_permitted_set": _not_permitted,
    "mitigation_never_worsens_the_outcome": _heavier,
    "aggravation_never_improves_the_outcome": _lighter,
    "learning_never_adds_a_reachable_outcome": _reached_wrongly,
    "presumed_outcome_is_reachable": _presumed_into_contradiction,
}
"""Of each property that says something never is: what a counter-example must show."""

BESIDE = "cases_beside_the_rules_come_out_as_written"


def claims_of(rules: Ruleset) -> Mapping[str, Claim]:
    """Return what the examples of each property must show of a ruleset, by name."""
    tests, own = written(rules), under_own_policy(rules)

    def not_as_written(finding: Finding, example: Example, _rules: Ruleset) -> bool:
        test = tests[finding.subject.name]
        under = with_defaults(own, test)
        same = example.known == test.facts and example.readings == under.chosen
        return same and comes_to(test.facts, under) != (test.outcome or REFUSED)

    return {**POSSIBLE, **NEVER, BESIDE: not_as_written}
