"""Faulty rules: a copy of the shipped rules with a fault put in, as an editor might."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tolerance_rules import loader

SHIPPED = Path(__file__).resolve().parents[2] / "rules" / "zzvc-2023-32"


@dataclass(frozen=True)
class SeededFault:
    """An edit of one file, the property that it breaks, and of what."""

    name: str
    file: str
    old: str
    new: str
    property: str
    subject: str

    def __str__(self) -> str:
        return self.name


def copied(
    folder: Path, *edits: tuple[str, str, str], rules: Path = SHIPPED, with_tests: bool = False
) -> Path:
    """Return a copy of rules, by default the shipped ones, in a folder, each edit in its one place.

    Their tests come along only if asked for: reading them takes longer than the rules.
    """
    left_out = None if with_tests else shutil.ignore_patterns("tests")
    made = Path(shutil.copytree(rules, folder / rules.name, ignore=left_out))
    for file, old, new in edits:
        text = (made / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, (file, old, text.count(old))
        (made / file).write_text(text.replace(old, new), encoding="utf-8")
    return made


def loaded(folder: Path, *edits: tuple[str, str, str], with_tests: bool = False):
    """Return the ruleset of such a copy."""
    return loader.named(copied(folder, *edits, with_tests=with_tests), to_prove=True)


def combination(name: str, *facts: str) -> str:
    """Return an impossible combination, in YAML, to stand first of them."""
    listed = "".join(f"      - {fact}\n" for fact in facts)
    return (
        f'impossible:\n  - id: "{name}"\n    facts:\n{listed}    reason: 测\n    reason_en: test\n'
    )


OTHER, NOT_OTHER = "{fact: nature.other_bar}", "not: {fact: nature.other_bar}"
BREACH, NOT_BREACH = "{fact: nature.serious_breach}", "not: {fact: nature.serious_breach}"

FAULTS = (
    SeededFault(
        "a bar out of the reach of the table",
        "outcomes.yaml",
        '    when: {clause: "6"}\n',
        '    when:\n      all: [{clause: "6"}, not: {clause: "6.3"}]\n',
        "exclusion_trumps_tolerance",
        "6.3",
    ),
    SeededFault(
        "bars that count only all together",
        "article_6.yaml",
        "holds: any\n",
        "holds: all\n",
        "exclusion_trumps_tolerance",
        "6.1",
    ),
    SeededFault(
        "an any of a bar turned all",
        "article_6.yaml",
        "      any:\n        - {fact: nature.eight_point_violated",
        "      all:\n        - {fact: nature.eight_point_violated",
        "each_bar_suffices_alone",
        "6.2: nature.eight_point_violated",
    ),
    SeededFault(
        "an any of a circumstance turned all",
        "article_5.yaml",
        "          either:\n            any:\n              - {fact: conditions.lack_of_experience",
        "          either:\n            all:\n              - {fact: conditions.lack_of_experience",
        "rule_tests_come_out_as_written",
        "article_5.yaml: 第五条第（三）项成立：因缺乏经验出现探索性失误错误。",
    ),
    SeededFault(
        "the any of the scope turned all",
        "outcomes.yaml",
        '      any:\n        - not: {clause: "3"}',
        '      all:\n        - not: {clause: "3"}',
        "only_what_is_in_scope_is_decided",
        "3",
    ),
    SeededFault(
        "circumstances that count only all together",
        "article_5.yaml",
        "holds: any\n",
        "holds: all\n",
        "each_circumstance_opens_tolerance",
        "5.1",
    ),
    SeededFault(
        "tolerance without a circumstance",
        "outcomes.yaml",
        '      not: {clause: "5"}\n',
        '      {clause: "6"}\n',
        "tolerance_needs_a_circumstance",
        "5",
    ),
    SeededFault(
        "conditions of which one is enough",
        "article_7_5.yaml",
        "holds: all\n",
        "holds: any\n",
        "lightest_outcome_needs_every_condition",
        "7.5.1",
    ),
    SeededFault(
        "a row of the policy outside the permitted set",
        "policy.yaml",
        "    outcome: exempt ",
        "    outcome: not_pursued ",
        "policy_stays_within_the_permitted_set",
        "policy#P1",
    ),
    SeededFault(
        "a permitted set without what the policy picks",
        "outcomes.yaml",
        "    permitted: [exempt, mitigated, lighter]\n",
        "    permitted: [exempt, lighter]\n",
        "policy_stays_within_the_permitted_set",
        "policy#P2",
    ),
    SeededFault(
        "liability left unpursued where the four conditions are not met",
        "outcomes.yaml",
        "    permitted: [exempt, mitigated, lighter]\n",
        "    permitted: [not_pursued, exempt, mitigated, lighter]\n",
        "each_outcome_is_permitted_only_where_due",
        "not_pursued",
    ),
    SeededFault(
        "a heavier outcome permitted that nothing asks for",
        "outcomes.yaml",
        "    permitted: [exempt, mitigated, lighter]\n",
        "    permitted: [exempt, mitigated, lighter, no_tolerance]\n",
        "each_outcome_is_permitted_only_where_due",
        "no_tolerance",
    ),
    SeededFault(
        "a policy that leaves cases over",
        "policy.yaml",
        "    when: otherwise\n",
        "    when: {fact: discretion.cooperated}\n",
        "every_case_has_exactly_one_outcome",
        "at least one",
    ),
    SeededFault(
        "a dead row of the table",
        "outcomes.yaml",
        '    when: {clause: "7.5"}\n',
        '    when:\n      all: [{clause: "7.5"}, {clause: "6.4"}]\n',
        "no_outcome_row_is_dead",
        "outcomes#4",
    ),
    SeededFault(
        "a dead row of the policy",
        "policy.yaml",
        "      all:\n        - not: {fact: discretion.aggravating}        # 没有从重情节\n"
        '        - any:\n            - {clause: "7.5.4"}',
        "      all:\n        - {fact: remedy.rectification, is: [refused]}\n"
        "        - not: {fact: discretion.aggravating}\n"
        '        - any:\n            - {clause: "7.5.4"}',
        "no_outcome_row_is_dead",
        "policy#P2",
    ),
    SeededFault(
        "a clause cited as holding where it need not",
        "outcomes.yaml",
        '      - {each: "7.5", status: refuted, role: condition_unmet}\n',
        '      - {each: "7.5.1", status: established, role: condition_met}\n',
        "each_row_has_what_it_cites",
        "outcomes#5: 7.5.1",
    ),
    SeededFault(
        "a clause that nothing meets",
        "article_5.yaml",
        "        - {fact: nature.pioneering, quote: 开拓创新、大力推进}\n",
        "        - {fact: nature.pioneering, quote: 开拓创新、大力推进}\n"
        "        - not: {fact: nature.pioneering, quote: 开拓创新、大力推进}\n",
        "every_clause_can_change_some_outcome",
        "5.5 holding",
    ),
    SeededFault(
        "a branch that another contains",
        "article_5.yaml",
        "              - {fact: conditions.pilot_first, quote: 先行先试}\n          both:\n",
        "              - all:\n"
        "                  - {fact: conditions.lack_of_experience, quote: 缺乏经验}\n"
        "                  - {fact: conditions.pilot_first, quote: 先行先试}\n          both:\n",
        "every_branch_can_change_some_outcome",
        "5.3[experience_and_pilot=either]: "
        "all(conditions.lack_of_experience, conditions.pilot_first)",
    ),
    SeededFault(
        "a requirement that another contains",
        "article_5.yaml",
        "        - {fact: nature.proactive, quote: 加压奋进、积极作为}\n",
        "        - {fact: nature.proactive, quote: 加压奋进、积极作为}\n"
        "        - any:\n            - {fact: nature.proactive, quote: 积极作为}\n"
        "            - {fact: work.high_quality_development, quote: 推动高质量发展}\n",
        "every_requirement_can_change_some_outcome",
        "5.2: any(nature.proactive, work.high_quality_development)",
    ),
    SeededFault(
        "a clause that another implies",
        "article_6.yaml",
        "      {fact: nature.other_bar, quote: 其他不应予容错的情形}\n",
        "      any:\n        - {fact: nature.other_bar, quote: 其他不应予容错的情形}\n"
        "        - {fact: nature.political_discipline_violated, quote: 其他不应予容错的情形}\n",
        "no_clause_is_implied_by_another",
        "6.1 without 6.6",
    ),
    SeededFault(
        "a reading of no consequence",
        "article_7_5.yaml",
        "      either:\n        any:\n",
        "      either:\n        all:\n",
        "every_reading_changes_some_outcome",
        "remedy_scope=either",
    ),
    SeededFault(
        "an idle fact",
        "article_5.yaml",
        "{fact: motive.efficiency, quote: 着眼于提高效率}",
        "{fact: nature.deferred_documents, quote: 着眼于提高效率}",
        "no_fact_is_idle",
        "motive.efficiency",
    ),
    SeededFault(
        "a merit that counts against",
        "article_5.yaml",
        "        - {fact: nature.pioneering, quote: 开拓创新、大力推进}\n",
        "        - not: {fact: nature.pioneering, quote: 开拓创新、大力推进}\n",
        "mitigation_never_worsens_the_outcome",
        "nature.pioneering",
    ),
    SeededFault(
        "a fault that counts in favour",
        "article_7_5.yaml",
        "      not: {fact: nature.express_prohibition_violated",
        "      {fact: nature.express_prohibition_violated",
        "aggravation_never_improves_the_outcome",
        "nature.express_prohibition_violated",
    ),
    SeededFault(
        "presumptions that contradict each other",
        "consistency.yaml",
        "impossible:\n",
        combination("never", NOT_OTHER, NOT_BREACH),
        "presumed_outcome_is_reachable",
        "never",
    ),
    SeededFault(
        "constraints that fix a fact",
        "consistency.yaml",
        "impossible:\n",
        combination("one", OTHER, BREACH)
        + combination("two", OTHER, NOT_BREACH).removeprefix("impossible:\n"),
        "consistency_fixes_no_fact",
        "nature.other_bar=true",
    ),
    SeededFault(
        "constraints that nothing satisfies",
        "consistency.yaml",
        "impossible:\n",
        combination("one", OTHER, BREACH)
        + "".join(
            combination(name, *facts).removeprefix("impossible:\n")
            for name, facts in {
                "two": (OTHER, NOT_BREACH),
                "three": (NOT_OTHER, BREACH),
                "four": (NOT_OTHER, NOT_BREACH),
            }.items()
        ),
        "consistency_fixes_no_fact",
        "work.pilot=true",
    ),
)
