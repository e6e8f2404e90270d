"""Patterns kept by column say what they were given, each and together."""

import random

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")

from support.rulesets import RULESETS
from tolerance_rules.audit.patterns import BYTE, Column, Patterns
from tolerance_rules.audit.relevant_facts import RelevantFacts
from tolerance_rules.executors.bit_parallel.bits import flags

ROWS = [(True, "some", None), (1, ("none", "some"), "x"), (None, "some", "x"), (False, None, None)]


def test_patterns_are_what_they_were_made_of() -> None:
    patterns = Patterns.of(ROWS)
    assert list(patterns) == ROWS == [tuple(pattern) for pattern in patterns]
    assert [patterns[-1], patterns[0][1], patterns[1][1:]] == [ROWS[3], "some", ROWS[1][1:]]
    # 1 is no True.
    assert [type(pattern[0]) for pattern in patterns] == [type(row[0]) for row in ROWS]
    assert patterns[1:3] == Patterns.of(ROWS[1:3])
    assert hash(patterns[2]) == hash(ROWS[2])
    assert repr(patterns[2]) == repr(ROWS[2])
    assert patterns != ROWS[:3]
    with pytest.raises(IndexError):
        patterns[4]


@pytest.mark.parametrize("different", [3, BYTE, BYTE + 1])
def test_a_column_finds_again_what_is_known(different) -> None:
    cells = [str(number % different) for number in range(300)]
    column = Column.of(cells)
    assert isinstance(column.numbers, bytes) is (different <= BYTE)
    for known, bits in column.places():
        assert list(map(bool, flags(bits, len(cells)))) == [cell == known for cell in cells]


@pytest.mark.parametrize("rules", RULESETS, ids=lambda rules: rules.id)
def test_relevant_facts_are_those_known_or_implied(rules) -> None:
    rng, names = random.Random(5), list(rules.vocabulary)
    pattern = [rng.choice((None, *spec.values)) for spec in rules.vocabulary.values()]
    implied = {names[2]: rules.vocabulary[names[2]].values[0], names[3]: None}
    places = {name: place for place, name in enumerate(names) if place % 3}
    known = {**dict(zip(names, pattern, strict=True)), **implied}
    expected = {n: known[n] for n in names if n in places and known[n] is not None}
    found = RelevantFacts(pattern, implied, places)
    assert found == expected
    assert list(found.items()) == list(expected.items())
    assert repr(found) == repr(expected)
    assert names[0] not in found
    assert names[3] not in found
