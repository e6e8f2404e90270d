"""Distribution: how outcomes spread over decisions that the rules leave to the same discretion."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.audit.casebook import Casebook
from tolerance_rules.audit.findings import Distribution
from tolerance_rules.audit.register import RegisterEntry, period
from tolerance_rules.rules import Ruleset

CATCH_ALLS = ("5.12", "6.6")
"""The clauses that end a list with “其他”: what they take in is for the authority to say."""
Key = tuple[str, tuple[str, ...]]


def distributions(casebook: Casebook) -> tuple[Distribution, ...]:
    """Return how recorded outcomes spread over the decisions of each permitted set.

    By authority, period and circumstance where there is discretion; then how often each catch-all
    was relied on, with the clauses of its article that stood beside it, and each vague term, by
    the option in force, where the named outcome turns on it. Decisions whose permitted set the
    unknown facts may change count for the catch-alls only.
    """
    counts: dict[Key, dict[str, dict[str, int]]] = {}
    for entry in casebook.entries:
        permitted = casebook.judged(entry).fixed
        for dimension, value in _dimensions(entry, permitted, casebook):
            by_value = counts.setdefault((dimension, permitted), {})
            outcomes = by_value.setdefault(value, {})
            outcomes[entry.recorded] = outcomes.get(entry.recorded, 0) + 1
    readings = casebook.judge.engine.rules.readings
    order = ["authority", "period", "circumstance", *CATCH_ALLS, *readings]
    # The widest set first; what is not fixed last.
    found = sorted(
        counts.items(),
        key=lambda item: (order.index(item[0][0]), -len(item[0][1]), item[0][1]),
    )
    return tuple(
        Distribution(dimension, permitted, dict(sorted(by_value.items(), key=_legal_order)))
        for (dimension, permitted), by_value in found
    )


def _legal_order(item: tuple[str, object]) -> tuple[bool, int, str]:
    # 5.10 comes after 5.9; what is not a clause stands as it is spelt.
    name = item[0]
    number = name.replace(".", "").isdigit()
    return number, len(name) if number else 0, name


def _dimensions(
    entry: RegisterEntry, permitted: tuple[str, ...], casebook: Casebook
) -> Iterator[tuple[str, str]]:
    judged, rules = casebook.judged(entry), casebook.judge.engine.rules
    if len(permitted) > 1:
        yield "authority", entry.authority
        yield "period", period(entry.dates[1])
        for clause in casebook.judge.relevance.circumstances:
            if clause in judged.established:
                yield "circumstance", clause
    for clause in CATCH_ALLS:
        if clause in judged.established:
            standing = [each for each in _article(clause, rules) if each in judged.established]
            yield clause, ",".join(standing)
    for turning in judged.turning if judged.settled else ():
        yield turning.name, turning.option


def _article(clause: str, rules: Ruleset) -> tuple[str, ...]:
    article = rules.articles.get(clause.partition(".")[0])
    return article.clauses if article else ()
