"""Every backend of many cases agrees with the definition, on the same rows."""

from __future__ import annotations

import pytest

from support.many_agreement import disagreements, expected, random_rows
from support.many_backends import BACKENDS, Unavailable, required
from support.oracle import READINGS
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


@pytest.fixture(scope="module")
def backend(request):
    """One backend after the other, each started once."""
    opened = BACKENDS[request.param]()
    judge = unless_there(request.param, opened.__enter__)
    yield request.param, judge
    opened.__exit__(None, None, None)


def marked(name, *values):
    return pytest.param(name, *values, marks=[pytest.mark.slow] if name in SLOW else [])


@pytest.mark.parametrize("backend", list(map(marked, BACKENDS)), indirect=True)
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


# The last choice has every other reading: enough where each choice takes long.
CHOICES = [
    marked(name, choice)
    for name in BACKENDS
    for choice in range(len(OTHERS))
    if name not in SLOW or choice == len(OTHERS) - 1
]


@pytest.mark.parametrize(
    ("backend", "choice"),
    CHOICES,
    ids=[f"{each.values[0]}-{IDS[each.values[1]]}" for each in CHOICES],
    indirect=["backend"],
)
def test_other_readings_agree_with_the_definition(backend, choice, others):
    _, judge = backend
    engine, rows, findings = others[choice]
    assert not disagreements(judge(engine, rows), findings)[:3]
