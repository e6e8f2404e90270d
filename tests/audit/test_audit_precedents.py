"""Precedents: what past decisions force, allow or forbid in a case not yet decided."""

from __future__ import annotations

import re

import pytest

from support.audit_cases import GOOD, asked, at_least, flat, is_compared, known, relevant, treatment
from support.audit_register import RegisterBuilder, register_of
from support.rulesets import for_every_ruleset
from tolerance_rules import CaseFacts, Engine
from tolerance_rules.audit.audit import casebook
from tolerance_rules.audit.nearest_words import nearest_table
from tolerance_rules.audit.precedent_words import notes, precedents_table
from tolerance_rules.audit.precedents import precedents
from tolerance_rules.formats.case_file import from_document
from tolerance_rules.rules import ClauseRef

ENGINE = Engine.load()
MAJOR = {"consequences.loss": "major"}
BROKEN = {"nature.express_prohibition_violated": True}
WORSE = {**BROKEN, "discretion.aggravating": True}


def weighed(case, *past):
    """Return what the past decisions, facts and outcome each, say of a case."""
    builder = RegisterBuilder()
    for changes, recorded in past:
        builder.add({**GOOD, **changes}, recorded)
    found = precedents(CaseFacts.from_facts({**GOOD, **case}), casebook(builder.register(), ENGINE))
    return found, {each.outcome: each for each in found.outcomes}


def standing(outcomes):
    return {name: each.standing for name, each in outcomes.items()}


def test_without_precedents_the_law_alone_speaks() -> None:
    found, outcomes = weighed(BROKEN)
    assert standing(outcomes) == {
        "not_pursued": "unlawful",
        "exempt": "allowed",
        "mitigated": "allowed",
        "lighter": "allowed",
        "no_tolerance": "unlawful",
        "ordinary_accountability": "allowed",
    }
    assert outcomes["not_pursued"].clauses == ("7.5.1", "7.5")
    assert found.comparable == 0
    assert found.forced is None


def test_a_like_case_forces_its_outcome() -> None:
    found, outcomes = weighed(BROKEN, (BROKEN, "mitigated"))
    assert found.forced == "mitigated"
    assert outcomes["mitigated"].examples_for[0].relation == "like"
    assert outcomes["exempt"].standing == "against_precedent"


def test_a_worse_case_forbids_worse_treatment_and_a_better_one_better() -> None:
    _, outcomes = weighed(BROKEN, (WORSE, "mitigated"))
    assert standing(outcomes)["exempt"] == standing(outcomes)["mitigated"] == "allowed"
    assert standing(outcomes)["lighter"] == "against_precedent"
    assert standing(outcomes)["ordinary_accountability"] == "against_precedent"
    (against,) = outcomes["lighter"].examples_against
    assert against.relation == "less_favourable"
    assert against.differing == ("discretion.aggravating",)
    _, outcomes = weighed(WORSE, (BROKEN, "mitigated"))
    assert standing(outcomes)["exempt"] == "against_precedent"
    assert standing(outcomes)["lighter"] == "allowed"


def test_bounds_from_both_sides_force() -> None:
    found, _ = weighed(BROKEN, (WORSE, "mitigated"), ({}, "mitigated"))
    assert found.forced == "mitigated"


def test_precedents_that_contradict_each_other_are_said_to() -> None:
    found, _ = weighed(BROKEN, (BROKEN, "mitigated"), (BROKEN, "lighter"))
    assert found.conflicting
    assert found.forced is None
    assert found.like == 2


@pytest.mark.parametrize(
    ("changes", "recorded"),
    [
        (BROKEN, "not_pursued"),  # an error of law
        ({**BROKEN, "subject.kind": "unit"}, "lighter"),  # another kind of subject
        ({**BROKEN, "remedy.rectification": "active"}, "lighter"),  # not in the declared order
        ({**BROKEN, "discretion.minor_breach": None}, "lighter"),  # unknown
        ({**MAJOR, "remedy.loss_recovery": "active"}, "lighter"),  # better here, worse there
    ],
)
def test_what_is_not_comparable_says_nothing(changes, recorded) -> None:
    found, _ = weighed(BROKEN, (changes, recorded))
    assert found.comparable == 0


def test_what_is_partly_known_compares_with_its_equal_only() -> None:
    partly = {**BROKEN, "consequences.loss": ("some", "major")}
    for other in (BROKEN, {**BROKEN, **MAJOR}, {**BROKEN, "consequences.loss": None}):
        found, _ = weighed(partly, (other, "lighter"))
        assert found.comparable == 0
    found, _ = weighed(partly, (partly, "lighter"))
    assert found.like == 1
    found, outcomes = weighed(partly, ({**partly, **WORSE}, "mitigated"))
    assert found.comparable == 1
    assert outcomes["lighter"].standing == "against_precedent"
    assert found.to_dict()["facts"]["consequences.loss"] == ["some", "major"]


@for_every_ruleset
def test_what_opposes_an_outcome_is_what_the_definition_says(rules) -> None:
    book = casebook(register_of(rules, 21, 60, 0.01), Engine(rules))
    lawful = []
    for entry in book.lawful():
        other = known(flat(book.register.patterns[entry.pattern], rules), rules)
        lawful.append((entry.recorded, other, relevant(other, rules)))
    for pattern in register_of(rules, 22, 20, 0.01).patterns:
        case = flat(pattern, rules)
        found = precedents(rules.facts(case), book)
        mine = known(case, rules), relevant(known(case, rules), rules)
        relations = [(recorded, compared(*mine, *other, rules)) for recorded, *other in lawful]
        for each in found.outcomes:
            opposing = supporting = 0
            for recorded, relation in relations:
                here, there = treatment(each.outcome), treatment(recorded)
                opposing += (
                    (relation == "like" and each.outcome != recorded)
                    or (relation == "better" and here > there)
                    or (relation == "worse" and here < there)
                )
                supporting += bool(relation) and each.outcome == recorded
            assert each.opposing == opposing
            assert each.supporting <= supporting


