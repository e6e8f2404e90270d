"""Facts: the vocabulary is that of the regulation; a fact is what was given, or unknown."""

from __future__ import annotations

import copy
import inspect
import pickle
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from support.random_facts import random_facts
from tolerance_rules import CaseError, CaseFacts, Engine
from tolerance_rules.facts import CaseModel, Consequences, Vocabulary, Work, case_model, model_of
from tolerance_rules.loader import shipped
from tolerance_rules.vocabulary.python_types import to_python

RULES = shipped("zzvc-2023-32")
SPECS = RULES.vocabulary

# How many facts each group has, and the facts that are presumed to be other than false or none.
SIZES = {
    "subject": 1,
    "work": 18,
    "motive": 6,
    "conditions": 9,
    "procedure": 4,
    "nature": 16,
    "consequences": 6,
    "remedy": 3,
    "discretion": 3,
}
PRESUMED = {
    "subject.kind": "party_member_cadre",
    "work.performing_duty": True,
    "conditions.law_at_the_time": "liable",
    "remedy.rectification": "nothing_to_correct",
}


def test_the_vocabulary_is_that_of_the_six_dimensions() -> None:
    sizes = {group: sum(spec.group == group for spec in SPECS.values()) for group in SPECS.groups}
    assert sizes == SIZES
    assert [*sizes][2:8] == [
        *("motive", "conditions", "procedure", "nature", "consequences", "remedy")
    ]


def test_presumptions_create_no_circumstance_no_bar_and_no_merit() -> None:
    for name, spec in SPECS.items():
        usual = False if spec.boolean else "none"
        assert spec.presumed == PRESUMED.get(name, usual), name


@pytest.mark.parametrize("name", SPECS)
def test_a_fact_is_fully_described(name: str) -> None:
    spec = SPECS[name]
    assert spec.presumed in spec.values
    assert set(spec.value_labels) == set(spec.values)
    assert set(spec.order) <= set(spec.values)
    assert spec.question.rstrip("）").endswith(("？", "”", "答“是”"))
    assert spec.label.strip()
    assert spec.label_en.isascii()
    assert spec.direction in ("mitigating", "aggravating", "neutral")
    assert RULES.clauses_using[name], f"no clause and no policy uses {name}"


def test_labels_are_not_shared() -> None:
    for labels in ([spec.label for spec in SPECS.values()], [s.label_en for s in SPECS.values()]):
        assert len(set(labels)) == len(labels)


def test_nested_dotted_and_mixed_forms_are_the_same_facts() -> None:
    expected = CaseFacts.model_validate({"work": {"pilot": True, "creative": False}})
    for given in (
        {"work.pilot": True, "work.creative": False},
        {"work": {"pilot": True}, "work.creative": False},
        {"work": {"pilot": True, "creative": False}, "motive": None},
        expected,
    ):
        assert CaseFacts.from_facts(given) == expected


def test_what_is_not_given_is_unknown() -> None:
    findings = {name for name, spec in SPECS.items() if spec.finding}
    assert findings == {"nature.three_distinctions", "nature.other_bar"}
    assert CaseFacts().unknown == tuple(name for name in SPECS if name not in findings)
    assert CaseFacts().nature.other_bar is False
    assert CaseFacts.from_facts({"nature.other_bar": None}) == CaseFacts()
    facts = CaseFacts.from_facts({"work.pilot": False})
    assert set(SPECS) - set(facts.unknown) == {"work.pilot", *findings}
    assert facts.flat["work.pilot"] is False
    assert CaseFacts.from_facts(facts.flat) == facts


def test_facts_are_frozen_and_copies_are_validated() -> None:
    facts = CaseFacts.from_facts({"work.pilot": True})
    with pytest.raises(ValidationError):
        facts.work.pilot = False
    changed = facts.with_facts({"work.pilot": None, "remedy.loss_recovery": "active"})
    assert (changed.work.pilot, changed.remedy.loss_recovery) == (None, "active")
    assert facts.work.pilot is True
    with pytest.raises(CaseError, match=r"work\.pilot"):
        facts.with_facts({"work.pilott": True})
    updated = facts.model_copy(update={"work": {"creative": True}})
    assert updated.packed == SPECS.pack(updated.flat) != facts.packed
    with pytest.raises(ValidationError):
        facts.model_copy(update={"work": {"creative": 1}})


def test_facts_can_be_compared_hashed_copied_and_sent() -> None:
    facts = CaseFacts.from_facts({"work.pilot": True})
    for other in (copy.deepcopy(facts), pickle.loads(pickle.dumps(facts)), facts.model_copy()):
        assert other == facts
        assert hash(other) == hash(facts)
        assert other.packed == facts.packed
    assert CaseFacts.model_validate_json(facts.model_dump_json()) == facts


def test_the_packed_form_has_a_bit_for_every_value_still_possible() -> None:
    rng = random.Random(5)
    drawn = [random_facts(SPECS, rng, 0.4) for _ in range(50)]
    assert len({SPECS.pack(each) for each in drawn}) == 50
    for facts in drawn:
        packed = CaseFacts.from_facts(facts).packed
        assert packed == SPECS.pack(facts)
        for name, known in facts.items():
            assert SPECS.unpack(name, packed) == SPECS[name].possible(known)


