"""Distribution: how outcomes spread over decisions that the rules leave to the same discretion."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.audit.casebook import Casebook
from tolerance_rules.audit.findings import Distribution
from tolerance_rules.audit.register import RegisterEntry, period
from tolerance_rules.legal_references import legal_order
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.verdict import Role

OTHER = "其他"
"""The word with which a regulation ends a list of cases that it cannot name one by one."""


def distributions(casebook: Casebook) -> tuple[Distribution, ...]:
    """Return how recorded outcomes spread over the decisions of each permitted set.

    By authority, period and circumstance where there is discretion; then how often each catch-all
    clause was relied on, with the clauses of its article that stood beside it, and each reading, by
    the option in force, where the named outcome turns on it. Decisions whose permitted set the
    unknown facts may change count for the catch-alls only.
    """
    rules = casebook.judge.engine.rules
    lists = catch_alls(rules)
    counts: dict[tuple[str, tuple[str, ...]], dict[str, dict[str, int]]] = {}
    for entry in casebook.entries:
        permitted = casebook.judged(entry).fixed
        for dimension, value in _dimensions(entry, permitted, casebook, lists):
            by_value = counts.setdefault((dimension, permitted), {})
            outcomes = by_value.setdefault(value, {})
            outcomes[entry.recorded] = outcomes.get(entry.recorded, 0) + 1
    order = ["authority", "period", "circumstance", *lists, *rules.readings]
    # The widest set first; what is not fixed last.
    found = sorted(
        counts.items(),
        key=lambda item: (order.index(item[0][0]), -len(item[0][1]), item[0][1]),
    )
    return tuple(
        Distribution(dimension, permitted, dict(sorted(by_value.items(), key=_value_order)))
        for (dimension, permitted), by_value in found
    )


def catch_alls(rules: Ruleset) -> dict[str, tuple[str, ...]]:
    """Return the clauses that end a list of circumstances or of bars with 其他, each with its list.

    What such a clause takes in is for the authority to say.
    """
    roles = (Role.CIRCUMSTANCE, Role.BAR)
    lists = [rules.clauses_of(name) for role in roles for name in rules.cited_as(role.value)]
    return {each[-1]: each for each in lists if OTHER in rules.clauses[each[-1]].text}


def _value_order(item: tuple[str, object]) -> tuple[list[tuple[int, ...]], str]:
    # Clauses as the regulation has them, fewer before more; other values as they are spelt.
    return [legal_order(clause) for clause in item[0].split(",")], item[0]


def _dimensions(
    entry: RegisterEntry,
    permitted: tuple[str, ...],
    casebook: Casebook,
    lists: dict[str, tuple[str, ...]],
) -> Iterator[tuple[str, str]]:
    judged = casebook.judged(entry)
    if len(permitted) > 1:
        yield "authority", entry.authority
        yield "period", period(entry.dates[1])
        for clause in judged.circumstances:
            yield "circumstance", clause
    for clause, clauses in lists.items():
        if clause in judged.established:
            standing = [each for each in clauses if each in judged.established]
            yield clause, ",".join(standing)
    for turning in judged.turning if judged.settled else ():
        yield turning.name, turning.option
