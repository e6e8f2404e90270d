"""Obligations of a case: what applies, since when, by when, and how it stands on a day."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, timedelta

import pytest

pytest.importorskip("chinese_calendar", reason="the extra `audit` is not installed")

from support.duties_docs import case
from support.rulesets import FOLDERS
from tolerance_rules import CaseError, Decision, Engine
from tolerance_rules.verdict.obligation import DueDate, Obligation
from tolerance_rules.verdict.obligation_life import START, TRANSITIONS, State, Trigger, live
from tolerance_rules.verdict.verdict import Status

ENGINE = Engine.load()


def decided(outcome: str = "exempt", on: str = "2023-09-26", engine=ENGINE, **handling: str):
    document = case(outcome)
    document["case"] = {"decided_on": on}
    return engine.evaluate({**document, "handling": handling})


def of(decision) -> dict[str, Obligation]:
    return {each.duty: each for each in decision.obligations}


def test_a_duty_moves_as_days_pass_and_records_are_made() -> None:
    notice = of(decided())["notice"]
    assert notice.due == DueDate(date(2023, 10, 11), date(2023, 10, 11))
    states = {day: notice.state(date(2023, 10, day)) for day in (10, 11, 12)}
    assert states == {10: State.DUE, 11: State.DUE, 12: State.OVERDUE}
    assert notice.state(date(2023, 9, 25)) is State.NOT_YET_DUE
    late = of(decided(notice="2023-10-12"))["notice"]
    assert late.state(date(2023, 10, 12)) is State.DONE_LATE
    assert of(decided(告知="2023-10-11"))["notice"].state(date(2024, 1, 1)) is State.DONE


def test_a_longer_time_to_correct_takes_the_place_of_the_first() -> None:
    served = {"open_correction": "2023-09-26", "correction_notice": "2023-09-27"}
    first = of(decided(**served, correction_due="2023-10-20"))["correct"]
    assert first.state(date(2023, 10, 21)) is State.OVERDUE
    longer = {"correction_due": "2023-10-20", "correction_extended_to": "2023-11-20"}
    again = of(decided(**served, **longer))["correct"]
    assert again.state(date(2023, 10, 21)) is State.DUE
    assert again.state(date(2023, 11, 21)) is State.OVERDUE


def test_what_is_corrected_already_needs_no_procedure() -> None:
    found = of(decided(nothing_left_to_correct="2023-09-26"))
    for name in ("open_correction",):
        assert found[name].state(date(2023, 9, 27)) is State.NOT_APPLICABLE
    assert "correction_notice" not in found


@pytest.mark.parametrize(
    ("reading", "on", "due"),
    [
        ("inclusive", "2024-05-24", "2024-05-25"),
        ("inclusive", "2024-05-25", "2024-05-25"),  # a Saturday, which does not move it
        ("inclusive", "2024-05-26", "2024-06-25"),
        ("exclusive", "2024-05-24", "2024-05-24"),
        ("exclusive", "2024-05-25", "2024-06-24"),
        ("exclusive", "2024-05-26", "2024-06-24"),
    ],
)
def test_filing_by_the_25th_under_both_readings(reading: str, on: str, due: str) -> None:
    engine = Engine.load(readings={"filing_day": reading})
    filing = of(decided(on=on, engine=engine))["filing"]
    assert filing.due is not None
    assert str(filing.due.known) == due


def test_consultation_is_only_of_a_difficult_case() -> None:
    open_case = {"facts": {"subject": {"kind": "party_member_cadre"}}}
    assert "consult" in of(ENGINE.evaluate(open_case))
    plain = of(ENGINE.evaluate({"facts": case("ordinary_accountability")["facts"]}))
    assert "consult" not in plain
    assert plain["notice"].state(date(2030, 1, 1)) is State.NOT_YET_DUE


def test_an_open_fact_leaves_a_duty_open() -> None:
    facts = {**case("exempt")["facts"], "remedy.rectification": ["nothing_to_correct", "active"]}
    found = of(ENGINE.evaluate({"facts": facts}))
    assert found["open_correction"].applies is Status.OPEN


def test_no_decision_to_tolerate_is_taken_as_made_while_the_outcome_is_open() -> None:
    facts = {**case("exempt")["facts"], "motive.gain_for_others": None}
    document = {"facts": facts, "case": {"decided_on": "2023-09-26"}}
    found = of(ENGINE.evaluate(document))
    assert (found["decide"].applies, found["decide"].done_on) == (Status.OPEN, None)
    assert found["conclude"].done_on == date(2023, 9, 26)
    made = ENGINE.evaluate({**document, "handling": {"decide": "2023-09-26"}})
    assert of(made)["decide"].done_on == date(2023, 9, 26)


def test_what_the_authority_chooses_changes_what_it_owes() -> None:
    decision = decided("not_pursued")
    assert "exemption_letter" in of(decision)
    own = decision.choose("lighter", reason="集体研究")
    assert {"show_in_decision", "appraise"} <= set(of(own))
    assert "exemption_letter" not in of(own)


def test_a_decision_with_its_obligations_loads_back_copies_and_pickles() -> None:
    decision = decided(notice="2023-10-09")
    again = Decision.from_json(decision.to_json())
    assert again == decision
    assert again.obligations == decision.obligations
    assert again.verify(ENGINE)
    data = pickle.dumps(decision)
    assert len(data) < 100_000  # the rules do not go with it
    assert pickle.loads(data) == copy.copy(decision) == copy.deepcopy(decision) == decision
    document = json.loads(decision.to_json())
    assert document["case"]["handling"] == {"notice": "2023-10-09"}
    assert ENGINE.evaluate({key: document[key] for key in ("case", "facts")}) == decision


def test_a_stored_due_date_that_was_an_interval_is_confirmed_once_the_year_is_known() -> None:
    document = decided().to_dict()
    for each in document["obligations"]:
        if each["duty"] == "notice":
            each["limits"] = [{"first": "2023-10-03", "last": "2023-10-27"}]
    assert Decision.from_dict(document).verify(ENGINE)
    for each in document["obligations"]:
        if each["duty"] == "notice":
            each["limits"] = [{"first": "2023-10-12", "last": "2023-10-27"}]
    assert not Decision.from_dict(document).verify(ENGINE)


@pytest.mark.parametrize(
    ("handling", "code", "said"),
    [
        ({"启动纠错程式": "2023-10-09"}, "C037", "启动纠错程序"),
        ({"notise": "2023-10-09"}, "C037", "notice"),
        ({"notice": "2023-10-09", "告知": "2023-10-09"}, "C007", "notice"),
        ({"notice": "2023-09-25"}, "C038", "重新作出决定的，删去以前那次的记载"),
        ({"notice": "昨天"}, "C025", "昨天"),
        ({"notice": "2023-02-30"}, "C025", "2023-02-30"),
    ],
)
def test_a_wrong_record_is_refused_with_its_remedy(handling, code, said) -> None:
    with pytest.raises(CaseError) as error:
        decided(**handling)
    (fault,) = error.value.faults
    assert fault.code == code
    assert said in fault.message + fault.remedy
    assert fault.remedy
    assert fault.english


def test_a_record_of_days_to_come_is_pointed_out_unless_it_is_appointed() -> None:
    assert [w.id for w in decided(notice="2999-01-01").warnings] == ["date_to_come"]
    assert decided(correction_due="2999-01-01").warnings == ()


def test_another_ruleset_has_duties_of_its_own() -> None:
    engine = Engine.load(FOLDERS[1])
    document = {"case": {"decided_on": "2025-09-26"}, "handling": {"受理": "2025-09-01"}}
    found = of(engine.evaluate({**document, "facts": {}}))
    # 28 to 30 September (Sunday made up) and 9, 10 October.
    assert found["notice"].due == DueDate(date(2025, 10, 10), date(2025, 10, 10))
    assert found["opinion"].starts_on == date(2025, 9, 1)


def test_every_transition_is_taken_and_no_other() -> None:
    day, far = date(2024, 5, 1), date(2024, 9, 1)
    limits = ((), (DueDate(day, day),), (DueDate(day, day), DueDate(far, far)))
    taken = set()
    for when in limits:
        for begins in (None, day - timedelta(days=9)):
            for done in (None, day, day + timedelta(days=9), far + timedelta(days=9)):
                for ended in (None, day - timedelta(days=1), day + timedelta(days=20)):
                    for applies in (Status.ESTABLISHED, Status.REFUTED):
                        each = Obligation(
                            "d", "7.6", ("", ""), ("", ""), (), "shall", False, applies, "x", False,
                            begins, when, False, done, ended,
                        )  # fmt: skip
                        for on in (
                            day - timedelta(days=2),
                            day,
                            day + timedelta(days=30),
                            date(2025, 1, 1),
                        ):
                            state, triggers = START, each._triggers(on)
                            for trigger in triggers:
                                taken.add((state, trigger))
                                state = TRANSITIONS[state, trigger]
                            assert state is live(triggers) is each.state(on)
    assert taken == set(TRANSITIONS)
    assert not [state for state, _ in TRANSITIONS if state in (State.DONE, State.DONE_LATE)]
    assert {trigger for _, trigger in TRANSITIONS} == set(Trigger)
