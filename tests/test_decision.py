"""Decision: the authority's choice, what it may record, and the result document."""

from __future__ import annotations

import copy
import dataclasses
import json
import operator
import pickle
import random
from datetime import date, datetime
from pathlib import Path

import pytest

from support.random_facts import complete_facts
from support.rulesets import for_every_ruleset
from tolerance_rules import (
    CaseError,
    CaseFacts,
    Decision,
    Engine,
    ForbiddenOutcomeError,
    InconsistentFactsError,
    Outcome,
    OutOfForceError,
    RulesError,
    UnknownNameError,
    UnsettledDecisionError,
    evaluate,
)
from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.formats.case_file import from_file
from tolerance_rules.loader import shipped
from tolerance_rules.rules import InForce, Ruleset
from tolerance_rules.verdict.worked_out import WORK_OUT

CASES = Path(__file__).resolve().parent.parent / "examples" / "cases"
ENGINE = Engine.load()
PRESUMED = {name: spec.presumed for name, spec in CaseFacts.vocabulary.items()}


def decide(**facts: object) -> Decision:
    """Return the decision of a case with everything established: presumed, but for `facts`."""
    given = {name.replace("__", "."): value for name, value in facts.items()}
    return ENGINE.evaluate(PRESUMED | given)


TOLERATED = {"work__high_quality_development": True, "nature__proactive": True}
PROCEDURE = {
    "procedure__democratic_centralism": True,
    "procedure__major_matters_procedure": True,
    "procedure__reported_and_sought_instructions": True,
}
ALL_MET = {
    **TOLERATED,
    **PROCEDURE,
    "remedy__impact_removal": "not_needed",
    "remedy__loss_recovery": "active",
}
FAVOURABLE = ("not_pursued", "exempt", "mitigated", "lighter")

# What forbids each choice, and what may be chosen, by the clauses of a ForbiddenOutcomeError.
CHOICES: dict[str, tuple[dict[str, object], tuple[str, ...], tuple[str, ...]]] = {
    "not a party's affair": (
        {"subject__kind": "other"},
        ("ordinary_accountability",),
        ("3", "7.5"),
    ),
    "not on duty": (
        {"subject__kind": "other", "work__performing_duty": False},
        ("ordinary_accountability",),
        ("3", "4", "7.5"),
    ),
    "barred": (
        {**ALL_MET, "nature__other_bar": True, "motive__gain_for_self": True},
        ("no_tolerance",),
        ("6.3", "6.6", "7.1"),
    ),
    "no circumstance": (PROCEDURE, ("ordinary_accountability",), ("5", "7.5")),
    "all four conditions": (ALL_MET, FAVOURABLE, ("7.5",)),
    "two conditions": (
        {**TOLERATED, "consequences__loss": "some"},
        FAVOURABLE[1:],
        ("7.5.2", "7.5.4", "7.5"),
    ),
}


@pytest.mark.parametrize("kind", CHOICES)
def test_an_authority_may_choose_what_is_permitted_and_nothing_else(kind: str) -> None:
    facts, permitted, clauses = CHOICES[kind]
    decision = decide(**facts)
    assert decision.permitted == permitted
    assert decision.outcome in decision.permitted
    for outcome in Outcome:
        if outcome is Outcome.ORDINARY_ACCOUNTABILITY and decision.modality == "may":
            continue  # see the next test
        if outcome in permitted:
            own = decision.choose(outcome, reason="集体研究")
            assert (own.outcome, own.basis, own.reason) == (outcome, "authority", "集体研究")
            assert own.permitted == decision.permitted
            assert [each.role for each in own.citations if each.role == "policy"] == []
            assert "集体研究" in own.explain()
            assert own == decision.choose(outcome.value, reason="集体研究")
        else:
            with pytest.raises(ForbiddenOutcomeError) as error:
                decision.choose(outcome, reason="集体研究")
            harsher = outcome.is_harsher_than(decision.permitted[-1])
            assert error.value.clauses == (clauses[-1:] if harsher else clauses)
            assert error.value.permitted == permitted
            assert error.value.outcome == outcome


@pytest.mark.parametrize("facts", [ALL_MET, TOLERATED], ids=["by the text", "by the policy"])
def test_what_is_only_permitted_may_be_declined_with_a_reason(facts: dict[str, object]) -> None:
    decision = decide(**facts)
    for blank in ("", " \n"):
        with pytest.raises(CaseError, match="没有写明理由"):
            decision.choose("ordinary_accountability", reason=blank)
    declined = decision.choose("ordinary_accountability", reason="同类失误第三次发生")
    assert declined.withheld
    assert (declined.outcome, declined.basis) == ("ordinary_accountability", "authority")
    assert declined.set_aside is decision.outcome
    assert declined.permitted == decision.permitted
    said = declined.explain()
    assert f"没有采用的结论是：{decision.label(decision.outcome)}" in said
    assert "同类失误第三次发生" in said
    assert json.loads(declined.to_json())["set_aside"] == decision.outcome.value
    own = decision.choose(decision.permitted[-1], reason="集体研究")
    assert not own.withheld
    assert (own.set_aside is None) == (own.outcome is decision.outcome)


