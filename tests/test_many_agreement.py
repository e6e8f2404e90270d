"""Every backend of many cases agrees with the definition, on the same rows."""

from __future__ import annotations

import pytest
from many_agreement import disagreements, expected, random_rows
from many_backends import BACKENDS, Unavailable, opened
from oracle import READINGS

from tolerance_rules import Engine

ROWS = {"polars": 10_000}


@pytest.fixture(scope="module")
def engine():
    return Engine.load()


@pytest.fixture(scope="module")
def wanted(engine):
    rows = random_rows(max(ROWS.values()), seed=1)
    return rows, expected(rows, engine)


@pytest.mark.parametrize("backend", BACKENDS)
def test_random_rows_agree_with_the_definition(backend, engine, wanted):
    rows, findings = (each[: ROWS[backend]] for each in wanted)
    try:
        with opened(backend, engine) as judge:
            assert not disagreements(judge(rows), findings)[:3]
    except Unavailable as reason:
        pytest.skip(str(reason))


OTHERS = [{name: option} for name, options in READINGS.items() for option in options[1:]]
OTHERS.append({name: options[-1] for name, options in READINGS.items()})


@pytest.mark.parametrize("readings", OTHERS, ids=lambda chosen: "+".join(chosen.values()))
def test_other_readings_agree_with_the_definition(readings):
    pytest.importorskip("polars")
    other = Engine.load(readings=readings)
    rows = random_rows(500, seed=2)
    with opened("polars", other) as judge:
        assert not disagreements(judge(rows), expected(rows, other, sample=20))[:3]
