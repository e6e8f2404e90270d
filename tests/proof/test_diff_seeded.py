"""Slips of the pen in every kind of rule file, each reported as what it is, or proved harmless.

A slip is one edit of one file: the first `old` after an anchor is written `new`. `edit` is how the
edit is called, `kind` what comes of it: `outcomes` as the rules are read, `elsewhere` under other
readings only, a kind of decision change, `said`, or nothing: `harmless`, and `aside`, where no case
need be compared at all.
"""

# ruff: noqa: E501  (a slip is one line, however long the words of the law are)

from __future__ import annotations

import dataclasses
import itertools
import os
from pathlib import Path

import pytest

from support import faulty_rules
from support.mutants import mutants
from support.rulesets import RULESETS, SHIPPED
from tolerance_rules import loader
from tolerance_rules.proof.diff import diff
from tolerance_rules.proof.diff_words import closing, tables

ARTICLE, BARS, CONDITIONS, SCOPE = (
    "article_5.yaml",
    "article_6.yaml",
    "article_7_5.yaml",
    "scope.yaml",
)
TABLE, POLICY, READINGS = "outcomes.yaml", "policy.yaml", "readings.yaml"
CONSISTENCY, FACTS, RULESET = "consistency.yaml", "facts.yaml", "ruleset.yaml"
DUTIES = "obligations.yaml"
LEAF = "{fact: consequences.loss, is: [none], quote: 损失}"
SLIPS = [
    # The cards of the articles: conditions, branches of readings, quotes, words beside.
    (ARTICLE, '"5.1"', "procedure.collective_decision", "nature.proactive", "5.1", "outcomes"),
    (ARTICLE, '"5.1"', "- not: {fact: motive.gain_for_unit", "- {fact: motive.gain_for_unit", "5.1", "outcomes"),
    (ARTICLE, "does_not_count:", "is: [active], quote: 积极", "is: [active, passive], quote: 积极", "5.1", "elsewhere"),
    (ARTICLE, '"5.2"', "all:", "any:", "5.2", "outcomes"),
    (ARTICLE, "either:", "any:", "all:", "5.3", "outcomes"),
    (ARTICLE, "          both:", "all:", "any:", "5.3", "elsewhere"),
    (ARTICLE, '"5.3"', "nature.exploratory_error", "nature.pioneering", "5.3", "outcomes"),
    (ARTICLE, '"5.2"', "quote: 加压奋进、积极作为", "quote: 积极作为", "5.2 quotes", "said"),
    (ARTICLE, '"5.1"', "失误错误本身: [出现", "失误错误自身: [出现", "5.1 unencoded", "aside"),
    (ARTICLE, '"5.1"', "note: 既没有", "note: 凡既没有", "5.1 note", "aside"),
    (ARTICLE, '"5.1"', "gloss: An error in", "gloss: Errors in", "wording", "aside"),
    (ARTICLE, "article:", "holds: any", "holds: all", "5 holds", "outcomes"),
    (BARS, '"6.2"', "any:", "all:", "6.2", "outcomes"),
    (BARS, "unit_included:", "motive.gain_for_unit", "motive.gain_for_self", "6.3", "elsewhere"),
    (BARS, "any: {fact", "is: [minor, serious]", "is: [serious]", "6.4", "elsewhere"),
    (BARS, "with_accident:", "is: [minor, serious]", "is: [minor]", "6.4", "citations"),
    (BARS, "serious: {fact", "is: [serious]", "is: [minor, serious]", "6.4", "outcomes"),
    (BARS, "refused_only:", "[none, sham, refused]", "[sham, refused]", "6.5", "elsewhere"),
    (BARS, "passive_counts:", "[passive, none, sham, refused]", "[none, sham, refused]", "6.5", "outcomes"),
    (BARS, '"6.6"', "nature.other_bar", "nature.serious_breach", "6.6", "outcomes"),
    (BARS, "article:", "holds: any", "holds: all", "6 holds", "outcomes"),
    (BARS, '"6.4"', "note: 四者", "note: 这四者", "6.4 note", "aside"),
    (CONDITIONS, "prohibitions_only:", "not: {fact: nature.express", "{fact: nature.express", "7.5.1", "outcomes"),
    (CONDITIONS, "mandatory_rules_too:", "all:", "any:", "7.5.1", "elsewhere"),
    (CONDITIONS, '"7.5.2"', "all:", "any:", "7.5.2", "outcomes"),
    (CONDITIONS, '"7.5.3"', "[serious, vile]", "[serious]", "7.5.3", "status"),
    (CONDITIONS, "      both:", LEAF, LEAF.replace("none", "some"), "7.5.4", "outcomes"),
    (CONDITIONS, "      either:", LEAF, LEAF.replace("none", "some"), "7.5.4", "elsewhere"),
    (CONDITIONS, "article:", "holds: all", "holds: any", "7.5 holds", "outcomes"),
    (SCOPE, "members_too:", "party_member, non", "other, non", "3", "elsewhere"),
    (SCOPE, "cadres_only:", "[unit, party_member_cadre", "[party_member_cadre", "3", "outcomes"),
    (SCOPE, "by_reference:", "[non_party_cadre, non_party_public_official]", "[non_party_cadre]", "by_reference", "by_reference"),
    (SCOPE, '"4"', "work.performing_duty", "nature.proactive", "4", "outcomes"),
    # The outcome table: every key of a row.
    (TABLE, 'row: "1"', "any:", "all:", "outcomes#1 when", "outcomes"),
    (TABLE, 'row: "2"', "outcome: no_tolerance\n    modality: shall\n    basis: text\n    permitted: [no_tolerance]", "outcome: lighter\n    modality: shall\n    basis: text\n    permitted: [lighter]", "outcomes#2 outcome", "outcomes"),
    (TABLE, 'row: "5"', "permitted: [exempt", "permitted: [not_pursued, exempt", "outcomes#5 permitted", "permitted"),
    (TABLE, 'row: "4"', "permitted: [not_pursued, exempt, mitigated, lighter]", "permitted: [not_pursued, exempt, mitigated]", "outcomes#4 permitted", "permitted"),
    (TABLE, 'row: "2"', "permitted: [no_tolerance]", "permitted: [no_tolerance, lighter]", "outcomes#2 permitted", "permitted"),
    (TABLE, 'row: "4"', "modality: may", "modality: shall", "outcomes#4 modality", "modality"),
    (TABLE, 'row: "4"', '      - {each: "7.5", status: established, role: condition_met}\n', "", "outcomes#4 cites", "citations"),
    (TABLE, 'row: "5"', "status: refuted, role: condition_unmet", "status: refuted, role: condition_met", "outcomes#5 cites", "citations"),
    (TABLE, 'row: "3"', '{whole: "5"', '{each: "5"', "outcomes#3 cites", "citations"),
    (TABLE, 'row: "2"', "role: bar", "role: scope", "outcomes#2 cites", "citations"),
    (TABLE, 'row: "4"', '{each: "5", status', '{each: "6", status', "outcomes#4 cites", "citations"),
    (TABLE, 'row: "4a"', "is: [no_liability]", "is: [lighter, no_liability]", "outcomes#4a when", "outcomes"),
    (TABLE, 'row: "4a"', "literal: never", 'literal: {clause: "7.5.1"}', "outcomes#4a when", "elsewhere"),
    (TABLE, 'row: "1"', "remark: 按照", "remark: 应当按照", "outcomes#1 remark", "said"),
    (TABLE, 'row: "1"', "gloss: Outside", "gloss: Beyond", "wording", "aside"),
    (TABLE, "outcomes:", "zh: 从轻处理", "zh: 从轻处分", "outcome#lighter label", "said"),
    # The policy.
    (POLICY, '"P1"', "outcome: exempt", "outcome: lighter", "policy#P1 outcome", "outcomes"),
    (POLICY, '"P1"', "        - {fact: discretion.minor_breach}", "        - {fact: discretion.cooperated}", "policy#P1 when", "outcomes"),
    (POLICY, '"P2"', "- not: {fact: discretion.aggravating}", "- {fact: discretion.aggravating}", "policy#P2 when", "outcomes"),
    (POLICY, "id:", "title: 默认裁量惯例", "title: 裁量惯例", "ruleset policy", "said"),
    # Readings: what is chosen, what it means, why.
    (READINGS, '"old_law"', "zh: 仍须", "zh: 还须", "reading#old_law meanings", "said"),
    (READINGS, '"old_law"', "reason: 行为", "reason: 凡行为", "reading#old_law question", "aside"),
    (READINGS, '"old_law"', "reason_en: What", "reason_en: Whatever", "wording", "aside"),
    # What clashes, and what needs an explanation.
    (CONSISTENCY, '"persisted_without', "not: {fact: nature.express", "{fact: nature.express", None, "outcomes"),
    (CONSISTENCY, '"three_distinctions_with_knowing', "motive.knowing_violation", "motive.gain_for_unit", "impossible#three_distinctions_with_knowing_violation facts", "outcomes"),
    (CONSISTENCY, "explain:", "is: [active, passive]", "is: [active]", "explain#no_loss_but_active_or_passive_recovery facts", "warning"),
    (CONSISTENCY, "explain:", "question: 既认定", "question: 如认定", "explain#no_loss_but_active_or_passive_recovery reason", "said"),
    (CONSISTENCY, "explain:", "is: [none]", "is: [some]", "explain#no_loss_but_active_or_passive_recovery facts", "warning"),
    # Facts: what is presumed, in which order, what they are called.
    (FACTS, "performing_duty:", "presumed: [true]", "presumed: [false]", "fact#work.performing_duty presumed", "presumed"),
    (FACTS, "      kind:", "presumed: [party_member_cadre]", "presumed: [unit]", "fact#subject.kind presumed", "harmless"),
    (FACTS, "      loss:", "order: [major, some, none]", "order: [some, major, none]", "fact#consequences.loss order", "said"),
    (FACTS, "      loss:", "direction: aggravating", "direction: mitigating", "fact#consequences.loss order", "said"),
    (FACTS, "      other_bar:", "finding: true\n", "presumed: [false]\n", "fact#nature.other_bar finding", "said"),
    (FACTS, "      pilot:", "mutability: fixed", "mutability: establishable", "fact#work.pilot mutability", "said"),
    (FACTS, "      pilot:", "label: 试点性工作", "label: 试点工作", "fact#work.pilot label", "said"),
    (FACTS, "      pilot:", "evidence: 试点批复", "evidence: 批复", "fact#work.pilot question", "aside"),
    (FACTS, "      pilot:", "label_en: pilot work", "label_en: a pilot", "wording", "aside"),
    # The ruleset itself: deadlines, time in force, documents.
    (DUTIES, 'id: "notice"', "working_days: 7", "working_days: 5", "duty#notice terms", "said"),
    (DUTIES, 'id: "filing"', "outcomes: [not_pursued, exempt", "outcomes: [exempt", "duty#filing binds", "said"),
    (DUTIES, 'id: "notice"', "zh: 送达回证", "zh: 回证", "duty#notice papers", "said"),
    (DUTIES, 'id: "notice"', "gloss: Notify", "gloss: Tell", "wording", "aside"),
    (RULESET, "id:", 'in_force_from: "2023-07-27"', 'in_force_from: "2023-08-27"', "ruleset in_force", "said"),
    (RULESET, "id:", "issuer: 中共", "issuer: 共", "ruleset document", "said"),
    (RULESET, "id:", "title_en: Detailed Rules", "title_en: Rules", "wording", "aside"),
]  # fmt: skip