def compared(one, mine, other, theirs, rules) -> str:
    """Return whether a case is like another, better or worse; nothing if they do not compare."""
    if not (is_compared(one, mine, rules) and is_compared(other, theirs, rules)):
        return ""
    up, down = (
        at_least(one, other, mine, theirs, rules),
        at_least(other, one, theirs, mine, rules),
    )
    alike = mine == theirs and all(one[name] == other[name] for name in mine)
    return "like" if alike else "better" if up and not down else "worse" if down and not up else ""


def deciding(judged, rules):
    """Return the facts asked by the clauses that stand."""
    return {n for c in judged.established for n in asked(ClauseRef(c), rules, ())}


@for_every_ruleset
def test_where_none_is_comparable_the_nearest_are_those_with_least_apart(rules) -> None:
    engine, checked = Engine(rules), 0
    book = casebook(register_of(rules, 31, 40, 0.05), engine)
    patterns = [
        *register_of(rules, 32, 20, 0.05).patterns,
        *register_of(rules, 33, 20, 0.5).patterns,
    ]
    lawful = []
    for entry in book.lawful():
        theirs = known(flat(book.register.patterns[entry.pattern], rules), rules)
        lawful.append((entry, theirs, relevant(theirs, rules)))
    for pattern in patterns:
        case = flat(pattern, rules)
        found = precedents(rules.facts(case), book)
        if found.comparable:
            assert found.nearest == ()
            continue
        mine = known(case, rules)
        asked_of_mine = relevant(mine, rules)
        matter = deciding(book.judge.judge(pattern), rules)
        ranked = []
        for entry, theirs, asked_of_theirs in lawful:
            names = asked_of_mine | asked_of_theirs
            single = {
                n for n in names if not {type(mine[n]), type(theirs[n])} & {tuple, type(None)}
            }
            same = {n for n in single if mine[n] == theirs[n]}
            apart = names - same
            if any(not rules.vocabulary[n].finding for n in same):
                row = entry.row
                ranked.append((len(apart & matter), len(apart), row, single - same, names - single))
        ranked.sort(key=lambda each: each[:3])
        assert [
            (each.decision.row, set(each.differing), set(each.open)) for each in found.nearest
        ] == [(row, differ, open_) for _, _, row, differ, open_ in ranked[:5]]
        checked += 1
    assert checked > 10


def test_a_case_of_which_too_little_is_known_says_so_and_names_the_nearest() -> None:
    builder = RegisterBuilder()
    for recorded in ("mitigated", "lighter"):
        builder.add({"subject.kind": "unit"}, recorded)
        builder.add({**GOOD, "subject.kind": "unit"}, recorded)
    book = casebook(builder.register(), ENGINE)
    found = precedents(CaseFacts.from_facts({"subject.kind": "unit"}), book)
    assert not found.enough
    assert found.comparable == found.like == 0
    assert {each.standing for each in found.outcomes} == {"allowed"}
    assert all(each.same for each in found.nearest)
    for lang, said in (("zh", "不足 90%"), ("en", "Less than 90%")):
        assert any(said in note for note in notes(found, ENGINE.rules, lang))
        table = nearest_table(found.nearest, ENGINE.rules, lang)
        assert len(table.rows) == len(found.nearest)
        assert re.match(r"第 \d 行（|row \d \(", table.rows[0][0])
        of_a_log = nearest_table(found.nearest, ENGINE.rules, lang, ("第 {} 号", "no. {}"))
        assert re.match(r"第 \d 号（|no\. \d \(", of_a_log.rows[0][0])
    assert found.to_dict()["nearest"][0]["decision"]["row"] in (2, 3, 4, 5)


def test_an_unsettled_case_keeps_every_outcome_some_completion_permits() -> None:
    found, outcomes = weighed({"remedy.rectification": None})
    assert not found.settled
    assert found.missing == ("remedy.rectification",)
    assert all(each.standing == "allowed" for each in outcomes.values())
    assert found.to_dict()["outcomes"][0]["outcome"] == "not_pursued"


def test_to_decline_what_the_rules_permit_is_open_and_to_be_reasoned() -> None:
    found, outcomes = weighed({})
    assert [name for name, each in outcomes.items() if each.withheld] == ["ordinary_accountability"]
    table = precedents_table(found, ENGINE.rules, "zh")
    (row,) = [row for row in table.rows if "应当说明理由" in row[1]]
    assert row[0] == ENGINE.rules.label("ordinary_accountability")
    _, outcomes = weighed({"subject.kind": "other"})
    assert outcomes["ordinary_accountability"].standing == "forced"
    assert not outcomes["ordinary_accountability"].withheld


def test_the_notes_of_a_case_are_those_of_its_decision() -> None:
    case = {
        "case": {"occurred_on": "2023-07-26"},
        "facts": {**GOOD, "motive.gain_for_unit": True, "consequences.loss": "some"},
    }
    file = from_document(case, CaseFacts)
    found = precedents(file, casebook(RegisterBuilder().register(), ENGINE))
    decision = ENGINE.evaluate(case)
    assert (found.warnings, found.unweighed) == (decision.warnings, decision.unweighed)
    said = "\n".join(notes(found, ENGINE.rules, "zh"))
    assert "损失＝有损失，但不重大" in said
    assert ENGINE.rules.earlier_conduct[0] in said