def test_what_shall_be_is_not_declined() -> None:
    barred = decide(**ALL_MET, nature__other_bar=True)
    with pytest.raises(ForbiddenOutcomeError):
        barred.choose("ordinary_accountability", reason="集体研究")


def test_adverse_facts_that_did_not_matter_are_named() -> None:
    barred = decide(
        **ALL_MET,
        nature__other_bar=True,
        consequences__loss="major",
        consequences__impact="none",
        nature__mandatory_rule_violated=True,
        discretion__aggravating=True,
    )
    assert barred.unweighed == (
        "nature.mandatory_rule_violated",
        "consequences.loss",
        "discretion.aggravating",
    )
    assert "已查明而未影响结论的不利事实" in barred.explain()
    picked = decide(**TOLERATED, consequences__loss="some", discretion__aggravating=True)
    assert picked.unweighed == ()  # a condition rests on the loss, and the policy weighs the rest


@pytest.mark.parametrize("reason", [None, 1, "\0", "\ud800", "x" * 20_001])
def test_a_reason_is_text(reason: object) -> None:
    with pytest.raises(CaseError, match="reason"):
        decide(**ALL_MET).choose("exempt", reason=reason)  # type: ignore[arg-type]


@pytest.mark.parametrize("outcome", ["exemptt", "免于处", "免予容错", "", None, 1, ["exempt"]])
def test_a_choice_is_one_of_the_six_outcomes(outcome: object) -> None:
    with pytest.raises(UnknownNameError, match="可用的有：exempt、"):
        decide(**ALL_MET).choose(outcome, reason="x")  # type: ignore[arg-type]


def test_what_is_not_settled_is_not_recorded() -> None:
    unsettled = ENGINE.evaluate(from_file(CASES / "06_entrepreneurship_fund.yaml"))
    for record in (unsettled.require_settled, lambda: unsettled.choose("exempt", reason="x")):
        with pytest.raises(UnsettledDecisionError) as error:
            record()
        assert error.value.open_facts == unsettled.open_facts
        assert "motive.gain_for_others" in unsettled.open_facts
        assert set(error.value.reachable) == set(unsettled.reachable)
        assert "motive.gain_for_others（为他人谋取私利）" in str(error.value)
    settled = decide(**ALL_MET)
    assert settled.require_settled() is settled


def test_outcomes_refuse_an_order_and_tell_which_is_more_lenient() -> None:
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        for one, other in (
            (Outcome.EXEMPT, Outcome.LIGHTER),
            (Outcome.EXEMPT, "lighter"),
            ("exempt", Outcome.LIGHTER),
        ):
            with pytest.raises(TypeError, match="at_least_as_lenient_as"):
                compare(one, other)
    with pytest.raises(TypeError):
        sorted(Outcome)
    more = {(a, b) for a in Outcome for b in Outcome if a.at_least_as_lenient_as(b)}
    ordered = list(Outcome)
    for place, outcome in enumerate(ordered):
        assert (outcome, outcome) in more
        for heavier in ordered[place + 1 :]:
            assert ((outcome, heavier) in more) == (place < 4)
            assert (heavier, outcome) not in more


def test_outcomes_compare_with_their_codes_and_have_labels() -> None:
    assert Outcome.NOT_PURSUED == "not_pursued"
    assert str(Outcome.EXEMPT) == f"{Outcome.EXEMPT}" == "exempt"
    labels = {outcome.label(lang) for outcome in Outcome for lang in ("zh", "en")}
    assert len(labels) == 12


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_decision_is_a_value_and_a_document(path: Path) -> None:
    decision = ENGINE.evaluate(from_file(path))
    for other in (copy.deepcopy(decision), pickle.loads(pickle.dumps(decision))):
        assert other == decision
        assert hash(other) == hash(decision)
    document = json.loads(decision.to_json())
    assert document == decision.to_dict()
    again = ENGINE.evaluate({"case": {}, "facts": document["facts"]})
    early = [each for each in document["warnings"] if each["id"] == "earlier_conduct"]
    # What is due follows from the date of the decision, which stands in the case.
    again_document = again.to_dict() | {key: document[key] for key in ("case", "obligations")}
    again_document["warnings"] += early
    assert again_document == document
    assert document["outcome"] in document["permitted"]
    assert document["outcome"] in document["reachable"]
    assert document["settled"] == (len(document["reachable"]) == 1)


def test_nothing_of_a_decision_can_be_changed() -> None:
    decision = decide(**ALL_MET)
    # Some fields are worked out when they are asked for.
    fields = {field.name for field in dataclasses.fields(Decision)}
    assert set(vars(decision)) - {WORK_OUT} <= fields
    assert decision == dataclasses.replace(decision)
    assert set(vars(decision)) - {WORK_OUT, "completed"} == fields
    with pytest.raises(AttributeError):
        decision.outcome = Outcome.EXEMPT  # type: ignore[misc]
    for mapping in (decision.statuses, decision.ruleset.readings):
        for change in (
            lambda m: m.update({"3": None}),
            lambda m: m.clear(),
            lambda m: m.pop("3"),
            lambda m: m.__setitem__("3", None),
        ):
            with pytest.raises(TypeError):
                change(mapping)


