"""Backends: each judges rows of facts, dicts in and dicts out, and says why if it cannot."""

from __future__ import annotations

from contextlib import contextmanager

from tolerance_rules.facts import vocabulary


class Unavailable(Exception):
    """The backend is not on this machine; the message says what is missing."""


def table_of(rows):
    """Return rows as a Polars table with a column for each fact."""
    import polars as pl

    schema = {n: pl.Boolean if s.boolean else pl.String for n, s in vocabulary().items()}
    return pl.DataFrame(rows, schema=schema)


@contextmanager
def polars(engine):
    try:
        import polars  # noqa: F401
    except ImportError:
        raise Unavailable("polars is not installed (extra audit)") from None
    from tolerance_rules.executors.many_cases import ManyCases

    executor = ManyCases(engine.rules, engine.diagram)
    yield lambda rows: executor.judged(table_of(rows).lazy()).collect().to_dicts()


BACKENDS = {"polars": polars}


def opened(name, engine):
    """Return the context of a backend: a function from rows to judged rows."""
    return BACKENDS[name](engine)
