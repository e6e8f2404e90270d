"""Every backend of many cases agrees with the definition, on the same rows, on every ruleset."""

from __future__ import annotations

from functools import cache

import pytest

from support.many_agreement import disagreements, expected, random_rows
from support.many_backends import BACKENDS, Unavailable, required
from support.rulesets import RULESETS
from tolerance_rules import Engine

pytestmark = pytest.mark.slow  # databases are started

ROWS = {
    "polars": 6_000,
    "duckdb": 6_000,
    "sqlite": 3_000,
    "postgres": 3_000,
    "mariadb": 1_500,
    "spark": 3_000,
    "spark-arrow": 3_000,
}
# Spark compiles every step to Java, and MariaDB keeps every step, for each ruleset anew.
SLOW = {"mariadb", "spark", "spark-arrow"}


@cache
def wanted(rules):
    """Return an engine, rows, and what the definition says of them."""
    engine = Engine(rules)
    rows = random_rows(max(ROWS.values()), seed=1, engine=engine)
    return engine, rows, expected(rows, engine, sample=150)


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


EVERY = [
    pytest.param(name, rules, id=f"{name}-{rules.id}") for name in BACKENDS for rules in RULESETS
]


@pytest.mark.parametrize(("backend", "rules"), EVERY, indirect=["backend"])
def test_random_rows_agree_with_the_definition(backend, rules):
    name, judge = backend
    engine, rows, findings = wanted(rules)
    assert not disagreements(judge(engine, rows[: ROWS[name]]), findings[: ROWS[name]])[:3]


ODD = ["", "|", "{0}|", "|{0}", "{0}|{0}", "{0}||{1}", "{0}|{1}|{0}", "{0} | {1}", "{0}｜{1}"]
ODD += ["{0},{1}", "{0}|x{1}", "{0}x", "X{0}|{1}", "{2}", "{0}|{2}"]


@pytest.mark.parametrize(("backend", "rules"), EVERY, indirect=["backend"])
def test_a_cell_that_means_nothing_is_refused_and_never_guessed(backend, rules):
    _, judge = backend
    engine, every, _ = wanted(rules)
    name = next(name for name, spec in rules.vocabulary.items() if len(spec.values) > 2)
    first, second, *_ = rules.vocabulary[name].values
    cells = [text.format(first, second, first.upper()) for text in ODD]
    plain = next(row for row in every if None not in row.values())
    found = judge(engine, [{**plain, name: cell} for cell in cells], checks=False)
    assert [row["refused"] for row in found] == [f"value:{name}"] * len(cells)
    assert all({**row, "refused": None} == dict.fromkeys(row) for row in found)


def others(rules):
    """Return choices of readings: each option that is no default alone, then all at once."""
    cards = [(card.id, card.names) for card in rules.readings.values()]
    yield from ({name: option} for name, options in cards for option in options[1:])
    if len(cards) > 1:
        yield {name: options[-1] for name, options in cards}


OTHERS = [(rules, readings) for rules in RULESETS for readings in others(rules)]
# The last choice of a ruleset has every other reading: enough where each choice takes long.
LAST = {rules.id: choice for choice, (rules, _) in enumerate(OTHERS)}


@cache
def wanted_of(choice):
    rules, readings = OTHERS[choice]
    engine = Engine(rules.with_readings(readings))
    rows = random_rows(200, seed=2, engine=engine)
    return engine, rows, expected(rows, engine, sample=20)


CHOICES = [
    pytest.param(name, choice, id="-".join([name, rules.id, *readings.values()]))
    for name in BACKENDS
    for choice, (rules, readings) in enumerate(OTHERS)
    if name not in SLOW or choice == LAST[rules.id]
]


@pytest.mark.parametrize(("backend", "choice"), CHOICES, indirect=["backend"])
def test_other_readings_agree_with_the_definition(backend, choice):
    _, judge = backend
    engine, rows, findings = wanted_of(choice)
    assert not disagreements(judge(engine, rows), findings)[:3]
