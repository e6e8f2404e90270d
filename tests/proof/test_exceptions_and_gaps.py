"""A bar with an exception is a bar where nothing excepted is there; a gap of the table is found."""

from __future__ import annotations

import dataclasses

from support.rulesets import RULESETS
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.properties import PROPERTIES
from tolerance_rules.proof.prover import prove
from tolerance_rules.rules import All, Any, ClauseRef, Fact, Not

SHILI = RULESETS[1]
BARS, ROWS = "each_bar_suffices_alone", "each_row_has_what_it_cites"
FALSIFIED, URGENT = Fact("nature.falsified", (True,)), Fact("procedure.too_urgent", (True,))
REPORTED = Fact("remedy.self_reported", (True,))


def with_bar(when):
    clauses = {**SHILI.clauses, "11.4": dataclasses.replace(SHILI.clauses["11.4"], when=when)}
    return dataclasses.replace(SHILI, clauses=FrozenDict(clauses))


def refuted(rules, name):
    certificate = prove(rules, only=[name])
    (result,) = certificate.results
    return [each.subject.name for each in result.findings if not each.proved]


def test_what_a_bar_excepts_is_no_bar_and_takes_none_away():
    for excepted in (Not(URGENT), Not(Any((URGENT, REPORTED)))):
        assert refuted(with_bar(All((FALSIFIED, excepted))), BARS) == []


def test_of_two_things_a_bar_asks_for_neither_is_enough():
    rules = with_bar(All((FALSIFIED, URGENT, Not(REPORTED))))
    assert refuted(rules, BARS) == ["11.4: nature.falsified", "11.4: procedure.too_urgent"]


def test_of_several_clauses_that_a_row_cites_in_one_role_one_holds():
    (row,) = [row for row in SHILI.outcomes if row.row == "6"]
    also = dataclasses.replace(row.cites[3], clause="14.k1")
    either = dataclasses.replace(
        row,
        when=All((row.when, Any((ClauseRef("14.k1"), ClauseRef("14.k3"))))),
        cites=(*row.cites, also),
    )

    def with_row(made):
        rows = tuple(made if each.row == "6" else each for each in SHILI.outcomes)
        return dataclasses.replace(SHILI, outcomes=rows)

    assert refuted(with_row(either), ROWS) == []
    neither = with_row(dataclasses.replace(either, when=Not(ClauseRef("11"))))
    assert refuted(neither, ROWS) == ["outcomes#6: 14.k3, 14.k1"]
    (finding,) = [each for each in prove(neither, only=[ROWS]).results[0].findings if each.example]
    assert finding.subject.en.endswith("Article 14.k3, Article 14.k1")
    assert PROPERTIES[ROWS].shown(finding, finding.example, neither)
    other = dataclasses.replace(also, role="circumstance")
    apart = with_row(dataclasses.replace(either, cites=(*row.cites, other)))
    assert "outcomes#6: 14.k1" in refuted(apart, ROWS)


def test_a_case_that_the_table_forgot_falls_to_a_row_whose_clause_does_not_hold():
    rows = tuple(
        dataclasses.replace(row, when=Not(ClauseRef("11"))) if row.row == "6" else row
        for row in SHILI.outcomes
    )
    rules = dataclasses.replace(SHILI, outcomes=rows)
    assert refuted(SHILI, ROWS) == []
    assert refuted(rules, ROWS) == ["outcomes#6: 14.k3"]
    (finding,) = [each for each in prove(rules, only=[ROWS]).results[0].findings if each.example]
    assert PROPERTIES[ROWS].shown(finding, finding.example, rules)