def found_kinds(found):
    kinds = ["outcomes"] if found.changes else []
    kinds += ["elsewhere"] if found.elsewhere else []
    kinds += [each.kind for each in found.decisions]
    return kinds + (["said"] if found.said else [])


def words_of(found, sides):
    """Return what is printed in both languages, which must not fail for any slip."""
    texts = []
    for lang in ("zh", "en"):
        cells = [
            cell
            for table in tables(found, sides, ("a", "b"), lang)
            for row in table.rows
            for cell in row
        ]
        texts.append("\n".join([*cells, *closing(found, sides, lang)]))
    return texts


def slipped(folder: Path, file: str, anchor: str, old: str, new: str):
    made = faulty_rules.copied(folder)
    text = (made / file).read_text(encoding="utf-8")
    start = text.index(old, text.index(anchor))
    (made / file).write_text(text[:start] + new + text[start + len(old) :], encoding="utf-8")
    return loader.from_yaml(made, to_prove=True, as_they_were=True)


# Each takes some seconds; TOLERANCE_RULES_ALL_SLIPS=1 tries every one.
TRIED = SLIPS if os.environ.get("TOLERANCE_RULES_ALL_SLIPS") else SLIPS[::3]


@pytest.mark.slow
@pytest.mark.parametrize("slip", TRIED, ids=lambda slip: f"{slip[0]} {slip[4]} {slip[5]}")
def test_a_slip_is_reported_as_what_it_is(slip, tmp_path: Path) -> None:
    file, anchor, old, new, edit, kind = slip
    rules = slipped(tmp_path, file, anchor, old, new)
    found = diff(SHIPPED, rules)
    kinds = found_kinds(found)
    names = [each.name for each in found.edits]
    assert names
    if edit is not None:
        assert edit in names
    if kind in ("aside", "harmless"):
        assert (kinds, found.differs) == ([], False)
    else:
        assert kind in kinds
        assert found.differs
    if kind == "elsewhere":
        assert not found.changes
    text, english = words_of(found, (SHIPPED, rules))
    # Only glosses and translations are called that, and only where there is nothing else.
    assert ("除释义和译文外" in text) == ("But for glosses" in english) == (edit == "wording")