def test_a_fact_may_be_partly_known() -> None:
    facts = CaseFacts.from_facts({"consequences.loss": ["major", "some"]})
    assert facts.consequences.loss == ("some", "major")  # in the order of the vocabulary
    assert facts.partly_known == ("consequences.loss",)
    assert "consequences.loss" not in facts.unknown
    same = CaseFacts(consequences=Consequences(loss=("major", "some", "major")))
    assert same == facts
    assert (same.packed, hash(same)) == (facts.packed, hash(facts))
    assert CaseFacts.model_validate_json(facts.model_dump_json()) == facts
    assert pickle.loads(pickle.dumps(facts)) == facts
    for given, known in (
        (["some"], "some"),
        (["none", "some", "major"], None),
        (("major", "none"), ("none", "major")),
    ):
        assert CaseFacts.from_facts({"consequences.loss": given}).consequences.loss == known
    assert CaseFacts.from_facts({"work.pilot": [False, True]}).work.pilot is None
    assert CaseFacts.from_facts({"work.pilot": [True]}).work.pilot is True


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"consequences.loss": []}, "列了一个空的列表"),
        ({"consequences.loss": ["some", "mayor"]}, "您是否想写 major？"),
        ({"consequences.loss": ["some", None]}, "的值 null 不能识别"),
        ({"consequences.loss": [["some"]]}, "不能识别"),
        ({"work.pilot": [True, "yes"]}, "的值 yes 不能识别"),
    ],
)
def test_a_list_of_values_that_says_nothing_is_refused(given: object, said: str) -> None:
    with pytest.raises(CaseError, match=said):
        CaseFacts.from_facts(given)


def test_the_types_are_those_that_the_vocabulary_gives() -> None:
    """The shipped model is what facts.yaml generates, and one built when asked for agrees."""
    assert CaseFacts.vocabulary == RULES.vocabulary
    assert RULES.model is CaseFacts
    built = case_model(RULES.vocabulary)
    assert (
        built.model_json_schema()["$defs"].keys() == CaseFacts.model_json_schema()["$defs"].keys()
    )
    module = Path(inspect.getfile(CaseFacts))
    assert module.read_text("utf-8") == to_python(RULES.vocabulary, RULES.id)
    given = {"work": {"pilot": True}, "consequences": {"loss": ["some", "major"]}}
    assert built.from_facts(given).flat == CaseFacts.from_facts(given).flat
    assert CaseFacts.from_facts(built.from_facts(given)) == CaseFacts.from_facts(given)


def test_two_vocabularies_stand_side_by_side() -> None:
    """A case of one is taken by another by the names that they share; a stranger is refused."""
    other = Vocabulary(
        {"work": SPECS.groups["work"]},
        {"work.pilot": SPECS["work.pilot"], "work.creative": SPECS["work.creative"]},
    )
    model = model_of(other)
    assert model is model_of(other)
    assert model is not CaseFacts
    facts = CaseFacts.from_facts({"work.pilot": True})
    assert model.from_facts(facts).flat == {"work.pilot": True, "work.creative": None}
    with pytest.raises(CaseError, match="motive"):
        model.from_facts(CaseFacts.from_facts({"motive.efficiency": True}))


def test_pydantic_says_in_chinese_what_is_wrong() -> None:
    with pytest.raises(ValidationError) as error:
        CaseFacts.model_validate({"work": {"pilott": True, "creative": "{x}"}, "wrok": {}})
    for said in ("您是否想写 work.pilot？", "的值 {x} 不能识别", "您是否想写 work？"):
        assert said in str(error.value)


FAULTY: list[dict[str, object]] = [
    {"work": {"pilott": True}},
    {"wrok": {}},
    {"work": {"pilot": "maybe"}, "consequences": {"loss": "mayor"}},
    {"consequences": {"loss": []}},
    {"work": 3},
]


@pytest.mark.parametrize("given", FAULTY)
@pytest.mark.parametrize("model", [CaseFacts, case_model(RULES.vocabulary)], ids=["typed", "made"])
def test_every_way_in_refuses_a_fault_in_the_same_way(
    given: dict[str, Any], model: type[CaseModel]
) -> None:
    found = []
    for enter in (
        lambda: model(**given),
        lambda: model.from_facts(given),
        lambda: Engine.load().evaluate(given),
    ):
        with pytest.raises(CaseError) as error:
            enter()
        found.append([replace(each, remedy="") for each in error.value.faults])
    assert found[0] == found[1] == found[2]


def test_a_group_refuses_a_fault_as_the_whole_case_does() -> None:
    for make, said in (
        (lambda: Consequences(loss="mayor"), "您是否想写 major？"),  # type: ignore[arg-type]
        (lambda: Work(pilott=True, creative=1), r"共 2 处(.|\n)*您是否想写 work\.pilot？"),  # type: ignore[call-arg, arg-type]
    ):
        with pytest.raises(CaseError, match=said):
            make()
