"""Subjects: what each property must have been shown of, so that nothing can be left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tolerance_rules.facts import vocabulary
from tolerance_rules.proof.coverage import (
    BARS,
    CIRCUMSTANCES,
    CONDITIONS,
    branches,
    in_force,
    listed,
    requirements,
    scope_clauses,
)
from tolerance_rules.proof.edits import OUTCOMES, condition_of, holders
from tolerance_rules.proof.written_outcomes import written
from tolerance_rules.rules import POLICY, Ruleset


def subjects(rules: Ruleset, *, all_readings: bool) -> Mapping[str, list[str]]:
    """Return the names of the subjects of each property, under all readings or those chosen."""

    def asked(under: Mapping[str, str]) -> bool:
        return all_readings or all(rules.chosen[name] == opt for name, opt in under.items())

    bars = rules.articles[BARS].clauses
    places = holders(rules)
    rows = [place for place in places if place.startswith((f"{OUTCOMES}#", f"{POLICY}#"))]
    return {
        "every_case_has_exactly_one_outcome": ["at least one", "at most one"],
        "only_what_is_in_scope_is_decided": list(scope_clauses(rules)),
        "exclusion_trumps_tolerance": list(bars),
        "each_bar_suffices_alone": [
            spot.name for bar in bars for spot in listed(rules, bar) if asked(spot.under)
        ],
        "each_circumstance_opens_tolerance": list(rules.articles[CIRCUMSTANCES].clauses),
        "tolerance_needs_a_circumstance": [CIRCUMSTANCES],
        "not_pursued_needs_every_condition": list(rules.articles[CONDITIONS].clauses),
        "policy_stays_within_the_permitted_set": list(_picking(rules)),
        "no_outcome_row_is_dead": [
            row
            for row in rows
            for under in (in_force(condition_of(rules, row), rules) if OUTCOMES in row else [{}])
            if asked(under)
        ],
        "every_clause_can_change_some_outcome": [
            f"{clause} {how}" for clause in rules.clauses for how in ("holding", "not holding")
        ],
        "every_branch_can_change_some_outcome": [
            spot.name for place in places for spot, _ in branches(rules, place) if asked(spot.under)
        ],
        "every_requirement_can_change_some_outcome": [
            spot.name
            for place in places
            for spot, _ in requirements(rules, place)
            if asked(spot.under)
        ],
        "no_clause_is_implied_by_another": [
            f"{one} without {other}"
            for article in rules.articles.values()
            for one in article.clauses
            for other in article.clauses
            if one != other
        ],
        "every_reading_changes_some_outcome": [
            f"{name}={option}"
            for name, card in rules.readings.items()
            for option in card.names
            if option != card.default
        ],
        "no_fact_is_idle": list(vocabulary()),
        "mitigation_never_worsens_the_outcome": _directed("mitigating"),
        "aggravation_never_improves_the_outcome": _directed("aggravating"),
        "learning_never_adds_a_reachable_outcome": ["each fact once"],
        "presumed_outcome_is_reachable": [each.id for each in rules.impossible],
        "consistency_fixes_no_fact": [
            f"{name}={str(value).lower()}"
            for name, spec in vocabulary().items()
            for value in spec.values
        ],
        "cases_beside_the_rules_come_out_as_written": list(written(rules)),
    }


def _picking(rules: Ruleset) -> Iterator[str]:
    for row in rules.outcomes:
        if row.by_policy:
            yield from (f"{POLICY}#{pick.row}" for pick in rules.policy.rows)
        else:
            yield f"{OUTCOMES}#{row.row}"


def _directed(direction: str) -> list[str]:
    return [name for name, spec in vocabulary().items() if spec.direction == direction]
