"""Many patterns of facts judged at once are judged as each is alone; nothing grows with them."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")

from support.rulesets import RULESETS
from tolerance_rules import Engine
from tolerance_rules.audit import judge_many
from tolerance_rules.audit.judge import Judge, Judged
from tolerance_rules.audit.judge_many import judged_patterns
from tolerance_rules.errors import CaseError
from tolerance_rules.executors.bit_parallel.bits import Lists, counted, flags, numbers, where


def patterns_of(rules, seed, count):
    """Return patterns known throughout, in part, and hardly at all; usual ones and odd ones."""
    rng = random.Random(seed)
    for _ in range(count):
        unknown, usual = rng.choice((0, 0.05, 0.2, 0.6, 0.9)), rng.choice((0.2, 0.7, 0.9))
        yield tuple(_cell(spec, unknown, usual, rng) for spec in rules.vocabulary.values())


def _cell(spec, unknown, usual, rng):
    if rng.random() < unknown:
        if len(spec.values) == 2 or spec.finding or rng.random() < 0.5:
            return None
        return spec.known(rng.sample(spec.values, rng.randint(1, len(spec.values))))
    return spec.presumed if rng.random() < usual else rng.choice(spec.values)


def alone(pattern, judge):
    try:
        return judge.judge(pattern)
    except CaseError as error:
        return error.faults


def with_other_readings(rules):
    return rules.with_readings({card.id: card.names[-1] for card in rules.readings.values()})


def agreeing(engine, seed, count):
    """Return how many cases were judged, and how many refused, all of them alike."""
    judge, patterns = Judge(engine), list(patterns_of(engine.rules, seed, count))
    many = judged_patterns(patterns, judge)
    for pattern, found in zip(patterns, many, strict=True):
        assert found == alone(pattern, judge)
    judged = sum(isinstance(found, Judged) for found in many)
    return judged, len(many) - judged


@pytest.mark.parametrize("rules", RULESETS, ids=lambda rules: rules.id)
def test_many_are_judged_as_each_alone(rules) -> None:
    judged, refused = agreeing(Engine(rules), 1, judge_many.FEW + 50)
    assert judged > 80
    assert refused > 10


@pytest.mark.slow
@pytest.mark.parametrize("rules", RULESETS, ids=lambda rules: rules.id)
def test_very_many_are_judged_as_each_alone_under_other_readings_too(rules) -> None:
    agreeing(Engine(rules), 2, 400)
    agreeing(Engine(with_other_readings(rules)), 3, 400)


def test_what_is_no_value_is_refused_by_itself() -> None:
    rules = RULESETS[0]
    judge, patterns = Judge(Engine(rules)), list(patterns_of(rules, 4, judge_many.FEW + 20))
    several = next(n for n, spec in enumerate(rules.vocabulary.values()) if len(spec.values) > 2)
    values = list(rules.vocabulary.values())[several].values
    for place, odd in enumerate(("nonsense", (values[1], values[0]), (values[0],), ("x", "y"))):
        patterns[place] = (*patterns[place][:several], odd, *patterns[place][several + 1 :])
    many = judged_patterns(patterns, judge)
    assert not isinstance(many[0], Judged)
    assert many[:9] == [alone(pattern, judge) for pattern in patterns[:9]]
    # 1 is no True.
    patterns[-1] = tuple(1 if cell is True else cell for cell in patterns[-1])
    assert judged_patterns(patterns, judge)[-1] == alone(patterns[-1], judge)


def test_patterns_are_judged_in_parts(monkeypatch) -> None:
    rules = RULESETS[0]
    judge, patterns = Judge(Engine(rules)), list(patterns_of(rules, 5, judge_many.FEW + 40))
    whole = judged_patterns(patterns, judge)
    monkeypatch.setattr(judge_many, "AT_ONCE", 37)
    assert judged_patterns(patterns, judge) == whole


def test_bits_are_written_out_as_they_were_read() -> None:
    rng = random.Random(6)
    for count in (1, 7, 8, 9, 100):
        rows = [[rng.randrange(2) for _ in range(count)] for _ in range(11)]
        planes = [where("".join(map(str, row)).encode()) for row in rows]
        assert [list(flags(plane, count)) for plane in planes] == rows
        sums = [sum(column) for column in zip(*rows, strict=True)]
        assert list(numbers(counted(planes), count)) == sums
        items = [f"item{number}" for number in range(11)]
        expected = [
            tuple(item for item, there in zip(items, column, strict=True) if there)
            for column in zip(*rows, strict=True)
        ]
        assert list(Lists(items).of(planes, count)) == expected
    assert list(Lists([]).of([], 3)) == [(), (), ()]
