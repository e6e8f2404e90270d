"""What a person types is read alike everywhere, or refused."""

from __future__ import annotations

from itertools import permutations

import pytest

from support.rulesets import SHIPPED, for_every_ruleset
from tolerance_rules import CaseFacts, Outcome, UnknownNameError
from tolerance_rules.formats.human_outcomes import outcome_from_text
from tolerance_rules.formats.human_values import (
    UnreadableValueError,
    ValueReader,
    fact_from_text,
    folded,
    value_from_text,
)

SPECS = SHIPPED.vocabulary
PILOT, LOSS = SPECS["work.pilot"], SPECS["consequences.loss"]
YES = [
    "是",
    "是的",
    "对",
    "有",
    "true",
    "TRUE",
    "t",
    "T",
    "yes",
    "Yes",
    "y",
    "1",
    "1.0",
    "１",
    "ｙｅｓ",
    "√",
    "✓",
    "✔",
    "☑",
]
NO = [
    "否",
    "不是",
    "不对",
    "没有",
    "无",
    "错",
    "false",
    "FALSE",
    "f",
    "no",
    "No",
    "n",
    "0",
    "0.0",
    "０",
    "×",
    "✗",
    "✘",
    "☒",
]
UNKNOWN = ["", " ", "\u3000", "未查明", "未知", "不详", "不清楚", "unknown", "NULL", "?", "？"]
UNKNOWN += ["not established"]


@pytest.mark.parametrize(
    ("words", "value"), [(YES, True), (NO, False), (UNKNOWN, None)], ids=["yes", "no", "unknown"]
)
def test_the_usual_words_for_yes_no_and_unknown_are_read(words, value) -> None:
    assert {word: value_from_text(PILOT, word) for word in words} == dict.fromkeys(words, value)


def test_unknown_is_written_alike_for_every_fact() -> None:
    assert {value_from_text(LOSS, word) for word in UNKNOWN} == {None}


@for_every_ruleset
def test_every_code_and_label_is_read(rules) -> None:
    for spec in rules.vocabulary.values():
        for value, labels in spec.value_labels.items():
            for word in (str(value), *labels, f"\u3000{labels[1].upper()}\u200b "):
                assert value_from_text(spec, word) == value
        for name in (spec.name, spec.label, spec.label_en, f" {spec.label_en.upper()}\u3000"):
            assert fact_from_text(name, rules.vocabulary) is spec


@for_every_ruleset
def test_every_set_of_values_still_possible_is_read_in_any_order_and_language(rules) -> None:
    for spec in rules.vocabulary.values():
        if spec.finding:
            continue
        for size in range(2, len(spec.values) + 1):
            for possible in permutations(spec.values, size):
                known = spec.known(possible)
                words = [[str(v) for v in possible]]
                words += zip(*(spec.value_labels[value] for value in possible), strict=True)
                assert {value_from_text(spec, "|".join(each)) for each in words} == {known}
                assert value_from_text(spec, " ｜\u3000".join(words[-1])) == known


@for_every_ruleset
def test_a_finding_is_made_or_not(rules) -> None:
    findings = [spec for spec in rules.vocabulary.values() if spec.finding]
    assert findings or rules is SHIPPED
    for spec in findings:
        assert {value_from_text(spec, word) for word in UNKNOWN} == {False}
        with pytest.raises(UnreadableValueError):
            value_from_text(spec, "是|否")


def test_words_of_a_tables_own_go_first() -> None:
    reader = ValueReader(
        LOSS, {"不大": ("none", "some"), "没有": None, " 待定": None, "是": "major"}
    )
    assert reader.known("不大") == ("none", "some")
    assert reader.known("没有") is None
    assert reader.known("待定\u3000") is None
    assert reader.known("是|some") == ("some", "major")
    assert reader.known("不大|major") is None


@pytest.mark.parametrize("word", ["也许", "是否", "2", "是 是", "是，", "true false", "none"])
def test_other_words_mean_nothing(word) -> None:
    with pytest.raises(UnreadableValueError) as error:
        value_from_text(PILOT, word)
    assert error.value.spec is PILOT


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("some|major", ("some", "major")),
        ("重大损失 ｜ SOME", ("some", "major")),
        ("major|major", "major"),
        ("none|some|major", None),
    ],
)
def test_values_still_possible_stand_between_bars(text, known) -> None:
    assert value_from_text(LOSS, text) == known


@pytest.mark.parametrize("text", ["some|", "|", "some|未查明", "some|huge", "some,major"])
def test_what_is_not_wholly_understood_is_refused(text) -> None:
    with pytest.raises(UnreadableValueError):
        value_from_text(LOSS, text)


def test_yes_is_no_degree() -> None:
    with pytest.raises(UnreadableValueError):
        value_from_text(LOSS, "是")
    assert value_from_text(LOSS, "没有") == "none"


def test_none_is_said_in_two_words_where_one_of_them_is_the_label() -> None:
    assert value_from_text(LOSS, " 无 ") == "none"
    assert value_from_text(LOSS, "无|重大损失") == ("none", "major")
    with pytest.raises(UnreadableValueError):  # two of its values begin with 没有
        value_from_text(CaseFacts.vocabulary["remedy.rectification"], "无")


@for_every_ruleset
def test_outcomes_are_read_by_code_label_and_the_other_spellings(rules) -> None:
    for code, words in rules.labels.items():
        for word in (code, *words.label, *words.also, f" {code.upper()} "):
            assert outcome_from_text(word, rules.labels) is Outcome(code)
    for outcome in set(Outcome) - {Outcome(code) for code in rules.labels}:
        with pytest.raises(UnknownNameError):
            outcome_from_text(outcome.value, rules.labels)


def test_outcomes_are_read_as_registers_write_them() -> None:
    words = {"不予追究": Outcome.NOT_PURSUED, "免予处分": Outcome.EXEMPT, "从轻": Outcome.LIGHTER}
    words |= dict.fromkeys(["不适用容错", "按照有关规定处理"], Outcome.ORDINARY_ACCOUNTABILITY)
    assert {word: outcome_from_text(word, SHIPPED.labels) for word in words} == words


def test_the_nearest_name_is_proposed() -> None:
    with pytest.raises(UnknownNameError, match=r"work\.pilot"):
        fact_from_text("work.pilott", SPECS)
    with pytest.raises(UnknownNameError, match="不予容错"):
        outcome_from_text("不予容措", SHIPPED.labels)


def test_blanks_widths_and_capitals_make_no_difference() -> None:
    assert folded("\ufeff\u2003 ＹＥＳ\u3000\u200b\u2028\x1f") == "yes"
    assert folded("⽆") == "无"  # a radical, as texts copied from a PDF have it
