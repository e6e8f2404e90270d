"""Properties: how each sentence about every case is shown, subject by subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof import (
    case_properties,
    fact_properties,
    knowledge_properties,
    law_properties,
    outcome_properties,
    rule_properties,
)
from tolerance_rules.proof.findings import Finding
from tolerance_rules.proof.proof_context import Ground
from tolerance_rules.proof.sentences import SENTENCES

Show = Callable[[Ground], Iterator[Finding]]
_SHOWN: Mapping[str, Show] = {
    "every_case_has_exactly_one_outcome": outcome_properties.one_outcome,
    "only_what_is_in_scope_is_decided": law_properties.scope_comes_first,
    "exclusion_trumps_tolerance": law_properties.exclusion,
    "each_bar_suffices_alone": law_properties.bars_suffice,
    "each_circumstance_opens_tolerance": law_properties.circumstances_suffice,
    "tolerance_needs_a_circumstance": law_properties.circumstance_needed,
    "not_pursued_needs_every_condition": law_properties.conditions_needed,
    "policy_stays_within_the_permitted_set": outcome_properties.permitted,
    "no_outcome_row_is_dead": outcome_properties.live_rows,
    "every_clause_can_change_some_outcome": rule_properties.clauses_matter,
    "every_branch_can_change_some_outcome": rule_properties.branches_matter,
    "every_requirement_can_change_some_outcome": rule_properties.requirements_matter,
    "no_clause_is_implied_by_another": rule_properties.none_implied,
    "every_reading_changes_some_outcome": rule_properties.readings_matter,
    "no_fact_is_idle": fact_properties.facts_matter,
    "mitigation_never_worsens_the_outcome": fact_properties.mitigation,
    "aggravation_never_improves_the_outcome": fact_properties.aggravation,
    "learning_never_adds_a_reachable_outcome": knowledge_properties.learning,
    "presumed_outcome_is_reachable": knowledge_properties.presumption,
    "consistency_fixes_no_fact": fact_properties.facts_are_free,
    "cases_beside_the_rules_come_out_as_written": case_properties.as_written,
}
PROPERTIES: Mapping[str, Show] = FrozenDict({name: _SHOWN[name] for name in SENTENCES})
"""Of each sentence, in order, what yields a finding for each of its subjects."""
