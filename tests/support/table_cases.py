"""Tables of random cases for tests, in every notation, and what is found in each case alone."""

from __future__ import annotations

import random
from functools import lru_cache

import polars as pl

from support.random_facts import random_facts
from tolerance_rules import Engine, InconsistentFactsError

NOTATIONS = ("code", "zh", "en")
FINDINGS = ("outcome", "permitted", "settled", "reachable", "row")
STATUSES = {"established": True, "refuted": False, "open": None}


@lru_cache(maxsize=4)
def engine_of(rules):
    return Engine(rules)


@lru_cache(maxsize=4)
def cases_of(rules):
    """Return random cases; in a third of them nothing is left open."""
    rng = random.Random(29)
    shares = (0, 0.15, 0.6)
    return [random_facts(rules.vocabulary, rng, shares[n % 3]) for n in range(150)]


def texts_of(cases, rules, notation="code"):
    """Return cases as somebody writes them: codes, or the labels of a language."""
    return pl.DataFrame(
        {
            _header(spec, notation): pl.Series(
                [_text(spec, case[name], notation) for case in cases], dtype=pl.String
            )
            for name, spec in rules.vocabulary.items()
        }
    )


def lists_of(cases, rules):
    """Return cases as a program keeps them: booleans, and lists of the values still possible."""
    return _typed(cases, rules, pl.List, lambda spec, known: list(spec.possible(known)))


def columns_of(cases, rules):
    """Return cases as the executor takes them: booleans, and texts such as `some|major`."""
    return _typed(cases, rules, lambda _: pl.String, lambda spec, known: _text(spec, known, "code"))


def _typed(cases, rules, dtype, cell):
    columns = {}
    for name, spec in rules.vocabulary.items():
        knowns = [case[name] for case in cases]
        if spec.boolean:
            columns[name] = pl.Series(knowns, dtype=pl.Boolean)
        else:
            cells = [None if known is None else cell(spec, known) for known in knowns]
            columns[name] = pl.Series(cells, dtype=dtype(pl.Enum(spec.values)))
    return pl.DataFrame(columns)


def _header(spec, notation):
    return spec.name if notation == "code" else spec.name_of(notation)


def _text(spec, known, notation):
    if known is None:
        return None
    values = spec.possible(known)
    if notation == "code":
        return "|".join(map(str, values))
    return "|".join(spec.label_of(value, notation) for value in values)


@lru_cache(maxsize=4)
def wanted(rules):
    """Return what is found in each case, one at a time; None where its facts clash."""
    engine = engine_of(rules)
    return [_decided(engine, rules.facts(case)) for case in cases_of(rules)]


def _decided(engine, facts):
    try:
        decision = engine.evaluate(facts)
    except InconsistentFactsError:
        return None
    return {
        "outcome": decision.outcome.value,
        "permitted": ",".join(decision.permitted),
        "settled": decision.settled,
        "reachable": ",".join(decision.reachable),
        "row": decision.row,
        **{f"clause.{id}": STATUSES[decision.statuses[id]] for id in engine.rules.clauses},
    }


def findings(judged):
    """Return the findings of a judged table, a dict to a row; None where it is refused."""
    found = pl.DataFrame(judged).select(pl.col(*FINDINGS, "refused"), pl.col("^clause.*$"))
    return [None if row.pop("refused") is not None else row for row in found.to_dicts()]
