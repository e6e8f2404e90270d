"""Properties: the sentences that are proved of a ruleset, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tolerance_rules.proof import (
    fact_properties,
    knowledge_properties,
    outcome_properties,
    rule_properties,
)
from tolerance_rules.proof.findings import Finding
from tolerance_rules.proof.ground import Ground


@dataclass(frozen=True)
class Property:
    """A sentence about every case, and how it is shown, subject by subject."""

    id: str
    zh: str
    en: str
    show: Callable[[Ground], Iterator[Finding]]


PROPERTIES = (
    Property(
        "every_case_has_exactly_one_outcome",
        "事实齐备、互不矛盾的案件，都有一个结论，也只有一个结论。",
        "Every complete and consistent case has exactly one outcome.",
        outcome_properties.one_outcome,
    ),
    Property(
        "exclusion_trumps_tolerance",
        "有第六条任何一项情形的，都不能容错；属于适用范围的，结论都是不予容错。",
        "Any bar of Article 6 trumps: no tolerance, whatever else is found.",
        outcome_properties.exclusion,
    ),
    Property(
        "policy_stays_within_the_permitted_set",
        "裁量惯例选定的结论，都在原文准许的范围之内。",
        "The policy never leaves the permitted set.",
        outcome_properties.permitted,
    ),
    Property(
        "no_outcome_row_is_dead",
        "结论表和裁量惯例的每一行，都有案件适用（在现行释义下为 never 的行，视为未施行）。",
        "Every row in force of the outcome table and the policy decides some case.",
        outcome_properties.live_rows,
    ),
    Property(
        "every_clause_can_change_some_outcome",
        "每一项条款，成立与不成立，都能改变某个案件的结论。",
        "Every clause, holding and not holding, can change some outcome.",
        rule_properties.clauses_matter,
    ),
    Property(
        "every_branch_can_change_some_outcome",
        "每一个“或”的选项、每一种取值，去掉之后都有案件的结论改变。",
        "Every branch of every any, and every value listed, can change some outcome.",
        rule_properties.branches_matter,
    ),
    Property(
        "every_requirement_can_change_some_outcome",
        "每一个“且”的条件，去掉之后都有案件的结论改变。",
        "Every requirement of every all can change some outcome.",
        rule_properties.requirements_matter,
    ),
    Property(
        "no_clause_is_implied_by_another",
        "同一条中，任何一项都可以成立而另一项不成立。",
        "No clause is implied by another of its article.",
        rule_properties.none_implied,
    ),
    Property(
        "every_reading_changes_some_outcome",
        "每一处释义，换一种读法，都有案件的结论改变。",
        "Every reading changes some outcome.",
        rule_properties.readings_matter,
    ),
    Property(
        "no_fact_is_idle",
        "每一个事实，查明之后都能改变某个案件可能的结论。",
        "No fact is idle: establishing it can change what some case may come to.",
        fact_properties.facts_matter,
    ),
    Property(
        "mitigation_never_worsens_the_outcome",
        "有利的事实更有利时，结论不会更重。",
        "A fact made more mitigating never worsens the outcome.",
        fact_properties.mitigation,
    ),
    Property(
        "aggravation_never_improves_the_outcome",
        "不利的事实更不利时，结论不会更轻。",
        "A fact made more aggravating never improves the outcome.",
        fact_properties.aggravation,
    ),
    Property(
        "learning_never_adds_a_reachable_outcome",
        "多查明一个事实，不会多出一个可能的结论。",
        "Learning a fact never adds a reachable outcome.",
        knowledge_properties.learning,
    ),
    Property(
        "presumed_outcome_is_reachable",
        "未查明的事实按推定取值，不会造成矛盾，所得结论总在可能的结论之中。",
        "What is presumed never contradicts, so the presumed outcome is among the reachable.",
        knowledge_properties.presumption,
    ),
    Property(
        "consistency_fixes_no_fact",
        "事实之间的矛盾规则可以同时满足，没有一个事实被它们限定为唯一的值。",
        "The consistency constraints are satisfiable, and fix no fact.",
        fact_properties.facts_are_free,
    ),
)