# The time in force, the date, and whether it is refused.
@pytest.mark.parametrize(
    ("until", "on", "refused"),
    [
        (None, date(2023, 7, 26), "早于.*2022〕22号.*没有载入"),
        (None, date(2023, 7, 27), ""),
        (None, datetime(2023, 7, 26, 23, 59), "决定日期 2023-07-26 早于"),
        (None, date(9999, 12, 31), ""),
        ("2025-12-31", date(2025, 12, 31), ""),
        ("2025-12-31", datetime(2025, 12, 31, 10, 0), ""),
        ("2025-12-31", date(2026, 1, 1), "晚于.*失效日期 2025-12-31"),
    ],
)
def test_a_decision_is_made_while_the_rules_are_in_force(
    until: str | None, on: date, refused: str
) -> None:
    rules = dataclasses.replace(shipped("zzvc-2023-32"), in_force=InForce("2023-07-27", until))
    engine = Engine(rules)
    if not refused:
        assert engine.evaluate({}, on=on).outcome == "ordinary_accountability"
        return
    with pytest.raises(OutOfForceError, match=refused) as error:
        engine.evaluate({}, on=on)
    assert error.value.ruleset == "zzvc-2023-32"


def test_the_date_of_a_case_file_gives_way_to_the_date_asked_for() -> None:
    case = {"case": {"decided_on": "2022-01-01"}, "facts": {}}
    with pytest.raises(OutOfForceError):
        ENGINE.evaluate(case)
    assert ENGINE.evaluate(case, on=date(2024, 1, 1)).case.decided_on == "2022-01-01"


def test_what_an_engine_is_loaded_with_is_named_or_refused() -> None:
    with pytest.raises(UnknownNameError) as ruleset:
        Engine.load("zzvc-2023-23")
    assert ruleset.value.nearest == "zzvc-2023-32"
    with pytest.raises(UnknownNameError) as reading:
        Engine.load(readings={"remedy_scop": "either"})
    assert reading.value.nearest == "remedy_scope"
    with pytest.raises(UnknownNameError) as option:
        Engine.load(readings={"remedy_scope": "eithr"})
    assert option.value.nearest == "either"
    assert "可用的有：zzvc-2023-32。其他规则集请写它的目录的路径" in str(ruleset.value)
    for folder in (Path("no/such/folder"), "/no/such/folder", "no/such", "./no", "x/" * 5_000):
        with pytest.raises(RulesError, match="R042 没有这个规则目录"):
            Engine.load(folder)
    with pytest.raises(RulesError, match="R042 这是文件，不是规则目录"):
        Engine.load("examples/policy_strict.yaml")
    loaded = Engine.load(readings={"remedy_scope": "either"}, policy="examples/policy_strict.yaml")
    decision = loaded.evaluate(PRESUMED)
    assert decision.ruleset.readings["remedy_scope"] == "either"
    assert decision.policy == loaded.rules.policy.id != ENGINE.rules.policy.id
    assert decision.ruleset.policy_sha256 != ENGINE.evaluate(PRESUMED).ruleset.policy_sha256
    assert decision.ruleset.sha256 == ENGINE.rules.sha256


def test_the_default_engine_decides_as_one_loaded() -> None:
    facts = CaseFacts.from_facts({"nature.other_bar": True})
    assert evaluate(facts) == ENGINE.evaluate(facts) == ENGINE.evaluate(facts.flat)


def test_a_settled_case_asks_no_diagram(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine.load()
    engine.evaluate(PRESUMED)
    assert engine._diagram is None
    engine.evaluate({})
    assert isinstance(engine._diagram, Diagram)


@for_every_ruleset
def test_a_choice_may_be_written_as_the_regulation_calls_it(rules: Ruleset) -> None:
    engine, rng = Engine(rules), random.Random(5)
    chosen = set()
    while len(chosen) < 3:
        try:
            decision = engine.evaluate(complete_facts(rules.vocabulary, rng))
        except InconsistentFactsError:
            continue
        for code, words in rules.labels.items():
            for word in (*words.label, *words.also, f" {code.upper()} "):
                if code in decision.permitted:
                    own = decision.choose(word, reason="集体研究")
                    assert own == decision.choose(code, reason="集体研究")
                    chosen.add(code)
                elif code != Outcome.ORDINARY_ACCOUNTABILITY:
                    with pytest.raises(ForbiddenOutcomeError) as forbidden:
                        decision.choose(word, reason="集体研究")
                    assert forbidden.value.outcome == code
        with pytest.raises(UnknownNameError) as unknown:
            decision.choose("没有的结论", reason="集体研究")
        assert set(unknown.value.names) == {
            *rules.labels,
            *(words.label[0] for words in rules.labels.values()),
        }
        for code in set(Outcome) - set(rules.labels):
            with pytest.raises(ForbiddenOutcomeError):
                decision.choose(code, reason="集体研究")