def test_there_are_slips_of_every_kind_of_file() -> None:
    assert len(SLIPS) >= 70
    files = {path.name for path in Path(SHIPPED.folder).glob("*.yaml")}
    # What is expected of proofs, and what is weighed by people, decides nothing.
    assert {each[0] for each in SLIPS} == files - {"proofs.yaml", "analysis.yaml"}


SMALL = RULESETS[1]
DRAWN = [
    mutant
    for _, group in itertools.groupby(mutants(SMALL), key=lambda each: each.mutation.operator)
    for mutant in itertools.islice(group, 0, 400, 150)
]


@pytest.mark.slow
@pytest.mark.parametrize("mutant", DRAWN[::20], ids=lambda mutant: mutant.mutation.en)
def test_mistakes_in_another_regulation_are_reported_too(mutant) -> None:
    found = diff(SMALL, mutant.rules)
    assert found.edits
    assert found.edits[0].name != "wording"
    assert found.differs
    assert all(words_of(found, (SMALL, mutant.rules)))


@pytest.mark.slow
def test_equal_conditions_are_proved_to_say_the_same() -> None:
    card = SHIPPED.clauses["5.2"]
    turned = dataclasses.replace(card, when=type(card.when)(card.when.items[::-1]))
    rules = dataclasses.replace(SHIPPED, clauses={**SHIPPED.clauses, "5.2": turned})
    found = diff(SHIPPED, rules)
    assert [edit.name for edit in found.edits] == ["5.2"]
    assert not found.differs
    assert "已证明" in words_of(found, (SHIPPED, rules))[0]
