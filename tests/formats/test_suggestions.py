"""What is proposed for a name that is not there: something near, never the opposite, never slow."""

from __future__ import annotations

import time

import pytest

from support.rulesets import SHIPPED
from tolerance_rules import CaseError
from tolerance_rules.errors import LISTED, SUGGESTED, Suggestions, nearest
from tolerance_rules.formats.case_file import from_document

OUTCOMES = [label for words in SHIPPED.labels.values() for label in words.label]


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("予以容错", OUTCOMES),
        ("应予容错", OUTCOMES),
        ("追究责任", OUTCOMES),
        ("予以追究责任", OUTCOMES),
        ("从重处理", OUTCOMES),
        ("加重处理", OUTCOMES),
        ("tolerance", OUTCOMES),
        ("liability pursued", OUTCOMES),
        ("foreseeable_factors", ["conditions.unforeseeable_factors"]),
        ("知情", ["不知情"]),
        ("有书面认定", ["无书面认定"]),
        ("主动纠正", ["被动纠正"]),
        ("符合程序", ["未符合程序", "不符合程序", "非符合程序"]),
        ("was found", ["was not found"]),
    ],
)
def test_the_opposite_is_never_proposed(name: str, names: list[str]) -> None:
    assert nearest(name, names) is None


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("不予容措", "不予容错"),
        ("不与追究责任", "不予追究责任"),
        ("从轻处里", "从轻处理"),
        ("消除影响", "消除不良影响"),
        ("work.pilott", "work.pilot"),
        ("no_tolerence", "no_tolerance"),
    ],
)
def test_what_is_near_is_proposed(name: str, near: str) -> None:
    names = [*OUTCOMES, "消除不良影响", "work.pilot", "no_tolerance"]
    assert nearest(name, names) == near


def test_only_the_first_unknown_names_are_looked_for() -> None:
    suggestions = Suggestions()
    found = [suggestions.mean("pilott", ["pilot"]) for _ in range(SUGGESTED + 5)]
    assert all(found[:SUGGESTED])
    assert not any(found[SUGGESTED:])


@pytest.mark.slow
def test_a_case_of_many_unknown_names_is_refused_in_seconds_and_told_in_a_page() -> None:
    start = time.monotonic()
    with pytest.raises(CaseError) as error:
        from_document({"work": {f"pilot_{number}": True for number in range(78_000)}})
    assert time.monotonic() - start < 60
    assert len(error.value.faults) == 78_000
    assert len(str(error.value).splitlines()) == LISTED + 2
    assert "另有 77900 处" in str(error.value)
