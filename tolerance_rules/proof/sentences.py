"""Sentences: what is proved of a ruleset, in the words of the certificate, in order."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_rules.frozen_dict import FrozenDict

Sentence = tuple[str, str]
"""A sentence in Chinese and in English."""

SENTENCES: Mapping[str, Sentence] = FrozenDict(
    every_case_has_exactly_one_outcome=(
        "事实齐备、互不矛盾的案件，都有一个结论，也只有一个结论。",
        "Every complete and consistent case has exactly one outcome.",
    ),
    only_what_is_in_scope_is_decided=(
        "不属于适用范围的，一律按照有关规定处理。",
        "A case outside the scope is handled under the ordinary rules.",
    ),
    exclusion_trumps_tolerance=(
        "有第六条任何一项情形的，都不能容错；属于适用范围的，结论都是不予容错。",
        "Any bar of Article 6 trumps: no tolerance, whatever else is found.",
    ),
    each_bar_suffices_alone=(
        "第六条各项所列的情节，有其一即属该项情形。",
        "Each thing that a bar of Article 6 lists is a bar by itself.",
    ),
    each_circumstance_opens_tolerance=(
        "有第五条任何一项情形，属于适用范围又没有第六条情形的，都可以容错。",
        "Any circumstance of Article 5 opens tolerance, in scope and with no bar.",
    ),
    tolerance_needs_a_circumstance=(
        "容错的，都有第五条的情形。",
        "There is no tolerance without a circumstance of Article 5.",
    ),
    not_pursued_needs_every_condition=(
        "不予追究责任的，都同时具备第七条第（五）项的四种情形。",
        "Liability is left unpursued only with every condition of Article 7(5).",
    ),
    policy_stays_within_the_permitted_set=(
        "裁量惯例选定的结论，都在原文准许的范围之内。",
        "The policy never leaves the permitted set.",
    ),
    no_outcome_row_is_dead=(
        "结论表和裁量惯例的每一行，都有案件适用（在现行释义下为 never 的行，视为未施行）。",
        "Every row in force of the outcome table and the policy decides some case.",
    ),
    every_clause_can_change_some_outcome=(
        "每一项条款，成立与不成立，都能改变某个案件的结论。",
        "Every clause, holding and not holding, can change some outcome.",
    ),
    every_branch_can_change_some_outcome=(
        "每一个“或”的选项、每一种取值，去掉之后都有案件的结论改变。",
        "Every branch of every any, and every value listed, can change some outcome.",
    ),
    every_requirement_can_change_some_outcome=(
        "每一个“且”的条件，去掉之后都有案件的结论改变。",
        "Every requirement of every all can change some outcome.",
    ),
    no_clause_is_implied_by_another=(
        "同一条中，任何一项都可以成立而另一项不成立。",
        "No clause is implied by another of its article.",
    ),
    every_reading_changes_some_outcome=(
        "每一处释义，换一种读法，都有案件的结论改变。",
        "Every reading changes some outcome.",
    ),
    no_fact_is_idle=(
        "每一个事实，查明之后都能改变某个案件可能的结论。",
        "No fact is idle: establishing it can change what some case may come to.",
    ),
    mitigation_never_worsens_the_outcome=(
        "有利的事实更有利时，结论不会更重。",
        "A fact made more mitigating never worsens the outcome.",
    ),
    aggravation_never_improves_the_outcome=(
        "不利的事实更不利时，结论不会更轻。",
        "A fact made more aggravating never improves the outcome.",
    ),
    learning_never_adds_a_reachable_outcome=(
        "多查明一个事实，不会多出一个可能的结论。",
        "Learning a fact never adds a reachable outcome.",
    ),
    presumed_outcome_is_reachable=(
        "未查明的事实按推定取值，不会造成矛盾，所得结论总在可能的结论之中。",
        "What is presumed never contradicts, so the presumed outcome is among the reachable.",
    ),
    consistency_fixes_no_fact=(
        "事实之间的矛盾规则可以同时满足，没有一个事实被它们限定为唯一的值。",
        "The consistency constraints are satisfiable, and fix no fact.",
    ),
    cases_beside_the_rules_come_out_as_written=(
        "规则旁的每一个案例，结论都与所写的一致。",
        "Every case beside the rules comes to the outcome written there.",
    ),
)
