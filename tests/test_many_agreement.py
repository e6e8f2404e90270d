"""Every backend of many cases agrees with the definition, on the same rows."""

from __future__ import annotations

import pytest
from many_agreement import disagreements, expected, random_rows
from many_backends import BACKENDS, Unavailable, required
from oracle import READINGS

from tolerance_rules import Engine

ROWS = {
    "polars": 10_000,
    "duckdb": 10_000,
    "sqlite": 5_000,
    "postgres": 5_000,
    "mariadb": 2_000,
    "spark": 5_000,
}
# Spark compiles every step to Java, and MariaDB keeps every step, for each ruleset anew.
SLOW = {"mariadb", "spark"}


@pytest.fixture(scope="module")
def engine():
    return Engine.load()


@pytest.fixture(scope="module")
def wanted(engine):
    rows = random_rows(max(ROWS.values()), seed=1)
    return rows, expected(rows, engine)


def unless_there(name, start):
    """Skip, or fail where every backend is required, if the backend is not on this machine."""
    try:
        return start()
    except Unavailable as reason:
        if required():
            pytest.fail(f"{name}: {reason}")
        pytest.skip(f"{name}: {reason}")


@pytest.fixture(
    scope="module",
    params=[pytest.param(n, marks=[pytest.mark.slow] if n in SLOW else []) for n in BACKENDS],
)
def backend(request):
    """One backend after the other, each started once."""
    opened = BACKENDS[request.param]()
    judge = unless_there(request.param, opened.__enter__)
    yield request.param, judge
    opened.__exit__(None, None, None)


def test_random_rows_agree_with_the_definition(backend, engine, wanted):
    name, judge = backend
    rows, findings = (each[: ROWS[name]] for each in wanted)
    assert not disagreements(judge(engine, rows), findings)[:3]


OTHERS = [{name: option} for name, options in READINGS.items() for option in options[1:]]
OTHERS.append({name: options[-1] for name, options in READINGS.items()})
IDS = ["+".join(chosen.values()) for chosen in OTHERS]


@pytest.fixture(scope="module")
def others():
    """Return for each choice of readings an engine, rows, and what the definition says of them."""
    rows = random_rows(200, seed=2)
    engines = [Engine.load(readings=readings) for readings in OTHERS]
    return [(engine, rows, expected(rows, engine, sample=20)) for engine in engines]


@pytest.mark.parametrize("choice", range(len(OTHERS)), ids=IDS)
def test_other_readings_agree_with_the_definition(backend, choice, others):
    name, judge = backend
    if name in SLOW and choice < len(OTHERS) - 1:
        pytest.skip("the last choice has every other reading, and each takes long")
    engine, rows, findings = others[choice]
    assert not disagreements(judge(engine, rows), findings)[:3]
